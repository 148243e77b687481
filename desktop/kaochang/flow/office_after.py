"""After sealing, by the office that sealed: an item corrected or withdrawn, codes made anew.

Both need the session's own key, which lies in the office's folder under its passphrase.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kaochang.custody.key_files import Key, KeyRole
from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.site import open_site
from kaochang.flow import errata, keys, offices, reissue, unlock
from kaochang.flow.errata import ErratumWish
from kaochang.flow.quick import QuickOffice
from kaochang.flow.quick_collect import exam_of
from kaochang.flow.quick_stick import PROCTORS
from kaochang.flow.reissue import Reissue, ReissueOrder, Renewed
from kaochang.machine.new_folders import file_name
from kaochang.machine.safe_files import read_whole

_TITLE_LENGTH = 40


@dataclass(frozen=True)
class AfterOrder:
    """Which session, by whose passphrase, and into which folder new files go."""

    session: str
    into: Path
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class Corrected:
    """The file of errata that was written, and the number it has."""

    file: Path
    number: int


def correct(office: QuickOffice, order: AfterOrder, wish: ErratumWish) -> Corrected:
    """Makes errata with one correction more; refused as by `errata.make`. The office keeps a copy beside its keys."""
    sealed, key = _opened(office, order)
    memory = office.keys / offices.SESSIONS_FOLDER
    made, data = errata.make(wish, key, sealed, memory, office.clock)
    title = file_name(sealed.header.session.title, _TITLE_LENGTH)
    out = order.into / f"{title} {made.counter:03}{errata.EXTENSION}"
    errata.write(made, data, sealed, memory, out)
    return Corrected(out, made.counter)


def renew(office: QuickOffice, order: AfterOrder, what: frozenset[Renewed]) -> Reissue:
    """Makes codes anew for all rooms, in a new folder with the sheet to print; refused as by `reissue.reissue`."""
    sealed, key = _opened(office, order)
    now = office.clock.wall()
    title = file_name(sealed.header.session.title, _TITLE_LENGTH)
    made = datetime.fromtimestamp(now / 1000, office.zone).strftime("%Y-%m-%d %H%M%S")
    wanted = ReissueOrder(
        exam_of(office, order.session),
        office.keys / offices.SESSIONS_FOLDER,
        order.into / f"{title} {made}",
        what,
        proctors=office.session(order.session) / PROCTORS,
    )
    printed = reissue.code_sheets(office.words, office.font, office.zone, now)
    return reissue.reissue(wanted, key, office.clock, office.random, office.cost, printed)


def _opened(office: QuickOffice, order: AfterOrder) -> tuple[SealedExam, Key]:
    """The office's own copy of the sealed exam, held against its site file, and the session's key."""
    site = open_site(read_whole(office.keys / offices.SITE_FILE, offices.KEY_FILE_LIMIT))
    sealed = unlock.open_exam(exam_of(office, order.session), site)
    path = office.keys / offices.SESSIONS_FOLDER / f"{order.session}.kcy"
    return sealed, keys.open_key(path, order.passphrase, KeyRole.SESSION)

"""Sessions of the whole way: planned from the office's bank and a roster, sealed onto a stick, listed afterwards."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import sealed_exam
from kaochang.custody.envelope import Context
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.domain.assessments import Level, Session
from kaochang.domain.banked import BankExam
from kaochang.domain.ports import Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.flow import centre_side
from kaochang.flow.centre_side import CentreSide
from kaochang.flow.office_seal import (
    OfficeSealed,
    SealedAbout,
    about_of,
    check_stick,
    office_sealers,
    own_office,
    seal_onto,
)
from kaochang.flow.quick import ALL, OfficeState, QuickOffice, folder_name, office_state
from kaochang.flow.quick_stick import ROOMS
from kaochang.flow.seal import EXAM_FILE, Sealers
from kaochang.flow.seal_again import to_supersede
from kaochang.flow.session_plan import SealOrder, SessionWish, plan_session
from kaochang.flow.sticks import Chosen
from kaochang.papers.roster import RosterRow
from kaochang.store.bank import Bank


class CentreCards(Record, frozen=True):
    """Certified: the key cards by which a session knows its centre, as `centre_side.of_cards` takes them."""

    centre: Path | None = None
    openers: tuple[Path, ...] = ()
    quorum: int = 0

    def side(self) -> CentreSide:
        """The centre as they say it."""
        return centre_side.of_cards(self.centre, self.openers, self.quorum)


@dataclass(frozen=True)
class SessionOrder:
    """What is sealed, and where to. `passphrase` is the office's: chosen here where the office is new.

    Certified without openers, the centre kit opens by `kit_passphrase`.
    """

    wish: SessionWish
    rows: Sequence[RosterRow]
    chosen: Chosen
    passphrase: str = field(repr=False)
    cards: CentreCards = field(default_factory=CentreCards)
    kit_passphrase: str = field(default="", repr=False)


class KeptSession(Record, frozen=True):
    """A session that this office sealed; `about` is None for one that an older program sealed."""

    session: Session
    about: SealedAbout | None
    folder: Path


def exams_there(office: QuickOffice) -> tuple[BankExam, ...]:
    """The exams in the office's bank, the newest first; none where it has no bank yet."""
    if not office.bank.exists():
        return ()
    with closing(Bank(office.bank)) as bank:
        return tuple(bank.exams())


def superseded(office: QuickOffice, session: str) -> Context | None:
    """The sealing of this office that a session's next version takes the place of; None for no id."""
    if not session:
        return None
    return to_supersede(office.session(session) / ROOMS / EXAM_FILE, office.keys).context


def plan_here(office: QuickOffice, wish: SessionWish, rows: Sequence[RosterRow], cards: CentreCards) -> SealOrder:
    """The session as it would be sealed now, to be looked at; whatever cannot be is refused, as by sealing.

    POLICY without an exam or without anybody in the roster.
    """
    check_begun(wish, rows)
    if wish.level is Level.CERTIFIED:
        cards.side()
    with closing(Bank(office.bank)) as bank:
        return plan_session(bank, wish, rows, office.clock, office.random)


def check_begun(wish: SessionWish, rows: Sequence[RosterRow]) -> None:
    """Refuses (POLICY) a session that has no exam or no roster yet."""
    if not wish.exams:
        raise Refusal(Outcome.POLICY, "session.no-exam")
    if not rows:
        raise Refusal(Outcome.POLICY, "session.no-roster")


def seal_session(office: QuickOffice, order: SessionOrder, progress: Progress = no_progress) -> OfficeSealed:
    """Seals the session and lays its folder on the stick. `progress` is told in per cent.

    Whatever stops it, be it a refusal or an exception that `progress` raises, leaves nothing behind on the stick and no
    session on the PC; the office's own keys, once made, stay.
    """
    check_begun(order.wish, order.rows)
    if office_state(office.folder) is OfficeState.NEW:
        check_new_passphrase(order.passphrase)
    progress(0, ALL)
    with closing(Bank(office.bank)) as bank, ExitStack() as undo:
        plan = plan_session(bank, order.wish, order.rows, office.clock, office.random)
        made = plan.session
        check_stick(folder_name(made.title, made.opens, office.zone, made.id), order.chosen.path, order.chosen)
        sealed = seal_onto(office, plan, _sealers(office, order), order.chosen, progress, undo)
        undo.pop_all()
    return sealed


def _sealers(office: QuickOffice, order: SessionOrder) -> Sealers:
    if order.wish.level is Level.QUICK:
        return office_sealers(office, order.passphrase)
    side = order.cards.side()
    if not side.quorum:
        side = centre_side.under_passphrase(side, order.kit_passphrase)
    return Sealers(own_office(office, order.passphrase), order.passphrase, side)


def sealed_sessions(office: QuickOffice) -> tuple[KeptSession, ...]:
    """Every session that this office sealed, the one that opens last first; no secret is needed."""
    if not office.sessions.is_dir():
        return ()
    found = []
    for folder in sorted(office.sessions.iterdir()):
        try:
            session = sealed_exam.claimed_exam(folder / ROOMS / EXAM_FILE).header.session
            found.append(KeptSession(session, about_of(folder), folder))
        except Refusal:
            continue  # half made by a program that was killed, or damaged: it hinders no other
    return tuple(sorted(found, key=lambda each: (each.session.opens, each.session.id), reverse=True))

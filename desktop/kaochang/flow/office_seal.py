"""A planned session is sealed into the office's own folder, and from there laid onto a stick: all of it, or nothing.

The office keeps what it needs later: to take results back, to make codes anew, to correct an item. What only paper may
hold, the codes, it never keeps: those pages are laid onto the stick alone.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.custody.envelope import PAYLOAD_LIMIT, payload_bytes, read_payload
from kaochang.domain.assessments import Level, Session
from kaochang.domain.ports import Progress
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.domain.values import Value, Wall
from kaochang.flow import centre_side, offices, seal
from kaochang.flow.quick import ALL, OfficeState, QuickOffice, folder_name, office_state, share_of_way
from kaochang.flow.quick_stick import CENTRE, PRINT, PROCTORS, ROOM_KEYS, ROOMS, Laid, stick_refusals
from kaochang.flow.seal import CENTRE_KIT_FILE, EXAM_FILE, Sealers, SealPlaces, SealTarget
from kaochang.machine import mounts
from kaochang.machine.new_folders import new_folder, take_away, take_away_abandoned
from kaochang.machine.safe_files import check_takes_files, forget, make_folder, read_whole, write_new
from kaochang.reports import session_folder
from kaochang.reports.envelope import Envelope

if TYPE_CHECKING:
    from kaochang.custody.site import Office
    from kaochang.flow.session_plan import SealOrder
    from kaochang.flow.sticks import Chosen

_ABOUT = "about.json"

_SESSIONS = re.compile(r"[0-9a-f]{16}")
"""Ids of sessions: one that a killed program left half made holds its centre kit for good."""

_SEALED = 80
"""Per cent of the way when everything is sealed; then it is copied."""


class SealedAbout(Value, frozen=True):
    """What the office notes of a session beside it: when it was sealed, for how many, which exams, how it was seated.

    No secret; `seat_seed` is "" where no seats were drawn.
    """

    sealed: Wall
    tickets: int
    exams: tuple[str, ...]
    seat_seed: str = ""


@dataclass(frozen=True)
class OfficeSealed:
    """What sealing gave: the codes, the session, its folder on the stick and every file in it.

    `to_print` are those of the files that are printed, in the order in which they are needed; `kept` is the folder of
    what the office keeps itself.
    """

    secrets: SessionSecrets = field(repr=False)
    session: Session
    folder: Path
    files: tuple[Path, ...]
    to_print: tuple[Path, ...]
    kept: Path

    @property
    def code(self) -> str:
        """The one start code of a quick session, in its groups; "" where every room has its own, on paper only."""
        return next(iter(self.secrets.start_codes.values())) if self.secrets.level is Level.QUICK else ""


def about_of(kept: Path) -> SealedAbout | None:
    """What was noted in a session's folder; None for a session of an older program, which noted nothing."""
    path = kept / _ABOUT
    if not path.exists():
        return None
    with refusals_at(path):
        return read_payload(SealedAbout, read_whole(path, PAYLOAD_LIMIT))


def own_office(office: QuickOffice, passphrase: str) -> Office:
    """The office's own key under its passphrase, made the first time."""
    if office_state(office.folder) is OfficeState.NEW:
        return offices.make_office(office.keys, passphrase, office.clock, office.random, office.cost)
    return offices.open_office(office.keys, passphrase)


def office_sealers(office: QuickOffice, passphrase: str) -> Sealers:
    """The office's keys under its one passphrase, made the first time; it is its own centre."""
    own = own_office(office, passphrase)
    side = centre_side.of_office(office.keys, passphrase, office.clock, office.random, office.cost)
    return Sealers(own, passphrase, side)


def check_stick(name: str, drive: Path, chosen: Chosen | None) -> None:
    """Refuses a stick that is not there, takes no files or holds a session's folder of this name already (EXISTS).

    So it does one that is not any more what it was when it was `chosen`.
    """
    with stick_refusals(drive):
        mounts.check_there(drive)
        if chosen is not None:
            chosen.check(mounts.mount_of(drive))
        folder = drive / name
        if os.path.lexists(folder):
            raise Refusal(Outcome.EXISTS, "quick.same-folder", name=folder.name)
        check_takes_files(drive)


def seal_onto(
    office: QuickOffice, plan: SealOrder, sealers: Sealers, chosen: Chosen, progress: Progress, undo: ExitStack
) -> OfficeSealed:
    """Seals `plan`, then lays the session's folder onto the stick that was `chosen`. `progress` is told in per cent.

    What was made is taken away by `undo`, where anything stops it.
    """
    session = plan.session
    final = chosen.path / folder_name(session.title, session.opens, office.zone, session.id)
    secrets = seal.new_secrets(session, plan.tickets, office.random)
    titles = {exam.id: exam.assessment.title for exam in plan.exams}
    envelope = Envelope(session, plan.tickets, titles, secrets, plan.room_key_files, sealers.centre.quorum)
    made = session_folder.session_files(envelope, office.words, office.readers, office.font, office.zone)
    kept, key = office.session(session.id), office.keys / offices.SESSIONS_FOLDER / f"{session.id}.kcy"
    undo.callback(forget, key)
    make_folder(office.sessions)
    take_away_abandoned(office.sessions, _SESSIONS, office.clock.wall())
    with new_folder(kept) as hidden:
        site_file = read_whole(office.keys / offices.SITE_FILE, offices.KEY_FILE_LIMIT)
        target = SealTarget(_places(hidden, key, session.level), site_file, made.open_sheets)
        told = share_of_way(progress, 0, _SEALED)
        seal.seal(plan, secrets, sealers, target, office.clock, office.random, told)
        people = sum(not ticket.is_reserve for ticket in plan.tickets)
        about = SealedAbout(office.clock.wall(), people, tuple(titles.values()), plan.seat_seed)
        write_new(hidden / _ABOUT, payload_bytes(about))
    undo.callback(take_away, kept)
    laid = Laid(kept, made.names, made.unkept, office.clock.wall())
    files = laid.on_stick(final, chosen, share_of_way(progress, _SEALED, ALL))
    return OfficeSealed(secrets, session, final, files, tuple(final / each for each in made.printed), kept)


def _places(folder: Path, key: Path, level: Level) -> SealPlaces:
    """Where the office's own copy of everything lies.

    The centre kit of a certified session goes to its centre: it lies in a folder of its own, which is laid too.
    """
    own_kit = folder / CENTRE_KIT_FILE if level is Level.QUICK else folder / CENTRE / CENTRE_KIT_FILE
    return SealPlaces(
        exam=folder / ROOMS / EXAM_FILE,
        site=folder / ROOMS / offices.SITE_FILE,
        proctors=folder / PROCTORS,
        centre_kit=own_kit,
        envelope=folder / PRINT,
        room_keys=folder / ROOM_KEYS,
        session_key=key,
    )

"""A session as it is being made in the office's window: kept after every change, and never a secret in it."""

import enum
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from kaochang.custody.envelope import Context
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.values import Count, Value, Wall
from kaochang.flow.office_draft import DraftFolder, KeptFile
from kaochang.flow.session_plan import KEEP_DAYS, SessionWish
from kaochang.sealing.kdf import KdfParams


class SessionPart(enum.StrEnum):
    """The parts in which a session is made, in their order."""

    EXAMS = "exams"
    ROSTER = "roster"
    ROOMS = "rooms"
    RULES = "rules"
    SEAL = "seal"


class PlannedRoom(Value, frozen=True):
    """A room by its name, with how many seats it has; None: as many as it takes."""

    name: str
    seats: int | None = None


class SessionDraft(Value, frozen=True):
    """What was settled so far.

    `exams` are ids in the office's bank. Without `rooms` they are the roster's. `opens` and `closes` are wall times in
    ms; None follows from exams and clock. `seat_seed` is "" where nobody draws seats. `photos` is a folder's path, ""
    for none. `centre` and `openers` are key cards. `reserve` is how many reserve tickets each room has, `supersedes`
    the id of the session whose next version this is, "" for none.
    """

    part: SessionPart = SessionPart.EXAMS
    exams: tuple[str, ...] = ()
    roster: KeptFile | None = None
    title: str = ""
    rooms: tuple[PlannedRoom, ...] = ()
    seat_seed: str = ""
    reserve: Count = 0
    supersedes: str = ""
    kind: Kind = Kind.LIVE
    level: Level = Level.QUICK
    opens: Wall | None = None
    closes: Wall | None = None
    short_window: bool = False
    keep_days: int = KEEP_DAYS
    photos: str = ""
    room_key_files: bool = False
    centre: KeptFile | None = None
    openers: tuple[KeptFile, ...] = ()
    quorum: int = 0
    is_begun: bool = False


def wish_of(draft: SessionDraft, zone: tzinfo, cost: KdfParams, before: Context | None) -> SessionWish:
    """The same as sealing takes it; `before` is the sealing that it supersedes."""
    is_certified = draft.level is Level.CERTIFIED
    return SessionWish(
        exams=draft.exams,
        rooms=[room.name for room in draft.rooms],
        seats={room.name: room.seats for room in draft.rooms if room.seats is not None and draft.seat_seed},
        seat_seed=draft.seat_seed,
        reserve=draft.reserve,
        supersedes=before,
        title=draft.title.strip(),
        kind=draft.kind,
        level=draft.level,
        opens=draft.opens,
        closes=draft.closes,
        short_window=draft.short_window,
        keep_days=draft.keep_days,
        zone=zone,
        photos=Path(draft.photos) if draft.photos else None,
        room_key_files=draft.room_key_files and is_certified,
        cost=cost,
    )


def session_drafts(data: Path) -> DraftFolder[SessionDraft]:
    """Where the draft of a program's data folder lies."""
    return DraftFolder(data / "office" / "session-draft", SessionDraft)


def cards_of(folder: DraftFolder[SessionDraft], draft: SessionDraft) -> tuple[Path | None, Sequence[Path], int]:
    """Where the kept key cards lie, and the quorum, as `centre_side.of_cards` takes them."""
    centre = None if draft.centre is None else folder.place(draft.centre)
    openers = [folder.place(each) for each in draft.openers]
    return centre, openers, draft.quorum if openers else 0


def note_draft(folder: DraftFolder[SessionDraft], draft: SessionDraft, kept: Path) -> None:
    """Lays a draft, with the files that it names, beside the session that was made of it."""
    beside = _beside(kept)
    _carry(folder, beside, draft)
    beside.save(draft)


def noted_draft(kept: Path, folder: DraftFolder[SessionDraft]) -> SessionDraft:
    """The draft of a session that was sealed, to be made again: its files are in the program's own folder then."""
    beside = _beside(kept)
    draft = beside.load_noted()
    _carry(beside, folder, draft)
    return draft


def has_noted(kept: Path) -> bool:
    """Whether a session was made of a draft that is still there."""
    return _beside(kept).folder.is_dir()


def _beside(kept: Path) -> DraftFolder[SessionDraft]:
    return DraftFolder(kept / "draft", SessionDraft)


def _carry(source: DraftFolder[SessionDraft], target: DraftFolder[SessionDraft], draft: SessionDraft) -> None:
    for each in (draft.roster, draft.centre, *draft.openers):
        if each is not None:
            target.keep(source.place(each))

"""What the page 场次 shows: the sessions that this office sealed, or one that is being made, part by part."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from pathlib import Path

from kaochang.domain.assessments import Kind, Level
from kaochang.domain.values import Record, SecretRecord
from kaochang.flow.session_draft import SessionPart
from kaochang.presenters.office.done import PrintFace
from kaochang.presenters.office.drives import DriveFace
from kaochang.presenters.office.part_face import PartFace
from kaochang.presenters.office.session_after import AfterState
from kaochang.presenters.office.typed_secret import SecretFace
from kaochang.presenters.refusals import Refused


class SessionFace(Record, frozen=True):
    """A session in the list: its id, its title, one line about it."""

    id: str
    title: str
    note: str


class SessionDetail(Record, frozen=True):
    """What is known of a session, (name, value); `can_again`: it can be made again, `can_retake`: scores are here.

    `can_supersede`: a new version of it can be made, because it is the newest, and what it was made of is here.
    The notes say what each is for or, where it cannot be, why not.
    """

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    folder: Path
    prints: tuple[PrintFace, ...]
    can_again: bool
    again_note: str
    can_retake: bool
    can_supersede: bool
    version_note: str


class ListState(Record, frozen=True):
    """The list. `has_draft`: a session is half made. `asked` is what is asked before that goes, "" for nothing.

    `laying` is how far the shown session is on its way onto a further stick, in per cent, None for not at all; `laid`
    says where it lies then.
    """

    sessions: tuple[SessionFace, ...] = ()
    shown: SessionDetail | None = None
    has_draft: bool = False
    is_looking: bool = False
    asked: str = ""
    laying: int | None = None
    laid: str = ""
    refused: Refused | None = None


class ExamFace(Record, frozen=True):
    """An exam of the bank to choose."""

    id: str
    title: str
    note: str
    is_chosen: bool


class ExamsState(Record, frozen=True):
    """The session's exams, and what the session is called; `usual_title` where nobody says it.

    `said` tells who is in a roster that was made of an old session.
    """

    exams: tuple[ExamFace, ...] = ()
    title: str = ""
    usual_title: str = ""
    said: str = ""
    is_looking: bool = False
    refused: Refused | None = None


class RoomFace(Record, frozen=True):
    """A room as it is typed; `people` is who sits there by the roster, `wrong` why it cannot be."""

    name: str
    seats: str
    people: str
    wrong: str = ""


class RoomsState(Record, frozen=True):
    """The rooms, and whether seats are drawn, from what. `is_own`: they are others than the roster's.

    `reserve` is how many reserve tickets each has, as it is typed, `reserve_wrong` why it cannot be.
    """

    rooms: tuple[RoomFace, ...] = ()
    is_drawn: bool = False
    seed: str = ""
    is_own: bool = False
    reserve: str = ""
    reserve_wrong: str = ""
    summary: str = ""
    refused: Refused | None = None


class RulesState(Record, frozen=True):
    """The session's own rules. `opens` and `closes` are wall times, ms; `said` stands below a field, `wrong` too."""

    kind: Kind
    level: Level
    opens: int
    closes: int
    keep_days: str
    short_minutes: int
    is_short_meant: bool
    photos: str
    room_key_files: bool
    centre: str
    openers: tuple[str, ...]
    quorum: str
    said: Mapping[str, str]
    wrong: Mapping[str, Refused]
    costs: tuple[tuple[str, tuple[str, ...]], ...]
    refused: Refused | None = None


class SealPhase(enum.Enum):
    """Where sealing stands."""

    LOOKING = "looking"
    ASK = "ask"
    SEALING = "sealing"
    DONE = "done"


class SealedFace(SecretRecord, frozen=True):
    """What was made. `code` is the one start code of a quick session, "" where codes are on paper only."""

    title: str
    code: str
    folder: Path
    prints: tuple[PrintFace, ...]
    steps: tuple[str, ...]


class CheckLine(Record, frozen=True):
    """A line of what is looked at before sealing; `part` is where it is mended."""

    text: str
    is_good: bool
    part: SessionPart


class SealingState(SecretRecord, frozen=True):
    """Before, while and after a session is sealed; never a secret but the start code that was just made.

    `checks` say part by part whether anything is missing. `kit_secret`: None where the centre kit has none of its own.
    """

    phase: SealPhase
    checks: tuple[CheckLine, ...] = ()
    costs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    drives: tuple[DriveFace, ...] = ()
    folder: str = ""
    secret: SecretFace = SecretFace()
    kit_secret: SecretFace | None = None
    refused: Refused | None = None
    mend: SessionPart | None = None
    why: str = ""
    percent: int = 0
    is_stopping: bool = False
    stopped: bool = False
    is_quick: bool = True
    done: SealedFace | None = None


class SessionsState(Record, frozen=True):
    """The whole page: the list where there are no `parts`, else a session that is made, with one part's `body`.

    `after` is what is done to a sealed one, instead of both.
    """

    listed: ListState = ListState()
    parts: tuple[PartFace[SessionPart], ...] = ()
    here: SessionPart = SessionPart.EXAMS
    body: object = None
    after: AfterState | None = None

"""What the pages of decisions show: what waits and what was decided; and the form that one is made by."""

from __future__ import annotations

from kaochang.domain.decisions import DecisionKind
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.values import Record
from kaochang.presenters.centre.collect_state import MatterFace
from kaochang.presenters.refusals import Refused


class MadeFace(Record, frozen=True):
    """A decision that was made; `number` is "" where it cannot be taken back."""

    text: str
    when: str
    number: str


class DecisionsState(Record, frozen=True):
    """The list: what waits, what was decided, and whether the session can be closed or opened again."""

    matters: tuple[MatterFace, ...] = ()
    made: tuple[MadeFace, ...] = ()
    summary: str = ""
    closed: str = ""


class FileChoice(Record, frozen=True):
    """A result that may be the one that counts."""

    sha256: str
    name: str
    note: str
    is_chosen: bool


class RecordLine(Record, frozen=True):
    """A ticket in a room's record by hand; nothing is said of it before somebody says it."""

    number: str
    name: str
    status: TicketStatus | None


class DecideState(Record, frozen=True):
    """The form. `files` are to choose from where one is to count, `record` is a room's, `log` a journal's path.

    `needs_second`: two names are needed for certain; otherwise the flow says so where they are. `why` says what is
    missing, "" for nothing. `turn` is another number for another form. `asks_holder`: who a walk-in is can be put right
    in `person` and `name`.
    """

    kinds: tuple[DecisionKind, ...] = ()
    kind: DecisionKind = DecisionKind.EXPLAINED
    asks_holder: bool = False
    person: str = ""
    name: str = ""
    title: str = ""
    what: str = ""
    matters: tuple[MatterFace, ...] = ()
    files: tuple[FileChoice, ...] = ()
    record: tuple[RecordLine, ...] = ()
    asks_log: bool = False
    log: str = ""
    by: str = ""
    second: str = ""
    reason: str = ""
    needs_second: bool = False
    why: str = ""
    is_deciding: bool = False
    refused: Refused | None = None
    turn: int = 0

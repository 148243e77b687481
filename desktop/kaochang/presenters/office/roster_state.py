"""What the page of the roster shows: its table as read, what is wrong in it, and what to do about that."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from kaochang.domain.values import Record
from kaochang.presenters.refusals import Refused


class RosterPhase(enum.Enum):
    """Where the page stands."""

    EMPTY = "empty"
    READING = "reading"
    SHOWN = "shown"


class ColumnFace(Record, frozen=True):
    """A column of the table: our name of it, and the roster's own header where that is another."""

    field: str
    title: str
    header: str


class ProblemFace(Record, frozen=True):
    """What is wrong in a row: at which row of the table (None: the whole table) and in which column ("": the row)."""

    number: int
    line: int
    place: int | None
    field: str
    text: str
    next_step: str
    is_doubt: bool


class RosterState(Record, frozen=True):
    """The whole page.

    `cells` are the rows, each with a text for every column; `numbers` their lines in the file; `marks` the numbers of
    the problems by (row, field). `here` is the number of the problem in focus. `can_mend`: cells can be changed here.
    """

    phase: RosterPhase
    name: str = ""
    refused: Refused | None = None
    columns: tuple[ColumnFace, ...] = ()
    numbers: tuple[int, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    marks: Mapping[tuple[int, str], int] = {}
    problems: tuple[ProblemFace, ...] = ()
    counts: str = ""
    summary: str = ""
    here: int | None = None
    can_mend: bool = False
    can_undo: bool = False
    is_whole: bool = False
    next: str = ""
    saved: str = ""

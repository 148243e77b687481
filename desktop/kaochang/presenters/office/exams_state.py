"""What the page 组卷 shows: the exams that the bank has, or one that is being made, part by part."""

from __future__ import annotations

from collections.abc import Mapping

from kaochang.domain.assessments import Lockdown, LoginField, PartialCredit, SeatRule
from kaochang.domain.tools import Tool
from kaochang.domain.values import Record
from kaochang.flow.exam_draft import ExamPart
from kaochang.presenters.office.part_face import PartFace
from kaochang.presenters.office.settings import PassBy
from kaochang.presenters.refusals import Refused


class ExamRow(Record, frozen=True):
    """An exam in the list."""

    id: str
    title: str
    note: str


class PlacedRow(Record, frozen=True):
    """An item of an exam: its section, number, type, what it is worth, and its stem."""

    section: str
    number: str
    type_name: str
    points: str
    stem: str


class ExamDetail(Record, frozen=True):
    """An exam as it is shown: facts (name, value), its items; `is_drawn`: every ticket has others, here `ticket`'s."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    items: tuple[PlacedRow, ...]
    is_drawn: bool
    ticket: str
    can_again: bool


class ExamListState(Record, frozen=True):
    """The list. `has_draft`: an exam is half made. `asked` is what is asked before that goes, "" for nothing."""

    exams: tuple[ExamRow, ...] = ()
    here: str = ""
    shown: ExamDetail | None = None
    has_draft: bool = False
    is_looking: bool = False
    asked: str = ""
    said: str = ""
    refused: Refused | None = None


class PaperRow(Record, frozen=True):
    """A paper of the bank to choose."""

    number: int
    title: str
    note: str
    is_chosen: bool


class PapersState(Record, frozen=True):
    """Which papers an exam is made of, what it is called, and how: their items as they are, or drawn by rules."""

    papers: tuple[PaperRow, ...] = ()
    title: str = ""
    by_blueprint: bool = False
    is_looking: bool = False
    refused: Refused | None = None


class ItemRow(Record, frozen=True):
    """An item of the chosen papers; `note` says why it must be left out, "" where it need not.

    `limit` is how long it may be worked on, in words; `limit_typed` the same as its field has it, in seconds.
    """

    id: str
    place: str
    type_name: str
    points: str
    limit: str
    limit_typed: str
    is_limit_wrong: bool
    stem: str
    is_in: bool
    note: str


class TypePoints(Record, frozen=True):
    """What items of a type are worth of which the paper does not say it, as typed; how many there are."""

    type: str
    type_name: str
    count: int
    typed: str
    is_wrong: bool


class ItemsState(Record, frozen=True):
    """Which items are in. `summary` counts what is, `unvalued` asks for points."""

    rows: tuple[ItemRow, ...] = ()
    unvalued: tuple[TypePoints, ...] = ()
    summary: str = ""
    refused: Refused | None = None


class LineRow(Record, frozen=True):
    """A line of a blueprint as its cells show it; `there` says how many items there are, `is_short` that they lack.

    `wrong` are the columns in which something stands that cannot be.
    """

    cells: tuple[str, ...]
    there: str
    is_short: bool
    wrong: frozenset[int]


class BlueprintState(Record, frozen=True):
    """A blueprint's table with everything that goes with it.

    `hints` are what may stand in a column, by its place. `excludable` are exams of the bank by (id, title, is chosen).
    """

    lines: tuple[LineRow, ...] = ()
    hints: Mapping[int, tuple[str, ...]] = {}
    per_candidate: bool = False
    seed: str = ""
    excludable: tuple[tuple[str, str, bool], ...] = ()
    enemies: str = ""
    summary: str = ""
    said: str = ""
    can_undo: bool = False
    refused: Refused | None = None


class SectionRow(Record, frozen=True):
    """A section's own time as it is typed."""

    title: str
    minutes: str
    is_locked: bool
    carries_over: bool
    is_wrong: bool


class RulesState(Record, frozen=True):
    """The rules of an exam. `typed` is what stands in each field, `said` and `wrong` what stands below it."""

    typed: Mapping[str, str]
    said: Mapping[str, str]
    wrong: Mapping[str, Refused]
    pass_by: PassBy
    ticks: Mapping[str, bool]
    partial: PartialCredit
    seat: SeatRule
    lockdown: Lockdown
    login: frozenset[LoginField]
    tools: frozenset[Tool]
    sections: tuple[SectionRow, ...] = ()


class SaveState(Record, frozen=True):
    """The last part: what the exam is now, what is against it (`mend` is where), and open findings to pass."""

    facts: tuple[tuple[str, str], ...] = ()
    refused: Refused | None = None
    mend: ExamPart | None = None
    red: int = 0
    passed_by: str = ""
    passed_reason: str = ""
    is_busy: bool = False
    said: str = ""
    why: str = ""


class ExamsState(Record, frozen=True):
    """The whole page: the list where there are no `parts`, else an exam that is made, with one part's `body`."""

    listed: ExamListState = ExamListState()
    parts: tuple[PartFace[ExamPart], ...] = ()
    here: ExamPart = ExamPart.PAPERS
    body: object = None

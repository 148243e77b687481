"""What the page of the bank shows: the items that were found, and the one that is open with all that is known of it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kaochang.domain.banked import Sort
from kaochang.domain.items import ItemType
from kaochang.domain.values import Record
from kaochang.flow.bank_draft import NEW, TypedCriterion
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # it comes with the first item
    from kaochang.presenters.candidate.exam_state import ItemFace

OF_A_PAGE = 100
"""Rows of the list that are read at once."""


class Side(enum.StrEnum):
    """What is shown of the open item."""

    CONTENT = "content"
    RUBRIC = "rubric"
    HISTORY = "history"
    ALIKE = "alike"
    USE = "use"


class Chip(enum.StrEnum):
    """Conditions that are on or off."""

    USED = "used"
    UNUSED = "unused"
    FINDING = "finding"
    NO_KEY = "no-key"
    RETIRED = "retired"


class Menu(enum.StrEnum):
    """Conditions of which one value is chosen."""

    TYPE = "type"
    COMPETENCY = "competency"
    DIFFICULTY = "difficulty"
    PAPER = "paper"


class RowFace(Record, frozen=True):
    """A row of the list: what is asked, what it is, and what is wrong with it ("" for nothing)."""

    id: str
    stem: str
    type_name: str
    about: str
    wrong: str = ""
    is_retired: bool = False
    is_unsaved: bool = False


class ChoiceFace(Record, frozen=True):
    """A value of a menu with its words; "" is every value."""

    value: str
    text: str


class ListState(Record, frozen=True):
    """The list. `pages` holds the rows that were read, by page; `found` is another number for other rows.

    `count` says how many there are, `unsaved` how many items hold typed changes ("" for none).
    """

    words: str = ""
    menus: Mapping[Menu, tuple[ChoiceFace, ...]] = {}
    chosen: Mapping[Menu, str] = {}
    chips: frozenset[Chip] = frozenset()
    sort: Sort = Sort.PAPER
    total: int = 0
    found: int = 0
    pages: Mapping[int, tuple[RowFace, ...]] = {}
    here: str = NEW
    count: str = ""
    unsaved: str = ""
    is_empty_bank: bool = False
    is_looking: bool = False
    refused: Refused | None = None

    def row(self, at: int) -> RowFace | None:
        """A row by its place, None where it was not read yet."""
        page = self.pages.get(at // OF_A_PAGE, ())
        return page[at % OF_A_PAGE] if at % OF_A_PAGE < len(page) else None

    @property
    def is_elsewhere(self) -> bool:
        """Whether no row is open: a new item is, which none of them shows yet."""
        return self.here == NEW


class PictureFace(Record, frozen=True):
    """A picture of the stem: its name, and what it is called in the list."""

    name: str
    text: str


class FormFace(Record, frozen=True):
    """What stands in the fields of an item.

    `letters` are the buttons that set its key, `chosen` those that are pressed; without any the key is written.
    `prompts` (of an item to match) and `stages` (of a scenario) have a line for each; `has_lengths`: a text is typed
    in one piece. `competencies` are apart as people write them. `can_start` where criteria can be made of what 考察…
    names.
    """

    type: ItemType
    stem: str
    options: tuple[str, ...]
    labels: tuple[str, ...]
    prompts: str
    stages: str
    min_words: str
    max_words: str
    mode: str
    letters: tuple[str, ...]
    chosen: tuple[str, ...]
    key: str
    points: str
    section: str
    material: str
    explanation: str
    competencies: str
    difficulty: str
    pictures: tuple[PictureFace, ...]
    rubric: str
    criteria: tuple[TypedCriterion, ...]
    rubric_sum: str
    is_open: bool
    has_options: bool
    has_lengths: bool
    can_start: bool = False


class PreviewFace(Record, frozen=True):
    """The item as a candidate sees it, with what is wrong with it; `refused` where it cannot be as it was typed."""

    face: ItemFace | None = None
    findings: tuple[str, ...] = ()
    refused: Refused | None = None


class VersionFace(Record, frozen=True):
    """A version of the item: who made it when, and what was changed by it."""

    version: int
    said: str
    changes: tuple[str, ...]
    can_restore: bool


class AlikeFace(Record, frozen=True):
    """An item that says nearly the same."""

    id: str
    said: str
    stem: str


class ItemState(Record, frozen=True):
    """The open item. `shared` says who else stands with its material; `is_lost` that another changed it since."""

    id: str
    place: str
    facts: str
    form: FormFace
    side: Side
    sides: tuple[Side, ...]
    preview: PreviewFace
    shared: str = ""
    is_new: bool = False
    papers: tuple[ChoiceFace, ...] = ()
    paper: str = ""
    is_unsaved: bool = False
    is_retired: bool = False
    is_lost: bool = False
    can_undo: bool = False
    can_redo: bool = False
    versions: tuple[VersionFace, ...] = ()
    alike: tuple[AlikeFace, ...] | None = None
    uses: tuple[str, ...] = ()


class RemarkFace(Record, frozen=True):
    """Something to look at: in which paper and where, what, and what to do; a click leads to the item."""

    number: int
    where: str
    text: str
    item: str


class ChecksState(Record, frozen=True):
    """The checks of the whole bank; `percent` while they go on."""

    summary: str = ""
    remarks: tuple[RemarkFace, ...] = ()
    focus: int | None = None
    percent: int | None = None
    is_stopping: bool = False
    refused: Refused | None = None


class BankState(Record, frozen=True):
    """The whole page. `said` is what was done last, `by` who edits; `is_nameless` where that has to be written first.

    `is_busy` while a file is read or written.
    """

    listed: ListState
    shown: ItemState | None = None
    checks: ChecksState | None = None
    by: str = ""
    is_nameless: bool = False
    is_busy: bool = False
    said: str = ""
    refused: Refused | None = None

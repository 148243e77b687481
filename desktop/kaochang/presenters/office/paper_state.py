"""What the page of the paper shows: its lines as they are, its items as read, what is not sure of them."""

from __future__ import annotations

import enum

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Part, Severity
from kaochang.domain.values import Record
from kaochang.presenters.refusals import Refused


class Phase(enum.Enum):
    """Where the page stands."""

    EMPTY = "empty"
    READING = "reading"
    SHOWN = "shown"


class LineFace(Record, frozen=True):
    """A line of the paper: what it became; `item` is the index of the item that it belongs to, None for none.

    `shown` is its number as people see it: in a workbook the row of its `sheet`.
    """

    number: int
    shown: str
    text: str
    part: Part
    item: int | None
    sheet: str = ""
    pictures: int = 0


class OptionFace(Record, frozen=True):
    """An option (or a prompt); `is_right` where the key says so."""

    label: str
    text: str
    is_right: bool = False
    has_picture: bool = False


class Doubt(Record, frozen=True):
    """One open finding, on the card of its item."""

    severity: Severity
    text: str


class ItemFace(Record, frozen=True):
    """An item as read and mended.

    `letters` are the keys of the keyboard, and the buttons, that set its correct response; where there are none, it is
    written. `chosen` are those of the correct response, `key` is it as people write it, "" for none; of an open item
    it is the reference text. `tables` are the rows of its tables, cells apart by a bar.
    `lines` are the first and the last line of the paper, (0, 0) where its format has none.
    """

    index: int
    type: ItemType
    type_name: str
    place: str
    points: str
    points_value: str
    stem: str
    material: str
    tables: str
    options: tuple[OptionFace, ...]
    prompts: tuple[OptionFace, ...]
    letters: tuple[str, ...]
    is_marked_by_people: bool
    chosen: tuple[str, ...]
    key: str
    note: str
    doubts: tuple[Doubt, ...]
    pictures: tuple[str, ...]
    lines: tuple[int, int]
    is_pending: bool
    is_dropped: bool
    is_mended: bool


class FindingFace(Record, frozen=True):
    """A finding in the list: `at` is its item's index, `line` its line in the paper, both None where it has none.

    `passed` says who passed it and why, "" for one that is open.
    """

    number: int
    severity: Severity
    severity_name: str
    text: str
    at: int | None
    line: int | None
    passed: str
    can_pass: bool


class PassFace(Record, frozen=True):
    """The question who passes a finding, and why; `alike` is how many open ones of its kind there are besides."""

    finding: int
    text: str
    alike: int
    by: str


class Source(Record, frozen=True):
    """The file that is being read or shown, by the names that people know; `key` is its answer file, "" for none."""

    name: str = ""
    key: str = ""


class PaperState(Record, frozen=True):
    """The whole page.

    `here` is the index of the item in focus, which is open to be mended where `is_open`; `finding` the number of the
    finding in focus. `half` is the one letter that was given so far of an item that takes several. `refused` says why a
    file could not be read, or a mend not be made. `is_keying`: letters go on to the next item without a key by
    themselves; `pending` is how many there are, `for_people` how many items people score, `kept` how many are not left
    out. `asks_other`: how many mends would go with this paper, while it is asked whether another is to be chosen.
    """

    phase: Phase
    source: Source = Source()
    refused: Refused | None = None
    lines: tuple[LineFace, ...] = ()
    items: tuple[ItemFace, ...] = ()
    findings: tuple[FindingFace, ...] = ()
    counts: str = ""
    summary: str = ""
    here: int | None = None
    finding: int | None = None
    half: tuple[str, ...] = ()
    is_open: bool = False
    is_keying: bool = False
    pending: int = 0
    for_people: int = 0
    kept: int = 0
    asks_other: int = 0
    can_undo: bool = False
    can_redo: bool = False
    is_whole: bool = False
    passing: PassFace | None = None

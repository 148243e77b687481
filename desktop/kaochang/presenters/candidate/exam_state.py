"""What the exam screen shows, as frozen values. Every text is already in the reader's language."""

import enum
from dataclasses import dataclass, field
from typing import TypeAlias

from kaochang.domain.items import ItemType, Mode, Table
from kaochang.domain.responses import Response
from kaochang.presenters.candidate.access import Access
from kaochang.presenters.candidate.acts import ActsState
from kaochang.presenters.candidate.errata_faces import ErratumFace, News, NoticeBar
from kaochang.presenters.candidate.lengths import Length
from kaochang.presenters.candidate.saving import Sign
from kaochang.presenters.candidate.shortcuts import ShortcutPage
from kaochang.presenters.candidate.tools_state import NO_TOOLS, ToolsState
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.presenters.refusals import Refused


@dataclass(frozen=True)
class Header:
    """Which exam, where, and who sits it. `seat` is the end of `ticket`, which tells the seat: it is never left out."""

    title: str
    place: str
    name: str
    initial: str
    ticket: str
    seat: str = ""


@dataclass(frozen=True)
class ClockFace:
    """Time left; `spoken` says it with its name, for a screen reader. Amber from the first warning on.

    `extra` is what this candidate has more than others, as its words; "" for nothing.
    """

    text: str
    spoken: str
    is_amber: bool
    extra: str = ""


@dataclass(frozen=True)
class PartFace:
    """The open part of an exam that is taken in parts. `clock` is None where the part has no time of its own."""

    name: str
    place: str
    clock: ClockFace | None


@dataclass(frozen=True)
class OwnTime:
    """What is left for the item itself, or for the turn that is shown of it; `is_over`: nothing is taken any more."""

    text: str
    is_amber: bool
    is_over: bool


@dataclass(frozen=True)
class Cell:
    """One item in the palette. `spoken` says its number and its state.

    `is_asked`: there is something to do for it at the PC, or it is neither answered nor not. Of one that is answered,
    `is_partial` says that something of it is still missing. `is_withdrawn`: nobody needs to answer it any more.
    `access` says whether it can be answered now at all.
    """

    item: str
    number: int
    is_answered: bool
    is_marked: bool
    is_current: bool
    spoken: str
    is_asked: bool = True
    is_partial: bool = False
    is_withdrawn: bool = False
    access: Access = Access.OPEN

    @property
    def is_missing(self) -> bool:
        """Whether it is to be answered, is not, and can still be."""
        return self.is_asked and not self.is_answered and not self.is_withdrawn and self.access is not Access.CLOSED


@dataclass(frozen=True)
class PaletteSection:
    """A section's heading, its progress ("14 / 20") and its cells; `shown` are the items that the filter takes."""

    title: str
    progress: str
    cells: tuple[Cell, ...]
    shown: frozenset[str] = frozenset()
    is_folded: bool = False


@dataclass(frozen=True)
class Palette:
    """All sections, and the counts of the legend. `filter` and `is_collapsed` are the candidate's choice (`finder`).

    `partial` of those that are `answered` are so in part; those of the `panel` are neither answered nor not. `missed`
    are not answered and can be no more: they are not among the `unanswered`. `closed` and `later` count all of them.
    """

    sections: tuple[PaletteSection, ...]
    answered: int
    unanswered: int
    marked: int
    partial: int = 0
    panel: int = 0
    withdrawn: int = 0
    missed: int = 0
    closed: int = 0
    later: int = 0
    filter: str = ""
    is_collapsed: bool = False


@dataclass(frozen=True)
class OptionFace:
    """An option (or prompt) as shown: its letter here, its authored label, its words and its picture, if it has one."""

    label: str
    letter: str
    text: str
    picture: bytes | None = None


@dataclass(frozen=True)
class TurnFace:
    """A turn of a scenario that has passed: what was said, and what the candidate replied, "" for nothing."""

    said: str
    reply: str


@dataclass(frozen=True)
class SiblingFace:
    """Another sub-question on the same material, and what was done to it; `is_open`: something of it is missing."""

    item: str
    number: str
    text: str
    standing: str
    spoken: str
    is_open: bool


@dataclass(frozen=True)
class ItemFace:
    """One item as shown. `worth` holds its points and, where there is one, the rule for partial credit.

    Of a staged scenario, `earlier` are the turns that have passed, `turn` is what is said now and `turn_place` which
    turn that is; "" for every other item. An item stays the same one whatever was done to its `siblings`.
    """

    id: str
    type: ItemType
    tag: str
    place: str
    worth: str
    stem: str
    options: tuple[OptionFace, ...]
    prompts: tuple[OptionFace, ...]
    blanks: int
    material_title: str
    material: str
    tables: tuple[Table, ...]
    pictures: tuple[bytes, ...]
    earlier: tuple[TurnFace, ...] = ()
    turn: str = ""
    turn_place: str = ""
    mode: Mode = Mode.TYPED
    siblings: tuple[SiblingFace, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class SavedSign:
    """The saved sign at the foot of the screen."""

    sign: Sign
    text: str


@dataclass(frozen=True)
class SectionSummary:
    """A row of the hand-in summary."""

    title: str
    answered: int
    partial: int
    unanswered: int
    marked: int


@dataclass(frozen=True)
class Chip:
    """A link from the summary to an item that wants another look."""

    item: str
    text: str
    is_marked: bool


@dataclass(frozen=True)
class Summary:
    """The first of the two confirmations. `refused`: the rules do not allow to hand in now."""

    time_left: str
    rows: tuple[SectionSummary, ...]
    has_gaps: bool
    headline: str
    chips: tuple[Chip, ...]
    refused: Refused | None


class Final(enum.Enum):
    """What cannot be taken back, and is asked for once more; the value names its words in the catalogue."""

    HAND_IN = "confirm"
    NEXT_PART = "advance"
    NEXT_TURN = "turn.leave"


@dataclass(frozen=True)
class Confirmation:
    """Asks before something that cannot be taken back; of handing in it is the second of two.

    `headline` and `chips` tell what is left behind for good, as in a summary; "" and none for nothing.
    """

    step: Final
    message: str
    headline: str = ""
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True)
class CannotSave:
    """The journal takes nothing; what happened and what to do."""

    refused: Refused
    is_trying: bool


@dataclass(frozen=True)
class VersionRow:
    """An earlier version in the list: when it was saved, and how long it is."""

    time: str
    length: str


@dataclass(frozen=True)
class EarlierVersions:
    """What was saved of a text before, the newest first, and the chosen one beside the present one.

    `same_head` and `same_tail` are how many characters both have in common at either end. Where there is nothing to
    list, `message` says why, and `chosen` is -1.
    """

    rows: tuple[VersionRow, ...]
    chosen: int
    text: str
    present: str
    present_length: str
    same_head: int
    same_tail: int
    message: str


@dataclass(frozen=True)
class Suspended:
    """The page of an attempt that is suspended, instead of any item: what happened, and what to do.

    `is_end`: the attempt is over, its last rows are on their way to the disk, and nobody has anything to do.
    """

    title: str
    message: str
    facts: tuple[tuple[str, str], ...]
    next_step: str
    is_end: bool = False


@dataclass(frozen=True)
class AwayState:
    """The page over an exam whose candidate left the seat. `label` names the number that uncovers it.

    `wrong` says that the last one was not it, `tries` how many were not (the field is emptied then), and `wait` how
    long the next one waits; "" for none. `is_latin`: keys alone write that number, without an input method.
    """

    title: str
    message: str
    who: str
    clock: ClockFace
    gone: str
    label: str
    wrong: str
    wait: str
    tries: int
    is_latin: bool


Overlay: TypeAlias = Summary | Confirmation | CannotSave | News | EarlierVersions | ShortcutPage


@dataclass(frozen=True)
class ExamState:
    """The whole exam screen. `standing` is a line that stays until its cause is gone; `warning` goes by itself.

    `errata` stand above the item's stem, `notice` below the item. `is_settled`: the item is asked no more.
    No item is shown where `acts`, `suspended` or `away` is: the first lies over the second, and both over the third.
    """

    header: Header
    clock: ClockFace
    part: PartFace | None
    palette: Palette
    face: ItemFace
    response: Response | None
    own_time: OwnTime | None
    length: Length
    versions: str
    is_marked: bool
    is_first: bool
    is_last: bool
    next_label: str
    may_hand_in: bool
    saved: SavedSign
    size: TypeSize
    standing: str
    warning: str
    overlay: Overlay | None
    suspended: Suspended | None
    acts: ActsState | None
    away: AwayState | None = None
    tools: ToolsState = NO_TOOLS
    errata: tuple[ErratumFace, ...] = ()
    is_settled: bool = False
    notice: NoticeBar | None = None

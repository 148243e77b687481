"""What the grammar builds while it reads: sections, items in the making, and the entries of an answer part."""

from dataclasses import dataclass, field
from fractions import Fraction

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.papers.grammar.headings import Heading, Meta
from kaochang.papers.grammar.lengths import Length
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.options import OptionDraft
from kaochang.papers.lines import Line, Note


@dataclass(slots=True)
class Section:
    """A section of the paper.

    `title` is None for items that stand under no heading; `keyed` says that some choice in it has an answer.
    `instructions` are the heading and what stands below it, before the first item; `length` is how long each of its
    texts is to be, as far as they say. `shown` says that its heading names no type and its items show it, `by_type` are
    the points of each type where items are of several (None: of choices of any kind), `filled` that the brackets of its
    stems hold the answers, `tells` that some choices say behind their words that several are right, others do not,
    `either` that a semicolon parts texts for one blank and | parts blanks (None: the paper does not show which).
    """

    title: str | None = None
    ordinal: int = 0
    level: int = 1
    kind: ItemType | None = None
    generic: bool = False
    indefinite: bool = False
    meta: Meta = field(default_factory=Meta)
    line: int | None = None
    keyed: bool = False
    instructions: list[Line] = field(default_factory=list)
    length: Length | None = None
    shown: bool = False
    by_type: "dict[ItemType | None, Meta]" = field(default_factory=dict)
    filled: bool = False
    tells: bool = False
    either: bool | None = None

    @classmethod
    def of(cls, heading: Heading) -> "Section":
        """The section that a heading opens; points for each blank (每空2分) are said of items with blanks alone."""
        by_blank = heading.meta.per_blank is not None and heading.meta.each is None and not heading.generic
        return cls(
            heading.title,
            heading.ordinal,
            heading.level,
            heading.kind or (ItemType.BLANK if by_blank else None),
            heading.generic,
            heading.indefinite,
            heading.meta,
            heading.line.number,
            instructions=[heading.line],
        )


@dataclass(slots=True)
class Shared:
    """Material before items that share it; `first` and `last` where the paper says for which numbers.

    `options` are those that all these items choose from (B1型题: 共用备选答案).
    """

    lines: list[Line] = field(default_factory=list)
    first: int = 0
    last: int = 0
    options: list[OptionDraft] = field(default_factory=list)

    def behind(self, before: "Shared | None") -> "Shared":
        """This one with the material that stands before the words which say for which numbers it is."""
        if before is not None and not self.lines and not before.options:
            self.lines = list(before.lines)
        return self

    def covers(self, value: int) -> bool:
        """Whether the item of this number is asked about this material."""
        return not self.last or self.first <= value <= self.last


@dataclass(slots=True)
class Given:
    """An answer as the paper gives it; `place` is "line" (after the item), "stem", "option", "key" or "person"."""

    lines: list[Line]
    place: str

    @property
    def text(self) -> str:
        """Its words."""
        return joined(self.lines)

    @property
    def line(self) -> int | None:
        """Where it stands in the source."""
        return self.lines[0].number if self.lines else None


@dataclass(slots=True)
class Draft:
    """An item in the making. `label` is its number as printed; a sub-question has a `parent`.

    Of a parent, `points` are those of the whole case, and `runs_on` says that the numbers of its sub-questions go on
    over the cases of the section. `own` are the labels that its options print, by the letters they were given, where
    the paper labels them otherwise. `assumed` is the type of nearly all items around it where neither they nor their
    section say it, `code` is what its number cell holds where that is no number (KF001).
    """

    label: str
    value: int
    line: int
    section: Section
    kind: ItemType | None = None
    indefinite: bool = False
    fields: dict[Mark, list[Line]] = field(default_factory=dict)
    options: list[OptionDraft] = field(default_factory=list)
    answers: list[Given] = field(default_factory=list)
    parent: "Draft | None" = None
    children: list["Draft"] = field(default_factory=list)
    shared: Shared | None = None
    first_mark: Mark | None = None
    points: Fraction | None = None
    runs_on: bool = False
    own: dict[str, str] = field(default_factory=dict)
    code: str = ""
    assumed: ItemType | None = None

    @property
    def is_open(self) -> bool:
        """Whether people mark it, as far as is known while reading."""
        return self.kind in OPEN_TYPES

    def add(self, mark: Mark, line: Line) -> None:
        """Put a line into a field."""
        if line.text or line.table or line.images:
            self.fields.setdefault(mark, []).append(line)

    def words(self, mark: Mark) -> str:
        """The words of a field."""
        return joined(self.fields.get(mark, []))


@dataclass(slots=True)
class Entry:
    """One number of an answer part with what stands there; `plain` are words before any mark.

    `parts` are the same words once more, each with the sub-question that it is numbered by.
    """

    value: int
    line: int
    plain: list[Line] = field(default_factory=list)
    fields: dict[Mark, list[Line]] = field(default_factory=dict)
    parts: list["Entry"] = field(default_factory=list)

    def answer(self) -> list[Line]:
        """The answer: what is marked so, else the plain words (before a mark they only repeat the item)."""
        return self.fields.get(Mark.ANSWER) or self.plain


@dataclass(slots=True)
class Block:
    """Answers under one heading of an answer part; `section` is set where the paper leaves no doubt whose they are.

    `level` is that of its heading; `scope` are the sections between the answer part before and this one; `loose` are
    lines before any number: the answer of a section's only item, or one answer after the other. `unread` are ranges of
    numbers ("" for a table) whose answers cannot be told apart, each with its line.
    """

    title: str = ""
    ordinal: int = 0
    kind: ItemType | None = None
    section: Section | None = None
    level: int = 3
    entries: list[Entry] = field(default_factory=list)
    unread: list[tuple[str, int]] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)
    scope: tuple[Section, ...] = ()


@dataclass(slots=True)
class Drafts:
    """A paper as the grammar leaves it: nothing judged, nothing joined yet. `note` are the words to its scorers.

    `notes` tell what was read by words that only this paper taught.
    """

    title: str | None = None
    total_line: Line | None = None
    note: list[Line] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    items: list[Draft] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def number_of(draft: Draft) -> str:
    """A number as the paper prints it; a sub-question's is "5.2", one that runs on over its cases stays as printed."""
    if draft.code:
        return draft.code
    if draft.parent is None or draft.parent.runs_on:
        return str(draft.value)
    return f"{draft.parent.code or draft.parent.value}.{draft.value}"


def joined(lines: list[Line]) -> str:
    """The words of lines, one under the other."""
    return "\n".join(line.text for line in lines if line.text)

"""Items: what a candidate sees, and nothing that would tell the answer.

QTI's item with its interaction. The correct response, rubric and explanation live in `mark_schemes`, sealed apart.
"""

import enum
from collections.abc import Sequence
from fractions import Fraction

from kaochang.domain.responses import (
    MAX_BLANK,
    MAX_TEXT,
    Blanks,
    Choice,
    Judgement,
    Order,
    Pairs,
    Replies,
    Response,
    Text,
    word_count,
)
from kaochang.domain.values import Later, Seconds, Value, WordLimit


class ItemType(enum.StrEnum):
    """The kinds of interaction, by the names of the `kaochang read` contract."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUEFALSE = "truefalse"
    BLANK = "blank"
    ESSAY = "essay"
    CASE = "case"
    INTERVIEW = "interview"
    SCENARIO = "scenario"
    ORDERING = "ordering"
    MATCHING = "matching"


OPEN_TYPES = frozenset({ItemType.ESSAY, ItemType.CASE, ItemType.INTERVIEW, ItemType.SCENARIO})
"""Marked by people with a rubric; every other type is objective and marked by machine."""


class Mode(enum.StrEnum):
    """How an interview item is answered at the PC; the items of every other type are `TYPED`, whatever they say."""

    TYPED = "typed"
    READ = "read"  # read and prepared here, answered before the panel
    SPOKEN = "spoken"  # asked by the panel: nothing is to be done here


MAX_OPTIONS = 26
"""Options that a candidate can be shown: each has a letter."""


class Image(Value, frozen=True):
    """A picture of an item; `name` is the key of its bytes in the bank and of its object in a sealed exam."""

    name: str
    media_type: str


class Option(Value, frozen=True):
    """One option (or, in matching, one prompt): its authored label, the words shown, and its picture if it has one.

    An option may be a picture alone; then `text` is empty.
    """

    label: str
    text: str
    image: Later[Image | None] = None


class Table(Value, frozen=True):
    """Rows of cell texts, as authored."""

    rows: tuple[tuple[str, ...], ...]


class Stage(Value, frozen=True):
    """One turn of a staged scenario: what the other person says, and how long a reply is taken (s; None: no limit)."""

    text: str
    limit_s: Seconds | None = None


class Item(Value, frozen=True):
    """One item as a candidate sees it.

    `number` is as printed ("5.2" for a sub-question), `points` as authored (None: the paper states none),
    `prompts` the left column of a matching item, `blanks` the number of blanks in the stem. Sub-questions of one
    case are items that share the same `material`. `stages` are the turns of a scenario that is played one by one.
    `min_words` and `max_words` say how long a text is asked to be (`responses.word_count`); no text is refused for it.
    """

    type: ItemType
    stem: str
    number: str = ""
    section: str | None = None
    options: tuple[Option, ...] = ()
    prompts: tuple[Option, ...] = ()
    blanks: int = 0
    points: Fraction | None = None
    material: str = ""
    tables: tuple[Table, ...] = ()
    images: tuple[Image, ...] = ()
    stages: Later[tuple[Stage, ...]] = ()
    min_words: Later[WordLimit | None] = None
    max_words: Later[WordLimit | None] = None
    mode: Later[Mode] = Mode.TYPED

    @property
    def media(self) -> tuple[Image, ...]:
        """Every picture that the candidate sees with it: those of its text, then those of its options and prompts."""
        return (*self.images, *(each.image for each in (*self.prompts, *self.options) if each.image is not None))

    @property
    def is_open(self) -> bool:
        """True where people mark it."""
        return self.type in OPEN_TYPES

    @property
    def way(self) -> Mode:
        """How it is answered at the PC: only interview items are ever read or spoken."""
        return self.mode if self.type is ItemType.INTERVIEW else Mode.TYPED

    @property
    def is_asked_here(self) -> bool:
        """Whether the candidate has something to do for it at the PC; what has not is never unanswered."""
        return self.way is not Mode.SPOKEN

    @property
    def is_typed(self) -> bool:
        """Whether the response is typed text."""
        return self.type is ItemType.BLANK or (self.type in OPEN_TYPES and self.way is Mode.TYPED)


def fits(item: Item, response: Response) -> bool:
    """Whether a response is one that this item's interaction can give, partly answered or whole."""
    match response:
        case Choice(labels):
            return _are_known(labels, item.options) and list(labels) == sorted(labels) and len(labels) <= _most(item)
        case Judgement(value):
            return item.type is ItemType.TRUEFALSE or (item.way is Mode.READ and value)
        case Blanks(texts):
            short = all(len(text) <= MAX_BLANK for text in texts)
            return item.type is ItemType.BLANK and len(texts) == item.blanks and short
        case Text(text):
            is_typed = item.is_open and item.way is Mode.TYPED and not item.stages
            return is_typed and len(text) <= MAX_TEXT
        case Replies(texts):
            return 0 < len(texts) <= len(item.stages) and all(len(text) <= MAX_TEXT for text in texts)
        case Order(labels):
            return item.type is ItemType.ORDERING and _are_known(labels, item.options)
        case Pairs(pairs):
            prompts, options = ({each.label for each in part} for part in (item.prompts, item.options))
            lefts = [left for left, _ in pairs]
            known = set(lefts) <= prompts and {right for _, right in pairs} <= options
            return item.type is ItemType.MATCHING and known and lefts == sorted(set(lefts))


def _are_known(labels: Sequence[str], options: Sequence[Option]) -> bool:
    """Whether labels are those of options, none of them twice."""
    chosen = set(labels)
    return len(chosen) == len(labels) and chosen.issubset([option.label for option in options])


def _most(item: Item) -> int:
    """How many options can be chosen; below 0 where nothing is."""
    if item.way is Mode.READ or item.type is ItemType.TRUEFALSE:
        return 0
    if item.type is ItemType.MULTIPLE:
        return len(item.options)
    return 1 if item.type is ItemType.SINGLE else -1


def is_partial(item: Item, response: Response) -> bool:
    """Whether a non-empty response still leaves a part of the item open: a blank, a turn, a pair, a place in order.

    A text that is shorter than was asked for is one too: what is missing may cost points, so the candidate is told.
    """
    match response:
        case Blanks(texts):
            return 0 < sum(bool(text.strip()) for text in texts) < item.blanks
        case Replies(texts):
            return 0 < sum(bool(text.strip()) for text in texts) < len(item.stages)
        case Order(labels):
            return 0 < len(labels) < len(item.options)
        case Pairs(pairs):
            return 0 < len(pairs) < len(item.prompts)
        case Text(text):
            return 0 < word_count(text) < (item.min_words or 0)
        case _:
            return False

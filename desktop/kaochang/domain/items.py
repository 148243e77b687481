"""Items: what a candidate sees, and nothing that would tell the answer.

QTI's item with its interaction. The correct response, rubric and explanation live in `mark_schemes`, sealed apart.
"""

import enum
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
)
from kaochang.domain.values import Later, Seconds, Value


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


class Option(Value, frozen=True):
    """One option (or, in matching, one prompt): its authored label and the words shown."""

    label: str
    text: str


class Table(Value, frozen=True):
    """Rows of cell texts, as authored."""

    rows: tuple[tuple[str, ...], ...]


class Image(Value, frozen=True):
    """A picture of an item; `name` is the key of its bytes in the bank and of its object in a sealed exam."""

    name: str
    media_type: str


class Stage(Value, frozen=True):
    """One turn of a staged scenario: what the other person says, and how long a reply is taken (s; None: no limit)."""

    text: str
    limit_s: Seconds | None = None


class Item(Value, frozen=True):
    """One item as a candidate sees it.

    `number` is as printed ("5.2" for a sub-question), `points` as authored (None: the paper states none),
    `prompts` the left column of a matching item, `blanks` the number of blanks in the stem. Sub-questions of one
    case are items that share the same `material`. `stages` are the turns of a scenario that is played one by one.
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

    @property
    def is_open(self) -> bool:
        """True where people mark it."""
        return self.type in OPEN_TYPES


def fits(item: Item, response: Response) -> bool:
    """Whether a response is one that this item's interaction can give, partly answered or whole."""
    options = {option.label for option in item.options}
    match response:
        case Choice(labels):
            known = set(labels) <= options and len(set(labels)) == len(labels) and list(labels) == sorted(labels)
            most = {ItemType.SINGLE: 1, ItemType.MULTIPLE: len(options)}
            return known and len(labels) <= most.get(item.type, -1)
        case Judgement():
            return item.type is ItemType.TRUEFALSE
        case Blanks(texts):
            short = all(len(text) <= MAX_BLANK for text in texts)
            return item.type is ItemType.BLANK and len(texts) == item.blanks and short
        case Text(text):
            return item.is_open and not item.stages and len(text) <= MAX_TEXT
        case Replies(texts):
            return 0 < len(texts) <= len(item.stages) and all(len(text) <= MAX_TEXT for text in texts)
        case Order(labels):
            return item.type is ItemType.ORDERING and set(labels) <= options and len(set(labels)) == len(labels)
        case Pairs(pairs):
            prompts = {prompt.label for prompt in item.prompts}
            lefts = [left for left, _ in pairs]
            known = set(lefts) <= prompts and {right for _, right in pairs} <= options
            return item.type is ItemType.MATCHING and known and lefts == sorted(set(lefts))


def is_partial(item: Item, response: Response) -> bool:
    """Whether a non-empty response still leaves a part of the item open: a blank, a turn, a pair, a place in order."""
    match response:
        case Blanks(texts):
            return 0 < sum(bool(text.strip()) for text in texts) < item.blanks
        case Replies(texts):
            return 0 < sum(bool(text.strip()) for text in texts) < len(item.stages)
        case Order(labels):
            return 0 < len(labels) < len(item.options)
        case Pairs(pairs):
            return 0 < len(pairs) < len(item.prompts)
        case _:
            return False

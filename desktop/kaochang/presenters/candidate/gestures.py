"""What a candidate does to an item, and the response that follows. Pure: no clock, no screen.

Gestures name options and prompts by their authored labels, as responses do.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from kaochang.domain.items import Item, ItemType
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
    earlier_replies,
)


@dataclass(frozen=True)
class Chosen:
    """An option was clicked: it replaces (single) or is added (multiple); one that is chosen already is taken back."""

    label: str


@dataclass(frozen=True)
class Judged:
    """True or false was clicked; the one that was chosen already is taken back."""

    value: bool


@dataclass(frozen=True)
class Cleared:
    """Whatever is chosen, judged or put in order is taken back."""


@dataclass(frozen=True)
class Filled:
    """A blank (counted from 0) now holds this text."""

    index: int
    text: str


@dataclass(frozen=True)
class Written:
    """The whole text of an open item."""

    text: str


@dataclass(frozen=True)
class Arranged:
    """The options now stand in this order."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class Paired:
    """A prompt was given an option; the option it has already is taken back."""

    prompt: str
    option: str


Gesture: TypeAlias = Chosen | Judged | Cleared | Filled | Written | Arranged | Paired


def is_typing(gesture: Gesture) -> bool:
    """True for gestures that come with every key, and are therefore committed at most a second late."""
    return isinstance(gesture, Filled | Written)


def after(item: Item, response: Response | None, gesture: Gesture, stage: int = 0) -> Response:
    """The response to an item after a gesture; `response` is what was there before, None for nothing.

    `stage` is the turn that is shown of a staged scenario.
    """
    match gesture:
        case Chosen(label):
            return _choose(item, response, label)
        case Judged(value):
            return Choice(()) if response == Judgement(value) else Judgement(value)
        case Cleared():
            return Order(()) if item.type is ItemType.ORDERING else Choice(())
        case Filled(index, text):
            texts = list(response.texts) if isinstance(response, Blanks) else [""] * item.blanks
            texts[index] = typable(text, MAX_BLANK)
            return Blanks(tuple(texts))
        case Written(text):
            typed = typable(text, MAX_TEXT)
            return _reply(response, stage, typed) if item.stages else Text(typed)
        case Arranged(labels):
            return Order(labels)
        case Paired(prompt, option):
            return _pair(response, prompt, option)


def _reply(response: Response | None, stage: int, text: str) -> Replies:
    return Replies((*earlier_replies(response, stage), text))


def reply_shown(response: Response | None, stage: int) -> Text:
    """What stands in the field of a staged scenario's turn."""
    texts = response.texts if isinstance(response, Replies) else ()
    return Text(texts[stage] if stage < len(texts) else "")


def typable(text: str, longest: int) -> str:
    """What of a field's text can be kept: no halves of a character that was cut apart, and no more than is taken."""
    return _HALVES.sub("", text)[:longest]


_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters beyond the first plane, as a field gives them where it was cut between the two."""


def _choose(item: Item, response: Response | None, label: str) -> Response:
    if item.type is ItemType.SINGLE:
        return Choice(() if response == Choice((label,)) else (label,))
    chosen = set(response.labels) if isinstance(response, Choice) else set()
    return Choice(tuple(sorted(chosen ^ {label})))


def _pair(response: Response | None, prompt: str, option: str) -> Response:
    pairs = dict(response.pairs) if isinstance(response, Pairs) else {}
    if pairs.get(prompt) == option:
        del pairs[prompt]
    else:
        pairs[prompt] = option
    return Pairs(tuple(sorted(pairs.items())))

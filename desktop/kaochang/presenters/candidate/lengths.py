"""How long a text is, beside how long it is asked to be. Pure; nothing that is typed is ever cut off for it."""

from dataclasses import dataclass

from kaochang.domain.items import Item
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response, Text, word_count


@dataclass(frozen=True)
class Length:
    """The line below a text; amber where it is longer than it is asked to be, which the words say too."""

    text: str
    is_amber: bool


def length_of(item: Item, response: Response | None, words: Words) -> Length:
    """The length of what is written to an item so far.

    Of a staged scenario, that of one turn: no turn is asked to have a length (`exam_rules`).
    """
    count, least, most = _measured(item, response)
    if most is not None and count > most:
        return Length(words("candidate.length.over", count=count, most=most, over=count - most), is_amber=True)
    if least is not None and most is not None:
        return Length(words("candidate.length.between", count=count, least=least, most=most), is_amber=False)
    if least is not None:
        return Length(words("candidate.length.least", count=count, least=least), is_amber=False)
    if most is not None:
        return Length(words("candidate.length.most", count=count, most=most), is_amber=False)
    return Length(words("candidate.length", count=count), is_amber=False)


def misses_of(item: Item, response: Response | None, words: Words) -> str:
    """By how much a text is shorter or longer than it is asked to be, in a few words; "" where it is not."""
    count, least, most = _measured(item, response)
    if least is not None and count < least:
        return words("candidate.length.misses.short", count=count, least=least)
    if most is not None and count > most:
        return words("candidate.length.misses.long", over=count - most)
    return ""


def is_too_long(item: Item, response: Response | None) -> bool:
    """Whether a text is longer than it is asked to be."""
    count, _, most = _measured(item, response)
    return most is not None and count > most


def _measured(item: Item, response: Response | None) -> tuple[int, int | None, int | None]:
    """The length of a text, and the least and the most that it is asked to have."""
    count = word_count(response.text) if isinstance(response, Text) else 0
    return (count, None, None) if item.stages else (count, item.min_words, item.max_words)

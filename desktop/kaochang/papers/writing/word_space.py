"""Room to write on a printed paper: ruled lines by points and length, or a line for an order."""

from typing import Final

from lxml import etree

from kaochang.domain.items import Item, ItemType
from kaochang.papers.writing import wording
from kaochang.papers.writing.word_xml import paragraph, run

_WORDS_A_LINE: Final = 26
_LEAST, _MOST = 3, 14
"""Lines for one item; the most are half a page, who needs more asks for paper."""
_OF_POINTS: Final = {ItemType.ESSAY: 1.5, ItemType.CASE: 1.5, ItemType.INTERVIEW: 0.6, ItemType.SCENARIO: 1.2}
"""Lines for each point: a conversation needs notes, an essay all of it."""
_TURN_LINES: Final = 3
_ONE_LINE: Final = "________________________________"


def space_for(item: Item) -> list[etree._Element]:
    """What a candidate writes on, under an item; nothing where the stem has the place for it."""
    if item.type in (ItemType.ORDERING, ItemType.MATCHING):
        return [paragraph("KcItemMore", [run(wording.ANSWER + _ONE_LINE)])]
    return ruled(_lines(item)) if item.is_open and not item.stages else []


def space_for_turn(turns: int) -> list[etree._Element]:
    """Room for the reply to one of so many turns of a scenario."""
    return ruled(max(1, min(_TURN_LINES, _MOST // turns)))


def ruled(count: int) -> list[etree._Element]:
    """So many ruled lines."""
    return [paragraph("KcAnswerLine") for _ in range(count)]


def _lines(item: Item) -> int:
    words = item.max_words or item.min_words
    if words is not None:
        wanted = words / _WORDS_A_LINE + 1
    else:
        wanted = float(item.points or 4) * _OF_POINTS.get(item.type, 1.5)
    return max(_LEAST, min(_MOST, round(wanted)))

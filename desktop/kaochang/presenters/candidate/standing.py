"""What was done to an item, in the one way in which palette, links and summary tell it. Pure."""

import enum
from collections.abc import Mapping

from kaochang.domain.assessments import PlacedItem
from kaochang.domain.items import Item, is_partial
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response, is_empty


class Standing(enum.StrEnum):
    """The value ends the keys of its words. `PANEL`: the panel asks it, and there is nothing to do for it here."""

    PANEL = "panel"
    UNANSWERED = "unanswered"
    PARTIAL = "partial"
    ANSWERED = "answered"


def standing_of(item: Item, response: Response | None) -> Standing:
    """What was done to an item whose response is this; None for one that was never touched."""
    if not item.is_asked_here:
        return Standing.PANEL
    if response is None or is_empty(response):
        return Standing.UNANSWERED
    return Standing.PARTIAL if is_partial(item, response) else Standing.ANSWERED


def answered_line(done: int, of: int, withdrawn: int, words: Words) -> str:
    """How many items are answered, of those that are still asked; beside them, how many were withdrawn."""
    count = words("candidate.receipt.count", of=of, done=done)
    return words("candidate.receipt.withdrawn", count=count, withdrawn=withdrawn) if withdrawn else count


class Standings:
    """The standing of every item, asked at every key: a response is looked at again only when it is another."""

    def __init__(self, placed: Mapping[str, PlacedItem]) -> None:
        self._placed = placed
        self._known: dict[str, tuple[Response | None, Standing]] = {}
        self._asked: Mapping[str, Response] | None = None
        self._found: dict[str, Standing] = {}

    def of(self, responses: Mapping[str, Response]) -> dict[str, Standing]:
        """The standing of each item, by its id. Responses are never changed in place, only others put for them."""
        if responses is not self._asked:
            self._asked = responses
            self._found = {item: self._of(item, responses.get(item)) for item in self._placed}
        return self._found

    def _of(self, item: str, response: Response | None) -> Standing:
        known = self._known.get(item)
        if known is None or known[0] is not response:
            known = self._known[item] = (response, standing_of(self._placed[item].item, response))
        return known[1]

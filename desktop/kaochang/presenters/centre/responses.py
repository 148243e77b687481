"""A response in words, as whoever traces a score reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # they come with the first response
    from kaochang.domain.ports import Words
    from kaochang.domain.responses import Response


def response_text(response: Response | None, words: Words) -> str:
    """A response as a person reads it: texts as they were written, choices by their labels."""
    from kaochang.domain.responses import Blanks, Replies, Text, is_empty
    from kaochang.presenters.office.paper_faces import key_text

    if response is None or is_empty(response):
        return words("centre.item.nothing")
    if isinstance(response, Text):
        return response.text
    if isinstance(response, Blanks | Replies):
        return words("list.separator").join(response.texts)
    return key_text(response, words)

"""The other sub-questions on the material of an item, as links with what was done to each. Pure."""

from collections.abc import Mapping

from kaochang.domain.items import is_partial
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response, is_empty
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import SiblingFace
from kaochang.presenters.candidate.spoken import spoken_text


def siblings_of(layout: Layout, item: str, responses: Mapping[str, Response], words: Words) -> tuple[SiblingFace, ...]:
    """The items that share this one's material, in the candidate's order; none for an item that stands alone."""
    material = layout.placed[item].item.material
    if not material:
        return ()
    others = [each for each in layout.order if each != item and layout.placed[each].item.material == material]
    return tuple(_sibling(layout, each, responses, words) for each in others)


def _sibling(layout: Layout, item: str, responses: Mapping[str, Response], words: Words) -> SiblingFace:
    asked, number = layout.placed[item].item, layout.numbers[item]
    text = " ".join(spoken_text(asked.stem, words).split())
    name = _standing(layout, item, responses)
    standing = words(f"candidate.sibling.{name}")
    spoken = words("candidate.sibling.spoken", number=number, text=text, standing=standing)
    return SiblingFace(item, str(number), text, standing, spoken, is_open=name in ("unanswered", "partial"))


def _standing(layout: Layout, item: str, responses: Mapping[str, Response]) -> str:
    asked, response = layout.placed[item].item, responses.get(item)
    if not asked.is_asked_here:
        return "panel"
    if response is None or is_empty(response):
        return "unanswered"
    return "partial" if is_partial(asked, response) else "answered"

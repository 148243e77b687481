"""The other sub-questions on the material of an item, as links with what was done to each. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from kaochang.domain.ports import Words
from kaochang.domain.responses import Response
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import SiblingFace
from kaochang.presenters.candidate.spoken import spoken_text
from kaochang.presenters.candidate.standing import Standing, standing_of


def siblings_of(layout: Layout, item: str, responses: Mapping[str, Response], words: Words) -> tuple[SiblingFace, ...]:
    """The others that share this one's material (`Layout.sharing`), in the candidate's order; links to them."""
    others = [each for each in layout.sharing(item) if each != item]
    return tuple(_sibling(layout, each, responses, words) for each in others)


def withdrawn(face: SiblingFace, words: Words) -> SiblingFace:
    """The link to an item that was withdrawn: nothing of it is missing, whatever was done to it."""
    standing = words("candidate.sibling.withdrawn")
    spoken = words("candidate.sibling.spoken", number=face.number, text=face.text, standing=standing)
    return replace(face, standing=standing, spoken=spoken, is_open=False)


def _sibling(layout: Layout, item: str, responses: Mapping[str, Response], words: Words) -> SiblingFace:
    asked, number = layout.placed[item].item, layout.numbers[item]
    text = " ".join(spoken_text(asked.stem, words).split())
    name = standing_of(asked, responses.get(item))
    standing = words(f"candidate.sibling.{name.value}")
    spoken = words("candidate.sibling.spoken", number=number, text=text, standing=standing)
    return SiblingFace(
        item, str(number), text, standing, spoken, is_open=name in (Standing.UNANSWERED, Standing.PARTIAL)
    )

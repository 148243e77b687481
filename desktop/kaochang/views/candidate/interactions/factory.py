"""Which interaction an item gets."""

from kaochang.domain.items import ItemType, Mode
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.candidate.interactions.blanks import BlanksInteraction
from kaochang.views.candidate.interactions.choice import ChoiceInteraction, JudgementInteraction
from kaochang.views.candidate.interactions.matching import MatchingInteraction
from kaochang.views.candidate.interactions.ordering import OrderingInteraction
from kaochang.views.candidate.interactions.panel import ReadInteraction, SpokenInteraction
from kaochang.views.candidate.interactions.writing import WritingInteraction
from kaochang.views.widgets.look import Look

_BY_TYPE: dict[ItemType, type[Interaction]] = {
    ItemType.SINGLE: ChoiceInteraction,
    ItemType.MULTIPLE: ChoiceInteraction,
    ItemType.TRUEFALSE: JudgementInteraction,
    ItemType.BLANK: BlanksInteraction,
    ItemType.ORDERING: OrderingInteraction,
    ItemType.MATCHING: MatchingInteraction,
    ItemType.ESSAY: WritingInteraction,
    ItemType.CASE: WritingInteraction,
    ItemType.INTERVIEW: WritingInteraction,
    ItemType.SCENARIO: WritingInteraction,
}

_BY_MODE: dict[Mode, type[Interaction]] = {Mode.READ: ReadInteraction, Mode.SPOKEN: SpokenInteraction}


def make_interaction(face: ItemFace, look: Look) -> Interaction:
    """The interaction of this item's type, empty; of an interview item, the one of its mode."""
    return _BY_MODE.get(face.mode, _BY_TYPE[face.type])(face, look)

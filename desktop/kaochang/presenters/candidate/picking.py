"""Options chosen by keyboard: which keys there are, and what each does to the item that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.items import ItemType
from kaochang.presenters.candidate.gestures import Chosen, Gesture, Judged

if TYPE_CHECKING:  # which names the page of all keys, which names these letters
    from kaochang.presenters.candidate.exam_state import ItemFace

LETTERS = "ABCDEFGH"
"""The letter of each place that a key chooses."""


def picked(face: ItemFace, place: int) -> Gesture | None:
    """What the key of this place (from 0) means at this item; None where the item has no such option."""
    if face.type in (ItemType.SINGLE, ItemType.MULTIPLE) and place < len(face.options):
        return Chosen(face.options[place].label)
    if face.type is ItemType.TRUEFALSE and place < 2:
        return Judged(place == 0)
    return None


def last_letter(face: ItemFace) -> str:
    """The last letter that chooses something in this item, "" where letters choose nothing."""
    places = [place for place in range(len(LETTERS)) if picked(face, place) is not None]
    return LETTERS[places[-1]] if places else ""

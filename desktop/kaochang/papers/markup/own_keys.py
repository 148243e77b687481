"""Whether a key is one that its item can have: what is written, and what a mark says, is held to it."""

from kaochang.domain.items import Item, ItemType
from kaochang.domain.responses import Accepted, Choice, CorrectResponse, Judgement, Order, Pairs


def fits_key(item: Item, correct: CorrectResponse) -> bool:
    """Whether a correct response is one that this item can have: by its labels, each of which names one option."""
    labels = [option.label for option in item.options]
    prompts = [prompt.label for prompt in item.prompts]
    if len(set(labels)) < len(labels) or len(set(prompts)) < len(prompts):
        return False
    match correct:
        case Judgement():
            return item.type is ItemType.TRUEFALSE
        case Choice(chosen):
            most = {ItemType.SINGLE: 1, ItemType.MULTIPLE: len(labels)}.get(item.type, 0)
            return 0 < len(chosen) <= most and set(chosen) <= set(labels)
        case Order(ordered):
            return item.type is ItemType.ORDERING and sorted(ordered) == sorted(labels)
        case Accepted(blanks):
            return (
                item.type is ItemType.BLANK and len(blanks) == item.blanks > 0 and all(map(all, blanks)) and all(blanks)
            )
        case Pairs(pairs):
            known = {left for left, _ in pairs} <= set(prompts) and {right for _, right in pairs} <= set(labels)
            return item.type is ItemType.MATCHING and known

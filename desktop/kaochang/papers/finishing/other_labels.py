"""A correct response of an item in the labels of another, whose options may be the same ones in another order."""

from collections import Counter
from collections.abc import Mapping, Sequence

from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.responses import Accepted, Choice, CorrectResponse, Judgement, Order, Pairs
from kaochang.papers.finishing.same_items import option_words

_Pictures = Mapping[str, bytes]


def relabelled(
    correct: CorrectResponse, item: Item, media: _Pictures, other: Item, other_media: _Pictures
) -> CorrectResponse | None:
    """What `correct` of `item` is in the labels of `other`; None where the two do not offer the same.

    Options are told by their words and pictures, never by their labels.
    """
    match correct:
        case Judgement():
            return correct if other.type is ItemType.TRUEFALSE else None
        case Accepted(blanks):
            return correct if other.type is ItemType.BLANK and len(blanks) == other.blanks else None
    labels = _labels(_said(item.options, media), _said(other.options, other_media))
    prompts = _labels(_said(item.prompts, media), _said(other.prompts, other_media))
    is_whole = len(labels) == len(item.options) == len(other.options)
    return _renamed(correct, labels, prompts, other, is_whole=is_whole)


def _renamed(
    correct: Choice | Order | Pairs, labels: dict[str, str], prompts: dict[str, str], other: Item, *, is_whole: bool
) -> CorrectResponse | None:
    match correct:
        case Choice(chosen) if other.type is ItemType.SINGLE and len(chosen) == 1:
            return Choice((labels[chosen[0]],)) if chosen[0] in labels else None
        case Choice(chosen) if other.type is ItemType.MULTIPLE and is_whole:
            return Choice(tuple(sorted(labels[label] for label in chosen)))
        case Order(placed) if other.type is ItemType.ORDERING and is_whole:
            return Order(tuple(labels[label] for label in placed))
        case Pairs(pairs) if other.type is ItemType.MATCHING and len(prompts) == len(other.prompts) == len(pairs):
            if all(left in prompts and right in labels for left, right in pairs):
                return Pairs(tuple(sorted((prompts[left], labels[right]) for left, right in pairs)))
    return None


def _said(options: Sequence[Option], media: _Pictures) -> list[tuple[str, str]]:
    return [(option.label, option_words(option, media)) for option in options]


def _labels(said: list[tuple[str, str]], other: list[tuple[str, str]]) -> dict[str, str]:
    """Labels of one list by those of another, as far as each says what no other of its list says."""
    if said == other:
        return {label: label for label, _ in said}
    ours, theirs = _alone(said), _alone(other)
    return {ours[words]: theirs[words] for words in ours if words in theirs}


def _alone(said: list[tuple[str, str]]) -> dict[str, str]:
    """The label of each text that stands there once; no words at all say nothing."""
    times = Counter(words for _, words in said)
    return {words: label for label, words in said if words and times[words] == 1}

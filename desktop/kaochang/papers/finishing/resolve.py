"""The type of an item: what its heading or tag says, else what its parts leave no doubt about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.papers.grammar.answers import is_none, judgement_of, letters_of, says_both
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.sharing import heads_material
from kaochang.papers.grammar.starts import CONTAINERS
from kaochang.papers.grammar.stems import find_pair, has_empty_bracket, has_line_blank, read_stem
from kaochang.papers.lines import fold

_ASKS: Final = re.compile(
    r"[?]|请|简述|如何|怎样|怎么|为什么|为何|论述|说明|谈谈|阐述|列举|试述|描述|分析|举例|解释|概述|介绍"
)
_FEWEST_OPTIONS: Final = 2
"""More options than these under 完形填空 are chosen from."""
_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
_ORDERS: Final = re.compile(r"顺序|先后|排序|排列|排成|排好")
_MOST_TYPES: Final = 2
_FEWEST_LIKE: Final = 3
"""So many items of a section are alike where one of another type is likely none."""
_TICKED: Final = re.compile(r"(?:正确|对)[^。;]{0,10}√[^。]{0,16}(?:错误?|误)[^。;]{0,10}×")
"""How a section says that its items are judged: 对的打√，错的打×."""
_SEQUENCE: Final = re.compile(r"[①-⑳\d\s→>,、;()-]+")


@dataclass(frozen=True, slots=True)
class Resolved:
    """An item's type; `sure` is False where the paper leaves it open and a person must say."""

    type: ItemType
    sure: bool = True


def assume(items: Sequence[Draft]) -> None:
    """Sections whose headings name no type take that of nearly all of their items; each other is said to be assumed."""
    own: dict[int, list[Draft]] = {}
    for draft in items:
        if draft.section.title and not (draft.section.kind or draft.section.generic or draft.kind or draft.children):
            own.setdefault(id(draft.section), []).append(draft)
    for drafts in own.values():
        _assume(drafts)


def _assume(drafts: Sequence[Draft]) -> None:
    """The items of one section; where three or more have no options and are of one type, they are judged apart."""
    found = {id(draft): resolve(draft, draft.words(Mark.STEM)) for draft in drafts}
    bare = [draft for draft in drafts if len(draft.options) < _FEWEST_OPTIONS]
    own = Counter(found[id(draft)].type for draft in bare if found[id(draft)].sure)
    if len(own) == 1 and own.total() >= _FEWEST_LIKE and len(bare) < len(drafts):
        _assume(bare)
        _assume([draft for draft in drafts if len(draft.options) >= _FEWEST_OPTIONS])
        return
    counts = Counter(kind.type for kind in found.values() if kind.sure)
    most = max(counts, key=counts.__getitem__, default=None)
    likeness = counts[most] if most is not None else 0
    if likeness > 1 and len(counts) <= _MOST_TYPES and (len(counts) == 1 or likeness >= _FEWEST_LIKE):
        for draft in drafts:
            draft.assumed = most


def resolve(draft: Draft, stem: str) -> Resolved:
    """The type of an item in the making."""
    found = _resolve(draft, stem)
    assumed = draft.assumed
    is_named = found.sure and found.type in draft.section.by_type
    if assumed is None or draft.kind is not None or assumed is found.type or is_named:
        return found
    has_options = len(draft.options) > 1
    fits = has_options is (assumed in _CHOICES)
    return Resolved(assumed if fits and not found.sure else found.type, sure=False)


def _resolve(draft: Draft, stem: str) -> Resolved:
    if draft.kind is ItemType.ORDERING and len(draft.options) > 1 and _options_are_orders(draft):
        return Resolved(ItemType.SINGLE)
    if draft.kind in OPEN_TYPES and (draft.parent or draft.shared) and len(draft.options) > 1:
        return _choice(draft, stem)
    if draft.kind is ItemType.BLANK and len(draft.options) > _FEWEST_OPTIONS:
        return _choice(draft, stem)
    if draft.kind is not None:
        return Resolved(draft.kind)
    if len(draft.options) > 1 or draft.section.generic:
        return _choice(draft, stem)
    return _without_options(draft, stem)


def _options_are_orders(draft: Draft) -> bool:
    """Whether the options are orders to choose from, which makes the item a choice."""
    return all(_SEQUENCE.fullmatch(fold(option.text)) for option in draft.options)


def _given(draft: Draft, stem: str) -> list[str]:
    return [
        text for text in [*(given.text for given in draft.answers), *read_stem(stem, None).answers] if not is_none(text)
    ]


def _choice(draft: Draft, stem: str) -> Resolved:
    if says_both([option.text for option in draft.options]):
        return Resolved(ItemType.TRUEFALSE)
    given = _given(draft, stem)
    if draft.kind is None and _ORDERS.search(fold(stem)) and any(_is_order(text, draft) for text in given):
        return Resolved(ItemType.ORDERING)
    chosen = sum(option.chosen for option in draft.options)
    if draft.indefinite or chosen > 1 or any(len(set(letters_of(text))) > 1 for text in given):
        return Resolved(ItemType.MULTIPLE)
    return Resolved(ItemType.SINGLE, bool(given or chosen or draft.section.generic or draft.section.keyed))


def _is_order(text: str, draft: Draft) -> bool:
    """Whether an answer names every option once, and not one after the other as a choice would."""
    letters = letters_of(text)
    return len(letters) == len(set(letters)) == len(draft.options) > _FEWEST_OPTIONS and letters != "".join(
        sorted(letters)
    )


def _without_options(draft: Draft, stem: str) -> Resolved:
    given = _given(draft, stem)
    if has_line_blank(stem):
        return Resolved(ItemType.BLANK)
    if draft.section.meta.letters or any(_TICKED.search(line.fold) for line in draft.section.instructions):
        return Resolved(ItemType.TRUEFALSE)
    if find_pair(fold(stem)) is not None or (given and all(judgement_of(text) is not None for text in given)):
        return Resolved(ItemType.TRUEFALSE)
    if any(letters_of(text) for text in given):
        return Resolved(ItemType.ESSAY, sure=False)
    if has_empty_bracket(stem):
        return Resolved(ItemType.BLANK) if given and len(given[0]) <= 40 else Resolved(ItemType.ESSAY, sure=False)
    asked = bool(_ASKS.search(fold(stem))) or Mark.RUBRIC in draft.fields
    told = bool(asked or any(len(text) > 20 for text in given))
    if draft.section.kind in CONTAINERS and (draft.shared or draft.parent):
        return Resolved(draft.section.kind, told)
    is_about_material = draft.shared is not None and heads_material(draft.section.title or "")
    return Resolved(ItemType.CASE if is_about_material else ItemType.ESSAY, told)

"""What is likely to be wrong with the items of a paper, though each of them can be sat: rules of writing items.

The rules are those that reviews of textbooks on item writing agree on (Haladyna, Downing, Rodriguez, "A Review of
Multiple-Choice Item-Writing Guidelines for Classroom Assessment", 2002): keys at all places, options of about one
length, no 以上都对, no double negation, no item that answers another. A remark is advice, never a red line.
"""

import enum
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final, Protocol, TypeAlias

from kaochang.domain.items import Item, ItemType
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.places import place_of
from kaochang.domain.responses import Accepted, Choice, Judgement
from kaochang.domain.scoring import normal
from kaochang.domain.values import Value


class Rule(enum.StrEnum):
    """What a remark is about; `lint.RULE` in the catalogue says it, `lint.RULE.next` what to do."""

    SKEWED_KEYS = "skewed-keys"
    ANSWERS_ANOTHER = "answers-another"
    KEY_LONGEST = "key-longest"
    ALL_OF_ABOVE = "all-of-above"
    NONE_OF_ABOVE = "none-of-above"
    SAME_OPTIONS = "same-options"
    DOUBLE_NEGATION = "double-negation"
    NEGATIVE_OPTIONS = "negative-options"
    UNEQUAL_POINTS = "unequal-points"
    UNEQUAL_TOTAL = "unequal-total"
    NO_EXPLANATION = "no-explanation"
    NO_RUBRIC = "no-rubric"
    UNWEIGHED_RUBRIC = "unweighed-rubric"
    RUBRIC_TOTAL = "rubric-total"


Named: TypeAlias = str | Fraction | tuple[str | Fraction, ...]
"""What a remark's words name."""


class Remark(Value, frozen=True):
    """One remark: the items that it is about by id, the place of the first or the paper, and what its words name."""

    rule: Rule
    items: tuple[str, ...]
    where: str
    params: dict[str, Named]


class Written(Protocol):
    """An item with its mark scheme, as it lies in the bank."""

    @property
    def id(self) -> str:
        """The item's id."""

    @property
    def item(self) -> Item:
        """The item."""

    @property
    def scheme(self) -> MarkScheme:
        """Its mark scheme."""


Remarks = Iterator[Remark]

_CRITICAL: Final = {1: 6.635, 2: 9.210, 3: 11.345, 4: 13.277, 5: 15.086}
"""Upper critical values of chi-square for one chance in a hundred, by degrees of freedom (NIST/SEMATECH e-Handbook of
Statistical Methods, 1.3.6.7.4): where keys fall by chance, one paper in a hundred is told wrongly."""
_EXPECTED: Final = 5
"""Keys that are to be expected at every place before chi-square says anything (the same handbook, 1.3.5.15)."""
_LONGER: Final = Fraction(3, 2)
_LONGER_BY: Final = 6
"""A key gives itself away where it is half as long again as every other option, by six signs at least."""
_TELLING: Final = 4
"""Signs of a key that another item cannot hold by chance."""
_ABOVE: Final = r"(?:以上|上述|前述)(?:各?项|选项|说法|答案|做法|内容|[三几][者项])?"
_EVERY: Final = r"(?:全部|都|全|均|皆){1,2}"
_ALL: Final = re.compile(rf"^(?:{_ABOVE})?{_EVERY}(?:是|对|正确|可以|可|包括|属于|需要|要|有)$|^alloftheabove")
_NONE: Final = re.compile(
    rf"^{_ABOVE}{_EVERY}(?:不|非|错|没)|^(?:以上|上述).{{0,4}}(?:没有|无)|^noneoftheabove"
    rf"|^{_EVERY}(?:不(?:是|对|选|行|可|可以|正确|包括|属于|需要|符合)|错误?|没有)$"
)
_ASKS_NOT: Final = re.compile(
    r"(?:不(?:正确|恰当|合适|属于|包括|符合|是|应|能|得|可|需|宜|当|准确|妥)|错误|有误)[^,。;?]{0,8}的"
    r"(?:是|有|一?项|做法|说法|行为|\(|（|_)"
)
_NEGATES: Final = re.compile(r"不(?!同|断|仅|但|良|满|足)|没有|未(?!来|必)|无(?!论|线|须)|禁止|严禁|避免")
_TWICE: Final = re.compile(
    r"(?:不是|并非|不能|不可|不会|没有|不应|不得)[^,。;:、?]{0,6}?(?:不(?!同|断|仅|但|良|满|足)|没有|未)"
)


def lint(items: Sequence[Written], total: Fraction | None = None) -> list[Remark]:
    """Every remark on the items of one paper, whose stated total is `total`: on all together, then item by item."""
    found = [*_skewed(items), *_unequal(items), *_unequal_total(items, total), *_answering(items)]
    return [*found, *(remark for each in items for rule in _OF_ITEMS for remark in rule(each))]


def _on(each: Written, rule: Rule, **params: Named) -> Remark:
    return Remark(rule, (each.id,), place_of(each.item), params)


# -- all items together


def _skewed(items: Sequence[Written]) -> Remarks:
    """Keys that fall on one place more often than chance lets them."""
    falls: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for each in items:
        correct, labels = each.scheme.correct, tuple(option.label for option in each.item.options)
        if each.item.type is ItemType.SINGLE and isinstance(correct, Choice) and len(correct.labels) == 1:
            falls.setdefault(labels, []).append((correct.labels[0], each.id))
        elif isinstance(correct, Judgement):
            falls.setdefault(("√", "×"), []).append(("√" if correct.value else "×", each.id))
    for labels, keys in falls.items():
        counts = Counter(label for label, _ in keys)
        expected = len(keys) / len(labels)
        spread = sum((counts[label] - expected) ** 2 / expected for label in labels)
        if expected >= _EXPECTED and spread > _CRITICAL.get(len(labels) - 1, float("inf")):
            told = tuple(f"{label} {counts[label]}" for label in labels)
            yield Remark(Rule.SKEWED_KEYS, tuple(item for _, item in keys), "paper", {"counts": told})


def _unequal(items: Sequence[Written]) -> Remarks:
    """Items of one section and type that are not worth the same, nor are their blanks."""
    groups: dict[tuple[str, ItemType], list[Written]] = {}
    for each in items:
        if each.item.points is not None and not each.item.is_open:
            groups.setdefault((each.item.section or "", each.item.type), []).append(each)
    for group in groups.values():
        worth = Counter(each.item.points for each in group if each.item.points is not None)
        usual = worth.most_common(1)[0][0]
        others = [each for each in group if each.item.points != usual]
        if others and len({_of_a_blank(each) for each in group}) > 1:
            told = tuple(points for points in sorted(worth) if points != usual)
            ids = tuple(each.id for each in others)
            yield Remark(Rule.UNEQUAL_POINTS, ids, place_of(others[0].item), {"usual": usual, "others": told})


def _of_a_blank(each: Written) -> Fraction:
    """What each blank of an item is worth, or an item without any."""
    return (each.item.points or Fraction()) / max(1, each.item.blanks)


def _unequal_total(items: Sequence[Written], total: Fraction | None) -> Remarks:
    points = [each.item.points for each in items if each.item.points is not None]
    added = sum(points, Fraction())
    if total is not None and len(points) == len(items) and added != total:
        yield Remark(Rule.UNEQUAL_TOTAL, (), "paper", {"stated": total, "found": added})


def _answering(items: Sequence[Written]) -> Remarks:
    """Items whose stem holds the key of another item that is about the same."""
    stems = [normal(each.item.stem) for each in items]
    holding: dict[str, list[int]] = {}
    for at, stem in enumerate(stems):
        for gram in {stem[start : start + _TELLING] for start in range(len(stem) - _TELLING + 1)}:
            holding.setdefault(gram, []).append(at)
    common = {gram for gram, places in holding.items() if len(places) > max(3, len(items) // 10)}
    for at, each in enumerate(items):
        for key in filter(lambda text: len(text) >= _TELLING and text not in stems[at], _key_texts(each)):
            for other in holding.get(key[:_TELLING], ()):
                if other != at and key in stems[other] and _same_subject(stems[at], stems[other], key, common):
                    ids = each.id, items[other].id
                    told = {"other": place_of(items[other].item), "words": key[:20]}
                    yield Remark(Rule.ANSWERS_ANOTHER, ids, place_of(each.item), {**told})


def _key_texts(each: Written) -> list[str]:
    match each.scheme.correct:
        case Choice(labels) if each.item.type is ItemType.SINGLE:
            return [normal(option.text) for option in each.item.options if option.label in labels]
        case Accepted(blanks):
            return [normal(text) for texts in blanks for text in texts]
        case _:
            return []


def _same_subject(stem: str, other: str, key: str, common: set[str]) -> bool:
    """Whether two stems share more than what papers always say; the key itself tells nothing of it."""
    grams = {stem[start : start + _TELLING] for start in range(len(stem) - _TELLING + 1)} - common
    return any(gram in other.replace(key, " ") for gram in grams)


# -- item by item


def _key_longest(each: Written) -> Remarks:
    correct = each.scheme.correct
    if each.item.type is not ItemType.SINGLE or not isinstance(correct, Choice) or len(each.item.options) < 3:
        return
    lengths = {option.label: len(normal(option.text)) for option in each.item.options}
    own = max((lengths.pop(label, 0) for label in correct.labels), default=0)
    longest = max(lengths.values(), default=0)
    if longest and own >= _LONGER * longest and own - longest >= _LONGER_BY:
        yield _on(each, Rule.KEY_LONGEST, length=str(own), other=str(longest))


def _above(each: Written) -> Remarks:
    if each.item.type not in {ItemType.SINGLE, ItemType.MULTIPLE}:
        return
    for option in each.item.options:
        words = normal(option.text).rstrip("。.")
        if _NONE.search(words):
            yield _on(each, Rule.NONE_OF_ABOVE, label=option.label)
        elif _ALL.search(words):
            yield _on(each, Rule.ALL_OF_ABOVE, label=option.label)


def _same_options(each: Written) -> Remarks:
    if each.item.type not in {ItemType.SINGLE, ItemType.MULTIPLE}:
        return
    seen: dict[str, str] = {}
    for option in each.item.options:
        words = normal(option.text)
        if words and option.image is None and (other := seen.setdefault(words, option.label)) != option.label:
            yield _on(each, Rule.SAME_OPTIONS, label=other, other=option.label)


def _double_negation(each: Written) -> Remarks:
    stem = normal(each.item.stem)
    negative = [option.label for option in each.item.options if _NEGATES.match(normal(option.text))]
    if _TWICE.search(stem):
        yield _on(each, Rule.DOUBLE_NEGATION)
    elif negative and _ASKS_NOT.search(stem):
        yield _on(each, Rule.NEGATIVE_OPTIONS, options=tuple(negative))


def _explained(each: Written) -> Remarks:
    if not each.item.is_open and not each.scheme.explanation.strip():
        yield _on(each, Rule.NO_EXPLANATION)


def _weighed(each: Written) -> Remarks:
    if not each.item.is_open:
        return
    rubric, points = each.scheme.rubric, each.item.points
    weights = [criterion.points for criterion in rubric.criteria if criterion.points is not None]
    if not rubric.criteria and not rubric.text.strip():
        yield _on(each, Rule.NO_RUBRIC)
    elif len(weights) < len(rubric.criteria):
        names = [criterion.name for criterion in rubric.criteria if criterion.points is None]
        yield _on(each, Rule.UNWEIGHED_RUBRIC, criteria=tuple(names))
    elif weights and points is not None and sum(weights) != points:
        yield _on(each, Rule.RUBRIC_TOTAL, stated=points, found=sum(weights, Fraction()))


_OF_ITEMS: Final[tuple[Callable[[Written], Remarks], ...]] = (
    _key_longest,
    _above,
    _same_options,
    _double_negation,
    _explained,
    _weighed,
)

"""Response processing: the small language in which QTI 2.x and 3.0 say how a response is scored.

Where an item states neither a correct response nor a mapping, its rules are played through with every response it can
be given, and what scores best is right. Rules outside the common part of the language are not guessed at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import Final, TypeAlias

from lxml import etree

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.markup.authored import shortened
from kaochang.papers.structured.qti.declared import Declared
from kaochang.papers.structured.weighed import decimal, tell_case

Value: TypeAlias = tuple[str, ...] | Fraction | bool | None
"""What an expression gives: values of a response, a number, yes or no, nothing."""

_MOST_CHOICES: Final = 10
"""All sets of so many choices are tried; more are too many."""
_MOST_WORDS: Final = 50
_STEPS: Final = 20_000
"""Rules and expressions that one item may cost."""
_TOLERANT: Final = frozenset({"absolute", "relative"})


class _UnreadError(Exception):
    """A rule outside the common part of the language."""


def worked_out(root: etree._Element, declared: dict[str, Declared]) -> dict[str, Declared]:
    """The responses of an item; of its only one, what its rules give most for where nothing else says what is right."""
    processing = root.find("responseProcessing")
    if len(declared) != 1 or processing is None or not len(processing):
        return declared
    name, only = next(iter(declared.items()))
    if only.cardinality in ("single", "multiple") and _can_be_tried(processing, only):
        best = _best(processing, root, name, only)
        if only.right:
            only.played = best
        else:
            only.correct = best
    return declared


def _can_be_tried(processing: etree._Element, declared: Declared) -> bool:
    """Whether the values that rules name are all that can be told apart: of numbers not where ranges are scored."""
    if declared.base in ("integer", "float"):
        return not declared.right and next(processing.iter("gt", "gte", "lt", "lte"), None) is None
    return declared.base in ("identifier", "string")


def _best(processing: etree._Element, root: etree._Element, name: str, declared: Declared) -> list[str]:
    """The values of the one response that scores best; for words, all texts that score best."""
    tries = list(_tries(processing, root, declared))
    play = _Play(processing, name, declared)
    try:
        scores = [play.score(tried) for tried in tries]
    except _UnreadError:
        return []
    top = max(scores, default=Fraction(0))
    best = [tried for tried, score in zip(tries, scores, strict=True) if score == top > 0]
    if declared.base == "identifier":
        return list(best[0]) if len(best) == 1 else []
    return [value for tried in best for value in tried]


def _tries(processing: etree._Element, root: etree._Element, declared: Declared) -> Iterator[tuple[str, ...]]:
    """Every response that can be told apart by the rules."""
    named = [*declared.correct, *((element.text or "").strip() for element in processing.iter("baseValue"))]
    if declared.base != "identifier":
        return ((word,) for word in list(dict.fromkeys(filter(None, named)))[:_MOST_WORDS])
    choices = list(dict.fromkeys(each.get("identifier", "") for each in root.iter("simpleChoice", "inlineChoice")))
    if declared.cardinality == "single":
        return ((choice,) for choice in choices)
    if len(choices) > _MOST_CHOICES:
        return _named_sets(processing)
    return chain.from_iterable(combinations(choices, count) for count in range(1, len(choices) + 1))


def _named_sets(processing: etree._Element) -> Iterator[tuple[str, ...]]:
    """The sets that rules ask for as a whole; nothing where rules look at single choices, which any set may hold."""
    if next(processing.iter("member", "contains", "mapResponse"), None) is not None:
        return
    for container in processing.iter("multiple"):
        yield tuple((value.text or "").strip() for value in container.iter("baseValue"))


class _Play:
    """Plays the rules for one response after another."""

    def __init__(self, processing: etree._Element, name: str, declared: Declared) -> None:
        self._processing = processing
        self._name = name
        self._declared = declared
        self._steps = 0
        self._outcomes: dict[str, Value] = {}
        self._response: tuple[str, ...] = ()

    def score(self, response: tuple[str, ...]) -> Fraction:
        """What a response scores."""
        self._response, self._outcomes = response, {}
        self._rules(self._processing)
        score = self._outcomes.get("SCORE")
        return score if isinstance(score, Fraction) else Fraction(0)

    def _rules(self, rules: Iterable[etree._Element]) -> None:
        for rule in rules:
            self._step()
            if rule.tag == "responseCondition":
                self._condition(rule)
            elif rule.tag == "setOutcomeValue":
                self._outcomes[rule.get("identifier", "")] = self._only(rule)
            else:
                raise _UnreadError

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _STEPS:
            raise _UnreadError

    def _condition(self, condition: etree._Element) -> None:
        for branch in condition:
            if branch.tag == "responseElse":
                self._rules(branch)
                return
            if branch.tag not in ("responseIf", "responseElseIf") or not len(branch):
                raise _UnreadError
            if self._value(branch[0]) is True:
                self._rules(list(branch)[1:])
                return

    def _only(self, outer: etree._Element) -> Value:
        if len(outer) != 1:
            raise _UnreadError
        return self._value(outer[0])

    def _value(self, element: etree._Element) -> Value:
        self._step()
        if element.tag == "variable":
            name = element.get("identifier", "")
            return self._response if name == self._name else self._outcomes.get(name)
        if element.tag == "baseValue":
            return _base_value(element)
        if element.tag == "correct" and element.get("identifier") == self._name:
            return tuple(self._declared.correct)
        reader = _EXPRESSIONS.get(str(element.tag))
        if reader is None or element.get("toleranceMode") in _TOLERANT or element.get("substring") == "true":
            raise _UnreadError
        return reader([self._value(child) for child in element])


def _base_value(element: etree._Element) -> Value:
    text = (element.text or "").strip()
    number = decimal(text) if element.get("baseType") in ("integer", "float") else None
    if element.get("baseType") == "boolean":
        return text == "true"
    return (text,) if number is None else number


def _number(value: Value) -> Fraction:
    if isinstance(value, tuple):
        value = decimal(value[0]) if len(value) == 1 else None
    if value is None:
        return Fraction(0)
    if isinstance(value, bool):
        raise _UnreadError
    return value


def _same(values: Sequence[Value]) -> Value:
    if len(values) != 2 or any(value is None for value in values):
        return None if len(values) == 2 else _refuse()
    left, right = values
    if isinstance(left, tuple) and isinstance(right, tuple):
        return sorted(left) == sorted(right)
    return left == right if isinstance(left, bool) else _number(left) == _number(right)


def _refuse() -> Value:
    raise _UnreadError


def _within(values: Sequence[Value]) -> Value:
    part, whole = values if len(values) == 2 else (None, None)
    if not isinstance(part, tuple) or not isinstance(whole, tuple):
        return None
    return set(part) <= set(whole)


def _joined(values: Sequence[Value]) -> Value:
    if not all(isinstance(value, tuple) for value in values):
        raise _UnreadError
    return tuple(word for value in values if isinstance(value, tuple) for word in value)


def _product(values: Sequence[Value]) -> Value:
    made = Fraction(1)
    for value in values:
        made *= _number(value)
    return made


def _compared(test: Callable[[Fraction, Fraction], bool]) -> Callable[[Sequence[Value]], Value]:
    def compare(values: Sequence[Value]) -> Value:
        return test(_number(values[0]), _number(values[1])) if len(values) == 2 else _refuse()

    return compare


_EXPRESSIONS: Final[Mapping[str, Callable[[Sequence[Value]], Value]]] = {
    "match": _same,
    "equal": _same,
    "stringMatch": _same,
    "member": _within,
    "contains": lambda values: _within(list(reversed(values))),
    "isNull": lambda values: not values or values[0] is None or values[0] == (),
    "null": lambda _: None,
    "and": lambda values: all(value is True for value in values),
    "or": lambda values: any(value is True for value in values),
    "not": lambda values: values[0] is False if len(values) == 1 else _refuse(),
    "multiple": _joined,
    "ordered": _joined,
    "sum": lambda values: sum(map(_number, values), Fraction(0)),
    "product": _product,
    "subtract": lambda values: _number(values[0]) - _number(values[1]) if len(values) == 2 else _refuse(),
    "gt": _compared(lambda left, right: left > right),
    "gte": _compared(lambda left, right: left >= right),
    "lt": _compared(lambda left, right: left < right),
    "lte": _compared(lambda left, right: left <= right),
}


def _tell_case(made: StatedItem, root: etree._Element) -> None:
    """Letters that a mapping says must be large or small; where it says nothing, nobody knows that it is meant."""
    keys = [
        entry.get("mapKey", "")
        for entry in root.iterfind("responseDeclaration/mapping/mapEntry")
        if entry.get("caseSensitive") == "true"
    ]
    tell_case(made, keys)


def _tolerated(element: etree._Element) -> str:
    """How far from the number a response may be: below and above it, which mostly are the same."""
    unit = "%" if element.get("toleranceMode") == "relative" else ""
    amounts = list(dict.fromkeys(element.get("tolerance", "").split()[:2]))
    if len(amounts) == 1:
        return f"± {amounts[0]}{unit}"
    return " / ".join(f"{sign} {amount}{unit}" for sign, amount in zip("-+", amounts, strict=False)) or "±"


def tell_rules(made: StatedItem, root: etree._Element) -> None:
    """Rules that let more pass than our marking of blanks does are told, and no response is turned down silently."""
    processing = root.find("responseProcessing")
    if processing is None or made.item.type is not ItemType.BLANK or made.scheme.correct is None:
        return
    _tell_case(made, root)
    for element in processing.iter("equal"):
        if element.get("toleranceMode") in _TOLERANT:
            made.say(Kind.RULE_NOT_TAKEN, "tolerance", answer=shortened(_tolerated(element)))
            return
    for element in processing.iter("patternMatch", "stringMatch", "substring"):
        if element.tag != "stringMatch" or element.get("substring") == "true":
            made.say(Kind.RULE_NOT_TAKEN, "other", answer=shortened(element.get("pattern", "") or str(element.tag)))
            return

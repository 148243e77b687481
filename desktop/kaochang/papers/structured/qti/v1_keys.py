"""What QTI 1.2 says is right: conditions on responses, and the score that each of them sets or adds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, combinations
from typing import Final, TypeAlias

from lxml import etree

from kaochang.papers.structured.weighed import Weighed, WeighedNumber, decimal

_MOST_STEPS: Final = 4_000
"""All sets of choices are tried where that costs no more; else only those that a condition names."""
_MOST_SETS: Final = 20
_MOST_CONDITIONS: Final = 2_000
"""Elements in the conditions of one item; more are not gone through."""
_BOUNDS: Final = frozenset({"vargt", "vargte", "varlt", "varlte"})
_UNREAD: Final = frozenset({"varsubset", "varinside", "durequal", "durlt", "durgte", "var_extension", "unanswered"})
_SCORES: Final = frozenset({"score", "que_score"})
Responses: TypeAlias = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Condition:
    """One condition: its tree, what it scores, and whether those after it still count where it holds."""

    element: etree._Element
    score: Fraction
    adds: bool
    goes_on: bool


@dataclass(slots=True)
class Keys:
    """The conditions of an item that score; `top` is the most that one of them gives."""

    conditions: list[Condition] = field(default_factory=list)
    top: Fraction = Fraction(1)

    def best_set(self, name: str, choices: Sequence[str], *, many: bool) -> tuple[list[str], list[Fraction]]:
        """The choices that are right together, and the share of each alone; nothing where two sets score as much."""
        alone = [self._score({name: frozenset({choice})}) for choice in choices]
        most = max(alone, default=Fraction(0))
        shares = [score / self.top if most > 0 or many else Fraction(0) for score in alone]
        if not many:
            return [choice for choice, score in zip(choices, alone, strict=True) if score == most > 0], shares
        if all(_is_single(each) for each in self.conditions):
            return [choice for choice, score in zip(choices, alone, strict=True) if score > 0], shares
        scored = [(self._score({name: frozenset(tried)}), tried) for tried in self._sets(name, choices)]
        best = max((score for score, _ in scored), default=Fraction(0))
        right = [frozenset(tried) for score, tried in scored if score == best > 0]
        least = min(right, key=len, default=frozenset[str]())
        return (
            [choice for choice in choices if choice in least] if all(least <= each for each in right) else []
        ), shares

    def _sets(self, name: str, choices: Sequence[str]) -> Iterable[tuple[str, ...]]:
        """The sets that are tried: of one condition what it asks for, else all where they are not too many."""
        giving = [each for each in self.conditions if each.score > 0]
        size = sum(1 for each in giving for _ in each.element.iter())
        if len(giving) > 1 and size * 2 ** len(choices) <= _MOST_STEPS:
            return chain.from_iterable(combinations(choices, count) for count in range(1, len(choices) + 1))
        named = [tuple(text for _, text in _equals(each.element, name)) for each in giving]
        together = tuple(dict.fromkeys(choice for tried in named for choice in tried))
        return [each for each in dict.fromkeys([*named[:_MOST_SETS], together]) if each]

    def _score(self, responses: Responses) -> Fraction:
        score = Fraction(0)
        for condition in self.conditions:
            if _holds(condition.element, responses):
                score = score + condition.score if condition.adds else condition.score
                if not condition.goes_on:
                    break
        return score

    def texts(self, name: str) -> list[Weighed]:
        """The texts that conditions look for in one response, with their shares."""
        found: dict[str, Fraction] = {}
        for condition in self.conditions:
            for _, text in _equals(condition.element, name) if condition.score > 0 else ():
                found[text] = max(condition.score / self.top, found.get(text, Fraction(0)))
        return [Weighed(text, share) for text, share in found.items()]

    def ordered(self, name: str) -> list[str]:
        """The values of one response in the order that the best condition asks for."""
        best = [each for each in self.conditions if each.score == self.top]
        found = [list(_equals(each.element, name)) for each in best]
        return [text for _, text in sorted(found[0], key=lambda pair: pair[0])] if len(found) == 1 else []

    def numbers(self, name: str) -> list[WeighedNumber]:
        """The numbers and ranges that conditions look for in one response."""
        found = []
        for condition in self.conditions:
            if condition.score <= 0:
                continue
            exact = [text for _, text in _equals(condition.element, name)]
            bounds = [(str(each.tag), (each.text or "").strip()) for each in _named(condition.element, _BOUNDS, name)]
            low = [text for tag, text in bounds if tag.startswith("varg")]
            high = [text for tag, text in bounds if tag.startswith("varl")]
            within = f"{(low or ['…'])[0]} – {(high or ['…'])[0]}" if bounds else ""
            if within and low == high and not exact:
                exact, within = low, ""
            share = condition.score / self.top
            found += [WeighedNumber(text, within, share) for text in exact or ([""] if within else [])]
        return found

    @property
    def has_patterns(self) -> bool:
        """Whether a condition looks for a part of a text."""
        return any(_any(each.element, {"varsubstring"}) for each in self.conditions if each.score > 0)


def read_keys(item: etree._Element) -> Keys:
    """The conditions of an item that set a score."""
    keys = Keys()
    names = {_scored(each) for each in item.iterfind("resprocessing/respcondition/setvar")}
    scores = names & _SCORES or (names if len(names) == 1 else set())
    for condition in item.iterfind("resprocessing/respcondition"):
        tree = condition.find("conditionvar")
        scored = [each for each in condition.iterfind("setvar") if _scored(each) in scores]
        if tree is None or not scored or _any(tree, _UNREAD):
            continue
        value = _decimal(scored[0].text or "")
        action = scored[0].get("action", "Set").lower()
        adds = action in ("add", "subtract")
        sign = -1 if action == "subtract" else 1
        goes_on = condition.get("continue", "No").lower() == "yes" or adds
        keys.conditions.append(Condition(tree, sign * (value or Fraction(0)), adds, goes_on))
    size = sum(1 for each in keys.conditions for _ in each.element.iter())
    keys.top = max((each.score for each in keys.conditions if each.score > 0), default=Fraction(1))
    return keys if size <= _MOST_CONDITIONS else Keys()


def _is_single(condition: Condition) -> bool:
    """Whether a condition looks for one choice and adds to the score: then every choice counts for itself."""
    inner = list(condition.element)
    return condition.adds and len(inner) == 1 and inner[0].tag == "varequal"


def _scored(setvar: etree._Element) -> str:
    """What a condition sets; a file that sets one thing alone sets the score, whatever it calls it."""
    return (setvar.get("varname") or setvar.get("variablename") or "SCORE").lower()


def _decimal(text: str) -> Fraction | None:
    """A number; Blackboard writes SCORE.max for all points."""
    return Fraction(1) if text.strip().lower() == "score.max" else decimal(text)


def _any(tree: etree._Element, names: Iterable[str]) -> bool:
    return next(tree.iter(*names), None) is not None


def _equals(tree: etree._Element, name: str) -> Iterator[tuple[int, str]]:
    """(index, text) of what a condition asks to be there in one response."""
    for place, each in enumerate(_named(tree, {"varequal"}, name)):
        index = each.get("index", "")
        yield int(index) if index.isdigit() and len(index) < 5 else place, (each.text or "").strip()


def _named(tree: etree._Element, tags: Iterable[str], name: str) -> Iterator[etree._Element]:
    for each in tree.iter(*tags):
        if each.get("respident", name) == name and next(each.iterancestors("not"), None) is None:
            yield each


def _holds(element: etree._Element, responses: Responses) -> bool:
    tag = str(element.tag)
    if tag in ("conditionvar", "and"):
        return len(element) > 0 and all(_holds(child, responses) for child in element)
    if tag == "or":
        return any(_holds(child, responses) for child in element)
    if tag == "not":
        return not all(_holds(child, responses) for child in element)
    if tag == "varequal":
        return (element.text or "").strip() in responses.get(element.get("respident", ""), frozenset())
    return tag == "other"

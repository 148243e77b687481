"""Response declarations: what QTI 2.x and 3.0 say is right, and what each response is worth."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from kaochang.papers.structured.weighed import decimal


@dataclass(slots=True)
class Declared:
    """One response: its correct values, and its `mapping` of values to points (`default` for all others).

    `scores_by_map`: the item is scored by the mapping, which says what is right then; `scores_by_correct`: by the
    correct response alone. `played` are the values that score best by the item's own rules, where those were played.
    """

    cardinality: str = "single"
    base: str = "string"
    correct: list[str] = field(default_factory=list)
    mapping: dict[str, Fraction] = field(default_factory=dict)
    default: Fraction = Fraction(0)
    upper: Fraction | None = None
    scores_by_map: bool = False
    scores_by_correct: bool = False
    played: list[str] = field(default_factory=list)

    @property
    def best(self) -> list[str]:
        """The values that the mapping gives most for; where several may be given, all that it gives points for."""
        if self.cardinality == "single":
            top = max(self.mapping.values(), default=Fraction(0))
            return [key for key, value in self.mapping.items() if value == top > max(self.default, Fraction(0))]
        return [key for key, value in self.mapping.items() if value > 0]

    @property
    def right(self) -> list[str]:
        """The values that are right."""
        return self.correct or self.best

    @property
    def is_contradictory(self) -> bool:
        """Whether the mapping or the rules give most for something else than the correct response."""
        return any(
            best and not self._agrees(best) for best in ([] if self.scores_by_correct else self.best, self.played)
        )

    @property
    def other(self) -> list[str]:
        """The values that are given most for where that is not the correct response."""
        return self.best if not self._agrees(self.best) and not self.scores_by_correct else self.played

    def _agrees(self, best: list[str]) -> bool:
        if not self.correct:
            return True
        return set(self.correct) <= set(best) if self.cardinality == "single" else set(self.correct) == set(best)

    @property
    def worth(self) -> Fraction | None:
        """The points of the best response, where the mapping that scores the item says so."""
        if not self.scores_by_map or not self.mapping:
            return None
        best = [self.mapping[key] for key in self.best]
        if not best:
            return None
        total = best[0] if self.cardinality == "single" else sum(best, Fraction(0))
        return total if self.upper is None else min(total, self.upper)

    def share(self, key: str) -> Fraction:
        """What part of the points a value alone is worth."""
        if not self.scores_by_map or not self.mapping:
            return Fraction(int(key in self.right))
        top = max(self.mapping.values())
        return self.mapping.get(key, self.default) / top if top > 0 else Fraction(0)


def read_declared(root: etree._Element) -> dict[str, Declared]:
    """The responses of an item by their identifiers."""
    processing = root.find("responseProcessing")
    template = (processing.get("template", "") if processing is not None else "").lower()
    by_template = bool(re.search(r"map_response(?:\.xml)?$", template))
    mapped = _named(processing, "mapResponse")
    found = {}
    for element in root.iterfind("responseDeclaration"):
        name = element.get("identifier", "")
        found[name] = _declared(element)
        found[name].scores_by_map = by_template or name in mapped
        found[name].scores_by_correct = not found[name].scores_by_map and (
            template.endswith(("match_correct", "match_correct.xml")) or name in _named(processing, "correct")
        )
        if not found[name].correct and found[name].mapping:
            found[name].scores_by_map = True
    return found


def _named(processing: etree._Element | None, tag: str) -> set[str]:
    """The responses that rules look at in this way."""
    return set() if processing is None else {element.get("identifier", "") for element in processing.iter(tag)}


def _declared(element: etree._Element) -> Declared:
    declared = Declared(element.get("cardinality", "single"), element.get("baseType", "string"))
    declared.correct = _values(element.iterfind("correctResponse/value"))
    mapping = element.find("mapping")
    if mapping is not None:
        declared.default = decimal(mapping.get("defaultValue", "0")) or Fraction(0)
        declared.upper = decimal(mapping.get("upperBound", ""))
        for entry in mapping.iterfind("mapEntry"):
            value = decimal(entry.get("mappedValue", ""))
            if value is not None:
                declared.mapping[_one_line(entry.get("mapKey", ""))] = value
    return declared


def _values(elements: Iterable[etree._Element]) -> list[str]:
    values = ["".join(map(str, element.itertext())).strip() for element in elements]
    return [value for value in values if value]


def _one_line(key: str) -> str:
    return " ".join(key.split())


def pair_of(value: str) -> tuple[str, str] | None:
    """The two identifiers of a pair."""
    parts = value.split()
    return (parts[0], parts[1]) if len(parts) == 2 else None

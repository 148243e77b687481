"""What is said of an item beside it: difficulty and competencies, as metadata of learning objects (LOM) or of QTI."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kaochang.domain.mark_schemes import Difficulty
from kaochang.papers.markup.xml import name_of

_LEVELS: Final = {
    "very easy": Difficulty.EASY,
    "easy": Difficulty.EASY,
    "medium": Difficulty.MEDIUM,
    "difficult": Difficulty.HARD,
    "hard": Difficulty.HARD,
    "very difficult": Difficulty.HARD,
}
_PURPOSES: Final = frozenset({"competency", "educational objective", "skill level", "discipline", "idea"})
_LONGEST: Final = 100
"""Characters of a competency; longer ones are descriptions."""


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of an item."""

    difficulty: Difficulty | None = None
    competencies: tuple[str, ...] = ()


def described(element: etree._Element) -> Described:
    """What the metadata of a resource or item say."""
    levels = [_LEVELS.get(_value(found).lower()) for found in _named(element, "difficulty")]
    known = [level for level in levels if level is not None]
    names = [name for found in _named(element, "classification") for name in _competencies(found)]
    return Described(known[0] if known else None, tuple(dict.fromkeys(names)))


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (found for found in element.iter() if name_of(found).lower() == name)


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _value(element: etree._Element) -> str:
    """The value of a term of LOM, whose source stands beside it."""
    return next(map(_words, _named(element, "value")), "") or _words(element)


def _competencies(classification: etree._Element) -> Iterator[str]:
    """The keywords of a classification by competency, and the ends of its paths."""
    purpose = next(map(_value, _named(classification, "purpose")), "").lower()
    if purpose not in _PURPOSES:
        return
    for path in _named(classification, "taxonpath"):
        entries = [_words(entry) for taxon in _named(path, "taxon") for entry in _named(taxon, "entry")]
        yield from [entry for entry in entries if 0 < len(entry) <= _LONGEST][-1:]
    for keyword in _named(classification, "keyword"):
        words = _words(keyword)
        if 0 < len(words) <= _LONGEST:
            yield words

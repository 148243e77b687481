"""How well a paper was read: what a reader printed, held against the truth, both in the contract's shape.

An item counts as right when its type, stem, options, answer and points are those of the truth. Words are compared
after NFKC, without white space, and with every empty bracket and every run of underscores taken for the same blank;
the answers of a blank as sets of accepted texts; the labels of options in capitals. F1 is 2 * right / (items of the
truth + items read). Section, number, explanation, material and prompts are looked at too, but make no item wrong.

A silent guess is an answer that the paper does not hold, or a wrong answer of an objective item that no finding is
about. Every one is reported.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from papers_corpus.entries import OPEN

Told = dict[str, Any]
FIELDS: Final = ("type", "stem", "options", "answer", "points")
ASIDE: Final = ("number", "section", "explanation", "material", "prompts")
_BLANK: Final = re.compile(r"[(\[{【〔〖]\s*[)\]}】〕〗]|_{2,}")
_LEAD: Final = re.compile(r"^(?:案例|材料|情景|背景)[:：]")


@dataclass(frozen=True)
class Wrong:
    """One item that was not read as it is: the fields, with what was to be read and what was."""

    index: int
    number: str
    fields: dict[str, tuple[object, object]]


@dataclass(frozen=True)
class Score:
    """Of one paper. `aside` counts the fields that make no item wrong; `unasked` are findings that nothing called for,
    `unseen` those that were to come and did not; `refused` is the key of the refusal of a file not read at all."""

    name: str
    items: int
    read: int
    right: int
    wrong: tuple[Wrong, ...] = ()
    missing: int = 0
    guesses: tuple[str, ...] = ()
    aside: Counter[str] = field(default_factory=Counter)
    unasked: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    refused: str = ""

    @property
    def f1(self) -> float:
        both = self.items + self.read
        return 2 * self.right / both if both else 1.0

    @property
    def fields(self) -> Counter[str]:
        """How often each field is wrong."""
        return Counter(name for wrong in self.wrong for name in wrong.fields)


def norm(text: object) -> str:
    """Words as they are compared."""
    plain = unicodedata.normalize("NFKC", str(text or ""))
    plain = re.sub(r"[\s\u200b\ufeff]+", "", _BLANK.sub("▁", plain))
    return _LEAD.sub("", re.sub("▁+", "▁", plain))


def score(name: str, truth: Told, told: Told, expected: list[tuple[str, int | None]] | None = None) -> Score:
    """One paper. `expected` are the findings that must come, and no others; None: they are not looked at."""
    asked, read = truth["items"], told["items"]
    pairs = dict(aligned(asked, read))
    blamed = {finding["index"] for finding in told["diagnostics"] if finding["index"] is not None}
    wrong, guesses, aside = [], [], Counter[str]()
    for index, item in enumerate(asked):
        found = read[pairs[index]] if index in pairs else None
        if found is None:
            continue
        fields = {each: (item.get(each), found.get(each)) for each in FIELDS if not same(each, item, found)}
        if fields:
            wrong.append(Wrong(index, str(item.get("number")), fields))
        if is_guess(item, found, blamed=pairs[index] in blamed):
            guesses.append(f"{item.get('number')}: {found['answer']!r} for {item['answer']!r}")
        aside.update(each for each in ASIDE if each in item and not same(each, item, found))
    made_up = set(range(len(read))) - set(pairs.values())
    guesses += [
        f"{read[index]['number']}: {read[index]['answer']!r} for an item that is not there"
        for index in sorted(made_up)
        if read[index]["answer"] is not None and read[index]["type"] not in OPEN and index not in blamed
    ]
    unasked, unseen = _findings(told, expected, pairs)
    return Score(
        name,
        len(asked),
        len(read),
        len(pairs) - len(wrong),
        tuple(wrong),
        len(asked) - len(pairs),
        tuple(guesses),
        aside,
        unasked,
        unseen,
    )


def is_guess(item: Told, found: Told, *, blamed: bool) -> bool:
    """Whether an answer was filled in that was not read."""
    if found["answer"] is None or same("answer", item, found):
        return False
    return item["answer"] is None or (item["type"] not in OPEN and not blamed)


# -- which item is which


def aligned(asked: list[Told], read: list[Told]) -> Iterator[tuple[int, int]]:
    """Pairs of places: items with the same words, in order; between those, what is left in order, if as many."""
    left, right = [[norm(item["stem"]) for item in items] for items in (asked, read)]
    done_left, done_right = 0, 0
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    for first, second, size in blocks:
        yield from _between(asked, read, range(done_left, first), range(done_right, second))
        yield from zip(range(first, first + size), range(second, second + size), strict=True)
        done_left, done_right = first + size, second + size


def _between(asked: list[Told], read: list[Told], left: range, right: range) -> Iterator[tuple[int, int]]:
    """Items whose words differ: by their likeness, else by number."""
    free = list(right)
    for place in left:
        words = norm(asked[place]["stem"])
        likeness = [(_likeness(words, norm(read[other]["stem"])), -other) for other in free]
        if not likeness:
            return
        best, other = max(likeness)
        number = next((each for each in free if read[each]["number"] == asked[place].get("number")), None)
        chosen = -other if best >= 0.5 else number
        if chosen is not None:
            free.remove(chosen)
            yield place, chosen


def _likeness(one: str, other: str) -> float:
    if one in other or other in one:
        return 0.6 if one and other else 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


# -- whether a field is right


def same(name: str, item: Told, found: Told) -> bool:
    """Whether a field of two items says the same."""
    one, other = item.get(name), found.get(name)
    if name in ("options", "prompts"):
        first, second = _choices(one), _choices(other)
        if item["type"] == "matching":
            return sorted(text for _, text in first) == sorted(text for _, text in second)
        return first == second
    if name == "answer":
        return _answer(item) == _answer(found)
    if name in ("points", "type"):
        return bool(one == other)
    return norm(one) == norm(other)


def _choices(options: list[Told] | None) -> list[tuple[str, str]]:
    return [(norm(option["label"]).upper(), norm(option["text"])) for option in options or ()]


def _answer(item: Told) -> object:
    """An answer as it is compared: texts without white space, those accepted for a blank in any order, and the pairs of
    a matching by their words, since a file may leave it to the reader how to label them."""
    answer = item["answer"]
    if isinstance(answer, list):
        return [frozenset(norm(text) for text in texts) for texts in answer]
    if answer is None or isinstance(answer, bool):
        return answer
    text = norm(answer)
    if item["type"] == "matching":
        return _pairs(text, item)
    return text if item["type"] in OPEN else text.upper()


def _pairs(text: str, item: Told) -> object:
    left, right = dict(_choices(item.get("prompts"))), dict(_choices(item.get("options")))
    found = re.findall(r"(\(?\w+\)?)-([A-Z])", text.upper())
    pairs = frozenset((left.get(one, ""), right.get(other, "")) for one, other in found)
    return pairs if len(pairs) == len(left) else text


def _findings(
    told: Told, expected: list[tuple[str, int | None]] | None, pairs: dict[int, int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if expected is None:
        return (), ()
    wanted = Counter((kind, None if index is None else pairs.get(index, -1)) for kind, index in expected)
    found = Counter((finding["kind"], finding["index"]) for finding in told["diagnostics"])
    return _named(found - wanted), _named(wanted - found)


def _named(findings: Counter[tuple[str, int | None]]) -> tuple[str, ...]:
    return tuple(
        f"{kind}{'' if index is None else f'@{index}'}"
        for (kind, index), times in findings.items()
        for _ in range(times)
    )

"""What codes of types mean that nothing explains: the items under one code show it, where all of them look alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar.answers import letters_of, says_both
from kaochang.papers.grammar.stems import count_blanks
from kaochang.papers.lines import fold
from kaochang.papers.sheets.profiles import MOST, is_judgement

_FEWEST: Final = 2
"""Items under a code, and codes of a file, that show anything."""
_SEVERAL: Final = 0.7
"""The share of answers of several letters from which on a code means several: one may be wrong."""


def look_of(stem: str, options: Sequence[str], answer: str) -> str:
    """What an item looks like by its cells; "" where it has no answer to tell it by."""
    if len(options) > 1:
        return _choice(options, answer)
    if is_judgement(answer):
        return "judged"
    if "_" in fold(stem) and count_blanks(stem):
        return "blanks"
    return "open" if answer and not options else ""


def _choice(options: Sequence[str], answer: str) -> str:
    if len(options) == 2 and says_both(options):
        return "judged"
    letters = letters_of(answer) or "".join(each for each in fold(answer) if each.isdigit())
    if len(letters) == len(options) > 2 and list(letters) != sorted(letters) and len(set(letters)) == len(letters):
        return "ordered"
    return "one" if len(letters) == 1 else "several" if letters else ""


def learn_codes(seen: Iterable[tuple[str, str]]) -> dict[str, ItemType]:
    """The types that codes stand for, of pairs of a code and a look; nothing for a code whose items differ."""
    looks: dict[str, list[str]] = defaultdict(list)
    for code, look in seen:
        if look:
            looks[code].append(look)
    found = {code: kind for code, each in looks.items() if len(each) >= _FEWEST and (kind := _kind(each)) is not None}
    closed = [kind for kind in found.values() if kind is not ItemType.ESSAY]
    return found if len(found) >= _FEWEST and len(set(closed)) == len(closed) else {}


def _kind(looks: Sequence[str]) -> ItemType | None:
    return next((kind for kind, fits in _KINDS.items() if fits(looks)), None)


def _nearly(look: str) -> Callable[[Sequence[str]], bool]:
    return lambda looks: looks.count(look) >= len(looks) * MOST


def _is_multiple(looks: Sequence[str]) -> bool:
    chosen = [look for look in looks if look in ("one", "several", "ordered")]
    return len(chosen) == len(looks) and looks.count("several") >= len(looks) * _SEVERAL


def _is_ordering(looks: Sequence[str]) -> bool:
    """Orders of all options, some of which happen to be that of the letters."""
    return looks.count("ordered") * 2 > len(looks) and set(looks) <= {"ordered", "several"}


_KINDS: Final[dict[ItemType, Callable[[Sequence[str]], bool]]] = {
    ItemType.SINGLE: _nearly("one"),
    ItemType.ORDERING: _is_ordering,
    ItemType.MULTIPLE: _is_multiple,
    ItemType.TRUEFALSE: _nearly("judged"),
    ItemType.BLANK: _nearly("blanks"),
    ItemType.ESSAY: _nearly("open"),
}

"""Which items of two files are the same: told by their words, and by their numbers only where words leave it open."""

import hashlib
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.papers import PaperItem
from kaochang.papers.finishing.repeats import bare, without_stem
from kaochang.papers.lines import make_line, rows, spelled

_STOPS: Final = r"[,.;:!?。、“”‘’\"'「」《》·]"
_STOP: Final = re.compile(rf"(?<![0-9A-Za-z]){_STOPS}|{_STOPS}(?![0-9A-Za-z])")
_GAP: Final = re.compile(r"_{2,}|[(\[][\s_]*[)\]]")
_AROUND: Final = " \u3000\t\n_＿()（）[]【】"
"""What stands around words that are filled into a blank."""
_MARKED: Final = r"\((?:[A-H]{1,8}|[√×XTF对错是否]|正确|错误)\)"
"""A bracket that holds nothing but an answer."""
_MARK_AROUND: Final = re.compile(rf"^{_MARKED}|{_MARKED}$")
_LONGEST_FILL: Final = 60
"""Characters that stand where a paper leaves a blank."""
_FEWEST: Final = 4
"""Characters that a stem has at the least where it is looked for inside another."""
_FEWEST_AROUND: Final = 2
"""Characters that stand around its blanks."""
_NEAR: Final = 0.8
"""How alike two stems are that were only worded anew."""
_LOOKED_AT: Final = 300
RIVALS: Final = 20
"""Items of one number that are looked at: a paper has no more sections."""


def plain_words(text: str) -> str:
    """Words as two files are compared by: no layout, blanks and marks between sentences; figures and code whole."""
    return _STOP.sub("", bare(text))


def option_words(option: Option, media: Mapping[str, bytes]) -> str:
    """What an option says, by its words and by its picture."""
    return plain_words(option.text) + ("" if option.image is None else _picture(option.image, media))


def _picture(image: Image, media: Mapping[str, bytes]) -> str:
    """A picture by what it shows; one that cannot be read is like no other."""
    data = media.get(image.name)
    return f"<{id(media)} {image.name}>" if data is None else f"<{hashlib.sha256(data).hexdigest()}>"


@dataclass(frozen=True, slots=True)
class Known:
    """What an item is known by. `place` is its place in its file, `words` are material, stem and tables."""

    place: int
    number: str
    section: str
    words: str
    stem: str
    raw: str
    listed: tuple[str, ...]
    pictures: tuple[str, ...]


def known(items: Iterable[PaperItem], media: Mapping[str, bytes]) -> list[Known]:
    """What the items of a file are known by."""
    return [_known(place, read.item, media) for place, read in enumerate(items)]


def _known(place: int, item: Item, media: Mapping[str, bytes]) -> Known:
    cells = [cell for table in item.tables for row in table.rows for cell in row]
    options = () if item.type is ItemType.TRUEFALSE else (*item.prompts, *item.options)
    return Known(
        place,
        item.number,
        plain_words(item.section or ""),
        plain_words("".join([item.material, item.stem, *cells])),
        plain_words(item.stem),
        item.stem,
        tuple(sorted(option_words(option, media) for option in options)),
        tuple(_picture(image, media) for image in item.images),
    )


_Way = Callable[[Known], Hashable]


def _whole(each: Known) -> Hashable:
    return (each.words, each.listed, each.pictures) if each.words or each.listed or each.pictures else None


def _listed(each: Known) -> Hashable:
    return (each.words, each.listed) if each.words else None


def _worded(each: Known) -> Hashable:
    return each.words or None


def _numbered(each: Known) -> Hashable:
    return (each.number, each.stem) if each.stem else None


_WAYS: Final[tuple[_Way, ...]] = (_whole, _listed, _worded, _numbered)
"""What items share that are the same, from what leaves least doubt on; material that one file leaves out comes last."""


@dataclass(slots=True)
class Pairs:
    """Which item of a key is which of the paper, by their places.

    `unclear` are items of the key that may be several. `filled` are items of the paper whose blanks are filled in the
    stem of the key. `longer` are those whose stem goes on there, with lines that nothing sets apart from it: they say
    nothing of whether the key is this paper's.
    """

    found: dict[int, int] = field(default_factory=dict)
    unclear: set[int] = field(default_factory=set)
    filled: set[int] = field(default_factory=set)
    longer: set[int] = field(default_factory=set)

    @property
    def sure(self) -> int:
        """How many items are the same beyond doubt."""
        return len(self.found) - len(self.longer)


def pair(paper: Sequence[Known], key: Sequence[Known]) -> Pairs:
    """Find the items of a key in the paper: by their words in whatever order, in doubt by their numbers."""
    pairs = Pairs()
    for way in _WAYS:
        _pair_by(way, *_left(pairs, paper, key), pairs)
    for says_more, told in ((_is_filled, pairs.filled), (_is_longer, pairs.longer)):
        found = _pair_numbered(says_more, *_left(pairs, paper, key))
        pairs.found |= found
        told.update(found)
    pairs.unclear.difference_update(pairs.found.values())
    return pairs


def _left(pairs: Pairs, paper: Sequence[Known], key: Sequence[Known]) -> tuple[list[Known], list[Known]]:
    """The items of both files that belong to none yet."""
    taken = set(pairs.found.values())
    return [each for each in paper if each.place not in pairs.found], [each for each in key if each.place not in taken]


def _pair_by(way: _Way, paper: Sequence[Known], key: Sequence[Known], pairs: Pairs) -> None:
    mine, theirs = _grouped(way, paper), _grouped(way, key)
    for feature in mine:
        if feature is not None and feature in theirs:
            _pair_group(mine[feature], theirs[feature], pairs)


def _grouped(way: _Way, items: Iterable[Known]) -> dict[Hashable, list[Known]]:
    groups: dict[Hashable, list[Known]] = {}
    for each in items:
        groups.setdefault(way(each), []).append(each)
    return groups


def _pair_group(paper: list[Known], key: list[Known], pairs: Pairs) -> None:
    """Items of the same words: by section and number, then by number, then the only one that is left."""
    mine, theirs = paper, key
    for way in (_place, _number, _any):
        ours, others = _grouped(way, mine), _grouped(way, theirs)
        for place, alone in ours.items():
            same = others.get(place, [])
            if len(alone) == len(same) == 1 and _may_be(alone[0], same[0]):
                pairs.found[alone[0].place] = same[0].place
        mine, theirs = _left(pairs, mine, theirs)
    if mine:
        pairs.unclear.update(other.place for other in theirs)


def _pair_numbered(way: Callable[[str, str], bool], paper: list[Known], key: list[Known]) -> dict[int, int]:
    """Items of the same number whose stems differ in what may be filled in, or stand behind them."""
    ours, others = _grouped(_number, paper), _grouped(_number, key)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for number, mine in ours.items():
        theirs = others.get(number, [])[:RIVALS]
        for each in mine[:RIVALS]:
            same = [other for other in theirs if way(each.raw, other.raw) and _may_be(each, other)]
            if len(same) == 1 and same[0].place not in taken:
                found[each.place] = same[0].place
                taken.add(same[0].place)
    return found


def _place(each: Known) -> Hashable:
    return each.section, each.number


def _number(each: Known) -> Hashable:
    return each.number


def _any(_: Known) -> Hashable:
    return True


def _may_be(each: Known, other: Known) -> bool:
    """Whether items of the same stem share half of their options at least, and their material, where both have some."""
    ours, others = set(each.listed), set(other.listed)
    shared = not ours or not others or 2 * len(ours & others) >= min(len(ours), len(others))
    bare_ones = each.words == each.stem or other.words == other.stem
    return shared and (bare_ones or each.words == other.words or is_near(each.words, other.words))


def _is_longer(stem: str, other: str) -> bool:
    """Whether another stem says this one on its first lines, and more on the next."""
    lines = [make_line(text, 0) for text in rows(other)]
    return 0 < len(without_stem(lines, stem)) < len(lines)


def _is_filled(stem: str, other: str) -> bool:
    """Whether another stem is this one with its blanks filled in, or with a bracket before or behind it."""
    first, *gaps = [plain_words(piece) for piece in _GAP.split(spelled(stem))]
    words = _MARK_AROUND.sub("", plain_words(other))
    if len(first) + sum(map(len, gaps)) < _FEWEST_AROUND or not words.startswith(first):
        return False
    place = len(first)
    for count, piece in enumerate(gaps, start=1):
        start = len(words) - len(piece) if count == len(gaps) else words.find(piece, place)
        if not place <= start <= place + _LONGEST_FILL or not words.startswith(piece, start):
            return False
        place = start + len(piece)
    return place == len(words)


def fillings(stem: str, other: str) -> list[str]:
    """What another stem says in the blanks of this one; nothing where one of them stays empty, or cannot be told."""
    first, *pieces = [piece.strip() for piece in _GAP.split(spelled(stem))]
    words, found = spelled(other), []
    place = words.find(first) + len(first)
    for count, piece in enumerate(pieces, start=1):
        start = len(words.rstrip()) - len(piece) if count == len(pieces) else words.find(piece, place + 1)
        if not piece and count < len(pieces):
            return []
        found.append(other[place:start].strip(_AROUND) if start > place else "")
        place = start + len(piece)
    return found if all(found) else []


def is_near(stem: str, other: str) -> bool:
    """Whether two stems, as `plain_words` gives them, are one another's with words left out, or much alike."""
    short, long = sorted((stem[:_LOOKED_AT], other[:_LOOKED_AT]), key=len)
    if len(short) >= _FEWEST and short in long:
        return True
    return SequenceMatcher(None, short, long, autojunk=False).ratio() >= _NEAR

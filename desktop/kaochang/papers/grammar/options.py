"""Options: one or several on a line, in the spellings people use."""

import re
from dataclasses import dataclass
from typing import Final

from kaochang.domain.items import Image
from kaochang.papers.lines import Line, fold, make_line

# A label with its separator. Inside a line it must not stand in a word ("选A.B两项") nor in a list ("A、B、C").
_MARKER: Final = re.compile(
    r"(?P<open>\()(?P<inner>[A-Ha-h])\s*\)[.、:]?|\[(?P<square>[A-H])\]|(?P<label>(?!(?i:a\.m\.|e\.g\.))[A-Ha-h])\s*(?P<sep>[.、:)])"
)
_SPACED: Final = re.compile(r"(?P<label>[A-H])\s+(?:-\s+)?(?=\S)")
_SPACED_INSIDE: Final = re.compile(r"\s+(?P<label>[A-H])\s+(?:-\s+)?(?=\S)")
_BARE_INSIDE: Final = re.compile(r"(?:^|\s+)(?P<label>[A-H])(?=[^\sA-Za-z.、:)])")
_BEHIND_BRACKET: Final = re.compile(r"[)\]][。.]?\s*(?=A[^\sA-Za-z.、:)])")
_LOWER_INSIDE: Final = re.compile(r"(?:^|(?<=\s))(?P<label>[a-h])\s+(?=\S)")
_ARTICLE: Final = re.compile(r"A [a-z]{2,} [a-z]")
_STARTS: Final = re.compile(r"[(\[√*★■●□○◯▢☐◻]?\s*[(\[]?[A-Ha-h]")
_TICKED: Final = re.compile(r"[√*★■●]\s*(?=[(A-H])")
_BOX: Final = re.compile(r"[√*★■●□○◯▢☐◻]\s*(?=[(A-Ha-h])")
"""A box before an option, ticked or empty."""
_CHOSEN: Final = re.compile(r"\s*(?:\((?:正确答案|正确选项|正确|答案|√)\)|\[(?:正确答案|正确|答案|√)\]|√|★)\s*$")
_NO_OPTION_BEFORE: Final = "、,和与及或/→-选"


@dataclass(slots=True)
class OptionDraft:
    """An option as read: `chosen` where the paper ticks it, `looks` the looks that cover its words."""

    label: str
    words: Line
    chosen: bool = False
    more: list[Line] | None = None

    @property
    def looks(self) -> frozenset[str]:
        """Looks that cover the whole option."""
        return self.words.looks()

    @property
    def images(self) -> tuple[Image, ...]:
        """Its pictures, in reading order."""
        return tuple(image for line in [self.words, *(self.more or [])] for image in line.images)

    def go_on(self, line: Line) -> None:
        """Words on a further line, at whose end the tick may stand, or the tick alone."""
        mark = _CHOSEN.search(line.fold)
        if mark:
            self.chosen, line = True, line.cut(0, mark.start())
        if line.text or line.images:
            self.more = [*(self.more or []), line]

    @property
    def text(self) -> str:
        """The words shown: the first line and its wrapped ones, without a tick."""
        return "\n".join(line.text for line in [self.words, *(self.more or [])] if line.text)


def starts_option(line: Line) -> bool:
    """Whether a line begins with an option label and its separator."""
    return bool(_STARTS.match(line.fold) and _first(line.fold))


def _first(text: str) -> re.Match[str] | None:
    ticked = _BOX.match(text)
    return _MARKER.match(text, ticked.end() if ticked else 0)


def _label(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return (groups.get("label") or groups.get("inner") or groups.get("square") or "").upper()


def _style(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("sep") or ("(" if groups.get("open") else "[")


def _follows(text: str, before: re.Match[str], match: re.Match[str]) -> bool:
    """Whether a marker inside a line starts the next option: same spelling, next letter or a free-standing one."""
    if _style(match) != _style(before):
        return False
    step = ord(_label(match)) - ord(_label(before))
    previous = text[match.start() - 1]
    if previous in " ;√★*)■●□○◯▢☐◻" and match.start() > before.end():
        return 0 <= step <= 2
    alone = not (previous.isascii() and previous.isalpha())
    return step == 1 and alone and previous not in _NO_OPTION_BEFORE


def _markers(text: str) -> list[re.Match[str]]:
    first = _first(text)
    if first is None:
        return []
    found = [first]
    for match in _MARKER.finditer(text, first.end()):
        if _follows(text, found[-1], match):
            found.append(match)
    return found


def _option(label: str, words: Line, *, ticked: bool) -> OptionDraft:
    mark = _CHOSEN.search(words.fold)
    if mark and mark.start() > 0:
        return OptionDraft(label, words.cut(0, mark.start()), chosen=True)
    return OptionDraft(label, words, chosen=ticked)


def parse_options(line: Line) -> list[OptionDraft]:
    """The options of a line that begins with a label, else none."""
    if not _STARTS.match(line.fold):
        return []
    found = _markers(line.fold)
    if not found:
        return []
    ends = [_end(line.fold, match.start()) for match in found[1:]] + [len(line.text)]
    ends = _less_stops(line.fold, ends)
    return [
        _option(_label(match), line.cut(match.end(), end), ticked=bool(_TICKED.match(line.fold[: match.start()] + "A")))
        for match, end in zip(found, ends, strict=True)
    ]


def _less_stops(text: str, ends: list[int]) -> list[int]:
    """The ends of options on one line, less the semicolons that part them and the stop behind the last."""
    if len(ends) < 2 or not all(text[:end].rstrip().endswith(";") for end in ends[:-1]):
        return ends
    return [len(text[:end].rstrip(" ;。")) for end in ends]


def _end(text: str, start: int) -> int:
    """Where the option before a marker ends: a tick set before the marker belongs to the next option."""
    return start - 1 if text[start - 1] in "√★*■●□○◯▢☐◻" and text[start - 2 : start - 1] in (" ", "") else start


def find_inline(line: Line) -> int | None:
    """Where options begin inside a line that starts with a stem (`1.… A.x B.y`), if at least A and B stand in it."""
    for match in _MARKER.finditer(line.fold):
        if _label(match) != "A" or not match.start() or line.fold[match.start() - 1] not in " )?。:":
            continue
        rest = line.cut(match.start())
        if len(_markers(rest.fold)) > 1:
            return match.start()
    return None


def find_bare_row(line: Line) -> int | None:
    """Where `（ ）A随机 B挑好的 C挑差的` begins behind the bracket of a stem: letters with nothing behind them."""
    match = _BEHIND_BRACKET.search(line.fold)
    return match.end() if match is not None and _parse_bare_row(line.cut(match.end()), "A") else None


def find_inline_one(line: Line) -> int | None:
    """Where one option stands in the second column of a line, set apart by white space."""
    match = re.search(r"\s+(?=\(?[A-Ha-h]\s*[.、:)])", line.fold)
    return match.end() if match else None


def parse_table(rows: tuple[tuple[str, ...], ...], number: int) -> list[OptionDraft]:
    """The options of a table whose cells are letters and, beside each, its words; none where it is any other table."""
    cells = [cell.strip() for row in rows for cell in row]
    labels = [fold(cell).strip(" .、:)(").upper() for cell in cells[::2]]
    expected = [chr(ord("A") + place) for place in range(len(labels))]
    if len(cells) % 2 or len(labels) < 2 or len(labels) > 8 or sorted(labels) != expected:
        return []
    words = (make_line(cell, number) for cell in cells[1::2])
    return [_option(label, line, ticked=False) for label, line in zip(labels, words, strict=True)]


def starts_spaced_row(line: Line) -> bool:
    """Whether a line holds options with nothing but white space behind their letters, three at least."""
    return line.fold[:2] in ("A ", "a ") and len(parse_spaced(line, "A")) > 2


def parse_lower_row(line: Line) -> list[OptionDraft]:
    """`a 110 b 120 c 119`: small letters and spaces, three options at least on one line."""
    found = list(_LOWER_INSIDE.finditer(line.fold)) if line.fold[:1] == "a" else []
    if len(found) < 3 or [match.group("label") for match in found] != list("abcdefgh")[: len(found)]:
        return []
    ends = [match.start() for match in found[1:]] + [len(line.text)]
    return [
        _option(match.group("label").upper(), line.cut(match.end(), end), ticked=False)
        for match, end in zip(found, ends, strict=True)
    ]


def parse_spaced(line: Line, expected: str) -> list[OptionDraft]:
    """Options written as letter and space, one or several on a line, taken only where that very letter is expected."""
    match = _SPACED.match(line.fold)
    if match is None or match.group("label") != expected or (expected == "A" and _ARTICLE.match(line.fold)):
        return _parse_bare_row(line, expected) or (parse_lower_row(line) if expected == "A" else [])
    found = [match]
    for later in _SPACED_INSIDE.finditer(line.fold, match.end()):
        if ord(later.group("label")) == ord(found[-1].group("label")) + 1:
            found.append(later)
    ends = [later.start() for later in found[1:]] + [len(line.text)]
    return [
        _option(each.group("label"), line.cut(each.end(), end), ticked=False)
        for each, end in zip(found, ends, strict=True)
    ]


def _parse_bare_row(line: Line, expected: str) -> list[OptionDraft]:
    """`A甲 B乙 C丙`: letters with nothing behind them, three at least on a line, one after the other."""
    found = list(_BARE_INSIDE.finditer(line.fold)) if line.fold[:1] == expected else []
    labels = "".join(match.group("label") for match in found)
    if len(found) < 3 or labels != "".join(chr(ord(expected) + place) for place in range(len(found))):
        return []
    ends = [match.start() for match in found[1:]] + [len(line.text)]
    return [
        _option(match.group("label"), line.cut(match.end(), end), ticked=False)
        for match, end in zip(found, ends, strict=True)
    ]

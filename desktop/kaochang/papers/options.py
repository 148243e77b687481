"""Options: one or several on a line, in the spellings people use."""

import re
from dataclasses import dataclass
from typing import Final

from kaochang.papers.lines import Line

# A label with its separator. Inside a line it must not stand in a word ("选A.B两项") nor in a list ("A、B、C").
_MARKER: Final = re.compile(
    r"(?P<open>\()(?P<inner>[A-Ha-h])\s*\)[.、:]?|\[(?P<square>[A-H])\]|(?P<label>[A-Ha-h])\s*(?P<sep>[.、:)])(?!\d+%)"
)
_SPACED: Final = re.compile(r"(?P<label>[A-H])\s+(?=\S)")
_STARTS: Final = re.compile(r"[(\[√*]?\s*[A-Ha-h]")
_TICKED: Final = re.compile(r"[√*★]\s*(?=[(A-H])")
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
    def text(self) -> str:
        """The words shown: the first line and its wrapped ones, without a tick."""
        return "\n".join(line.text for line in [self.words, *(self.more or [])] if line.text)


def starts_option(line: Line) -> bool:
    """Whether a line begins with an option label and its separator."""
    return bool(_STARTS.match(line.fold) and _first(line.fold))


def _first(text: str) -> re.Match[str] | None:
    ticked = _TICKED.match(text)
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
    if previous in " √★*)" and match.start() > before.end():
        return 0 <= step <= 2
    alone = not previous.isalnum() or not previous.isascii()
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
    return [
        _option(_label(match), line.cut(match.end(), end), ticked=bool(_TICKED.match(line.fold[: match.start()] + "A")))
        for match, end in zip(found, ends, strict=True)
    ]


def _end(text: str, start: int) -> int:
    """Where the option before a marker ends: a tick set before the marker belongs to the next option."""
    return start - 1 if text[start - 1] in "√★*" and text[start - 2 : start - 1] in (" ", "") else start


def find_inline(line: Line) -> int | None:
    """Where options begin inside a line that starts with a stem (`1.… A.x B.y`), if at least A and B stand in it."""
    for match in _MARKER.finditer(line.fold):
        if _label(match) != "A" or not match.start() or line.fold[match.start() - 1] not in " )?。:":
            continue
        rest = line.cut(match.start())
        if len(_markers(rest.fold)) > 1:
            return match.start()
    return None


def find_inline_one(line: Line) -> int | None:
    """Where one option stands in the second column of a line, set apart by white space."""
    match = re.search(r"\s+(?=\(?[A-Ha-h]\s*[.、:)])", line.fold)
    return match.end() if match else None


def parse_spaced(line: Line, expected: str) -> OptionDraft | None:
    """An option written as letter and space, taken only where that very letter is expected."""
    match = _SPACED.match(line.fold)
    if match is None or match.group("label") != expected:
        return None
    return _option(expected, line.cut(match.end()), ticked=False)

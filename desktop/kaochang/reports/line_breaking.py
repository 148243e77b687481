"""Where lines of mixed Chinese and Latin text may break.

Between any two Chinese characters, and around Latin words, but not inside them; never before closing punctuation nor
after opening punctuation (GB/T 15834, 5.1). Only a word wider than a whole line is cut.
"""

import re
from collections.abc import Callable, Iterator

_OPENERS = "（〔［｛〈《「『【〖“‘([{"
_CLOSERS = "，。、；：？！）〕］｝〉》」』】〗”’…—·,.;:?!)\\]}%％"
CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
"""Characters that a line may break beside, as a range of a regular expression."""
_UNIT = re.compile(f"[{re.escape(_OPENERS)}]*(?:[^{CHINESE}\\s]+|.?)[{_CLOSERS}]*\\s*")


def fold(text: str, width_of_line: Callable[[int], float], measure: Callable[[str], float]) -> list[str]:
    """The text as lines, each at most `width_of_line(number from 0)` wide as `measure` has it, blanks at ends gone.

    A line holds at least one character, however narrow it is.
    """
    lines: list[str] = []
    line = ""
    for unit in _units(text):
        if line and measure((line + unit).rstrip()) > width_of_line(len(lines)):
            lines.append(line.rstrip())
            line = ""
        line += unit
        while len(line) > 1 and measure(line.rstrip()) > width_of_line(len(lines)):
            most = _fitting(line, width_of_line(len(lines)), measure)
            lines.append(line[:most])
            line = line[most:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _units(text: str) -> Iterator[str]:
    return (match[0] for match in _UNIT.finditer(text) if match[0])


def _fitting(text: str, width: float, measure: Callable[[str], float]) -> int:
    """How many characters from the start fit; never less than one."""
    most = 1
    while most < len(text) and measure(text[: most + 1]) <= width:
        most += 1
    return most

"""What an answer part says once more of its items: their stems and options are no answers to them."""

import re
from collections.abc import Sequence
from typing import Final

from kaochang.papers.grammar import options
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.lines import Line, spelled

_NAMED: Final = re.compile(r"([^:]{2,20}):\s*(?=\S)")
_LAYOUT: Final = re.compile(r"[\s_]+|\(\s*\)|\[\s*\]")


def without_stem(lines: Sequence[Line], stem: str) -> list[Line]:
    """The lines of an answer less those in front that repeat the stem, or less the term that it explains."""
    stem, place = bare(stem), 0
    for count, line in enumerate(lines, start=1) if stem else ():
        words = bare(line.text)
        if not stem.startswith(words, place):
            break
        place += len(words)
        if place == len(stem):
            return list(lines[count:])
    if lines and (named := _NAMED.match(lines[0].fold)) and bare(named[1]) == stem:
        return [lines[0].cut(named.end()), *lines[1:]]
    return list(lines)


def without_options(lines: Sequence[Line], draft: Draft) -> list[Line]:
    """The lines of an explanation less those that repeat options of the item."""
    own = {(option.label, bare(option.text)) for option in draft.options}
    return [line for line in lines if not _is_listed(line, own)]


def _is_listed(line: Line, own: set[tuple[str, str]]) -> bool:
    found = options.parse_options(line) if own else []
    return bool(found) and all((option.label, bare(option.text)) in own for option in found)


def bare(text: str) -> str:
    """Words as they are compared: no layout, no blanks; code and formulas too, as two of one length may differ."""
    return _LAYOUT.sub("", spelled(text))

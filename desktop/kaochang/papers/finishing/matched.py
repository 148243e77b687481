"""The two columns of a matching item: prompts and what is matched to them, wherever they stand in its words."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kaochang.domain.items import Option
from kaochang.papers.grammar import options
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Line, fold, make_line, rows
from kaochang.papers.numerals import CIRCLED, to_int

_PROMPT: Final = re.compile(rf"\(\d{{1,2}}\)|[{CIRCLED}]")
_COLUMN: Final = re.compile(
    r"[\[(]?(?:(?P<left>左|[A甲]\s*(?=[栏列组]))|右|[B乙]\s*(?=[栏列组]))(?:[边侧]?[栏列组]?)[\])]?\s*:\s*"
)
"""左栏：1 … 2 …, 右栏：A … B …"""
_COUNTED: Final = re.compile(
    rf"(?:^|(?<=[\s,;、]))\(?(\d{{1,2}}|[{CIRCLED}])\)?(?:\s*[.、:]\s*|\s+|(?<=[{CIRCLED})]))(?=\S)"
)
_LETTERED: Final = re.compile(r"(?:^|(?<=[\s,;、]))\(?([A-Ha-h])\)?(?:\s*[.、:]\s*|\s+|(?<=\)))(?=\S)")


def matched(
    raw: str, right: tuple[Option, ...], lines: list[Line]
) -> tuple[str, tuple[Option, ...], tuple[Option, ...]]:
    """What is asked, the prompts and the options: numbered lines, or the two columns of a line or table."""
    cells = [cell for line in lines if line.table for row in line.table.rows for cell in row]
    stem, prompts, found = [], [], list(right)
    texts = [piece for text in rows(raw) for piece in _parted(text)]
    for line in [*(make_line(text, 0) for text in texts), *(make_line(cell, 0) for cell in cells)]:
        mark = parse_number(line)
        if mark is None:
            listed = options.parse_options(line)
            found += [Option(option.label, option.text) for option in listed]
            stem += [] if listed or line.text in cells else [line.text]
            continue
        place = options.find_inline_one(mark.rest)
        words = mark.rest.cut(0, place)
        prompts.append(Option(f"({mark.value})", words.text))
        if place is not None:
            found += [Option(option.label, option.text) for option in options.parse_options(mark.rest.cut(place))]
    return "\n".join(stem), tuple(prompts), tuple(sorted(found, key=lambda option: option.label))


def _parted(text: str) -> list[str]:
    """A line of prompts, or of a column that is named, each for itself; every other line stays whole."""
    folded = fold(text)
    column = _COLUMN.match(folded)
    if column is not None:
        listed = list(_listed(text[column.end() :], is_left=bool(column["left"])))
        return listed or [text]
    found = list(_PROMPT.finditer(folded))
    places, values = [match.start() for match in found], [to_int(match.group().strip("()")) for match in found]
    counted = len(found) > 1 and values == list(range(values[0], values[0] + len(values)))
    asked = counted and (not places[0] or folded[places[0] - 1] == ":")
    if not asked or options.find_inline_one(make_line(text, 0)) is not None:
        return [text]
    pieces = [text[start:end].strip() for start, end in zip(places, [*places[1:], len(text)], strict=True)]
    return [text[: places[0]], *pieces] if places[0] else pieces


def _listed(text: str, *, is_left: bool) -> Iterator[str]:
    """The entries of a column, in listed spellings; none where they do not count from the first on."""
    found = list((_COUNTED if is_left else _LETTERED).finditer(fold(text)))
    ends = [match.start() for match in found[1:]] + [len(text)]
    if not _counts([match[1] for match in found], is_left=is_left):
        return
    for match, end in zip(found, ends, strict=True):
        words = text[match.end() : end].strip(" \u3000,，;；、")
        yield f"({to_int(match[1])}) {words}" if is_left else f"{match[1].upper()}. {words}"


def _counts(marks: Sequence[str], *, is_left: bool) -> bool:
    values = [to_int(mark) if is_left else ord(mark.upper()) - ord("A") + 1 for mark in marks]
    return len(values) > 1 and values == list(range(1, len(values) + 1))

"""Papers typed in a light mark-up (Markdown): its signs are taken off the lines, its words stay."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kaochang.domain.items import Table
from kaochang.papers.grammar.key_tables import table_pairs, typed_rows
from kaochang.papers.lines import MASK, Line, make_line

_TOP: Final = re.compile(r"#{1,6}\s+\S|\*\*[^*\s][^*]*\*\*|\|.*\|$")
_HEAD: Final = re.compile(r"(?:>\s*)?#{1,6}\s+|>\s+")
_STRONG: Final = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1")
_OPTION: Final = re.compile(r"[-*+]\s+(?:\[[ xX√]?\]\s*)?(?=\*{0,2}[(\[]?[A-Ha-h]\s*[.、:)\]])")
_BULLETED: Final = re.compile(r"[-*+]\s+(?=\*\*|\d{1,3}\s*[.、]|答案|解析|\[答案)")
_APART: Final = re.compile(r"参\s+考\s+答\s+案\s*(?=[:\]])|答\s+案\s*(?=[:\]])|解\s+析\s*(?=[:\]])")
_RULE: Final = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\s*")
"""What stands between the head of a drawn table and its rows."""
_ENOUGH: Final = 3


def unmarked(lines: Sequence[Line]) -> list[Line]:
    """The lines without headings' #, emphasis' ** and the bullets before options; of other papers as they are."""
    lines = list(_with_keys([_drawn_together(line) for line in lines]))
    if sum(1 for line in lines if _marked(line)) < _ENOUGH:
        return lines
    return list(_each(lines))


def _with_keys(lines: Sequence[Line]) -> Iterator[Line]:
    """Key tables drawn with bars (`| 题号 | 答案 |`, `| --- | --- |`, …) as the tables that they are."""
    end = 0
    for index, line in enumerate(lines):
        if index < end:
            continue
        if index + 2 < len(lines) and line.fold[:1] == "|" and _RULE.fullmatch(lines[index + 1].fold):
            end = next((at for at in range(index, len(lines)) if lines[at].fold[:1] != "|"), len(lines))
            rows = [_cells(row) for row in lines[index:end] if not _RULE.fullmatch(row.fold)]
            wide = max(map(len, rows))
            table = tuple((*row, *[""] * (wide - len(row))) for row in rows)
            if table_pairs(table) or typed_rows(table):
                yield make_line("", line.number, table=Table(table))
                continue
            end = 0
        yield line


def _cells(line: Line) -> tuple[str, ...]:
    inner = line.text.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in inner.split("|"))


def _drawn_together(line: Line) -> Line:
    """`参 考 答 案：…`, whose letters stand apart, as one word; every other line as it is."""
    match = _APART.match(line.fold) if line.fold[:1] in "参答解" and line.fold[1:2].isspace() else None
    if match is None:
        return line
    return make_line(re.sub(r"\s", "", match.group()) + line.text[match.end() :], line.number)


def _marked(line: Line) -> bool:
    return line.fold[:1] in ("#", "*", "|", "-") and bool(_TOP.match(line.fold) or _OPTION.match(line.fold))


def _each(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if line.table is not None or MASK in line.fold or line.text.startswith("```"):
            yield line
            continue
        text = line.text
        head = _OPTION.match(text) or _BULLETED.match(text) or _HEAD.match(text)
        text = _STRONG.sub(r"\2", text[head.end() :] if head else text)
        if text.startswith("|") and text.endswith("|"):
            text = text.strip("|").strip()
        yield line if text == line.text else replace(make_line(text, line.number, images=line.images), raw=line.raw)

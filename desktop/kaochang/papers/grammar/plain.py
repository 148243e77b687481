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
_HASHED: Final = re.compile(r"#(\d{1,3})\s*(?=[\[(\s])")
_OF_PART: Final = re.compile(r"((?:参考|标准)?答案)\s*[(\[](\d{1,2})[)\]]\s*:\s*(?=\S)")
_SIGNED: Final = re.compile(r"(?:>{2,}|[-=]+>)\s*(?=\[?(?:(?:参考|标准|正确)?答案|解析|说明|评分|要点|得分点))")


def unmarked(lines: Sequence[Line]) -> list[Line]:
    """The lines without headings' #, emphasis' ** and the bullets before options; of other papers as they are."""
    lines = list(_with_keys(_by_parts([_unsigned(_drawn_together(line)) for line in _unhashed(lines)])))
    if sum(1 for line in lines if _marked(line)) < _ENOUGH:
        return [*_each(lines[:1]), *lines[1:]] if lines and lines[0].fold.startswith("# ") else lines
    return list(_each(lines))


def _unhashed(lines: Sequence[Line]) -> Sequence[Line]:
    """`#1 [单选] …`, as programs list items: its sign becomes a stop behind the number, where these count from 1."""
    found = {place: match for place, line in enumerate(lines) if (match := _HASHED.match(line.fold))}
    if len(found) < _ENOUGH or [int(match[1]) for match in found.values()] != list(range(1, len(found) + 1)):
        return lines
    return [
        make_line(f"{found[place][1]}. {line.text[found[place].end() :]}", line.number) if place in found else line
        for place, line in enumerate(lines)
    ]


def _by_parts(lines: Sequence[Line]) -> list[Line]:
    """`答案(1)：…`, `答案(2)：…` line by line below a case as one answer with its parts: `答案：(1) …`, `(2) …`."""
    found = list(lines)
    matches = [_OF_PART.match(line.fold) if "答案" in line.fold[:4] else None for line in lines]
    numbers = [0 if match is None else int(match[2]) for match in matches]
    for place, match in enumerate(matches):
        is_run = numbers[place] == 1 and numbers[place + 1 : place + 2] == [2]
        if match is None or not (is_run or (place and numbers[place - 1] == numbers[place] - 1 > 0)):
            continue
        word = f"{match[1]}：" if is_run else ""
        line = lines[place]
        found[place] = make_line(f"{word}({numbers[place]}) {line.text[match.end() :]}", line.number)
    return found


def _unsigned(line: Line) -> Line:
    """`>> 答案：…` without its sign; every other line as it is."""
    match = _SIGNED.match(line.fold) if line.fold[:1] in ">-=" else None
    return line if match is None else line.cut(match.end())


def _with_keys(lines: Sequence[Line]) -> Iterator[Line]:
    """Key tables drawn with bars (`| 题号 | 答案 |`, `| --- | --- |`, …) as the tables that they are."""
    end = 0
    for index, line in enumerate(lines):
        if index < end:
            continue
        if draws_table(lines, index):
            end = table_end(lines, index)
            rows = [cells_of(row) for row in lines[index:end] if not is_rule(row)]
            wide = max(map(len, rows))
            table = tuple((*row, *[""] * (wide - len(row))) for row in rows)
            if table_pairs(table) or typed_rows(table):
                yield make_line("", line.number, table=Table(table))
                continue
            end = 0
        yield line


def is_rule(line: Line) -> bool:
    """Whether a line is the rule below the head of a drawn table."""
    return bool(_RULE.fullmatch(line.fold))


def draws_table(lines: Sequence[Line], index: int) -> bool:
    """Whether a table that is drawn with bars begins on a line."""
    return index + 2 < len(lines) and lines[index].fold[:1] == "|" and is_rule(lines[index + 1])


def table_end(lines: Sequence[Line], index: int) -> int:
    """The place behind such a table."""
    return next((at for at in range(index, len(lines)) if lines[at].fold[:1] != "|"), len(lines))


def cells_of(line: Line) -> tuple[str, ...]:
    """The cells of one of its rows."""
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

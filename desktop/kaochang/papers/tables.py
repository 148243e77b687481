"""Tables: a frame around lines, a key table, a score table, a whole paper in rows, or data that belongs to an item."""

import re
from typing import Final, TypeAlias

from kaochang.domain.items import Table
from kaochang.papers import options
from kaochang.papers.key import table_pairs
from kaochang.papers.lines import Line, fold, make_line
from kaochang.papers.numbers import parse_number

Cell: TypeAlias = list[Line]
Rows: TypeAlias = list[list[Cell]]

_SCORE: Final = re.compile(
    r"(?:题号|大题|题型|得分|分数|满分|总分|合计|成绩|阅卷人?|评卷人?|评分人?|复核人?|签名|核分人?|[一二三四五六七八九十]{1,2}|\d{0,3}分?|\s)*"
)
_STEM: Final = re.compile(r"题干|题目|试题|题目内容|试题内容|内容|题目描述")
_HEADS: Final = (
    ("number", re.compile(r"序号|题号|编号|No\.?")),
    ("type", re.compile(r"题型|题目类型|类型")),
    ("stem", _STEM),
    ("option", re.compile(r"(?:选项|答案选项)?\s*([A-H])(?:选项)?")),
    ("answer", re.compile(r"(?:正确|标准|参考)?答案|正确选项")),
    ("explanation", re.compile(r"解析|答案解析|试题解析")),
    ("points", re.compile(r"分值|分数")),
)
_WORDS: Final = {"answer": "答案：", "explanation": "解析：", "type": "题型：", "points": "分值："}


def lay_out(rows: Rows) -> list[Line]:
    """The lines that a table stands for, in reading order."""
    texts = tuple(tuple("\n".join(line.text for line in cell if line.text) for cell in row) for row in rows)
    flat = [line for row in rows for cell in row for line in cell]
    if not flat or _is_score(texts):
        return []
    if table_pairs(texts):
        return [make_line("", flat[0].number, table=Table(texts))]
    heads = _heads(texts[0])
    if "stem" in heads and len(rows) > 1:
        return _as_paper(rows, heads)
    if _is_frame(rows):
        return [line for row in rows for line in _row(row)]
    images = tuple(image for line in flat for image in line.images)
    return [make_line("", flat[0].number, table=Table(texts), images=images)]


def _is_score(texts: tuple[tuple[str, ...], ...]) -> bool:
    joined = fold(" ".join(cell for row in texts for cell in row))
    return bool(_SCORE.fullmatch(joined)) and bool(re.search(r"得分|分数|总分|阅卷|评卷", joined))


def _heads(row: tuple[str, ...]) -> dict[str, int]:
    """What each column of a header row holds."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        for name, pattern in _HEADS:
            match = pattern.fullmatch(fold(cell).strip())
            if match:
                found.setdefault(f"option {match.group(1)}" if name == "option" else name, place)
                break
    return found if len(found) > 1 else {}


def _is_frame(rows: Rows) -> bool:
    """Whether cells hold parts of items rather than data."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return True
    lines = [line for row in rows for cell in row for line in cell if line.text]
    if any(options.starts_option(line) for line in lines):
        return True
    numbered = sum(1 for line in lines if (mark := parse_number(line)) and not mark.weak and len(mark.rest.text) > 8)
    return numbered > 1 or any(len(line.text) > 80 for line in lines)


def _row(row: list[Cell]) -> list[Line]:
    """Prompt and option side by side stay one line, as in two columns to be matched; all else line by line."""
    if len(row) == 2 and len(row[0]) == 1 and len(row[1]) == 1 and parse_number(row[0][0]):
        left, right = row[0][0], row[1][0]
        if options.starts_option(right):
            return [make_line(f"{left.text}    {right.text}", left.number, images=left.images + right.images)]
    return [line for cell in row for line in cell]


def _as_paper(rows: Rows, heads: dict[str, int]) -> list[Line]:
    """A header row and one item a row: the same lines that a typed paper would hold."""
    lines: list[Line] = []
    for place, row in enumerate(rows[1:], start=1):
        cells = {name: row[column] for name, column in heads.items() if column < len(row)}
        stem = [line for line in cells.get("stem", []) if line.text or line.images]
        if stem:
            lines += _as_item(stem, cells, place)
    return lines


def _as_item(stem: Cell, cells: dict[str, Cell], place: int) -> list[Line]:
    number = "".join(line.text for line in cells.get("number", [])) or str(place)
    numbered = "" if parse_number(stem[0]) else f"{number}. "
    lines = [make_line(numbered + stem[0].text, stem[0].number, images=stem[0].images), *stem[1:]]
    for name in sorted(name for name in cells if name.startswith("option")):
        words = "\n".join(line.text for line in cells[name])
        if words:
            lines.append(make_line(f"{name[-1]}. {words}", cells[name][0].number))
    for name, word in _WORDS.items():
        words = "\n".join(line.text for line in cells.get(name, []))
        if words:
            lines.append(make_line(word + words, cells[name][0].number))
    return lines

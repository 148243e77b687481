"""Tables: a frame around lines, a key table, a score table, a whole paper in rows, or data that belongs to an item."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from kaochang.domain.items import Table
from kaochang.papers.grammar import options
from kaochang.papers.grammar.key_entries import is_entry_line, parse_entries
from kaochang.papers.grammar.key_tables import is_empty_grid, number_of, table_pairs, typed_rows
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Line, Note, fold, make_line
from kaochang.papers.walkers.judged_tables import as_judged
from kaochang.papers.walkers.paper_tables import Cell, Rows, as_cards, as_learned, as_paper, led, words_of

__all__ = ["Cell", "Rows", "lay_out"]

Texts: TypeAlias = tuple[tuple[str, ...], ...]

_SCORE: Final = re.compile(
    r"(?:题号|大题|题型|得分|分数|满分|总分|合计|成绩|阅卷人?|评卷人?|评分人?|复核人?|签名|核分人?|[一二三四五六七八九十百零\d分\s])*"
)
"""One way alone leads through each row: with several, a long row that is none would take for ever."""
_LETTER: Final = re.compile(r"\(?([A-H])\)?[.、:]?")
_LED: Final = re.compile(r"([A-H])\s+(?=\S)")
_FEWEST_LED: Final = 3
_SHORT: Final = re.compile(r"[A-H](?:[\s、,]*[A-H])*|√|×|正确|错误|对|错")
_ASKS: Final = re.compile(r"[(\[]\s*[)\]]|_{2,}|\?|[(\[]\s*[A-H√×]+\s*[)\]]")
_LONG: Final = 80


def lay_out(rows: Rows, said: list[Note] | None = None) -> list[Line]:
    """The lines that a table stands for, in reading order; `said` takes what only its cells told."""
    notes = [] if said is None else said
    rows = [row for row in rows if any(line.text or line.images or line.table for cell in row for line in cell)]
    texts = tuple(tuple(words_of(cell) for cell in row) for row in rows)
    if not rows or _is_score(texts) or is_empty_grid(texts):
        return []
    if table_pairs(texts) or typed_rows(texts):
        return [_data(rows, texts)]
    entries = " ".join(cell for row in texts for cell in row if cell)
    if _is_entries(texts, make_line(entries, 0)):
        return [make_line(entries, next(line.number for row in rows for cell in row for line in cell))]
    found = as_judged(rows) or as_cards(rows) or as_paper(rows, notes) or _lettered(rows) or _led(rows)
    found = found or as_learned(rows, notes) or _numbered(rows)
    if found:
        return found
    if _is_frame(rows):
        return _framed(list(_once(rows)))
    return [_data(rows, texts)]


def _data(rows: Rows, texts: Texts) -> Line:
    flat = [line for row in _once(rows) for cell in row for line in cell]
    images = tuple(image for line in flat for image in line.images)
    return make_line("", flat[0].number, table=Table(texts), images=images)


def _once(rows: Rows) -> Iterator[list[Cell]]:
    """The rows, a cell that reaches over several of them in the first alone."""
    seen: set[int] = set()
    for row in rows:
        yield [cell for cell in row if id(cell) not in seen]
        seen |= {id(cell) for cell in row}


def _is_score(texts: Texts) -> bool:
    joined = fold(" ".join(cell for row in texts for cell in row))
    return bool(_SCORE.fullmatch(joined)) and bool(re.search(r"得分|分数|总分|阅卷|评卷", joined))


def _is_frame(rows: Rows) -> bool:
    """Whether cells hold parts of items rather than data."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return True
    lines = [line for row in rows for cell in row for line in cell if line.text or line.table]
    if any(line.table is not None or options.starts_option(line) for line in lines):
        return True
    numbered = sum(1 for line in lines if (mark := parse_number(line)) and not mark.weak and len(mark.rest.text) > 8)
    return numbered > 1 or any(len(line.text) > _LONG for line in lines)


def _is_entries(texts: Texts, joined: Line) -> bool:
    """Whether every cell is an entry of a key by itself: 1.B, or 1-5 ABCDE."""
    cells = [cell for row in texts for cell in row if cell]
    return is_entry_line(joined) and all(parse_entries(make_line(cell, 0)) is not None for cell in cells)


def _framed(rows: Rows) -> list[Line]:
    """Prompt and option side by side stay one line, as in two columns to be matched; all else line by line."""
    filled = [[cell for cell in row if cell] for row in rows]
    if all(_is_match(row) for row in filled):
        return [_beside(left[0], right[0]) for left, right in filled]
    return [line for row in rows for cell in row for line in cell]


def _is_match(row: list[Cell]) -> bool:
    if len(row) != 2 or len(row[0]) != 1 or len(row[1]) != 1:
        return False
    return parse_number(row[0][0]) is not None and options.starts_option(row[1][0])


def _beside(left: Line, right: Line) -> Line:
    return make_line(f"{left.text}    {right.text}", left.number, images=left.images + right.images, label=left.label)


def _lettered(rows: Rows) -> list[Line]:
    """Options whose letters stand in cells of their own: A | words | B | words, or one below the other."""
    cells = [cell for row in _once(rows) for cell in row if cell]
    letters = [_LETTER.fullmatch(fold(words_of(cell)).strip()) for cell in cells[::2]]
    found = [match.group(1) for match in letters if match]
    expected = [chr(ord("A") + place) for place in range(len(letters))]
    if len(cells) % 2 or len(cells) < 4 or sorted(found) != expected:
        return []
    lines: list[Line] = []
    for letter, (first, *more) in zip(found, cells[1::2], strict=True):
        lines += [led(first, f"{letter}."), *more]
    return lines


def _led(rows: Rows) -> list[Line]:
    """Options each in a cell, a letter and white space before its words: A 先登记 | B 先核实."""
    cells = [cell for row in _once(rows) for cell in row if cell]
    found = [_LED.match(cell[0].fold) for cell in cells]
    letters = [match.group(1) for match in found if match]
    if len(cells) < _FEWEST_LED or sorted(letters) != [chr(ord("A") + place) for place in range(len(cells))]:
        return []
    lines: list[Line] = []
    for match, (first, *more) in zip(found, cells, strict=True):
        lines += [led(first.cut(match.end()), f"{match.group(1)}."), *more] if match else []
    return lines


def _numbered(rows: Rows) -> list[Line]:
    """Items without a header: numbers alone in the first column, and words that ask beside them."""
    numbers = [number_of(words_of(row[0])) if row else 0 for row in rows]
    if len(rows) < 2 or not numbers[0] or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return []
    bodies = [[cell for cell in row[1:] if cell] for row in rows]
    pairs = _matched(numbers, bodies)
    if pairs:
        return pairs
    asked = sum(1 for body in bodies if _asks(body))
    if not all(bodies) or asked * 2 < len(rows):
        return []
    keyed = all(len(body) > 1 and _SHORT.fullmatch(fold(words_of(body[-1])).strip()) for body in bodies)
    return [line for number, body in zip(numbers, bodies, strict=True) for line in _item(number, body, keyed=keyed)]


def _asks(body: list[Cell]) -> bool:
    return any(options.starts_option(line) or _ASKS.search(line.fold) for cell in body for line in cell)


def _item(number: int, body: list[Cell], *, keyed: bool) -> list[Line]:
    first, *more = [line for cell in (body[:-1] if keyed else body) for line in cell]
    lines = [led(first, f"{number}.", number), *more]
    return [*lines, make_line(f"答案：{words_of(body[-1])}", body[-1][0].number)] if keyed else lines


def _matched(numbers: list[int], bodies: list[list[Cell]]) -> list[Line]:
    """Two columns to be matched, numbers and letters in cells of their own: 1 | words | A | words."""
    letters = [_LETTER.fullmatch(fold(words_of(body[1])).strip()) if len(body) == 3 else None for body in bodies]
    if not all(letters):
        return []
    return [
        _beside(led(body[0][0], f"({number})", number), led(body[2][0], f"{match.group(1)}."))
        for number, body, match in zip(numbers, bodies, letters, strict=True)
        if match
    ]

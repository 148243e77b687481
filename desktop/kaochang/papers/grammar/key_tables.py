"""Key tables: numbers over answers in one band or several, or columns of both, labelled or plain to see."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from kaochang.papers.grammar import kinds, marks
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import fold, make_line
from kaochang.papers.numerals import SPELLED, to_int

Rows: TypeAlias = tuple[tuple[str, ...], ...]
Pairs: TypeAlias = list[tuple[list[str], list[str]]]

_NUMBER: Final = re.compile(r"(?:试题|题目)?(?:题号|序号|编号|题目)")
_ANSWER: Final = re.compile(r"(?:参考|正确|标准)?答案|正确选项")
_PART: Final = re.compile(r"小题|小问|子题|分题|问|小题号|第几问")
_EXPLANATION: Final = re.compile(r"(?:答案|试题|参考)?解析|解释|说明")
_OF_ITEMS: Final = re.compile(
    r"题干|题面|(?:题目|试题|考题|考核)?内容|(?:试题|题目)描述|试题|考题|(?:备|可)?选项|备选答案|选项\s*[A-H]|[A-H](?:选项)?"
)
"""Columns of a table that holds the items themselves."""
_VALUE: Final = re.compile(r"[A-H](?:[\s、,]*[A-H])*|√|×|正确|错误|对|错|[TFYN]")
_LABELLED: Final = re.compile(r"第?\s*(\d{1,4})\s*(?:小?题)?[.、:]?")
_RANGED: Final = re.compile(r"\d{1,3}\s*[-至到]\s*\d{1,3}")
_ROW_HEAD: Final = re.compile(r"(?:(?:试题|题目)?(?:题号|序号|编号|题目|题型|类型|大题|部分|[\s/|\\])*)")
_SECTION: Final = re.compile(rf"第?[{SPELLED}]{{1,3}}(?:大题|部分|题)?[、.]?|\([{SPELLED}]{{1,3}}\)")
_PLACE: Final = re.compile(rf"第[{SPELLED}\d]{{1,3}}[^\s\d题]{{1,2}}")
"""The place of a section in words that nobody listed: 第一关."""
_ABOUT: Final = (re.compile(r"题|号|序|no", re.IGNORECASE), re.compile(r"选(?!手)|答(?!题|卷)|正解|key", re.IGNORECASE))
_SHORT: Final = 6
_HEADER_WITHIN: Final = 3
_SENTENCE: Final = 6
"""Characters of a reason, at the least: points and levels have fewer."""
_FEWEST: Final = 2
"""Columns of a table without labels; fewer could be anything."""
_SOMEBODYS: Final = re.compile(r"[我你您他她]的?[选答]|[我你您他她]的|考生|学[生员]|答题卡|作答|自[选评测]|上次|错选")


def table_pairs(rows: Rows) -> Pairs:
    """(numbers, answers) of a key table, lying or standing; nothing where the table is no key table.

    Places without an answer are left out: a grid that candidates fill in gives nothing (see `is_empty_grid`).
    """
    title, body = titled(rows)
    found = _lying(body) or _standing(body) or _plain(body, headed=bool(title)) or _labelled(body) or _counted(body)
    kept = [_answered(numbers, answers) for numbers, answers in found]
    return [(numbers, answers) for numbers, answers in kept if numbers]


def typed_rows(rows: Rows) -> list[tuple[str, list[str], list[str]]]:
    """(type or section, numbers, answers) for each row of a table whose first column names them; or each column."""
    if under_titles := _under_titles(rows):
        return under_titles
    body = titled(rows)[1]
    turned = tuple(zip(*body, strict=True)) if len({len(row) for row in body}) == 1 else ()
    return _by_section(body) or _by_section(turned)


def _under_titles(rows: Rows) -> list[tuple[str, list[str], list[str]]]:
    """Bands of numbers over answers, without labels, each set under one cell that names its section and reaches across.

    A number may lack its answer (its item then has none, and that is told); an answer never lacks its number.
    """
    found: list[tuple[str, list[str], list[str]]] = []
    title, numbers = "", list[str]()
    for row in rows:
        cells = [fold(cell).strip() for cell in row]
        words = set(cells) - {""}
        head = next(iter(words)) if len(words) == 1 else ""
        if numbers:
            if not _fits(numbers, cells):
                return []
            found.append((title, *_answered(numbers, cells)))
            numbers = []
        elif head and len(cells) > 1 and _is_section(head) and not is_somebodys(head):
            title = head
        elif title and _count_on(cells):
            numbers = cells
        else:
            return []
    return [] if numbers else [each for each in found if each[1]]


def _fits(numbers: list[str], answers: list[str]) -> bool:
    """Whether below numbers stand answers alone, or nothing."""
    pairs = zip(numbers, answers, strict=False)
    return len(numbers) == len(answers) and all(not answer or (number and is_value(answer)) for number, answer in pairs)


def _count_on(cells: list[str]) -> bool:
    """Whether the cells are numbers that count on one by one, with empty cells behind at most."""
    values = [number_of(cell) for cell in cells if cell]
    filled = cells[: len(values)]
    return bool(values) and all(filled) and values[0] > 0 and values == list(range(values[0], values[0] + len(values)))


def _by_section(rows: Rows) -> list[tuple[str, list[str], list[str]]]:
    numbers: list[str] = []
    found: list[tuple[str, list[str], list[str]]] = []
    under = ""
    for row in rows:
        head, cells = fold(row[0]).strip() if row else "", list(row[1:])
        if under:
            if head not in ("", under):
                return []
            found.append((under, *_answered(numbers, cells)))
            numbers, under = [], ""
        elif head and _ROW_HEAD.fullmatch(head) is None and not numbers and _are_numbers(cells) and _is_section(head):
            numbers, under = cells, head
        elif (_ROW_HEAD.fullmatch(head) or _heads_places(head, rows)) and _are_numbers(cells):
            numbers = cells
        elif numbers and _is_section(head):
            found.append((head, *_answered(numbers, cells)))
        else:
            return []
    return [each for each in found if each[1]]


def _heads_places(head: str, rows: Rows) -> bool:
    """Whether the first cell of a table names a column of nothing but places: 关卡 above 第一关."""
    heads = [fold(row[0]).strip() for row in rows[1:] if row]
    return bool(rows) and head == fold(rows[0][0]).strip() and bool(heads) and all(map(_PLACE.fullmatch, heads))


def _is_section(head: str) -> bool:
    """Whether the first cell of a row names a type or a section."""
    return bool(
        kinds.type_of(head) or kinds.is_generic_choice(head) or _SECTION.fullmatch(head) or _PLACE.fullmatch(head)
    )


def _are_numbers(cells: list[str]) -> bool:
    filled = [fold(cell).strip() for cell in cells if cell.strip()]
    return bool(filled) and all(number_of(cell) or _RANGED.fullmatch(cell) for cell in filled)


def are_answers(rows: Rows) -> bool:
    """Whether a table is a key without a word above that says so: letters, ticks and crosses by type."""
    return all(_VALUE.fullmatch(fold(answer).strip()) for _, _, answers in typed_rows(rows) for answer in answers)


def is_somebodys(words: str) -> bool:
    """Whether folded words head what somebody chose, which is no key."""
    return bool(_SOMEBODYS.search(words))


def is_value(cell: str) -> bool:
    """Whether folded words are letters of options or a judgement and nothing else."""
    return bool(_VALUE.fullmatch(cell))


def titled(rows: Rows) -> tuple[str, Rows]:
    """The words of one cell that reaches over a table, and the rows below it; "" where there is none."""
    words = {cell.strip() for cell in rows[0]} - {""} if len(rows) > 2 and len(rows[0]) > 1 else set()
    return (words.pop(), rows[1:]) if len(words) == 1 else ("", rows)


def is_empty_grid(rows: Rows) -> bool:
    """Whether a table is a grid of numbers whose answers a candidate would fill in."""
    found = _lying(rows) or _standing(rows)
    return bool(found) and not any(answer.strip() for _, answers in found for answer in answers)


def is_banded(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether numbers and answers stand side by side more than once: 题号 | 答案 | 题号 | 答案."""
    _, heads = _header(tuple(rows[:_HEADER_WITHIN]))
    return sum(1 for head in heads if _NUMBER.fullmatch(head)) > 1


def explanations(rows: Rows) -> dict[int, str]:
    """What a column beside the answers explains, by number."""
    at, heads = _header(rows)
    numbers = [place for place, head in enumerate(heads) if _NUMBER.fullmatch(head)]
    places = [place for place, head in enumerate(heads) if _EXPLANATION.fullmatch(head)]
    places = places or _reasons(rows[at + 1 :], heads)
    if len(numbers) != 1 or len(places) != 1:
        return {}
    body = [row for row in rows[at + 1 :] if len(row) > max(numbers[0], places[0])]
    return {value: row[places[0]] for row in body if (value := number_of(row[numbers[0]])) and row[places[0]].strip()}


def _reasons(body: Rows, heads: list[str]) -> list[int]:
    """The one column beside numbers and answers whose word nobody listed (理由), if it holds sentences."""
    rest = [place for place, head in enumerate(heads) if not (_NUMBER.fullmatch(head) or _ANSWER.fullmatch(head))]
    if len(heads) != 3 or len(rest) != 1 or marks.starts_with(make_line(f"{heads[rest[0]]}:", 0)) is not None:
        return []
    texts = [row[rest[0]].strip() for row in body if len(row) > rest[0] and row[rest[0]].strip()]
    return rest if texts and all(len(text) >= _SENTENCE for text in texts) else []


def number_of(cell: str) -> int:
    """The number of a cell (1, 第1题, ⑴); 0 where it holds none."""
    words = fold(cell).strip()
    labelled = _LABELLED.fullmatch(words)
    return int(labelled.group(1)) if labelled else to_int(cell.strip())


def _answered(numbers: list[str], answers: list[str]) -> tuple[list[str], list[str]]:
    kept = [
        (str(number_of(number) or fold(number).strip()), answer)
        for number, answer in zip(numbers, answers, strict=False)
        if answer.strip() and (number_of(number) or _RANGED.fullmatch(fold(number).strip()))
    ]
    return [number for number, _ in kept], [answer for _, answer in kept]


def _label_at(row: tuple[str, ...], label: re.Pattern[str]) -> int | None:
    return next((place for place, cell in enumerate(row[:2]) if label.fullmatch(fold(cell).strip())), None)


def _lying(rows: Rows) -> Pairs:
    pairs: Pairs = []
    for upper, lower in pairwise(rows):
        left, below = _label_at(upper, _NUMBER), _label_at(lower, _ANSWER)
        if left is not None and left == below:
            pairs.append((list(upper[left + 1 :]), list(lower[left + 1 :])))
    return pairs


def _header(rows: Rows) -> tuple[int, list[str]]:
    """The row that names the columns, under a title at most."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        heads = [fold(cell).strip() for cell in row]
        if any(map(_NUMBER.fullmatch, heads)) and any(_is_answer(head, heads) for head in heads):
            return (0, []) if any(map(_OF_ITEMS.fullmatch, heads)) else (at, heads)
    return 0, []


def _is_answer(head: str, heads: list[str]) -> bool:
    """Whether a column holds answers; beside the numbers alone, any word for an answer says so (参考话术)."""
    alone = len(heads) == 2 and marks.starts_with(make_line(f"{head}:", 0)) is Mark.ANSWER
    return alone or bool(_ANSWER.fullmatch(head))


def _standing(rows: Rows) -> Pairs:
    at, heads = _header(rows)
    lefts = [place for place, head in enumerate(heads) if _NUMBER.fullmatch(head)]
    pairs: Pairs = []
    for left, end in zip(lefts, [*lefts[1:], len(heads)], strict=False):
        right = next((place for place in range(left + 1, end) if _is_answer(heads[place], heads)), None)
        if right is not None:
            body = [row for row in rows[at + 1 :] if len(row) > right]
            part = next((place for place in range(left + 1, end) if _PART.fullmatch(heads[place])), None)
            pairs.append(
                ([row[left] for row in body], [row[right] for row in body])
                if part is None
                else _of_parts([(row[left], row[part], row[right]) for row in body])
            )
    return pairs


def _of_parts(cells: list[tuple[str, str, str]]) -> tuple[list[str], list[str]]:
    """Answers of sub-questions a row each, as the one answer of their item: (1) and what it says, (2) and so on."""
    found: dict[str, list[str]] = {}
    last = ""
    for number, part, answer in cells:
        last = number if number.strip() else last
        value = number_of(fold(part).strip("() "))
        found.setdefault(last, []).append(f"({value}) {answer.strip()}" if value else answer.strip())
    return list(found), ["\n".join(answers) for answers in found.values()]


def _labelled(rows: Rows) -> Pairs:
    """Such bands behind labels that nobody listed, but that speak of items above and of answers below: 题, 选."""
    labels = [fold(row[0]).strip() if row else "" for row in rows]
    spoken = [label for label, about in zip(labels, _ABOUT * len(rows), strict=False) if about.search(label)]
    short = all(0 < len(label) <= _SHORT and _VALUE.fullmatch(label) is None for label in labels)
    short = short and not any(map(is_somebodys, labels))
    return _plain(tuple(row[1:] for row in rows), headed=False) if short and len(spoken) == len(rows) else []


def _counted(rows: Rows) -> Pairs:
    """Two columns under words that nobody listed, or none: numbers that count on from 1, and answers alone."""
    if len(rows) < _FEWEST or any(len(row) != len(("number", "answer")) for row in rows):
        return []
    header = rows[0] if not number_of(rows[0][0]) else ("", "")
    body = rows[1:] if header[0] else rows
    numbers, answers = zip(*body, strict=True)
    values = [number_of(number) for number in numbers]
    if is_somebodys("".join(header)) or values != list(range(1, len(body) + 1)) or len(body) < _FEWEST:
        return []
    told = all(_VALUE.fullmatch(fold(answer).strip()) for answer in answers)
    return [(list(numbers), list(answers))] if told else []


def _plain(rows: Rows, *, headed: bool) -> Pairs:
    """Bands without labels: every other row counts on one by one, from 1 or `headed`, and answers alone stand below."""
    bands = list(zip(rows[::2], rows[1::2], strict=False))
    values = [number_of(cell) for upper, _ in bands for cell in upper if cell.strip()]
    first = values[0] if headed and values else 1
    fewest = 1 if headed else _FEWEST
    if len(rows) % 2 or len(values) < fewest or values != list(range(first, first + len(values))) or not first:
        return []
    full = all(
        bool(number.strip()) == bool(_VALUE.fullmatch(fold(answer).strip()))
        for upper, lower in bands
        for number, answer in zip(upper, lower, strict=False)
    )
    same = all(len(upper) == len(lower) for upper, lower in bands)
    return [(list(upper), list(lower)) for upper, lower in bands] if full and same else []

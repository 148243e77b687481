"""Which column of a roster holds what: by its header, or by what stands in it where there is none."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kaochang.domain import identity_numbers
from kaochang.papers.lines import spelled

HEADERS: Final = {
    "name": ("姓名", "考生姓名", "员工姓名", "名字", "name"),
    "person": ("工号", "员工号", "员工编号", "人员编号", "编号", "学号", "id", "personnumber"),
    "identity": ("证件号", "证件号码", "身份证号", "身份证号码", "身份证", "identity", "identitynumber", "idnumber"),
    "ticket": ("准考证号", "准考证", "考号", "ticket", "ticketnumber"),
    "room": ("考场", "考室", "教室", "room"),
    "seat": ("机位", "座位", "座位号", "机位号", "座号", "seat"),
    "exam": ("考试", "考试科目", "科目", "报考科目", "exam"),
    "extra": ("加时", "加时分钟", "延时", "extratime", "extraminutes"),
}
"""The columns of a roster, with the headers that people give them."""

_CHINESE_NAME: Final = re.compile(
    r"[㐀-鿿\U00020000-\U0003ffff]{2,4}|[㐀-鿿]{1,10}[·•][㐀-鿿]{1,10}(?:[·•][㐀-鿿]{1,10})*"
)
_FOREIGN_NAME: Final = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'.-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'.-]*)*")
_UNIT: Final = re.compile(r".*(?:部|组|室|科|处|店|队|班|厂|中心|公司|车间|[男女]性?|专员|经理|主管|员)")
"""What departments, posts and the like end with, and names hardly ever."""
_NUMBER: Final = re.compile(r"(?=.*[0-9])[A-Za-z0-9_/-]{1,32}")
_PHONE: Final = re.compile(r"1[3-9][0-9]{9}")
_MOST_LOOKED_AT: Final = 500
_ASIDE: Final = re.compile(r"[*＊:：]|[（(][^（）()]*[)）]")
"""What stands beside a header: a star, （必填）."""
_COUNTED: Final = 0.6
"""How sure a column is everybody's number that counts from 1: any other column of numbers goes before it."""


def named(row: Sequence[str]) -> dict[str, int]:
    """The columns whose headers stand in this row."""
    plain = [_ASIDE.sub("", "".join(cell.split()).casefold()) for cell in row]
    found = {
        field: next((at for at, cell in enumerate(plain) if cell in names), -1) for field, names in HEADERS.items()
    }
    return {field: at for field, at in found.items() if at >= 0}


def heads(row: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether the first of rows whose columns were told is a header of other words: it alone has no number."""
    return "person" in columns and not any(letter.isdigit() for cell in row for letter in cell)


def told(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns for name, number and identity number of rows without a header, by what most of their cells are.

    Nothing where no column holds names. Of several columns of numbers the first without repeats is the number, unless
    it only counts the rows.
    """
    rows = rows[:_MOST_LOOKED_AT]
    columns = [_filled(rows, at) for at in range(max(map(len, rows), default=0))]
    name = _best([_names(cells) for cells in columns])
    if name is None:
        return {}
    identity = _best([_share(cells, identity_numbers.looks_like_one) for cells in columns])
    numbers = [0.0 if at == identity else _numbers(cells) for at, cells in enumerate(columns)]
    person = _best(numbers)
    found = {"name": name, "person": person, "identity": identity}
    return {field: at for field, at in found.items() if at is not None}


def _filled(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """The cells of a column that hold anything; none of a column that most rows do not have."""
    cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return cells if 2 * len(cells) > len(rows) else []


def _share(cells: Sequence[str], is_one: Callable[[str], bool]) -> float:
    """How many of these cells are one; 0 of none."""
    return sum(map(is_one, cells)) / len(cells) if cells else 0.0


def _names(cells: Sequence[str]) -> float:
    """How sure it is that a column holds names: departments and posts repeat, names hardly do."""
    return _share(cells, _is_name) * (1 / 2 + _distinct(cells) / 2)


def _is_name(cell: str) -> bool:
    if _CHINESE_NAME.fullmatch(cell):
        return not _UNIT.fullmatch(cell)
    return bool(_FOREIGN_NAME.fullmatch(cell)) and len(cell) > 1


def _numbers(cells: Sequence[str]) -> float:
    """How sure it is that a column holds everybody's own number: not the row's, and rather no telephone."""
    if cells == [str(place) for place in range(1, len(cells) + 1)] and len(cells) > 1:
        return _COUNTED
    share = _share(cells, lambda cell: bool(_NUMBER.fullmatch(spelled(cell))))
    phones = _share(cells, lambda cell: bool(_PHONE.fullmatch(cell)))
    return share * (1 / 2 + _distinct(cells) / 2) * (1 - phones / 4)


def _distinct(cells: Sequence[str]) -> float:
    return len(set(cells)) / len(cells) if cells else 0.0


def _best(weights: Sequence[float]) -> int | None:
    """The place of the greatest weight over a half, the first of equal ones."""
    best = max(range(len(weights)), key=lambda at: weights[at], default=None)
    return best if best is not None and weights[best] > 1 / 2 else None

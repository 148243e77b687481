"""Rosters as offices keep them: an Excel or CSV table whose columns are found by their headers, in any order.

The header row is the first that names a candidate's name column; what stands above it (titles, notes) is passed over.
Every row after it that holds anything must hold what a ticket needs, or is refused with its line.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.scoring import normal
from kaochang.domain.values import Value
from kaochang.papers.archive import Archive
from kaochang.papers.text import decode

_HEADERS = {
    "name": ("姓名", "考生姓名", "名字", "name"),
    "person": ("工号", "员工号", "员工编号", "人员编号", "编号", "学号", "id", "personnumber"),
    "identity": ("证件号", "证件号码", "身份证号", "身份证号码", "身份证", "identity", "identitynumber", "idnumber"),
    "ticket": ("准考证号", "准考证", "考号", "ticket", "ticketnumber"),
    "room": ("考场", "考室", "教室", "room"),
    "seat": ("机位", "座位", "座位号", "机位号", "座号", "seat"),
    "exam": ("考试", "考试科目", "科目", "报考科目", "exam"),
    "extra": ("加时", "加时分钟", "延时", "extratime", "extraminutes"),
}
_ROW_LIMIT = 100_000
_MOST_EXTRA_MINUTES = 24 * 60
_TOO_LARGE: Final = {"paper.bomb", "paper.unpacks-too-large", "paper.too-many-entries"}
_BROKEN: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,  # what both XML readers that openpyxl uses call a document that is none
    AttributeError,  # openpyxl, where an element that it counts on is missing or is another
    LookupError,
    TypeError,
    ValueError,
    OSError,
)


class RosterRow(Value, frozen=True):
    """One candidate of a roster file; what its table does not hold is "". `line` counts from 1."""

    line: int
    name: str
    person: str
    ticket: str
    room: str
    seat: str
    exam: str
    extra_minutes: int
    identity: str = ""


def _cell(value: object) -> str:
    """A cell as text: whole numbers without the .0 that spreadsheets add."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _check_unpacked(data: bytes) -> None:
    """Unpacks every part within the archive's limits: openpyxl believes whatever size a part turns out to have."""
    try:
        archive = Archive(data)
        for name in archive.names:
            archive.read(name)
    except Refusal as refusal:
        if refusal.key in _TOO_LARGE:
            raise Refusal(Outcome.LIMIT, "roster.too-large") from refusal
        raise Refusal(Outcome.PAYLOAD, "roster.unreadable") from refusal


def _sheet_rows(data: bytes) -> Iterator[list[str]]:
    _check_unpacked(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True, max_row=_ROW_LIMIT, max_col=64):
            yield [_cell(value) for value in row]
    except _BROKEN as error:
        raise Refusal(Outcome.PAYLOAD, "roster.unreadable") from error


def _text_rows(data: bytes) -> Iterator[list[str]]:
    try:
        text = decode(data)
    except Refusal as refusal:
        raise Refusal(Outcome.PAYLOAD, "roster.unreadable") from refusal
    dialect = csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
    try:
        for row in csv.reader(io.StringIO(text), dialect):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise Refusal(Outcome.PAYLOAD, "roster.unreadable") from error


def _columns(row: list[str]) -> dict[str, int]:
    plain = ["".join(cell.split()).casefold() for cell in row]
    found = {
        field: next((at for at, cell in enumerate(plain) if cell in names), -1) for field, names in _HEADERS.items()
    }
    return {field: at for field, at in found.items() if at >= 0}


def _minutes(text: str, line: int) -> int:
    if not text:
        return 0
    if not text.isdecimal() or int(text) > _MOST_EXTRA_MINUTES:
        raise Refusal(Outcome.PAYLOAD, "roster.extra-time", line=line, found=text, most=_MOST_EXTRA_MINUTES)
    return int(text)


def _row(cells: list[str], columns: dict[str, int], line: int) -> RosterRow:
    def get(field: str) -> str:
        at = columns.get(field, -1)
        return cells[at] if 0 <= at < len(cells) else ""

    person = get("person") or get("identity") or get("ticket")
    if not get("name") or not person:
        raise Refusal(Outcome.PAYLOAD, "roster.incomplete", line=line)
    return RosterRow(
        line,
        get("name"),
        person,
        get("ticket"),
        get("room"),
        get("seat"),
        get("exam"),
        _minutes(get("extra"), line),
        get("identity"),
    )


def _check_unique(rows: list[RosterRow]) -> None:
    for field in ("person", "ticket", "identity"):
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            value = getattr(row, field)
            key = (normal(value), row.exam)
            if value and key in seen:
                raise Refusal(Outcome.DUPLICATE, "roster.duplicate", line=row.line, first=seen[key], value=value)
            seen[key] = row.line


def read_roster(data: bytes) -> list[RosterRow]:
    """The candidates of a roster file (.xlsx or .csv, told by content); PAYLOAD with the line of what is missing."""
    if not data.strip():
        raise Refusal(Outcome.EMPTY, "roster.empty")
    rows = _sheet_rows(data) if data.startswith(b"PK") else _text_rows(data)
    columns: dict[str, int] = {}
    found: list[RosterRow] = []
    for line, cells in enumerate(rows, start=1):
        if not any(cells):
            continue
        if "name" not in columns:
            columns = _columns(cells)
        else:
            found.append(_row(cells, columns, line))
    if "name" not in columns:
        raise Refusal(Outcome.PAYLOAD, "roster.no-header")
    if not found:
        raise Refusal(Outcome.EMPTY, "roster.empty")
    _check_unique(found)
    return found

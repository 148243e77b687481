"""Blueprints as files: JSON with everything, or a table (.xlsx, .csv) a line for each rule, as clerks write it."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import msgspec

from kaochang.domain.blueprints import Blueprint, BlueprintSection, Rule
from kaochang.domain.items import ItemType
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import from_plain
from kaochang.machine.safe_files import read_whole
from kaochang.papers.archive import Archive
from kaochang.papers.finishing.difficulty import read_difficulty
from kaochang.papers.grammar.kinds import type_of
from kaochang.papers.lines import fold
from kaochang.papers.sheets import delimited
from kaochang.papers.sheets.excel import read_excel
from kaochang.papers.sheets.workbook import Row, Sheet, Workbook
from kaochang.papers.walkers.text import decode

V = TypeVar("V")

BLUEPRINT_LIMIT = 4 * 1024 * 1024

_HEADERS = {
    "title": ("大题", "大题名称", "部分", "section"),
    "type": ("题型", "试题类型", "type"),
    "topics": ("知识点", "考点", "能力", "能力点", "topic", "competency"),
    "sections": ("题库大题", "章节", "范围", "from"),
    "difficulty": ("难度", "难易", "难易度", "difficulty"),
    "count": ("题数", "题量", "数量", "抽题数", "count"),
    "points": ("每题分值", "每题分数", "分值", "每题", "points"),
}
_ASIDE = re.compile(r"[*＊:：\s]|[（(][^（）()]*[)）]")
_ANY = frozenset({"", "不限", "任意", "-", "—", "all", "any"})
_COUNT = re.compile(r"([1-9][0-9]{0,3})(?:\.0+)?(?:道?题|道)?")
_WORTH = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)分?")
_SUMS = ("合计", "总计", "小计")
_PARTING = re.compile(r"[、,，;；/]")


def read_blueprint(path: Path) -> Blueprint:
    """A blueprint's file, told by content. PAYLOAD for one that is none, in a table with the line of what is wrong."""
    with refusals_at(path):
        data = read_whole(path, BLUEPRINT_LIMIT)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return _of_json(data)
        return _of_table(_sheet(data))


def _of_json(data: bytes) -> Blueprint:
    try:
        return from_plain(Blueprint, msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf")))
    except (msgspec.DecodeError, Refusal) as error:
        raise Refusal(Outcome.PAYLOAD, "blueprint.form") from error


def _sheet(data: bytes) -> Sheet:
    try:
        book = read_excel(Archive(data)) if data.startswith(b"PK") else _book(decode(data))
    except Refusal as refusal:
        raise Refusal(Outcome.PAYLOAD, "blueprint.form") from refusal
    if not book.sheets:
        raise Refusal(Outcome.PAYLOAD, "blueprint.form")
    return book.sheets[0]


def _book(text: str) -> Workbook:
    return delimited.read_delimited(text, lambda rows: any(map(_is_header, map(_columns, rows)))) or delimited.table(
        text, ","
    )


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """The columns whose headers stand in a row."""
    plain = [_ASIDE.sub("", fold(cell).casefold()) for cell in cells]
    places = ((field, at) for field, names in _HEADERS.items() for at, cell in enumerate(plain) if cell in names)
    return {field: at for field, at in sorted(places, key=lambda each: -each[1])}


def _is_header(columns: Mapping[str, int]) -> bool:
    return columns.keys() >= {"title", "count"}


def _of_table(sheet: Sheet) -> Blueprint:
    """A line for each rule; where 大题 is empty it goes on, and what 合计 begins is a sum. Refused with hidden rows."""
    heads = [at for at, row in enumerate(sheet.rows) if _is_header(_columns(row.cells))]
    if not heads:
        raise Refusal(Outcome.PAYLOAD, "blueprint.header")
    if sheet.hidden:
        raise Refusal(Outcome.PAYLOAD, "blueprint.hidden", line=sheet.hidden[0])
    columns = _columns(sheet.rows[heads[0]].cells)
    found: dict[str, list[Rule]] = {}
    title = ""
    for row in sheet.rows[heads[0] + 1 :]:
        told = {field: row.text(at).strip() for field, at in columns.items()}
        if not any(told.values()) or any(cell.strip().startswith(_SUMS) for cell in row.cells):
            continue
        title = told["title"] or title
        if not title:
            raise _wrong(row, "title", "")
        found.setdefault(title, []).append(_rule(row, told))
    return Blueprint(tuple(BlueprintSection(title, tuple(rules)) for title, rules in found.items()))


def _wrong(row: Row, field: str, text: str) -> Refusal:
    return Refusal(Outcome.PAYLOAD, "blueprint.cell", column=_HEADERS[field][0], text=text, line=row.number)


def _rule(row: Row, told: Mapping[str, str]) -> Rule:
    def read(field: str, reader: Callable[[str], V | None]) -> V | None:
        """What a cell says; None where it leaves it open."""
        text = told.get(field, "")
        if text.casefold() in _ANY:
            return None
        value = reader(text)
        if value is None:
            raise _wrong(row, field, text)
        return value

    count = read("count", lambda text: _number(_COUNT, text))
    if count is None:
        raise _wrong(row, "count", "")
    return Rule(
        int(count),
        type=read("type", _type),
        competencies=_several(read("topics", str)),
        sections=_several(read("sections", str)),
        difficulty=read("difficulty", read_difficulty),
        points=read("points", lambda text: _number(_WORTH, text)),
    )


def _type(text: str) -> ItemType | None:
    """A type by its name, or by its name in files."""
    return type_of(fold(text)) or next((each for each in ItemType if each == text.casefold()), None)


def _number(pattern: re.Pattern[str], text: str) -> Fraction | None:
    match = pattern.fullmatch(fold(text))
    return Fraction(match.group(1)) if match and Fraction(match.group(1)) else None


def _several(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in _PARTING.split(text or "") if part.strip())

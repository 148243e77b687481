"""A paper as a table: Excel and CSV files as offices and item banks fill them."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import xlsxwriter
from papers_corpus.answers import spelled
from papers_corpus.entries import LETTERS, Entry, Section, Sheet, plain
from papers_corpus.exchanged import WHEN
from papers_corpus.layouts import Layout

Rows = list[list[str | float | bool]]
Touch = Callable[[Rows], Rows]
"""What is done to a table, its header row first, before it goes into the file."""
HEADERS: Final = (
    ("题型", "题干", "选项{}", "答案", "解析", "分值"),
    ("试题类型", "试题内容", "{}", "正确答案", "答案解析", "分数"),
    ("题目类型", "题目", "选项{}", "标准答案", "试题解析", "分值（分）"),
    ("类型", "问题", "{}选项", "正确选项", "题目解析", "每题分值"),
)
"""What the columns are called: type, stem, options, answer, explanation, points."""
WIDE: Final = 6
"""Columns of options."""


def table_file(layout: Layout, sheet: Sheet, touch: Touch = list) -> bytes:
    """The bytes of a container such as "xlsx titled" or "csv gb18030"."""
    kind, _, way = layout.container.partition(" ")
    if kind == "xlsx":
        return _workbook(_sheets(layout, sheet, way, touch))
    rows = touch(_table(layout, sheet.sections, way))
    between = {"csv": ";" if way == "semicolon" else ",", "tsv": "\t"}[kind]
    text = io.StringIO()
    csv.writer(text, delimiter=between, lineterminator="\r\n").writerows(rows)
    code = {"bom": "utf-8-sig", "gb18030": "gb18030", "utf-16": "utf-16"}.get(way, "utf-8")
    return text.getvalue().encode(code)


def paper_table(layout: Layout, sheet: Sheet, touch: Touch = list) -> Rows:
    """The whole paper as one table, numbers as people see them."""
    rows = _table(layout, sheet.sections, "points in words")
    wide = max(place for row in rows[1:] for place in range(3, 3 + WIDE) if row[place] != "") + 1
    return touch([[*row[:wide], *row[3 + WIDE :]] for row in rows])


def _sheets(layout: Layout, sheet: Sheet, way: str, touch: Touch) -> dict[str, Rows]:
    if way == "per type":
        tables = {section.title: touch(_table(layout, (section,), way)) for section in sheet.sections}
        return {title: [row[1:] for row in rows] for title, rows in tables.items()}
    rows = touch(_table(layout, sheet.sections, way))
    if way == "titled":
        wide = len(rows[0])
        rows = [[sheet.title], ["说明：红色为必填项，多个答案直接连写。"], [""] * wide, *rows]
    if way == "second sheet":
        return {"填写说明": [["填写说明"], ["一行一题，选项可空。"]], "Sheet2": rows}
    return {"Sheet1": rows}


def _table(layout: Layout, sections: tuple[Section, ...], way: str) -> Rows:
    names = HEADERS[layout.synonym]
    options = [names[2].format(letter) for letter in LETTERS[:WIDE]]
    if way == "one cell":
        options = ["选项"]
    if way == "a row each":
        options = ["选项", "是否答案"]
    rows: Rows = [["序号", names[0], names[1], *options, *names[3:]]]
    number = 0
    for section in sections:
        for entry in section.entries:
            number += 1
            rows += _rows(layout, section, entry, way, number)
    return rows


def _rows(layout: Layout, section: Section, entry: Entry, way: str, number: int) -> Rows:
    worth = section.worth(entry)
    points: str | float = "" if worth is None else float(worth)
    if way == "points in words" and worth is not None:
        points = f"{plain(worth)}分"
    answer: str | bool = _answer(layout, entry, way)
    head: list[str | float | bool] = [number, section.title, entry.stem]
    tail: list[str | float | bool] = [answer, entry.explanation, points]
    if way == "a row each":
        return _option_rows(entry, head, tail)
    if way == "one cell":
        return [
            [*head, "\n".join(f"{label}. {text}" for label, text in zip(LETTERS, entry.options, strict=False)), *tail]
        ]
    cells = [*entry.options, *[""] * (WIDE - len(entry.options))]
    return [[*head, *cells, *tail]]


def _answer(layout: Layout, entry: Entry, way: str) -> str | bool:
    if way == "true cells" and isinstance(entry.answer, bool):
        return entry.answer
    if way == "option numbers" and entry.kind in ("single", "multiple"):
        return ",".join(str(LETTERS.index(letter) + 1) for letter in str(entry.answer))
    return spelled(entry, layout.judged, layout.joined, layout.blanks)


def _option_rows(entry: Entry, head: list[str | float | bool], tail: list[str | float | bool]) -> Rows:
    """One row for each option, with what they share in the first alone; other items in one row."""
    if entry.kind not in ("single", "multiple"):
        return [[*head, "", "", *tail]]
    rows: Rows = []
    for place, (label, text) in enumerate(zip(LETTERS, entry.options, strict=False)):
        shared = head if place == 0 else ["", "", ""]
        rows.append(
            [*shared, text, "是" if label in str(entry.answer) else "否", "", *(tail[1:] if place == 0 else ["", ""])]
        )
    return rows


def _workbook(sheets: dict[str, Rows]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(*WHEN, tzinfo=UTC).replace(tzinfo=None)})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    page.write(place, column, cell)
    book.close()
    return buffer.getvalue()

"""Planted faults of files that say themselves what is what: sheets and exchange formats, each with one thing wrong."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import xlsxwriter
from papers_corpus.layouts import Layout
from papers_corpus.making import Finding, Made, made

SIZE: Final = 5
Change = Callable[[str], str]

MOODLE: Final = Layout("Moodle", container="moodle", kinds=("single", "multiple", "truefalse"))
GIFT: Final = Layout("GIFT", container="gift", kinds=("single", "truefalse"), heading="name alone")
QTI: Final = Layout("QTI 1.2", container="qti12", kinds=("single", "multiple"))


def planted_in_forms() -> Iterator[Made]:
    """Every fault in its file."""
    for name, layout, change, findings in _CHANGED:
        paper = made(layout, 0, SIZE)
        data = change(paper.data.decode()).encode()
        assert data != paper.data
        yield _without_answer(replace(paper, name=name, data=data, findings=(*paper.findings, *findings)), findings)
    yield from (_duplicates(), _hidden())


def _without_answer(paper: Made, findings: tuple[Finding, ...]) -> Made:
    """The paper whose items with a fault of their key have no answer."""
    lost = {index for kind, index in findings if kind in ("missing-answer", "unsupported-interaction")}
    items = [item | ({"answer": None} if at in lost else {}) for at, item in enumerate(paper.truth["items"])]
    return replace(paper, truth=paper.truth | {"items": items})


def _first(pattern: str, put: str) -> Change:
    return lambda text: re.sub(pattern, put, text, count=1, flags=re.DOTALL)


_CHANGED: Final[tuple[tuple[str, Layout, Change, tuple[Finding, ...]], ...]] = (
    ("no right answer / Moodle", MOODLE, _first(r'fraction="100"', 'fraction="0"'), (("missing-answer", 0),)),
    (
        "a picture that is not there / Moodle",
        MOODLE,
        _first(r"</p>]]>", '<img src="@@PLUGINFILE@@/lost.png"/></p>]]>'),
        (("media-missing", 0),),
    ),
    (
        "a type of its own / Moodle",
        MOODLE,
        _first('type="multichoice"', 'type="varnumeric"'),
        (("unsupported-interaction", 0),),
    ),
    ("no right answer / GIFT", GIFT, _first(r"\t=", "\t~"), (("missing-answer", 0),)),
    (
        "no right answer / QTI 1.2",
        QTI,
        _first(r"<conditionvar>.*?</conditionvar>", "<conditionvar/>"),
        (("missing-answer", 0),),
    ),
)


# -- sheets

_HEADER: Final = ("题型", "题干", "选项A", "选项B", "答案", "分值")
_ROWS: Final = (
    ("单选题", "接到投诉后先做什么？", "登记", "忽略", "A", 2),
    ("单选题", "接到表扬后先做什么？", "转达", "忽略", "A", 2),
)


def _book(rows: list[tuple[str | int, ...]], hidden: list[tuple[str | int, ...]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, content in (("试题", rows), ("草稿", hidden)):
        if content:
            sheet = book.add_worksheet(name)
            for place, row in enumerate([_HEADER, *content]):
                sheet.write_row(place, 0, row)
            if name == "草稿":
                sheet.hide()
    book.close()
    return buffer.getvalue()


def _truth(rows: list[tuple[str | int, ...]]) -> dict[str, object]:
    items = [
        {
            "type": "single",
            "stem": row[1],
            "options": [{"label": "A", "text": row[2]}, {"label": "B", "text": row[3]}],
            "answer": row[4],
            "points": row[5],
        }
        for row in rows
    ]
    return {"title": None, "items": items}


def _duplicates() -> Made:
    rows = [*_ROWS, _ROWS[0]]
    return Made("an item twice / Excel", "paper.xlsx", _book(rows, []), _truth(rows), (("duplicate-item", 2),))


def _hidden() -> Made:
    rows = list(_ROWS)
    return Made("a hidden sheet / Excel", "paper.xlsx", _book(rows, rows[:1]), _truth(rows), (("left-out", None),))

"""States of items whose texts hold more than words, for `shots.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.responses import Blanks, Choice, Pairs, Response
from kaochang.presenters.candidate.type_size import TypeSize
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from shots import Shot, Stage

_LONG = "书面加电话回访，并由首问人抄送客服经理、技术支持与销售三方，直到客户确认为止"


def _item(item: str, size: TypeSize = TypeSize.NORMAL) -> Shot:
    def shot(stage: Stage) -> None:
        stage.to_exam(item)
        stage.presenter.exam.resize(size)

    return shot


def _filled(*texts: str, item: str = "t1", size: TypeSize = TypeSize.NORMAL) -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.sitting.respond(item, Blanks(texts))
        _item(item, size)(stage)

    return shot


def _chosen(item: str, response: Response) -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.sitting.respond(item, response)
        stage.to_exam(item)

    return shot


def _zoomed(stage: Stage) -> None:
    stage.to_exam("t7")
    stage.click("picture-open")


def _zoomed_in(stage: Stage) -> None:
    _zoomed(stage)
    for key in (Qt.Key.Key_1, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Right):
        QTest.keyClick(stage.child("zoom-canvas"), key)


SHOTS: dict[str, Shot] = {
    "130-blanks-texts": _filled("24", "", "书面", ""),
    "131-blanks-long-texts": _filled("24", "3", _LONG, "完成时间"),
    "132-blanks-huge-texts": _filled("24", "", "书面", "", size=TypeSize.HUGE),
    "133-blanks-english-texts": _filled("24", "writing", "", item="t2"),
    "134-blanks-doubtful-texts": _item("t3"),
    "135-formulas-texts": _item("t4"),
    "136-formulas-huge-texts": _item("t4", TypeSize.HUGE),
    "137-code-texts": _item("t5"),
    "138-table-texts": _item("t6"),
    "139-picture-texts": _item("t7"),
    "140-zoom-texts": _zoomed,
    "141-zoom-in-texts": _zoomed_in,
    "142-held-texts": _item("t8"),
    "143-options-pictures": _chosen("i1", Choice(("B",))),
    "144-options-worded-pictures": _chosen("i2", Choice(("A",))),
    "145-options-huge-pictures": _item("i2", TypeSize.HUGE),
    "146-ordering-pictures": _item("i3"),
    "147-matching-pictures": _chosen("i4", Pairs((("1", "C"),))),
}
WIDE = frozenset(
    {"130-blanks-texts", "135-formulas-texts", "137-code-texts", "140-zoom-texts", "143-options-pictures"}
    | {"147-matching-pictures"}
)

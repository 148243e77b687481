"""Pictures of responding: long matching, ordering under the mouse, word limits, panes, earlier versions, interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.responses import Order, Pairs, Text
from kaochang.presenters.candidate.gestures import Written
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from shots import Shot, Stage

_FIRST = (
    "前三次都只处理了现象：没有合并工单，也没有记录客户已经受到的影响。"
    "我会先致歉并复述问题，请客户确认；随后说明补丁的发布时间。"
)
_SECOND = (
    _FIRST.replace("前三次都只处理了现象", "前三次处理只是重启服务和建议错峰") + "当场给出离线导出工具，并约定回访。"
)
_LONG = "接通率看的是等待，服务质量看的是结果，二者在高峰时段会互相挤占。" * 11


def _to(stage: Stage, item: str) -> None:
    sitting = stage.line.sitting
    sitting.respond("i1", Pairs((("1", "B"), ("10", "F"), ("11", "F"), ("2", "C"), ("3", "A"), ("4", "O"))))
    sitting.respond("i4", Text("一是致歉，二是说明原因，三是给出时限。"))
    stage.to_exam(item)


def _at(item: str) -> Shot:
    return lambda stage: _to(stage, item)


def _written(item: str, *texts: str) -> Shot:
    def shot(stage: Stage) -> None:
        _to(stage, item)
        for text in texts:
            stage.line.clock.advance(75_000)
            stage.presenter.exam.respond(Written(text))
            stage.timer.ring()

    return shot


_VERSIONS = _written("i3", "前三次都只处理了现象", _FIRST, _FIRST[:12], _SECOND, _SECOND[: len(_SECOND) // 2])


def _stacked(stage: Stage) -> None:
    _VERSIONS(stage)
    stage.click("split-turn")


def _versions(stage: Stage) -> None:
    _VERSIONS(stage)
    stage.click("versions")


def _drag(stage: Stage, first: str, to: str, below: int) -> None:
    row, other = stage.child(first), stage.child(to)
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    for step in (20, 40, 60):
        QTest.mouseMove(row, QPoint(200, 20 + step))
    end = other.mapTo(stage.window, QPoint(other.width() // 3, below))
    QTest.mouseMove(row, row.mapFrom(stage.window, end))
    QApplication.processEvents()


def _ordering(stage: Stage) -> None:
    stage.line.sitting.respond("i9", Order(("B", "A", "C", "D")))
    _to(stage, "i9")
    _drag(stage, "row-D", "row-B", 50)


def _matching(stage: Stage) -> None:
    _to(stage, "i1")
    _drag(stage, "prompt-5", "match-F", 20)


def _matching_end(stage: Stage) -> None:
    _to(stage, "i1")
    QApplication.processEvents()
    bar = stage.child("item-scroll").verticalScrollBar()
    bar.setValue(bar.maximum())


def _read(stage: Stage) -> None:
    _to(stage, "i7")
    stage.click("read")


def _summary(stage: Stage) -> None:
    _written("i2", "太短")(stage)
    stage.click("hand-in")


def _keys(stage: Stage) -> None:
    _to(stage, "i1")
    stage.presenter.exam.shortcuts.open()


SHOTS: dict[str, Shot] = {
    "r01-matching-responding": _at("i1"),
    "r02-matching-drag-responding": _matching,
    "r03-matching-end-responding": _matching_end,
    "r04-ordering-drag-responding": _ordering,
    "r05-essay-responding": _written("i2", _LONG[:130], _LONG[:200]),
    "r06-essay-over-responding": _written("i2", _LONG[:130], _LONG),
    "r07-case-responding": _VERSIONS,
    "r08-case-stacked-responding": _stacked,
    "r09-versions-responding": _versions,
    "r10-interview-responding": _at("i6"),
    "r11-interview-read-responding": _read,
    "r12-interview-spoken-responding": _at("i8"),
    "r13-summary-responding": _summary,
    "r14-keys-responding": _keys,
}
WIDE = frozenset(
    {
        "r01-matching-responding",
        "r04-ordering-drag-responding",
        "r06-essay-over-responding",
        "r07-case-responding",
        "r08-case-stacked-responding",
        "r09-versions-responding",
        "r14-keys-responding",
    }
)

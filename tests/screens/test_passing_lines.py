"""A line that is told for a while is seen whatever lies over the exam, and covers nothing that tells time or place."""

from collections.abc import Callable

import pytest
from kaochang.custody.errata import Erratum
from kaochang.domain.errata import ErratumAction
from kaochang.domain.tools import Tool
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget
from screens import sample
from screens.fakes import FakeLine
from screens.made import ESSAY, exam, part, single


def _place(at, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(at.window, QPoint(0, 0)), widget.size())


def _news(at) -> None:
    at.line.errata.bring(Erratum("", ErratumAction.NOTICE, "第三大题的图见白板", sample.START_WALL + 30_000))
    at.presenter.tick()


OVER: dict[str, Callable] = {
    "nothing": lambda _: None,
    "summary": lambda at: at.presenter.exam.ask_to_hand_in(),
    "confirmation": lambda at: at.presenter.exam.insist(),
    "shortcuts": lambda at: at.presenter.exam.shortcuts.open(),
    "versions": lambda at: at.presenter.exam.versions.open(),
    "news": _news,
    "notes": lambda at: at.presenter.exam.tools.toggle(Tool.NOTES),
    "calculator": lambda at: at.presenter.exam.tools.toggle(Tool.CALCULATOR),
    "picture": lambda at: at.window.findChild(QWidget, "zoom").open_picture(b"no picture"),
    "acts": lambda at: at.presenter.exam.open_acts(),
}


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
@pytest.mark.parametrize("over", OVER)
def test_a_warning_is_seen_over_whatever_is_open(sit, over, size):
    at = sit(FakeLine(exam=exam(part(ESSAY, single()))))
    at.to_exam()
    at.window.resize(*size)
    OVER[over](at)
    QApplication.processEvents()
    at.presenter.exam.warn("还有 5 分钟。时间到后会自动交卷，已保存的作答都算数。")
    QApplication.processEvents()
    text = at.find("warning-text")
    assert text.visibleRegion().boundingRect().size() == text.size()
    strip = at.find("warning")
    middle = _place(at, text).center()
    assert strip.isAncestorOf(at.window.childAt(middle))
    assert not strip.geometry().intersects(_place(at, at.find("clock")))


@pytest.mark.parametrize("over", ["summary", "confirmation", "shortcuts", "news"])
def test_no_dialog_covers_the_clock(sit, over):
    at = sit(FakeLine(exam=exam(*(part(single(), first=number) for number in range(1, 21)))))
    at.to_exam()
    at.window.resize(1024, 768)
    OVER[over](at)
    QApplication.processEvents()
    dialog = next(each for each in at.find("veil").children() if isinstance(each, QWidget) and each.isVisible())
    assert not _place(at, dialog).intersects(_place(at, at.find("clock")))


def test_a_part_without_a_time_of_its_own_is_not_amber_for_the_part_before(sit):
    at = sit(FakeLine(exam=exam(part(single(), limit_s=60), part(single(), first=2), part(ESSAY, limit_s=60, first=3))))
    at.to_exam()
    at.line.clock.advance(50_000)
    at.presenter.tick()
    assert at.find("part-name").property("amber") == "true"
    at.presenter.exam.advance()
    QApplication.processEvents()
    assert at.find("part-name").property("amber") == "false"
    assert not at.has("warning")

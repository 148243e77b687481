"""Page keys inside a text scroll it; the way to another item out of a text is by Ctrl."""

import pytest
from kaochang.domain.items import Item, ItemType
from kaochang.domain.tools import Tool
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import FakeLine
from screens.made import ESSAY, exam, part, single

UP, DOWN = Qt.Key.Key_PageUp, Qt.Key.Key_PageDown
CTRL = Qt.KeyboardModifier.ControlModifier
BLANK = Item(ItemType.BLANK, "首次响应应在____小时内完成。", blanks=1)
LONG_BLANK = Item(ItemType.BLANK, "首次响应应在____小时内完成。" + "下面是这道题的说明。\n" * 60, blanks=1)
BELOW = Item(ItemType.BLANK, "没有空位的题干。", blanks=1)
STAGED = Item(ItemType.SCENARIO, "逐轮回应。", stages=sample.TURNS)
LINES = "\n".join(f"line {number}" for number in range(80))


@pytest.fixture
def begin(sit):
    """A sitting at the second item of three, of which it is this one."""

    def to(item):
        at = sit(FakeLine(exam=exam(part(single(), item, single()))))
        at.to_exam()
        at.presenter.exam.go("i2")
        QApplication.processEvents()
        return at

    return to


def _shown(at):
    return at.presenter.exam.state.face.id


@pytest.mark.parametrize("item", [ESSAY, STAGED])
def test_page_keys_scroll_a_long_answer_and_leave_the_candidate_there(begin, item):
    at = begin(item)
    at.commit(LINES)
    bar = at.find("writing").verticalScrollBar()
    end = bar.value()
    at.key(UP)
    assert (_shown(at), bar.value() < end) == ("i2", True)
    at.key(DOWN)
    at.key(DOWN)
    assert (_shown(at), bar.value()) == ("i2", end)


def test_page_keys_scroll_the_draft(begin):
    at = begin(ESSAY)
    at.presenter.exam.tools.toggle(Tool.NOTES)
    QApplication.processEvents()
    at.commit(LINES)
    bar = at.find("notes").verticalScrollBar()
    end = bar.value()
    at.key(UP)
    assert (_shown(at), bar.value() < end) == ("i2", True)


@pytest.mark.parametrize("item", [BLANK, BELOW])
def test_page_keys_in_a_blank_go_nowhere(begin, item):
    at = begin(item)
    assert at.window.focusWidget().objectName() == "blank-1"
    at.type("24")
    for key in (DOWN, UP):
        at.key(key)
        assert _shown(at) == "i2"
    assert at.find("blank-1").text() == "24"


def test_page_keys_in_a_blank_scroll_the_text_around_it(begin):
    at = begin(LONG_BLANK)
    bar = at.find("item-scroll").verticalScrollBar()
    at.find("blank-1").setFocus()
    at.key(DOWN)
    assert (_shown(at), bar.value() > 0) == ("i2", True)


@pytest.mark.parametrize("item", [ESSAY, BLANK, STAGED])
def test_with_ctrl_they_go_to_the_item_before_from_inside_any_text(begin, item):
    at = begin(item)
    at.type("24")
    at.key(UP, CTRL)
    assert _shown(at) == "i1"


@pytest.mark.parametrize(("key", "item"), [(UP, "i1"), (DOWN, "i3")])
def test_outside_a_text_they_turn_the_item(begin, key, item):
    at = begin(single())
    at.key(key)
    assert _shown(at) == item


def test_in_a_dialog_that_scrolls_they_scroll_it(begin):
    at = begin(ESSAY)
    at.window.resize(1024, 600)
    at.presenter.exam.shortcuts.open()
    QApplication.processEvents()
    rows = at.find("shortcut-rows")
    rows.setFocus()
    at.key(DOWN)
    assert rows.verticalScrollBar().value() > 0

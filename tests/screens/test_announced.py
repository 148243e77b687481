"""What is said to who sees nothing when something is done or happens, and what of a page is told on coming to it."""

import pytest
from kaochang.domain.items import Item, ItemType
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.candidate.gestures import Written
from kaochang.views.widgets import spoken
from kaochang.views.widgets.arriving import Arriving
from kaochang.views.widgets.parts import column, label
from kaochang.views.widgets.spoken import announce
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from screens import sample
from screens.exam_alone import exam_alone
from screens.fakes import FakeLine
from screens.made import exam, part, single
from screens.pages import at_page

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def said(monkeypatch):
    """All that is said, in order."""
    told = []
    monkeypatch.setattr(spoken, "_say", lambda widget, text, waits: told.append(text))
    QAccessible.setActive(True)
    yield told
    QAccessible.setActive(False)


@pytest.fixture
def sit_at(sit, said):
    """A candidate in an exam of these items; what was said before is forgotten."""

    def make(*items):
        made = sit(FakeLine(exam=exam(part(*items))))
        made.to_exam()
        QApplication.processEvents()
        said.clear()
        return made

    return make


def keys(at, *pressed):
    for key in pressed:
        at.key(*key if isinstance(key, tuple) else (key,))
    QApplication.processEvents()


# -- after what is done -----------------------------------------------------------------------------------------------


def test_a_row_that_is_moved_says_from_where_to_where(sit_at, said):
    at = sit_at(sample.ORDERING)
    keys(at, (Qt.Key.Key_Down, ALT), (Qt.Key.Key_Down, ALT), (Qt.Key.Key_Up, ALT))
    assert said == ["从第 1 位移到第 2 位，共 4 位", "从第 2 位移到第 3 位，共 4 位", "从第 3 位移到第 2 位，共 4 位"]


def test_a_row_that_stays_where_it_is_says_nothing(sit_at, said):
    keys(sit_at(sample.ORDERING), (Qt.Key.Key_Up, ALT))
    assert said == []


def test_an_order_says_that_it_is_kept_and_that_it_is_taken_back(sit_at, said):
    at = sit_at(sample.ORDERING)
    at.find("keep-order").setFocus()
    keys(at, Qt.Key.Key_Space)
    assert said == ["已作答，就用现在的顺序"]
    assert at.find("interaction").isAncestorOf(at.window.focusWidget())
    keys(at, Qt.Key.Key_Delete)
    assert said[1:] == ["已恢复为未作答，各行回到原来的位置"]


def test_a_match_says_which_one_it_is_and_what_is_taken_back(sit_at, said):
    at = sit_at(sample.MATCHING)
    keys(at, Qt.Key.Key_A, Qt.Key.Key_C)
    assert said == ["第 1 项，已选 A", "第 2 项，已选 C"]
    keys(at, Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert said[2:] == ["第 2 项，未选"]


def test_a_letter_says_what_it_chose_where_the_keyboard_is_not(sit_at, said):
    at = sit_at(single(4))
    keys(at, Qt.Key.Key_C, Qt.Key.Key_B)
    assert said == ["已选 C", "已选 B"]
    keys(at, Qt.Key.Key_B)
    assert said[2] == "已取消 B"


def test_an_option_that_has_the_keyboard_tells_its_own_state(sit_at, said):
    at = sit_at(single(4))
    keys(at, Qt.Key.Key_B)
    said.clear()
    at.find("option-o0").setFocus()
    keys(at, Qt.Key.Key_Space)
    assert said == []


def test_of_several_that_are_chosen_each_is_said(sit_at, said):
    at = sit_at(Item(ItemType.MULTIPLE, "选几项。", options=single(4).options))
    keys(at, Qt.Key.Key_B, Qt.Key.Key_C, Qt.Key.Key_B)
    assert said == ["已选 B", "已选 C", "已取消 B"]


def test_a_judgement_is_said_in_words(sit_at, said):
    at = sit_at(Item(ItemType.TRUEFALSE, "对吗？"))
    keys(at, Qt.Key.Key_B)
    assert said == ["已选 错误"]


def test_an_option_that_is_struck_out_says_so_and_so_does_its_return(sit_at, said):
    at = sit_at(single(4))
    keys(at, (Qt.Key.Key_B, ALT), (Qt.Key.Key_B, ALT))
    assert said == ["已排除 B", "已恢复 B"]


def test_a_mark_is_said_and_not_again_at_another_item(sit_at, said):
    at = sit_at(single(4), single(4))
    keys(at, (Qt.Key.Key_M, CTRL))
    assert said == ["已标记"]
    at.presenter.exam.move(1)
    at.presenter.exam.move(-1)
    QApplication.processEvents()
    assert said == ["已标记"]
    keys(at, (Qt.Key.Key_M, CTRL))
    assert said == ["已标记", "已取消标记"]


def test_what_cannot_be_saved_is_said_whole_and_when_it_is_saved_again_that_too(sit_at, said, words):
    at = sit_at(single(4))
    at.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    keys(at, Qt.Key.Key_B)
    told = "\n".join(said)
    assert words("candidate.cannot-save.title") in told
    assert words("candidate.cannot-save.keep") in told
    at.line.sitting.trouble = None
    said.clear()
    at.click("safe")
    QApplication.processEvents()
    assert [each for each in said if each.startswith("已保存")]


def test_a_text_that_becomes_too_long_says_its_length_once(qtbot, words, said):
    line = FakeLine(exam=exam(part(Item(ItemType.ESSAY, "不超过 10 字。", max_words=10))))
    alone = exam_alone(qtbot, words, line)
    for count in (9, 11, 12):
        alone.presenter.respond(Written("字" * count))
    QApplication.processEvents()
    assert len([each for each in said if "字" in each]) == 1


# -- on coming somewhere ----------------------------------------------------------------------------------------------


def test_an_item_is_told_with_its_place_its_kind_and_what_is_asked(sit_at):
    at = sit_at(single(4), sample.MATCHING)
    assert at.find("item-scroll").accessibleName().splitlines()[0] == "第 1 题 / 共 2 题"
    at.presenter.exam.move(1)
    name = at.find("item-scroll").accessibleName()
    assert name.splitlines() == ["第 2 题 / 共 2 题", "匹配题", sample.MATCHING.stem]


@pytest.mark.parametrize("name", ["05-identity", "06-code", "line-picker", "35-resumed", "32-time-up", "33-receipt"])
def test_a_page_tells_its_title_and_its_message(words, said, name):
    with at_page(name, words) as page:
        shown = [each for each in page.window.findChildren(QLabel) if each.isVisible()]
        title = next(each for each in shown if each.property("role") == "title")
        told = next(each for each in said if each.startswith(title.text())).splitlines()
    assert len(told) >= 2
    assert told[1].endswith("。")


def test_a_page_is_told_once_and_then_what_is_new_on_it(qtbot, said):
    page = QWidget()
    layout = column(page)
    qtbot.addWidget(page)
    lines = [label("标题", "title"), label("第一句。", wraps=True), label("第二句。", wraps=True)]
    for each in lines:
        layout.addWidget(each)
    lines[2].setText("")
    page.show()
    arriving = Arriving()
    for _ in range(2):
        arriving.tell(page)
        QApplication.processEvents()
    assert said == ["标题\n第一句。"]
    lines[2].setText("现在有了。")
    arriving.tell(page)
    QApplication.processEvents()
    assert said[1:] == ["现在有了。"]
    lines[0].setText("另一页")
    arriving.tell(page)
    QApplication.processEvents()
    assert said[2:] == ["另一页\n第一句。\n现在有了。"]


def test_what_is_said_comes_after_the_keyboard_was_placed(qtbot, said):
    page = QWidget()
    qtbot.addWidget(page)
    announce(page, "说完了。")
    assert said == []
    QApplication.processEvents()
    assert said == ["说完了。"]


def test_nothing_is_prepared_where_nobody_listens(qtbot, said):
    page = QWidget()
    qtbot.addWidget(page)
    QAccessible.setActive(False)
    announce(page, "没有人听。")
    QApplication.processEvents()
    assert said == []

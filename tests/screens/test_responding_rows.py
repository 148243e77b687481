"""Ordering and matching by mouse and by keyboard; taking a choice back."""

import pytest
from kaochang.domain.responses import Choice, Judgement, Order, Pairs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens import sample, sample_responding
from screens.fakes import FakeLine


@pytest.fixture
def at(sit):
    """A sitting of the short exam."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    made.to_exam()
    return made


@pytest.fixture
def long(sit):
    """A sitting at a matching item of twelve prompts and fifteen options, in a small window."""
    made = sit(FakeLine(exam=sample_responding.exam()))
    made.to_exam()
    made.window.resize(1024, 768)
    go(made, "i1")
    return made


def go(at, item: str) -> None:
    at.presenter.exam.go(item)
    QApplication.processEvents()


def take(at, name: str) -> QWidget:
    """Take hold of a row and move it far enough to be dragged."""
    row = at.find(name)
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    QTest.mouseMove(row, QPoint(60, 40))
    return row


def over(at, row: QWidget, name: str, y: int = 4) -> QPoint:
    """Move what is held over another row; its place for the row that is held."""
    other = at.find(name)
    place = row.mapFromGlobal(other.mapToGlobal(QPoint(80, y)))
    QTest.mouseMove(row, place)
    QApplication.processEvents()
    return place


def put(row: QWidget, place: QPoint) -> None:
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()


# -- ordering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moved", "to", "y", "order"),
    [
        ("row-D", "row-A", 2, "DABC"),
        ("row-A", "row-D", 55, "BCDA"),
        ("row-B", "row-C", 50, "ACBD"),
        ("row-C", "row-B", 4, "ACBD"),
    ],
)
def test_a_row_is_dragged_to_where_the_line_is(at, moved, to, y, order):
    go(at, "i5")
    row = take(at, moved)
    place = over(at, row, to, y)
    assert at.find("drop-line").isVisible()
    assert row.property("lifted") == "true"
    put(row, place)
    assert at.responses["i5"] == Order(tuple(order))
    assert not at.has("drop-line")
    assert row.property("lifted") == "false"


@pytest.mark.parametrize(("moved", "to", "y"), [("row-D", "row-B", 4), ("row-A", "row-C", 50), ("row-B", "row-D", 4)])
def test_the_line_stands_between_the_rows_that_the_row_would_stand_between(at, moved, to, y):
    go(at, "i5")
    row = take(at, moved)
    place = over(at, row, to, y)
    line = at.find("drop-line").geometry().center().y()
    put(row, place)
    labels = list(at.responses["i5"].labels)
    here = labels.index(moved[-1])
    others = {"A": 0, "B": 1, "C": 2, "D": 3}
    rows = {name: at.find(f"row-{name}") for name in others}
    height = rows["A"].height() + 10
    first = min(each.y() for each in rows.values())
    gap = here if others[moved[-1]] > here else here + 1
    assert abs(line - (first + gap * height - 5)) <= 3


def test_a_row_that_is_put_down_where_it_was_or_let_go_of_is_no_response(at):
    go(at, "i5")
    row = take(at, "row-B")
    put(row, over(at, row, "row-B"))
    assert "i5" not in at.responses
    row = take(at, "row-D")
    place = over(at, row, "row-A")
    row.setFocus()
    at.key(Qt.Key.Key_Escape)
    assert not at.has("drop-line")
    put(row, place)
    assert "i5" not in at.responses


def test_a_click_on_a_row_moves_nothing(at):
    go(at, "i5")
    at.click("row-C")
    assert "i5" not in at.responses


def test_near_an_edge_the_page_scrolls_under_what_is_dragged(long):
    area, row = long.find("item-scroll"), long.find("prompt-1")
    bar = area.verticalScrollBar()
    assert bar.value() == 0
    take(long, "prompt-1")
    edge = area.viewport().mapToGlobal(QPoint(300, area.viewport().height() - 2))
    QTest.mouseMove(row, row.mapFromGlobal(edge))
    long.find("interaction")._edge.step()
    assert bar.value() > 0
    put(row, row.mapFromGlobal(area.viewport().mapToGlobal(QPoint(2, 2))))
    assert not long.find("interaction")._edge._timer.isActive()


# -- matching --------------------------------------------------------------------------------------------------------


def test_click_and_click_match_and_the_next_open_prompt_waits(at):
    go(at, "i6")
    at.click("match-B")
    assert at.responses["i6"] == Pairs((("1", "B"),))
    assert (at.text("slot-1"), at.text("taken-B")) == ("B", "→ 1")
    assert at.window.focusWidget() is at.find("prompt-2")
    at.click("prompt-3")
    at.click("match-B")
    assert at.responses["i6"] == Pairs((("1", "B"), ("3", "B")))
    assert at.text("taken-B") == "→ 1、3"
    assert at.window.focusWidget() is at.find("prompt-2")


def test_choosing_the_same_once_more_takes_it_back(at):
    go(at, "i6")
    at.click("match-B")
    at.click("prompt-1")
    at.click("match-B")
    assert at.responses["i6"] == Pairs(())
    assert at.text("slot-1") == "未选"
    assert at.find("prompt-1").accessibleName() == "第 1 项，反复强调规定不合理，未选"
    assert at.window.focusWidget() is at.find("prompt-1")


def test_letters_match_delete_takes_back_and_arrows_go_on(at):
    go(at, "i6")
    for key in (Qt.Key.Key_C, Qt.Key.Key_A):
        at.key(key)
    assert at.responses["i6"] == Pairs((("1", "C"), ("2", "A")))
    assert "已选 A" in at.find("prompt-2").accessibleName()
    at.key(Qt.Key.Key_Up)
    at.key(Qt.Key.Key_Delete)
    assert at.responses["i6"] == Pairs((("1", "C"),))
    at.key(Qt.Key.Key_Delete)
    at.key(Qt.Key.Key_Z)
    assert at.responses["i6"] == Pairs((("1", "C"),))
    at.key(Qt.Key.Key_D)
    assert at.responses["i6"] == Pairs((("1", "C"), ("2", "D")))


@pytest.mark.parametrize(("held", "to"), [("prompt-2", "match-D"), ("match-D", "prompt-2")])
def test_either_side_is_dragged_to_the_other(at, held, to):
    go(at, "i6")
    row = take(at, held)
    place = over(at, row, to, 12)
    assert at.find(to).property("target") == "true"
    put(row, place)
    assert at.responses["i6"] == Pairs((("2", "D"),))
    assert at.find(to).property("target") == "false"
    row = take(at, held)
    put(row, over(at, row, to, 12))
    assert at.responses["i6"] == Pairs((("2", "D"),))


def test_dropped_on_nothing_or_on_its_own_side_it_matches_nothing(at):
    go(at, "i6")
    row = take(at, "prompt-1")
    put(row, over(at, row, "prompt-2", 12))
    row = take(at, "prompt-1")
    put(row, QPoint(-30, -30))
    assert "i6" not in at.responses


def test_a_long_matching_item_is_whole_at_1024_and_every_letter_is_a_key(long):
    area = long.find("item-scroll").viewport()
    for name in ("prompt-7", "match-I", "match-O"):
        row = long.find(name)
        left = area.mapFromGlobal(row.mapToGlobal(QPoint(0, 0))).x()
        assert left >= 0
        assert left + row.width() <= area.width()
    long.key(Qt.Key.Key_O)
    assert long.responses["i1"] == Pairs((("1", "O"),))


def test_where_two_columns_are_too_narrow_the_options_stand_below(long):
    interaction, option, prompt = long.find("interaction"), long.find("match-A"), long.find("prompt-12")
    interaction.resize(500, 2_000)
    interaction.layout().activate()
    assert option.y() > prompt.y()
    interaction.resize(600, 2_000)
    interaction.layout().activate()
    assert option.y() < prompt.y()


# -- taking back -----------------------------------------------------------------------------------------------------


def test_a_click_on_what_is_chosen_takes_it_back(at):
    for item, option, given in (("i1", "C", Choice(("C",))), ("i3", "false", Judgement(False))):
        go(at, item)
        at.click(f"option-{option}")
        assert at.responses[item] == given
        at.click(f"option-{option}")
        assert at.responses[item] == Choice(())
        assert not at.find(f"option-{option}").isChecked()
    assert at.text("count-answered") == "0"


def test_a_double_click_chooses_once(at):
    row = at.find("option-B")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)  # the second press of the two, and its release
    assert at.responses["i1"] == Choice(("B",))


@pytest.mark.parametrize("item", ["i1", "i2"])
def test_a_double_click_on_what_is_chosen_leaves_it_chosen(at, words, item):
    go(at, item)
    row = at.find("option-B")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)  # the first press of the two
    assert at.responses[item] == Choice(())
    assert at.presenter.exam.state.warning == words("candidate.taken-back")
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)  # the second one, and its release
    assert at.responses[item] == Choice(("B",))
    assert row.isChecked()
    assert at.presenter.exam.state.warning == ""


def test_a_choice_that_is_taken_back_is_told_at_its_own_item(at, words):
    at.click("option-B")
    assert at.presenter.exam.state.warning == ""
    at.click("option-B")
    assert at.presenter.exam.state.warning == words("candidate.taken-back")
    go(at, "i2")
    assert at.presenter.exam.state.warning == ""
    for option, told in (("B", ""), ("C", ""), ("B", ""), ("C", words("candidate.taken-back"))):
        at.click(f"option-{option}")
        assert at.presenter.exam.state.warning == told


def test_a_choice_that_is_taken_back_hides_no_other_line(at):
    at.click("option-B")
    at.presenter.exam.warn("five minutes")
    at.click("option-B")
    assert at.presenter.exam.state.warning == "five minutes"
    at.click("option-B")
    assert at.presenter.exam.state.warning == "five minutes"


def test_a_double_click_passes_by_no_item(at):
    for name, item in (("next", "i2"), ("previous", "i1")):
        QTest.mouseClick(at.find(name), Qt.MouseButton.LeftButton)
        QTest.mouseDClick(at.find(name), Qt.MouseButton.LeftButton)  # the second press of the two, and its release
        assert at.presenter.exam.state.face.id == item
    for item in ("i2", "i3"):
        at.click("next")
        assert at.presenter.exam.state.face.id == item


@pytest.mark.parametrize(("item", "options"), [("i1", "B"), ("i2", "BD"), ("i3", ("true",))])
def test_delete_takes_back_whatever_is_chosen(at, item, options):
    go(at, item)
    for option in options:
        at.click(f"option-{option}")
    at.find(f"option-{options[0]}").setFocus()
    at.key(Qt.Key.Key_Delete)
    assert at.responses[item] == Choice(())


def test_a_key_that_is_held_down_chooses_once(at):
    from PySide6.QtGui import QKeyEvent

    at.find("option-A").setFocus()
    for is_repeated in (False, True, True, True):
        held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", is_repeated)
        QApplication.sendEvent(at.find("option-A"), held)
    assert at.responses["i1"] == Choice(("A",))

"""Whoever uses the keyboard alone sees where it is, reads everything, and is never left without it."""

import pytest
from kaochang.domain.items import Item, ItemType
from kaochang.domain.responses import Choice, Order, Pairs
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import FakeLine
from screens.made import ESSAY, compose, exam, options, part, single

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
LONG = "很长的题干。" * 600


@pytest.fixture
def sit_at(sit):
    """A candidate in an exam of these items, in a small window."""

    def make(*items, item_s=None):
        made = sit(FakeLine(exam=exam(part(*items, item_s=item_s))))
        made.window.resize(1024, 768)
        made.to_exam()
        QApplication.processEvents()
        return made

    return make


def is_seen(at) -> bool:
    """Whether what has the keyboard shows on the screen, its upper edge in any case."""
    focus = at.window.focusWidget()
    return focus.visibleRegion().boundingRect().top() <= 0 < focus.visibleRegion().boundingRect().height()


def go(at, item: str) -> None:
    at.presenter.exam.go(item)
    QApplication.processEvents()


def held(at, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier, times: int = 5) -> None:
    """A key is pressed and stays down."""
    at.key(key, modifier)
    for _ in range(times):
        again = QKeyEvent(QEvent.Type.KeyPress, key, modifier, "", True)
        QCoreApplication.sendEvent(at.window.focusWidget(), again)


# -- what has the keyboard is seen -----------------------------------------------------------------------------------


def test_up_and_down_bring_every_option_into_sight(sit_at):
    at = sit_at(single(26))
    for key in (Qt.Key.Key_Down,) * 25 + (Qt.Key.Key_Up,) * 25:
        at.key(key)
        assert is_seen(at)


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, ALT, KEYPAD])
def test_up_and_down_bring_every_row_into_sight_also_one_that_moves(sit_at, modifier):
    at = sit_at(Item(ItemType.ORDERING, "排序", options=options(26)))
    first = at.window.focusWidget()
    for key in (Qt.Key.Key_Down,) * 25 + (Qt.Key.Key_Up,) * 25:
        at.key(key, modifier)
        assert is_seen(at)
    assert at.window.focusWidget() is first


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, KEYPAD])
def test_up_and_down_bring_every_prompt_into_sight(sit_at, modifier):
    at = sit_at(Item(ItemType.MATCHING, "配对", options=options(3), prompts=options(20)))
    for number in range(1, 20):
        at.key(Qt.Key.Key_Down, modifier)
        assert at.window.focusWidget().objectName() == f"prompt-o{number}"
        assert is_seen(at)


def test_what_a_letter_of_a_match_goes_on_to_is_seen(sit_at):
    at = sit_at(Item(ItemType.MATCHING, "配对", options=options(20), prompts=options(20)))
    for number in range(20):
        at.type(chr(ord("A") + number))
        assert is_seen(at)
    assert len(at.responses["i1"].pairs) == 20


# -- what overflows is read ------------------------------------------------------------------------------------------


def test_of_a_long_item_the_beginning_is_shown_and_its_keys_scroll(sit_at):
    at = sit_at(single(stem=LONG), single())
    pane = at.find("item-scroll")
    bar = pane.verticalScrollBar()
    assert at.window.focusWidget() is pane
    assert bar.value() == 0
    at.key(Qt.Key.Key_Down)
    line = bar.value()
    at.key(Qt.Key.Key_PageDown)
    assert bar.value() > line > 0
    at.key(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    at.key(Qt.Key.Key_Home, KEYPAD)
    assert bar.value() == 0
    assert at.presenter.exam.state.face.id == "i1"
    at.key(Qt.Key.Key_B)
    assert at.responses["i1"] == Choice(("o1",))
    at.key(Qt.Key.Key_Tab)
    assert at.window.focusWidget() is at.find("option-o0")
    assert is_seen(at)
    at.key(Qt.Key.Key_PageDown)
    assert at.presenter.exam.state.face.id == "i2"


def test_an_item_that_fits_is_no_stop_of_the_tab_key_and_its_page_keys_turn(sit_at):
    at = sit_at(single(), single())
    at.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert at.window.focusWidget() is not at.find("item-scroll")
    at.find("item-scroll").setFocus()
    at.key(Qt.Key.Key_PageDown)
    assert at.presenter.exam.state.face.id == "i2"


def test_an_option_keeps_the_page_keys_for_turning_though_the_item_overflows(sit_at):
    at = sit_at(single(26), single())
    assert at.find("item-scroll").verticalScrollBar().maximum() > 0
    assert at.window.focusWidget() is at.find("option-o0")
    at.key(Qt.Key.Key_PageDown)
    assert at.presenter.exam.state.face.id == "i2"


def test_the_pane_shows_that_it_has_the_keyboard(sit_at):
    at = sit_at(single(26))
    pane = at.find("item-scroll")
    without = pane.grab().toImage()
    pane.setFocus(Qt.FocusReason.TabFocusReason)
    assert pane.grab().toImage() != without
    assert pane.accessibleName().splitlines() == [at.text("item-place"), "单选题", at.find("stem").accessibleName()]


def test_the_caret_of_the_highlighter_is_followed(sit_at):
    at = sit_at(Item(ItemType.ESSAY, LONG))
    at.key(Qt.Key.Key_L, CTRL)
    bar = at.find("item-scroll").verticalScrollBar()
    for _ in range(40):
        at.key(Qt.Key.Key_Down)
    assert bar.value() > 0
    at.key(Qt.Key.Key_Home)
    for _ in range(40):
        at.key(Qt.Key.Key_Up)
    assert bar.value() < at.find("stem").pixels * 4


# -- nobody is left without it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", [single(), sample.ORDERING, sample.MATCHING, sample.BLANK, ESSAY])
def test_when_an_items_own_time_is_over_the_keyboard_goes_on(sit_at, item):
    at = sit_at(item, single(), item_s=60)
    at.line.clock.advance(61_000)
    at.presenter.tick()
    assert at.find("sheet").isAncestorOf(at.window.focusWidget())
    go(at, "i2")
    go(at, "i1")
    assert at.find("sheet").isAncestorOf(at.window.focusWidget())
    at.key(Qt.Key.Key_PageDown, CTRL)
    assert at.presenter.exam.state.face.id == "i2"


# -- what is held down, or changes nothing, writes nothing -------------------------------------------------


def test_of_keys_that_are_held_down_only_those_that_move_go_on(sit_at):
    at = sit_at(single())
    repeating = {made.key().toString() for made in at.window.findChildren(QShortcut) if made.autoRepeat()}
    assert repeating == {"Left", "Right", "PgUp", "PgDown", "Ctrl+PgUp", "Ctrl+PgDown"}


@pytest.mark.parametrize("item", [single(), Item(ItemType.TRUEFALSE, "对吗？"), sample.ORDERING, sample.MATCHING])
def test_to_take_back_what_was_not_given_writes_nothing(sit_at, item):
    at = sit_at(item)
    held(at, Qt.Key.Key_Delete)
    at.key(Qt.Key.Key_Delete)
    assert at.saved == []
    assert at.line.sitting.state.revisions == {}


def test_what_was_taken_back_is_not_taken_back_again(sit_at):
    at = sit_at(single())
    at.key(Qt.Key.Key_A)
    held(at, Qt.Key.Key_Delete)
    assert at.saved == ["Responded", "Responded"]


# -- taking back, and letting go ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["button", "key"])
def test_an_order_is_taken_back_and_the_rows_stand_as_at_first(sit_at, way):
    at = sit_at(sample.ORDERING)
    first = [option.label for option in sample.ORDERING.options]
    at.key(Qt.Key.Key_Down, ALT)
    assert at.responses["i1"] != Order(tuple(first))
    assert not at.has("keep-order")
    if way == "button":
        at.find("clear-order").setFocus()
        at.key(Qt.Key.Key_Space)
    else:
        at.key(Qt.Key.Key_Delete)
    assert at.responses["i1"] == Order(())
    assert at.presenter.exam.state.palette.answered == 0
    assert at.has("keep-order")
    assert not at.has("clear-order")
    rows = sorted((at.find(f"row-{label}") for label in first), key=lambda row: row.y())
    assert [row.objectName() for row in rows] == [f"row-{label}" for label in first]
    assert at.find("interaction").isAncestorOf(at.window.focusWidget())


def _take_over(at, name: str, other: str):
    """Take hold of a side and move it over another one; its place for the one that is held."""
    side = at.find(name)
    QTest.mousePress(side, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    place = side.mapFromGlobal(at.find(other).mapToGlobal(QPoint(20, 10)))
    for at_place in (QPoint(60, 20), place):
        QTest.mouseMove(side, at_place)
    return side, place


@pytest.mark.parametrize("name", ["prompt-1", "match-A"])
def test_escape_lets_go_of_what_is_dragged_to_be_matched(sit_at, name):
    at = sit_at(sample.MATCHING)
    side, place = _take_over(at, name, "match-A" if name == "prompt-1" else "prompt-1")
    at.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(side, Qt.MouseButton.LeftButton, pos=place)
    assert at.responses == {}
    assert side.property("target") == "false"


def test_another_button_drops_nothing(sit_at):
    at = sit_at(sample.MATCHING)
    side, place = _take_over(at, "prompt-1", "match-A")
    QTest.mouseRelease(side, Qt.MouseButton.RightButton, pos=place)
    assert at.responses == {}
    QTest.mouseRelease(side, Qt.MouseButton.LeftButton, pos=place)
    assert at.responses["i1"] == Pairs((("1", "A"),))


def test_another_button_puts_no_row_down(sit_at):
    at = sit_at(sample.ORDERING)
    side, place = _take_over(at, "row-A", "row-C")
    QTest.mouseRelease(side, Qt.MouseButton.RightButton, pos=place)
    assert at.responses == {}
    assert side.property("lifted") == "true"
    QTest.mouseRelease(side, Qt.MouseButton.LeftButton, pos=place)
    assert "i1" in at.responses


# -- composing ---------------------------------------------------------------------------------------------------------


def test_no_hint_stands_behind_what_is_being_composed(sit_at, words):
    at = sit_at(ESSAY)
    field = at.find("writing")
    assert field.placeholderText() == words("candidate.writing.placeholder")
    compose(field, "ni")
    assert field.placeholderText() == ""
    compose(field, "")
    assert field.placeholderText() == words("candidate.writing.placeholder")

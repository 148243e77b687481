"""The display panel, the palette's ways, and away: in the real window, by mouse and by keyboard."""

import pytest
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.presenters.candidate.display import FIRST_THEME
from kaochang.presenters.candidate.type_size import TypeSize
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from screens import sample
from screens.fakes import FakeLine
from unit.presenters.test_exam_parts import in_parts


@pytest.fixture
def at(sit):
    """A sitting of the short exam, in a window as wide as most."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    made.window.resize(1366, 768)
    made.to_exam()
    return made


def _theme(at):
    return at.window._look.theme.name


def _ground(at):
    QApplication.processEvents()
    return at.window.grab().toImage().pixelColor(at.window.width() - 2, at.window.height() // 2).name().upper()


def test_a_click_on_a_theme_changes_everything_at_once(at):
    at.click("display-open")
    for name in ("dark", "contrast", "soft", "light"):
        at.click(f"theme-{name}")
        assert _theme(at) == name
        assert _ground(at) == at.window._look.theme.colours["canvas"]


def test_the_keyboard_alone_opens_chooses_and_closes(at):
    at.find("display-open").setFocus()
    at.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == f"theme-{FIRST_THEME}"
    at.key(Qt.Key.Key_Right)
    assert _theme(at) == "soft"
    at.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "display-size-normal"
    at.key(Qt.Key.Key_Right)
    assert at.presenter.exam.state.size is TypeSize.LARGE
    at.key(Qt.Key.Key_Escape)
    assert not at.has("display")


def test_letters_choose_nothing_behind_the_panel(at):
    at.click("display-open")
    at.key(Qt.Key.Key_A)
    assert at.responses == {}


def test_a_click_beside_the_panel_closes_it_and_chooses_nothing(at):
    at.click("display-open")
    QTest.mouseClick(at.window.childAt(600, 400), Qt.MouseButton.LeftButton)
    assert not at.has("display")
    assert at.responses == {}


def test_after_the_panel_the_keyboard_is_where_it_was_and_typing_goes_on(at):
    at.presenter.exam.go("i9")
    at.type("one")
    at.key(Qt.Key.Key_Left)
    at.click("display-open")
    at.click("theme-dark")
    at.click("display-close")
    at.type("X")
    at.presenter.exam.go("i1")
    assert at.responses["i9"] == Text("onXe")


def test_another_size_leaves_the_keyboard_on_the_panel_and_gives_it_to_the_item_afterwards(at):
    at.presenter.exam.go("i9")
    at.type("one")
    at.click("display-open")
    at.find("display-size-normal").setFocus()
    at.key(Qt.Key.Key_Right)
    assert QApplication.focusWidget().objectName() == "display-size-large"
    at.click("display-close")
    assert QApplication.focusWidget().objectName() == "writing"


def test_what_cannot_be_saved_closes_the_panel(at):
    at.presenter.exam.go("i9")
    at.type("one")
    at.click("display-open")
    at.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    at.timer.ring()
    assert not at.has("display")
    assert at.has("cannot-save")


def test_what_is_chosen_at_the_login_holds_in_the_exam(sit):
    at = sit(FakeLine(exam=sample.short_exam()))
    at.presenter.start()
    at.click("display-open")
    at.click("theme-contrast")
    at.click("display-size-huge")
    at.click("display-close")
    at.to_exam()
    assert _theme(at) == "contrast"
    assert at.presenter.exam.state.size is TypeSize.HUGE


def test_a_size_survives_another_theme(at):
    at.click("size-huge")
    at.click("display-open")
    at.click("theme-dark")
    assert at.presenter.exam.state.size is TypeSize.HUGE


# -- the palette --------------------------------------------------------------------------------------------------


def test_a_key_folds_the_palette_away_and_brings_it_back(at):
    at.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert at.find("palette").width() < 80
    assert at.text("rail-unanswered") == "9"
    assert at.text("progress") == "0 / 9"
    at.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert at.has("cell-1")
    assert not at.has("progress")


def test_the_keyboard_stays_on_the_button_that_folds(at):
    at.find("palette-collapse").setFocus()
    at.key(Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "palette-expand"
    at.key(Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "palette-collapse"


def test_the_filter_shows_what_is_left_to_do_in_a_row_without_gaps(at):
    at.click("option-B")
    at.click("filter-unanswered")
    at.presenter.exam.go("i3")
    assert not at.has("cell-1")
    first = at.find("cell-2")
    at.click("filter-unanswered")
    assert at.find("cell-2").x() > first.width() - 5


def test_the_filter_by_marks_says_so_where_nothing_is_marked(at):
    at.click("filter-marked")
    assert at.has("palette-none")
    at.click("mark")
    assert not at.has("palette-none")


def test_a_folded_section_shows_its_heading_and_where_the_candidate_is(at):
    at.click("fold-一、综合")
    assert at.has("cell-1")
    assert not at.has("cell-2")
    at.presenter.exam.go("i2")
    assert at.has("cell-2")
    assert not at.has("cell-1")
    at.click("fold-一、综合")
    assert at.has("cell-1")


def test_a_click_on_the_name_of_a_section_folds_it_too(at):
    heading = at.find("fold-一、综合").parentWidget()
    assert heading.height() >= 32
    QTest.mouseClick(heading, Qt.MouseButton.LeftButton, pos=heading.rect().center())
    assert not at.has("cell-2")
    QTest.mouseClick(heading, Qt.MouseButton.LeftButton, pos=heading.rect().center())
    assert at.has("cell-2")


def test_a_press_that_is_drawn_away_from_the_name_of_a_section_folds_nothing(at):
    heading = at.find("fold-一、综合").parentWidget()
    QTest.mousePress(heading, Qt.MouseButton.LeftButton, pos=heading.rect().center())
    QTest.mouseRelease(heading, Qt.MouseButton.LeftButton, pos=heading.rect().bottomLeft() + QPoint(0, 80))
    assert at.has("cell-2")


def test_sections_of_which_the_filter_shows_nothing_show_no_heading(sit):
    at = sit(FakeLine(exam=in_parts()))
    at.window.resize(1366, 768)
    at.to_exam()
    folds = [made.objectName() for made in at.window.findChildren(QPushButton) if made.objectName().startswith("fold-")]
    assert len([name for name in folds if at.has(name)]) > 1
    at.click("filter-marked")
    assert len([name for name in folds if at.has(name)]) == 1
    at.click("filter-marked")
    assert len([name for name in folds if at.has(name)]) > 1


# -- another text size --------------------------------------------------------------------------------------------


def test_another_size_leaves_the_keyboard_on_the_control_that_has_it(at):
    at.presenter.exam.go("i1")
    rows = [name for name in ("option-A", "option-B", "option-C") if at.has(name)]
    at.find(rows[-1]).setFocus()
    at.presenter.exam.resize(TypeSize.HUGE)
    assert QApplication.focusWidget() is at.find(rows[-1])


def test_another_size_leaves_the_cursor_and_what_is_selected(at):
    at.presenter.exam.go("i9")
    at.type("hello there")
    cursor = at.find("writing").textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, cursor.MoveMode.KeepAnchor)
    at.find("writing").setTextCursor(cursor)
    at.presenter.exam.resize(TypeSize.LARGE)
    cursor = at.find("writing").textCursor()
    assert (cursor.anchor(), cursor.position()) == (2, 5)
    assert at.find("writing").hasFocus()


def test_another_size_leaves_the_text_scrolled_where_it_was(at):
    at.window.resize(1024, 768)
    at.presenter.exam.go("i1")
    at.presenter.exam.resize(TypeSize.HUGE)
    area = at.find("item-scroll")
    area.widget().setMinimumHeight(3000)
    QApplication.processEvents()
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    at.presenter.exam.resize(TypeSize.LARGE)
    after = at.find("item-scroll").verticalScrollBar()
    assert after.value() == after.maximum()


# -- away ---------------------------------------------------------------------------------------------------------


def _leave_and_type(at, number):
    at.click("leave")
    at.type(number)
    at.key(Qt.Key.Key_Return)


def test_away_nothing_of_the_exam_is_to_be_seen_and_the_clock_is(at):
    at.click("leave")
    for name in ("sheet", "palette", "hand-in", "option-A", "saved"):
        assert not at.has(name), name
    assert at.text("away-clock") == "02:00:00"
    at.line.clock.advance(1_000)
    at.presenter.tick()
    assert at.text("away-clock") == "01:59:59"


def test_the_own_number_brings_everything_back(at):
    at.presenter.exam.go("i9")
    at.type("one")
    _leave_and_type(at, sample.TICKET.person)
    assert at.has("writing")
    assert at.has("hand-in")
    assert QApplication.focusWidget().objectName() == "writing"
    assert [note.what for note in at.line.sitting.notes] == [Happening.LEFT_SEAT, Happening.CAME_BACK]


def test_another_number_is_emptied_and_nothing_of_it_stays_for_the_next_time(at):
    _leave_and_type(at, "KF20818")
    assert at.has("away")
    assert at.text("away-number") == ""
    assert at.text("away-wrong")
    at.type(sample.TICKET.person)
    at.key(Qt.Key.Key_Return)
    at.click("leave")
    assert at.text("away-number") == ""
    assert at.text("away-wrong") == ""


@pytest.mark.parametrize("number", [sample.TICKET.person, "KF20818"])
def test_no_number_that_was_typed_comes_back_by_undoing(at, number):
    _leave_and_type(at, number)
    if not at.has("away"):
        at.click("leave")
    at.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert at.find("away-number").typed == ""
    at.key(Qt.Key.Key_Return)
    assert at.has("away")


def test_what_was_copied_in_the_exam_cannot_be_shown_in_that_field(at):
    at.click("leave")
    QApplication.clipboard().setText("copied in the exam")
    field = at.find("away-number")
    at.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    at.key(Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(field, Qt.MouseButton.MiddleButton)
    assert field.typed == ""
    assert not field.acceptDrops()
    assert field.contextMenuPolicy() == Qt.ContextMenuPolicy.PreventContextMenu


def test_a_number_left_half_typed_is_masked_and_still_known(at):
    at.click("leave")
    at.type("110108")
    at.find("away-back").setFocus()
    assert (at.text("away-number"), at.find("away-number").typed) == ("******", "110108")


def test_an_input_method_is_kept_out_unless_the_number_needs_one(at):
    at.click("leave")
    field = at.find("away-number")
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    field.is_latin = False
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)


def test_after_the_proctors_page_what_was_wrong_is_not_said_of_what_is_typed_then(at):
    _leave_and_type(at, "KF20818")
    at.presenter.exam.open_acts()
    at.presenter.exam.acts.close()
    at.type("KF2")
    at.line.clock.advance(1_000)
    at.presenter.tick()
    assert at.text("away-number") == "KF2"


def test_a_warning_is_read_while_away_and_still_stands_for_who_comes_back(at):
    at.click("leave")
    at.line.clock.advance(6_400_000)
    at.presenter.tick()
    said = at.presenter.exam.state.warning
    assert said
    assert at.text("away-told") == said
    for _ in range(20):
        at.line.clock.advance(1_000)
        at.presenter.tick()
    at.type(sample.TICKET.person)
    at.key(Qt.Key.Key_Return)
    at.presenter.tick()
    assert at.text("warning-text") == said
    at.line.clock.advance(10_000)
    at.presenter.tick()
    assert not at.has("warning-text")


@pytest.mark.parametrize("key", [Qt.Key.Key_B, Qt.Key.Key_M, Qt.Key.Key_R])
def test_no_key_of_the_exam_does_anything_while_away(at, key):
    folded = at.presenter.exam.state.palette.is_collapsed
    at.click("leave")
    at.key(key, Qt.KeyboardModifier.ControlModifier)
    state = at.presenter.exam.state
    assert (state.palette.is_collapsed, state.is_marked, state.tools.open) == (folded, False, None)


def test_letters_and_digits_are_typed_there_and_choose_nothing(at):
    at.click("leave")
    at.type("ab12")
    assert at.text("away-number") == "AB12"
    assert at.responses == {}


def test_the_proctor_is_reached_from_there_and_one_comes_back_to_it(at):
    at.click("leave")
    at.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert at.has("acts")
    at.presenter.exam.acts.close()
    at.presenter.tick()
    assert at.has("away")
    assert not at.has("sheet")


def test_when_the_time_is_up_the_exam_is_sealed_as_for_everybody(at):
    at.click("leave")
    at.line.clock.advance(7_200_000)
    at.presenter.tick()
    assert not at.has("away")
    assert at.has("receipt-title")

"""The candidate's tools on the screen: by mouse, by keyboard alone, and as a screen reader hears them."""

import pytest
from kaochang.domain.annotations import MAX_DRAFT, Passage
from kaochang.domain.responses import Choice
from kaochang.domain.tools import Tool
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from screens import sample
from screens.fakes import FakeLine

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def sit_with(sit):
    """A sitting of the short exam with these tools, at its first item."""

    def make(*tools, size=(1366, 768)):
        made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200, tools=tools))))
        made.window.resize(*size)
        made.to_exam()
        QApplication.processEvents()
        return made

    return make


@pytest.fixture
def at(sit_with):
    return sit_with(*Tool)


def go(at, item: str) -> None:
    at.presenter.exam.go(item)
    QApplication.processEvents()


def drawn(at):
    return at.line.sitting.state.annotations


def second(at) -> None:
    """The window's next look at the clock."""
    at.line.clock.advance(1_000)
    at.presenter.tick()
    QApplication.processEvents()


# -- options ----------------------------------------------------------------------------------------------------------


def test_the_cross_strikes_an_option_out_and_the_arrow_brings_it_back(at):
    at.click("eliminate-B")
    assert drawn(at).eliminated == {"i1": ("B",)}
    assert at.responses == {}
    at.click("eliminate-B")
    assert drawn(at).eliminated == {}


def test_the_row_beside_the_cross_still_chooses_what_is_struck_out(at):
    at.click("eliminate-B")
    row = at.find("option-B")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(200, row.height() // 2))
    QApplication.processEvents()
    assert at.responses["i1"] == Choice(("B",))
    assert drawn(at).eliminated == {}


def test_a_chosen_option_has_no_cross_and_its_text_stays_where_it_was(at):
    before = at.find("option-B").size()
    at.click("option-B")
    assert not at.has("eliminate-B")
    assert at.has("eliminate-A")
    assert at.find("option-B").size() == before


def test_alt_with_a_letter_strikes_out_and_never_chooses(at):
    at.key(Qt.Key.Key_C, ALT)
    assert (drawn(at).eliminated, at.responses) == ({"i1": ("C",)}, {})
    at.key(Qt.Key.Key_C)
    assert (drawn(at).eliminated, at.responses["i1"]) == ({}, Choice(("C",)))
    at.key(Qt.Key.Key_C, ALT)
    assert (drawn(at).eliminated, at.responses["i1"]) == ({}, Choice(("C",)))


def test_an_option_that_is_struck_out_says_so_and_what_its_button_does(at, words):
    plain = at.find("option-B").accessibleName()
    at.click("eliminate-B")
    assert at.find("option-B").accessibleName() == words("candidate.eliminate.spoken", option=plain)
    assert at.find("eliminate-B").accessibleName() == words("candidate.eliminate.back", letter="B")
    at.click("option-B")
    assert at.find("option-B").accessibleName() == plain


def test_what_is_struck_out_is_so_again_when_the_candidate_comes_back(at, words):
    at.click("eliminate-B")
    go(at, "i2")
    assert at.find("eliminate-B").accessibleName() == words("candidate.eliminate", letter="B")
    go(at, "i1")
    assert at.find("eliminate-B").accessibleName() == words("candidate.eliminate.back", letter="B")


def test_the_tab_key_comes_from_a_row_to_its_own_cross(at):
    go(at, "i2")
    at.find("option-A").setFocus(Qt.FocusReason.TabFocusReason)
    for name in ("eliminate-A", "option-B", "eliminate-B"):
        at.key(Qt.Key.Key_Tab)
        assert at.window.focusWidget() is at.find(name)
    at.key(Qt.Key.Key_Space)
    assert (drawn(at).eliminated, at.responses) == ({"i2": ("B",)}, {})


def test_true_and_false_have_no_cross(at):
    go(at, "i3")
    at.key(Qt.Key.Key_A, ALT)
    assert not at.has("eliminate-true")
    assert drawn(at).eliminated == {}


# -- words ------------------------------------------------------------------------------------------------------------


def draw_over(prose, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(prose, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(prose, end)
    QTest.mouseRelease(prose, Qt.MouseButton.LeftButton, pos=end)
    QApplication.processEvents()


def test_a_selection_by_mouse_is_highlighted_and_one_inside_it_takes_it_off(at):
    at.click("tool-highlighter")
    stem = at.find("stem")
    draw_over(stem, QPoint(2, 15), QPoint(140, 15))
    ((start, end),) = at.presenter.exam.state.tools.stem
    assert (start, end > 4) == (0, True)
    draw_over(stem, QPoint(40, 15), QPoint(80, 15))
    assert at.presenter.exam.state.tools.stem == ()


def test_without_the_highlighter_a_selection_is_none(at):
    draw_over(at.find("stem"), QPoint(2, 15), QPoint(140, 15))
    assert at.saved.count("Annotated") == 0
    assert not at.find("stem").selectable


def test_words_are_highlighted_by_keyboard_alone(at):
    at.key(Qt.Key.Key_L, CTRL)
    assert at.window.focusWidget() is at.find("stem")
    for _ in range(3):
        at.key(Qt.Key.Key_Right, SHIFT)
    at.key(Qt.Key.Key_Return)
    assert at.presenter.exam.state.tools.stem == ((0, 3),)
    assert at.presenter.exam.state.face.id == "i1"
    at.key(Qt.Key.Key_L, CTRL)
    assert at.find("interaction").isAncestorOf(at.window.focusWidget())


def test_what_is_being_selected_when_the_item_turns_belongs_to_no_item(at):
    at.click("tool-highlighter")
    stem = at.find("stem")
    QTest.mousePress(stem, Qt.MouseButton.LeftButton, pos=QPoint(2, 15))
    QTest.mouseMove(stem, QPoint(140, 15))
    at.presenter.exam.go("i2")
    QTest.mouseRelease(stem, Qt.MouseButton.LeftButton, pos=QPoint(140, 15))
    assert drawn(at).highlighted == {}


def test_highlights_in_the_material_of_a_case_are_kept(at):
    go(at, "i7")
    at.click("tool-highlighter")
    at.presenter.exam.tools.select(Passage.MATERIAL, 0, 6)
    go(at, "i1")
    go(at, "i8")
    assert at.presenter.exam.state.tools.material == ((0, 6),)


# -- the draft --------------------------------------------------------------------------------------------------------


def test_the_draft_takes_the_keyboard_and_letters_choose_nothing_in_it(at):
    at.key(Qt.Key.Key_N, CTRL)
    assert at.window.focusWidget() is at.find("notes")
    at.type("ABC 12")
    assert at.responses == {}
    second(at)
    assert drawn(at).draft == "ABC 12"


def test_the_panel_stays_open_from_item_to_item_and_gives_the_keyboard_back_when_it_closes(at):
    at.click("tool-notes")
    at.type("a")
    at.key(Qt.Key.Key_PageDown, CTRL)
    assert at.presenter.exam.state.face.id == "i2"
    assert at.find("notes").toPlainText() == "a"
    at.find("notes").setFocus()
    at.key(Qt.Key.Key_N, CTRL)
    assert not at.has("tool-panel")
    assert at.find("interaction").isAncestorOf(at.window.focusWidget())


def test_escape_gives_the_keyboard_back_and_leaves_the_panel_open(at):
    at.key(Qt.Key.Key_N, CTRL)
    at.key(Qt.Key.Key_Escape)
    assert at.find("interaction").isAncestorOf(at.window.focusWidget())
    assert at.has("tool-panel")


def test_what_is_too_much_is_taken_back_where_it_was_put_in(at):
    at.key(Qt.Key.Key_N, CTRL)
    field = at.find("notes")
    field.insertPlainText("长" * (MAX_DRAFT - 1))
    cursor = field.textCursor()
    cursor.setPosition(0)
    field.setTextCursor(cursor)
    field.insertPlainText("abc")
    second(at)
    assert drawn(at).draft == "a" + "长" * (MAX_DRAFT - 1)


def test_a_draft_of_before_is_in_the_panel_when_it_opens(at):
    at.line.sitting.annotate("", _drafted("上次写的"))
    at.key(Qt.Key.Key_N, CTRL)
    assert at.find("notes").toPlainText() == "上次写的"


def _drafted(text):
    from kaochang.domain.annotations import Drafted

    return Drafted(text)


# -- the calculator ---------------------------------------------------------------------------------------------------


def test_figures_are_the_calculators_while_it_is_open_and_the_options_afterwards(at):
    at.key(Qt.Key.Key_R, CTRL)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Asterisk, Qt.Key.Key_3, Qt.Key.Key_Return):
        at.key(key)
    assert at.presenter.exam.state.tools.calculator.main == "36"
    assert at.responses == {}
    at.key(Qt.Key.Key_R, CTRL)
    at.key(Qt.Key.Key_3)
    assert at.responses["i1"] == Choice(("C",))


def test_a_calculation_that_is_typed_at_the_options_goes_to_the_open_calculator_as_a_whole(at):
    at.key(Qt.Key.Key_R, CTRL)
    at.click("option-B")
    for key in (Qt.Key.Key_9, Qt.Key.Key_Plus, Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_Return):
        at.key(key)
    assert at.presenter.exam.state.tools.calculator.main == "10"
    assert at.responses["i1"] == Choice(("B",))
    assert at.window.focusWidget() is at.find("calculator")
    at.key(Qt.Key.Key_Escape)
    at.key(Qt.Key.Key_C)
    assert at.responses["i1"] == Choice(("C",))


def test_no_letter_that_is_typed_in_a_panel_chooses_an_option(at):
    at.key(Qt.Key.Key_R, CTRL)
    for name in ("calculator", "key-√", "tool-close"):
        at.find(name).setFocus()
        for key in (Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_D, Qt.Key.Key_8):
            at.key(key)
    assert at.responses == {}
    assert at.presenter.exam.state.tools.calculator.main == "88"


def test_the_calculator_shows_and_says_that_it_has_the_keyboard(at):
    at.key(Qt.Key.Key_R, CTRL)
    panel, display = at.find("calculator"), at.find("calculator-main").parentWidget()
    with_ring = display.grab().toImage()
    assert QAccessible.queryAccessibleInterface(panel).role() == QAccessible.Role.Grouping
    at.key(Qt.Key.Key_Escape)
    assert display.grab().toImage() != with_ring


def test_its_buttons_compute_and_figures_go_on_while_one_of_them_has_the_keyboard(at):
    at.click("tool-calculator")
    for key in "9√":
        at.click(f"key-{key}")
    at.find("key-=").setFocus(Qt.FocusReason.TabFocusReason)
    at.key(Qt.Key.Key_Space)
    assert at.presenter.exam.state.tools.calculator.main == "3"
    at.key(Qt.Key.Key_Plus)
    at.key(Qt.Key.Key_4)
    at.key(Qt.Key.Key_Equal)
    assert at.presenter.exam.state.tools.calculator.main == "7"


def test_a_screen_reader_hears_the_result_and_every_key_by_name(at, words):
    at.click("tool-calculator")
    for key in "5÷0=":
        at.click(f"key-{key}")
    told = f"5÷0 = {words('candidate.calculator.divided-by-zero')}"
    assert at.find("calculator-main").accessibleName() == told
    assert at.find("calculator").accessibleName() == words("candidate.calculator.name", spoken=told)
    for made in at.find("calculator").findChildren(QPushButton):
        spoken = QAccessible.queryAccessibleInterface(made).text(QAccessible.Text.Name)
        assert spoken
        assert not set(spoken) & set("+−×÷%±√⌫")


def test_keys_of_the_exam_go_on_working_in_the_calculator(at):
    at.key(Qt.Key.Key_R, CTRL)
    at.key(Qt.Key.Key_M, CTRL)
    at.key(Qt.Key.Key_PageDown)
    assert at.presenter.exam.state.face.id == "i2"
    assert at.line.sitting.state.marked == ("i1",)


# -- buttons and rules ------------------------------------------------------------------------------------------------


def test_only_the_tools_of_the_exam_are_offered(sit_with):
    at = sit_with(Tool.NOTES)
    assert at.has("tool-notes")
    for name in ("tool-calculator", "tool-highlighter", "tool-more", "eliminate-A"):
        assert not at.has(name)
    at.key(Qt.Key.Key_R, CTRL)
    at.key(Qt.Key.Key_B, ALT)
    assert not at.has("tool-panel")
    assert drawn(at).eliminated == {}


def test_an_exam_without_tools_looks_as_if_there_were_none(sit_with):
    at = sit_with()
    for name in ("tool-notes", "tool-calculator", "tool-highlighter", "tool-more", "tool-panel", "eliminate-A"):
        assert not at.has(name)


def test_a_button_is_pressed_exactly_as_long_as_its_tool_is_on(at):
    for name in ("tool-notes", "tool-highlighter"):
        at.click(name)
        assert at.find(name).isChecked()
        at.click(name)
        assert not at.find(name).isChecked()
    at.click("tool-notes")
    at.click("tool-calculator")
    assert (at.find("tool-notes").isChecked(), at.find("tool-calculator").isChecked()) == (False, True)


def test_in_a_narrow_window_one_button_opens_the_panel_with_the_other_tools(sit_with):
    at = sit_with(*Tool, size=(1024, 768))
    assert not at.has("tool-notes")
    at.click("tool-more")
    assert at.has("calculator")
    panel, sheet = at.find("tool-panel"), at.find("sheet")
    assert panel.mapTo(at.window, QPoint(0, 0)).y() >= sheet.mapTo(at.window, QPoint(0, sheet.height())).y()
    at.click("tab-notes")
    assert at.window.focusWidget() is at.find("notes")
    at.click("tab-highlighter")
    assert at.presenter.exam.state.tools.is_highlighting
    at.click("tool-more")
    assert not at.has("tool-panel")
    assert at.find("tool-more").isChecked()
    at.key(Qt.Key.Key_L, CTRL)
    assert not at.find("tool-more").isChecked()


def test_a_dialog_or_a_wait_lets_no_tool_through(at):
    at.click("hand-in")
    at.key(Qt.Key.Key_N, CTRL)
    at.key(Qt.Key.Key_A, ALT)
    assert at.presenter.exam.state.tools.open is None
    assert drawn(at).eliminated == {}


def test_the_display_has_its_ring_only_while_the_calculator_has_the_keyboard(at):
    at.click("tool-calculator")
    panel, display = at.find("calculator"), at.find("calculator-main").parentWidget()
    ringed, quiet = display.grab().toImage(), []
    for elsewhere in ("option-A", "key-7", "next"):
        panel.setFocus()
        assert display.grab().toImage() == ringed
        at.find(elsewhere).setFocus()
        assert display.property("ring") == "false"
        quiet.append(display.grab().toImage())
    assert quiet[0] == quiet[1] == quiet[2] != ringed
    panel.setFocus()
    at.click("next")  # the keyboard goes to the next item
    assert display.property("ring") == "false"

"""Responding in every way, by mouse and by keyboard; saving; moving; marking."""

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import MAX_BLANK, MAX_TEXT, Blanks, Choice, Judgement, Order, Pairs, Text
from kaochang.presenters.candidate.type_size import TypeSize
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import FakeLine

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at(sit):
    """A sitting of the short exam, at its first item."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    made.to_exam()
    return made


def go(at, item: str) -> None:
    at.presenter.exam.go(item)
    QApplication.processEvents()


def test_a_click_anywhere_on_the_row_chooses(at):
    row = at.find("option-C")
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest

    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 5, row.height() // 2))
    assert at.responses["i1"] == Choice(("C",))
    assert row.isChecked()


def test_a_second_choice_replaces_the_first_in_a_single_choice(at):
    at.click("option-A")
    at.click("option-B")
    assert at.responses["i1"] == Choice(("B",))
    assert not at.find("option-A").isChecked()
    assert at.find("option-B").isChecked()


def test_letters_and_figures_choose_and_choose_back_in_a_multiple_choice(at):
    go(at, "i2")
    at.key(Qt.Key.Key_A)
    at.key(Qt.Key.Key_3)
    assert at.responses["i2"] == Choice(("A", "C"))
    at.key(Qt.Key.Key_A)
    assert at.responses["i2"] == Choice(("C",))


def test_space_chooses_the_row_with_the_focus_and_arrows_move_it(at):
    at.find("option-A").setFocus(Qt.FocusReason.TabFocusReason)
    at.key(Qt.Key.Key_Down)
    at.key(Qt.Key.Key_Space)
    assert at.responses["i1"] == Choice(("B",))


def test_true_and_false_are_two_rows(at):
    go(at, "i3")
    at.click("option-false")
    assert at.responses["i3"] == Judgement(False)
    at.key(Qt.Key.Key_A)
    assert at.responses["i3"] == Judgement(True)


def test_each_blank_is_a_field_and_enter_goes_to_the_next(at):
    go(at, "i4")
    at.find("blank-1").setFocus()
    at.type("24")
    at.key(Qt.Key.Key_Return)
    at.type("3")
    go(at, "i5")
    assert at.responses["i4"] == Blanks(("24", "3", ""))
    go(at, "i4")
    assert at.text("blank-2") == "3"


def test_letters_typed_into_a_blank_choose_nothing_and_arrows_stay_in_it(at):
    go(at, "i4")
    at.find("blank-1").setFocus()
    at.type("ab")
    at.key(Qt.Key.Key_Left)
    at.type("c")
    assert at.text("blank-1") == "acb"
    assert "第 4 题" in at.text("item-place")


def test_ordering_moves_by_button_and_by_key_and_may_be_kept_as_it_stands(at):
    go(at, "i5")
    at.click("keep-order")
    assert at.responses["i5"] == Order(("A", "B", "C", "D"))
    at.click("up-B")
    assert at.responses["i5"] == Order(("B", "A", "C", "D"))
    at.find("row-D").setFocus()
    at.key(Qt.Key.Key_Up, ALT)
    assert at.responses["i5"] == Order(("B", "A", "D", "C"))


def test_matching_gives_each_prompt_a_letter_and_takes_it_back(at):
    go(at, "i6")
    for prompt, option in (("1", "B"), ("3", "A"), ("1", "C")):
        at.click(f"prompt-{prompt}")
        at.click(f"match-{option}")
    assert at.responses["i6"] == Pairs((("1", "C"), ("3", "A")))
    at.click("prompt-3")
    at.click("match-A")
    assert at.responses["i6"] == Pairs((("1", "C"),))
    assert (at.text("slot-1"), at.text("slot-3")) == ("C", "未选")


def test_writing_counts_and_is_saved_within_a_second(at):
    go(at, "i9")
    at.type("abc")
    assert at.text("length") == "1 字"
    assert at.text("saved") == "正在保存…"
    assert "i9" not in at.responses
    assert at.timer.milliseconds == 1000
    at.timer.ring()
    assert at.responses["i9"] == Text("abc")
    assert at.text("saved").startswith("已保存")


def test_leaving_an_item_saves_what_was_typed_at_once(at):
    go(at, "i9")
    at.type("abc")
    at.key(Qt.Key.Key_PageUp, CTRL)
    assert at.responses["i9"] == Text("abc")
    assert at.saved[-2:] == ["Responded", "Visited"]


def test_the_saved_sign_turns_only_after_the_commit(at):
    at.runner.is_held = True
    at.click("option-A")
    assert at.text("saved") == "正在保存…"
    at.click("option-B")
    at.runner.step()
    assert at.text("saved") == "正在保存…"
    at.runner.step()
    assert at.text("saved") == "已保存  09:31:00"


def test_a_failing_save_is_said_over_everything_and_nothing_is_skipped_on_retry(at):
    at.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    at.click("option-A")
    assert at.has("cannot-save")
    assert at.text("saved") == "没有保存"
    at.presenter.tick()
    at.click("safe")
    assert at.has("cannot-save")
    at.line.sitting.trouble = None
    at.click("safe")
    assert not at.has("cannot-save")
    assert at.saved.count("Responded") == 1
    assert at.text("saved").startswith("已保存")


def test_marking_by_button_and_by_key_shows_in_the_palette(at):
    at.click("mark")
    assert at.line.sitting.state.marked == ("i1",)
    assert "已标记" in at.find("cell-1").accessibleName()
    assert at.text("count-marked") == "1"
    at.key(Qt.Key.Key_M, CTRL)
    assert at.line.sitting.state.marked == ()


def test_the_palette_jumps_and_counts(at):
    at.click("option-A")
    assert at.text("count-answered") == "1"
    at.click("cell-6")
    assert "第 6 题" in at.text("item-place")
    assert "已答" in at.find("cell-1").accessibleName()


def test_the_palette_is_one_stop_of_the_tab_key_and_arrows_reach_every_number(at):
    at.find("cell-1").setFocus(Qt.FocusReason.TabFocusReason)
    at.key(Qt.Key.Key_Right)
    at.key(Qt.Key.Key_Down)
    at.key(Qt.Key.Key_Return)
    assert "第 8 题" in at.text("item-place")
    policies = [at.find(f"cell-{number}").focusPolicy() for number in (1, 8)]
    assert policies == [Qt.FocusPolicy.ClickFocus, Qt.FocusPolicy.StrongFocus]


def test_arrows_and_page_keys_move_between_items_and_stop_at_the_ends(at):
    at.key(Qt.Key.Key_Left)
    assert "第 1 题" in at.text("item-place")
    at.key(Qt.Key.Key_Right)
    at.key(Qt.Key.Key_PageDown)
    assert "第 3 题" in at.text("item-place")
    at.presenter.exam.go("i9")
    assert not at.find("next").isEnabled()


def test_sizes_scale_the_item_and_keep_its_response(at):
    before = at.find("stem").height()
    at.click("option-B")
    at.window.resize(1366, 768)  # where it is narrower, the sizes are in the display panel alone
    at.click("size-huge")
    QApplication.processEvents()
    assert at.find("stem").height() > before
    assert at.find("option-B").isChecked()
    assert at.presenter.exam.state.size is TypeSize.HUGE


def test_material_stands_beside_the_response_and_the_bar_moves(at):
    go(at, "i7")
    split = at.find("split")
    before = split.sizes()
    split.moveSplitter(before[0] + 60, 1)
    assert split.sizes()[0] > before[0]
    assert at.find("material").accessibleName() == sample.MATERIAL
    assert at.has("table")


def test_wide_spaces_and_underscores_of_a_stem_survive(at):
    go(at, "i4")
    assert at.find("stem").text == sample.BLANK.stem
    assert "　　　　" in sample.BLANK.stem


def test_the_clock_speaks_its_value_and_turns_amber_at_the_first_warning(at):
    assert at.find("clock").accessibleName() == "剩余时间 02:00:00"
    width = at.find("clock").width()
    at.line.clock.advance(6_301_000)
    at.presenter.tick()
    QApplication.processEvents()
    assert at.find("clock").property("amber") == "true"
    assert at.find("clock").width() == width
    assert "15 分钟" in at.text("warning-text")


def test_a_warning_goes_by_itself_and_blocks_nothing(at):
    at.line.clock.advance(6_301_000)
    at.presenter.tick()
    at.click("option-A")
    assert at.responses["i1"] == Choice(("A",))
    at.line.clock.advance(9_000)
    at.presenter.tick()
    assert at.has("warning")
    at.line.clock.advance(1_000)
    at.presenter.tick()
    assert not at.has("warning")


def test_every_control_has_a_name_for_a_screen_reader(at):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTextEdit

    for item in ("i1", "i4", "i5", "i6", "i9"):
        go(at, item)
        for kind in (QAbstractButton, QLineEdit, QTextEdit):
            for control in at.window.findChildren(kind):
                if control.isVisible():
                    assert control.accessibleName() or control.text(), control.objectName()


def test_the_keyboard_alone_reaches_hand_in_and_back(at):
    for _ in range(60):
        at.key(Qt.Key.Key_Tab)
        if at.window.focusWidget().objectName() == "hand-in":
            break
    at.key(Qt.Key.Key_Space)
    assert at.has("summary")
    at.key(Qt.Key.Key_Tab)
    assert at.window.focusWidget().objectName() != "hand-in"


def test_an_essay_takes_no_more_than_the_longest_text_and_keeps_what_stood_there(at):
    go(at, "i9")
    editor = at.find("writing")
    editor.setPlainText("头" + "文" * (MAX_TEXT - 3) + "尾")
    cursor = editor.textCursor()
    cursor.setPosition(1)
    editor.setTextCursor(cursor)
    editor.insertPlainText("abcdef")
    at.timer.ring()
    assert at.responses["i9"] == Text("头a" + "文" * (MAX_TEXT - 3) + "尾")
    editor.setPlainText("长" * (MAX_TEXT * 2))
    at.timer.ring()
    assert at.responses["i9"] == Text("长" * MAX_TEXT)
    assert editor.toPlainText() == "长" * MAX_TEXT


def test_a_blank_takes_no_more_than_the_longest_text(at):
    go(at, "i4")
    field = at.find("blank-1")
    field.setFocus()
    QApplication.clipboard().setText("长" * (MAX_BLANK + 9))
    field.paste()
    at.timer.ring()
    assert at.responses["i4"].texts[0] == "长" * MAX_BLANK
    QApplication.clipboard().clear()

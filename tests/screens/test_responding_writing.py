"""Writing: undoing, what may be pasted, lengths, earlier versions; panes and sub-questions; interviews."""

import pytest
from kaochang.custody.errata import Erratum
from kaochang.domain.errata import ErratumAction
from kaochang.domain.responses import MAX_TEXT, Choice, Judgement, Text
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTextEdit, QWidget
from screens import sample_responding as sample
from screens.fakes import FakeLine

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def at(sit):
    """A sitting of the exam of items that are hard to lay out."""
    made = sit(FakeLine(exam=sample.exam()))
    made.to_exam()
    return made


@pytest.fixture
def board(qapp):
    yield qapp.clipboard()
    qapp.clipboard().clear()


def go(at, item: str) -> None:
    at.presenter.exam.go(item)
    QApplication.processEvents()


def write(at, text: str, after_s: int = 31) -> None:
    """The whole text is this now, half a minute later, and it is journaled."""
    at.line.clock.advance(after_s * 1000)
    editor = at.find("writing")
    editor.selectAll()
    editor.insertPlainText(text)
    at.timer.ring()
    QApplication.processEvents()


# -- the editor ------------------------------------------------------------------------------------------------------


def test_a_step_of_undoing_is_a_clause_and_not_everything_typed_in_one_go(at):
    go(at, "i2")
    at.type("First we call,then we write")
    at.key(Qt.Key.Key_Z, CTRL)
    assert at.find("writing").toPlainText() == "First we call,"
    at.key(Qt.Key.Key_Z, CTRL)
    assert at.find("writing").toPlainText() == ""
    for key, modifiers in ((Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT)):
        at.key(key, modifiers)
    assert at.find("writing").toPlainText() == "First we call,then we write"
    at.timer.ring()
    assert at.responses["i2"] == Text("First we call,then we write")


def test_typing_without_any_mark_is_undone_in_short_steps_too(at):
    go(at, "i2")
    at.type("x" * 40)
    at.key(Qt.Key.Key_Z, CTRL)
    assert at.find("writing").toPlainText() == "x" * 30


def test_a_word_that_an_input_method_commits_is_a_step(at):
    go(at, "i2")
    at.commit("客户", "回访")
    at.key(Qt.Key.Key_Z, CTRL)
    assert at.find("writing").toPlainText() == "客户"


def test_buttons_undo_and_do_again_and_say_when_there_is_nothing(at):
    go(at, "i2")
    assert not at.find("undo").isEnabled()
    at.commit("好。")
    assert not at.find("redo").isEnabled()
    at.click("undo")
    assert at.find("writing").toPlainText() == ""
    assert not at.find("undo").isEnabled()
    at.click("redo")
    assert at.find("writing").toPlainText() == "好。"


def test_what_was_there_when_the_item_was_opened_cannot_be_undone_away(at):
    go(at, "i2")
    write(at, "写好了")
    go(at, "i1")
    go(at, "i2")
    assert not at.find("undo").isEnabled()
    at.key(Qt.Key.Key_Z, CTRL)
    assert at.find("writing").toPlainText() == "写好了"


def test_text_is_copied_and_pasted_within_the_program(at, board):
    go(at, "i2")
    at.commit("回访")
    at.key(Qt.Key.Key_A, CTRL)
    at.key(Qt.Key.Key_X, CTRL)
    assert at.find("writing").toPlainText() == ""
    for _ in range(2):
        at.key(Qt.Key.Key_V, CTRL)
    assert at.find("writing").toPlainText() == "回访回访"


def test_what_another_program_copied_is_not_pasted(at, board):
    go(at, "i2")
    board.setText("smuggled")
    editor = at.find("writing")
    at.key(Qt.Key.Key_V, CTRL)  # offscreen, nothing is ever said to be ours
    assert editor.toPlainText() == ""
    assert not editor.canPaste()


def test_a_full_text_takes_no_more_and_what_was_written_last_is_undone_first(at):
    go(at, "i2")
    editor = at.find("writing")
    editor.insertPlainText("长" * (MAX_TEXT - 1))
    at.type("y")
    at.type("abc")
    at.commit("多余")
    at.key(Qt.Key.Key_Return)
    assert editor.toPlainText() == "长" * (MAX_TEXT - 1) + "y"
    at.key(Qt.Key.Key_Z, CTRL)
    assert len(editor.toPlainText()) < MAX_TEXT
    at.key(Qt.Key.Key_Y, CTRL)
    at.key(Qt.Key.Key_A, CTRL)
    at.type("z")
    assert editor.toPlainText() == "z"


def test_neither_pictures_nor_markup_come_in(at, board, monkeypatch):
    monkeypatch.setattr(type(board), "ownsClipboard", lambda board: True)
    go(at, "i2")
    editor = at.find("writing")
    rich = QMimeData()
    rich.setHtml("<b>重</b>点<img src='x'>")
    rich.setText("重点")
    board.setMimeData(rich)
    at.key(Qt.Key.Key_V, CTRL)
    assert editor.toPlainText() == "重点"
    assert "font-weight:700" not in editor.document().toHtml()
    for only in ("setImageData", "setUrls"):
        data = QMimeData()
        getattr(data, only)(QImage(2, 2, QImage.Format.Format_RGB32) if only == "setImageData" else [QUrl("file:///x")])
        if not data.hasText():
            board.setMimeData(data)
            at.key(Qt.Key.Key_V, CTRL)
    assert editor.toPlainText() == "重点"


def test_every_line_has_the_same_room_also_after_an_undo_and_a_paste(at, board, monkeypatch):
    monkeypatch.setattr(type(board), "ownsClipboard", lambda board: True)
    go(at, "i2")
    at.commit("一。")
    at.key(Qt.Key.Key_Return)
    board.setText("二\n三")
    at.key(Qt.Key.Key_V, CTRL)
    at.key(Qt.Key.Key_Z, CTRL)
    at.key(Qt.Key.Key_Y, CTRL)
    document = at.find("writing").document()
    heights = set()
    block = document.begin()
    while block.isValid():
        heights.add(block.blockFormat().lineHeight())
        block = block.next()
    assert (document.blockCount(), heights) == (3, {128.0}), "in hundredths of a line without any room"


def test_a_press_inside_a_selection_drags_nothing_and_no_menu_opens(at):
    go(at, "i2")
    at.commit("拖不走的文字")
    editor = at.find("writing")
    editor.selectAll()
    inside = editor.cursorRect(QTextCursor(editor.document())).center() + QPoint(20, 0)
    QTest.mousePress(editor.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    assert not editor.textCursor().hasSelection()
    QTest.mouseRelease(editor.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    assert editor.contextMenuPolicy() is Qt.ContextMenuPolicy.PreventContextMenu
    assert not editor.acceptDrops()


def test_a_text_beyond_what_is_asked_for_is_said_in_amber_and_words_and_kept(at):
    go(at, "i2")
    assert at.text("length") == "0 字（要求 200 至 300 字）"
    write(at, "字" * 301)
    assert at.text("length") == "301 字（不超过 300 字，多了 1 字）"
    assert at.find("length").property("amber") == "true"
    assert at.responses["i2"] == Text("字" * 301)
    write(at, "字" * 300)
    assert at.find("length").property("amber") == "false"


def test_a_text_that_is_too_short_is_partly_answered_at_hand_in_and_does_not_hinder_it(at):
    go(at, "i2")
    write(at, "太短")
    at.click("hand-in")
    assert at.text("chip-i2") == "2 字数不足（2/200）"
    assert at.find("insist").isEnabled()


# -- earlier versions ------------------------------------------------------------------------------------------------


def _written(at, *texts: str) -> None:
    for text in texts:
        write(at, text)


def test_versions_are_offered_in_the_items_line_listed_compared_and_brought_back(at):
    go(at, "i3")
    assert not at.has("versions")
    _written(at, "一", "一二。", "一二。三")
    assert at.text("versions") == "历史版本 1"
    at.click("versions")
    assert at.find("version-chosen").toPlainText() == "一二。"
    assert at.find("version-present").toPlainText() == "一二。三"
    (same,) = at.find("version-present").extraSelections()
    assert same.cursor.selectedText() == "三"
    at.click("bring-back")
    assert not at.has("versions-panel")
    assert at.find("writing").toPlainText() == "一二。"
    assert at.responses["i3"] == Text("一二。")
    assert at.window.focusWidget() is at.find("writing")


def test_what_was_brought_back_can_be_undone(at):
    go(at, "i3")
    _written(at, "一", "一二。", "一二。三")
    at.click("versions")
    at.click("bring-back")
    at.click("undo")
    at.timer.ring()
    assert at.responses["i3"] == Text("一二。三")


def test_versions_are_chosen_by_keyboard_alone_and_escape_changes_nothing(at):
    go(at, "i3")
    _written(at, "一", "一二", "一二三", "一二三四", "一二三四五")
    at.find("versions").setFocus()
    at.key(Qt.Key.Key_Return)
    assert at.window.focusWidget() is at.find("version-0")
    at.key(Qt.Key.Key_Down)
    assert at.window.focusWidget() is at.find("version-1")
    assert at.find("version-chosen").toPlainText() == "一二三"
    at.key(Qt.Key.Key_Up)
    at.key(Qt.Key.Key_Up)
    assert at.find("version-chosen").toPlainText() == "一二三四"
    reached = []
    for _ in range(6):
        at.key(Qt.Key.Key_Tab)
        reached.append(at.window.focusWidget().objectName())
    assert reached[:5] == ["version-chosen", "version-present", "bring-back", "safe", "version-0"]
    at.key(Qt.Key.Key_Escape)
    assert not at.has("versions-panel")
    assert at.responses["i3"] == Text("一二三四五")


def test_a_chosen_version_with_characters_beyond_the_first_plane_is_compared_at_the_right_place(at):
    go(at, "i3")
    _written(at, "一", "𬭎宇好", "𬭎宇好吗")
    at.click("versions")
    (differs,) = at.find("version-present").extraSelections()
    assert differs.cursor.selectedText() == "吗"


# -- panes and sub-questions -----------------------------------------------------------------------------------------


def test_sub_questions_are_links_with_what_was_done_to_them(at):
    go(at, "i3")
    link = at.find("sibling-i4")
    assert link.accessibleName() == "第 4 题，未作答。（2）请写出给客户的书面说明要点。"
    assert not at.has("sibling-i3")
    at.click("sibling-i4")
    assert "第 4 题" in at.text("item-place")
    at.type("ab")
    at.find("sibling-i3").setFocus()
    at.key(Qt.Key.Key_Return)
    assert "第 3 题" in at.text("item-place")
    assert "已作答" in at.find("sibling-i4").accessibleName()
    write(at, "短")
    go(at, "i5")
    assert "部分作答" in at.find("sibling-i3").accessibleName()


def test_a_sub_question_that_is_withdrawn_is_missed_by_no_link_and_what_is_typed_stays(at):
    go(at, "i3")
    at.type("ab")
    editor = at.find("writing")
    at.line.errata.bring(Erratum("i4", ErratumAction.WITHDRAW, "本题撤销。", sample.sample.START_WALL))
    at.line.clock.advance(1_000)
    at.presenter.tick()
    at.presenter.exam.errata.read()
    assert at.find("sibling-i4").accessibleName().startswith("第 4 题，已撤销，不用作答。")
    assert at.text("standing-i4") == "已撤销，不用作答"
    assert at.find("writing") is editor
    assert editor.document().isUndoAvailable()


def test_an_item_that_stands_alone_has_no_links(at):
    go(at, "i2")
    assert not at.has("siblings")


def test_the_material_stays_where_it_was_scrolled_to_between_its_sub_questions(at):
    at.window.resize(1024, 768)
    go(at, "i3")
    bar = at.find("material-scroll").verticalScrollBar()
    assert bar.maximum() > 100
    bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
    place = bar.value()
    assert place > 0
    go(at, "i4")
    assert at.find("material-scroll").verticalScrollBar().value() == place
    go(at, "i2")
    go(at, "i5")
    assert at.find("material-scroll").verticalScrollBar().value() == place


def test_the_material_is_scrolled_by_keyboard(at):
    go(at, "i3")
    area = at.find("material-scroll")
    area.setFocus(Qt.FocusReason.TabFocusReason)
    at.key(Qt.Key.Key_Down)
    line = area.verticalScrollBar().value()
    at.key(Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > line > 0
    assert "第 3 题" in at.text("item-place")
    at.key(Qt.Key.Key_PageDown, CTRL)
    assert "第 4 题" in at.text("item-place")


def test_the_bar_moves_by_mouse_and_by_arrows_and_keeps_its_place(at):
    go(at, "i3")
    before = at.find("split").sizes()[0]
    handle = next(each for each in at.window.findChildren(QWidget, "split-handle") if each.isVisible())
    handle.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        at.key(Qt.Key.Key_Left)
    moved = at.find("split").sizes()[0]
    assert moved < before - 40
    assert "第 3 题" in at.text("item-place")
    go(at, "i4")
    assert abs(at.find("split").sizes()[0] - moved) <= 2


def test_the_panes_stand_side_by_side_or_one_above_the_other_for_the_rest_of_the_exam(at):
    go(at, "i3")
    at.type("ab")
    assert at.text("split-turn") == "上下分栏"
    at.click("split-turn")
    split = at.find("split")
    assert split.orientation() is Qt.Orientation.Vertical
    assert at.find("material-scroll").width() > split.width() - 30
    assert at.window.focusWidget() is at.find("writing")
    go(at, "i2")
    go(at, "i4")
    assert at.find("split").orientation() is Qt.Orientation.Vertical
    assert at.text("split-turn") == "左右分栏"
    at.click("split-turn")
    assert at.find("split").orientation() is Qt.Orientation.Horizontal


@pytest.mark.parametrize("item", ["i1", "i2", "i3", "i7", "i9"])
def test_nothing_is_cut_off_at_the_right_at_1024(at, item):
    at.window.resize(1024, 768)
    go(at, item)
    if item == "i3":
        _written(at, "一", "一二", "一二三")
    at.click("mark")
    area = at.find("item-scroll")
    right = area.viewport().mapToGlobal(QPoint(area.viewport().width(), 0)).x()
    for part in area.widget().findChildren(QWidget):
        if part.isVisible() and isinstance(part, QPushButton | QTextEdit):
            assert part.mapToGlobal(QPoint(part.width(), 0)).x() <= right, part.objectName()


# -- interviews ------------------------------------------------------------------------------------------------------


def test_an_interview_item_that_is_read_is_answered_by_a_tick_which_comes_off_again(at):
    go(at, "i7")
    assert not at.has("writing")
    at.click("read")
    assert at.responses["i7"] == Judgement(True)
    assert "已答" in at.find("cell-7").accessibleName()
    at.key(Qt.Key.Key_Space)
    assert at.responses["i7"] == Choice(())
    assert "未答" in at.find("cell-7").accessibleName()


def test_an_interview_item_that_is_spoken_asks_for_nothing_and_is_never_unanswered(at):
    go(at, "i8")
    assert at.has("spoken")
    assert "面试官" in at.find("cell-8").accessibleName()
    assert at.text("count-unanswered") == "8"
    at.key(Qt.Key.Key_Right)
    assert "第 9 题" in at.text("item-place")
    at.click("hand-in")
    assert not at.has("chip-i8")
    assert at.has("chip-i7")

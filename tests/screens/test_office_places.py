"""组卷 and 场次 in the office's real window: what a hand does there by mouse and keys, and what is seen and spoken."""

import pytest
from kaochang.flow.exam_draft import ExamPart
from kaochang.flow.office_draft import PageName
from kaochang.flow.session_draft import SessionPart
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit
from screens.office_window import WithWindow
from support import quick_day
from support.office_exams import AtExams
from support.office_pages import PASSPHRASE
from support.office_sessions import TWO_EXAMS


class Places(WithWindow, AtExams):
    """A clerk at the window."""

    def type_into(self, name, text):
        field = self.find(name)
        field.setFocus()
        field.selectAll()
        written(field, text)

    def shown(self, page):
        return self.window._stack.currentWidget() is self.window._views[page].widget


def written(field, text):
    """What an input method gives, as most of these texts come."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)
    QApplication.processEvents()


@pytest.fixture(autouse=True)
def _cheap():
    with quick_day.cheap_guesses():
        yield


@pytest.fixture
def office(tmp_path, words, qtbot):
    return Places(tmp_path / "data", words).open(qtbot)


def cell(table, row, column, text):
    """What somebody types into a cell, or chooses there."""
    table.setCurrentIndex(table.model().index(row, column))
    QTest.keyClick(table, Qt.Key.Key_F2)
    QApplication.processEvents()
    editor = next(
        each
        for kind in (QLineEdit, QComboBox)
        for each in table.findChildren(kind, "blueprint-cell")
        if each.isVisible()
    )
    if isinstance(editor, QComboBox):
        editor.setCurrentText(text)
    else:
        editor.selectAll()
        written(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_the_way_to_the_places_and_back_is_one_press(office):
    office.presenter.start()
    assert office.has("tab-paper")
    assert not office.has("tab-exams")
    office.click("office-way")
    office.click("tab-exams")
    assert office.shown(PageName.EXAMS)
    assert not office.has("tab-paper")
    office.click("office-way")
    assert office.shown(PageName.PAPER)
    office.click("office-way")
    assert office.shown(PageName.EXAMS), "where it was left"


def test_a_blueprint_is_filled_in_by_keys_told_to_lack_mended_and_saved(office):
    number = office.keep_paper()
    office.to_exams()
    office.click("exams-new")
    office.click(f"paper-{number}")
    office.click("exam-way-blueprint")
    office.click(f"part-{ExamPart.ITEMS}")
    office.click("blueprint-add")
    table = office.find("blueprint-table")
    cell(table, 0, 0, "一、选择")
    cell(table, 0, 1, office.words("type.single"))
    cell(table, 0, 5, "9")
    there = table.model().index(0, 7)
    assert there.data() == office.words("office.exams.there", there=2, unfit=0)
    office.click(f"part-{ExamPart.SAVE}")
    assert not office.find("exam-save").isEnabled()
    assert office.find("exam-save").accessibleDescription()
    office.click("exam-mend")
    cell(office.find("blueprint-table"), 0, 5, "1")
    office.click(f"part-{ExamPart.SAVE}")
    office.click("exam-save")
    items = office.find("exam-items").model()
    assert items.rowCount() == 1
    assert items.index(0, 0).data() == "一、选择"


def test_lines_of_a_blueprint_are_moved_and_taken_out_by_keys(office):
    page = office.new_exam()
    page.papers.choose_way(True)
    page.go(ExamPart.ITEMS)
    for name in ("甲", "乙"):
        office.click("blueprint-add")
        table = office.find("blueprint-table")
        cell(table, table.model().rowCount() - 1, 0, name)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [table.model().index(row, 0).data() for row in range(2)] == ["乙", "甲"]
    assert table.currentIndex().row() == 0, "the keyboard goes with its line"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert table.model().rowCount() == 1
    QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert table.model().rowCount() == 2


def test_an_item_is_left_out_by_space_and_the_table_stays_where_it_is(office):
    page = office.new_exam()
    page.go(ExamPart.ITEMS)
    table = office.find("exam-choose-items")
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    before = office.find("exam-items-summary").text()
    QTest.keyClick(table, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert office.find("exam-items-summary").text() != before
    assert table.currentIndex().row() == 1
    QTest.keyClick(table, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert office.find("exam-items-summary").text() == before


def test_the_chosen_item_gets_a_limit_typed_below_the_table_and_the_keyboard_stays_there(office):
    page = office.new_exam()
    page.go(ExamPart.ITEMS)
    table, field = office.find("exam-choose-items"), office.find("exam-limit")
    assert not field.isEnabled(), "of no item yet"
    table.setCurrentIndex(table.model().index(1, 0))
    field.setFocus()
    QTest.keyClicks(field, "90")
    QApplication.processEvents()
    assert (field.text(), office.window.focusWidget()) == ("90", field)
    assert page.state.body.rows[1].limit_typed == "90"
    table.setCurrentIndex(table.model().index(0, 0))
    assert field.text() == ""
    table.setCurrentIndex(table.model().index(1, 0))
    assert field.text() == "90"


def test_rules_typed_letter_by_letter_keep_the_keyboard_in_their_field(office):
    page = office.new_exam()
    page.go(ExamPart.RULES)
    field = office.find("exam-minutes")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "120")
    assert page.state.body.typed["minutes"] == "120"
    assert office.window.focusWidget() is field
    office.type_into("exam-notices", "关手机")
    assert office.find("exam-notices").toPlainText() == "关手机"
    assert page.state.body.typed["notices"] == "关手机"
    office.type_into("section-0", "12")
    assert page.state.body.sections[0].minutes == "12"


def test_a_session_goes_from_the_list_to_the_stick_by_hand(office):
    exams = [office.exam("上岗"), office.exam("复训")]
    office.to_sessions()
    office.click("sessions-new")
    for each in exams:
        office.click(f"exam-{each}")
    office.type_into("session-name", "第三周")
    office.click(f"part-{SessionPart.ROSTER}")
    QApplication.clipboard().setText(TWO_EXAMS)
    QTest.keyClick(office.find("choose-roster"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    office.click("roster-next")
    office.type_into("room-name-0", "上海 301")
    office.click("rooms-drawn")
    assert office.has("rooms-seed")
    office.click(f"part-{SessionPart.SEAL}")
    office.put_in(office.stick)
    office.type_into("session-passphrase", PASSPHRASE)
    office.type_into("session-again", PASSPHRASE)
    assert office.find("session-seal-now").isEnabled(), office.find("session-why").text()
    QTest.keyClick(office.window.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()
    code = office.find("done-code")
    assert code.text() in code.accessibleName().replace(" ", "") or code.text()
    assert "第三周" in office.find("session-done-title").text()
    office.click("session-done-back")
    assert "第三周" in office.find("session-title").text()
    assert not office.has("done-code"), "the code is shown once"


def test_cards_and_photo_folders_are_chosen_in_the_system_s_window(office, monkeypatch, tmp_path):
    page = office.new()
    page.go(SessionPart.RULES)
    office.click("rules-certified")
    card = office.card("centre", "考试中心")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(card), ""))
    office.click("rules-choose-centre")
    assert office.find("rules-centre").text() == "考试中心"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    office.click("rules-choose-photos")
    assert office.find("rules-photos").text() == str(tmp_path)
    office.click("rules-no-photos")
    assert not office.has("rules-photos")


def test_parts_of_a_session_say_in_their_names_what_was_settled(office):
    page = office.new()
    page.go(SessionPart.ROOMS)
    spoken = QAccessible.queryAccessibleInterface(office.find(f"part-{SessionPart.ROSTER}"))
    said = spoken.text(QAccessible.Text.Name)
    assert office.words("office.roster.people", count=4) in said
    assert "✓" in said


def test_an_item_of_a_sealed_session_is_corrected_by_hand(office, monkeypatch, tmp_path):
    page = office.new("上岗", people="姓名\t工号\n测试甲\tG7001\n")
    office.seal(page)
    page.to_list()
    office.click("session-erratum")
    office.type_into("after-item", "单选题#1")
    office.type_into("after-text", "选项 B 应为“当场核对”。")
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    office.click("after-choose-folder")
    office.type_into("after-passphrase", PASSPHRASE)
    assert office.find("after-do").isEnabled(), office.find("after-why").text()
    office.click("after-do")
    assert office.find("after-done").text()
    assert len(list((tmp_path / "out").glob("*.kce"))) == 1
    assert office.find("after-item").text() == ""
    office.click("after-back")
    assert office.has("session-title")


def test_what_is_shown_stays_marked_when_it_is_pressed_once_more(office):
    page = office.new_exam()
    for name in ("tab-exams", f"part-{ExamPart.PAPERS}"):
        assert office.find(name).isChecked()
        office.click(name)
        assert office.find(name).isChecked(), name
    office.click(f"part-{ExamPart.RULES}")
    assert office.find(f"part-{ExamPart.RULES}").isChecked()
    assert not office.find(f"part-{ExamPart.PAPERS}").isChecked()
    assert page.state.here is ExamPart.RULES
    office.click("tab-sessions")
    assert office.find("tab-sessions").isChecked()
    assert not office.find("tab-exams").isChecked()

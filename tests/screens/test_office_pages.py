"""Roster, settings, stick and scores in the office's real window: what a hand does there, and what is seen and read."""

from fractions import Fraction
from pathlib import Path

import pytest
from conftest import RESOURCES
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import CandidateLine
from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.score_rows import RowWords
from kaochang.presenters.office.scores_state import Pick, PickFace, ScoreColumn, ScoresFace
from kaochang.presenters.office.settings import Field
from kaochang.views.office.opening import open_place
from kaochang.views.office.score_view import ScoreView
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QDateTime, QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QAccessible, QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from screens.office_window import NO_KEY, WithWindow
from support import quick_day
from support.office_pages import PASSPHRASE, PEOPLE, AtEveryPage

WRONG = "姓名\t工号\n测试甲\t1001\n测试乙\t\n"


class Pages(WithWindow, AtEveryPage):
    """The same clerk, with the window."""

    def type(self, name, text):
        self.find(name).setFocus()
        super().type(text)


class Opened(QObject):
    """What the system was asked to open."""

    def __init__(self):
        super().__init__()
        self.places = []

    @Slot(QUrl)
    def open(self, url):
        self.places.append(url.toLocalFile())


@pytest.fixture
def opened():
    made = Opened()
    QDesktopServices.setUrlHandler("file", made, "open")
    yield made.places
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture(autouse=True)
def _cheap():
    with quick_day.cheap_guesses():
        yield


@pytest.fixture
def office(tmp_path, words, qtbot):
    return Pages(tmp_path / "data", words).open(qtbot)


def test_what_was_copied_is_the_roster_wherever_on_the_page_it_is_pasted(office):
    office.to_roster()
    QApplication.clipboard().setText("测试甲 1001\n测试乙 1002")
    QTest.keyClick(office.find("choose-roster"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert office.find("roster-table").model().rowCount() == 2
    QApplication.clipboard().setText("测试丙 1003")
    QTest.keyClick(office.find("roster-table"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert office.find("roster-table").model().rowCount() == 1


def test_what_is_pasted_into_the_box_is_taken_at_once_and_what_is_typed_by_its_button(office):
    page = office.to_roster()
    QApplication.clipboard().setText("测试甲 1001")
    QTest.keyClick(office.find("roster-paste"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(page.state.cells) == 1
    office.page("roster")._faces = None
    page.enter()
    office.find("roster-paste").setPlainText("测试甲 1001\n测试乙 1002")
    office.click("roster-use-text")
    assert len(page.state.cells) == 2


def test_a_roster_that_is_dropped_is_read(office, tmp_path):
    page = office.to_roster()
    (tmp_path / "名册.csv").write_text(PEOPLE.replace("\t", ","), encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "名册.csv"))])
    zone, buttons, held = office.find("drop-roster"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    zone.dragEnterEvent(QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, data, buttons, held))
    zone.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, buttons, held))
    assert len(page.state.cells) == 3


def test_a_wrong_cell_says_so_and_a_click_on_its_problem_goes_there(office):
    office.to_roster().paste(WRONG)
    table, problems = office.find("roster-table"), office.find("roster-problems")
    empty = table.model().index(1, 2)
    assert empty.data() == office.words("office.roster.nothing")
    assert empty.data(Qt.ItemDataRole.ToolTipRole)
    assert empty.data(Qt.ItemDataRole.ToolTipRole) in empty.data(Qt.ItemDataRole.AccessibleTextRole)
    table.setCurrentIndex(table.model().index(0, 1))
    office.page("roster").focus(None)
    rect = problems.visualRect(problems.model().index(0))
    QTest.mouseClick(problems.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 2)


def test_a_cell_is_changed_by_a_double_click(office):
    page = office.to_roster()
    page.paste(WRONG)
    table = office.find("roster-table")
    assert not office.find("roster-next").isEnabled()
    rect = table.visualRect(table.model().index(1, 2))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    field = office.find("roster-cell")
    assert field.text() == "", "the cell as it stands"
    QTest.keyClicks(field, "1002")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert page.state.is_whole
    assert office.find("roster-next").isEnabled()


def test_a_row_is_taken_out_by_delete_and_is_there_again_after_undo(office):
    page = office.to_roster()
    page.paste(PEOPLE)
    table = office.find("roster-table")
    table.setCurrentIndex(table.model().index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert len(page.state.cells) == 2
    office.click("roster-undo")
    assert len(page.state.cells) == 3


def test_another_file_may_be_dropped_onto_the_table(office, tmp_path):
    page = office.to_roster()
    page.paste(WRONG)
    (tmp_path / "名册.csv").write_text(PEOPLE.replace("\t", ","), encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "名册.csv"))])
    view, buttons, held = office.find("roster-table").parentWidget(), Qt.MouseButton.LeftButton, NO_KEY
    while not view.acceptDrops():
        view = view.parentWidget()
    view.dragEnterEvent(QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, data, buttons, held))
    view.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, buttons, held))
    assert len(page.state.cells) == 3


def test_the_settings_follow_what_is_typed_letter_by_letter(office):
    page = office.to_settings()
    field = office.find("settings-minutes")
    field.selectAll()
    QTest.keyClicks(field, "45")
    assert page.state.typed[Field.MINUTES] == "45"
    field.selectAll()
    QTest.keyClicks(field, "0")
    assert office.find("minutes-wrong").text()
    assert not office.find("settings-next").isEnabled()
    office.click("settings-pass-none")
    assert not office.has("settings-pass-mark")


def test_the_window_is_set_on_clocks_of_this_pc(office):
    page = office.to_settings()
    field = office.find("settings-closes")
    shown: QDateTime = field.dateTime()
    before = page.state.closes
    field.setDateTime(shown.addSecs(-3600))
    assert page.state.closes == before // 60_000 * 60_000 - 3_600_000


def test_the_passphrase_is_covered_until_somebody_asks_to_see_it_and_goes_with_the_page(office):
    office.to_seal()
    office.type("seal-passphrase", PASSPHRASE[-4:])
    field = office.find("seal-passphrase")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    office.click("seal-passphrase-show")
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    office.presenter.go(PageName.SETTINGS)
    office.presenter.go(PageName.SEAL)
    assert (field.text(), field.echoMode()) == ("", QLineEdit.EchoMode.Password)


def test_drives_are_chosen_by_a_click_and_any_other_folder_by_the_system_s_window(office, tmp_path, monkeypatch):
    page = office.to_seal()
    office.put_in(office.stick)
    assert office.find("seal-drive").isChecked()
    (tmp_path / "共享").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "共享"))
    office.click("seal-folder")
    assert page.state.folder == str(tmp_path / "共享")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    office.click("seal-folder")
    assert page.state.folder == str(tmp_path / "共享"), "nothing was chosen"


def test_while_it_is_sealed_there_is_a_way_to_cancel(office):
    page = office.to_seal()
    office.put_in(office.stick)
    page.type_passphrase(PASSPHRASE)
    page.type_again(PASSPHRASE)
    office.runner.is_held = True
    office.click("seal-now")
    assert office.find("seal-progress").value() == 0
    office.click("seal-stop")
    assert not office.find("seal-stop").isEnabled()
    office.runner.is_held = False
    office.runner.step()
    assert office.has("seal-stopped")


def test_the_folder_and_what_is_printed_open_by_a_click(office, opened):
    sealed = office.sealed()
    assert office.find("done-code").text() == sealed.code
    office.click("done-open")
    office.click("done-open-file")
    assert opened == [str(sealed.folder), str(sealed.to_print[-1])]
    open_place(sealed.kept)
    assert opened[-1] == str(sealed.kept)


def test_a_main_button_that_cannot_be_pressed_says_why_beside_it(office, words):
    page = office.to_settings()
    page.type(Field.MINUTES, "")
    assert office.find("settings-why").text() == words("office.settings.why", fields=words("office.settings.minutes"))
    page.forget()
    page.go_on()
    assert not office.find("seal-now").isEnabled()
    assert office.find("seal-why").text() == words("office.seal.why.place")
    office.put_in(office.stick)
    office.page("seal").type_passphrase(PASSPHRASE)
    office.page("seal").type_again(PASSPHRASE)
    assert office.find("seal-now").isEnabled()
    assert not office.has("seal-why")


def test_a_row_shows_all_of_a_title_however_long_and_says_it(office):
    page = office.to_settings()
    page.type(Field.TITLE, "外呼与回访坐席上岗认证考试" * 6)
    seal = office.page("seal")
    page.go_on()
    office.put_in(office.stick)
    seal.type_passphrase(PASSPHRASE)
    seal.type_again(PASSPHRASE)
    seal.seal()
    office.sit(0)
    office.page("done").take_back()
    made = office.find("back-session")
    QApplication.processEvents()
    for each in made.findChildren(QLabel):
        assert each.height() >= each.heightForWidth(each.width())
        assert made.rect().contains(each.geometry())
        assert each.text() in made.accessibleName()
    assert not office.find("back-take").isEnabled()
    assert office.find("back-why").text()


def test_absence_is_asked_with_the_keyboard_on_the_way_back(office):
    office.sealed()
    office.sit(0)
    office.page("done").take_back()
    office.page("take-back").type_passphrase(PASSPHRASE)
    office.page("take-back").take()
    office.click("scores-absent")
    assert "2" in office.find("scores-ask-absent-text").text()
    assert office.window.focusWidget() is office.find("scores-ask-absent-no")
    office.click("scores-ask-absent-no")
    assert not office.has("scores-ask-absent")
    office.click("scores-absent")
    office.click("scores-ask-absent-yes")
    assert not office.has("scores-missing")


def test_scores_are_exported_and_their_folder_opens(office, opened, tmp_path, monkeypatch):
    office.sealed()
    office.sit(0)
    office.click("done-take-back")
    office.page("take-back").type_passphrase(PASSPHRASE)
    office.click("back-take")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "成绩"))
    office.click("scores-export")
    assert [Path(each).parent for each in opened] == [tmp_path / "成绩"], "in a folder of the session's own"
    office.click("scores-pick-missing")
    assert office.find("scores-table").model().rowCount() == 2
    heads = office.find("scores-table").horizontalHeader()
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, heads.height() // 2))
    assert heads.isSortIndicatorShown()


def _line(number):
    status = (TicketStatus.SUBMITTED, TicketStatus.ABSENT, TicketStatus.MISSING_FILE)[number % 3]
    ticket = Ticket(number=f"{number:06}", name=f"测试{number}", person=f"G{number}", exam="e", room="R01", seat="01")
    if status is not TicketStatus.SUBMITTED:
        return CandidateLine(ticket, status)
    return CandidateLine(ticket, status, points=Fraction(60), of=Fraction(100), passed=number % 2 == 0)


def test_a_hundred_thousand_rows_scroll_and_each_status_is_words_and_a_sign(office, words, qtbot):
    rows = tuple(map(_line, range(100_000)))
    missing = frozenset(row.ticket.number for row in rows if row.status is TicketStatus.MISSING_FILE)
    picks = tuple(PickFace(pick, pick.value, len(rows), pick is Pick.ALL) for pick in Pick)
    face = ScoresFace("", "", "", rows, RowWords(words, {"R01": "302"}, missing), picks, None, False, "", (), False, "")
    view = ScoreView(office.page("take-back"), Look(load_theme(RESOURCES / "theme"), words))
    qtbot.addWidget(view)
    view.resize(1200, 700)
    view.show_scores(face)
    view.show()
    QTest.qWaitForWindowExposed(view)
    painted = []
    said = face.words.cell
    face.words.cell = lambda row, column: painted.append(row.ticket.number) or said(row, column)
    table = view.findChild(QWidget, "scores-table")
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    view.grab()
    assert "099999" in painted
    assert len(set(painted)) < 200, "only what is seen becomes words"
    signs = {said(row, ScoreColumn.STATUS).text[0] for row in rows[:3]}
    assert signs == {"✓", "–", "×"}


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_every_page_is_whole_at_the_usual_sizes(tmp_path, words, qtbot, size):
    office = Pages(tmp_path / "data", words).open(qtbot, size)
    for lead, names in (
        (office.to_settings, ("settings-next", "settings-title", "settings-kind-rehearsal")),
        (office.sealed, ("done-open", "done-code", "done-another")),
    ):
        lead()
        for name in names:
            made = office.find(name)
            corner = made.mapTo(office.window, made.rect().bottomRight())
            assert office.window.rect().contains(corner), name


def test_what_can_be_done_on_each_page_has_a_name_for_who_cannot_see_it(office):
    office.to_seal()
    for name in ("roster", "settings", "seal", "take-back"):
        office.presenter.go(PageName(name))
        QApplication.processEvents()
        for made in office.window.findChildren(QWidget):
            is_stop = made.isVisible() and made.focusPolicy() & Qt.FocusPolicy.TabFocus and made.objectName()
            if is_stop and not made.objectName().startswith("qt_"):
                told = QAccessible.queryAccessibleInterface(made)
                assert told.text(QAccessible.Text.Name), f"{name}: {made.objectName()}"

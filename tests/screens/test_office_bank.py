"""题库 in the office's real window: found by keys, edited in its fields, and 50,000 items that nobody reads at once."""

from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.bank_state import OF_A_PAGE, Side
from kaochang.store.bank_items import BankItem, FoundItem, Items, Page
from kaochang.views.office.listed import NOWHERE
from kaochang.views.office.tables import Cells
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from screens.office_window import WithWindow
from support.office_bank import AtTheBank

CTRL = Qt.KeyboardModifier.ControlModifier
MANY = 50_000


class Window(WithWindow, AtTheBank):
    """The same clerk, with the window."""

    def type(self, text):
        """As an input method gives words, which no key has."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.window.focusWidget(), event)
        QApplication.processEvents()

    def settle(self):
        """Nothing more is typed for a moment."""
        if self.timer.then is not None:
            self.timer.ring()
        QApplication.processEvents()

    def write(self, name, text):
        """Typed over what stands in a field."""
        field = self.find(name)
        field.setFocus()
        field.selectAll()
        self.type(text)

    def at_bank(self):
        page = self.to_bank()
        QApplication.processEvents()
        return page


@pytest.fixture
def office(tmp_path, words, qtbot):
    return Window(tmp_path / "data", words).open(qtbot)


def test_a_clerk_searches_edits_saves_looks_back_restores_and_exports_by_the_keyboard(office, tmp_path, monkeypatch):
    page = office.small().at_bank()
    office.key(Qt.Key.Key_F, CTRL)
    office.type("月底之前")
    office.settle()
    assert page.state.listed.total == 1
    office.key(Qt.Key.Key_Down)
    assert office.window.focusWidget() is office.find("bank-rows")
    assert page.state.shown.form.options[1] == "月底之前"
    office.write("bank-stem", "记录最迟何时写完（　）。")
    office.settle()
    assert "记录最迟" in office.find("bank-preview").findChild(QWidget, "stem").accessibleName()
    office.key(Qt.Key.Key_S, CTRL)
    assert office.window.focusWidget() is office.find("bank-by"), "a name is asked for once"
    office.type("李文")
    office.key(Qt.Key.Key_S, CTRL)
    assert "2" in office.find("bank-said").text()
    office.click("bank-side-history")
    office.click("bank-restore-1")
    assert page.state.shown.form.stem.startswith("回访记录")
    out = tmp_path / "试题.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    exports = [each for each in office.find("bank-more").menu().actions() if "Word" in each.text()]
    exports[0].trigger()
    assert out.read_bytes()[:2] == b"PK"
    with closing(office.bank()) as bank:
        changes = bank.history.of(page.state.shown.id)
    assert [each.by for each in changes] == ["李文", "李文"]


def test_steps_go_back_and_forth_over_all_fields_by_the_page_s_own_keys(office):
    page = office.small().at_bank()
    before = page.state.shown.form
    office.write("bank-stem", "甲乙")
    office.write("bank-section", "别的大题")
    office.key(Qt.Key.Key_Z, CTRL)
    assert office.find("bank-section").text() == before.section
    office.key(Qt.Key.Key_Z, CTRL)
    assert office.find("bank-stem").toPlainText() == before.stem
    office.key(Qt.Key.Key_Y, CTRL)
    assert office.find("bank-stem").toPlainText() == "甲乙"
    assert not office.window.window().isWindowModified(), "nothing holds the window"


def test_the_cursor_stays_where_it_is_while_one_types(office):
    office.small().at_bank()
    field = office.find("bank-stem")
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.Start)
    office.type("先说")
    office.settle()
    assert field.toPlainText().startswith("先说回访")
    assert field.textCursor().position() == 2


def test_options_and_key_by_the_mouse(office):
    page = office.small().at_bank()
    office.click("bank-letter-0")
    assert page.state.shown.form.chosen == ("A",)
    first = page.state.shown.form.options[0]
    office.click("bank-option-down-0")
    assert page.state.shown.form.options[1] == first
    assert page.state.shown.form.chosen == ("B",)
    office.click("bank-option-drop-3")
    assert not office.has("bank-option-3")
    office.click("bank-add-option")
    office.write("bank-option-3", "新的")
    assert page.state.shown.form.options[3] == "新的"


def test_the_first_of_what_was_found_opens_by_a_click(office):
    page = office.small().at_bank()
    page.listing.search("月底之前")
    office.settle()
    rows = office.find("bank-rows")
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(0, 0)).center())
    assert page.state.shown.form.options[1] == "月底之前"


def test_a_rubric_is_written_in_cards(office):
    page = office.small().at_bank()
    office.open_where(lambda item: item.is_open)
    office.click("bank-side-rubric")
    page.editor.set_criteria(())
    office.click("bank-criterion-add")
    office.write("bank-criterion-name-0", "流程")
    office.write("bank-criterion-points-0", "3")
    office.write("bank-criterion-good-0", "逐项说明")
    office.click("bank-level-add-0")
    office.write("bank-level-name-0-0", "好")
    (criterion,) = page.state.shown.form.criteria
    assert (criterion.name, criterion.points, criterion.good) == ("流程", "3", "逐项说明")
    assert criterion.levels[0].name == "好"
    assert "3" in office.find("bank-rubric-sum").text()


def test_who_was_overtaken_is_asked_whose_words_stand(office):
    page = office.small().at_bank()
    page.saving.sign("李文")
    office.write("bank-stem", "我的题干（　）")
    office.another_saves(page.state.shown.id)
    office.key(Qt.Key.Key_S, CTRL)
    assert office.has("bank-refused")
    assert not office.find("bank-save").isEnabled()
    office.click("bank-mine")
    assert not office.has("bank-lost")
    assert page.state.shown.form.stem == "我的题干（　）"


def test_leaving_asks_nothing_and_loses_nothing(office):
    page = office.small().at_bank()
    office.write("bank-stem", "打到一半")
    office.presenter.go(PageName.SESSIONS)
    office.presenter.go(PageName.BANK)
    assert office.find("bank-stem").toPlainText() == "打到一半"
    assert page.state.listed.unsaved


def test_an_empty_bank_says_what_to_do_and_a_paper_fills_it(office, monkeypatch):
    from support.small_paper import KEY, PAPER

    office.at_bank()
    path = office.file(PAPER + KEY, "回访.txt")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    office.click("bank-empty-read")
    assert not office.has("bank-empty")
    assert office.find("bank-rows").model().rowCount() > 5
    assert "回访.txt" in office.find("bank-said").text()


def test_remarks_stand_in_the_place_of_the_list_and_lead_to_items(office):
    page = office.small().at_bank()
    page.checks.start()
    row = max(each.number for each in page.state.checks.remarks if each.item)
    office.click_row("bank-remarks", row)
    assert page.state.shown.id == page.state.checks.remarks[row].item
    office.click("bank-checks-back")
    assert office.has("bank-rows")


def test_a_new_item_is_begun_from_the_menu(office, words):
    page = office.small().at_bank()
    found = [each for each in office.find("bank-new").menu().actions() if each.text() == words("type.truefalse")]
    found[0].trigger()
    office.write("bank-stem", "可以连续重拨。")
    office.click("bank-judged-F")
    assert page.state.shown.form.chosen == ("F",)
    office.write("bank-by", "李文")
    office.key(Qt.Key.Key_S, CTRL)
    assert not page.state.shown.is_new


def test_beside_a_new_item_stand_neither_the_former_one_nor_what_is_missing_before_a_word_is_typed(office, words):
    office.small().at_bank()
    office.settle()
    preview = office.find("bank-preview")
    assert preview.findChild(QWidget, "stem") is not None
    found = [each for each in office.find("bank-new").menu().actions() if each.text() == words("type.matching")]
    found[0].trigger()
    office.settle()
    assert preview.findChild(QWidget, "stem") is None
    assert not office.find("bank-rows").selectedIndexes(), "no row is the one that is written"
    assert not preview.findChild(QWidget, "bank-preview-refused").isVisible()
    office.write("bank-stem", "把产品与保修期连起来。")
    office.settle()
    assert preview.findChild(QWidget, "bank-preview-refused").isVisible(), "a matching item needs both columns"


def _many(asked):
    """A store of 50,000 items that counts what it is asked for."""

    def page(self, words, wanted, sort, start, most):
        asked.append(most)
        options = (Option("A", "甲"), Option("B", "乙"))
        items = (Item(ItemType.SINGLE, f"第 {at} 道试题（　）", f"{at}", "一", options) for at in range(start, MANY))
        entries = (BankItem(each.number, 1, each, MarkScheme()) for each in islice(items, most))
        return Page(tuple(FoundItem(each, "年度题库", 0, 0, False, None) for each in entries), MANY)

    return page


def test_of_50_000_items_only_those_are_read_that_come_into_sight(office, monkeypatch):
    page = office.small().at_bank()
    asked = []
    monkeypatch.setattr(Items, "page", _many(asked))
    opened = []
    monkeypatch.setattr(page.editor, "open", opened.append)
    page.listing.search("题")
    office.settle()
    rows = office.find("bank-rows")
    assert rows.model().rowCount() == MANY
    office.key(Qt.Key.Key_F, CTRL)
    office.key(Qt.Key.Key_Down)
    for key in (Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Up, Qt.Key.Key_Home):
        office.key(key)
    begun, last, above, over, first = map(int, opened)
    assert (begun, last, first) == (0, MANY - 1, 0)
    assert last > above > over > MANY - OF_A_PAGE
    counted = []
    monkeypatch.setattr(Cells, "rowCount", lambda self, parent=NOWHERE: counted.append(1) or self.count)
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum() // 2)
    rows.grab()
    assert len(counted) < MANY // 10, "nothing is laid out row by row"
    assert rows.model().index(MANY // 2, 0).data().startswith(office.words("type.single"))
    assert sum(asked) <= 12 * OF_A_PAGE
    assert len(rows.findChildren(QWidget)) < 20, "rows are no widgets"


def test_several_rows_are_chosen_for_export(office, tmp_path):
    page = office.small().at_bank()
    rows = office.find("bank-rows")
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert rows.chosen == ((0, 1),)
    page.files.export(*_order(tmp_path), rows.chosen)
    assert "2" in page.state.said


def _order(folder: Path):
    from kaochang.domain.papers import PaperFormat

    return PaperFormat.GIFT, folder / "out.gift"


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_what_is_pressed_is_inside_the_window(tmp_path, words, qtbot, size):
    office = Window(tmp_path / "data", words).open(qtbot, size)
    office.small().at_bank()
    for name in ("bank-save", "bank-more", "bank-search", "bank-sort", "bank-retire", "bank-preview"):
        made = office.find(name)
        corner = made.mapTo(office.window, made.rect().bottomRight())
        assert office.window.rect().contains(corner), name


def test_every_stop_has_a_name_for_who_cannot_see_it(office):
    page = office.small().at_bank()
    office.open_where(lambda item: item.is_open)
    for side in Side:
        page.editor.show_side(side)
        QApplication.processEvents()
        for made in office.window.findChildren(QWidget):
            is_stop = made.isVisible() and made.focusPolicy() & Qt.FocusPolicy.TabFocus and made.objectName()
            if is_stop and not made.objectName().startswith("qt_"):
                told = QAccessible.queryAccessibleInterface(made)
                assert told.text(QAccessible.Text.Name), f"{side}: {made.objectName()}"

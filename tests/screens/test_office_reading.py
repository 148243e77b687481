"""The reading page in the office's real window: painted lists, the editor in place, keys, names for screen readers."""

from itertools import pairwise

import pytest
from conftest import RESOURCES
from kaochang.domain.items import ItemType
from kaochang.flow.office_draft import PageName
from kaochang.views.office.items import ItemList
from kaochang.views.office.lines import LineList
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from screens import sample_office
from screens.office_window import WithWindow
from support.office_desk import AtTheOffice

ROOT = RESOURCES.parent


class Reading(WithWindow, AtTheOffice):
    """A clerk at the window."""


@pytest.fixture
def office(tmp_path, words, qtbot):
    """The window, with nothing chosen."""
    made = Reading(tmp_path / "data", words).open(qtbot)
    made.presenter.start()
    return made


@pytest.fixture
def reading(office):
    """A paper with red lines."""
    office.paper.choose(office.file())
    QApplication.processEvents()
    return office


def test_a_paper_that_is_dropped_is_read(office):
    zone = office.find("drop-paper")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(office.file()))])
    buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, data, buttons, held)
    zone.dragEnterEvent(enter)
    assert enter.isAccepted()
    zone.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, buttons, held))
    assert office.has("paper-items")


def test_what_is_no_file_of_this_pc_is_not_taken(office):
    zone = office.find("drop-paper")
    buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for urls in ([], [QUrl("http://example.invalid/a.docx")], [QUrl.fromLocalFile("/a"), QUrl.fromLocalFile("/b")]):
        data = QMimeData()
        data.setUrls(urls)
        enter = QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, data, buttons, held)
        enter.ignore()
        zone.dragEnterEvent(enter)
        assert not enter.isAccepted()


def test_a_paper_is_chosen_in_the_systems_own_window(office, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(office.file()), ""))
    office.click("choose-paper")
    assert office.has("paper-items")


def test_nobody_has_to_choose(office, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    office.click("choose-paper")
    assert office.has("drop-paper")


def test_a_refusal_stands_on_the_page_with_what_to_do(office):
    office.paper.choose(office.file("没有试题", "说明.txt"))
    said = office.find("drop-refused").text()
    assert office.state.refused.message in said
    assert office.state.refused.next_step in said


def test_a_click_on_a_finding_goes_to_both_places(reading):
    row = next(at for at, each in enumerate(reading.state.findings) if each.at == reading.item("二、2").index)
    reading.click_row("paper-findings", row)
    assert reading.find("item-editor").index == reading.item("二、2").index
    lines = reading.find("paper-lines")
    shown = lines.model().faces[lines.currentIndex().row()]
    assert shown.number == reading.state.findings[row].line
    assert lines.viewport().rect().intersects(lines.visualRect(lines.currentIndex()))
    items = reading.find("paper-items")
    assert items.viewport().rect().contains(items.visualRect(items.currentIndex()).center())


def test_a_click_on_a_line_goes_to_its_item(reading):
    lines = reading.find("paper-lines")
    row = next(at for at, face in enumerate(lines.model().faces) if face.item == reading.item("一、1").index)
    reading.click_row("paper-lines", row)
    assert reading.state.here == reading.item("一、1").index


def test_letters_set_the_key_without_a_click_and_f8_goes_on(reading):
    reading.type("b")
    assert reading.item("一、2").chosen == ("B",)
    reading.key(Qt.Key.Key_F8)
    assert reading.state.items[reading.state.here].place == "一、3"
    reading.type("a")
    assert reading.item("一、3").chosen == ("A",)
    reading.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert reading.item("一、3").chosen == ()
    reading.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert reading.item("一、3").chosen == ("A",)
    reading.key(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert reading.state.finding is not None


def test_the_buttons_of_letters_do_the_same_and_show_what_stands(reading):
    reading.click("key-B")
    assert reading.item("一、2").chosen == ("B",)
    assert reading.find("key-B").isChecked()
    reading.click("key-C")
    assert reading.item("一、2").chosen == ("C",)
    assert not reading.find("key-B").isChecked()
    reading.click("key-C")
    assert reading.find("key-C").isChecked(), "pressing what stands takes nothing away"


def test_a_field_takes_letters_for_itself(reading):
    before = reading.item("一、2").chosen
    field = reading.find("option-A")
    field.setFocus()
    reading.type("bcd")
    assert reading.item("一、2").chosen == before
    reading.key(Qt.Key.Key_Tab)
    assert reading.item("一、2").options[0].text.endswith("bcd")


def test_stem_and_points_are_taken_when_the_keyboard_leaves_them(reading):
    stem = reading.find("item-stem")
    stem.setFocus()
    stem.selectAll()
    reading.type("which?")
    reading.find("item-points").setFocus()
    assert reading.item("一、2").stem == "which?"
    reading.find("item-points").selectAll()
    reading.type("3")
    reading.key(Qt.Key.Key_Return)
    assert reading.item("一、2").points_value == "3"


def test_looking_at_an_item_changes_nothing(reading):
    for item in reading.state.items:
        reading.paper.open(item.index)
        QApplication.processEvents()
        for name in ("item-stem", "item-points"):
            reading.find(name).setFocus()
        reading.find("paper-items").setFocus()
    assert reading.desk.draft.mends == ()


def test_a_red_line_is_passed_by_name_and_reason_on_the_page(reading):
    reading.click("finding-pass")
    reading.find("pass-by").setText("李文")
    reading.find("pass-reason").setText("考前补上")
    reading.click("pass-now")
    assert "李文" in next(each.passed for each in reading.state.findings if each.passed)
    assert not reading.has("pass-form")


def test_the_next_step_is_closed_until_nothing_red_is_left(reading):
    assert not reading.find("paper-next").isEnabled()
    assert reading.find("paper-next").toolTip()
    while found := [each for each in reading.state.findings if each.can_pass]:
        reading.paper.ask_pass(found[0].number)
        reading.paper.passing.give("李文", "考前补上", with_alike=True)
    assert reading.find("paper-next").isEnabled()


def test_to_key_at_typing_speed_needs_no_other_key(reading):
    reading.click("paper-key-all")
    assert reading.find("paper-items").hasFocus()
    reading.type("BA")
    assert (reading.item("一、2").chosen, reading.item("一、3").chosen) == (("B",), ("A",))
    assert reading.state.items[reading.state.here].place == "二、2"
    reading.type("AD")
    reading.key(Qt.Key.Key_Return)
    reading.type("0")
    assert reading.item("三、2").chosen == ("F",)
    assert reading.state.pending == 0


def test_what_is_told_in_the_editor_takes_no_room_from_its_fields(reading):
    reading.paper.open(reading.item("二、2").index)
    reading.type("a")
    reading.has("item-editor")  # what its parts want is known a moment later
    tops = [reading.find(f"option-{letter}").mapTo(reading.window, QPoint(0, 0)).y() for letter in "ABCD"]
    height = reading.find("option-A").height()
    assert all(below - above >= height for above, below in pairwise(tops))


def test_the_hint_says_what_enter_does_while_one_keys(reading):
    hint = reading.find("paper-hint").text()
    reading.click("paper-key-all")
    assert reading.find("paper-hint").text() == reading.words("office.paper.keying-hint") != hint
    reading.key(Qt.Key.Key_Escape)
    assert reading.find("paper-hint").text() == hint


def test_a_key_that_is_written_is_typed_without_a_click_too(office):
    office.paper.choose(office.file("一、填空题\n1. 分为____级。\n二、判断题\n1. 可以。\n2. 不可以。\n"))
    office.click("paper-key-all")
    assert office.find("item-key").hasFocus()
    office.type("3")
    office.key(Qt.Key.Key_Return)
    office.type("10")
    assert [each.key for each in office.state.items] == ["3", office.words("office.paper.true"), "错"]


def test_items_without_a_key_are_told_before_anybody_goes_on(reading):
    assert not reading.has("paper-unkeyed")
    while found := [each for each in reading.state.findings if each.can_pass]:
        reading.paper.ask_pass(found[0].number)
        reading.paper.passing.give("李文", "考前补上", with_alike=True)
    assert reading.find("paper-unkeyed").text() == reading.words("office.paper.unkeyed", count=reading.state.pending)
    assert "由人评分" in reading.find("paper-summary").text()
    reading.paper.key_all()
    reading.type("B")
    assert reading.find("paper-unkeyed").text() == reading.words("office.paper.unkeyed", count=reading.state.pending)


def test_another_paper_takes_mends_away_only_by_a_yes(reading, monkeypatch):
    chosen = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen.append(1) or ("", ""))
    reading.click("paper-other")
    assert chosen, "nothing was mended: nothing is asked"
    reading.type("b")
    reading.click("paper-other")
    assert reading.words("office.paper.ask-other", count=1) == reading.find("paper-ask-other-text").text()
    assert reading.find("paper-ask-other-no").hasFocus()
    reading.click("paper-ask-other-no")
    assert not reading.has("paper-ask-other")
    reading.click("paper-other")
    reading.click("paper-ask-other-yes")
    assert len(chosen) == 2
    assert not reading.has("paper-ask-other")
    assert reading.item("一、2").chosen == ("B",), "no file was chosen"


def test_lists_and_their_rows_have_names(reading):
    for name in ("paper-lines", "paper-items", "paper-findings"):
        shown = reading.find(name)
        assert shown.accessibleName()
        spoken = QAccessible.queryAccessibleInterface(shown)
        assert spoken is not None
        assert shown.model().data(shown.model().index(0), Qt.ItemDataRole.AccessibleTextRole)
    for field in ("item-stem", "item-points", "item-type", "option-A"):
        assert reading.find(field).accessibleName()


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_everything_is_whole_in_every_size(reading, size):
    reading.window.resize(*size)
    QApplication.processEvents()
    assert (reading.window.width(), reading.window.height()) == size
    inside = reading.window.rect()
    for name in (
        "paper-next",
        "paper-add-key",
        "paper-items",
        "paper-lines",
        "paper-findings",
        "tab-paper",
        "item-editor",
    ):
        shown = reading.find(name)
        place = shown.rect().translated(shown.mapTo(reading.window, QPoint(0, 0)))
        assert inside.left() <= place.left(), name
        assert place.right() <= inside.right(), name
    for name in ("paper-next", "paper-add-key", "paper-other", "key-A", "item-leave", "item-join", "item-points-all"):
        button = reading.find(name)
        assert button.width() >= button.sizeHint().width(), f"{name} is cut"


def test_three_hundred_items_are_painted_not_built(office):
    office.paper.choose(office.file(sample_office.long_paper(300)))
    QApplication.processEvents()
    assert len(office.state.items) == 300
    assert len(office.window.findChildren(QWidget)) < 200
    items = office.find("paper-items")
    assert isinstance(items, ItemList)
    office.paper.open(299)
    QApplication.processEvents()
    assert items.viewport().rect().intersects(items.visualRect(items.currentIndex()))
    assert office.find("item-editor").index == 299
    lines = office.find("paper-lines")
    assert isinstance(lines, LineList)
    assert lines.viewport().rect().intersects(lines.visualRect(lines.currentIndex()))


def test_the_editor_follows_its_item_when_others_come_or_go(reading):
    at = reading.item("一、3").index
    reading.paper.open(at)
    reading.paper.mends.join(at)
    QApplication.processEvents()
    assert reading.find("item-editor").index == at - 1
    reading.paper.mends.undo()
    QApplication.processEvents()
    assert len(reading.find("paper-items").model().faces) == 9


def test_steps_that_are_not_open_cannot_be_pressed(office):
    assert office.find("tab-paper").isChecked()
    tabs = [each for each in office.window.findChildren(QWidget) if each.objectName().startswith("tab-")]
    closed = [
        each for each in tabs if each.isVisible() and each.objectName() in ("tab-roster", "tab-settings", "tab-seal")
    ]
    assert not any(each.isEnabled() for each in closed)
    assert office.states == [] or office.states[-1].page is PageName.PAPER


def test_pictures_and_tables_are_seen_on_the_card_and_while_an_item_is_mended(office):
    office.paper.choose(ROOT / "banks" / "papers" / "after-sales-specialist.docx")
    QApplication.processEvents()
    pictured = next(each for each in office.state.items if each.pictures)
    tabled = next(each for each in office.state.items if each.tables)
    assert "15分钟" in tabled.tables
    office.paper.open(pictured.index)
    QApplication.processEvents()
    editor = office.find("item-editor")
    assert any(not each.pixmap().isNull() for each in editor.findChildren(QLabel))
    office.paper.open(tabled.index)
    assert "15分钟" in office.find("item-beside").text()


def test_an_option_that_the_paper_lacks_is_added_and_an_emptied_last_one_goes(reading):
    reading.click("item-add-option")
    assert reading.find("option-E").hasFocus()
    assert reading.desk.draft.mends == ()
    reading.type("none of these")
    reading.key(Qt.Key.Key_Tab)
    assert [each.label for each in reading.item("一、2").options] == list("ABCDE")
    reading.type("")
    last = reading.find("option-E")
    last.setFocus()
    last.selectAll()
    reading.key(Qt.Key.Key_Delete)
    reading.find("paper-items").setFocus()
    assert [each.label for each in reading.item("一、2").options] == list("ABCD")


def test_a_choice_without_options_can_be_looked_at_and_given_some(office):
    office.paper.choose(office.file("一、单选题\n1. 首选哪一项（　）\n答案：A\n2. 再选一项：\nA. 甲  B. 乙\n答案：A\n"))
    QApplication.processEvents()
    office.paper.open(0)
    office.paper.mends.set_type(0, ItemType.SINGLE)
    office.click("item-add-option")
    office.type("one")
    office.click("item-add-option")
    office.type("two")
    office.find("paper-items").setFocus()
    assert [each.text for each in office.state.items[0].options] == ["one", "two"]
    office.type("b")
    assert office.state.items[0].chosen == ("B",)

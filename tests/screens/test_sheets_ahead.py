"""The next items' sheets are built while nobody does anything; what is shown is the same with and without that."""

from kaochang.presenters.candidate.kept import Kept
from kaochang.views.candidate.sheet import ItemSheet
from kaochang.views.candidate.sheets import Sheets
from kaochang.views.widgets.after_paint import AfterPaint, paint_now
from kaochang.views.widgets.parts import label, row
from kaochang.views.widgets.steady import Steady
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def _sheets(sitting):
    return sitting.window.findChild(Sheets)


def _built(sitting):
    return [each for each in _sheets(sitting).findChildren(ItemSheet) if each is not _sheets(sitting).page.sheet]


def test_the_following_item_is_shown_from_the_sheet_that_was_built_ahead(qtbot, sit):
    sitting = sit()
    sitting.to_exam()
    qtbot.waitUntil(lambda: bool(_built(sitting)))
    ahead = _built(sitting)
    assert not any(each.isVisible() for each in ahead)
    sitting.click("next")
    assert _sheets(sitting).page.sheet in ahead
    assert _sheets(sitting).page.sheet.isVisible()


def test_no_more_sheets_are_kept_than_the_items_beside(qtbot, sit):
    sitting = sit()
    sitting.to_exam()
    for _ in range(3):
        qtbot.waitUntil(lambda: bool(_built(sitting)))
        sitting.click("next")
    qtbot.waitUntil(lambda: len(_built(sitting)) == 2)


class _AtFirstPaint(QObject):
    """What `tell` says when a sheet is painted for the first time after it was built."""

    def __init__(self, tell):
        super().__init__()
        self.told, self._tell = [], tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and watched.isVisible():
            watched.removeEventFilter(self)
            self.told.append(self._tell())
        return False


def test_an_item_is_painted_before_all_that_tells_of_it(qtbot, sit):
    sitting = sit()
    sitting.to_exam()
    qtbot.waitUntil(lambda: bool(_built(sitting)))
    [ahead] = _built(sitting)
    cell = sitting.find("cell-2")
    before = cell.focusPolicy()
    seen = _AtFirstPaint(cell.focusPolicy)
    ahead.installEventFilter(seen)
    sitting.click("next")
    assert _sheets(sitting).page.sheet is ahead
    assert seen.told == [before]
    assert cell.focusPolicy() != before


def test_the_keyboard_goes_from_one_item_straight_to_the_next(qtbot, sit):
    sitting = sit()
    sitting.to_exam()
    qtbot.waitUntil(lambda: bool(_built(sitting)))
    went = []
    told = QApplication.instance().focusChanged.connect(lambda _, now: went.append(now))
    sitting.click("next")
    QApplication.instance().focusChanged.disconnect(told)
    assert went
    assert all(_sheets(sitting).page.sheet.isAncestorOf(now) for now in went)
    assert [each for each in _sheets(sitting).findChildren(ItemSheet) if each.isVisible()] == [
        _sheets(sitting).page.sheet
    ]


def test_a_part_is_made_anew_only_of_something_else():
    kept, made = Kept[str](), []

    def make():
        made.append(1)
        return str(len(made))

    assert [kept.of(each, make) for each in ("a", "a", "b", "b", "a")] == ["1", "1", "2", "2", "3"]


def test_what_may_wait_comes_after_painting_and_in_order(qtbot):
    seen = []

    class Painted(QWidget):
        def paintEvent(self, event: QEvent) -> None:
            seen.append("painted")

    shown = Painted()
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: bool(seen))
    seen.clear()
    later = AfterPaint(shown)
    later.do(lambda: seen.append("first"))
    later.do(lambda: seen.append("second"))
    shown.update()
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == ["painted", "first", "second"]


def test_what_waits_for_painting_begins_once_something_is_painted_at_once(qtbot):
    seen = []
    shown = QWidget()
    qtbot.addWidget(shown)
    AfterPaint(shown).do(lambda: seen.append("begun"))
    paint_now(shown)
    assert seen == ["begun"]


def test_words_of_the_same_length_lay_out_nothing(qtbot):
    asked = []

    class Counted(QWidget):
        def event(self, event: QEvent) -> bool:
            if event.type() is QEvent.Type.LayoutRequest:
                asked.append(1)
            return super().event(event)

    outer, held = Counted(), label("已保存 11:11:11", name="words")
    place = Steady(held)
    row(outer).addWidget(place)
    qtbot.addWidget(outer)
    outer.show()
    QTest.qWaitForWindowExposed(outer)
    QApplication.processEvents()
    asked.clear()
    place.show_text("已保存 12:34:56")
    QApplication.processEvents()
    assert held.text() == "已保存 12:34:56"
    assert not asked
    place.show_text("已保存 11:11:11，一直到最后")
    qtbot.waitUntil(lambda: bool(asked))
    assert held.text() == "已保存 11:11:11，一直到最后"

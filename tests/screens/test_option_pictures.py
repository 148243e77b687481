"""Options that are pictures: drawn, chosen by a click anywhere, shown large by their button, told in words."""

import pytest
from kaochang.domain.responses import Choice, Order, Pairs
from kaochang.views.candidate.exhibits import OptionPicture
from kaochang.views.candidate.interactions.option_row import OptionRow
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from screens import sample_pictures
from screens.exam_alone import exam_alone
from screens.fakes import FakeLine
from screens.test_texts_pictures import picture


@pytest.fixture
def at(qtbot, words):
    held = []

    def show(item, data=None, **how):
        line = FakeLine(exam=sample_pictures.pictures_exam())
        line.sitting.media = lambda name: picture(240, 150) if data is None else data
        held.append(exam_alone(qtbot, words, line, item=item, **how))
        return held[-1]

    return show


def row(on, label):
    return on.find(f"option-{label}")


def canvas(widget):
    return widget.findChild(QWidget, "picture-canvas")


def seen(on, kind):
    """Those that are to be seen: other items are built beforehand."""
    return [each for each in on.window.findChildren(kind) if each.isVisible()]


def is_open(on):
    QApplication.processEvents()
    return on.window.findChild(QWidget, "zoom").isVisible()


@pytest.mark.parametrize(("item", "count"), [("i1", 4), ("i2", 2), ("i3", 3), ("i4", 3)])
def test_every_picture_of_an_option_or_prompt_is_drawn_whole(at, item, count):
    on = at(item)
    shown = seen(on, OptionPicture)
    assert len(shown) == count
    for each in shown:
        drawn = canvas(each)
        assert drawn.width() >= 200
        assert drawn.height() == drawn.heightForWidth(drawn.width()) >= 125


def test_a_click_on_the_picture_chooses_its_option_and_opens_nothing(at):
    on = at("i1")
    middle = canvas(row(on, "B")).mapTo(on.window, QPoint(60, 60))
    QTest.mouseClick(on.window.windowHandle(), Qt.MouseButton.LeftButton, pos=middle)
    assert on.line.sitting.state.responses.get("i1") == Choice(("B",))
    assert not is_open(on)


@pytest.mark.parametrize("item", ["i1", "i3", "i4"])
def test_the_button_shows_it_large_and_chooses_nothing(at, item):
    on = at(item)
    opens = next(each for each in on.window.findChildren(QWidget, "picture-open") if each.isVisible())
    opens.setFocus()
    QTest.keyClick(opens, Qt.Key.Key_Return)
    assert is_open(on)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not is_open(on)
    assert QApplication.focusWidget() is opens
    assert on.line.sitting.state.responses.get(item) is None


def test_letters_choose_while_the_keyboard_is_at_a_picture(at):
    on = at("i1")
    opens = row(on, "A").findChild(QWidget, "picture-open")
    opens.setFocus()
    QTest.keyClick(opens, Qt.Key.Key_C)
    assert on.line.sitting.state.responses.get("i1") == Choice(("C",))


def test_a_screen_reader_hears_of_the_picture_by_the_letter(at, words):
    on = at("i1")
    picture_alone = words("texts.option.picture")
    assert row(on, "A").accessibleName() == words("candidate.option.spoken", letter="A", text=picture_alone)
    opens = [each.findChild(QWidget, "picture-open").accessibleName() for each in seen(on, OptionRow)]
    assert opens == [words("texts.option.picture.open", letter=letter) for letter in "ABCD"]


def test_words_and_picture_are_told_together(at, words):
    on = at("i2")
    both = words("texts.option.text-picture", text="第二周")
    assert row(on, "B").accessibleName() == words("candidate.option.spoken", letter="B", text=both)
    assert row(on, "C").accessibleName() == words("candidate.option.spoken", letter="C", text="以上都不说明")


def test_an_option_that_is_struck_out_looks_so(at):
    on = at("i1")
    drawn = canvas(row(on, "A"))
    before = drawn.grab().toImage()
    row(on, "A").show_eliminated(is_eliminated=True)
    assert drawn.grab().toImage() != before
    row(on, "A").show_eliminated(is_eliminated=False)
    assert drawn.grab().toImage() == before


def test_pictures_are_ordered_by_key(at):
    on = at("i3")
    on.find("row-A").setFocus()
    QTest.keyClick(on.find("row-A"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert on.line.sitting.state.responses.get("i3") == Order(("B", "A", "C"))


def test_pictures_are_matched_by_letter_and_by_click(at):
    on = at("i4")
    prompt = on.find("prompt-1")
    prompt.setFocus()
    QTest.keyClick(prompt, Qt.Key.Key_B)
    middle = canvas(on.find("match-C")).mapTo(on.window, QPoint(40, 40))
    QTest.mouseClick(on.window.windowHandle(), Qt.MouseButton.LeftButton, pos=middle)
    assert on.line.sitting.state.responses.get("i4") == Pairs((("1", "B"), ("2", "C")))


def test_a_picture_that_cannot_be_shown_leaves_its_option_to_be_chosen(at, words):
    on = at("i1", b"no picture")
    told = row(on, "A").findChild(QWidget, "picture-told")
    assert told.text() == words("candidate.item.picture.broken")
    QTest.mouseClick(row(on, "A"), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert on.line.sitting.state.responses.get("i1") == Choice(("A",))


@pytest.mark.parametrize("item", ["i1", "i2", "i3", "i4"])
def test_nothing_is_wider_than_the_smallest_window(at, item):
    on = at(item, picture(3000, 400), size=(1024, 768))
    assert all(area.horizontalScrollBar().maximum() == 0 for area in on.window.findChildren(QScrollArea))
    for each in seen(on, OptionPicture):
        assert each.width() <= each.parentWidget().width()

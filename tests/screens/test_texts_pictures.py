"""Pictures: decoded within bounds, opened large over the items, moved and scaled, closed again."""

import struct
import zlib

import pytest
from conftest import RESOURCES
from kaochang.views.candidate.exhibits import PictureView
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pictures import LARGEST, Picture, is_sound_or_film
from PySide6.QtCore import QBuffer, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from screens import sample_texts
from screens.exam_alone import exam_alone
from screens.fakes import FakeLine


def picture(width, height, form="PNG"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, form)
    return bytes(buffer.data())


def huge_png(width=12_000, height=9_000):
    """A picture of this size in a few bytes, its pixels cut off."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width * 3 + 1) * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def at(qtbot, words):
    held = []

    def show(data, **how):
        line = FakeLine(exam=sample_texts.exam())
        line.sitting.media = lambda name: data
        held.append(exam_alone(qtbot, words, line, item="t7", **how))
        return held[-1]

    return show


@pytest.fixture
def view(qtbot, words):
    def show(data):
        made = PictureView(data, Look(load_theme(RESOURCES / "theme"), words))
        qtbot.addWidget(made)
        made.resize(860, 600)
        made.show()
        return made

    return show


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def percent(on):
    return int(on.find("zoom-percent").text().rstrip("%"))


def is_open(on):
    QApplication.processEvents()
    return on.window.findChild(QWidget, "zoom").isVisible()


@pytest.mark.parametrize("by", ["click", "button", "keyboard"])
def test_a_picture_opens_by_click_button_and_keyboard_and_esc_gives_the_keyboard_back(at, by):
    on = at(picture(600, 200))
    before = QApplication.focusWidget()
    if by == "click":
        QTest.mouseClick(on.find("picture-canvas"), Qt.MouseButton.LeftButton)
    elif by == "button":
        QTest.mouseClick(on.find("picture-open"), Qt.MouseButton.LeftButton)
    else:
        before = on.find("picture-open")
        before.setFocus()
        press(Qt.Key.Key_Return)
    assert is_open(on)
    assert QApplication.focusWidget().objectName() == "zoom-canvas"
    press(Qt.Key.Key_Escape)
    assert not is_open(on)
    assert QApplication.focusWidget() is before


def test_the_clock_stays_in_sight(at):
    on = at(picture(600, 200))
    on.find("picture-open").click()
    clock = on.find("clock")
    assert on.find("zoom").mapToGlobal(QPoint()).y() > clock.mapToGlobal(QPoint(0, clock.height())).y()


def test_keys_enlarge_reduce_fit_and_show_its_own_size(at):
    on = at(picture(3000, 300))
    on.find("picture-open").click()
    whole = percent(on)
    assert whole < 100
    press(Qt.Key.Key_1)
    assert percent(on) == 100
    press(Qt.Key.Key_Plus)
    assert percent(on) == 125
    press(Qt.Key.Key_Minus)
    press(Qt.Key.Key_Minus)
    assert percent(on) == 80
    press(Qt.Key.Key_0)
    assert percent(on) == whole


def test_buttons_do_what_the_keys_do(at):
    on = at(picture(3000, 300))
    on.find("picture-open").click()
    whole = percent(on)
    seen = []
    for name in ("zoom-own", "zoom-in", "zoom-out", "zoom-out", "zoom-whole"):
        on.find(name).click()
        seen.append(percent(on))
    assert seen == [100, 125, 100, 80, whole]
    on.find("zoom-close").click()
    assert not is_open(on)


def test_no_key_of_a_picture_answers_the_item_or_leaves_it(at):
    on = at(picture(600, 200))
    on.find("picture-open").click()
    for key in (Qt.Key.Key_A, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
        press(key)
    assert (on.presenter.state.response, on.presenter.state.face.id, is_open(on)) == (None, "t7", True)


def test_tab_stays_in_the_picture(at):
    on = at(picture(600, 200))
    on.find("picture-open").click()
    zoom = on.find("zoom")
    seen = set()
    for _ in range(8):
        press(Qt.Key.Key_Tab)
        assert zoom.isAncestorOf(QApplication.focusWidget())
        seen.add(QApplication.focusWidget().objectName())
    assert {"zoom-canvas", "zoom-in", "zoom-close"} <= seen


def test_arrows_and_mouse_move_a_picture_that_is_larger_than_the_window_and_no_further_than_its_edge(at):
    on = at(picture(6000, 300))
    on.find("picture-open").click()
    canvas = on.find("zoom-canvas")
    press(Qt.Key.Key_1)
    start = canvas.middle.x()
    press(Qt.Key.Key_Right)
    assert canvas.middle.x() > start
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    QTest.mouseMove(canvas, QPoint(700, 200))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(700, 200))
    assert canvas.middle.x() < start
    for _ in range(300):
        press(Qt.Key.Key_Right)
    assert canvas.middle.x() == pytest.approx(6000 - canvas.width() / 2, abs=1)


def test_a_picture_goes_when_something_else_comes(at):
    for come in (
        lambda on: on.presenter.ask_to_hand_in(),
        lambda on: on.presenter.move(-1),
        lambda on: on.presenter.open_acts(),
    ):
        on = at(picture(600, 200))
        on.find("picture-open").click()
        come(on)
        assert not is_open(on)


def test_the_place_of_a_large_picture_is_kept_until_it_is_decoded(view, qtbot):
    made = view(picture(3000, 1500))
    canvas = made.findChild(QWidget, "picture-canvas")
    assert canvas.heightForWidth(860) == 430
    assert made.findChild(QLabel, "picture-told").text() == "正在打开图片"
    qtbot.waitUntil(lambda: made.findChild(QWidget, "picture-open").isVisible())
    assert not made.findChild(QLabel, "picture-told").isVisible()


def test_a_picture_that_is_left_before_it_is_decoded_troubles_nobody(qtbot, qapp):
    first, second = QObject(), QObject()
    Picture(picture(3000, 1500), first)
    kept = Picture(picture(2999, 1500), second)
    first.deleteLater()
    with qtbot.waitSignal(kept.ready):
        pass
    assert kept.image.width() == 2999


def test_a_huge_picture_is_refused_in_words(view, qtbot):
    made = view(huge_png())
    told = made.findChild(QLabel, "picture-told")
    qtbot.waitUntil(lambda: "太大" in told.text())
    assert "12000 × 9000" in told.text()
    assert made.accessibleName() == told.text()
    assert not made.findChild(QWidget, "picture-open").isVisible()


def test_a_huge_picture_whose_format_can_do_that_is_shown_smaller_and_says_so(view, qtbot):
    made = view(picture(6000, 4500, "JPG"))
    told = made.findChild(QLabel, "picture-told")
    qtbot.waitUntil(lambda: "缩小" in told.text())
    assert made.findChild(QWidget, "picture-open").isVisible()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "无法显示"),
        (b"\x89PNG\r\n\x1a\nbroken", "无法显示"),
        (picture(300, 200)[:80], "无法显示"),
        (b"ID3\x04\0\0", "录音或录像"),
        (b"\0\0\0\x18ftypmp42", "录音或录像"),
        (b"RIFF\0\0\0\0WAVEfmt ", "录音或录像"),
    ],
    ids=["nothing", "no picture", "cut off", "sound", "film", "wave"],
)
def test_what_cannot_be_shown_is_said_in_words(view, data, said):
    made = view(data)
    assert said in made.findChild(QLabel, "picture-told").text()
    assert made.findChild(QLabel, "picture-told").isVisible()
    assert not made.findChild(QWidget, "picture-open").isVisible()


def test_pictures_and_recordings_are_told_apart_by_their_bytes():
    assert not is_sound_or_film(picture(2, 2))
    assert not is_sound_or_film(b"RIFF\0\0\0\0WEBPVP8 ")


def test_no_picture_holds_more_than_its_bound(qtbot):
    keeper = QObject()
    made = Picture(picture(6000, 4500, "JPG"), keeper)
    with qtbot.waitSignal(made.ready):
        pass
    assert made.trouble is None
    assert made.image.width() * made.image.height() <= LARGEST

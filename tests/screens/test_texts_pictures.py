"""Pictures: decoded within bounds, opened large over the items, moved and scaled, closed again."""

import struct
import subprocess
import sys
import zlib
from pathlib import Path

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
        opens = held[-1].window.findChild(QWidget, "picture-open")
        qtbot.waitUntil(opens.isVisible)  # the picture is decoded in the background
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


def test_no_key_of_the_exam_does_anything_unseen_below_a_picture(at):
    on = at(picture(600, 200))
    on.find("picture-open").click()
    before = on.presenter.state
    for key in (Qt.Key.Key_R, Qt.Key.Key_N, Qt.Key.Key_L, Qt.Key.Key_B):
        press(key, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    on.find("hand-in").setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_2, Qt.Key.Key_Right):
        press(key)
    after = on.presenter.state
    assert (after.tools, after.response, after.palette.is_collapsed, after.face.id) == (
        before.tools,
        None,
        before.palette.is_collapsed,
        "t7",
    )
    assert is_open(on)


def test_from_the_header_tab_comes_into_the_picture_and_not_below_it(at):
    on = at(picture(600, 200))
    on.find("picture-open").click()
    on.find("hand-in").setFocus()
    press(Qt.Key.Key_Tab)
    assert on.find("zoom").isAncestorOf(QApplication.focusWidget())


def test_moving_and_marking_are_heard_over_a_picture(at):
    on = at(picture(600, 200))
    on.find("picture-open").click()
    press(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert on.presenter.state.is_marked
    press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert on.presenter.state.face.id == "t6"


def test_a_time_warning_is_read_beside_a_picture(at):
    on = at(picture(600, 200))
    on.find("picture-open").click()
    on.presenter.warn("还有 5 分钟")
    QApplication.processEvents()
    assert on.find("warning-text").text() == "还有 5 分钟"
    assert not on.find("warning-text").visibleRegion().isEmpty()
    assert not on.find("warning").geometry().intersects(on.find("zoom").geometry())
    on.presenter.dismiss_warning()
    assert not on.window.findChild(QWidget, "warning-text").isVisible()


def test_a_picture_that_goes_while_it_is_moved_is_not_held_when_it_comes_back(at):
    on = at(picture(6000, 300))
    on.find("picture-open").click()
    canvas = on.find("zoom-canvas")
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    on.presenter.open_acts()
    on.presenter.acts.close()
    on.find("picture-open").click()
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    press(Qt.Key.Key_1)
    middle = canvas.middle.x()
    QTest.mouseMove(canvas, QPoint(700, 200))
    assert canvas.middle.x() == middle


def test_a_picture_that_is_not_there_yet_or_never_says_so(at, qtbot):
    on = at(picture(600, 200))
    zoom = on.window.findChild(QWidget, "zoom")
    zoom.open_picture(picture(3000, 1500))
    canvas = on.find("zoom-canvas")
    assert canvas.accessibleDescription() == "正在打开图片"
    colours = {canvas.grab().toImage().pixelColor(x, canvas.height() // 2).name() for x in range(canvas.width())}
    assert len(colours) > 2
    qtbot.waitUntil(lambda: canvas.accessibleDescription() != "正在打开图片")
    zoom.open_picture(picture(600, 400)[:200])
    assert "无法显示" in canvas.accessibleDescription()


def test_nobody_is_waited_for_who_is_gone_and_nothing_comes_after_the_end():
    end = """
import sys
sys.path[:0] = [{tests!r}, {screens!r}]
from PySide6.QtWidgets import QApplication
app = QApplication([])
from PySide6.QtCore import QObject
from kaochang.views.widgets.pictures import Picture
from screens.test_texts_pictures import picture
keeper = QObject()
held = [Picture(picture(4000, 3000 + n), keeper) for n in range(3)]
"""
    tests = Path(__file__).resolve().parents[1]
    code = end.format(tests=str(tests), screens=str(tests.parent / "desktop"))
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "Traceback" not in ended.stderr


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
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>', "无法显示"),
        (b'/* XPM */ static char *x[] = {"1 1 1 1", "a c red", "a"};', "无法显示"),
    ],
    ids=["nothing", "no picture", "cut off", "sound", "film", "wave", "drawing", "text"],
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

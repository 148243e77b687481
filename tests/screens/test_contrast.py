"""Whoever sees little can read everything: contrasts by WCAG 2.2, measured where ink stands on a ground."""

import re

import pytest
from conftest import RESOURCES
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.presenters.candidate.finder import Filter
from kaochang.presenters.candidate.gestures import Chosen
from kaochang.views.theme import THEMES, load_theme
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column
from kaochang.views.widgets.tick_box import TickBox
from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)
from screens import sample, sample_texts
from screens.exam_alone import exam_alone, tab_stops
from screens.fakes import FakeLine

FOLDER = RESOURCES / "theme"
TEXT = {"light": 4.5, "soft": 4.5, "dark": 4.5, "contrast": 7.0}
EDGE = 3.0
SHARP = 4
"""Text is painted so many times its size, so that the middle of its strokes has the ink's own colour."""

PAINTED = [
    ("ink", ("surface", "canvas", "raised", "accent_soft", "highlight", "marked_soft", "bad_soft")),
    ("ink2", ("surface", "canvas", "raised", "accent_soft")),
    ("ink3", ("surface", "canvas", "accent_soft")),
    ("accent_dark", ("surface", "canvas", "accent_soft", "avatar")),
    ("on_accent", ("accent", "accent_hover", "accent_deep")),
    ("on_cover", ("cover",)),
    ("on_dark", ("cover",)),
    ("on_dark_quiet", ("cover",)),
    ("marked_text", ("surface", "canvas", "accent_soft")),
    ("marked_dark", ("marked_soft",)),
    ("good", ("surface", "canvas")),
    ("bad", ("surface", "canvas", "bad_soft")),
    ("bad_dark", ("surface", "bad_soft")),
    ("print", ("paper",)),
]
STATES = [
    ("accent", ("surface", "canvas", "accent_soft")),
    ("accent_edge", ("surface",)),
    ("answer_edge", ("surface", "canvas")),
    ("accent_dark", ("accent_soft",)),
    ("marked", ("surface", "accent_soft", "marked_soft", "highlight")),
    ("good", ("surface", "canvas", "good_soft")),
    ("bad", ("surface", "canvas", "bad_soft")),
    ("ink", ("surface", "canvas", "accent_soft")),
    ("ink3", ("surface",)),
    ("disabled", ("canvas",)),
]


def _luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _weak(table: list[tuple[str, tuple[str, ...]]], theme: str, least: float) -> list[tuple[str, str, float]]:
    colours = {token: QColor(colour) for token, colour in load_theme(FOLDER, theme).colours.items()}
    pairs = [(ink, ground) for ink, grounds in table for ground in grounds]
    measured = [(ink, ground, round(contrast(colours[ink], colours[ground]), 2)) for ink, ground in pairs]
    return [each for each in measured if each[2] < least]


@pytest.mark.parametrize("theme", THEMES)
def test_every_ink_can_be_read_on_every_ground_that_it_may_stand_on(theme):
    assert _weak(PAINTED, theme, TEXT[theme]) == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_edge_and_sign_that_tells_a_state_stands_out(theme):
    assert _weak(STATES, theme, EDGE) == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_rule_of_the_sheet_that_sets_both_can_be_read(theme):
    sheet = load_theme(FOLDER, theme).sheet
    weak = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        ink = re.search(r"(?<![\w-])color: (#\w+)", body)
        ground = re.search(r"background(?:-color)?: (#\w+)", body)
        if ink and ground:
            least = EDGE if ":disabled" in selectors else TEXT[theme]
            if contrast(QColor(ink[1]), QColor(ground[1])) < least:
                weak.append(selectors.strip())
    assert weak == []


# -- measured on the screen ---------------------------------------------------------------------------------------


def _painted(widget: QWidget, window: QWidget) -> QImage:
    """What the window shows where this widget is, sharp."""
    image = QImage(widget.size() * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    place = widget.mapTo(window, QPoint(0, 0))
    painter = QPainter(image)
    window.render(painter, QPoint(0, 0), QRect(place, widget.size()))
    painter.end()
    return image


def _ink_and_ground(image: QImage) -> tuple[QColor, QColor]:
    """The colour of most of the picture, and of all that is there in any amount the one that differs most from it."""
    counts: dict[int, int] = {}
    for y in range(2, image.height() - 2, 2):
        for x in range(2, image.width() - 2, 2):
            pixel = image.pixel(x, y)
            counts[pixel] = counts.get(pixel, 0) + 1
    ground = QColor(max(counts, key=counts.__getitem__))
    enough = [QColor(pixel) for pixel, count in counts.items() if count >= 12]
    return max(enough, key=lambda colour: contrast(colour, ground)), ground


def _text_widgets(window: QWidget) -> list[QWidget]:
    """Whatever shows text and is whole in sight; under a veil, only what lies on it."""
    veil = window.findChild(QWidget, "veil")
    top = window if veil is None or veil.isHidden() else veil
    kinds = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit)
    every = [each for each in top.findChildren(QWidget) if isinstance(each, kinds)]
    return [
        each
        for each in every
        if each.isVisible()
        and each.isEnabled()
        and each.visibleRegion().boundingRect().size() == each.size()
        and (each.text() if isinstance(each, QLabel | QLineEdit | QPushButton) else "text")
    ]


def _look_of(widget: QWidget) -> object:
    """Widgets of one kind are measured once."""
    names = ("role", "kind", "sign", "amber", "ground", "locked")
    checked = isinstance(widget, QAbstractButton) and widget.isChecked()
    return (type(widget), *(widget.property(name) for name in names), checked, type(widget.parentWidget()))


def _choose(alone):
    alone.presenter.respond(Chosen("D"))
    alone.presenter.toggle_mark()
    alone.presenter.finder.choose(Filter.UNANSWERED)


def _trouble(alone):
    alone.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    alone.presenter.respond(Chosen("A"))


def _amber(alone):
    alone.presenter.tick()
    alone.line.clock.advance(6_400_000)
    alone.presenter.tick()


def _steps(before: QImage, after: QImage) -> int:
    """How many pixels changed so much that nobody can miss it."""
    changed: dict[tuple[int, int], int] = {}
    for y in range(before.height()):
        for x in range(before.width()):
            pair = (before.pixel(x, y), after.pixel(x, y))
            if pair[0] != pair[1]:
                changed[pair] = changed.get(pair, 0) + 1
    return sum(count for (one, other), count in changed.items() if contrast(QColor(one), QColor(other)) >= EDGE)


def _without_ring(window: QWidget) -> list[str]:
    found, seen = [], set()
    for widget in tab_stops(window):
        if (look := _look_of(widget)) not in seen:
            seen.add(look)
            if (focused := QApplication.focusWidget()) is not None:
                focused.clearFocus()
            place = QRect(widget.mapTo(window, QPoint(-3, -3)), widget.size().grownBy(QMargins(3, 3, 3, 3)))
            before = window.grab(place).toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if _steps(before, window.grab(place).toImage()) < 24:
                found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("item", ["i24", "i37", "i38", "i39", "i40"])
def test_wherever_the_keyboard_is_a_ring_shows_it(qtbot, words, item, theme):
    line = FakeLine(exam=sample.exam())
    line.sitting.respond("i24", Choice(("B",)))
    alone = exam_alone(qtbot, words, line, theme, item)
    alone.presenter.finder.choose(Filter.UNANSWERED)
    QApplication.processEvents()
    assert _without_ring(alone.window) == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_box_to_tick_shows_the_keyboard_too(qtbot, words, theme):
    box = TickBox("x", Look(load_theme(FOLDER, theme), words))
    window = QWidget()
    window.setStyleSheet(load_theme(FOLDER, theme).sheet)
    window.setProperty("ground", "surface")
    column(window).addWidget(box)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    assert _without_ring(window) == []


LEADS = {
    "chosen": _choose,
    "cannot-save": _trouble,
    "amber": _amber,
    "summary": lambda alone: (_amber(alone), alone.presenter.ask_to_hand_in()),
    "acts": lambda alone: alone.presenter.open_acts(),
    "away": lambda alone: (alone.presenter.leave(), alone.presenter.come_back("1")),
    "collapsed": lambda alone: alone.presenter.finder.toggle(),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lead", LEADS)
def test_what_the_screen_shows_can_be_read(qtbot, words, lead, theme):
    line = FakeLine(exam=sample.exam())
    for number in (1, 2, 3, 22):
        line.sitting.respond(f"i{number}", Choice(("B",)))
    alone = exam_alone(qtbot, words, line, theme, "i24")
    LEADS[lead](alone)
    QApplication.processEvents()
    seen, weak = set(), []
    for widget in _text_widgets(alone.window):
        if (look := _look_of(widget)) not in seen:
            seen.add(look)
            ink, ground = _ink_and_ground(_painted(widget, alone.window))
            if contrast(ink, ground) < TEXT[theme]:
                weak.append((widget.objectName(), widget.property("role"), ink.name(), ground.name()))
    assert len(seen) >= 5
    assert weak == []


def _at(image: QImage, x: float, y: float) -> QColor:
    return image.pixelColor(round(x * SHARP), round(y * SHARP))


@pytest.mark.parametrize("theme", THEMES)
def test_the_disc_of_an_option_stands_out_from_its_row(qtbot, words, theme):
    alone = exam_alone(qtbot, words, FakeLine(exam=sample_texts.exam()), theme, "t8")
    image = _painted(alone.find("option-B"), alone.window)
    middle, ground = alone.find("option-B").height() / 2, _at(image, 10, alone.find("option-B").height() / 2)
    edge = max((_at(image, 16 + step / SHARP, middle) for step in range(16)), key=lambda each: contrast(each, ground))
    assert contrast(edge, ground) >= EDGE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("item", "field"), [("t1", "blank-2"), ("t3", "blank-2")])
def test_the_sides_of_a_blank_stand_out_from_the_page(qtbot, words, theme, item, field):
    alone = exam_alone(qtbot, words, FakeLine(exam=sample_texts.exam()), theme, item)
    shown = alone.find(field)
    image = _painted(shown, alone.window)
    ground = QColor(alone.theme.colours["canvas"])
    for side in (0.5, shown.width() - 0.5):
        assert contrast(_at(image, side, shown.height() / 2), ground) >= EDGE

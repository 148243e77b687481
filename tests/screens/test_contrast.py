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
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens import sample, sample_texts
from screens.exam_alone import exam_alone, tab_stops
from screens.fakes import FakeLine
from screens.seen import (
    EDGE,
    SHARP,
    TEXT,
    contrast,
    look_of,
    painted,
    place_of,
    text_widgets,
    weak_texts,
    without_ring,
)

FOLDER = RESOURCES / "theme"
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


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("item", ["i24", "i37", "i38", "i39", "i40"])
def test_wherever_the_keyboard_is_a_ring_shows_it(qtbot, words, item, theme):
    line = FakeLine(exam=sample.exam())
    line.sitting.respond("i24", Choice(("B",)))
    alone = exam_alone(qtbot, words, line, theme, item)
    alone.presenter.finder.choose(Filter.UNANSWERED)
    QApplication.processEvents()
    assert without_ring(alone.window, tab_stops(alone.window)) == []


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
    assert without_ring(window, tab_stops(window)) == []


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
    top = _on_top(alone.window)
    assert len({look_of(each) for each in text_widgets(top)}) >= 5
    assert weak_texts(top, theme) == []


def _on_top(window: QWidget) -> QWidget:
    """Under a veil, only what lies on it."""
    veil = window.findChild(QWidget, "veil")
    return window if veil is None or veil.isHidden() else veil


def _at(image: QImage, x: float, y: float) -> QColor:
    return image.pixelColor(round(x * SHARP), round(y * SHARP))


@pytest.mark.parametrize("theme", THEMES)
def test_the_disc_of_an_option_stands_out_from_its_row(qtbot, words, theme):
    alone = exam_alone(qtbot, words, FakeLine(exam=sample_texts.exam()), theme, "t8")
    image = painted(alone.window, place_of(alone.find("option-B"), alone.window))
    middle, ground = alone.find("option-B").height() / 2, _at(image, 10, alone.find("option-B").height() / 2)
    edge = max((_at(image, 16 + step / SHARP, middle) for step in range(16)), key=lambda each: contrast(each, ground))
    assert contrast(edge, ground) >= EDGE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("item", "field"), [("t1", "blank-2"), ("t3", "blank-2")])
def test_the_sides_of_a_blank_stand_out_from_the_page(qtbot, words, theme, item, field):
    alone = exam_alone(qtbot, words, FakeLine(exam=sample_texts.exam()), theme, item)
    shown = alone.find(field)
    image = painted(alone.window, place_of(shown, alone.window))
    ground = QColor(alone.theme.colours["canvas"])
    for side in (0.5, shown.width() - 0.5):
        assert contrast(_at(image, side, shown.height() / 2), ground) >= EDGE

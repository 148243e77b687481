"""Every state of an item has a form of its own in the palette, in each theme, and the legend explains what there is."""

from itertools import combinations

import pytest
from conftest import RESOURCES
from kaochang.presenters.candidate.access import Access
from kaochang.presenters.candidate.exam_state import Cell
from kaochang.views.candidate.cell_signs import paint_cell
from kaochang.views.theme import THEMES, load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from screens import sample_responding
from screens.fakes import FakeLine

FORMS = {
    "unanswered": {},
    "answered": {"is_answered": True},
    "partial": {"is_answered": True, "is_partial": True},
    "panel": {"is_asked": False},
    "withdrawn": {"is_withdrawn": True},
    "closed": {"access": Access.CLOSED},
    "later": {"access": Access.LATER},
}


def painted(look, **told):
    image = QImage(39, 40, QImage.Format.Format_RGB32)
    image.fill(look.colour("surface"))
    painter = QPainter(image)
    usual = {"is_answered": False, "is_marked": False, "is_current": False, "spoken": ""}
    paint_cell(painter, QRectF(image.rect()), look, Cell(item="i", number=1, **{**usual, **told}))
    painter.end()
    return image


def edges(image):
    """Where two neighbours are of different colours: the form without its colours."""
    return {
        (x, y)
        for x in range(38)
        for y in range(39)
        if image.pixel(x, y) != image.pixel(x + 1, y) or image.pixel(x, y) != image.pixel(x, y + 1)
    }


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_states_have_one_form(words, theme):
    look = Look(load_theme(RESOURCES / "theme", theme), words)
    forms = {name: edges(painted(look, **told)) for name, told in FORMS.items()}
    del forms["answered"]  # tells itself from one that is not by its number's weight too
    assert all(len(forms[one] ^ forms[other]) > 20 for one, other in combinations(forms, 2))


def test_no_line_strikes_the_number_of_what_is_answered_in_part_out(words):
    look = Look(load_theme(RESOURCES / "theme", "light"), words)
    image = painted(look, **FORMS["partial"])
    assert len({image.pixel(x, y) for x in range(8, 31) for y in range(12, 26)}) == 1


def test_the_legend_explains_only_what_there_is(sit):
    at = sit(FakeLine(exam=sample_responding.exam()))
    at.to_exam()
    assert at.text("count-panel") == "1"
    assert at.find("count-panel").accessibleName() == "面试 1 题"
    assert not at.has("count-partial")
    at.presenter.exam.go("i2")
    QApplication.processEvents()
    at.type("ab")
    assert at.text("count-partial") == "1"
    assert at.find("cell-2").accessibleName() == "第 2 题，只答了一部分"

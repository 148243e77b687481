"""What the office's lists paint can be read in every theme: each ink on the grounds that its row may have."""

import pytest
from conftest import RESOURCES
from kaochang.views.theme import THEMES, load_theme
from PySide6.QtGui import QColor
from screens.seen import EDGE, TEXT, contrast

ROWS = {
    "lines": (("ink", "ink3"), ("surface", "raised", "accent_soft", "marked_soft")),
    "cards": (("ink", "ink2", "ink3", "good", "bad_dark", "marked_text"), ("surface",)),
    "items left out": (("ink3", "ink2"), ("canvas",)),
    "findings": (("ink", "ink2", "good", "marked_dark", "bad_dark"), ("surface", "marked_soft")),
    "items of the bank": (
        ("ink", "ink2", "ink3", "accent_dark", "bad_dark", "marked_text"),
        ("surface", "accent_soft"),
    ),
    "an error's weight": (("bad_dark",), ("bad_soft",)),
    "a note's weight": (("ink2",), ("canvas",)),
    "a type": (("accent_dark",), ("accent_soft",)),
}
EDGES = (("accent", "canvas"), ("accent", "surface"), ("good", "good_soft"), ("answer_edge", "surface"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("row", ROWS)
def test_every_ink_of_a_row_can_be_read_on_its_grounds(theme, row):
    colours = load_theme(RESOURCES / "theme", theme).colours
    inks, grounds = ROWS[row]
    pairs = [(ink, ground) for ink in inks for ground in grounds]
    weak = [pair for pair in pairs if _between(colours, *pair) < TEXT[theme]]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_edge_that_tells_something_stands_out(theme):
    colours = load_theme(RESOURCES / "theme", theme).colours
    assert [pair for pair in EDGES if _between(colours, *pair) < EDGE] == []


def _between(colours, one, other):
    return contrast(QColor(colours[one]), QColor(colours[other]))

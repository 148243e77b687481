"""One table of colours: complete, used, and readable."""

import re

import pytest
from conftest import RESOURCES
from kaochang.views.theme import FontMissingError, install_font, load_theme

THEME = load_theme(RESOURCES / "theme")


def _luminance(colour):
    def channel(value):
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF())


def _contrast(one, other):
    light, dark = sorted((_luminance(THEME.colour(one)), _luminance(THEME.colour(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("surface", "canvas")),
        ("accent_dark", "accent_soft"),
        ("on_accent", "accent"),
        ("on_accent", "accent_dark"),
        ("on_dark", "accent_dark"),
        ("on_dark_quiet", "accent_dark"),
        ("marked_text", "surface"),
        ("marked_text", "canvas"),
        ("marked_dark", "marked_soft"),
        ("good", "surface"),
        ("good", "canvas"),
        ("bad", "surface"),
        ("bad_dark", "bad_soft"),
    ],
)
def test_text_can_be_read_on_its_ground(ink, ground):
    assert _contrast(ink, ground) >= 4.5


def test_every_token_of_the_style_sheet_has_a_colour():
    assert re.findall(r"@\w+", THEME.sheet.split("*/", 1)[1]) == []


def test_a_folder_without_the_font_is_said_at_once(tmp_path, qtlog):
    with qtlog.disabled(), pytest.raises(FontMissingError):
        install_font(tmp_path)

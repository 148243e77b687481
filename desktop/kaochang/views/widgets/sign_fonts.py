"""The second font, of the same family of types: for code, and for signs in formulas that the first one lacks."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from kaochang.views.theme import FAMILY, FontMissingError

_CODE_FAMILY = "Noto Sans Mono"


@cache
def load_sign_font(folder: Path) -> None:
    """Load it, once, when the first text that needs it is shown: most exams hold neither code nor formulas."""
    if QFontDatabase.addApplicationFont(str(folder / "NotoSansMono-Regular.ttf")) < 0:
        raise FontMissingError(str(folder))


def code_font(pixels: float) -> QFont:
    """For code: every letter as wide as every other, Chinese characters from the first font."""
    return _font(pixels, [_CODE_FAMILY, FAMILY])


def formula_font(pixels: float) -> QFont:
    """For formulas: the first font's letters, and what it lacks from the second."""
    return _font(pixels, [FAMILY, _CODE_FAMILY])


def _font(pixels: float, families: list[str]) -> QFont:
    made = QFont(families)
    made.setPixelSize(max(1, round(pixels)))
    return made

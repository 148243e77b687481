"""The look of every window: one colour table, one style sheet, one font, all read from `resources/`."""

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase

FAMILY = "Noto Sans SC"


@dataclass(frozen=True)
class Theme:
    """Colours by token name, and the style sheet filled with them."""

    colours: dict[str, str]
    sheet: str

    def colour(self, token: str) -> QColor:
        """The colour of a token, for what is painted by hand."""
        return QColor(self.colours[token])


def load_theme(folder: Path, name: str = "light") -> Theme:
    """The theme `NAME.json` of the folder `resources/theme`, filled into `window.qss`."""
    colours: dict[str, str] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    sheet = (folder / "window.qss").read_text(encoding="utf-8")
    for token in sorted(colours, key=len, reverse=True):
        sheet = sheet.replace(f"@{token}", colours[token])
    return Theme(colours, sheet)


class FontMissingError(Exception):
    """The bundled font cannot be loaded: without it every Chinese character would be a box."""


def install_font(folder: Path) -> QFont:
    """Load the bundled font (which shows rare characters in names too) and give it in the interface's size."""
    if QFontDatabase.addApplicationFont(str(folder / "NotoSansSC-Regular.ttf")) < 0:
        raise FontMissingError(str(folder))
    return font(15)


def font(pixels: float, *, bold: bool = False) -> QFont:
    """The one family, in a size in pixels. Its figures all have one width, so changing numbers do not jump."""
    chosen = QFont(FAMILY)
    chosen.setPixelSize(round(pixels))
    chosen.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return chosen

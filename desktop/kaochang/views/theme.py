"""The look of every window: colour tables, one style sheet, one font, all read from `resources/`.

What each colour is for stands in `resources/theme/tokens.md`; every table gives every token.
"""

import json
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase

from kaochang.presenters.candidate.display import THEMES

FAMILY = "Noto Sans SC"


class Theme:
    """One colour table at a time, by token name, and the style sheet filled with it.

    Everybody holds the same theme: `use` changes what all of them see, and what is painted by hand asks anew.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._template = (folder / "window.qss").read_text(encoding="utf-8")
        self.name = ""
        self.colours: dict[str, str] = {}
        self.sheet = ""
        self.use(name)

    @property
    def fonts(self) -> Path:
        """The folder of the fonts, for the one that is loaded only when something needs it."""
        return self._folder.parent / "fonts"

    def use(self, name: str) -> None:
        """Take the colours of this table from now on."""
        if name == self.name:
            return
        self.name = name
        self.colours = self.table(name)
        self.sheet = self.filled(self._template)

    def table(self, name: str) -> dict[str, str]:
        """The colours of one table, used or not."""
        colours: dict[str, str] = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        return colours

    def filled(self, sheet: str) -> str:
        """A style sheet with a colour in place of every @token."""
        for token in sorted(self.colours, key=len, reverse=True):
            sheet = sheet.replace(f"@{token}", self.colours[token])
        return sheet

    def colour(self, token: str) -> "Shade":
        """The colour of a token, for what is painted by hand."""
        return Shade(self, token)


class Shade(QColor):
    """A token's colour as it was when it was asked for; `now` is what it has become since."""

    def __init__(self, theme: Theme, token: str) -> None:
        super().__init__(theme.colours[token])
        self._theme = theme
        self._token = token

    def now(self) -> QColor:
        """The colour in the table that is used now."""
        return QColor(self._theme.colours[self._token])


def current(colour: QColor) -> QColor:
    """What to paint with, where a colour was kept since before the theme may have changed."""
    return colour.now() if isinstance(colour, Shade) else colour


def load_theme(folder: Path, name: str = THEMES[0]) -> Theme:
    """The theme of the folder `resources/theme`, beginning with the table `NAME.json`."""
    return Theme(folder, name)


_WEIGHTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-SemiBold.ttf")
"""The whole face, rare characters of names too; and the strong one with the usual characters only, which for any other
falls back on the first."""


class FontMissingError(Exception):
    """A bundled font cannot be loaded: without them every Chinese character would be a box."""


def install_font(folder: Path) -> QFont:
    """Load the bundled family (which shows rare characters in names too) and give it in the interface's size."""
    for weight in _WEIGHTS:
        if QFontDatabase.addApplicationFont(str(folder / weight)) < 0:
            raise FontMissingError(str(folder / weight))
    return font(15)


def font(pixels: float, *, bold: bool = False) -> QFont:
    """The one family, in a size in pixels. Its figures all have one width, so changing numbers do not jump."""
    chosen = QFont(FAMILY)
    chosen.setPixelSize(round(pixels))
    chosen.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return chosen

"""The one typeface of everything printed: registered once, embedded always, and asked before a character is used.

A character the typeface has no glyph for would print as an empty box that nobody notices. `Typeface.printable` puts
a geta mark (〓, the printers' sign for a missing sort) in its place and remembers it, for a footnote that says so.
"""

import functools
import re
import unicodedata
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

GETA = "\N{GETA MARK}"
_VARIATION_SELECTORS = re.compile("[\N{VARIATION SELECTOR-1}-\N{VARIATION SELECTOR-16}\U000e0100-\U000e01ef]")
_WIDE_IN_CMAP = re.compile(r"(?<= <)[0-9A-F]{5,6}(?=>)")


class _SearchableFont(TTFont):  # type: ignore[misc] # reportlab ships no types
    """A TrueType font whose text can be searched and copied beyond U+FFFF as well.

    ToUnicode maps must hold UTF-16 (ISO 32000-1, 9.10.3); the library writes bare code points, so that a rare
    character of a name would be found as two others.
    """

    def addObjects(self, doc: object) -> None:  # noqa: N802 - the library's name
        """Adds the font to the document, then mends its maps."""
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():  # type: ignore[attr-defined] # see the class
            if name.startswith("toUnicodeCMap:"):
                stream.content = _WIDE_IN_CMAP.sub(_as_utf16, stream.content)


def _as_utf16(code_point: re.Match[str]) -> str:
    return chr(int(code_point[0], 16)).encode("utf-16-be").hex().upper()


@functools.cache
def _register(path: Path) -> TTFont:
    font = _SearchableFont(f"kaochang-{path.stem}", path)
    pdfmetrics.registerFont(font)
    return font


class Typeface:
    """A TrueType font for one document, with the set of characters of this document it has no glyph for."""

    def __init__(self, path: Path) -> None:
        self._font = _register(path)
        self.missing: set[str] = set()

    @property
    def name(self) -> str:
        """The name under which the drawing library knows the font."""
        return str(self._font.fontName)

    def width(self, text: str, size: float) -> float:
        """Width of a printable text in points."""
        return float(self._font.stringWidth(text, size))

    def printable(self, text: str) -> str:
        """The text on one line with nothing in it that would print as a box or not at all.

        White space becomes blanks; format characters and variation selectors have no shape of their own and are left
        out (the character they vary stays).
        """
        line = " ".join(_VARIATION_SELECTORS.sub("", text).split())
        return "".join(self._sort(char) for char in line)

    def _sort(self, char: str) -> str:
        if unicodedata.category(char) == "Cf":
            return ""
        if ord(char) in self._font.face.charToGlyph:
            return char
        self.missing.add(char)
        return GETA

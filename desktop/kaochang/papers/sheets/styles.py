"""How cells are shown: the number formats and fonts of a workbook, and rich text with its looks."""

from typing import Final, TypeAlias

from lxml import etree

from kaochang.papers.lines import Span
from kaochang.papers.sheets.rich_values import whole
from kaochang.papers.sheets.shown import BUILT_IN, shown

Looks: TypeAlias = frozenset[str]
_NONE: Final[Looks] = frozenset()
_BLACK: Final = ("", "00000000", "FF000000")
_OFF: Final = ("0", "false", "none")
_RAISED: Final = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED: Final = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


class Styles:
    """The cell styles of a workbook by their number."""

    def __init__(self, root: etree._Element | None, *, from_1904: bool = False) -> None:
        self._from_1904 = from_1904
        self._forms: list[str] = []
        self._looks: list[Looks] = []
        self._seen: dict[tuple[str, int], str] = {}
        if root is None:
            return
        own = {whole(form.get("numFmtId")): str(form.get("formatCode") or "") for form in root.iter("{*}numFmt")}
        fonts = [_font(font) for font in root.iterfind("{*}fonts/{*}font")]
        for cell in root.iterfind("{*}cellXfs/{*}xf"):
            form, font = whole(cell.get("numFmtId")), whole(cell.get("fontId"))
            self._forms.append(own.get(form, BUILT_IN.get(form, "")))
            self._looks.append(fonts[font] if 0 <= font < len(fonts) else _NONE)

    def shown(self, value: str, style: int) -> str:
        """A number as a cell of this style shows it."""
        key = (value, style)
        if key not in self._seen:
            form = self._forms[style] if style < len(self._forms) else ""
            self._seen[key] = shown(value, form, from_1904=self._from_1904)
        return self._seen[key]

    def looks(self, style: int) -> Looks:
        """What sets the words of a cell of this style apart."""
        return self._looks[style] if style < len(self._looks) else _NONE

    @staticmethod
    def pieces(element: etree._Element) -> list[tuple[str, Looks]]:
        """The runs of a text with their looks; readings above Chinese words (phonetic runs) are no text."""
        found: list[tuple[str, Looks]] = []
        for child in element:
            name = str(child.tag).rpartition("}")[2]
            if name == "t":
                found.append((child.text or "", _NONE))
            elif name == "r":
                properties = child.find("{*}rPr")
                text = child.findtext("{*}t") or ""
                looks = _font(properties) if properties is not None else _NONE
                found.append((_level(text, properties), looks))
        return found or [("", _NONE)]


def spans_of(pieces: list[tuple[str, Looks]], text: str) -> tuple[Span, ...]:
    """Where the looks of a text stand in it; none where it goes over several lines or was cleaned inside."""
    joined = "".join(piece for piece, _ in pieces)
    if joined.strip() != text or "\n" in text:
        return ()
    start = len(joined.lstrip()) - len(joined)
    spans = []
    for piece, looks in pieces:
        first, last = max(start, 0), min(start + len(piece), len(text))
        if looks and last > first:
            spans.append(Span(first, last, looks))
        start += len(piece)
    return tuple(spans)


def _font(font: etree._Element) -> Looks:
    """Bold, underlined and coloured, as a font or the properties of a run say."""
    found = set()
    for child in font:
        name, value = str(child.tag).rpartition("}")[2], str(child.get("val") or "")
        if name == "b" and value not in _OFF:
            found.add("bold")
        elif name == "u" and value not in _OFF:
            found.add("underline")
        elif name == "color" and (colour := _colour(child)):
            found.add(f"colour:{colour}")
    return frozenset(found)


def _colour(element: etree._Element) -> str:
    """A colour of its own as RRGGBB; "" for black and for the colours of the text of a theme."""
    colour = str(element.get("rgb") or "").upper()
    if colour not in _BLACK:
        return colour[-6:]
    theme, indexed = str(element.get("theme") or ""), str(element.get("indexed") or "")
    if indexed == "10":
        return "FF0000"
    return f"THEME{theme}" if theme not in ("", "0", "1") else ""


def _level(text: str, properties: etree._Element | None) -> str:
    """Raised and lowered figures as their own characters: 10² is not 102."""
    raised = properties.find("{*}vertAlign") if properties is not None else None
    level = str(raised.get("val") or "") if raised is not None else ""
    table = {"superscript": _RAISED, "subscript": _LOWERED}.get(level)
    if table is None or not text.strip():
        return text
    if all(letter in table for letter in text):
        return "".join(table[letter] for letter in text)
    return f"{'^' if level == 'superscript' else '_'}{text}"

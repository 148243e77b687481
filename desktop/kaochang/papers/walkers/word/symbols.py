"""Signs of symbol fonts: a character that only its font makes a tick, a circled number or a Greek letter."""

from typing import Final

from kaochang.papers.numerals import CIRCLED

_GREEK_UPPER: Final = dict(zip("ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True))
_GREEK_LOWER: Final = dict(zip("abgdezhqiklmnxoprstufcywVJj", "αβγδεζηθικλμνξοπρστυφχψωςϑϕ", strict=True))
_SYMBOL: Final = {
    **{ord(sign): meant for sign, meant in (_GREEK_UPPER | _GREEK_LOWER).items()},
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xA2: "′",
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂",
    0xB7: "·", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC4: "⊗",
    0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCA: "⊇", 0xCC: "⊂",
    0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD1: "∇", 0xD5: "∏", 0xD6: "√",
    0xD7: "·", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒",
    0xE5: "∑", 0xF2: "∫",
}  # fmt: skip  # rows of signs, as charts of the fonts have them
_WINGDINGS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆",
    0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xFB: "×", 0xFC: "√", 0xFD: "×",
    0xFE: "√",
    **{0x81 + place: sign for place, sign in enumerate(CIRCLED[:10])},
    **{0x8C + place: sign for place, sign in enumerate(CIRCLED[:10])},
}  # fmt: skip  # rows of signs, as charts of the fonts have them
_WINGDINGS_2: Final = {
    0x4F: "×", 0x50: "√", 0x51: "×", 0x52: "√", 0x53: "×", 0x54: "×", 0x55: "×",
    0xA2: "■", 0xA3: "□", 0x98: "●", 0x97: "•", 0x2A: "□", 0x30: "□",
    **{0x6A + place: sign for place, sign in enumerate(CIRCLED[:10])},
    **{0x75 + place: sign for place, sign in enumerate(CIRCLED[:10])},
}  # fmt: skip  # rows of signs, as charts of the fonts have them
_WEBDINGS: Final = {0x61: "√", 0x72: "×", 0x63: "□", 0x67: "■", 0x6E: "●"}
_FONTS: Final = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
}
_PRIVATE: Final = range(0xF000, 0xF100)
UNKNOWN: Final = "□"
"""Stands for a sign that cannot be told."""


def is_symbol_font(font: str) -> bool:
    """Whether the letters of a font are signs."""
    return font.lower() in _FONTS


def sign(font: str, code: int) -> str:
    """What a character of a symbol font shows; `UNKNOWN` where that cannot be told."""
    signs = _FONTS.get(font.lower(), {})
    low = code - _PRIVATE.start if code in _PRIVATE else code
    if low == ord(" "):
        return " "
    known = signs.get(low)
    if known is None and not signs:
        return chr(code) if code not in _PRIVATE and 0x20 < code < 0xD800 else UNKNOWN
    if known is None and signs is _SYMBOL and 0x20 < low < 0x7F:
        return chr(low)
    return known or UNKNOWN


def respell(text: str, font: str) -> str:
    """Words typed in a symbol font as the signs that they show."""
    return "".join(sign(font, ord(letter)) for letter in text)

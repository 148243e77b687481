"""Signs of formulas by what they are called in LaTeX: the way back from `domain/formula_signs.py`.

MathML and Word's own formulas show the same signs, marks and brackets; here is what both of them become.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from kaochang.domain.formula_signs import BLACKBOARD, FENCES, GRIDS, NAMED, SIGNS

_ALIASES: Final = {
    "\u2212": "-",
    "\u2010": "-",
    "\u2013": "-",
    "\u2217": "*",
    "\u22c5": r"\cdot",
    "\u2219": r"\cdot",
    "\u2022": r"\cdot",
    "\u2223": r"\mid",
    "\u2044": "/",
    "\u2215": "/",
    "\u2026": r"\ldots",
    "\u27f6": r"\to",
    "\u27f5": r"\leftarrow",
    "\u27f9": r"\implies",
    "\u27fa": r"\iff",
    "\u2a7d": r"\leqslant",
    "\u2a7e": r"\geqslant",
    "\u25b3": r"\triangle",
    "\u0394": r"\Delta",
    "\u2206": r"\Delta",
    "\u2329": r"\langle",
    "\u232a": r"\rangle",
    "\u27e8": r"\langle",
    "\u27e9": r"\rangle",
    "\u2016": r"\parallel",
    "\u2225": r"\parallel",
    "\u00ac": r"\neg",
    "\u2205": r"\emptyset",
    "\\": r"\setminus",
    "\u2216": r"\setminus",
    "~": r"\sim",
    "{": r"\{",
    "}": r"\}",
    "\u2032": r"\prime",
    "'": r"\prime",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "&": r"\&",
    "_": r"\_",
    "\u00b0": r"\degree",
}
_UNSAID: Final = frozenset("\u2061\u2062\u2063\u2064\u200b\u2060\ufeff")
"""Applying a function, multiplying, a comma: meant and not seen."""
_BY_SIGN: Final = {sign: rf"\{name}" for name, (sign, _) in reversed(NAMED.items()) if len(name) > 1}
_LETTERS: Final = {sign: rf"\mathbb{{{name}}}" for name, sign in BLACKBOARD.items()}
_FENCES: Final = {shown: name for name, shown in reversed(FENCES.items())} | {
    "\u2329": r"\langle",
    "\u232a": r"\rangle",
    "\u2223": "|",
    "\u2225": r"\|",
    "⟨": r"\langle",
    "⟩": r"\rangle",
}
_BRACKETS: Final = {(left, right): name for name, (left, right, _) in reversed(GRIDS.items()) if left}
_MARKS: Final = {
    **dict.fromkeys("¯‾―ˉ_\u0305\u0304\u23af", "bar"),
    **dict.fromkeys("^ˆ\u0302", "hat"),
    **dict.fromkeys("→\u20d7⇀", "vec"),
    **dict.fromkeys(".˙\u0307", "dot"),
    **dict.fromkeys("¨\u0308‥", "ddot"),
    **dict.fromkeys("~˜∼\u0303", "tilde"),
}
_WIDER: Final = {"bar": "overline", "hat": "widehat", "vec": "overrightarrow"}
_UNIT: Final = re.compile(r"\\[A-Za-z]+\*?(?:\{[^{}\\]*\})? ?|\\.|[0-9.]+|[^\\{}^_ ]")


class UnsayableError(Exception):
    """Something that the notation has no words for."""


def latex_of(sign: str) -> str | None:
    """What LaTeX calls one character of a formula; "" for what is not seen, None where it has no name for it."""
    if sign in _UNSAID:
        return ""
    if sign in SIGNS and sign.isascii() and sign not in _ALIASES:
        return sign
    for names in (_LETTERS, _ALIASES, _BY_SIGN):
        if sign in names:
            return names[sign]
    if sign.isascii() and sign.isalnum():
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    if len(plain) == 1 and plain != sign and not "\uff01" <= sign <= "\uff60":  # full-width signs stay as written
        return latex_of(plain)
    return sign if sign in SIGNS or (sign.isalpha() and not sign.isascii()) else None


def fence_of(sign: str) -> str | None:
    r"""What stands behind `\left` or `\right` for a bracket; None for what is none."""
    return _FENCES.get(sign)


def grid_of(left: str, right: str) -> str | None:
    """The environment of a grid between two brackets; None where none has them."""
    same = {"∥": "‖"}
    return _BRACKETS.get((same.get(left, left), same.get(right, right)))


def braced(latex: str) -> str:
    """A base for an index or a power: in braces unless it is one sign or number."""
    return latex if _UNIT.fullmatch(latex) else f"{{{latex}}}"


def accented(mark: str, latex: str) -> str | None:
    """Something with a mark over it, a wide one over several signs; None for what is no such mark."""
    name = _MARKS.get(mark)
    return None if name is None else f"\\{name if len(latex) < 2 else _WIDER.get(name, name)}{{{latex}}}"


def escaped(words: str) -> str | None:
    r"""Words for within `\text{...}`; None where they hold what it cannot."""
    return None if re.search(r"[{}\\]", words) else re.sub(r"([%&#$_])", r"\\\1", words)


def joined(pieces: Iterable[str]) -> str:
    r"""Pieces of LaTeX one after the other; a space ends the name of a command before a letter."""
    whole = ""
    for piece in pieces:
        apart = piece[:1].isascii() and piece[:1].isalpha() and re.search(r"\\[A-Za-z]+$", whole)
        whole += f" {piece}" if apart else piece
    return whole

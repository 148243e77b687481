"""Letters, figures and words of Word's formulas in the LaTeX of docs/authored-text.md."""

import re
import unicodedata
from itertools import groupby
from typing import Final

from kaochang.domain.formula_signs import BLACKBOARD, LIMITED
from kaochang.papers.markup.latex_signs import escaped, fence_of, latex_of

_SPACES: Final = {" ": "\\ ", "\u00a0": "\\ ", "\u2003": "\\quad ", "\u2002": "\\;", "\u2009": "\\,", "\u205f": "\\:"}
_FULL_WIDTH: Final = {ord("（"): "(", ord("）"): ")", ord("［"): "[", ord("］"): "]"}


def fence(sign: str) -> str | None:
    r"""A bracket as it stands after `\left` and `\right`; None where it cannot grow."""
    return fence_of(sign.translate(_FULL_WIDTH))


def worded(text: str) -> str:
    """Words within a formula."""
    parts = re.split(r"([{}\\])", text)
    return "".join(_text(part) if place % 2 == 0 else _sign(part) or "" for place, part in enumerate(parts) if part)


def _text(words: str) -> str:
    return f"\\text{{{escaped(words)}}}"


def spelled(text: str, *, is_upright: bool = False, is_double: bool = False) -> str:
    """Letters, figures and signs; names of functions are told as such, letters of special alphabets as plain ones."""
    written = ""
    for is_word, signs in groupby(plain(text), key=lambda sign: sign.isascii() and sign.isalpha()):
        word = "".join(signs)
        if not is_word:
            written += _signs(word)
        elif word in LIMITED:
            written += f"\\{word} "
        elif is_double and set(word) <= BLACKBOARD.keys():
            written += "".join(f"\\mathbb{{{letter}}}" for letter in word)
        else:
            written += f"\\mathrm{{{word}}}" if is_upright else word
    return written


def plain(text: str) -> str:
    """Letters of the mathematical alphabets (bold, script ...) as the letters that they are."""
    return "".join(unicodedata.normalize("NFKC", sign) if 0x1D400 <= ord(sign) <= 0x1D7FF else sign for sign in text)


def _signs(signs: str) -> str:
    """Signs one by one; those that the notation does not know are words."""
    written = ""
    for is_known, group in groupby(signs, key=lambda sign: _sign(sign) is not None):
        run = list(group)
        written += "".join(_sign(sign) or "" for sign in run) if is_known else worded("".join(run))
    return written


def _sign(sign: str) -> str | None:
    if sign in _SPACES:
        return _SPACES[sign]
    found = latex_of(sign)
    return f"{found} " if found and re.fullmatch(r"\\[A-Za-z]+", found) else found

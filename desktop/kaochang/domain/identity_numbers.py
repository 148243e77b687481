"""Citizens' identity numbers: 17 digits and a check character, by GB 11643-1999 (ISO 7064, MOD 11-2)."""

import datetime
import re
import unicodedata
from typing import Final

_SHAPE: Final = re.compile(r"[1-9][0-9]{5}(?P<born>(?:18|19|20)[0-9]{6})[0-9]{3}[0-9X]")
_LIKE: Final = re.compile(r"[0-9]{14,19}[0-9X]|[0-9.]{3,19}E\+?[0-9]{1,2}")
_CHECKS: Final = "10X98765432"
"""The check character for each remainder of the weighted sum of the digits before it."""


def _plain(text: str) -> str:
    """The number less its spaces, half-width and in capitals."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def looks_like_one(text: str) -> bool:
    """Whether a text is written as such a number, right or wrong; a passport's number is not.

    So is what a spreadsheet makes of one that was typed as a figure (3.10101E+17).
    """
    return bool(_LIKE.fullmatch(_plain(text)))


def is_right(text: str) -> bool:
    """Whether it is an identity number: its date is one, and its check character is that of its digits."""
    plain = _plain(text)
    match = _SHAPE.fullmatch(plain)
    if match is None:
        return False
    try:
        datetime.date.fromisoformat(match["born"][:4] + "-" + match["born"][4:6] + "-" + match["born"][6:])
    except ValueError:
        return False
    weighted = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(plain[:17]))
    return plain[17] == _CHECKS[weighted % 11]

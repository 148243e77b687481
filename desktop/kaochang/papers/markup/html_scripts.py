"""Raised and lowered words of HTML: signs of their own where there are some, else a formula."""

import re
from typing import Final

from kaochang.domain.formulas import parse_formula

_ABOVE: Final = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_BELOW: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def script(words: str, *, is_above: bool) -> str:
    """Words as an index or a power, in the notation of authored text."""
    words = " ".join(words.split())
    if not words:
        return ""
    signs = _ABOVE if is_above else _BELOW
    if all(ord(sign) in signs for sign in words):
        return words.translate(signs)
    mark = "^" if is_above else "_"
    inner = words if re.fullmatch(r"[A-Za-z]|[0-9]+", words) else rf"\text{{{words}}}"
    formula = f"{mark}{{{inner}}}"
    if re.fullmatch(r"[^\\{}$&%#~]+", words) and parse_formula(formula):
        return rf"\({formula}\)"
    return f"{mark}({words})"

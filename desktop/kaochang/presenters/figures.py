"""Numbers as people read them: decimals, never fractions; what had to be rounded says so."""

from decimal import Decimal
from fractions import Fraction

from kaochang.domain.decimals import points_text
from kaochang.domain.ports import Words

_PLACES = 6
"""So many a person can type."""


def decimal(value: Fraction) -> str:
    """As it is: 60, 22.644; to two places where it has no end that can be typed: 33.33."""
    whole = value * 10**_PLACES
    if whole.denominator != 1:
        return points_text(value)
    return f"{Decimal(whole.numerator).scaleb(-_PLACES).normalize():f}"


def is_rounded(value: Fraction) -> bool:
    """Whether `decimal` says less than the whole of it."""
    return Fraction(decimal(value)) != value


def figure(words: Words, value: Fraction) -> str:
    """The same in a sentence, which says where it is rounded: about 33.33."""
    return words("figure.about", number=decimal(value)) if is_rounded(value) else decimal(value)

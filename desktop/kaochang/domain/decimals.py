"""Fractions in decimals, where a number of places is all that is read of them."""

import math
from fractions import Fraction


def points_text(points: Fraction) -> str:
    """Points to two places, halves rounded up as marks are, without idle zeros: 62, 62.5, 33.33."""
    return fixed(points, places=2).rstrip("0").rstrip(".")


def fixed(number: Fraction, places: int) -> str:
    """A number that is not negative in decimals; by integers only, so that a half is never lost in a float."""
    scale = 10**places
    whole, part = divmod(math.floor(number * scale + Fraction(1, 2)), scale)
    return f"{whole}.{part:0{places}}"

"""What pages say of a passphrase: how hard it is to guess, in three steps, and that it is not the right one."""

import enum
import math
import unicodedata
from itertools import pairwise

from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.refusals import Refused, to_words

_WRONG = "passphrase.wrong"
_POOLS = ((10, str.isdecimal), (26, str.islower), (26, str.isupper))
_SIGNS, _IDEOGRAPHS = 33, 2500
"""So many signs a keyboard has, and so many ideographs people use."""

_FAIR, _STRONG = 40, 60
"""Bits. Each guess costs about a second: 40 is more than one PC tries in a lifetime, if nothing else is known."""


class Strength(enum.StrEnum):
    """From what is guessed to what is not."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength_of(passphrase: str) -> Strength:
    """By length and kinds of characters; what repeats or counts on is not counted. It advises and rules nothing."""
    text = unicodedata.normalize("NFKC", passphrase).strip()
    told = len(text[:1]) + sum(ord(after) - ord(before) not in (-1, 0, 1) for before, after in pairwise(text))
    told = min(told, 2 * len(set(text)))
    bits = told * math.log2(_pool(text) or 1)
    return Strength.STRONG if bits >= _STRONG else Strength.FAIR if bits >= _FAIR else Strength.WEAK


def _pool(text: str) -> int:
    """From how many characters each was chosen."""
    plain = [character for character in text if character.isascii()]
    found = sum(size for size, is_one in _POOLS if any(map(is_one, plain)))
    found += _SIGNS if any(not character.isalnum() for character in plain) else 0
    return found + (_IDEOGRAPHS if len(plain) < len(text) else 0)


def secret_to_words(error: Exception, words: Words) -> Refused:
    """What went wrong where a passphrase was asked for; the one that is asked for here is the centre's."""
    if isinstance(error, Refusal) and error.key == _WRONG:
        return to_words(error, words, "office.wrong-passphrase")
    return failure_to_words(error, words)

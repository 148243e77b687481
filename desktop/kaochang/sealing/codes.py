"""Codes that people read aloud and type: start codes with check symbols, and receipts.

Both use the 32 symbols of Crockford's base32, which leave out I, L, O and U. A start code is 11 random symbols
(55 bits) in groups of 4, 4 and 3, each followed by a check symbol of its own: XXXXC-XXXXC-XXXC. A group is a
polynomial over GF(32) (x^5 + x^2 + 1, generator a = 2) whose value at a is zero:

    GROUP * a^n + s1 * a^(n-1) + ... + s(n-1) * a + check = 0        n = length of the group, GROUP = 1, 2, 3

Powers of a differ for every position, so one wrong symbol and any two symbols exchanged within a group are caught;
GROUP is a constant term of the sum, so a group typed in another group's place is always caught.
"""

import hashlib
import unicodedata

from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.sealing.contexts import Context, bind

GROUP_LENGTHS = (5, 5, 4)
"""Symbols per group as typed, check symbol included."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(_ALPHABET)}
_LOOK_ALIKES = str.maketrans("OIL", "011")
_MINUS = "\N{MINUS SIGN}"  # in no dash category of Unicode, but on keyboards
_IGNORED_CATEGORIES = ("Pd", "Zs", "Zl", "Zp", "Cc", "Cf")

_REDUCTION = 0b100101
_RECEIPT_BITS = 60


def new_code(random: Randomness) -> str:
    """A fresh start code as it is displayed; 55 of 56 random bits are used."""
    symbols = _symbols(int.from_bytes(random(7), "big") >> 1, 11)
    groups = []
    for index, length in enumerate(GROUP_LENGTHS, start=1):
        data, symbols = symbols[: length - 1], symbols[length - 1 :]
        groups.append(data + _ALPHABET[_times_a(_evaluate(index, data))])
    return "-".join(groups)


def normalise(typed: str) -> str:
    """The displayed form of what was typed, whatever the case, width, spaces, hyphens and look-alikes (O, I, L).

    Refuses (CODE) a wrong count of symbols or a foreign one (`code.form`), and a group whose check symbol does not
    fit (`code.group`, `group` = 1 to 3), without any slow key derivation.
    """
    symbols = _bare(typed)
    if len(symbols) != sum(GROUP_LENGTHS) or not _known(symbols):
        raise Refusal(Outcome.CODE, "code.form")
    groups = []
    for index, length in enumerate(GROUP_LENGTHS, start=1):
        group, symbols = symbols[:length], symbols[length:]
        if _evaluate(index, group) != 0:
            raise Refusal(Outcome.CODE, "code.group", group=index)
        groups.append(group)
    return "-".join(groups)


def check_group(index: int, typed: str) -> bool:
    """Whether `typed` is a complete and consistent group number `index` (1, 2 or 3), for checking while typing."""
    group = _bare(typed)
    return len(group) == GROUP_LENGTHS[index - 1] and _known(group) and _evaluate(index, group) == 0


def receipt_code(data_digest: bytes) -> str:
    """The receipt of a file whose SHA-256 is given: 60 bits as XXXX-XXXX-XXXX.

    Short enough to note down, long enough that nobody finds a second file for it in any useful time.
    """
    digest = hashlib.sha256(bind(Context.RECEIPT, data_digest)).digest()
    symbols = _symbols(int.from_bytes(digest, "big") >> (len(digest) * 8 - _RECEIPT_BITS), 12)
    return "-".join((symbols[:4], symbols[4:8], symbols[8:]))


def _symbols(number: int, count: int) -> str:
    """The lowest 5 * `count` bits of a number, most significant symbol first."""
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))


def _bare(typed: str) -> str:
    wide = unicodedata.normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
    return "".join(c for c in wide if c != _MINUS and unicodedata.category(c) not in _IGNORED_CATEGORIES)


def _known(symbols: str) -> bool:
    return all(symbol in _VALUES for symbol in symbols)


def _evaluate(index: int, group: str) -> int:
    """The group's polynomial at a, by Horner's rule; addition in GF(32) is exclusive or."""
    total = index
    for symbol in group:
        total = _times_a(total) ^ _VALUES[symbol]
    return total


def _times_a(element: int) -> int:
    doubled = element << 1
    return doubled ^ _REDUCTION if doubled > 31 else doubled

"""Codes that people read aloud and type: start codes, PINs and acts with check symbols, and receipts.

All use the 32 symbols of Crockford's base32, which leave out I, L, O and U. A start code is 11 random symbols
(55 bits) in groups of 4, 4 and 3, each followed by a check symbol of its own: XXXXC-XXXXC-XXXC; other shapes differ
in their groups only. A group is a polynomial over GF(32) (x^5 + x^2 + 1, generator a = 2) whose value at a is zero:

    GROUP * a^n + s1 * a^(n-1) + ... + s(n-1) * a + check = 0        n = length of the group, GROUP = 1, 2, 3

Powers of a differ for every position, so one wrong symbol and any two symbols exchanged within a group are caught;
GROUP is a constant term of the sum, so a group typed in another group's place is always caught.
"""

import hashlib
import unicodedata

from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.sealing.contexts import Context, bind


class CodeShape(Record, frozen=True):
    """What a kind of code looks like: the symbols of each group as typed, check symbol included.

    `name` is the first word of the refusals of such a code: `NAME.form` and `NAME.group`.
    """

    name: str
    groups: tuple[int, ...]

    @property
    def bits(self) -> int:
        """How much a code of this shape carries: 5 bits for each symbol that is no check symbol."""
        return 5 * (sum(self.groups) - len(self.groups))


START_CODE = CodeShape("code", (5, 5, 4))
"""Start codes: 55 bits, XXXXC-XXXXC-XXXC."""

ROOM_CODE = CodeShape("room-code", START_CODE.groups)
"""Room codes look like start codes; refusals name them, so that nobody compares the wrong sheet."""

PROCTOR_CODE = CodeShape("proctor-code", START_CODE.groups)
"""Proctor codes look like start codes too."""

PIN = CodeShape("pin", (5, 5))
"""A ticket's PIN: 40 bits, XXXXC-XXXXC."""

CHALLENGE = CodeShape("challenge", (5, 5))
"""What a PC shows to ask for an act: 40 bits."""

RESPONSE = CodeShape("act-code", (5, 5))
"""What the proctor answers to a challenge: 40 bits."""

CARD = CodeShape("act-code", (5, 5, 5))
"""Cards and room-wide codes: 60 bits. Their first two groups are checked as a response's are."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(_ALPHABET)}
_LOOK_ALIKES = str.maketrans("OIL", "011")
_MINUS = "\N{MINUS SIGN}"  # in no dash category of Unicode, but on keyboards
_IGNORED_CATEGORIES = ("Pd", "Zs", "Zl", "Zp", "Cc", "Cf")

_REDUCTION = 0b100101
_LONGEST_TYPED = 200
"""Characters of a typed code that are looked at; Unicode's normal form of a long text may take for ever."""
_RECEIPT_BITS = 60
_FINGERPRINT_BITS = 100


def new_code(random: Randomness, shape: CodeShape = START_CODE) -> str:
    """A fresh code as it is displayed, of as many random bits as the shape carries."""
    length = -(-shape.bits // 8)
    return encode(int.from_bytes(random(length), "big") >> (8 * length - shape.bits), shape)


def encode(number: int, shape: CodeShape) -> str:
    """The code that carries a number of at most `shape.bits` bits, in its displayed form."""
    symbols = _symbols(number, shape.bits // 5)
    groups = []
    for index, length in enumerate(shape.groups, start=1):
        data, symbols = symbols[: length - 1], symbols[length - 1 :]
        groups.append(data + _ALPHABET[_times_a(_evaluate(index, data))])
    return "-".join(groups)


def decode(typed: str, shape: CodeShape) -> int:
    """The number that a typed code carries; refuses as `normalise` does."""
    number = 0
    for group in normalise(typed, shape).split("-"):
        for symbol in group[:-1]:
            number = number << 5 | _VALUES[symbol]
    return number


def normalise(typed: str, shape: CodeShape = START_CODE) -> str:
    """The displayed form of what was typed, whatever the case, width, spaces, hyphens and look-alikes (O, I, L).

    Refuses (CODE) a wrong count of symbols or a foreign one (`code.form`), and a group whose check symbol does not
    fit (`code.group`, `group` from 1), without any slow key derivation; of another shape by that shape's name.
    """
    symbols = _bare(typed)
    if len(symbols) != sum(shape.groups) or not _known(symbols):
        raise Refusal(Outcome.CODE, f"{shape.name}.form")
    groups = []
    for index, length in enumerate(shape.groups, start=1):
        group, symbols = symbols[:length], symbols[length:]
        if _evaluate(index, group) != 0:
            raise Refusal(Outcome.CODE, f"{shape.name}.group", group=index)
        groups.append(group)
    return "-".join(groups)


def check_group(index: int, typed: str, shape: CodeShape = START_CODE) -> bool:
    """Whether `typed` is a complete and consistent group number `index` (from 1), for checking while typing."""
    group = _bare(typed)
    return len(group) == shape.groups[index - 1] and _known(group) and _evaluate(index, group) == 0


def count_symbols(typed: str) -> int:
    """How many symbols were typed, without what only parts them: shapes of different lengths are told apart by it."""
    return len(_bare(typed))


def receipt_code(data_digest: bytes) -> str:
    """The receipt of a file whose SHA-256 is given: 60 bits as XXXX-XXXX-XXXX.

    Short enough to note down, long enough that nobody finds a second file for it in any useful time.
    """
    digest = hashlib.sha256(bind(Context.RECEIPT, data_digest)).digest()
    symbols = _symbols(int.from_bytes(digest, "big") >> (len(digest) * 8 - _RECEIPT_BITS), 12)
    return "-".join((symbols[:4], symbols[4:8], symbols[8:]))


def fingerprint(public: bytes) -> str:
    """What people compare of a public key, on paper or by telephone: 100 bits of its SHA-256 in groups of four.

    Nobody makes a second key with the fingerprint of a given one in any useful time.
    """
    digest = hashlib.sha256(public).digest()
    symbols = _symbols(int.from_bytes(digest, "big") >> (len(digest) * 8 - _FINGERPRINT_BITS), 20)
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def _symbols(number: int, count: int) -> str:
    """The lowest 5 * `count` bits of a number, most significant symbol first."""
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))


def _bare(typed: str) -> str:
    """The symbols of what was typed; of what is too long for any code, more than any code has."""
    if len(typed) > _LONGEST_TYPED:
        return _ALPHABET
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

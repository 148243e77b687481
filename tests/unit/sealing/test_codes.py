"""Codes that people type: every slip the check symbols promise to catch is caught, every harmless form is taken."""

import hashlib
import itertools

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.sealing import codes
from kaochang.sealing.contexts import Context, bind
from support.refusals import outcome_of, refuses
from support.seeded import seeded

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = [codes.new_code(random) for random in [seeded()] for _ in range(12)] + [codes.new_code(bytes)]
"""A dozen random codes and the one whose random bits are all zero."""


def is_refused(typed: str) -> bool:
    return outcome_of(lambda: codes.normalise(typed)) is Outcome.CODE


def test_a_code_is_three_groups_and_normal_already():
    for code in CODES:
        assert [len(group) for group in code.split("-")] == list(codes.START_CODE.groups)
        assert set(code) <= set(ALPHABET + "-")
        assert codes.normalise(code) == code


def test_the_check_symbols_are_the_documented_ones():
    """By hand: a^5 = 5, 2 a^5 = 10 and 3 a^4 = 21 in GF(32) for groups of zeros."""
    assert codes.new_code(bytes) == "00005-0000A-000N"


def test_a_code_carries_55_bits_of_its_randomness():
    code = codes.new_code(lambda count: b"\xff" * count)
    assert [group[:-1] for group in code.split("-")] == ["ZZZZ", "ZZZZ", "ZZZ"]
    of_single_bits = {codes.new_code(lambda count, bit=bit: (1 << bit).to_bytes(count, "big")) for bit in range(56)}
    assert len(of_single_bits) == 56  # 55 of them count, and the one that does not gives the code of zeros


@pytest.mark.parametrize("code", CODES)
@pytest.mark.attack(13)
def test_every_single_wrong_symbol_is_caught_and_its_group_is_named(code):
    place_of_group = [1] * 5 + [2] * 5 + [3] * 4
    symbols = code.replace("-", "")
    for place, group in enumerate(place_of_group):
        for wrong in set(ALPHABET) - {symbols[place]}:
            with refuses(Outcome.CODE, "code.group") as caught:
                codes.normalise(symbols[:place] + wrong + symbols[place + 1 :])
            assert caught.value.params == {"group": group}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.attack(13)
def test_every_exchange_of_two_different_symbols_is_caught_within_a_group_and_between_neighbours(code):
    symbols = list(code.replace("-", ""))
    within = [
        pair for start, end in ((0, 5), (5, 10), (10, 14)) for pair in itertools.combinations(range(start, end), 2)
    ]
    for one, other in [*within, (4, 5), (9, 10)]:
        exchanged = symbols.copy()
        exchanged[one], exchanged[other] = symbols[other], symbols[one]
        if exchanged != symbols:
            assert is_refused("".join(exchanged))


@pytest.mark.parametrize("code", CODES)
def test_groups_in_another_order_are_caught(code):
    first, second, third = code.split("-")
    assert is_refused(f"{second}-{first}-{third}")
    assert is_refused(f"{third}-{second}-{first}")
    assert is_refused(f"{first}-{third}-{second}")
    assert is_refused(f"{first}-{first}-{third}")


def test_a_group_fits_one_place_only():
    """For every content: the group's number is a constant of its polynomial, so no group fits two places."""
    for code in CODES:
        first, second, _ = code.split("-")
        assert codes.check_group(1, first)
        assert codes.check_group(2, second)
        assert not codes.check_group(2, first)
        assert not codes.check_group(1, second)


@pytest.mark.heavy
def test_every_wrong_symbol_and_exchange_is_caught_in_every_group_of_three_symbols():
    for data in itertools.product(ALPHABET, repeat=3):
        fitting = [check for check in ALPHABET if codes.check_group(3, "".join(data) + check)]
        assert len(fitting) == 1
        group = [*data, fitting[0]]
        for one, other in itertools.combinations(range(4), 2):
            exchanged = group.copy()
            exchanged[one], exchanged[other] = group[other], group[one]
            assert exchanged == group or not codes.check_group(3, "".join(exchanged))


FORMS = {
    "lower case": str.lower,
    "without hyphens": lambda code: code.replace("-", ""),
    "spaces inside and around": lambda code: "  " + " ".join(code) + "\t\n",
    "full width": lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
    "ideographic spaces": lambda code: code.replace("-", "\u3000"),
    "letter o for zero": lambda code: code.replace("0", "o"),
    "letters i and l for one": lambda code: code.replace("1", "i", 1).replace("1", "L"),
    "zero-width marks": lambda code: "\ufeff" + code.replace("-", "\u200b\u00ad"),
    **{
        f"dash U+{ord(dash):04X}": lambda code, dash=dash: code.replace("-", dash)
        for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2e3a\u301c"
    },
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.attack(13)
def test_every_harmless_form_is_the_same_code(form):
    for code in CODES:
        assert codes.normalise(form(code)) == code
        for index, group in enumerate(code.split("-"), start=1):
            assert codes.check_group(index, form(group))


@pytest.mark.parametrize("typed", ["", "-", "A", "0" * 13, "0" * 15, "U" + "0" * 13, "考" + "0" * 13, "0" * 13 + "!"])
def test_a_wrong_count_or_a_foreign_symbol_is_refused_as_such(typed):
    with refuses(Outcome.CODE, "code.form"):
        codes.normalise(typed)


def test_a_code_as_long_as_a_book_is_refused_in_no_time():
    """Accents in the wrong order take Unicode's normal form time by the square of their number."""
    endless = "A" + "\u0301\u0323" * 500_000
    assert is_refused(endless)
    assert codes.count_symbols(endless) > 15


@pytest.mark.parametrize("typed", ["", "0", "0000", "U0000", "000000"])
def test_an_unfinished_or_foreign_group_does_not_fit(typed):
    assert not codes.check_group(1, typed)


def test_a_receipt_is_the_first_60_bits_of_the_bound_digest():
    digest = hashlib.sha256(b"a file").digest()
    bits = bin(int.from_bytes(hashlib.sha256(bind(Context.RECEIPT, digest)).digest(), "big"))[2:].zfill(256)[:60]
    symbols = "".join(ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, 60, 5))
    assert codes.receipt_code(digest) == f"{symbols[:4]}-{symbols[4:8]}-{symbols[8:]}"


def test_receipts_of_different_files_differ():
    assert len({codes.receipt_code(hashlib.sha256(bytes([n])).digest()) for n in range(256)}) == 256


def test_a_code_of_another_shape_carries_a_number_and_gives_it_back():
    for number in (0, 1, 2**40 - 1, 0x5A5A5A5A5A):
        code = codes.encode(number, codes.PIN)
        assert [len(group) for group in code.split("-")] == [5, 5]
        assert codes.decode(code.lower().replace("-", " "), codes.PIN) == number


def test_a_shape_speaks_of_itself_when_it_refuses():
    pin = codes.encode(7, codes.PIN)
    with refuses(Outcome.CODE, "pin.form"):
        codes.decode(codes.new_code(seeded()), codes.PIN)
    with refuses(Outcome.CODE, "pin.group"):
        codes.decode(pin[:-1] + ("0" if pin[-1] != "0" else "1"), codes.PIN)
    with refuses(Outcome.CODE, "code.form"):
        codes.normalise(pin)


def test_a_fingerprint_is_the_first_hundred_bits_of_a_keys_sha_256():
    digest = hashlib.sha256(b"k" * 32).digest()
    value, symbols = int.from_bytes(digest, "big") >> 156, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    told = "".join(symbols[value >> 5 * place & 31] for place in reversed(range(20)))
    assert codes.fingerprint(b"k" * 32) == "-".join(told[at : at + 4] for at in range(0, 20, 4))

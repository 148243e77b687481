"""Truncated HMAC against the standard library's, and against RFC 4231's published vector."""

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st
from kaochang.sealing import macs

BITS = 40


def test_the_vector_of_rfc_4231_case_2():
    digest = bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    for bits in (1, 8, 40, 255, 256):
        expected = int.from_bytes(digest, "big") >> (256 - bits)
        assert macs.first_bits(b"Jefe", b"what do ya want for nothing?", bits) == expected


@given(st.binary(min_size=1, max_size=80), st.binary(max_size=80))
def test_the_first_bits_are_those_of_the_standard_librarys_hmac(key, context):
    expected = int.from_bytes(hmac.digest(key, context, hashlib.sha256)[:5], "big")
    assert macs.first_bits(key, context, BITS) == expected
    assert macs.fits(key, context, BITS, expected)


@given(st.integers(0, 2**BITS - 1))
def test_no_other_number_fits(number):
    right = macs.first_bits(b"key", b"context", BITS)
    assert macs.fits(b"key", b"context", BITS, number) is (number == right)
    assert not macs.fits(b"other", b"context", BITS, right)
    assert not macs.fits(b"key", b"context ", BITS, right)

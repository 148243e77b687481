"""Symmetric keys: derived ones are separate from each other, and a room key file counts."""

import hashlib
import hmac

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.sealing import keys
from support.refusals import refuses
from support.seeded import seeded

KEY = keys.new_key(seeded())


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """RFC 5869 for one block of output, from HMAC alone."""
    extracted = hmac.digest(salt or bytes(32), key, hashlib.sha256)
    return hmac.digest(extracted, info + b"\1", hashlib.sha256)


def test_a_new_key_is_thirty_two_random_bytes():
    assert seeded()(32) == KEY
    assert len(KEY) == keys.KEY_BYTES


def test_a_subkey_is_hkdf_of_the_key_and_its_context():
    assert keys.subkey(KEY, b"context") == hkdf(KEY, b"", b"context")
    assert len({keys.subkey(KEY, context) for context in (b"", b"context", b"Context")}) == 3


def test_a_joined_key_needs_both_keys_and_the_context():
    room = keys.new_key(seeded(2))
    joined = keys.joined(KEY, room, b"context")
    assert joined == hkdf(KEY, room, b"context")
    assert joined not in (keys.joined(room, KEY, b"context"), keys.joined(KEY, room, b""), keys.subkey(KEY, b"context"))


@pytest.mark.parametrize("length", [0, 31, 33])
@pytest.mark.attack(14)
def test_a_room_key_of_another_length_is_refused(length):
    with refuses(Outcome.CODE, "code.room-key"):
        keys.joined(KEY, b"r" * length, b"context")

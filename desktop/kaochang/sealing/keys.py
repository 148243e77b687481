"""Symmetric keys: 32 bytes, fresh or derived with HKDF-SHA256 (RFC 5869)."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal

KEY_BYTES = 32


def new_key(random: Randomness) -> bytes:
    """A fresh key: 32 random bytes."""
    return random(KEY_BYTES)


def subkey(key: bytes, context: bytes) -> bytes:
    """The key for one purpose (`contexts.bind`); knowing it says nothing about `key` or about other subkeys."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=context).derive(key)


def joined(key: bytes, room_key: bytes, context: bytes) -> bytes:
    """The key that needs both: one derived from a code, and the 32 bytes of a room key file as HKDF's salt.

    Refuses (CODE) a room key of any other length, because that is what a wrong or damaged file looks like.
    """
    if len(room_key) != KEY_BYTES:
        raise Refusal(Outcome.CODE, "code.room-key")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=room_key, info=context).derive(key)

"""Envelopes that only one key opens: HPKE (RFC 9180), base mode, X25519, HKDF-SHA256, AES-256-GCM, one suite only.

HPKE's base mode does not say who sealed: every envelope travels in a signed frame. Contexts are bound through `info`.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal

SEED_BYTES = 32

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_seed(random: Randomness) -> bytes:
    """A fresh private key: 32 random bytes."""
    return random(SEED_BYTES)


def public_of(seed: bytes) -> bytes:
    """The public key that belongs to a seed."""
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def seal(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """`plaintext` for the holder of the private key alone; the ephemeral key comes from the system's randomness.

    Refuses (CERT) a public key of wrong length or of small order: the shared secret would be known to everyone.
    """
    try:
        return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info=info)
    except ValueError as error:
        raise Refusal(Outcome.CERT, "key.weak") from error


def open(seed: bytes, ciphertext: bytes, info: bytes) -> bytes:
    """The plaintext; refuses (DECRYPT) a wrong key, another `info`, a changed, cut or low-order envelope alike."""
    try:
        return _SUITE.decrypt(ciphertext, _private_key(seed), info=info)
    except InvalidTag as error:
        raise Refusal(Outcome.DECRYPT, "decrypt") from error


@lru_cache(maxsize=1)  # a centre opens every result with one key, and making it takes half as long as opening
def _private_key(seed: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(seed)

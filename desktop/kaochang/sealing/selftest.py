"""Known answers of every primitive, checked in a few milliseconds before the first key of a run is used.

Whatever brings keys in (site file, office key, kits) calls `ensure_tested` first. A frozen program must not run on a
cryptographic library that computes something else than the one it was tested with. The tests compute the same answers
with other implementations.
"""

from collections.abc import Callable
from functools import cache

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kaochang.domain.refusals import Refusal
from kaochang.sealing import envelopes, keys, signatures, streams

_ED25519_SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
_ED25519_PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
_ED25519_SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
    "655141438e7a100b"
)  # RFC 8032, 7.1, test 1: the empty message
_HKDF = bytes.fromhex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d")  # RFC 5869, A.3, cut to 32
_ARGON2ID = bytes.fromhex("b202086446badabc2edf53b04bcb0afbb46f269830d2764d85f373d048be025c")
_STREAM = bytes.fromhex(
    "0303030303030303030303030303030303030303030303032145495e3b7492bf5ce70e977cec3d276d7e256d5f80f97817c18deee3549e21"
    "84629e1db1baf6a011ebbcace6a39197360b0c800d"
)
_ENVELOPE = bytes.fromhex(
    "5e5ac6728c564f1e3f515d65e4e6a0f13937c35a1c8026a5108a20bab3abfb10462827249efdb3fa763402b348397505585837f1aa"
)
_KNOWN = b"known"


def self_test() -> None:
    """Raise RuntimeError, naming the primitive, unless every known answer comes out."""
    for primitive, answers in _CHECKS.items():
        try:
            right = answers()
        except Refusal as refusal:
            raise RuntimeError(f"self-test: {primitive} refuses its known answer") from refusal
        if not right:
            raise RuntimeError(f"self-test: {primitive} computes another answer")


@cache
def ensure_tested() -> None:
    """`self_test`, once for each run of the program that passes it."""
    self_test()


def _ed25519() -> bool:
    signatures.verify(_ED25519_PUBLIC, b"", _ED25519_SIGNATURE)
    return (
        signatures.public_of(_ED25519_SEED) == _ED25519_PUBLIC
        and signatures.sign(_ED25519_SEED, b"") == _ED25519_SIGNATURE
        and _refuses(lambda: signatures.verify(_ED25519_PUBLIC, b"x", _ED25519_SIGNATURE))
    )


def _hkdf() -> bool:
    return keys.subkey(b"\x0b" * 22, b"") == _HKDF


def _argon2id() -> bool:
    return Argon2id(salt=b"\5" * 16, length=32, iterations=1, lanes=1, memory_cost=64).derive(_KNOWN) == _ARGON2ID


def _cobblestone() -> bool:
    key, context = b"\2" * 32, b"context"
    return (
        streams.open_(key, context, _STREAM) == _KNOWN
        and streams.open_(key, context, streams.seal(key, context, _KNOWN)) == _KNOWN
        and _refuses(lambda: streams.open_(key, b"other", _STREAM))
    )


def _hpke() -> bool:
    seed, info = b"\1" * 32, b"info"
    return (
        envelopes.open(seed, _ENVELOPE, info) == _KNOWN
        and envelopes.open(seed, envelopes.seal(envelopes.public_of(seed), _KNOWN, info), info) == _KNOWN
        and _refuses(lambda: envelopes.open(seed, _ENVELOPE, b"other"))
    )


def _refuses(wrong: Callable[[], object]) -> bool:
    """Whether the library says no to something false: one that says yes to everything must not pass."""
    try:
        wrong()
    except Refusal:
        return True
    return False


_CHECKS: dict[str, Callable[[], bool]] = {
    "Ed25519": _ed25519,
    "HKDF-SHA256": _hkdf,
    "Argon2id": _argon2id,
    "Cobblestone-256": _cobblestone,
    "HPKE": _hpke,
}

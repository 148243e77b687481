"""Ed25519 on raw bytes: keys are 32-byte seeds and 32-byte points, signatures are 64 bytes (RFC 8032)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal

SEED_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64

_P = 2**255 - 19
_Y_BITS = 2**255 - 1  # the top bit of an encoded point is the sign of x
_ORDER_8_Y = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER_Y = frozenset({0, 1, _P - 1, _ORDER_8_Y, _P - _ORDER_8_Y})


def new_seed(random: Randomness) -> bytes:
    """A fresh private key: 32 random bytes."""
    return random(SEED_BYTES)


def public_of(seed: bytes) -> bytes:
    """The public key that belongs to a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """The signature of `message`; the same each time, because Ed25519 needs no randomness to sign."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Refuse (SIGNATURE) unless `signature` is by this key over exactly these bytes.

    The library refuses the malleable forms (S + L, a non-canonical R); the key's own weak forms are refused (CERT)
    here, because under a small-order key any message verifies. An R of small order is refused too: no honest signer
    makes one, and libraries disagree about it.
    """
    check_public(public)
    if _y_of(signature[:PUBLIC_BYTES]) in _SMALL_ORDER_Y:
        raise Refusal(Outcome.SIGNATURE, "signature")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature as error:
        raise Refusal(Outcome.SIGNATURE, "signature") from error


def check_public(public: bytes) -> None:
    """Refuse (CERT) a key that is not 32 bytes, not canonically encoded, or of small order.

    The eight points whose order divides 8 have just five y coordinates, so comparing y covers all their encodings,
    whatever the sign bit says. Every y >= p is a second spelling of a smaller one (RFC 8032, 5.1.3).
    """
    if len(public) != PUBLIC_BYTES:
        raise Refusal(Outcome.CERT, "key.weak")
    y = _y_of(public)
    if y >= _P or y in _SMALL_ORDER_Y:
        raise Refusal(Outcome.CERT, "key.weak")


def _y_of(point: bytes) -> int:
    """The y coordinate of an encoded point, whatever the sign of its x."""
    return int.from_bytes(point, "little") & _Y_BITS

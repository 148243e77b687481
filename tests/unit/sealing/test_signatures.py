"""Ed25519: agrees with another implementation and takes no weak key."""

import hashlib

import nacl.exceptions
import nacl.signing
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from kaochang.domain.refusals import Outcome
from kaochang.sealing import signatures
from support.refusals import flip, refuses
from support.seeded import seeded

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SIGN = 1 << 255
SEED = signatures.new_seed(seeded())
PUBLIC = signatures.public_of(SEED)


def double(point):
    """Twice a point (x, y) of edwards25519, by its addition law."""
    x, y = point
    cross = D * x * x * y * y % P
    return 2 * x * y * pow(1 + cross, -1, P) % P, (y * y + x * x) * pow(1 - cross, -1, P) % P


def root_of(square):
    """A square root modulo P, or None."""
    root = pow(square, (P + 3) // 8, P)
    for candidate in (root, root * pow(2, (P - 1) // 4, P) % P):
        if candidate * candidate % P == square % P:
            return candidate
    return None


def small_order_points():
    """The eight points whose order divides 8, found from the curve's equation alone.

    Orders 1 and 2: x = 0. Order 4: y = 0. Order 8: twice the point has y = 0, so x^2 = -y^2, and the equation
    becomes d y^4 + 2 y^2 - 1 = 0.
    """
    points = {(0, 1), (0, P - 1)}
    root_of_minus_one = root_of(P - 1)
    points |= {(root_of_minus_one, 0), (P - root_of_minus_one, 0)}
    discriminant = root_of(1 + D)
    for sign in (1, -1):
        y = root_of((sign * discriminant - 1) * pow(D, -1, P) % P)
        if y is not None:
            x = y * root_of_minus_one % P
            points |= {(x, y), (P - x, y), (x, P - y), (P - x, P - y)}
    return points


def encodings():
    """Every encoding of a small-order point, also with y + p where that fits and with either sign bit."""
    for _, y in small_order_points():
        for spelled in (y, y + P):
            if spelled < 2**255:
                yield spelled.to_bytes(32, "little")
                yield (spelled | SIGN).to_bytes(32, "little")


def test_the_small_order_points_are_eight_and_each_doubles_to_the_identity_within_three_steps():
    points = small_order_points()
    assert len(points) == 8
    for x, y in points:
        assert (y * y - x * x - 1 - D * x * x * y * y) % P == 0
        assert double(double(double((x, y)))) == (0, 1)


@pytest.mark.parametrize("public", sorted(set(encodings())), ids=lambda key: key.hex()[:16] + key.hex()[-2:])
@pytest.mark.attack(27)
def test_no_encoding_of_a_small_order_point_is_a_key(public):
    with refuses(Outcome.CERT, "key.weak"):
        signatures.check_public(public)
    with refuses(Outcome.CERT, "key.weak"):
        signatures.verify(public, b"any message", public + bytes(32))


@pytest.mark.parametrize("beyond", range(19))
@pytest.mark.parametrize("sign", [0, SIGN])
@pytest.mark.attack(27)
def test_a_y_of_p_or_more_is_a_second_spelling_and_refused(beyond, sign):
    with refuses(Outcome.CERT):
        signatures.check_public((P + beyond | sign).to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_has_thirty_two_bytes(length):
    with refuses(Outcome.CERT):
        signatures.check_public(b"\7" * length)


def test_the_library_alone_would_take_a_small_order_key():
    """The reason for the check: with the identity as key, one signature fits every message."""
    identity = (1).to_bytes(32, "little")
    for message in (b"one", b"another"):
        Ed25519PublicKey.from_public_bytes(identity).verify(identity + bytes(32), message)


def test_a_signature_verifies_for_its_key_and_message_only():
    signature = signatures.sign(SEED, b"message")
    signatures.verify(PUBLIC, b"message", signature)
    other = signatures.public_of(signatures.new_seed(seeded(2)))
    for public, message in ((PUBLIC, b"Message"), (PUBLIC, b""), (other, b"message")):
        with refuses(Outcome.SIGNATURE, "signature"):
            signatures.verify(public, message, signature)


def test_every_changed_bit_of_a_signature_is_refused():
    signature = signatures.sign(SEED, b"message")
    for place in range(64):
        for bit in range(8):
            with refuses(Outcome.SIGNATURE):
                signatures.verify(PUBLIC, b"message", flip(signature, place, bit))


@pytest.mark.attack(28)
def test_s_plus_l_is_refused_although_it_satisfies_the_equation():
    signature = signatures.sign(SEED, b"message")
    s = int.from_bytes(signature[32:], "little")
    with refuses(Outcome.SIGNATURE):
        signatures.verify(PUBLIC, b"message", signature[:32] + (s + L).to_bytes(32, "little"))


@pytest.mark.parametrize("r", [P, P + 1, P + 1 | SIGN])
@pytest.mark.attack(28)
def test_a_non_canonical_r_is_refused(r):
    signature = signatures.sign(SEED, b"message")
    with refuses(Outcome.SIGNATURE):
        signatures.verify(PUBLIC, b"message", r.to_bytes(32, "little") + signature[32:])


@pytest.mark.attack(28)
def test_an_r_of_small_order_is_refused_although_it_satisfies_the_equation():
    """Whoever holds the key can make one, with S = k a; this library alone would take it, others do not."""
    identity = (1).to_bytes(32, "little")
    secret = int.from_bytes(hashlib.sha512(SEED).digest()[:32], "little") & (2**254 - 8) | 2**254
    k = int.from_bytes(hashlib.sha512(identity + PUBLIC + b"message").digest(), "little")
    signature = identity + (k * secret % L).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(PUBLIC).verify(signature, b"message")
    with refuses(Outcome.SIGNATURE):
        signatures.verify(PUBLIC, b"message", signature)


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length):
    with refuses(Outcome.SIGNATURE):
        signatures.verify(PUBLIC, b"message", bytes(length))


@pytest.mark.attack(65)
def test_another_implementation_agrees_in_both_directions():
    theirs = nacl.signing.SigningKey(SEED)
    assert theirs.verify_key.encode() == PUBLIC
    assert theirs.sign(b"message").signature == signatures.sign(SEED, b"message")
    theirs.verify_key.verify(b"message", signatures.sign(SEED, b"message"))
    with pytest.raises(nacl.exceptions.BadSignatureError):
        theirs.verify_key.verify(b"other", signatures.sign(SEED, b"message"))

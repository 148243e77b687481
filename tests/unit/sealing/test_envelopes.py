"""Envelopes: only the right key and the right info open them; another HPKE implementation agrees."""

import pyhpke
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from kaochang.domain.refusals import Outcome
from kaochang.sealing import envelopes
from support.refusals import flip, refuses
from support.seeded import seeded

SEED = envelopes.new_seed(seeded())
PUBLIC = envelopes.public_of(SEED)
SUITE = pyhpke.CipherSuite.new(
    pyhpke.KEMId.DHKEM_X25519_HKDF_SHA256, pyhpke.KDFId.HKDF_SHA256, pyhpke.AEADId.AES256_GCM
)
P = 2**255 - 19
LOW_ORDER = [
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    P - 1,
    P,
    P + 1,
]  # every u below 2**255 whose point has an order dividing 8, on the curve or its twist


@pytest.mark.parametrize("plaintext", [b"", b"a", bytes(20_000)])
def test_an_envelope_opens_to_what_was_sealed(plaintext):
    sealed = envelopes.seal(PUBLIC, plaintext, b"info")
    assert len(sealed) == len(plaintext) + 48  # as docs/formats.md says
    assert envelopes.open(SEED, sealed, b"info") == plaintext


def test_another_key_or_info_does_not_open_it():
    sealed = envelopes.seal(PUBLIC, b"plaintext", b"info")
    other = envelopes.new_seed(seeded(2))
    for seed, info in ((other, b"info"), (SEED, b"Info"), (SEED, b"")):
        with refuses(Outcome.DECRYPT, "decrypt"):
            envelopes.open(seed, sealed, info)


def test_every_changed_byte_and_every_cut_is_refused():
    sealed = envelopes.seal(PUBLIC, b"plaintext", b"info")
    for place in range(len(sealed)):
        with refuses(Outcome.DECRYPT):
            envelopes.open(SEED, flip(sealed, place, place % 7), b"info")
        with refuses(Outcome.DECRYPT):
            envelopes.open(SEED, sealed[:place], b"info")
    with refuses(Outcome.DECRYPT):
        envelopes.open(SEED, sealed + b"\0", b"info")


@pytest.mark.parametrize("u", LOW_ORDER)
@pytest.mark.attack(29)
def test_low_order_points_are_neither_opened_nor_sealed_to(u):
    point = u.to_bytes(32, "little")
    with refuses(Outcome.DECRYPT):
        envelopes.open(SEED, point + bytes(48), b"info")
    with refuses(Outcome.CERT, "key.weak"):
        envelopes.seal(point, b"plaintext", b"info")


def test_a_public_key_has_thirty_two_bytes():
    with refuses(Outcome.CERT, "key.weak"):
        envelopes.seal(PUBLIC[:31], b"plaintext", b"info")


def test_two_envelopes_of_one_plaintext_have_nothing_in_common():
    one, other = (envelopes.seal(PUBLIC, bytes(4096), b"info") for _ in range(2))
    blocks = [{sealed[i : i + 16] for i in range(0, len(sealed), 16)} for sealed in (one, other)]
    assert not blocks[0] & blocks[1]


@pytest.mark.attack(65)
def test_another_implementation_opens_our_envelopes():
    sealed = envelopes.seal(PUBLIC, b"plaintext", b"info")
    key = pyhpke.KEMKey.from_pyca_cryptography_key(X25519PrivateKey.from_private_bytes(SEED))
    context = SUITE.create_recipient_context(sealed[:32], key, info=b"info")
    assert context.open(sealed[32:]) == b"plaintext"


@pytest.mark.attack(65)
def test_we_open_the_envelopes_of_another_implementation():
    key = pyhpke.KEMKey.from_pyca_cryptography_key(X25519PrivateKey.from_private_bytes(SEED).public_key())
    encapsulated, context = SUITE.create_sender_context(key, info=b"info")
    assert envelopes.open(SEED, encapsulated + context.seal(b"plaintext"), b"info") == b"plaintext"

"""The self-test: its known answers come from elsewhere, and it notices a library that lies."""

import nacl.pwhash.argon2id
import pyhpke
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from kaochang.custody.kits import open_centre_kit, open_proctor_kit
from kaochang.custody.site import make_office, open_office, open_site
from kaochang.sealing import envelopes, keys, selftest, signatures, streams
from kaochang.sealing.selftest import ensure_tested
from support.sealed import OFFICE_PASSPHRASE, PASSPHRASE
from support.seeded import seeded
from unit.sealing.test_keys import hkdf
from unit.sealing.test_streams import chunked


def test_the_library_in_use_passes():
    selftest.self_test()


def test_the_known_answers_are_what_other_implementations_compute():
    assert chunked(b"\2" * 32, b"context", b"\3" * 24, b"known") == selftest._STREAM
    assert hkdf(b"\x0b" * 22, b"", b"") == selftest._HKDF
    argon = nacl.pwhash.argon2id.kdf(32, b"known", b"\5" * 16, opslimit=1, memlimit=64 * 1024)
    assert argon == selftest._ARGON2ID


def test_the_known_envelope_is_what_another_implementation_seals():
    suite = pyhpke.CipherSuite.new(
        pyhpke.KEMId.DHKEM_X25519_HKDF_SHA256, pyhpke.KDFId.HKDF_SHA256, pyhpke.AEADId.AES256_GCM
    )
    public = X25519PrivateKey.from_private_bytes(b"\1" * 32).public_key()
    encapsulated, context = suite.create_sender_context(
        pyhpke.KEMKey.from_pyca_cryptography_key(public), info=b"info", eks=suite.kem.derive_key_pair(b"e" * 32)
    )
    assert encapsulated + context.seal(b"known") == selftest._ENVELOPE


LIES = {
    "Ed25519 signs differently": (signatures, "sign", lambda seed, message: bytes(64)),
    "Ed25519 verifies everything": (signatures, "verify", lambda public, message, signature: None),
    "HKDF derives differently": (keys, "subkey", lambda key, context: bytes(32)),
    "Cobblestone seals nothing": (streams, "seal", lambda key, context, plaintext: plaintext),
    "Cobblestone opens everything": (streams, "open_", lambda key, context, ciphertext: b"known"),
    "HPKE opens everything": (envelopes, "open", lambda seed, ciphertext, info: b"known"),
    "HPKE seals differently": (envelopes, "seal", lambda public, plaintext, info: bytes(53)),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_library_that_computes_something_else_stops_the_program(lie, monkeypatch):
    module, name, wrong = lie
    monkeypatch.setattr(module, name, wrong)
    with pytest.raises(RuntimeError, match="self-test"):
        selftest.self_test()


def test_an_argon2id_that_computes_something_else_stops_the_program(monkeypatch):
    monkeypatch.setattr(selftest, "_ARGON2ID", bytes(32))
    with pytest.raises(RuntimeError, match="Argon2id"):
        selftest.self_test()


def test_a_library_that_computes_something_else_opens_no_site_office_or_kit(day, monkeypatch):
    ensure_tested.cache_clear()
    monkeypatch.setitem(selftest._CHECKS, "Ed25519", lambda: False)
    for opening in (
        lambda: open_site(day.kcx),
        lambda: open_office(day.kco, OFFICE_PASSPHRASE),
        lambda: open_centre_kit(day.kck, PASSPHRASE),
        lambda: open_proctor_kit(day.kcp, day.code),
        lambda: make_office(seeded(1)),
    ):
        with pytest.raises(RuntimeError, match="Ed25519"):
            opening()
    monkeypatch.undo()
    assert open_site(day.kcx).id == day.office.site.id

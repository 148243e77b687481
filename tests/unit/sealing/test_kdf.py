"""From typed secrets to keys: costly, within limits both ways, and the same for every way of typing."""

import hashlib
import hmac

import msgspec
import nacl.pwhash.argon2id
import pytest
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import kdf, keys
from support.refusals import flip, refuses
from support.seeded import seeded

PARAMS = kdf.new_params(seeded(), kdf.MINIMUM)
KEK = b"k" * 32


def test_the_default_and_the_least_cost_are_what_the_threat_table_counts_on():
    assert (kdf.DEFAULT.memory_kib, kdf.DEFAULT.iterations, kdf.DEFAULT.lanes) == (256 * 1024, 3, 1)
    assert (kdf.MINIMUM.memory_kib, kdf.MINIMUM.iterations, kdf.MINIMUM.lanes) == (64 * 1024, 3, 1)
    assert kdf.new_params(seeded()).memory_kib == kdf.DEFAULT.memory_kib


def test_every_set_of_parameters_has_a_salt_of_its_own():
    random = seeded()
    salts = {kdf.new_params(random).salt for _ in range(100)}
    assert len(salts) == 100
    assert all(len(text_to_bytes(salt)) == 16 for salt in salts)


def test_another_implementation_derives_the_same_key():
    stretched = nacl.pwhash.argon2id.kdf(
        32, b"passphrase", text_to_bytes(PARAMS.salt), opslimit=PARAMS.iterations, memlimit=PARAMS.memory_kib * 1024
    )
    extracted = hmac.digest(bytes(32), stretched, hashlib.sha256)
    assert kdf.derive("passphrase", PARAMS, b"context") == hmac.digest(extracted, b"context\1", hashlib.sha256)


def test_one_passphrase_typed_full_width_or_decomposed_gives_one_key():
    assert kdf.derive("caf\u00e9 A1", PARAMS, b"") == kdf.derive("cafe\u0301\u3000\uff21\uff11", PARAMS, b"")


def test_any_text_at_all_can_be_typed_and_case_counts():
    derived = {kdf.derive(secret, PARAMS, b"") for secret in ("", "\ud800", "a", "A")}
    assert len(derived) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 64 * 1024 - 1},
        {"memory_kib": 8},
        {"memory_kib": 0},
        {"memory_kib": 1024 * 1024 + 1},
        {"memory_kib": 64 * 1024 * 1024},
        {"iterations": 2},
        {"iterations": -1},
        {"iterations": 11},
        {"iterations": 2**31},
        {"lanes": 0},
        {"lanes": 2},
        {"salt": "AAAAAAAAAAAAAAAAAAAA"},
        {"salt": "AAAAAAAAAAAAAAAAAAAAAAA"},
        {"salt": "AAAAAAAAAAAAAAAAAAAAAB"},
        {"salt": "A"},
        {"salt": "\u8003"},
    ],
)
@pytest.mark.attack(12)
def test_parameters_outside_the_limits_are_refused_before_any_work(change, monkeypatch):
    monkeypatch.setattr(kdf, "Argon2id", None)
    with refuses(Outcome.HEADER):
        kdf.derive("secret", msgspec.structs.replace(PARAMS, **change), b"")


@pytest.mark.parametrize("change", [{"memory_kib": 1024 * 1024}, {"iterations": 10}])
def test_the_limits_themselves_are_allowed(change, monkeypatch):
    class Cheap:
        def __init__(self, **cost):
            self.cost = cost

        def derive(self, secret):
            return hashlib.sha256(secret).digest()

    monkeypatch.setattr(kdf, "Argon2id", Cheap)
    assert kdf.derive("secret", msgspec.structs.replace(PARAMS, **change), b"")


def test_a_template_without_salt_derives_nothing():
    with refuses(Outcome.HEADER, "kdf"):
        kdf.derive("secret", kdf.DEFAULT, b"")


def test_a_pc_without_the_memory_gets_a_refusal_that_says_how_much(monkeypatch):
    class Starved:
        def __init__(self, **cost):
            pass

        def derive(self, secret):
            raise MemoryError

    monkeypatch.setattr(kdf, "Argon2id", Starved)
    with refuses(Outcome.LIMIT, "kdf.memory") as caught:
        kdf.derive("secret", PARAMS, b"")
    assert caught.value.params == {"mib": 64}


def test_a_wrapped_key_opens_with_its_kek_and_context_only():
    key = keys.new_key(seeded())
    wrapped = kdf.wrap(KEK, key, b"slot of one exam")
    assert kdf.unwrap(KEK, wrapped, b"slot of one exam") == key
    for kek, context in ((b"K" * 32, b"slot of one exam"), (KEK, b"slot of another")):
        with refuses(Outcome.CODE, "code.wrong"):
            kdf.unwrap(kek, wrapped, context)


def test_every_changed_byte_of_a_wrap_is_refused():
    wrapped = kdf.wrap(KEK, bytes(32), b"context")
    for place in range(len(wrapped)):
        with refuses(Outcome.CODE):
            kdf.unwrap(KEK, flip(wrapped, place), b"context")

"""Hashing beside other work gives what hashing alone gives, and leaves nothing running behind it."""

import hashlib
import threading
import weakref
from array import array

import pytest
from kaochang.custody import hashing
from kaochang.custody.envelope import digest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import bytes_to_text
from support.refusals import refuses

PATIENCE_S = 10


@pytest.fixture(autouse=True)
def _no_thread_stays():
    before = threading.active_count()
    yield
    assert threading.active_count() == before


@pytest.mark.parametrize("pieces", [[], [b""], [b"a", b"", b"bc" * 5_000], [bytes([n]) * n for n in range(200)]])
def test_pieces_hash_to_what_they_hash_to_together(pieces):
    assert hashing.sha256_of(iter(pieces)) == bytes_to_text(hashlib.sha256(b"".join(pieces)).digest())


def test_digests_come_in_the_order_of_what_was_handed_over():
    stretches = [[], [b"a"], [b"b", b"c", b""], [b"d" * 100_000]]
    found = list(hashing.digests_of(iter(stretches)))
    assert found == [digest(each) for stretch in stretches for each in stretch]


def test_the_next_piece_is_made_while_one_is_hashed(monkeypatch):
    second_is_made = threading.Event()
    seen = []

    class Waiting:
        def update(self, piece):
            seen.append(second_is_made.wait(PATIENCE_S))

        def digest(self):
            return b""

    def pieces():
        yield b"first"
        second_is_made.set()
        yield b"second"

    monkeypatch.setattr(hashing.hashlib, "sha256", Waiting)
    hashing.sha256_of(pieces())
    assert seen == [True, True]


def test_no_more_than_two_pieces_wait_in_memory():
    made, alive = [], []

    def pieces():
        for _ in range(50):
            piece = array("B", bytes(1_000))
            made.append(weakref.ref(piece))
            alive.append(sum(each() is not None for each in made))
            yield piece

    hashing.sha256_of(pieces())
    assert max(alive) <= 3  # the second core may just be letting go of one that is done


def test_a_refusal_of_who_makes_the_pieces_reaches_the_caller():
    def pieces():
        yield b"first"
        raise Refusal(Outcome.CONFLICT, "seal.changed")

    for hashed in (hashing.sha256_of, hashing.digests_of):
        with refuses(Outcome.CONFLICT, "seal.changed"):
            hashed(pieces())


@pytest.mark.parametrize("at", [0, 1, 2])
def test_what_goes_wrong_on_the_second_core_reaches_the_caller(at):
    pieces = [b"1", b"2", b"3"]
    pieces[at] = "not bytes"
    with pytest.raises(TypeError):
        hashing.sha256_of(iter(pieces))
    with pytest.raises(TypeError):
        hashing.digests_of([piece] for piece in pieces)

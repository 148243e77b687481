"""A checkpoint says where the ledger stood, proves that it only goes on, and is the centre's alone."""

import msgspec
import pytest
from kaochang.custody import checkpoints
from kaochang.custody.checkpoints import LedgerEntry
from kaochang.custody.envelope import digest, header_bytes, payload_bytes
from kaochang.custody.key_files import SIGNING
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import frame, merkle, signatures
from kaochang.sealing.frame import FileType
from support.exams import OPENS
from support.refusals import refuses
from support.seeded import seeded


def entry(number):
    return LedgerEntry(digest(b"file %d" % number), digest(b"kept %d" % number), "kcr", "R1", f"T{number}")


ENTRIES = tuple(map(entry, range(7)))


@pytest.fixture
def seed(day):
    return day.centre.seed(SIGNING)


@pytest.fixture
def sign(day, seed):
    """Packs and reads a checkpoint over the first `count` entries."""

    def sign(count, before=None):
        data = checkpoints.pack_checkpoint(day.context, ENTRIES[:count], before, seed, OPENS)
        return checkpoints.read_checkpoint(data, day.centre.signing)

    return sign


def test_the_first_checkpoint_holds_every_entry_and_proves_nothing_before(day, sign):
    first = sign(3)
    header = first.header
    assert (header.context, header.counter, header.size, header.previous, header.proof) == (day.context, 1, 3, "", ())
    assert (first.entries, first.begins) == (ENTRIES[:3], 0)
    assert text_to_bytes(header.root) == merkle.root([payload_bytes(each) for each in ENTRIES[:3]])


def test_a_later_checkpoint_brings_what_is_new_and_proves_the_rest(sign):
    first = sign(3)
    second = sign(7, first)
    assert (second.header.counter, second.header.size, second.begins) == (2, 7, 3)
    assert second.entries == ENTRIES[3:]
    assert second.header.previous == first.sha256
    proof = [text_to_bytes(each) for each in second.header.proof]
    roots = text_to_bytes(first.header.root), text_to_bytes(second.header.root)
    assert merkle.proves_consistency(3, roots[0], 7, roots[1], proof)


def test_only_the_centre_key_signs_a_checkpoint(day, other_day):
    with refuses(Outcome.SIGNATURE):
        checkpoints.read_checkpoint(day.kct, other_day.centre.signing)


def forged(data, seed, entries=None, **change):
    """The same checkpoint saying something else, rightly signed by `seed`."""
    header = checkpoints.read_header(checkpoints.CheckpointHeader, frame.unpack(data))
    body = frame.unpack(data).body if entries is None else payload_bytes(checkpoints._Body(entries))
    changed = msgspec.structs.replace(header, **change)
    return frame.pack(FileType.CHECKPOINT, header_bytes(changed), body, [seed])


def test_a_checkpoint_that_names_another_key_than_its_signer_is_refused(day, seed, other_day):
    data = forged(day.kct, seed, centre_key=checkpoints.bytes_to_text(other_day.centre.signing))
    with refuses(Outcome.CERT, "cert"):
        checkpoints.read_checkpoint(data, day.centre.signing)
    with refuses(Outcome.SIGNATURE):
        checkpoints.read_checkpoint(data, None)


NUMBERS = {
    "no number": {"counter": 0},
    "no number, but something before it": {"counter": 0, "previous": "AAAA", "size": 9},
    "a first one after another": {"previous": "AAAA"},
    "a later one after none": {"counter": 2},
    "more entries than it counts": {"size": 1},
    "fewer entries than it counts": {"size": 3},
    "another root": {"root": digest(b"other")},
    "a proof of nothing before": {"proof": (digest(b"other"),)},
    "a later one that begins before the first entry": {"counter": 2, "previous": "AAAA", "size": 1},
    "a later one with everything": {"counter": 2, "previous": "AAAA", "size": 2},
}


@pytest.mark.parametrize("change", NUMBERS.values(), ids=NUMBERS)
def test_numbers_that_cannot_be_are_refused(day, seed, change):
    with refuses(Outcome.HEADER, "checkpoint.numbers"):
        checkpoints.read_checkpoint(forged(day.kct, seed, **change), day.centre.signing)


def test_entries_that_are_not_those_of_the_root_are_refused(day, seed):
    with refuses(Outcome.HEADER, "checkpoint.numbers"):
        checkpoints.read_checkpoint(forged(day.kct, seed, day.ledger_entries[::-1]), day.centre.signing)


@pytest.mark.parametrize("change", [{}, {"counter": 2, "previous": "AAAA", "size": 3}])
def test_a_checkpoint_without_anything_new_is_refused(day, seed, change):
    with refuses(Outcome.HEADER, "checkpoint.numbers"):
        checkpoints.read_checkpoint(forged(day.kct, seed, (), **change), day.centre.signing)


def test_a_row_is_vouched_for_byte_by_byte_and_by_nobody_without_the_sessions_secret(day, other_day):
    key = checkpoints.ledger_key(day.keys.results_seed, day.context)
    told = {
        checkpoints.kept_of(key, b"record", b"document"),
        checkpoints.kept_of(key, b"Record", b"document"),
        checkpoints.kept_of(key, b"record", b"Document"),
        checkpoints.kept_of(key, b"recorddocument", b""),
        checkpoints.kept_of(checkpoints.ledger_key(other_day.keys.results_seed, day.context), b"record", b"document"),
        checkpoints.kept_of(checkpoints.ledger_key(day.keys.results_seed, other_day.context), b"record", b"document"),
    }
    assert len(told) == 6
    assert checkpoints.kept_of(key, b"record", b"document") == checkpoints.kept_of(key, b"record", b"document")


def test_a_checkpoint_of_another_signer_says_so_even_with_the_right_form(day):
    stranger = signatures.new_seed(seeded(5))
    data = checkpoints.pack_checkpoint(day.context, ENTRIES, None, stranger, OPENS)
    assert checkpoints.read_checkpoint(data, None).header.size == 7
    with refuses(Outcome.SIGNATURE):
        checkpoints.read_checkpoint(data, day.centre.signing)

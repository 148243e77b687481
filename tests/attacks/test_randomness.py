"""What must never come twice, even where a program is copied while it runs."""

import os
import warnings

import msgspec
import pytest
from kaochang.custody import act_codes, journal_log, kits
from kaochang.custody.kits import QuorumLock
from kaochang.domain.acts import ActKind
from kaochang.sealing import codes, envelopes, frame, keys, signatures, streams

replace = msgspec.structs.replace


@pytest.mark.attack(62)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where a program can be copied while it runs")
def test_a_program_copied_while_it_runs_never_repeats_what_must_be_random():
    """Two copies of one process seal the same plaintext: salts, ephemeral keys and seeds differ."""
    public = envelopes.public_of(bytes(range(32)))

    def drawn():
        salts = [streams.seal(bytes(32), b"context", b"same")[:24] for _ in range(50)]
        points = [envelopes.seal(public, b"same", b"info")[:32] for _ in range(50)]
        return salts + points + [signatures.new_seed(os.urandom)]

    drawn()  # whatever a library keeps between draws is there before the copy is made
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads of the test runner do not matter here
        child = os.fork()
    if child == 0:
        try:
            os.write(writing, b"".join(each.ljust(32, b"\0") for each in drawn()))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    theirs = [data[at : at + 32] for at in range(0, len(data), 32)]
    mine = [each.ljust(32, b"\0") for each in drawn()]
    assert len(set(mine + theirs)) == len(mine) + len(theirs) == 202


def forked(drawn):
    """What a copy of this process draws."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads of the test runner do not matter here
        child = os.fork()
    if child == 0:
        try:
            os.write(writing, b"".join(len(each).to_bytes(4, "big") + each for each in drawn()))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    while data:
        length = int.from_bytes(data[:4], "big")
        yield data[4 : 4 + length]
        data = data[4 + length :]


def windows(data):
    """Every sixteen bytes that stand side by side."""
    return {data[at : at + 16] for at in range(len(data) - 15)}


@pytest.mark.attack(62)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where a program can be copied while it runs")
def test_two_copies_of_one_sitting_write_the_same_row_without_repeating_anything(day):
    """As two PCs from one snapshot do: the same key, the same place in the chain, the same answer."""
    sat = day.sat
    chain = journal_log.new_chain(sat.journal_key, sat.identity)
    row = journal_log.row_bytes(sat.plain_rows[2])

    def drawn():
        codes_drawn = [codes.new_code(os.urandom).encode() for _ in range(9)]
        challenges = [act_codes.draw_challenge(ActKind.RESUME, 5, os.urandom).encode() for _ in range(9)]
        return [chain.seal(1, row), keys.new_key(os.urandom), *codes_drawn, *challenges]

    mine, theirs = drawn(), list(forked(drawn))
    assert len(mine) == len(theirs) == 20
    assert not windows(mine[0]) & windows(theirs[0])
    assert len({*mine[1:], *theirs[1:]}) == 38


@pytest.mark.attack(62)
def test_two_certified_sealings_with_the_same_keys_and_codes_share_no_block(certified):
    """Items, names, room secrets and pictures, and every slot's salt and wrapped key."""
    one, other = (frame.unpack(certified.seal_exam(certified.chance + at)) for at in (60, 61))
    assert len(one.body) == len(other.body)
    assert len(windows(one.body)) == len(one.body) - 15
    assert not windows(one.body) & windows(other.body)
    for name in (b'"salt":"', b'"wrapped":"'):
        found = [part.partition(b'"')[0] for header in (one.header, other.header) for part in header.split(name)[1:]]
        assert len(set(found)) == len(found) > 2, name


@pytest.mark.attack(62)
def test_two_kits_and_two_results_with_the_same_content_share_no_block(certified):
    lock, seed = QuorumLock(certified.quorum, certified.members), certified.keys.exam_seed
    centre = [kits.pack_centre_kit(certified.centre_kit, lock, seed, os.urandom) for _ in range(2)]
    results = [certified.result_of(certified.sat) for _ in range(2)]
    for one, other in (centre, results):
        bodies = [frame.unpack(each).body for each in (one, other)]
        assert bodies[0] != bodies[1]
        assert not windows(bodies[0]) & windows(bodies[1])


@pytest.mark.attack(62)
@pytest.mark.heavy
def test_a_hundred_thousand_rows_of_one_journal_have_salts_of_their_own(day):
    chain = journal_log.new_chain(day.sat.journal_key, day.sat.identity)
    row = journal_log.row_bytes(day.sat.plain_rows[2])
    salts = set()
    for number in range(1, 100_001):
        sealed = chain.seal(number, row)
        chain.advance(sealed)
        salts.add(sealed[:24])
    assert len(salts) == 100_000

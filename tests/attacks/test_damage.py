"""Damage of every kind to every kind of file: a typed refusal, and never content that nobody signed.

Every byte is flipped and every length cut of small files; of larger ones their borders and a seeded sample, and all of
them in the heavy suite. The one change that may pass is to a key id: it is a hint and never trusted, so the file must
then still say exactly what it said.
"""

import random

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.sealing import frame
from support.kinds import KINDS
from support.refusals import flip, outcome_of

TYPED = set(Outcome) - {Outcome.OK, Outcome.PAPER, Outcome.USAGE}
FRAME_OVERHEAD = 8 + 3 * 4 + 1 + 96


def outcome(kind, data):
    """How a changed file is taken; OK only where it says exactly what the genuine one says."""
    said = []
    found = outcome_of(lambda: said.append(kind.read(data)))
    assert found in TYPED or said == [kind.read(kind.data)]
    return found


def flipped(kind, places, dice):
    for place in places:
        found = outcome(kind, flip(kind.data, place, dice.randrange(8)))
        assert (found is Outcome.OK) == (place in kind.hints), place


def cut(kind, lengths):
    for length in lengths:
        expected = Outcome.EMPTY if length == 0 else Outcome.FRAME
        assert outcome(kind, kind.data[:length]) is expected, length


def sample(kind, count=300):
    """Every place of a small file; of a larger one both sides of every border, its edges and a seeded sample."""
    size = len(kind.data)
    if size <= 3 * count:
        return range(size)
    header_end = 12 + len(kind.framed.header)
    borders = [at + near for at in (12, header_end, header_end + 4, kind.signatures.start) for near in range(-16, 16)]
    inner = random.Random(size).sample(range(size), count)
    return sorted({*range(32), *borders, *inner, *range(size - 110, size)} & {*range(size)})


@pytest.mark.attack(1, 3)
def test_a_genuine_file_is_taken(kind):
    assert outcome(kind, kind.data) is Outcome.OK


@pytest.mark.attack(1)
def test_a_flipped_bit_anywhere_is_refused(kind):
    flipped(kind, sample(kind), random.Random(1))


@pytest.mark.attack(3)
def test_a_file_cut_anywhere_is_refused(kind):
    cut(kind, sample(kind))


one_of_each = pytest.mark.parametrize("kind", [name for name in KINDS if name != "kcb-certified"], indirect=True)
"""A second exam would take minutes more, for bytes that mean the same."""


@pytest.mark.heavy
@one_of_each
@pytest.mark.attack(1)
def test_every_flipped_bit_of_every_byte_is_refused(kind):
    flipped(kind, range(len(kind.data)), random.Random(2))


@pytest.mark.heavy
@one_of_each
@pytest.mark.attack(3)
def test_every_cut_is_refused(kind):
    cut(kind, range(len(kind.data)))


@pytest.mark.attack(4)
def test_anything_appended_is_refused(kind, kinds):
    tails = [bytes(length) for length in range(1, 301)]
    tails += [b"\n", kind.data[:100], kind.data, *(other.data for other in kinds.values())]
    assert {outcome(kind, kind.data + tail) for tail in tails} <= {Outcome.FRAME, Outcome.DECRYPT}


@pytest.mark.attack(22)
def test_a_file_of_a_later_major_version_says_so(kind):
    assert outcome(kind, kind.data[:6] + b"2" + kind.data[7:]) is Outcome.VERSION


@pytest.mark.attack(25)
def test_a_signature_is_worth_nothing_on_a_file_of_another_kind(kind, kinds):
    """The signatures of every other kind, behind this kind's header and body."""
    for other in kinds.values():
        if other.type is not kind.type and len(other.seeds) == len(kind.seeds):
            foreign = other.data[other.signatures.start : other.signatures.stop]
            changed = kind.data[: kind.signatures.start] + foreign + kind.data[kind.signatures.stop :]
            assert outcome(kind, changed) is Outcome.SIGNATURE


@pytest.mark.attack(17, 33)
def test_headers_swapped_between_two_results_are_refused_though_each_signer_signs_anew(day, kinds):
    one, other = kinds["kcr"].framed, frame.unpack(day.result_of(day.sit("T2")))
    for mine, theirs, seed in ((one, other, day.sat.seed), (other, one, day.sit("T2").seed)):
        for seeds in ([], [seed]):
            swapped = frame.pack(frame.FileType.RESULT, theirs.header, mine.body, seeds)
            assert outcome(kinds["kcr"], swapped) is Outcome.SIGNATURE


@pytest.mark.attack(64)
def test_a_splice_of_two_valid_files_is_refused(kinds):
    """Every pair of kinds, cut and joined at the borders of their parts and at random places."""
    dice = random.Random(3)
    for one in kinds.values():
        for other in kinds.values():
            header_end = 12 + len(one.framed.header)
            cuts = [
                8,
                12,
                header_end,
                header_end + 4,
                one.signatures.start,
                *(dice.randrange(len(one.data)) for _ in "abc"),
            ]
            for place in cuts:
                start = dice.choice([place, 8, 12, dice.randrange(len(other.data))])
                spliced = one.data[:place] + other.data[start:]
                if spliced not in (one.data, other.data):
                    assert outcome(one, spliced) in TYPED

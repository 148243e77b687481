"""The fuzz targets in the test run: seeded chance instead of coverage, a few thousand inputs; 100,000 each in heavy.

And that a target finds what it is there for: a reader that lets one thing pass is caught within as many inputs.
"""

import random

import pytest
from fuzz import judging, paper_targets, run, targets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kaochang.custody import envelope
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.sealing import frame, streams
from support.refusals import outcome_of

RUNS = 1_000
TYPED = set(Outcome) - {Outcome.OK, Outcome.PAPER, Outcome.USAGE}


def test_the_runner_knows_every_target():
    assert set(run.SEALED) == set(targets.TARGETS)
    assert set(run.PAPERS) == set(paper_targets.TARGETS)
    assert set(run.RUNS) == set(run.NAMES)


@pytest.mark.attack(64)
@pytest.mark.parametrize("name", run.SEALED)
def test_varied_inputs_end_in_typed_refusals_or_in_what_was_signed(name):
    run.by_chance(name, RUNS)


@pytest.mark.attack(64)
@pytest.mark.parametrize("name", run.SEALED)
def test_any_bytes_at_all_end_in_typed_refusals(name):
    dice = random.Random(name)
    for length in [0, 1, 2, 3, 8, 12, *(dice.randrange(400) for _ in range(300))]:
        run.target_of(name)[0](dice.randbytes(length))


@pytest.mark.attack(64)
def test_changes_to_what_a_header_says_reach_the_reader_behind_the_json():
    """The changes are no noise to it: a fair part passes the parser and is judged by what it says."""
    outcomes = []
    dice, sources = random.Random(5), targets.seeds("edits")
    for _ in range(500):
        data = judging.varied(sources, dice)
        outcomes.append(outcome_of(lambda data=data: judged(data)))
    assert len(set(outcomes)) >= 5
    assert outcomes.count(Outcome.OK) > 5


def judged(data):
    """One run of `edits`, with its refusal let out."""
    kept = targets._outcome
    try:
        targets._outcome = lambda act, _: (Outcome.OK, act())
        targets.edits(data)
    finally:
        targets._outcome = kept


def untyped(real):
    """A function whose refusals come out as an error of its own making."""

    def lapse(*given, **named):
        try:
            return real(*given, **named)
        except Refusal as refusal:
            raise LookupError from refusal

    return lapse


LAPSES = {
    "frames": (frame, "_signatures", lambda section: ()),
    "files": (frame, "verify", lambda framed, public: None),
    "headers": (envelope, "from_plain", untyped(envelope.from_plain)),
    "documents": (envelope, "from_whole", untyped(envelope.from_whole)),
    "edits": (envelope, "from_plain", untyped(envelope.from_plain)),
    "records": (streams, "open_", untyped(streams.open_)),
}


@pytest.mark.attack(64)
@pytest.mark.parametrize("name", LAPSES)
def test_a_target_finds_a_reader_that_lets_something_pass(name, monkeypatch):
    targets.genuine()
    module, attribute, lapse = LAPSES[name]
    monkeypatch.setattr(module, attribute, lapse)
    with pytest.raises((judging.BrokenPromiseError, LookupError)):
        run.by_chance(name, RUNS)


@pytest.mark.attack(64)
def test_a_target_finds_work_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(judging, "LONGEST_S", 0.0)
    with pytest.raises(judging.BrokenPromiseError, match="s of work"):
        run.by_chance("frames", 10)


small = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
places = st.integers(0, 30_000)


@pytest.mark.attack(64)
@small
@given(st.data())
def test_a_splice_of_two_valid_files_with_edits_is_never_taken_for_another(kinds, data):
    """Two cuts and a few edits, wherever hypothesis wants them: refused, or what one of the two says."""
    one, other = (kinds[data.draw(st.sampled_from(sorted(kinds)))] for _ in "ab")
    cut, start = data.draw(places) % len(one.data), data.draw(places) % len(other.data)
    spliced = bytearray(one.data[:cut] + other.data[start:])
    for place, put in data.draw(st.lists(st.tuples(places, st.binary(max_size=3)), max_size=3)):
        at = place % (len(spliced) + 1)
        spliced[at : at + len(put)] = put
    said = []
    found = outcome_of(lambda: said.append(one.read(bytes(spliced))))
    assert found in TYPED or spliced == other.data or said == [one.read(one.data)]


@pytest.mark.attack(64)
@pytest.mark.heavy
@settings(small, max_examples=100_000)
@given(st.binary(max_size=400), st.sampled_from(run.SEALED))
def test_a_hundred_thousand_arbitrary_inputs_end_in_typed_refusals(data, name):
    run.target_of(name)[0](data)

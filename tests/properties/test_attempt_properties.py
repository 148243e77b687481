"""What no sequence of events may do to an attempt: gain time, answer after its end, replay to something else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain.acts import ActKind
from kaochang.domain.attempt_rules import act_credit, replay, step
from kaochang.domain.attempts import (
    HEARTBEAT_MS,
    Acted,
    AttemptState,
    Cause,
    Challenged,
    Closed,
    ClosingReason,
    Marked,
    Noted,
    Phase,
    Responded,
    Resumed,
    Started,
    Ticked,
    Visited,
)
from kaochang.domain.outages import Witness, gap_between
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Choice, Judgement, Text
from support.clocks import ManualClock
from support.exams import RESPONSES, make_exam

few = settings(max_examples=150, deadline=None)

EXAM = make_exam()
used = st.integers(-10, 4_000_000)
wall = st.integers(0, 10)
items = st.sampled_from([*RESPONSES, "no-such-item"])
responses = st.sampled_from([*RESPONSES.values(), Choice(()), Text(""), Judgement(True)])
small = st.integers(-10, 900_000)
minutes = st.sampled_from([0, 5, 10])
credits_ = minutes.map(lambda granted: granted * 60_000) | small
codes = st.sampled_from(["A", "B", "C"])
events = st.one_of(
    st.builds(Started, used, wall, st.integers(-10, 3_600_000), st.just("seed")),
    st.builds(Responded, used, wall, items, responses),
    st.builds(Marked, used, wall, items, st.booleans()),
    st.builds(Visited, used, wall, items),
    st.builds(Ticked, used, wall),
    st.builds(Resumed, used, wall, st.sampled_from(Cause), small, small),
    st.builds(Closed, used, wall, st.sampled_from(ClosingReason)),
    st.builds(Noted, used, wall, st.sampled_from(["guard", "act.wrong-code"]), st.just("")),
    st.builds(Challenged, used, wall, codes),
    st.builds(Acted, used, wall, st.sampled_from(ActKind), minutes, credits_, st.just("") | codes, codes, st.just("7")),
)
sorted_by_time = st.lists(events, max_size=12).map(lambda found: sorted(found, key=lambda event: event.used))
started = st.just([Started(0, 0, 3_600_000, "seed")])
sequences = st.builds(list.__add__, started | st.just([]), st.lists(events, max_size=12) | sorted_by_time)


def allowed(sequence):
    """(before, event, after) of every event that the table allows, one after the other."""
    state = AttemptState()
    for event in sequence:
        try:
            after = step(EXAM, state, event)
        except Violation:
            continue
        yield state, event, after
        state = after


@given(sequences)
@few
@pytest.mark.attack(56)
def test_remaining_time_grows_at_the_start_and_by_an_act_only(sequence):
    for before, event, after in allowed(sequence):
        assert after.used >= before.used
        grown = (after.limit - after.used) - (before.limit - before.used)
        if isinstance(event, Acted):
            assert grown <= event.credit == act_credit(before, event.kind, event.minutes) <= event.minutes * 60_000
        else:
            assert grown <= 0 or isinstance(event, Started)
        assert after.limit == before.limit or isinstance(event, Started | Resumed | Acted)


@given(sequences)
@few
def test_the_limit_is_what_was_given_at_the_start_and_every_credit(sequence):
    steps = list(allowed(sequence))
    given_time = sum(event.limit for _, event, _ in steps if isinstance(event, Started))
    credits = sum(event.credit for _, event, _ in steps if isinstance(event, Resumed | Acted))
    if steps:
        assert steps[-1][2].limit == given_time + credits


@given(sequences)
@few
def test_responses_change_by_a_response_within_the_limit_only(sequence):
    for before, event, after in allowed(sequence):
        if after.responses != before.responses:
            assert isinstance(event, Responded)
            assert before.phase is Phase.INTERACTING
            assert event.used <= before.limit


@given(sequences)
@few
def test_a_closed_attempt_is_closed_for_good(sequence):
    for before, _, after in allowed(sequence):
        if before.phase is Phase.CLOSED:
            assert (after.phase, after.responses, after.closed_wall) == (
                Phase.CLOSED,
                before.responses,
                before.closed_wall,
            )


@given(sequences)
@few
def test_outages_are_given_back_once_however_many_acts_there_are(sequence):
    for _, _, after in allowed(sequence):
        back = sum(o.credit for o in after.outages)
        back += sum(act.credit for act in after.acts if act.kind is ActKind.RESUME)
        assert back <= sum(o.outage for o in after.outages)


@given(sequences)
@few
def test_no_code_is_taken_twice_and_a_suspended_attempt_stands_still(sequence):
    for before, event, after in allowed(sequence):
        cards = [act.code for act in after.acts if not act.challenge]
        assert len(set(cards)) == len(cards)
        if before.phase is Phase.SUSPENDED:
            assert (after.used, after.responses) == (before.used, before.responses)
            assert isinstance(event, Acted | Challenged | Closed | Noted | Resumed | Ticked)


@given(sequences)
@few
def test_replaying_the_allowed_events_gives_the_state_that_stepping_gave(sequence):
    steps = list(allowed(sequence))
    expected = steps[-1][2] if steps else AttemptState()
    assert replay(EXAM, [event for _, event, _ in steps]) == expected


def sit_with_kills(plan, credit_ms):
    """(true ms of work, ms charged) of a candidate who works, is killed `unseen` ms after the last row, comes back."""
    clock, charged, work = ManualClock(), 0, 0
    for beats, unseen, outage, reboots in plan:
        work += beats * HEARTBEAT_MS + unseen
        clock.go_on(beats * HEARTBEAT_MS)
        last = Witness(clock.wall(), clock.elapsed(), clock.boot())
        clock.go_on(unseen)
        clock.reboot(outage) if reboots else clock.go_on(outage)
        gap = gap_between(last, Witness(clock.wall(), clock.elapsed(), clock.boot()), 10_000_000)
        charged += beats * HEARTBEAT_MS + gap.worked + gap.outage - min(gap.outage, credit_ms)
    return work, charged


kills = st.tuples(st.integers(0, 50), st.integers(0, HEARTBEAT_MS), st.integers(0, 2_000_000), st.booleans())


@given(st.lists(kills, max_size=20), st.integers(0, 900_000))
@few
@pytest.mark.attack(56)
def test_a_kill_never_gives_time_and_costs_at_most_a_heartbeat_beyond_the_rule(plan, credit_ms):
    work, charged = sit_with_kills(plan, credit_ms)
    beyond = sum(max(0, unseen + outage - HEARTBEAT_MS - credit_ms) for _, unseen, outage, _ in plan)
    assert work <= charged <= work + len(plan) * HEARTBEAT_MS + beyond

"""What no sequence of events may do to an attempt: gain time, answer after its end, replay to something else."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain import parts
from kaochang.domain.act_rules import act_credit
from kaochang.domain.acts import ActKind
from kaochang.domain.annotations import MAX_DRAFT, Drafted, Eliminated, Highlight, Highlighted, Passage
from kaochang.domain.assessments import Rules
from kaochang.domain.attempt_rules import credit_left, replay, step
from kaochang.domain.attempts import (
    HEARTBEAT_MS,
    Acted,
    Advanced,
    Annotated,
    AttemptState,
    Cause,
    Challenged,
    Closed,
    ClosingReason,
    Left,
    Marked,
    Noted,
    Phase,
    Responded,
    Resumed,
    Staged,
    Started,
    Ticked,
    Visited,
    Wait,
)
from kaochang.domain.due import due
from kaochang.domain.outages import Witness, gap_between
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Choice, Judgement, Replies, Text
from kaochang.domain.tools import Tool
from support.clocks import ManualClock
from support.exams import RESPONSES, in_two_parts, make_exam

few = settings(max_examples=150, deadline=None)

EXAM = in_two_parts(make_exam(Rules(3600, allow_empty=True, tools=tuple(Tool))))
used = st.integers(-10, 4_000_000)
wall = st.integers(0, 10)
items = st.sampled_from([*RESPONSES, "no-such-item"])
replies = [Replies(("a",)), Replies(("a", "b")), Replies(("", "b")), Replies(("", "", "c"))]
responses = st.sampled_from([*RESPONSES.values(), Choice(()), Text(""), Judgement(True), *replies])
small = st.integers(-10, 900_000)
minutes = st.sampled_from([0, 5, 10])
credits_ = minutes.map(lambda granted: granted * 60_000) | small
codes = st.sampled_from(["A", "B", "C"])
annotations = st.sampled_from(
    [
        *(Eliminated(labels) for labels in ((), ("A",), ("A", "C"), ("C", "A"), ("Z",))),
        *(Highlighted((Highlight(text, 0, end),)) for text in Passage for end in (0, 2, 1_000)),
        *(Drafted(text) for text in ("", "2.5 × 4 = 10", "长" * (MAX_DRAFT + 1))),
    ]
)
events = st.one_of(
    st.builds(Started, used, wall, st.integers(-10, 3_600_000), st.just("seed")),
    st.builds(Responded, used, wall, items, responses),
    st.builds(Marked, used, wall, items, st.booleans()),
    st.builds(Annotated, used, wall, items | st.just(""), annotations),
    st.builds(Visited, used, wall, items),
    st.builds(Advanced, used, wall, st.integers(0, 2)),
    st.builds(Staged, used, wall, st.just("scenario"), st.integers(0, 3)),
    st.builds(Ticked, used, wall),
    st.builds(Left, used, wall),
    st.builds(Resumed, used, wall, st.sampled_from(Cause), small, small, st.sampled_from(["", "pc-2"]), st.booleans()),
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
def test_what_is_drawn_changes_nothing_but_what_is_drawn(sequence):
    for before, event, after in allowed(sequence):
        if isinstance(event, Annotated):
            assert before.phase is Phase.INTERACTING
            assert msgspec.structs.replace(after, annotations=before.annotations, used=before.used) == before
        else:
            assert after.annotations == before.annotations


@given(sequences)
@few
def test_an_attempt_comes_to_the_same_without_what_was_drawn(sequence):
    events = [event for _, event, _ in allowed(sequence)]
    with_all = replay(EXAM, events)
    without = replay(EXAM, [event for event in events if not isinstance(event, Annotated)])
    assert msgspec.structs.replace(with_all, annotations=without.annotations, used=without.used) == without


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
            is_move = before.wait is Wait.MOVE and isinstance(event, Resumed)
            assert after.responses == before.responses
            assert after.used == before.used or (is_move and not before.stands_still)
            assert isinstance(event, Acted | Challenged | Closed | Left | Noted | Resumed | Ticked)


@given(sequences)
@few
def test_replaying_the_allowed_events_gives_the_state_that_stepping_gave(sequence):
    steps = list(allowed(sequence))
    expected = steps[-1][2] if steps else AttemptState()
    assert replay(EXAM, [event for _, event, _ in steps]) == expected


class Walk:
    """Lawful events one after the other: what is drawn is what happens, not what is written about it."""

    def __init__(self, exam):
        self.exam = exam
        self.state = AttemptState()
        self.codes = 0
        self.steps = []

    def take(self, event):
        before = self.state
        try:
            self.state = step(self.exam, before, event)
        except Violation:
            return
        self.steps.append((before, event, self.state))

    def happen(self, what, ms, item, response):
        state, used = self.state, self.state.used + ms
        stage = state.turns["scenario"].stage + 1 if "scenario" in state.turns else 0
        if item == "scenario":
            response = response if isinstance(response, Replies) else Replies(("x",) * max(1, stage))
        else:
            response = RESPONSES.get(item, response)
        credit = min(ms, credit_left(self.exam, state))
        minutes = ms // 60_000 % 31
        self.codes += 1
        act = {
            kind: Acted(state.used, 0, kind, *granted(state, kind, minutes), "", f"C{self.codes}") for kind in ActKind
        }
        events = {
            "respond": Responded(used, 0, item, response),
            "visit": Visited(used, 0, item),
            "advance": Advanced(used, 0, state.part + 1),
            "stage": Staged(used, 0, "scenario", stage),
            "tick": Ticked(used, 0),
            "crash": Resumed(used, 0, Cause.CRASH, ms, credit),
            "crash in a wait": Resumed(state.used, 0, Cause.CRASH, 0, 0),
            "sleep": Resumed(used, 0, Cause.CANDIDATE, ms, 0),
            "doubt": Resumed(state.used, 0, Cause.REBOOT, 0, 0, doubted=True),
            "leave": Left(state.used, 0),
            "move": Resumed(used, 0, Cause.MOVED, ms, credit, "pc-2"),
            "move in a wait": Resumed(state.used, 0, Cause.MOVED, 0, 0, "pc-2"),
            "close": Closed(used, 0, ClosingReason.HANDED_IN),
        }
        self.take(act[what] if isinstance(what, ActKind) else events[what])
        while event := due(self.exam, self.state, self.state.used, 0):
            self.take(event)


def granted(state, kind, minutes):
    given = minutes if kind.grants_time else 0
    return given, act_credit(state, kind, given)


HAPPENS = st.sampled_from(
    [
        *(
            "respond",
            "visit",
            "advance",
            "stage",
            "tick",
            "crash",
            "crash in a wait",
            "sleep",
            "doubt",
            "leave",
            "move",
        ),
        *("move in a wait", "close", ActKind.RESUME, ActKind.EXTRA_TIME, ActKind.PAUSE, ActKind.CONTINUE, ActKind.MOVE),
    ]
)
days = st.lists(
    st.tuples(HAPPENS, st.integers(0, 60_000) | st.integers(0, 900_000), items | st.just("scenario"), responses),
    max_size=40,
)


def walked(day):
    walk = Walk(EXAM)
    walk.take(Started(0, 0, 3_600_000, "seed"))
    for happening in day:
        walk.happen(*happening)
    return walk.steps


@given(days)
@few
def test_parts_never_go_back_and_turns_never_change_once_the_next_is_shown(day):
    for before, event, after in walked(day):
        assert after.part - before.part in (0, 1)
        assert after.part == before.part or isinstance(event, Advanced)
        for item, turn in before.turns.items():
            assert after.turns[item].stage - turn.stage in (0, 1)
            said = before.responses.get(item, Replies(())).texts[: turn.stage]
            assert after.responses.get(item, Replies(())).texts[: len(said)] == said
        changed = {item for item in after.responses if after.responses[item] != before.responses.get(item)}
        assert all(parts.part_of(EXAM, item) == before.part for item in changed)


@given(days)
@few
@pytest.mark.attack(56)
def test_no_day_gives_more_working_time_than_the_exam_and_the_proctors_gave(day):
    """What was neither an outage nor a wait was worked: never more than the limit at the start and extra time."""
    steps = walked(day)
    last = steps[-1][2]
    worked = sum(
        after.used - before.used - getattr(event, "outage", 0)
        for before, event, after in steps
        if isinstance(event, Responded | Visited | Advanced | Staged | Ticked | Resumed)
        and before.phase is Phase.INTERACTING
        and parts.time_left(EXAM, before, after.used) >= 0
    )
    extra = sum(act.credit for act in last.acts if act.kind is ActKind.EXTRA_TIME)
    assert worked <= 3_600_000 + extra


@given(days)
@few
@pytest.mark.attack(56)
def test_what_is_left_of_parts_items_and_turns_never_grows_but_by_an_act(day):
    for before, event, after in walked(day):
        if after.part != before.part or isinstance(event, Started | Acted) or after.phase is Phase.CLOSED:
            continue
        assert parts.part_left(EXAM, after, after.used) <= parts.part_left(EXAM, before, before.used)
        for item, turn in before.turns.items():
            if after.turns[item].stage == turn.stage and turn.stage != 1:
                assert parts.turn_left(EXAM, after, item, after.used) <= parts.turn_left(
                    EXAM, before, item, before.used
                )
        for item in {*before.spent, before.current}:
            assert parts.time_on(after, item, after.used) >= parts.time_on(before, item, before.used)


@given(days)
@few
@pytest.mark.attack(56)
def test_an_act_gives_an_item_or_a_turn_no_more_than_it_lost(day):
    """Time on an item is never less than what was worked on it."""
    worked = {}
    for before, event, after in walked(day):
        ms = after.used - before.used - getattr(event, "outage", 0)
        if before.phase is Phase.INTERACTING:
            worked[before.current] = worked.get(before.current, 0) + ms
        for item, least in worked.items():
            assert parts.time_on(after, item, after.used) >= least


@given(days)
@few
def test_an_attempt_that_waits_can_always_be_gone_on_with_or_closed(day):
    """Nothing locks for good: acts end every wait, whatever was before."""
    walk = Walk(EXAM)
    walk.take(Started(0, 0, 3_600_000, "seed"))
    for happening in day:
        walk.happen(*happening)
    for what in (ActKind.MOVE, "move", "move in a wait", ActKind.CONTINUE, ActKind.RESUME, ActKind.HAND_IN):
        if walk.state.phase is Phase.SUSPENDED:
            minutes = 0
            kind = isinstance(what, ActKind)
            if kind:
                credit = act_credit(walk.state, what, minutes)
                walk.take(Acted(walk.state.used, 0, what, minutes, credit, "", f"LAST-{what}"))
            else:
                walk.happen(what, 0, "single", Text(""))
    assert walk.state.phase is not Phase.SUSPENDED


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

"""An act before anything of the attempt runs here: a start outside the window, and an attempt that comes to this PC."""

import dataclasses

import pytest
from kaochang.custody import act_codes
from kaochang.custody.act_codes import ActPlace
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import Phase
from kaochang.domain.refusals import Outcome
from kaochang.flow import entering, move, sit, sticks, take_act
from msgspec.structs import replace
from support.exams import CLOSES
from support.refusals import refuses
from support.seeded import seeded


@pytest.fixture
def place(day):
    """What the proctor's program answers with."""
    return ActPlace(day.context, "R1", day.keys.act_keys["R1"])


@pytest.fixture
def moved(desk, unlocked, ticket, tmp_path):
    """This PC, to which the log of another one was brought, and the attempt is yet to go on."""
    first = sit.begin(desk, unlocked, ticket, "07")
    first.shut()
    (tmp_path / "stick").mkdir()
    move.leave(desk, unlocked, ticket, "", sticks.choose(tmp_path / "stick"))
    spare = replace(desk, folder=tmp_path / "spare", pc=lambda session: "another mark", random=seeded(5))
    move.bring_in(spare, unlocked, ticket, "", tmp_path / "stick")
    return spare


def test_a_start_that_the_window_refuses_begins_with_what_the_proctor_answers(desk, unlocked, ticket, clock, place):
    clock.set_wall(CLOSES + 60_000)
    challenge = take_act.ask_to_enter(desk, unlocked.room, ticket, ActKind.CLOCK)
    code = act_codes.make_response(place, ticket.number, challenge, 0)
    grant = entering.take(desk, unlocked, ticket, "", code)
    sitting = sit.begin(desk, unlocked, ticket, "07", grant=grant)
    assert sitting.state.phase is Phase.INTERACTING
    sitting.shut()


def test_a_wrong_code_before_the_start_says_how_long_the_next_try_waits(desk, unlocked, ticket, place):
    take_act.ask_to_enter(desk, unlocked.room, ticket, ActKind.ADMIT)
    foreign = act_codes.make_card(dataclasses.replace(place, room="R2"), ActKind.ADMIT, Reach.CARD, 0, 1)
    waits = []
    for _ in range(3):
        with refuses(Outcome.CODE, "act.wrong") as refused:
            entering.take(desk, unlocked, ticket, "", foreign)
        waits.append(refused.value.params["seconds"])
    assert waits == [0, 0, 5]


def test_an_attempt_of_another_pc_goes_on_here_by_an_act(moved, unlocked, ticket, place):
    with refuses(Outcome.POLICY, "attempt.moved-away"):
        sit.begin(moved, unlocked, ticket, "08")
    challenge = entering.ask_to_go_on(moved, unlocked, ticket, "")
    assert act_codes.read_challenge(challenge)[0] is ActKind.MOVE
    code = act_codes.make_response(place, ticket.number, challenge, 0)
    assert entering.take(moved, unlocked, ticket, "", code) is None
    sitting = sit.begin(moved, unlocked, ticket, "08")
    assert (sitting.state.phase, sitting.state.pc) == (Phase.INTERACTING, "another mark")
    sitting.shut()


def test_a_wrong_code_for_another_pcs_attempt_is_journaled_and_waits(moved, unlocked, ticket, place):
    challenge = entering.ask_to_go_on(moved, unlocked, ticket, "")
    other = act_codes.make_response(dataclasses.replace(place, room="R2"), ticket.number, challenge, 0)
    waits = []
    for _ in range(3):
        with refuses(Outcome.CODE, "act.wrong") as refused:
            entering.take(moved, unlocked, ticket, "", other)
        waits.append(refused.value.params["seconds"])
    assert waits == [0, 0, 5]
    with refuses(Outcome.POLICY, "act.wait"):
        entering.take(moved, unlocked, ticket, "", other)

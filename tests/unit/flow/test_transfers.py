"""Which of several results of one attempt is void, because the attempt was moved on from there."""

import itertools

import msgspec
import pytest
from kaochang.custody.log_ends import LogEnd
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted, Cause, Resumed
from kaochang.flow.transfers import void_by_transfer

replace = msgspec.structs.replace
ATTEMPT = "attempt-1_______"


def move(pc, used=100):
    return Resumed(used, 0, Cause.MOVED, 10, 10, pc)


def act(pc, kind=ActKind.MOVE):
    return Acted(90, 0, kind, 0, 0, f"ask-{pc}", f"code-{pc}", pc)


CRASH = Resumed(70, 0, Cause.CRASH, 5, 5)
A_B, B_C, A_C = move("b"), move("c", 200), move("c")
ACTS = (act("b"), act("c"))
SIGNED = frozenset(("T1", ATTEMPT, each) for each in ACTS)


@pytest.fixture
def results(day):
    """An attempt's results by the PC that handed it in: where it began, after a move to b, and from b to c."""
    body = replace(day.body_of(day.sat), outages=(CRASH,))
    at_b = replace(body, outages=(CRASH, A_B), acts=ACTS[:1], pc="b")
    at_c = replace(body, outages=(CRASH, A_B, CRASH, B_C), acts=ACTS, pc="c")
    told = {"a": body, "b": at_b, "c": at_c}
    assert {(each.identity.ticket, each.identity.attempt) for each in told.values()} == {("T1", ATTEMPT)}
    return told


def test_the_result_of_the_last_place_stands_and_all_before_it_are_void_in_any_order(results):
    for order in itertools.permutations(results.items()):
        assert void_by_transfer(dict(order), [], SIGNED) == {"a": "c", "b": "c"}


def test_what_the_old_pc_did_after_the_move_does_not_save_its_result(results):
    late = replace(results["a"], outages=(CRASH, CRASH, CRASH), rows=10_000)
    assert void_by_transfer({**results, "a": late}, [], SIGNED) == {"a": "c", "b": "c"}


@pytest.mark.parametrize(
    "signed",
    [
        frozenset(),
        frozenset({("T2", ATTEMPT, act("b"))}),
        frozenset({("T1", "attempt-2_______", act("b"))}),
        frozenset({("T1", ATTEMPT, act("c"))}),
        frozenset({("T1", ATTEMPT, act("b", ActKind.EXTRA_TIME))}),
    ],
)
@pytest.mark.attack(70)
def test_without_the_proctors_signature_nothing_is_void(results, signed):
    del results["c"]
    assert void_by_transfer(results, [], signed) == {}


def test_each_move_after_the_parting_must_be_signed(results):
    only_first = frozenset({("T1", ATTEMPT, ACTS[0])})
    assert void_by_transfer(results, [], only_first) == {"a": "b"}


def test_an_act_of_another_kind_moves_nothing(results):
    forged = replace(results["b"], acts=(act("b", ActKind.EXTRA_TIME),))
    signed = frozenset(("T1", ATTEMPT, each) for each in forged.acts)
    assert void_by_transfer({"a": results["a"], "b": forged}, [], signed) == {}


def test_a_result_of_another_ticket_or_attempt_makes_none_void(results):
    others = [replace(results["b"].identity, ticket="T2"), replace(results["b"].identity, attempt="attempt-2_______")]
    for identity in others:
        assert void_by_transfer({"a": results["a"], "b": replace(results["b"], identity=identity)}, [], SIGNED) == {}


def test_of_two_pcs_that_both_took_it_over_neither_goes_on_in_its_place(results):
    fork = replace(results["a"], outages=(CRASH, A_C), acts=ACTS[1:], pc="c")
    told = {"a": results["a"], "b": results["b"], "fork": fork}
    assert void_by_transfer(told, [], SIGNED) == {"a": ""}


def test_a_journal_makes_a_result_void_too_and_nothing_goes_on_in_its_place(results):
    log = LogEnd("T1", ATTEMPT, 99, acts=ACTS[:1], moves=(A_B,))
    assert void_by_transfer({"a": results["a"]}, [log], SIGNED) == {"a": ""}
    onward = replace(log, acts=ACTS, moves=(A_B, B_C))
    assert void_by_transfer({"a": results["a"], "b": results["b"]}, [log, onward], SIGNED) == {"a": "", "b": ""}

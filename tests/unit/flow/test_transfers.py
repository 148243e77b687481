"""Which of several results of one attempt is void, because the attempt was moved on from there."""

import itertools

import msgspec
import pytest
from kaochang.custody.log_ends import LogEnd
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted, Cause, Resumed
from kaochang.flow.transfers import partings, unfinished, void_by_transfer

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
        assert void_by_transfer(dict(order), SIGNED) == {"a": "c", "b": "c"}


def test_what_the_old_pc_did_after_the_move_does_not_save_its_result(results):
    late = replace(results["a"], outages=(CRASH, CRASH, CRASH), rows=10_000)
    assert void_by_transfer({**results, "a": late}, SIGNED) == {"a": "c", "b": "c"}


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
    assert void_by_transfer(results, signed) == {}


def test_each_move_after_the_parting_must_be_signed(results):
    only_first = frozenset({("T1", ATTEMPT, ACTS[0])})
    assert void_by_transfer(results, only_first) == {"a": "b"}


def test_an_act_of_another_kind_moves_nothing(results):
    forged = replace(results["b"], acts=(act("b", ActKind.EXTRA_TIME),))
    signed = frozenset(("T1", ATTEMPT, each) for each in forged.acts)
    assert void_by_transfer({"a": results["a"], "b": forged}, signed) == {}


def test_a_result_of_another_ticket_or_attempt_makes_none_void(results):
    others = [replace(results["b"].identity, ticket="T2"), replace(results["b"].identity, attempt="attempt-2_______")]
    for identity in others:
        assert void_by_transfer({"a": results["a"], "b": replace(results["b"], identity=identity)}, SIGNED) == {}


def test_of_two_pcs_that_both_took_it_over_neither_goes_on_in_its_place(results):
    fork = replace(results["a"], outages=(CRASH, A_C), acts=ACTS[1:], pc="c")
    told = {"a": results["a"], "b": results["b"], "fork": fork}
    assert void_by_transfer(told, SIGNED) == {"a": ""}


LOG = LogEnd("T1", ATTEMPT, 99, acts=ACTS[:1], moves=(A_B,))
ONWARD = replace(LOG, acts=ACTS, moves=(A_B, B_C))


def test_a_pc_that_took_it_over_from_elsewhere_makes_no_other_ones_result_void(results):
    acts = (act("c"), act("d"))
    further = replace(results["a"], outages=(CRASH, A_C, move("d", 200)), acts=acts, pc="d")
    signed = SIGNED | {("T1", ATTEMPT, each) for each in acts}
    assert void_by_transfer({**results, "c": results["b"], "d": further}, signed) == {"a": ""}


def test_from_whose_place_only_a_journal_goes_on_waits_and_is_not_void(results):
    assert unfinished({"a": results["a"]}, [LOG], SIGNED) == {"a"}
    told = {"a": results["a"], "b": results["b"]}
    assert unfinished(told, [LOG], SIGNED) == set()
    assert (unfinished(told, [LOG, ONWARD], SIGNED), void_by_transfer(told, SIGNED)) == ({"b"}, {"a": "b"})


@pytest.mark.parametrize("change", [{"ticket": "T2"}, {"attempt": "attempt-2_______"}, {"moves": ()}, {"acts": ()}])
def test_a_journal_that_does_not_go_on_by_a_signed_act_keeps_no_result_waiting(results, change):
    assert unfinished({"a": results["a"]}, [replace(LOG, **change)], SIGNED) == set()
    assert unfinished({"a": results["a"]}, [LOG], frozenset()) == set()


STAYED = LogEnd("T1", ATTEMPT, 5, said=(3, "third"))
WENT = replace(LOG, past=("first", "second", "third", "fourth"))


def test_a_journal_that_says_more_than_the_one_that_went_on_parts_from_it():
    more = replace(STAYED, said=(4, "another fourth"))
    longer = replace(STAYED, said=(5, "fifth"))
    assert list(partings({"stayed": STAYED, "went": WENT})) == []
    assert list(partings({"more": more, "went": WENT, "longer": longer})) == [("longer", "went"), ("more", "went")]


def test_two_pcs_that_both_took_an_attempt_over_part():
    fork = replace(WENT, rows=98, moves=(A_C,), said=(7, "seventh"))
    assert list(partings({"fork": fork, "went": WENT})) == [("fork", "went")]


def test_copies_of_one_journal_do_not_part_however_much_is_missing_of_one():
    assert list(partings({"short": replace(STAYED, rows=1, said=(1, "first")), "whole": STAYED})) == []
    assert list(partings({"short": replace(STAYED, rows=1, said=(1, "first")), "went": WENT})) == []
    assert list(partings({"before such ends were kept": LogEnd("T1", ATTEMPT, 5), "went": WENT})) == []

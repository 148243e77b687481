"""Whose a reserve ticket is, and who of the roster is the same person, by whichever number they typed."""

from types import SimpleNamespace

import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted
from kaochang.domain.decisions import Decision, DecisionKind
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket
from kaochang.domain.walk_ins import WalkIn
from kaochang.flow import walked_in
from kaochang.flow.decided import Files, Rulings

FIRST, SECOND = WalkIn("g9001", "欧阳甲"), WalkIn("g9002", "欧阳乙")


def ticket(number, person="", name="", **more):
    return Ticket(number=number, name=name, person=person, exam="e", room="R1", seat="01", **more)


SPARE = ticket("B01")
TICKETS = {
    each.number: each
    for each in (ticket("T1", "G7001", "测试甲", identity="11010519491231002X"), ticket("T2", "G7002", "测试乙"), SPARE)
}


def body(holder, ticket="B01"):
    act = Acted(0, 0, ActKind.WALK_IN, 0, 0, "", "", holder.detail)
    return SimpleNamespace(acts=(act,), identity=SimpleNamespace(ticket=ticket))


def decision(number, kind, **more):
    return Decision(number, kind, "周", "查过", 0, ticket="B01", room="R1", **more)


def files(**results):
    return Files({name: body(holder) for name, holder in results.items()}, {}, {"B01": sorted(results)})


@pytest.mark.parametrize("number", ["g7001", "11010519491231002x"])
def test_somebody_of_the_roster_is_told_by_staff_or_identity_number(number):
    held = {"B01": WalkIn(number, "测试甲")}
    (problem,) = walked_in.known_already(TICKETS, held)
    assert "T1" in problem.name
    (twice,) = walked_in.counted_twice(TICKETS, held, {"B01": "x", "T1": "y"})
    assert (twice.outcome, twice.key) == (Outcome.CONFLICT.name, walked_in.TWICE)
    assert not list(walked_in.counted_twice(TICKETS, held, {"B01": "x"}))


def test_a_ticket_without_a_number_is_nobodys():
    assert not list(walked_in.known_already(TICKETS, {"B01": WalkIn("", "谁")}))


def test_of_two_results_of_one_slip_the_one_that_counts_says_whose_it_is():
    there = files(a=FIRST, b=SECOND)
    found = walked_in.holders(TICKETS, there, Rulings([]), {"B01": "b"})
    assert found == {"B01": SECOND}
    assert walked_in.holders(TICKETS, there, Rulings([]), {}) == {"B01": FIRST}


def test_an_accepted_walk_in_lapses_when_another_persons_result_is_made_to_count():
    there = files(a=FIRST, b=SECOND)
    accepted = decision(1, DecisionKind.ACCEPTED, person=FIRST.person, name=FIRST.name)
    chosen = decision(2, DecisionKind.COUNTS, file="b")
    assert Rulings([accepted]).accepts("B01", there)
    assert not Rulings([accepted, chosen]).accepts("B01", there)
    assert walked_in.holders(TICKETS, there, Rulings([accepted, chosen]), {"B01": "b"}) == {"B01": SECOND}
    assert Rulings([accepted, decision(2, DecisionKind.COUNTS, file="a")]).accepts("B01", there)

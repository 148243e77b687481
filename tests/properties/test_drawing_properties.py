"""Drawing: every ticket gets what the picks say, enemies never meet, one seed is one draw, and chance is even."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.assessments import Assessment, Draw, Exam, Pick, PlacedItem, Rules, Section
from kaochang.domain.drawing import ALGORITHM, drawn, drawn_items, groups_of, shortfall
from kaochang.domain.items import Item, ItemType
from kaochang.domain.refusals import Outcome
from support.refusals import refuses
from verifier import draws

ITEMS = [f"i{number}" for number in range(9)]
NAMES = st.lists(st.sampled_from(ITEMS), min_size=1, max_size=7, unique=True).map(tuple)
PICKS = st.lists(st.builds(Pick, st.integers(1, 3), NAMES), min_size=1, max_size=4)
ENEMIES = st.lists(st.lists(st.sampled_from(ITEMS), min_size=2, max_size=3, unique=True).map(tuple), max_size=2)


def ways(picks, group, taken=frozenset()):
    """Whether anything at all can be picked, tried out in every way."""
    if not picks:
        return True
    first, *rest = picks
    groups = {group.get(item, item) for item in first.items} - taken
    return any(ways(rest, group, taken | set(some)) for some in combinations(sorted(groups), first.count))


@given(PICKS, ENEMIES)
def test_whether_there_is_a_draw_is_told_exactly(picks, enemies):
    short = shortfall(picks, enemies)
    assert (short is None) == ways(picks, groups_of(enemies))
    if short is not None:  # the picks that it names cannot be had together, whatever the others take
        group = groups_of(enemies)
        named = [picks[place] for place in short.picks]
        assert short.wanted == sum(pick.count for pick in named) > short.there
        assert short.there == len({group.get(item, item) for pick in named for item in pick.items})


@given(PICKS, ENEMIES, st.text(max_size=5), st.text(max_size=5))
def test_a_draw_has_what_every_pick_says_and_of_enemies_one_and_is_what_the_verifier_draws(
    picks, enemies, seed, ticket
):
    if shortfall(picks, enemies) is not None:
        with refuses(Outcome.PAYLOAD, "payload"):
            drawn_items(Draw(ALGORITHM, seed, tuple(enemies)), [picks], ticket)
        return
    draw = Draw(ALGORITHM, seed, tuple(enemies))
    own = drawn_items(draw, [[pick] for pick in picks], ticket)
    assert [len(ids) for ids in own] == [pick.count for pick in picks]
    assert all(ids <= set(pick.items) for ids, pick in zip(own, picks, strict=True))
    every = [item for ids in own for item in ids]
    group = groups_of(enemies)
    assert len({group.get(item, item) for item in every}) == len(every)
    assert own == drawn_items(draw, [[pick] for pick in picks], ticket)
    plain = [[{"count": pick.count, "items": list(pick.items)}] for pick in picks]
    told = {"algorithm": 1, "seed": seed, "enemies": [list(each) for each in enemies]}
    assert draws.drawn(told, plain, ticket) == [set(ids) for ids in own]


def pool(count, per_pick, enemies=()):
    """An exam that draws from a pool of items worth two points each."""
    item = Item(ItemType.ESSAY, "?")
    placed = tuple(PlacedItem(name, item, Fraction(2)) for name in ITEMS[:count])
    fixed = Section("必答", (PlacedItem("fixed", item, Fraction(5)),))
    section = Section("抽题", placed, picks=(Pick(per_pick, tuple(ITEMS[:count])),))
    return Exam("e", Assessment("", (fixed, section)), Rules(60), Draw(ALGORITHM, "种子", tuple(enemies)))


def test_every_candidate_has_the_total_that_was_told_before_the_draw():
    exam = pool(8, 3)
    assert (exam.assessment.total, exam.assessment.count) == (11, 4)
    own = [drawn(exam, f"T{number}") for number in range(40)]
    assert {(each.assessment.total, each.assessment.count, each.draw) for each in own} == {(11, 4, None)}
    assert {each.assessment.sections[0] for each in own} == {exam.assessment.sections[0]}
    assert len({tuple(placed.id for placed in each.assessment.items()) for each in own}) > 20
    in_order = [[placed.id for placed in each.assessment.sections[1].items] for each in own]
    assert in_order == [sorted(ids) for ids in in_order]


@pytest.mark.parametrize(("enemies", "even"), [((), 300), ((("i0", "i1"),), None)])
def test_chance_is_even_over_tickets(enemies, even):
    exam = pool(8, 3, enemies)
    tickets = 800
    counts = Counter(
        placed.id for number in range(tickets) for placed in drawn(exam, f"T{number:04}").assessment.sections[1].items
    )
    if even is None:
        assert all(counts[name] > 100 for name in ITEMS[:8])
    else:  # each of 8 items in 3 of 8 exams; 5 standard deviations
        assert all(abs(counts[name] - even) < 70 for name in ITEMS[:8])


def test_another_seed_is_another_draw_and_an_unknown_algorithm_is_for_a_newer_program():
    picks = [[Pick(4, tuple(ITEMS))]]
    first, second = (drawn_items(Draw(ALGORITHM, seed), picks, "T1") for seed in ("a", "b"))
    assert first != second
    with refuses(Outcome.VERSION, "version"):
        drawn_items(Draw(ALGORITHM + 1, "a"), picks, "T1")


def test_a_draw_stays_what_it_is_for_ever():
    """Sealed exams hold a seed and no list: another order of ranks would give other candidates other items."""
    (own,) = drawn_items(Draw(1, "kaochang", (("i2", "i5"),)), [[Pick(3, tuple(ITEMS))]], "T0001")
    assert sorted(own) == ["i4", "i7", "i8"]

"""Marking by machine: exact points and the reason for them."""

from fractions import Fraction as F

import pytest
from kaochang.domain.assessments import PartialCredit, PlacedItem
from kaochang.domain.items import Mode
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Accepted, Blanks, Choice, Judgement, Order, Pairs, Text
from kaochang.domain.scoring import Reason, Score, mark_by_machine, normal
from msgspec.structs import replace
from support.exams import ITEMS, SCHEMES

NONE, HALF, SHARE = PartialCredit.NONE, PartialCredit.HALF, PartialCredit.PROPORTIONAL
RIGHT, WRONG, PARTLY = Reason.RIGHT, Reason.WRONG, Reason.PARTLY_RIGHT


def score(item, response, partial=NONE, scheme=None, points=F(3)):
    placed = PlacedItem(item, ITEMS[item], points)
    return mark_by_machine(placed, scheme or SCHEMES[item], response, partial)


TABLE = [
    ("single", Choice(("B",)), NONE, F(3), RIGHT),
    ("single", Choice(("A",)), SHARE, 0, WRONG),
    ("truefalse", Judgement(True), NONE, F(3), RIGHT),
    ("truefalse", Judgement(False), SHARE, 0, WRONG),
    ("ordering", Order(tuple("CABD")), NONE, F(3), RIGHT),
    ("ordering", Order(tuple("CADB")), SHARE, 0, WRONG),
    ("ordering", Order(tuple("CAB")), SHARE, 0, WRONG),
    *(("multiple", Choice(tuple("ACD")), rule, F(3), RIGHT) for rule in PartialCredit),
    *(("multiple", Choice(tuple("ABCD")), rule, 0, WRONG) for rule in PartialCredit),
    *(("multiple", Choice(tuple("AB")), rule, 0, WRONG) for rule in PartialCredit),
    *(("multiple", Choice(tuple("E")), rule, 0, WRONG) for rule in PartialCredit),
    ("multiple", Choice(tuple("AC")), NONE, 0, WRONG),
    ("multiple", Choice(tuple("AC")), HALF, F(3, 2), PARTLY),
    ("multiple", Choice(tuple("A")), HALF, F(3, 2), PARTLY),
    ("multiple", Choice(tuple("AC")), SHARE, F(2), PARTLY),
    ("multiple", Choice(tuple("D")), SHARE, F(1), PARTLY),
    ("blank", Blanks(("工单系统", "班长")), NONE, F(3), RIGHT),
    ("blank", Blanks(("系统", "班长")), NONE, F(3), RIGHT),
    ("blank", Blanks((" 工 单 系统", "班长\n")), NONE, F(3), RIGHT),
    ("blank", Blanks(("系统", "")), NONE, F(3, 2), PARTLY),
    ("blank", Blanks(("班长", "系统")), NONE, 0, WRONG),
    ("matching", Pairs((("(1)", "B"), ("(2)", "C"))), NONE, F(3), RIGHT),
    ("matching", Pairs((("(1)", "B"), ("(2)", "B"))), NONE, F(3, 2), PARTLY),
    ("matching", Pairs((("(2)", "C"),)), NONE, F(3, 2), PARTLY),
    ("matching", Pairs((("(1)", "A"), ("(1)", "B"), ("(2)", "C"))), NONE, F(3, 2), PARTLY),
    ("matching", Pairs((("(1)", "B"), ("(1)", "B"), ("(2)", "A"), ("(2)", "C"))), NONE, 0, WRONG),
    ("matching", Pairs((("(1)", "C"), ("(2)", "B"))), SHARE, 0, WRONG),
]


@pytest.mark.parametrize(("item", "response", "partial", "points", "reason"), TABLE)
def test_each_type_earns_what_its_rule_says(item, response, partial, points, reason):
    assert score(item, response, partial) == Score(F(points), F(3), reason)


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("response", [None, Choice(()), Blanks(("", "")), Text(" ")], ids=str)
def test_nothing_given_is_zero_points_not_answered(item, response):
    assert score(item, response) == Score(F(0), F(3), Reason.NOT_ANSWERED)


@pytest.mark.parametrize("item", [name for name, item in ITEMS.items() if item.is_open])
def test_an_open_item_waits_for_a_scorer(item):
    assert score(item, Text("…")) == Score(None, F(3), Reason.WAITS_FOR_SCORER)


def test_an_objective_item_without_key_waits_for_it():
    assert score("single", Choice(("A",)), scheme=MarkScheme()) == Score(None, F(3), Reason.KEY_PENDING)


def test_points_stay_exact():
    third = MarkScheme(Choice(tuple("ABC")))
    assert score("multiple", Choice(("A",)), SHARE, third, F(1)).points == F(1, 3)
    assert score("multiple", Choice(("A",)), HALF, third, F(5, 2)).points == F(5, 4)


def test_a_multiple_item_with_one_correct_option_is_all_or_nothing():
    one = MarkScheme(Choice(("A",)))
    assert score("multiple", Choice(("A",)), SHARE, one).reason is RIGHT
    assert score("multiple", Choice(("A", "B")), SHARE, one).reason is WRONG


@pytest.mark.parametrize("correct", [Accepted(()), Pairs(())])
def test_a_key_without_any_part_earns_nothing_and_breaks_nothing(correct):
    item, response = ("blank", Blanks(("a", "b"))) if isinstance(correct, Accepted) else ("matching", TABLE[-1][1])
    assert score(item, response, scheme=MarkScheme(correct)) == Score(F(0), F(3), WRONG)


@pytest.mark.parametrize(
    ("typed", "same"),
    [("ＣＲＭ", "crm"), ("C R\tM\n", "crm"), ("Straße", "STRASSE"), ("é", "e\u0301"), ("３０　天", "30天")],
)
def test_blanks_are_compared_without_width_case_and_space(typed, same):
    assert normal(typed) == normal(same)


def test_different_words_stay_different():
    assert len({normal(text) for text in ("工单", "工單", "30", "3O", "")}) == 5


@pytest.mark.parametrize("mode", [Mode.READ, Mode.SPOKEN])
@pytest.mark.parametrize("response", [None, Choice(()), Judgement(True)])
def test_what_is_answered_before_a_panel_waits_for_it_whatever_was_done_at_the_pc(mode, response):
    placed = PlacedItem("interview", replace(ITEMS["interview"], mode=mode), F(3))
    scored = mark_by_machine(placed, SCHEMES["interview"], response, NONE)
    assert scored == Score(None, F(3), Reason.WAITS_FOR_SCORER)


def test_an_interview_that_is_typed_and_left_empty_has_no_points():
    assert score("interview", None) == Score(F(0), F(3), Reason.NOT_ANSWERED)

"""What holds for every response and every rule: points within bounds, and no order of anything that matters."""

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kaochang.domain.assessments import PartialCredit, PlacedItem, Rules
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ordering import arrange
from kaochang.domain.responses import Blanks, Choice, Pairs, is_empty
from kaochang.domain.scoring import Reason, mark_by_machine
from support.exams import ITEMS, RESPONSES, SCHEMES, make_exam
from support.values import any_of

few = settings(max_examples=150, deadline=None)

points = st.fractions(0, 100, max_denominator=12)
rules = st.sampled_from(PartialCredit)
chosen = st.sets(st.sampled_from("ABCDE")).map(lambda labels: Choice(tuple(sorted(labels))))
responses = st.sampled_from(list(RESPONSES.values())) | chosen | any_of(Blanks) | any_of(Pairs)


@given(st.sampled_from(list(ITEMS)), responses, rules, points)
@few
def test_points_lie_between_nothing_and_all_and_agree_with_their_reason(name, response, rule, worth):
    score = mark_by_machine(PlacedItem(name, ITEMS[name], worth), SCHEMES[name], response, rule)
    assert score.of == worth
    if score.points is None:
        assert score.reason is Reason.WAITS_FOR_SCORER
        return
    assert 0 <= score.points <= worth
    if worth:
        assert (score.points == worth) == (score.reason is Reason.RIGHT)
        assert (score.points == 0) == (score.reason in (Reason.WRONG, Reason.NOT_ANSWERED))


@given(chosen, chosen, points.filter(bool))
@few
def test_rules_of_partial_credit_only_ever_add_and_never_reward_a_wrong_option(right, given_labels, worth):
    assume(len(right.labels) > 1 and not is_empty(given_labels))
    placed, scheme = PlacedItem("multiple", ITEMS["multiple"], worth), MarkScheme(right)
    none, half, share = (mark_by_machine(placed, scheme, given_labels, rule).points for rule in PartialCredit)
    assert none <= min(half, share)
    if not set(given_labels.labels) <= set(right.labels):
        assert (none, half, share) == (0, 0, 0)
    elif given_labels != right:
        assert (half, share) == (worth / 2, worth * Fraction(len(given_labels.labels), len(right.labels)))


EXAM = make_exam(Rules(3600, shuffle_items=True, shuffle_options=True))


@given(st.binary(min_size=16, max_size=16))
@few
def test_every_seed_shows_each_item_and_option_once_in_its_section(seed):
    arrangement = arrange(EXAM, seed)
    for shown, section in zip(arrangement.sections, EXAM.assessment.sections, strict=True):
        assert sorted(shown) == sorted(placed.id for placed in section.items)
    for name, labels in arrangement.options.items():
        assert sorted(labels) == sorted(option.label for option in ITEMS[name].options)
    shown = arrangement.items()
    assert shown.index("case-2") == shown.index("case-1") + 1
    assert arrange(EXAM, seed) == arrangement

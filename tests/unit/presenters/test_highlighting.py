"""What a selection makes of the highlights, whatever was highlighted before."""

from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.annotations import Highlight, Highlighted, Passage, fits
from kaochang.domain.items import Item, ItemType
from kaochang.presenters.candidate.highlighting import after, spans

STEM, MATERIAL = Passage.STEM, Passage.MATERIAL
LENGTH = 30
ITEM = Item(ItemType.CASE, "题" * LENGTH, material="料" * LENGTH)

places = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)).filter(lambda place: place[0] < place[1])
selections = st.lists(st.tuples(st.sampled_from(Passage), places), max_size=12)


def selected(*steps):
    """The highlights after these selections."""
    now = ()
    for text, (start, end) in steps:
        now = after(now, text, start, end)
    return now


def lit(highlights, text):
    """Every highlighted character."""
    return {at for start, end in spans(highlights, text) for at in range(start, end)}


def test_what_touches_or_overlaps_becomes_one():
    assert selected((STEM, (0, 3)), (STEM, (3, 6)), (STEM, (5, 9))) == (Highlight(STEM, 0, 9),)
    assert selected((STEM, (0, 3)), (STEM, (6, 9)), (STEM, (2, 7))) == (Highlight(STEM, 0, 9),)


def test_a_selection_within_a_highlight_takes_it_away_whole():
    assert selected((STEM, (2, 8)), (STEM, (4, 5))) == ()
    assert selected((STEM, (2, 8)), (STEM, (2, 8))) == ()
    assert selected((STEM, (2, 8)), (STEM, (10, 12)), (STEM, (3, 4))) == (Highlight(STEM, 10, 12),)


def test_each_text_has_its_own():
    both = selected((STEM, (2, 8)), (MATERIAL, (2, 8)))
    assert both == (Highlight(MATERIAL, 2, 8), Highlight(STEM, 2, 8))
    assert after(both, MATERIAL, 3, 4) == (Highlight(STEM, 2, 8),)


@given(selections)
def test_what_comes_out_is_always_something_an_item_can_have(steps):
    assert fits(ITEM, Highlighted(selected(*steps)))


@given(selections, st.sampled_from(Passage), places)
def test_a_selection_is_highlighted_after_it_or_nothing_of_the_place_it_lay_in_is(steps, text, place):
    before = selected(*steps)
    now = after(before, text, *place)
    wanted = set(range(*place))
    if any(start <= place[0] and place[1] <= end for start, end in spans(before, text)):
        assert not wanted & lit(now, text)
    else:
        assert lit(now, text) == lit(before, text) | wanted
    other = MATERIAL if text is STEM else STEM
    assert spans(now, other) == spans(before, other)

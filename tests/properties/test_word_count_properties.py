"""A text counted clause by clause is as long as counted whole."""

from unicodedata import east_asian_width

from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.responses import word_count

SCRAPS = st.sampled_from(("。", "，", "\n", " ", "　", "\r\n", "a", "bc", "3", "-", "客户", "𬭎", "！", ".", ","))


def whole(text):
    """Every wide character apart, the rest in runs."""
    return len("".join(f" {symbol} " if east_asian_width(symbol) in "WF" else symbol for symbol in text).split())


@given(st.lists(SCRAPS | st.text(max_size=4), max_size=60).map("".join))
def test_the_clauses_of_a_text_are_together_as_long_as_the_text(text):
    assert word_count(text) == whole(text)


@given(st.integers(0, 700), SCRAPS)
def test_a_clause_of_any_length_is_counted(times, scrap):
    assert word_count(scrap * times) == whole(scrap * times)

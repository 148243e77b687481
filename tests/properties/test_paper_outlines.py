"""Any paper, line by line: each item and each finding stands on lines that are there, and can be mended."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain import mends
from kaochang.domain.items import ItemType
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.mending import Mending
from kaochang.papers.reading import read_paper
from kaochang.papers.roster import roster_of_text
from properties.test_papers_hostile import PAPERS
from support.refusals import outcome_of

STEPS = st.one_of(
    st.builds(mends.SetKey, st.integers(0, 3), st.sampled_from(["A", "AB", "对", "甲", "甲；乙"])),
    st.builds(mends.SetType, st.integers(0, 3), st.sampled_from(list(ItemType))),
    st.builds(mends.SetOptions, st.integers(0, 3), st.just(("甲", "乙"))),
    st.builds(mends.Split, st.integers(0, 3), st.integers(0, 12), st.integers(0, 3)),
    st.builds(mends.Join, st.integers(0, 3)),
    st.builds(mends.Drop, st.integers(0, 3)),
)


@settings(max_examples=200, deadline=None)
@given(PAPERS, st.lists(STEPS, max_size=5))
def test_any_paper_has_its_places_and_takes_mends(text, steps):
    try:
        read = read_paper(text.encode("utf-8", "surrogatepass"), "paper.txt")
    except Refusal:
        return
    numbers = [line.number for line in read.lines]
    assert numbers == sorted(set(numbers))
    assert len(read.places) == len(read.paper.items)
    paper = Mending(read)
    assert [each.finding for each in paper.paper.findings] == list(read.paper.findings)
    for step in steps:
        assert outcome_of(lambda step=step: paper.apply(step)) in (Outcome.OK, Outcome.POLICY)
        places = [each.lines for each in paper.paper.items]
        assert all(place == (0, 0) or {*place} <= {*numbers} for place in places)
        assert len(paper.read().paper.items) == sum(not each.is_dropped for each in paper.paper.items)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="张王李一二甲乙\t,， 0123456789X姓名工号\n", max_size=200))
def test_any_text_is_a_roster_or_one_refusal(text):
    assert outcome_of(lambda: roster_of_text(text)) in (Outcome.OK, Outcome.EMPTY, Outcome.PAYLOAD)


@pytest.mark.parametrize("text", ["张甲\t1\n李乙\t1\n", "\ufeff姓名 工号\n张甲 1\n"])
def test_rows_of_a_pasted_roster_keep_their_lines(text):
    assert all(0 < row.line <= text.count("\n") + 1 for row in roster_of_text(text).rows)

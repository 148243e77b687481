"""Any paper can be printed and put into a table; what does not come back from the file the same is told."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from kaochang.papers.reading import read_paper
from kaochang.papers.writing import sheet, word
from support.paper_items import papers
from support.round_trips import comparable

WRITERS = pytest.mark.parametrize("write", [word.write, sheet.write], ids=["word", "xlsx"])
CALM = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@WRITERS
@CALM
@given(exported=papers())
def test_whatever_is_not_told_comes_back_the_same(write, exported):
    out = io.BytesIO()
    losses = write(exported, out, with_answers=True)
    told = {index for loss in losses for index in loss.indexes}
    if any(not loss.indexes for loss in losses):
        return
    back = read_paper(out.getvalue(), "paper")
    before = comparable(exported.items, exported.media)
    after = comparable(back.paper.items, back.media)
    for place, (ours, theirs) in enumerate(zip(before, after, strict=True)):
        if place not in told and "\\" not in str(ours):
            assert theirs == ours


@WRITERS
@CALM
@given(exported=papers())
def test_without_answers_no_item_has_a_key_or_says_how_it_is_marked(write, exported):
    out = io.BytesIO()
    write(exported, out, with_answers=False)
    once = out.getvalue()
    bare = [type(each)(each.item, type(each.scheme)()) for each in exported.items]
    out = io.BytesIO()
    write(type(exported)(exported.title, tuple(bare), exported.media), out, with_answers=False)
    assert once == out.getvalue()

"""What of the palette is shown."""

import pytest
from kaochang.domain.responses import Choice
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.finder import Filter, Finder
from screens import sample
from screens.fakes import FakeLine, HandTimer, means_of


@pytest.fixture
def exam(words):
    line = FakeLine(exam=sample.exam())
    line.sitting.respond("i1", Choice(("B",)))
    line.sitting.respond("i2", Choice(("B",)))
    line.sitting.mark("i2", True)
    line.sitting.mark("i5", True)
    return ExamPresenter(line.sitting, means_of(words, line, timer=HandTimer()), lambda state: None, lambda: None)


def _shown(exam):
    return [item for section in exam.state.palette.sections for item in sorted(section.shown)]


def test_everything_is_shown_at_first(exam):
    assert len(_shown(exam)) == 42
    assert not exam.state.palette.is_collapsed


def test_only_what_is_unanswered_and_the_item_that_is_open(exam):
    exam.go("i1")
    exam.finder.choose(Filter.UNANSWERED)
    assert "i2" not in _shown(exam)
    assert {"i1", "i3"} <= set(_shown(exam))
    exam.go("i3")
    assert "i1" not in _shown(exam)


def test_only_what_is_marked(exam):
    exam.go("i9")
    exam.finder.choose(Filter.MARKED)
    assert _shown(exam) == ["i2", "i5", "i9"]


def test_the_same_filter_once_more_shows_everything_again(exam):
    exam.finder.choose(Filter.MARKED)
    exam.finder.choose(Filter.UNANSWERED)
    exam.finder.choose(Filter.UNANSWERED)
    assert exam.state.palette.filter == Filter.ALL.value
    assert len(_shown(exam)) == 42


def test_the_counts_are_those_of_all_items_whatever_is_shown(exam):
    before = exam.state.palette
    exam.finder.choose(Filter.MARKED)
    exam.finder.toggle()
    after = exam.state.palette
    assert (after.answered, after.unanswered, after.marked) == (before.answered, before.unanswered, before.marked)
    assert after.is_collapsed


def test_a_palette_that_was_put_away_comes_back_and_each_change_is_shown():
    shown = []
    finder = Finder(lambda: shown.append(finder.chosen))
    finder.toggle()
    finder.toggle()
    finder.fold(1)
    finder.choose(Filter.MARKED)
    nothing = frozenset()
    assert shown == [
        (Filter.ALL, nothing, True),
        (Filter.ALL, nothing, False),
        (Filter.ALL, {1}, False),
        (Filter.MARKED, {1}, False),
    ]


def test_a_section_is_folded_and_unfolded_by_itself(exam):
    exam.finder.fold(1)
    assert [section.is_folded for section in exam.state.palette.sections] == [False, True, False, False, False]
    exam.finder.fold(1)
    assert not any(section.is_folded for section in exam.state.palette.sections)

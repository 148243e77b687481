"""What is noted of the input method is of the candidate who tried it."""

import pytest
from kaochang.domain.guards import Happening
from kaochang.presenters.candidate.input_test import InputTestPresenter, Tried


class Desk:
    def __init__(self):
        self.states, self.done = [], []
        self.page = InputTestPresenter(
            self.states.append, lambda what, detail: self.done.append((what, detail)), lambda: self.done.append("on")
        )
        self.page.show()

    @property
    def tried(self):
        return [state.tried for state in self.states]


@pytest.fixture
def desk():
    return Desk()


@pytest.mark.parametrize(
    ("text", "seen"), [("", False), ("kao shi 1，", False), ("考", True), ("abc 考 1", True), ("𬭎", True)]
)
def test_one_chinese_character_is_enough_wherever_it_stands(desk, text, seen):
    desk.page.typed(text)
    assert desk.tried == ([Tried.OPEN, Tried.SEEN] if seen else [Tried.OPEN])


def test_that_it_works_is_told_once_and_stays_when_the_field_is_emptied(desk):
    for text in ("考", "考试", ""):
        desk.page.typed(text)
    desk.page.works()
    assert desk.tried == [Tried.OPEN, Tried.SEEN]
    assert desk.done == [(Happening.INPUT_WORKS, ""), "on"]


def test_what_one_candidate_typed_is_no_evidence_for_the_next(desk):
    desk.page.typed("考")
    desk.page.works()
    desk.page.show()
    desk.page.works()
    assert desk.done == [(Happening.INPUT_WORKS, ""), "on", (Happening.INPUT_UNTRIED, ""), "on"]


def test_who_goes_on_without_it_is_noted_as_that_though_it_worked_before(desk):
    desk.page.typed("考")
    desk.page.fails()
    desk.page.go_on_without()
    assert (desk.tried[-1], desk.done) == (Tried.FAILED, [(Happening.INPUT_FAILS, ""), "on"])

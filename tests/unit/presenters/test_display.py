"""How the exam is shown: the choice, and when its panel goes by itself."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from kaochang.domain.annotations import Shown
from kaochang.presenters.candidate.display import FIRST_THEME, DisplayPresenter
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import Confirmation, Final
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.theme import THEMES
from screens import sample
from screens.fakes import FakeLine, HandTimer, means_of


class Desk:
    """A presenter, and what it told."""

    def __init__(self):
        self.states, self.sizes, self.seen = [], [], []
        self.display = DisplayPresenter(lambda: self.states.append(self.display.state))
        self.exam = SimpleNamespace(resize=self.sizes.append, tools=SimpleNamespace(see=self.seen.append))


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def body(words):
    line = FakeLine(exam=sample.short_exam())
    return ExamPresenter(line.sitting, means_of(words, line, timer=HandTimer()), lambda _: None, lambda: None).state


def test_it_begins_with_the_first_theme_there_is(desk):
    assert desk.display.state.theme == FIRST_THEME == THEMES[0]


def test_a_choice_is_told_once(desk):
    desk.display.choose_theme("dark")
    desk.display.choose_theme("dark")
    assert [state.theme for state in desk.states] == ["dark"]


def test_a_size_is_handed_on_to_the_exam(desk):
    desk.display.attend(desk.exam)
    desk.display.choose_size(TypeSize.HUGE)
    desk.display.choose_size(TypeSize.HUGE)
    assert desk.sizes == [TypeSize.NORMAL, TypeSize.HUGE]


def test_the_size_is_the_one_the_exam_shows(desk, body):
    assert desk.display.follow(replace(body, size=TypeSize.LARGE), is_another=False).size is TypeSize.LARGE


def test_the_panel_opens_and_closes(desk):
    desk.display.toggle()
    desk.display.toggle()
    desk.display.toggle()
    desk.display.close()
    assert [state.is_open for state in desk.states] == [True, False, True, False]


def test_what_must_be_seen_now_closes_the_panel(desk, body):
    desk.display.toggle()
    assert desk.display.follow(body, is_another=False).is_open
    asked = replace(body, overlay=Confirmation(Final.HAND_IN, ""))
    assert not desk.display.follow(asked, is_another=False).is_open


def test_another_screen_closes_the_panel_and_keeps_the_choice(desk, body):
    desk.display.choose_theme("soft")
    desk.display.toggle()
    state = desk.display.follow(body, is_another=True)
    assert (state.is_open, state.theme) == (False, "soft")


def test_the_next_candidate_begins_anew(desk):
    desk.display.choose_theme("contrast")
    desk.display.choose_size(TypeSize.HUGE)
    desk.display.forget()
    assert (desk.display.state.theme, desk.display.state.size) == (FIRST_THEME, TypeSize.NORMAL)


def test_what_is_chosen_is_told_to_the_exam_once_and_from_then_on(desk, body):
    desk.display.choose_theme("dark")
    desk.display.attend(desk.exam)
    desk.display.follow(replace(body, size=TypeSize.LARGE), is_another=False)
    desk.display.follow(replace(body, size=TypeSize.LARGE), is_another=False)
    desk.display.choose_theme("light")
    desk.display.follow(replace(body, size=TypeSize.NORMAL), is_another=False)
    assert desk.seen == [Shown("dark", "normal"), Shown("dark", "large"), Shown("light", "normal")]


def test_who_chose_nothing_tells_nothing(desk, body):
    desk.display.attend(desk.exam)
    desk.display.follow(body, is_another=True)
    assert desk.seen == []


def test_what_was_chosen_comes_back_with_the_attempt(desk):
    desk.display.come_back(Shown("dark", "huge"))
    desk.display.attend(desk.exam)
    assert (desk.display.state.theme, desk.sizes) == ("dark", [TypeSize.HUGE])


def test_what_was_chosen_since_is_newer(desk):
    desk.display.choose_theme("soft")
    desk.display.come_back(Shown("dark", "huge"))
    assert (desk.display.state.theme, desk.display.state.size) == ("soft", TypeSize.HUGE)


def test_names_that_this_program_does_not_know_are_none(desk):
    desk.display.come_back(Shown("sepia", "gigantic"))
    assert (desk.display.state.theme, desk.display.state.size) == (FIRST_THEME, TypeSize.NORMAL)


def test_an_attempt_without_a_choice_changes_nothing(desk):
    desk.display.choose_theme("soft")
    desk.display.come_back(None)
    assert desk.display.state.theme == "soft"


def test_the_next_candidates_choice_is_not_told_to_the_last_exam(desk):
    desk.display.attend(desk.exam)
    desk.display.forget()
    desk.display.choose_theme("dark")
    desk.display.choose_size(TypeSize.HUGE)
    assert (desk.seen, desk.sizes) == ([], [TypeSize.NORMAL])

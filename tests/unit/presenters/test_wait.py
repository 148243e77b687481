"""Waiting for the hour: nobody is sent on by a slip, and whoever leaves is not led on later."""

import pytest
from kaochang.presenters.candidate.wait import LOGIN_BEFORE_MS, WaitPresenter
from screens import sample
from screens.fakes import FakeLine, StandingClock, means_of

MINUTE = 60_000
DAY = 24 * 60 * MINUTE


class Desk:
    """A wait for the login of a session that opens after so long."""

    def __init__(self, words, early):
        self.line = FakeLine(clock=StandingClock(sample.START_WALL - LOGIN_BEFORE_MS - early))
        self.words, self.states, self.went = words, [], []
        self.wait = WaitPresenter(means_of(words, self.line), self.states.append)

    def begin(self):
        self.wait.for_login(self.line.room, lambda: self.went.append("login"))

    def seconds(self, count):
        for _ in range(count):
            self.line.clock.advance(1_000)
            self.wait.tick()


@pytest.fixture
def desk(words):
    made = Desk(words, MINUTE)
    made.wait.change = lambda: made.went.append("picker")
    made.begin()
    return made


def test_to_go_on_by_hand_is_asked_first(desk):
    desk.wait.go_on()
    assert (desk.went, desk.states[-1].asks) == ([], False)
    desk.wait.ask()
    assert desk.states[-1].asks
    desk.wait.go_on()
    assert desk.went == ["login"]
    desk.wait.go_on()
    desk.seconds(120)
    assert desk.went == ["login"], "once"


def test_who_says_that_the_date_is_right_waits_on(desk):
    desk.wait.ask()
    desk.wait.stay()
    assert not desk.states[-1].asks
    desk.wait.go_on()
    assert desk.went == []
    desk.seconds(60)
    assert desk.went == ["login"]


def test_the_next_one_who_waits_is_asked_anew(desk):
    desk.wait.ask()
    desk.wait.leave()
    desk.begin()
    assert not desk.states[-1].asks
    desk.wait.go_on()
    assert desk.went == []


def test_who_goes_to_another_session_is_not_led_to_the_login_of_this_one(desk):
    desk.wait.change_session()
    desk.seconds(120)
    desk.wait.ask()
    desk.wait.go_on()
    desk.wait.change_session()
    assert desk.went == ["picker"]


def test_where_there_is_one_session_only_there_is_no_other(words):
    desk = Desk(words, MINUTE)
    desk.begin()
    assert desk.states[-1].change == ""
    desk.wait.change_session()
    desk.seconds(60)
    assert desk.went == ["login"]


@pytest.mark.parametrize(("early", "left"), [(DAY - 1_000, "23:59:59"), (DAY, None), (3 * DAY - 1, None)])
def test_a_whole_day_is_told_in_days(words, early, left):
    desk = Desk(words, early)
    desk.begin()
    assert desk.states[-1].left == (left or words("candidate.wait.days", days=early // DAY))

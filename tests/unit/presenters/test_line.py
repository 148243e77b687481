"""Small rules of the way to the exam: what is masked, when a PC is held, when a login opens."""

from types import SimpleNamespace

import msgspec
import pytest
from kaochang.domain.assessments import Lockdown, Rules
from kaochang.presenters import phrases
from kaochang.presenters.candidate.hold import is_held, level_of
from kaochang.presenters.candidate.wait import LOGIN_BEFORE_MS, WaitPresenter
from screens import sample
from screens.fakes import ZONE, FakeLine, FakeRoomFile, StandingClock, means_of


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("310101199003074219", "3101 **** **** 9"),
        ("3101 0119 9003 0742 1X", "3101 **** **** X"),
        ("123456789", "1234 **** **** 9"),
        ("12345678", "********"),
        ("", ""),
    ],
)
def test_of_an_identity_number_neighbours_see_both_ends_of_a_long_one_and_nothing_of_a_short_one(number, shown):
    assert phrases.masked(number) == shown


def test_a_window_says_its_second_date_only_where_it_has_one(words):
    opens = sample.START_WALL
    assert phrases.window(words, opens, opens + 3_600_000, ZONE) == "2026 年 11 月 21 日 09:30 – 10:30"
    over_night = phrases.window(words, opens, opens + 86_400_000, ZONE)
    assert over_night == "2026 年 11 月 21 日 09:30 – 2026 年 11 月 22 日 09:30"


def _room(level: Lockdown) -> FakeRoomFile:
    return FakeRoomFile(sample.short_exam(Rules(duration_s=60, lockdown=level)))


@pytest.mark.parametrize(
    ("level", "now", "held"),
    [
        (Lockdown.STANDARD, sample.SESSION.opens - LOGIN_BEFORE_MS, True),
        (Lockdown.STANDARD, sample.SESSION.opens - LOGIN_BEFORE_MS - 1, False),
        (Lockdown.STRICT, sample.SESSION.closes - 1, True),
        (Lockdown.STRICT, sample.SESSION.closes, False),
        (Lockdown.OBSERVE, sample.SESSION.opens, False),
    ],
)
def test_a_pc_is_held_from_the_opening_of_the_login_to_the_session_s_end(level, now, held):
    assert is_held(_room(level), now) is held


def test_the_strictest_exam_of_a_session_says_how_much_is_held():
    strict, loose = _room(Lockdown.STRICT), _room(Lockdown.OBSERVE)

    both = SimpleNamespace(fronts={"a": loose.fronts["kf2"], "b": strict.fronts["kf2"]})
    assert level_of(both) is Lockdown.STRICT


def test_a_wait_goes_on_once_and_not_after_it_was_left(words):
    line = FakeLine(clock=StandingClock(sample.START_WALL - 1_000))
    states, gone = [], []
    wait = WaitPresenter(means_of(words, line), states.append)
    wait.for_start(line.room, sample.TICKET, lambda: gone.append(1))
    assert (len(states), gone) == (1, [])
    line.clock.advance(1_000)
    wait.tick()
    wait.tick()
    assert gone == [1]
    line.clock.advance(-1_000)
    wait.for_start(line.room, sample.TICKET, lambda: gone.append(2))
    wait.leave()
    line.clock.advance(1_000)
    wait.tick()
    assert gone == [1]


def test_a_date_that_is_set_forward_goes_on_at_once(words):
    line = FakeLine(clock=StandingClock(sample.START_WALL - 3_600_000))
    gone = []
    wait = WaitPresenter(means_of(words, line), lambda _: None)
    wait.for_start(line.room, msgspec.structs.replace(sample.TICKET, seat=""), lambda: gone.append(1))
    line.clock.now = sample.START_WALL + 5
    wait.tick()
    assert gone == [1]

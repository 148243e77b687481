"""The waiting time of a page: told by what the flows counted, run down by the clock that no user sets."""

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.candidate.tries import Tries
from screens.fakes import StandingClock


@pytest.fixture
def clock():
    return StandingClock()


def wrong(seconds):
    return Refusal(Outcome.CODE, "pin.wrong", seconds=seconds)


@pytest.mark.parametrize(("seconds", "said"), [(0, ""), (5, "5 秒"), (60, "1 分钟")])
def test_a_wrong_code_waits_as_long_as_its_refusal_says(clock, words, seconds, said):
    tries = Tries(clock)
    tries.take(wrong(seconds))
    assert said in tries.wait(words)
    assert bool(tries.wait(words)) == bool(said)


def test_the_waiting_time_runs_down_with_the_clock(clock, words):
    tries = Tries(clock)
    tries.begin(5)
    clock.advance(3_000)
    assert "2 秒" in tries.wait(words)
    clock.advance(1_999)
    assert "1 秒" in tries.wait(words)
    clock.advance(1)
    assert tries.wait(words) == ""


def test_setting_the_pc_s_date_forward_shortens_nothing(clock, words):
    class Moved(StandingClock):
        def wall(self):
            return self.now + 86_400_000

    tries = Tries(clock)
    tries.begin(5)
    tries._clock = Moved()
    assert "5 秒" in tries.wait(words)


@pytest.mark.parametrize(
    "error",
    [
        Refusal(Outcome.CODE, "code.room-key"),
        Refusal(Outcome.MISSING, "room-key.missing", room="R01"),
        Refusal(Outcome.DISK_FULL, "io.disk-full"),
        ValueError(),
    ],
)
def test_what_was_not_counted_makes_nobody_wait(clock, words, error):
    tries = Tries(clock)
    tries.take(error)
    assert tries.wait(words) == ""

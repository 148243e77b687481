"""Wrong codes typed into the window make the next try wait, and nothing locks for good."""

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.candidate.tries import Tries
from screens.fakes import StandingClock

WRONG = Refusal(Outcome.CODE, "pin.wrong")


@pytest.fixture
def clock():
    return StandingClock()


def test_two_wrong_codes_are_free_and_from_the_third_on_each_waits_longer(clock, words):
    tries = Tries(clock)
    waits = []
    for _ in range(7):
        tries.take(WRONG)
        waits.append(tries.wait(words))
        clock.advance(60_000)
    assert waits[:2] == ["", ""]
    spans = ("5 秒", "15 秒", "30 秒", "1 分钟", "1 分钟")
    assert all(f"：{span}后" in wait for span, wait in zip(spans, waits[2:], strict=True))
    assert tries.wait(words) == ""


def test_the_waiting_time_runs_down_with_the_clock(clock, words):
    tries = Tries(clock)
    for _ in range(3):
        tries.take(WRONG)
    clock.advance(3_000)
    assert "2 秒" in tries.wait(words)
    clock.advance(2_000)
    assert tries.wait(words) == ""


def test_setting_the_pc_s_date_forward_shortens_nothing(clock, words):
    class Moved(StandingClock):
        def wall(self):
            return self.now + 86_400_000

    tries = Tries(clock)
    for _ in range(3):
        tries.take(WRONG)
    tries._clock = Moved()
    assert "5 秒" in tries.wait(words)


@pytest.mark.parametrize(
    "error",
    [
        Refusal(Outcome.CODE, "code.room-key"),
        Refusal(Outcome.POLICY, "exam.room-key-needed"),
        Refusal(Outcome.DISK_FULL, "io.disk-full"),
        ValueError(),
    ],
)
def test_what_is_no_guess_is_not_counted(clock, words, error):
    tries = Tries(clock)
    for _ in range(9):
        tries.take(error)
    assert tries.wait(words) == ""


def test_a_right_code_begins_anew(clock, words):
    tries = Tries(clock)
    for _ in range(9):
        tries.take(WRONG)
    tries.clear()
    tries.take(WRONG)
    assert tries.wait(words) == ""

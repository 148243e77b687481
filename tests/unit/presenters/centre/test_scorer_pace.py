"""The time of a response: what counts, and what does not."""

from kaochang.presenters.centre.scorer_pace import IDLE_MS, Pace, Standing


def test_time_counts_on_until_nothing_was_done_for_two_minutes():
    pace = Pace(0)
    assert (pace.spent(60_000), pace.standing(60_000)) == (60_000, Standing.RUNS)
    assert (pace.spent(600_000), pace.standing(600_000)) == (IDLE_MS, Standing.IDLE)
    pace.touch(600_000)
    assert (pace.spent(605_000), pace.standing(605_000)) == (IDLE_MS + 5_000, Standing.RUNS)


def test_no_time_counts_while_the_window_is_left():
    pace = Pace(0)
    pace.away(10_000, is_away=True)
    pace.touch(20_000)
    assert (pace.spent(50_000), pace.standing(50_000)) == (10_000, Standing.AWAY)
    pace.away(50_000, is_away=False)
    assert pace.spent(51_000) == 11_000


def test_a_pace_is_told_once_there_are_some_and_a_second_look_counts_for_none():
    pace = Pace(0)
    for number in range(1, 4):
        assert pace.per_hour() is None
        pace.end(number * 18_000, is_new=True)
        pace.begin(number * 18_000)
    assert (pace.done, pace.per_hour()) == (3, 200)
    pace.end(99_000, is_new=False)
    assert (pace.done, pace.per_hour()) == (3, 200)

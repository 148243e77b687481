"""Numbers, times and texts as people read them."""

from datetime import timedelta, timezone

import pytest
from kaochang.presenters import phrases


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [(7_200_000, "02:00:00"), (7_199_001, "02:00:00"), (1, "00:00:01"), (0, "00:00:00"), (-5, "00:00:00")],
)
def test_a_second_that_has_begun_is_still_shown(milliseconds, shown):
    assert phrases.countdown(milliseconds) == shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(6_660, "1 小时 51 分"), (7_200, "2 小时"), (892, "14 分 52 秒"), (900, "15 分钟"), (40, "40 秒"), (0, "0 秒")],
)
def test_spans_are_said_in_two_units_at_most(words, seconds, said):
    assert phrases.duration(words, seconds) == said


def test_times_of_day_are_those_of_the_zone():
    zone = timezone(timedelta(hours=8))
    assert phrases.clock_time(1_795_224_600_000, zone) == "09:30:00"
    assert phrases.clock_time(1_795_224_600_000, zone, seconds=False) == "09:30"


def test_the_date_of_a_wall_time(words):
    zone = timezone(timedelta(hours=8))
    assert phrases.date(words, 1_795_224_600_000, zone) == "2026 年 11 月 21 日"


def test_a_time_of_another_day_is_told_with_its_date(words):
    zone, now, day = timezone(timedelta(hours=8)), 1_795_224_600_000, 86_400_000
    assert phrases.time_as_of(words, now, now + 3_600_000, zone) == "10:30"
    assert phrases.time_as_of(words, now, now - day, zone) == "2026 年 11 月 20 日 09:30"


def test_lines_are_those_that_say_something():
    assert (phrases.lines("", "一", "", "二"), phrases.lines("")) == ("一\n二", "")


def test_long_numbers_are_grouped_and_other_numbers_are_not():
    assert phrases.grouped("2026112103020017") == "2026 1121 0302 0017"
    assert phrases.grouped("KF20817") == "KF20817"


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("", []),
        ("1", ["1"]),
        ("1 2", ["1", "2"]),
        ("1 2 3", ["1–3"]),
        ("1 3 5 6", ["1", "3", "5", "6"]),
        ("2 9 10 11 12 15", ["2", "9–12", "15"]),
    ],
)
def test_three_numbers_in_a_row_are_told_by_the_first_and_the_last(numbers, told):
    assert phrases.runs(numbers.split()) == told

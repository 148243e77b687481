"""What is seen of a PC's clocks between two looks."""

import pytest
from kaochang.domain.attempts import Cause
from kaochang.domain.outages import Gap
from kaochang.flow.clock_watch import ClockWatch
from support.clocks import ManualClock

SECOND = 1_000


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def watch(clock):
    return ClockWatch(clock)


def test_a_pc_that_runs_is_no_news(watch, clock):
    for _ in range(100):
        clock.go_on(SECOND)
        look = watch.look()
        assert not look.is_news
        watch.seen(look)


def test_what_was_not_seen_is_told_again(watch, clock):
    clock.go_on(60 * SECOND)
    assert watch.look() == watch.look()
    assert watch.look().standstill == Gap(Cause.CRASH, 5 * SECOND, 55 * SECOND)


def test_what_was_seen_is_not_told_again(watch, clock):
    clock.sleep(60 * SECOND)
    look = watch.look()
    assert look.standstill == Gap(Cause.CANDIDATE, 5 * SECOND, 55 * SECOND)
    watch.seen(look)
    assert not watch.look().is_news


def test_a_date_that_is_set_after_a_look_is_told_by_the_next(watch, clock):
    look = watch.look()
    clock.set_wall(clock.wall() + 3_600 * SECOND)
    watch.seen(look)
    assert watch.look().jump == 3_600 * SECOND


def test_whatever_happened_before_it_begins_is_no_news(watch, clock):
    clock.go_on(60 * SECOND)
    clock.set_wall(0)
    watch.begin()
    assert not watch.look().is_news

"""Sticks are looked at now and then beside everything else, and only news is told."""

from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.carried_logs import Carried, Seen
from kaochang.presenters.candidate.stick_hint import LOOK_MS, StickHint
from screens.fakes import FakeLine, HandTimer, HeldRunner, means_of

LOG = Carried((Path("/media/stick/a.kcj"),), 9, is_cut=False)


class Desk:
    def __init__(self, words):
        self.line, self.aside, self.told = FakeLine(), HeldRunner(), []
        means = means_of(words, self.line, HeldRunner(), HandTimer(), self.aside)
        self.hint = StickHint(means, lambda: self.told.append(self.hint.logs))
        self.hint.begin(lambda: self.line.carried(None, None))

    def later(self):
        self.line.clock.advance(LOOK_MS)
        self.hint.tick()


@pytest.fixture
def desk(words):
    return Desk(words)


def test_the_first_look_is_at_once_and_the_next_ones_now_and_then(desk):
    desk.hint.tick()
    desk.line.seen = Seen((LOG,))
    desk.hint.tick()
    assert desk.told == []
    desk.later()
    desk.later()
    assert desk.told == [(LOG,)]
    desk.line.seen = Seen()
    desk.later()
    assert desk.told == [(LOG,), ()]


def test_looks_are_made_one_at_a_time(desk):
    desk.aside.is_held = True
    desk.later()
    desk.later()
    assert len(desk.aside.waiting) == 1


def test_a_look_that_fails_is_made_again(desk):
    desk.line.troubles["carried"] = Refusal(Outcome.IO, "io.failed")
    desk.hint.tick()
    desk.line.troubles.clear()
    desk.line.seen = Seen((LOG,))
    desk.later()
    assert desk.told == [(LOG,)]


@pytest.mark.parametrize("fails", [False, True])
def test_who_has_left_is_told_nothing(desk, fails):
    desk.aside.is_held = True
    desk.line.seen = Seen((LOG,))
    if fails:
        desk.line.troubles["carried"] = Refusal(Outcome.IO, "io.failed")
    desk.hint.tick()
    desk.hint.end()
    desk.aside.step()
    desk.later()
    assert (desk.told, desk.aside.waiting) == ([], [])

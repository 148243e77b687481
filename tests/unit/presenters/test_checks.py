"""What a PC finds of itself belongs to the exam that it looked at, and a date that can be right is not doubted."""

import pytest
from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.pc_look import PcLook
from kaochang.presenters.candidate.checks import SelfCheck
from screens import sample
from screens.fakes import FakeLine, FakeRoomFile, HeldRunner, means_of

HALF_A_DAY = 12 * 3_600_000


class Desk:
    """A PC before the login; what takes long is done when the test says so."""

    def __init__(self, words):
        self.words, self.line, self.aside, self.changes = words, FakeLine(), HeldRunner(is_held=True), []
        self.checks = SelfCheck(means_of(words, self.line, aside=self.aside), lambda: self.changes.append(1))

    def look(self, room=None):
        self.checks.look(self.line, room or self.line.room)

    def finish(self):
        while self.aside.waiting:
            self.aside.step()

    def says(self, key, **params):
        """Whether the line tells this."""
        return self.words(f"candidate.check.{key}", **params) in [each.text for each in self.checks.faces()]


@pytest.fixture
def desk(words):
    return Desk(words)


def test_what_was_read_whole_is_not_read_again_and_the_pc_is_looked_at_each_time(desk):
    desk.look()
    assert (desk.says("exam.open"), desk.says("disk.open")) == (True, True)
    desk.finish()
    assert (desk.says("exam"), desk.says("disk")) == (True, True)
    desk.line.pc, desk.line.whole = PcLook("full"), False
    desk.look()
    assert (desk.says("exam"), desk.says("disk.open")) == (True, True)
    desk.finish()
    assert (desk.says("exam"), desk.says("disk.full")) == (True, True)


def test_of_another_exam_nothing_is_known_before_it_was_read(desk):
    desk.look()
    desk.finish()
    desk.line.whole = False
    desk.look(FakeRoomFile(desk.line.exam))
    assert desk.says("exam.open")
    desk.finish()
    assert desk.says("exam.doubt")


def test_what_was_found_of_the_exam_before_is_not_told_of_this_one(desk):
    desk.look()
    first = list(desk.aside.waiting)
    desk.aside.waiting.clear()
    desk.look(FakeRoomFile(desk.line.exam))
    for work in first:
        work()
    assert desk.says("exam.open")


def test_a_doubted_disk_is_looked_at_again_one_look_at_a_time(desk):
    desk.line.pc = PcLook("full")
    desk.look()
    desk.finish()
    for _ in range(3):
        desk.line.clock.advance(5_000)
        desk.checks.tick()
    assert len(desk.aside.waiting) == 1
    desk.line.pc = PcLook()
    desk.finish()
    assert desk.says("disk")
    desk.line.clock.advance(5_000)
    desk.checks.tick()
    assert desk.aside.waiting == []


def test_a_second_look_that_fails_is_made_again(desk):
    desk.line.pc = PcLook("full")
    desk.look()
    desk.finish()
    desk.line.troubles["look_at_pc"] = Refusal(Outcome.IO, "io.failed")
    for _ in range(2):
        desk.line.clock.advance(5_000)
        desk.checks.tick()
        assert len(desk.aside.waiting) == 1
        desk.finish()
    assert desk.says("disk.full")


def test_what_was_found_of_the_disk_for_the_exam_before_is_not_told_of_this_one(desk):
    desk.line.pc = PcLook("second")
    desk.look()
    first = list(desk.aside.waiting)
    desk.aside.waiting.clear()
    desk.look(FakeRoomFile(desk.line.exam))
    for work in first:
        work()
    assert desk.says("disk.open")


@pytest.mark.parametrize(
    ("wall", "is_doubted"),
    [
        (sample.SESSION.opens - HALF_A_DAY, False),
        (sample.SESSION.opens - HALF_A_DAY - 1, True),
        (sample.SESSION.closes + HALF_A_DAY, False),
        (sample.SESSION.closes + HALF_A_DAY + 1, True),
    ],
)
def test_a_date_is_doubted_half_a_day_away_from_the_session(desk, wall, is_doubted):
    desk.line.clock.now = wall
    desk.look()
    doubts = [each for each in desk.checks.faces() if each.is_good is False]
    assert bool(doubts) is is_doubted


def test_a_guard_tells_what_is_new_and_nothing_twice(desk):
    desk.checks.guarded([GuardReport("focus", GuardState.HELD, "")])
    assert (desk.says("guards"), len(desk.changes)) == (True, 1)
    for _ in range(2):
        desk.checks.noted(Happening.GUARD_DEGRADED, "focus")
    assert (desk.says("guards"), len(desk.changes)) == (False, 2)
    desk.checks.noted(Happening.GUARD_HELD, "focus")
    assert (desk.says("guards"), len(desk.changes)) == (True, 3)
    desk.checks.noted(Happening.FOCUS_LOST, "focus")
    assert len(desk.changes) == 3

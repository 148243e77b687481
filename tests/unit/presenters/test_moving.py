"""An attempt leaves its PC step by step: whatever fails or comes late, it is at exactly one place and loses nothing."""

from pathlib import Path

import pytest
from kaochang.domain.attempts import Left, Phase, Wait
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.presenters.candidate.code import CodeState
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.gestures import Written
from kaochang.presenters.candidate.moving import Ends, MovingPresenter
from screens import sample
from screens.fakes import START_CODE, FakeLine, HandTimer, HeldRunner, means_of

FIRST, SECOND = Path("/media/first"), Path("/media/second")
GONE = Refusal(Outcome.MISSING, "stick.gone", str(FIRST))


class Desk:
    """A candidate at an essay whose attempt is to move, and everything around."""

    def __init__(self, words):
        self.words = words
        self.line = FakeLine(sample.short_exam(sample.Rules(duration_s=600, warnings_s=())))
        self.line.targets = (FIRST, SECOND)
        self.runner, self.aside = HeldRunner(), HeldRunner()
        means = means_of(words, self.line, self.runner, HandTimer(), self.aside)
        self.sitting, self.went, self.states, self.told = self.line.sitting, [], [], []
        self.exam = ExamPresenter(self.sitting, means, lambda _: None, lambda: self.went.append("closed"))
        self.exam.go("i9")
        ends = Ends(
            lambda: self.went.append("exam"), lambda: self.went.append("login"), lambda *told: self.told.append(told)
        )
        self.moving = MovingPresenter(self.line, means, self.states.append, ends)

    def begin(self):
        self.moving.begin(self.line.room, sample.TICKET, self.exam, self.sitting)

    def choose(self, place=0):
        """Takes a stick, and types the start code."""
        self.moving.choose(place)
        for index, group in enumerate(START_CODE.split("-")):
            self.moving.code.type_group(index, group)
        self.moving.code.start()

    @property
    def state(self):
        return self.states[-1]

    @property
    def left(self):
        return [event for event in self.sitting.saved if isinstance(event, Left)]

    def is_at(self, stage):
        return self.state.title == self.words(f"candidate.moving.{stage}")


@pytest.fixture
def desk(words):
    return Desk(words)


@pytest.fixture
def moving(desk):
    desk.begin()
    return desk


def test_the_log_lies_on_the_stick_before_the_attempt_leaves_and_once_more_with_its_last_row(moving):
    moving.exam.respond(Written("最后一句"))
    moving.choose()
    assert [(stick, wall) for stick, wall in moving.line.given_to] == [(FIRST, None), (FIRST, moving.line.clock.wall())]
    assert moving.sitting.state.responses == {"i9": Text("最后一句")}
    assert (len(moving.left), moving.sitting.state.wait) == (1, Wait.MOVE)
    ((notice, then),) = moving.told
    assert str(FIRST) in dict(notice.facts)[moving.words("candidate.moved.place")]
    assert moving.went == []
    then()
    assert moving.went == ["login"]


def test_a_row_that_is_not_there_chooses_nothing(moving):
    moving.moving.choose(2)
    assert not isinstance(moving.state, CodeState)


def test_nothing_is_chosen_and_nobody_goes_back_while_it_is_copied(moving):
    moving.runner.is_held = True
    moving.choose()
    moving.runner.step()
    assert moving.is_at("copying")
    moving.moving.choose(1)
    moving.moving.go_back()
    assert moving.is_at("copying")
    while moving.runner.waiting:
        moving.runner.step()
    assert {stick for stick, _ in moving.line.given_to} == {FIRST}
    assert (moving.went, len(moving.left), len(moving.told)) == ([], 1, 1)


def test_until_the_codes_are_right_nothing_is_copied_and_back_leads_step_by_step_to_the_exam(moving):
    moving.moving.choose(0)
    assert isinstance(moving.state, CodeState)
    for index, group in enumerate(START_CODE.split("-")):
        moving.moving.code.type_group(index, group)
    moving.moving.go_back()
    moving.moving.code.start()
    assert moving.is_at("stick"), "codes that were typed move nothing once somebody went back"
    moving.moving.choose(0)
    assert not any(group.text for group in moving.state.code.groups), "what was typed before is forgotten"
    moving.moving.go_back()
    moving.moving.go_back()
    assert (moving.went, moving.line.given_to, moving.left) == (["exam"], [], [])
    before = len(moving.states)
    moving.moving.tick()
    moving.moving.choose(0)
    assert len(moving.states) == before, "the pages are left"


def test_where_the_first_copy_fails_the_attempt_stays_and_another_stick_is_taken(moving):
    moving.line.troubles["give"] = GONE
    moving.choose()
    assert moving.is_at("stick")
    assert (moving.state.refused is not None, moving.left) == (True, [])
    assert moving.sitting.state.phase is Phase.INTERACTING
    moving.line.troubles.clear()
    moving.choose(1)
    assert [stick for stick, _ in moving.line.given_to] == [SECOND, SECOND]
    assert len(moving.left) == 1


def test_where_the_last_copy_fails_it_is_made_again_and_never_the_exam_gone_back_to(moving):
    moving.line.troubles["give_again"] = GONE
    moving.choose()
    assert moving.is_at("again")
    assert moving.state.refused is not None
    moving.moving.code.start()
    assert moving.is_at("again"), "the codes are forgotten as soon as they were right"
    moving.line.troubles.clear()
    moving.moving.choose(1)
    assert moving.line.given_to[-1] == (SECOND, moving.line.clock.wall())
    assert (len(moving.left), len(moving.told)) == (1, 1)


def test_a_copy_that_cannot_be_repeated_lets_go_to_the_login(moving):
    moving.line.troubles["give_again"] = GONE
    moving.choose()
    moving.moving.go_back()
    assert moving.went == ["login"]


def test_another_stick_takes_the_refusal_off_the_page(moving):
    moving.line.troubles["give"] = GONE
    moving.choose()
    moving.line.troubles.clear()
    moving.runner.is_held = True
    moving.choose()
    moving.runner.step()
    assert moving.is_at("copying")
    assert moving.state.refused is None


def test_who_begins_anew_finds_no_refusal_of_the_time_before(desk):
    desk.begin()
    desk.line.troubles["give"] = GONE
    desk.choose()
    desk.moving.go_back()
    desk.aside.is_held = True
    desk.begin()
    assert (desk.state.refused, desk.state.rows) == (None, ())
    desk.aside.step()
    assert len(desk.state.rows) == 2


def test_sticks_are_looked_for_one_look_at_a_time_and_again_after_one_that_failed(desk):
    desk.aside.is_held = True
    desk.begin()
    for _ in range(3):
        desk.moving.tick()
    assert len(desk.aside.waiting) == 1
    desk.line.troubles["move_targets"] = GONE
    desk.aside.step()
    assert (desk.state.refused is not None, desk.aside.waiting) == (True, [])
    desk.line.troubles.clear()
    desk.moving.tick()
    desk.aside.step()
    assert len(desk.state.rows) == 2
    before = len(desk.states)
    desk.moving.tick()
    desk.aside.step()
    assert len(desk.states) == before, "the same sticks are nothing new"


def test_where_the_last_row_cannot_be_saved_the_page_says_so_until_it_is(moving):
    moving.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    moving.choose()
    assert (moving.is_at("copying"), moving.state.refused) == (True, None)
    moving.moving.tick()
    assert moving.state.refused is not None
    assert len(moving.line.given_to) == 1
    moving.sitting.trouble = None
    moving.exam.retry_saving()
    assert (len(moving.left), len(moving.told)) == (1, 1)


def test_an_attempt_that_ends_while_it_is_copied_is_handed_in_and_never_left(moving):
    moving.runner.is_held = True
    moving.choose()
    moving.line.clock.advance(601_000)
    while moving.runner.waiting:
        moving.runner.step()
    assert moving.sitting.state.phase is Phase.CLOSED
    assert (moving.went, moving.left, moving.told) == (["closed"], [], [])


def test_the_pages_show_the_clock_that_goes_on_until_the_attempt_has_left(moving):
    assert moving.state.clock == "00:10:00"
    before = len(moving.states)
    moving.moving.tick()
    assert len(moving.states) == before
    moving.line.clock.advance(5_000)
    moving.moving.tick()
    assert moving.state.clock == "00:09:55"
    moving.moving.choose(0)
    moving.line.clock.advance(5_000)
    moving.moving.tick()
    assert (type(moving.state), moving.state.clock) == (CodeState, "00:09:50")
    moving.moving.go_back()
    moving.line.troubles["give_again"] = GONE
    moving.choose()
    assert (moving.is_at("again"), moving.state.clock) == (True, "")

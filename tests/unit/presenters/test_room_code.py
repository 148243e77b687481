"""The room code's presenter: which room it asks for, what a wrong code costs, what goes elsewhere."""

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.candidate.room_code import RoomCodePresenter
from screens import sample
from screens.fakes import ROOM_CODE, START_CODE, HeldRunner, certified_line, means_of


class Desk:
    def __init__(self, words):
        self.line = certified_line()
        self.runner = HeldRunner()
        self.states, self.opened, self.failed = [], [], []
        means = means_of(words, self.line, self.runner)
        self.presenter = RoomCodePresenter(
            self.line,
            means,
            self.states.append,
            self.opened.append,
            self.failed.append,
        )
        self.presenter.show(self.line.door(), 0)

    @property
    def state(self):
        return self.states[-1]

    def type(self, code=ROOM_CODE):
        for index, group in enumerate(code.split("-")):
            self.presenter.type_group(index, group)

    def wrong(self, times):
        self.type(START_CODE)
        for _ in range(times):
            self.presenter.open()


@pytest.fixture
def desk(words):
    return Desk(words)


def test_it_says_which_room_of_which_session_the_code_must_be_of(desk):
    assert [value for _, value in desk.state.facts] == [sample.ROOM.name, "第二场", "2026 年 11 月 21 日 09:30"]


def test_the_right_code_opens_the_room_and_is_forgotten(desk):
    desk.type()
    assert desk.state.may_open
    desk.presenter.open()
    assert desk.opened == [desk.line.room]
    assert desk.presenter._state.code.text == "--"


def test_half_a_code_is_not_tried(desk):
    desk.presenter.type_group(0, ROOM_CODE.split("-")[0])
    desk.presenter.open()
    assert not desk.opened
    assert desk.state.refused is None


def test_a_second_press_while_it_opens_does_nothing(desk):
    desk.type()
    desk.runner.is_held = True
    desk.presenter.open()
    desk.presenter.open()
    assert desk.state.is_busy
    assert len(desk.runner.waiting) == 1


def test_a_wrong_code_is_said_here_and_from_the_third_on_it_waits(desk, words):
    desk.wrong(2)
    assert desk.state.refused.message == words("candidate.room-code.wrong")
    assert desk.state.may_open
    desk.wrong(1)
    assert not desk.state.may_open
    assert "5 秒" in desk.state.wait
    desk.line.clock.advance(5_000)
    desk.presenter.tick()
    assert desk.state.wait == ""
    assert desk.state.may_open


def test_the_button_works_in_the_very_second_in_which_the_waiting_time_ends(desk):
    desk.wrong(3)
    desk.type()
    desk.line.clock.advance(5_000)
    desk.presenter.open()
    assert desk.opened


def test_what_is_no_wrong_code_goes_to_the_page_for_problems(desk):
    trouble = Refusal(Outcome.SIGNATURE, "signature")
    desk.line.troubles["open_room"] = trouble
    desk.type()
    desk.presenter.open()
    assert desk.failed == [trouble]
    assert desk.state.refused is None

"""The start code's presenter: what an exam asks for, and wrong code, wrong PIN and missing file told apart."""

from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.candidate.code import CodePresenter, Part
from screens import sample
from screens.fakes import PIN, ROOM_KEY, START_CODE, FakeLine, HeldRunner, certified_line, means_of


class Desk:
    def __init__(self, words, line):
        self.line = line
        self.runner = HeldRunner()
        self.states, self.begun = [], []
        means = means_of(words, line, self.runner)
        self.presenter = CodePresenter(line, means, self.states.append, self.begun.append)

    def show(self):
        self.presenter.show(
            self.line.room,
            sample.TICKET,
            "17",
            is_resuming=False,
            wait_s=self.line.code_wait_s(self.line.room, sample.TICKET),
        )
        return self

    @property
    def state(self):
        return self.states[-1]

    def type(self, code=START_CODE, pin=PIN):
        for index, group in enumerate(code.split("-")):
            self.presenter.type_group(index, group)
        for index, group in enumerate(pin.split("-")):
            self.presenter.type_pin_group(index, group)

    def fails(self, outcome, key):
        self.line.troubles["begin"] = Refusal(outcome, key)
        self.type()
        self.presenter.start()
        return self.state


@pytest.fixture
def quick(words):
    return Desk(words, FakeLine()).show()


@pytest.fixture
def certified(words):
    return Desk(words, certified_line()).show()


def test_a_quick_session_asks_for_the_code_alone(quick):
    assert quick.state.pin is None
    assert quick.state.room_key is None
    quick.type()
    assert quick.state.may_start
    quick.presenter.start()
    assert quick.line.given == ("", b"")
    assert quick.begun == [quick.line.sitting]


def test_a_certified_session_begins_with_code_pin_and_file(certified):
    certified.type()
    certified.presenter.start()
    assert certified.line.given == (PIN, ROOM_KEY.data)
    assert certified.begun == [certified.line.sitting]


@pytest.mark.parametrize("lacking", ["code", "pin"])
def test_nothing_is_tried_before_everything_is_typed(certified, lacking):
    certified.type(**{lacking: ""})
    assert not certified.state.may_start
    certified.presenter.start()
    assert certified.line.given is None


def test_nothing_is_tried_before_the_file_is_there_and_the_page_says_so(words):
    line = certified_line()
    line.sticks = None
    desk = Desk(words, line).show()
    desk.type()
    assert not desk.state.may_start
    assert not desk.state.room_key.is_found
    assert "302.kroom" in desk.state.room_key.text
    line.sticks = ROOM_KEY
    desk.presenter.tick()
    assert desk.state.room_key.is_found
    assert desk.state.may_start


def test_a_search_under_way_is_not_doubled(words):
    line = certified_line()
    desk = Desk(words, line)
    desk.runner.is_held = True
    desk.show()
    desk.presenter.tick()
    assert len(desk.runner.waiting) == 1


def test_a_file_found_after_the_page_was_left_changes_nothing(words):
    desk = Desk(words, certified_line())
    desk.runner.is_held = True
    desk.show()
    desk.presenter.leave()
    before = len(desk.states)
    desk.runner.step()
    assert len(desk.states) == before


@pytest.mark.parametrize(
    ("key", "said", "blamed"),
    [
        ("code.wrong", "candidate.code.wrong", Part.CODE),
        ("code.or-room-key", "candidate.code.or-room-key", Part.CODE),
        ("pin.wrong", "candidate.pin.wrong", Part.PIN),
        ("code.room-key", "candidate.code.room-key.unfit", Part.ROOM_KEY),
    ],
)
def test_what_is_wrong_is_told_apart_with_its_next_step(certified, words, key, said, blamed):
    state = certified.fails(Outcome.CODE, key)
    assert (state.refused.message, state.refused.next_step) == (words(said), words(f"{said}.next"))
    assert state.blamed is blamed
    assert state.may_start


def test_any_other_refusal_keeps_its_own_words_and_blames_nothing_that_was_typed_wrong(certified, words):
    state = certified.fails(Outcome.POLICY, "session.over")
    assert state.refused.message == words("refusal.session.over")


def test_typing_again_takes_the_refusal_away(certified):
    certified.fails(Outcome.CODE, "pin.wrong")
    certified.presenter.type_pin_group(0, "")
    assert certified.state.refused is None
    assert certified.state.blamed is None


def test_after_three_wrong_tries_it_counts_down_and_then_goes_on(certified):
    for _ in range(3):
        certified.fails(Outcome.CODE, "pin.wrong")
    assert "5 秒" in certified.state.wait
    assert not certified.state.may_start
    certified.line.clock.advance(4_000)
    certified.presenter.tick()
    assert "1 秒" in certified.state.wait
    certified.line.troubles.clear()
    certified.line.clock.advance(1_000)
    certified.presenter.tick()
    certified.presenter.start()
    assert certified.begun


def test_the_next_candidate_on_the_same_pc_waits_out_the_same_time(certified):
    for _ in range(3):
        certified.fails(Outcome.CODE, "pin.wrong")
    certified.presenter.leave()
    certified.show()
    assert certified.state.wait
    assert certified.state.pin.text == "-"


def test_a_file_is_chosen_by_hand_with_the_room_s_own_first(certified):
    certified.line.key_files = (Path("/a/301.kroom"), Path("/b/302.kroom"))
    certified.presenter.offer_room_keys()
    assert [path.name for path in certified.state.room_key.offer.files] == ["302.kroom", "301.kroom"]
    certified.presenter.choose_room_key(Path("/b/302.kroom"))
    assert certified.state.room_key.offer is None
    assert "/b/302.kroom" in certified.state.room_key.text
    certified.type()
    certified.presenter.start()
    assert certified.line.given == (PIN, b"k" * 32)


def test_an_offer_without_files_says_where_to_put_one_and_can_be_left(certified):
    certified.presenter.offer_room_keys()
    assert certified.state.room_key.offer.files == ()
    assert "302.kroom" in certified.state.room_key.offer.message
    certified.presenter.withdraw_room_keys()
    assert certified.state.room_key.offer is None
    assert certified.state.room_key.is_found


def test_a_chosen_file_that_cannot_be_read_is_said_and_the_one_before_stays(certified, words):
    certified.line.troubles["read_room_key"] = Refusal(Outcome.DISK_FULL, "io.disk-full")
    certified.presenter.choose_room_key(Path("/b/302.kroom"))
    assert certified.state.refused is not None
    assert certified.state.room_key.is_found


def test_what_was_typed_is_forgotten_once_the_attempt_has_begun(certified):
    certified.type()
    certified.presenter.start()
    assert certified.presenter._state.pin is None
    assert certified.presenter._state.code.text == "--"
    assert certified.presenter._room_key.data == b""


def test_to_go_on_is_not_called_to_start_and_never_says_that_the_clock_stands(words):
    begin = Desk(words, FakeLine()).show().state
    again = Desk(words, FakeLine())
    again.presenter.show(again.line.room, sample.TICKET, "17", is_resuming=True, wait_s=0)
    assert (begin.action, again.state.action) == ("开始考试", "继续作答")
    assert ("计时还没有开始" in begin.busy, "计时" in again.state.busy) == (True, False)

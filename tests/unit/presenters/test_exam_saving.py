"""What cannot be saved stays on the screen and is tried again by itself; what became of the disk is noted and shown."""

from dataclasses import dataclass

import pytest
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice, Text
from kaochang.presenters.candidate.exam_state import CannotSave
from kaochang.presenters.candidate.gestures import Chosen, Written
from kaochang.presenters.candidate.rounds import RETRY_EVERY_MS
from kaochang.presenters.candidate.saving import Sign
from msgspec.structs import replace
from unit.presenters.test_exam import Desk


@dataclass
class Second:
    """A second place that may be lost."""

    is_lost: bool = False


@pytest.fixture
def desk(words):
    return Desk(words)


@pytest.fixture
def failing(desk):
    """A desk whose disk takes nothing, after one response."""
    desk.sitting.trouble = Refusal(Outcome.IO, "journal.cannot-save", detail="SQLITE_IOERR_FSYNC")
    desk.exam.respond(Chosen("A"))
    return desk


def pass_time(desk, ms):
    desk.line.clock.now += ms
    desk.exam.tick()


def test_what_cannot_be_saved_is_tried_again_by_itself_every_few_seconds(failing):
    failing.sitting.trouble = None
    pass_time(failing, RETRY_EVERY_MS - 1)
    assert isinstance(failing.state.overlay, CannotSave)
    pass_time(failing, 1)
    assert failing.state.overlay is None
    assert failing.state.saved.sign is Sign.SAVED
    assert failing.kinds[0] == "Responded"


def test_as_long_as_it_fails_nothing_is_called_saved_and_everything_typed_is_shown(failing):
    for _ in range(3):
        pass_time(failing, RETRY_EVERY_MS)
        assert failing.state.saved.sign is Sign.FAILED
        assert failing.state.response == Choice(("A",))
    assert failing.kinds == []


def test_what_is_typed_while_it_fails_is_saved_after_it_in_order(failing):
    failing.exam.go("i9")
    failing.exam.respond(Written("typed meanwhile"))
    failing.timer.ring()
    failing.sitting.trouble = None
    pass_time(failing, RETRY_EVERY_MS)
    assert [kind for kind in failing.kinds if kind != "Ticked"] == ["Responded", "Visited", "Responded"]
    assert failing.sitting.state.responses["i9"] == Text("typed meanwhile")


def test_the_last_save_of_all_is_tried_again_too(desk):
    desk.exam.respond(Chosen("A"))
    desk.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    desk.exam.hand_in()
    assert desk.closings == []
    desk.sitting.trouble = None
    pass_time(desk, RETRY_EVERY_MS)
    assert desk.closings == [1]


def test_a_bug_is_not_tried_again_by_itself(desk, caplog):
    desk.sitting.trouble = ZeroDivisionError()
    desk.exam.respond(Chosen("A"))
    for _ in range(3):
        pass_time(desk, RETRY_EVERY_MS)
    assert len(caplog.records) == 1


def noted(desk):
    return [event.what for event in desk.sitting.saved if type(event).__name__ == "Noted"]


def test_that_everything_was_written_anew_is_noted_once(desk):
    desk.sitting.attempt.files.renewals = 1
    pass_time(desk, 1_000)
    pass_time(desk, 1_000)
    assert noted(desk) == [Happening.SAVED_ANEW]


def test_a_second_place_that_is_lost_is_shown_until_it_is_back_and_both_are_noted(desk, words):
    desk.sitting.attempt.files.second = Second(is_lost=True)
    pass_time(desk, 1_000)
    shown = words("candidate.second-place-lost")
    assert shown in str(desk.state)
    pass_time(desk, 60_000)
    assert shown in str(desk.state)
    desk.sitting.attempt.files.second.is_lost = False
    pass_time(desk, 1_000)
    assert shown not in str(desk.state)
    assert noted(desk) == [Happening.SECOND_PLACE_LOST, Happening.SECOND_PLACE_BACK]


def test_on_a_disk_that_forgets_a_lost_second_place_is_told_as_what_it_means(desk, words, tmp_path):
    desk.sitting.report(Happening.DISK_FORGETS, "tmpfs")
    desk.sitting.desk = replace(desk.sitting.desk, second=tmp_path)
    desk.sitting.attempt.files.second = Second()
    assert desk.state.standing == ""
    desk.sitting.attempt.files.second.is_lost = True
    assert desk.state.standing == words("candidate.disk-forgets")


def test_that_everything_is_saved_after_all_is_told_once(failing, words):
    failing.sitting.trouble = None
    failing.exam.retry_saving()
    state = failing.exam.state
    assert (state.overlay, state.warning) == (None, words("candidate.saved-again"))
    failing.exam.dismiss_warning()
    failing.exam.tick()
    assert failing.exam.state.warning == ""

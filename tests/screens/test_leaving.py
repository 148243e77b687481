"""Closing the program: freely where nothing is held, by the start code and an act while a session holds the PC."""

from contextlib import ExitStack

import pytest
from kaochang.app import _Hold
from kaochang.domain.assessments import Lockdown
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.candidate.navigator import CandidatePresenter
from kaochang.sealing import codes
from screens import sample
from screens.fakes import FakeLine, StandingClock, means_of

ACT = codes.new_code(lambda count: bytes(range(7, 7 + count)), codes.RESPONSE)


def _line(level: Lockdown = Lockdown.STANDARD, wall: int = sample.START_WALL + 60_000) -> FakeLine:
    rules = sample.Rules(duration_s=7200, login=sample.RULES.login, lockdown=level)
    line = FakeLine(exam=sample.short_exam(rules), clock=StandingClock(wall))
    line.act = ACT
    return line


@pytest.fixture
def held(sit):
    """A window whose PC is held."""

    def make(line: FakeLine | None = None):
        at = sit(line or _line())
        at.presenter._is_guarded = True
        at.presenter.start()
        return at

    return make


def test_a_window_that_holds_nothing_just_closes(sit):
    at = sit(_line())
    at.presenter.start()
    at.click("exit")
    assert not at.window.isVisible()


@pytest.mark.parametrize(
    ("level", "wall"),
    [
        (Lockdown.OBSERVE, sample.START_WALL + 60_000),
        (Lockdown.STRICT, sample.START_WALL - 1_800_001),
        (Lockdown.STRICT, sample.SESSION.closes),
    ],
    ids=["observe", "before the login opens", "after the session"],
)
def test_it_just_closes_too_where_no_session_holds_the_pc(held, level, wall):
    at = held(_line(level, wall))
    at.click("exit")
    assert not at.window.isVisible()


def test_a_file_that_does_not_open_holds_nobody(held):
    line = _line()
    line.troubles["open_room"] = Refusal(Outcome.FRAME, "frame")
    at = held(line)
    at.click("notice-leave")
    assert not at.window.isVisible()


@pytest.mark.parametrize("level", [Lockdown.STANDARD, Lockdown.STRICT])
def test_while_a_session_holds_the_pc_the_window_does_not_close(held, level):
    at = held(_line(level))
    assert not at.window.close()
    at.click("exit")
    assert at.window.isVisible()
    assert at.text("code-title")


def test_going_back_leads_to_where_it_was_asked_with_what_was_typed(held):
    at = held()
    at.find("login-person").setText("KF2")
    at.click("exit")
    at.click("back")
    assert at.text("login-person") == "KF2"


def test_the_start_code_and_the_act_close_it(held):
    at = held()
    at.click("exit")
    at.type_code()
    at.click("start")
    at.type_code(ACT, "act-")
    at.click("acts-action")
    assert not at.window.isVisible()


def test_a_wrong_act_is_refused_in_words_and_the_program_stays(held):
    line = _line()
    line.act = "other"
    at = held(line)
    at.click("exit")
    at.type_code()
    at.click("start")
    at.type_code(ACT, "act-")
    at.click("acts-action")
    assert at.text("refused-message")
    assert at.window.isVisible()
    assert not at.window.close()


def test_the_challenge_is_for_the_ticket_of_this_seat(held):
    at = held()
    at.presenter._seat = sample.OTHER_TICKET.seat
    at.click("exit")
    at.type_code()
    at.click("start")
    assert at.presenter.leaving.acts.state.facts[0][1] == "2026 1121 0302 0018"


def test_after_the_receipt_it_takes_the_proctor_too(held):
    at = held(_line())
    at.to_exam()
    at.line.clock.advance(3_600_000)
    at.click("option-B")
    at.click("hand-in")
    at.click("insist")
    at.click("confirm-hand-in")
    at.click("close")
    assert at.window.isVisible()
    at.click("back")
    assert at.has("receipt-code")


class Guards:
    """Guards that say when they hold and when they let go."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __call__(self, window, level, note):
        self._level = level
        return self

    def __enter__(self):
        self.told.append(f"hold {self._level}")
        return ()

    def __exit__(self, *_):
        self.told.append("let go")


def test_another_session_s_level_is_held_anew_and_the_same_one_is_not(words):
    guards, line = Guards(), _line()
    presenter = CandidatePresenter(line, means_of(words, line), "", lambda _: None)
    with ExitStack() as stack:
        hold = _Hold(None, guards, stack)
        for level in (None, Lockdown.STANDARD, Lockdown.STANDARD, None, Lockdown.STRICT):
            hold.take(level, presenter)
    assert guards.told == ["hold standard", "let go", "hold strict", "let go"]

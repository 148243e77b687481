"""Moving to another PC in the window: what leaves, what comes on a stick, and that nobody begins anew unknowingly."""

from pathlib import Path

import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Left, Noted, Wait
from kaochang.domain.items import ItemType
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.flow.attempt_files import Found
from kaochang.flow.carried_logs import Carried, Seen
from kaochang.presenters.candidate.gestures import Written
from kaochang.presenters.candidate.screens import Screen
from kaochang.sealing import codes
from PySide6.QtCore import Qt
from screens.fakes import FakeLine

STICK = Path("/media/stick")
LOG = STICK / "kaochang" / "s" / "302" / "T0017-aaaaaaaaaaaaaaaa.kcj"
SEEN = Seen((Carried((LOG,), 152, is_cut=False),))
CUT = Seen((Carried((LOG,), 61, is_cut=True),))
GONE = Refusal(Outcome.MISSING, "stick.gone", str(STICK))
ACT = codes.new_code(lambda count: bytes(range(7, 7 + count)), codes.RESPONSE)
OTHER_PC = Refusal(Outcome.POLICY, "attempt.other-pc", ticket="T0017")


@pytest.fixture
def leaving(sit):
    """A candidate at work whose proctor chose to move."""

    def make(*sticks, line=None):
        at = sit(line)
        at.to_exam()
        at.line.targets = sticks
        at.presenter.exam.open_acts()
        at.click("acts-move")
        return at

    return make


def left(at):
    return [event for event in at.line.sitting.saved if isinstance(event, Left)]


def through(at):
    at.click("stick-1")
    at.type_code()
    at.click("start")


# -- the PC that it leaves ---------------------------------------------------------------------------------------------


def test_the_way_out_ends_in_a_page_that_says_where_the_answers_are(leaving, words):
    at = leaving(STICK)
    assert at.text("stick-title") == words("candidate.moving.stick")
    through(at)
    assert at.text("notice-title") == words("candidate.moved")
    assert [(stick, wall is None) for stick, wall in at.line.given_to] == [(STICK, True), (STICK, False)]
    assert at.saved[-1] == "Left"
    assert at.line.sitting.state.wait is Wait.MOVE
    assert not at.window.close()


def test_then_the_next_candidate_finds_a_clean_login(leaving):
    at = leaving(STICK)
    through(at)
    at.click("notice-action")
    assert at.find("login-person").text() == ""
    assert at.line.sitting.is_shut
    assert at.line.forgotten


def test_nothing_of_the_attempt_is_journaled_once_it_has_left(leaving):
    at = leaving(STICK)
    through(at)
    at.line.clock.advance(120_000)
    at.presenter.tick()
    at.presenter.note("focus-lost", "x")
    assert at.saved[-1] == "Left"
    assert not any(isinstance(event, Noted) for event in at.line.sitting.saved)


def test_a_stick_that_comes_later_is_found_by_itself(leaving):
    at = leaving()
    assert not at.has("stick-1")
    at.line.targets = (STICK,)
    at.presenter.tick()
    assert at.has("stick-1")


def test_the_exam_is_behind_the_page_until_the_last_moment(leaving):
    at = leaving(STICK)
    at.click("stick-back")
    assert at.has("exam")
    assert at.presenter.exam.state.acts is None
    assert not left(at)


def test_escape_and_the_keyboard_alone_lead_there_too(sit):
    at = sit()
    at.to_exam()
    at.line.targets = (STICK,)
    at.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    at.find("acts-move").setFocus()
    at.key(Qt.Key.Key_Space)
    assert at.window.focusWidget() is at.find("stick-1")


def test_a_wrong_start_code_moves_nothing(leaving):
    at = leaving(STICK)
    at.click("stick-1")
    at.type_code(codes.new_code(lambda count: bytes(range(3, 3 + count)), codes.START_CODE))
    at.click("start")
    assert at.presenter._screen is Screen.MOVING
    assert at.line.given_to == []
    at.click("back")
    at.click("stick-back")
    assert at.has("exam")


def test_a_stick_that_takes_nothing_costs_nothing(leaving, words):
    line = FakeLine()
    line.troubles["give"] = GONE
    at = leaving(STICK, line=line)
    through(at)
    assert at.text("stick-title") == words("candidate.moving.stick")
    assert at.has("refused")
    assert not left(at)
    at.click("stick-back")
    assert at.has("exam")
    assert at.line.sitting.state.wait is None


def test_a_last_copy_that_fails_is_made_again_on_any_stick(leaving, words):
    line = FakeLine()
    line.troubles["give_again"] = GONE
    at = leaving(STICK, line=line)
    through(at)
    assert at.text("stick-title") == words("candidate.moving.again")
    assert len(left(at)) == 1
    line.troubles.clear()
    line.targets = (STICK / "other",)
    at.presenter.tick()
    at.click("stick-1")
    assert at.text("notice-title") == words("candidate.moved")
    assert line.given_to[-1][0] == STICK / "other"
    assert len(left(at)) == 1


def test_without_any_stick_the_page_lets_go_to_the_login(leaving):
    line = FakeLine()
    line.troubles["give_again"] = GONE
    at = leaving(STICK, line=line)
    through(at)
    at.click("stick-back")
    assert at.has("login-person")


def test_an_attempt_whose_time_ends_meanwhile_is_handed_in_and_not_moved(leaving):
    at = leaving(STICK)
    at.click("stick-1")
    at.type_code()
    at.line.clock.advance(24 * 3_600_000)
    at.click("start")
    assert not left(at)
    assert at.line.handed_in == 1


def test_where_the_last_row_cannot_be_saved_the_page_says_so_and_goes_on_once_it_can(leaving, words):
    at = leaving(STICK)
    at.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    through(at)
    at.presenter.tick()
    assert at.has("refused")
    at.line.sitting.trouble = None
    at.line.clock.advance(10_000)
    at.presenter.tick()
    assert at.text("notice-title") == words("candidate.moved")


def test_what_was_typed_last_goes_along(sit):
    at = sit()
    at.to_exam()
    item = next(each for each in at.line.exam.assessment.items() if each.item.type is ItemType.CASE)
    at.presenter.exam.go(item.id)
    at.presenter.exam.respond(Written("最后一句"))
    at.line.targets = (STICK,)
    at.presenter.exam.open_acts()
    at.click("acts-move")
    through(at)
    assert at.responses[item.id] == Text("最后一句")
    assert at.saved.index("Responded") < at.saved.index("Left")


# -- the PC that it comes to -------------------------------------------------------------------------------------------


@pytest.fixture
def coming(sit):
    def make(seen=SEEN, **troubles):
        at = sit()
        at.line.seen = seen
        at.line.troubles.update(troubles)
        at.line.act = ACT
        at.to_code()
        return at

    return make


def test_a_log_on_a_stick_is_offered_before_anything_can_begin(coming, words):
    at = coming()
    assert at.text("stick-title") == words("candidate.bringing.found")
    assert at.has("stick-step-1")
    assert not at.has("start")


def test_the_codes_then_the_act_lead_into_the_attempt(coming, words):
    at = coming(begin=OTHER_PC)
    through(at)
    assert at.line.brought.path == LOG
    assert at.presenter.bringing.code.acts.state.challenge
    assert at.text("acts-title") == words(f"act-kind.{ActKind.MOVE}")
    at.type_code(ACT, "act-")
    at.click("acts-action")
    assert at.has("exam")


def test_a_cut_log_is_told_of_before_it_is_gone_on_with(coming, words):
    at = coming(CUT, begin=OTHER_PC)
    through(at)
    assert at.text("stick-title") == words("candidate.bringing.cut")
    at.click("stick-1")
    assert at.has("challenge")


def test_one_begun_here_by_mistake_gives_way_only_when_asked(coming, words):
    at = coming(bring_in=Refusal(Outcome.CONFLICT, "move.begun-here", ticket="T0017", rows=9))
    through(at)
    assert at.text("stick-title") == words("candidate.bringing.aside")
    assert not at.line.set_aside
    at.click("stick-1")
    assert at.line.set_aside
    assert at.has("exam")


def test_why_a_log_cannot_be_used_stands_on_the_page_of_the_sticks(coming, words):
    at = coming(bring_in=Refusal(Outcome.ROLLBACK, "move.older", ticket="T0017"))
    through(at)
    assert at.text("stick-title") == words("candidate.bringing.found")
    assert at.has("refused")
    at.click("stick-back")
    assert at.has("login-person")


def test_a_log_that_nothing_can_be_done_with_keeps_anybody_from_beginning_unknowingly(coming):
    at = coming(Seen((), (Refusal(Outcome.SIGNATURE, "signature", str(LOG)),)))
    assert at.has("refused")
    assert not at.has("stick-1")
    at.click("stick-again")
    assert at.has("refused")


def test_once_the_stick_is_out_looking_again_leads_to_a_start(coming):
    at = coming()
    at.line.seen = Seen()
    at.click("stick-again")
    assert at.has("start")


def test_the_start_page_leads_to_a_stick_that_comes_later_and_back(coming, words):
    at = coming(Seen())
    at.click("bring")
    assert at.text("stick-title") == words("candidate.bringing.nothing")
    at.click("stick-back")
    assert at.text("code-title") == words("candidate.code.start")
    at.click("bring")
    at.line.seen = SEEN
    at.presenter.tick()
    assert at.has("stick-1")


def test_a_pc_that_has_an_attempt_goes_on_with_it_and_can_still_be_given_a_newer_log(sit, words):
    line = FakeLine()
    line.found, line.seen = Found.OPEN, SEEN
    at = sit(line)
    at.to_code()
    assert at.text("code-title") == words("candidate.code.resume")
    at.click("bring")
    assert at.has("stick-1")


def test_who_is_refused_because_it_moved_is_told_of_both_ways(sit):
    line = FakeLine()
    line.found = Found.OPEN
    line.troubles["begin"] = Refusal(Outcome.POLICY, "attempt.moved-away")
    at = sit(line)
    at.to_code()
    at.type_code()
    at.click("start")
    assert at.has("acts-open")
    assert at.has("bring")


def test_a_wrong_start_code_takes_nothing_in(coming):
    at = coming()
    at.click("stick-1")
    at.type_code(codes.new_code(lambda count: bytes(range(3, 3 + count)), codes.START_CODE))
    at.click("start")
    assert at.line.brought is None
    assert at.has("refused")
    at.click("back")
    assert at.has("stick-1")


def test_the_clock_goes_on_over_the_page_and_leaves_the_keyboard_where_it_is(leaving):
    at = leaving(STICK, STICK / "other")
    at.find("stick-2").setFocus()
    first, focus = at.text("moving-clock"), at.find("stick-2")
    at.line.clock.advance(3_000)
    at.presenter.tick()
    assert at.text("moving-clock") != first
    assert at.window.focusWidget() is focus
    at.click("stick-1")
    shown = at.text("moving-clock")
    at.line.clock.advance(3_000)
    at.presenter.tick()
    assert at.text("moving-clock") != shown

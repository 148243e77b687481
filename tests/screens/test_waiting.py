"""Coming early: the login opens by itself, and so does the start code's page; nobody is trapped by a wrong date."""

import pytest
from kaochang.flow.attempt_files import Found
from PySide6.QtWidgets import QLabel
from screens import sample
from screens.fakes import FakeLine, StandingClock

MINUTE = 60_000


def _early(minutes: int) -> FakeLine:
    return FakeLine(clock=StandingClock(sample.START_WALL - minutes * MINUTE))


def _pass(at, milliseconds: int) -> None:
    at.line.clock.advance(milliseconds)
    at.presenter.tick()


def test_before_the_login_opens_a_countdown_stands_there_and_leads_to_it_by_itself(sit, words):
    at = sit(_early(45))
    at.presenter.start()
    assert at.text("wait-title") == words("candidate.wait.login")
    assert at.text("countdown") == "00:15:00"
    _pass(at, 15 * MINUTE - 1)
    assert at.text("countdown") == "00:00:01"
    _pass(at, 1)
    assert at.has("login-person")


def test_half_an_hour_before_the_opening_candidates_log_in_at_once(sit):
    at = sit(_early(30))
    at.presenter.start()
    assert at.has("login-person")


def test_who_has_logged_in_early_waits_and_comes_to_the_start_code_at_the_opening(sit):
    at = sit(_early(10))
    at.to_code()
    assert at.text("countdown") == "00:10:00"
    assert not at.has("group-1")
    _pass(at, 10 * MINUTE)
    assert at.window.focusWidget() is at.find("group-1")


def test_the_countdown_says_itself_by_the_minute(sit):
    at = sit(_early(10))
    at.to_code()
    assert "10 分钟" in at.find("countdown").accessibleName()
    before = at.find("countdown").accessibleName()
    _pass(at, 1_000)
    assert at.text("countdown") == "00:09:59"
    assert at.find("countdown").accessibleName() == before


def test_more_than_a_day_is_told_in_days(sit):
    at = sit(_early(60 * 60))
    at.presenter.start()
    assert at.text("countdown") == "2 天以上"
    assert any("2026 年 11 月 21 日 09:00" in each.text() for each in at.find("next-step").findChildren(QLabel))


def test_whoever_looks_after_the_room_goes_on_where_the_date_is_wrong(sit):
    at = sit(_early(60 * 60))
    at.presenter.start()
    at.click("wait-go-on")
    at.click("wait-go")
    assert at.has("login-person")
    at.log_in()
    at.confirm()
    at.click("wait-go-on")
    at.click("wait-go")
    assert at.has("group-1")


def test_one_step_back_leads_to_a_clean_login_and_the_wait_is_forgotten(sit):
    at = sit(_early(10))
    at.to_code()
    at.click("wait-back")
    assert at.text("login-person") == ""
    _pass(at, 10 * MINUTE)
    assert at.has("login-person")


@pytest.mark.parametrize(("found", "shown"), [(Found.OPEN, "group-1"), (Found.CLOSED, "receipt-code")])
def test_who_was_here_before_waits_for_nothing(sit, found, shown):
    line = _early(10)
    line.found = found
    line.room.has_typing = True
    at = sit(line)
    at.to_code()
    assert at.has(shown)

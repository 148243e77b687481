"""The composition root: a window that runs to its end, with the PC held from the moment its level is known."""

import sys
from contextlib import contextmanager

from conftest import RESOURCES
from kaochang.app import CandidateSetting, run_candidate
from kaochang.domain.assessments import Lockdown
from kaochang.views.bugs_told import bugs_told
from PySide6.QtCore import QTimer
from screens import sample
from screens.fakes import FakeLine, StandingClock


def _run(qtbot, line, guards=None):
    def opened(window):
        def close_at_login():
            if window.findChild(object, "login-person") is not None:
                window.close()

        timer = QTimer(window)
        timer.timeout.connect(close_at_login)
        timer.start(5)

    setting = CandidateSetting(line, line.clock, RESOURCES, "zh_CN", guards=guards, opened=opened)
    return run_candidate(setting)


def _over() -> FakeLine:
    """A strict exam whose session is over: closing the program takes nobody's consent any more."""
    exam = sample.short_exam(sample.Rules(duration_s=600, lockdown=Lockdown.STRICT))
    return FakeLine(exam=exam, clock=StandingClock(sample.SESSION.closes))


def test_the_window_runs_until_it_is_closed(qtbot):
    assert _run(qtbot, FakeLine()) == 0


def test_guards_hold_at_the_level_of_the_exam_and_are_released_at_the_end(qtbot):
    told = []

    @contextmanager
    def guards(window, level, note):
        told.append(level)
        note("guard.note.focus-lost", "")
        yield ()
        told.append("released")

    line = _over()
    _run(qtbot, line, guards)
    assert told == [Lockdown.STRICT, "released"]


def test_what_a_guard_says_while_it_lets_go_is_taken_like_any_note(qtbot):
    @contextmanager
    def guards(window, level, note):
        yield ()
        note("guard.note.guard-broken", "keyboard")

    line = _over()
    assert _run(qtbot, line, guards) == 0


def test_a_bug_in_a_slot_is_logged_and_told_once_and_the_hook_is_given_back(caplog, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with bugs_told(lambda: told.append(1)):
        sys.excepthook(ValueError, ValueError("a text"), None)
    assert sys.excepthook is sys.__excepthook__
    assert told == [1]
    assert [record.getMessage() for record in caplog.records] == ["a slot failed"]


def test_a_bug_while_telling_a_bug_goes_no_further(caplog, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)

    def fails():
        sys.excepthook(ValueError, ValueError(), None)
        raise ZeroDivisionError

    with bugs_told(fails):
        sys.excepthook(ValueError, ValueError(), None)
    assert [record.getMessage() for record in caplog.records] == ["a slot failed"] * 2 + ["a bug could not be told"]

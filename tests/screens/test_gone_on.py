"""After a crash whose keys were kept the window asks nobody anything: resumed, sealing or receipt come at once."""

import pytest
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.flow.keeping import GoneOn
from screens import sample
from screens.fakes import FakeLine


@pytest.fixture
def crashed():
    """A line whose keeper has the keys of an attempt with one response."""
    line = FakeLine()
    sitting = line.sitting
    sitting.save(sitting.respond(sitting.arrangement.items()[0], Choice(("B",))))
    sitting.resumed = True
    line.gone_on = GoneOn(line.room, sample.TICKET, sitting)
    return line


def test_the_notice_is_the_one_after_any_interruption_and_leads_into_the_exam(sit, crashed, words):
    candidate = sit(crashed)
    candidate.presenter.start()
    assert candidate.text("notice-title") == words("candidate.resumed.crash")
    assert not candidate.has("login-person")
    candidate.click("notice-action")
    candidate.find("exam")


def test_an_attempt_that_was_closed_is_sealed(sit, crashed):
    crashed.clock.advance(24 * 3_600_000)
    crashed.sitting.close(ClosingReason.EXPIRED)
    candidate = sit(crashed)
    candidate.presenter.start()
    candidate.find("receipt")
    assert crashed.handed_in == 1


def test_one_that_was_sealed_shows_its_receipt_and_is_copied_to_the_sticks_again(sit, crashed, monkeypatch):
    crashed.gone_on = GoneOn(crashed.room, sample.TICKET, None)
    copied = []
    real = crashed.copy_again
    monkeypatch.setattr(crashed, "copy_again", lambda *of: copied.append(of) or real(*of))
    candidate = sit(crashed)
    candidate.presenter.start()
    candidate.find("receipt")
    assert [of[:2] for of in copied] == [(crashed.room, sample.TICKET)]
    assert crashed.handed_in == 0


def test_where_the_exam_is_another_the_page_says_so_and_then_asks_for_the_login(sit, crashed, words):
    crashed.troubles["go_on"] = Refusal(Outcome.CONTEXT, "kept.other-exam", "session.kcb")
    candidate = sit(crashed)
    candidate.presenter.start()
    assert candidate.text("notice-message") == words("refusal.kept.other-exam")
    crashed.troubles.clear()
    crashed.gone_on = None
    candidate.click("notice-action")
    candidate.find("login-person")


def test_the_window_stays_open_while_such_an_attempt_is_under_way(sit, crashed):
    candidate = sit(crashed)
    candidate.presenter.start()
    candidate.window.close()
    assert candidate.window.isVisible()

"""After a crash whose keys were kept the window asks nobody anything: resumed, sealing or receipt come at once."""

import pytest
from kaochang.domain.annotations import Shown
from kaochang.domain.attempts import Annotated, ClosingReason
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.flow.attempt_files import Found
from kaochang.flow.keeping import GoneOn
from kaochang.presenters.candidate.type_size import TypeSize
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


def _seen(at):
    return at.window._look.theme.name, at.presenter.exam.state.size


@pytest.mark.parametrize("is_warm", [True, False])
def test_colours_and_size_come_back_with_the_attempt_and_go_with_it(sit, crashed, is_warm):
    crashed.sitting.annotate("", Shown("dark", "huge"))
    if not is_warm:
        crashed.gone_on, crashed.found = None, Found.OPEN
    at = sit(crashed)
    (at.presenter.start if is_warm else at.to_exam)()
    assert at.window._look.theme.name == "dark"
    at.click("notice-action")
    assert _seen(at) == ("dark", TypeSize.HUGE)
    at.presenter.tick()
    assert "Annotated" not in at.saved
    crashed.gone_on = None
    crashed.clock.advance(24 * 3_600_000)
    at.presenter.tick()
    at.click("next-candidate")
    at.click("next-go")
    assert at.has("login-person")
    assert (at.window._look.theme.name, at.presenter.display.state.size) == ("light", TypeSize.NORMAL)


def test_what_is_chosen_is_journaled_within_the_second_also_what_was_chosen_before_the_exam(sit):
    at = sit(FakeLine())
    at.window.resize(1366, 768)
    at.presenter.start()
    at.click("display-open")
    at.click("theme-soft")
    at.click("display-close")
    at.to_exam()
    at.presenter.tick()
    at.click("size-large")
    at.presenter.tick()
    chosen = [event.annotation for event in at.line.sitting.saved if isinstance(event, Annotated)]
    assert chosen == [Shown("soft", "normal"), Shown("soft", "large")]


def test_who_chooses_nothing_leaves_no_row_of_it(sit):
    at = sit(FakeLine())
    at.to_exam()
    at.presenter.tick()
    assert "Annotated" not in at.saved

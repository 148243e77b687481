"""After the receipt: a clean login, and nothing of the last candidate anywhere."""

import gc
import weakref
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from screens import sample
from screens.fakes import RECEIPT_CODE, START_CODE, FakeLine

SECRETS = (sample.TICKET.name, sample.TICKET.person, sample.TICKET.number, RECEIPT_CODE, "写下的话", START_CODE[:5])


def _to_receipt(sit, line=None):
    at = sit(line or FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200, login=sample.RULES.login))))
    at.to_exam()
    at.presenter.exam.go("i7")
    at.commit("写下的话")
    QApplication.clipboard().setText("写下的话")
    at.line.clock.advance(7_200_000)
    at.presenter.tick()
    assert at.has("receipt-code")
    return at


def _words_on(window: QWidget) -> list[str]:
    """Every text that any widget of the window holds, seen or not, read aloud or not."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QLineEdit):
            found.append(widget.text())
        if isinstance(widget, QPlainTextEdit | QTextEdit):
            found.append(widget.toPlainText())
    return found


def _assert_clean(at) -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert at.text("login-person") == ""
    found = [(secret, text) for secret in SECRETS for text in _words_on(at.window) if secret in text]
    assert found == []
    assert QApplication.clipboard().text() == ""
    assert at.line.forgotten == 1
    assert at.line.sitting.is_shut
    assert at.timer.then is None
    known = {name: value for name, value in vars(at.presenter).items() if name not in ("_room", "_rooms")}
    assert [(name, secret) for name, value in known.items() for secret in SECRETS if secret in repr(value)] == []


def test_the_button_asks_and_then_leads_to_a_clean_login(sit):
    at = _to_receipt(sit)
    at.click("next-candidate")
    assert at.window.focusWidget() is at.find("next-stay")
    at.click("next-go")
    _assert_clean(at)


def test_nothing_holds_the_presenter_of_the_attempt_any_more(sit):
    at = _to_receipt(sit)
    left = weakref.ref(at.presenter.exam)
    at.click("next-candidate")
    at.click("next-go")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert left() is None


def test_staying_keeps_the_receipt(sit):
    at = _to_receipt(sit)
    at.click("next-candidate")
    at.click("next-stay")
    assert at.text("receipt-code") == RECEIPT_CODE
    assert at.window.focusWidget() is at.find("next-candidate")


def test_the_receipt_goes_by_itself_after_three_minutes(sit):
    at = _to_receipt(sit)
    assert "03:00" in at.text("receipt-leaves")
    at.line.clock.advance(179_000)
    at.presenter.tick()
    assert "00:01" in at.text("receipt-leaves")
    at.line.clock.advance(1_000)
    at.presenter.tick()
    _assert_clean(at)


def test_counting_down_never_takes_the_keyboard(sit):
    at = _to_receipt(sit)
    before = at.window.focusWidget()
    at.line.clock.advance(1_000)
    at.presenter.tick()
    assert at.window.focusWidget() is before


def test_a_receipt_that_names_a_stick_without_a_copy_waits_for_the_proctor(sit):
    line = FakeLine()
    line.bad_sticks = {Path("/media/stick"): Refusal(Outcome.IO, "io.read-only")}
    line.troubles["copy_again"] = Refusal(Outcome.IO, "io.read-only")
    at = _to_receipt(sit, line)
    assert at.text("receipt-leaves") == ""
    at.line.clock.advance(600_000)
    at.presenter.tick()
    assert at.has("receipt-code")


def test_the_next_candidate_sits_the_same_session_from_the_login_on(sit):
    at = _to_receipt(sit)
    at.click("next-candidate")
    at.click("next-go")
    at.line.clock.now = sample.START_WALL + 60_000
    at.log_in(sample.OTHER_TICKET)
    assert at.text("candidate-name") == sample.OTHER_TICKET.name
    assert not at.find("pledge").isChecked()


def test_what_cannot_be_closed_is_told_and_the_line_begins_anew(sit):
    at = _to_receipt(sit)

    def fails() -> None:
        raise Refusal(Outcome.IO, "io.read-only")

    at.line.sitting.shut = fails
    at.click("next-candidate")
    at.click("next-go")
    assert at.has("notice-action")
    at.click("notice-action")
    assert at.has("login-person")


def test_what_comes_too_late_from_the_last_turn_is_shown_to_nobody(sit):
    at = _to_receipt(sit)
    before = at.presenter.login
    at.click("next-candidate")
    at.click("next-go")
    before.show(at.line.room, "17")
    before.log_in({field: "nobody" for field in at.line.room.login_fields()})
    assert not at.has("refused-message")

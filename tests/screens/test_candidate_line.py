"""The candidate's whole line, driven as a person would."""

from pathlib import Path

import pytest
from kaochang.domain.attempts import ClosingReason, Phase
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.flow.attempt_files import Found
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from screens import sample
from screens.fakes import RECEIPT_CODE, START_CODE, FakeLine


def test_a_file_that_is_not_whole_is_said_with_its_place_and_can_be_tried_again(sit):
    line = FakeLine()
    line.troubles["open_room"] = Refusal(Outcome.SIGNATURE, "signature", where="exam.kcb")
    at = sit(line)
    at.presenter.start()
    assert "签名不符" in at.text("notice-message")
    assert at.has("next-step")
    line.troubles.clear()
    at.click("notice-action")
    assert at.has("login-person")


def test_login_asks_for_what_the_exam_chose_and_starts_in_the_first_field(sit):
    at = sit()
    at.presenter.start()
    QApplication.processEvents()
    assert at.has("login-person")
    assert at.has("login-name")
    assert not at.has("login-ticket")
    assert at.window.focusWidget() is at.find("login-person")


def test_a_stranger_is_refused_in_words_and_keeps_what_was_typed(sit):
    at = sit()
    at.presenter.start()
    at.find("login-person").setText("KF00000")
    at.find("login-name").setText(sample.TICKET.name)
    at.click("log-in")
    assert at.text("refused-message")
    assert at.text("login-person") == "KF00000"


def test_saying_it_is_not_me_gives_a_clean_login(sit):
    at = sit()
    at.presenter.start()
    at.log_in()
    at.click("identity-deny")
    assert at.text("login-person") == ""


def test_going_on_needs_the_pledge(sit):
    at = sit()
    at.presenter.start()
    at.log_in()
    assert at.text("candidate-name") == sample.TICKET.name
    assert not at.find("identity-confirm").isEnabled()
    at.click("pledge")
    assert at.find("identity-confirm").isEnabled()


def test_a_double_click_on_the_pledge_ticks_it(sit):
    at = sit()
    at.presenter.start()
    at.log_in()
    pledge = at.find("pledge")
    QTest.mouseClick(pledge, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(pledge, Qt.MouseButton.LeftButton)  # the second press of the two
    QTest.mouseRelease(pledge, Qt.MouseButton.LeftButton)
    assert pledge.isChecked()
    assert at.find("identity-confirm").isEnabled()
    at.click("pledge")
    assert not pledge.isChecked()


def test_a_wrong_group_is_said_while_typing_and_the_code_cannot_be_tried(sit):
    at = sit()
    at.to_code()
    first = START_CODE.split("-")[0]
    wrong = first[:-1] + ("A" if first[-1] != "A" else "B")
    at.find("group-1").setFocus()
    at.type(wrong)
    assert "第 1 格有误" in at.text("note-1")
    assert not at.find("start").isEnabled()


def test_a_pasted_code_runs_on_over_all_groups(sit):
    at = sit()
    at.to_code()
    QApplication.clipboard().setText(START_CODE.lower())
    at.find("group-1").setFocus()
    at.find("group-1").paste()
    assert [at.text(f"group-{number}") for number in (1, 2, 3)] == START_CODE.split("-")
    assert at.find("start").isEnabled()


def test_while_the_exam_is_being_opened_the_page_is_calm_and_takes_no_second_try(sit):
    at = sit()
    at.to_code()
    at.type_code()
    at.runner.is_held = True
    at.click("start")
    assert at.has("code-busy")
    assert not at.find("start").isEnabled()
    assert not at.window.close()
    at.runner.step()
    assert at.has("exam")


def test_a_code_of_another_session_is_refused_clearly(sit):
    line = FakeLine()
    line.troubles["begin"] = Refusal(Outcome.CODE, "code.wrong")
    at = sit(line)
    at.to_exam()
    assert "打不开本场考试" in at.text("refused-message")
    assert at.has("group-1")


def test_the_whole_line_to_the_receipt_with_two_confirmations(sit):
    line = FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200)))
    at = sit(line)
    at.to_exam()
    at.click("option-B")
    at.click("hand-in")
    assert at.has("summary")
    at.click("insist")
    assert line.sitting.state.phase is Phase.INTERACTING
    at.click("confirm-hand-in")
    assert line.sitting.state.reason is ClosingReason.HANDED_IN
    assert at.saved[-1] == "Closed"
    assert at.text("receipt-code") == RECEIPT_CODE
    assert at.has("qr")


def test_the_window_refuses_to_close_while_an_attempt_runs_and_closes_after_the_receipt(sit):
    line = FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200)))
    at = sit(line)
    at.to_exam()
    at.click("option-B")
    assert not at.window.close()
    assert at.window.isVisible()
    at.click("hand-in")
    at.click("insist")
    at.click("confirm-hand-in")
    at.click("close")
    assert not at.window.isVisible()


def test_the_safe_button_has_the_keyboard_in_both_confirmations(sit):
    line = FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200)))
    at = sit(line)
    at.to_exam()
    at.click("option-B")
    at.click("hand-in")
    assert at.window.focusWidget() is at.find("safe")
    at.key(Qt.Key.Key_Space)
    assert not at.has("summary")


def test_the_summary_links_to_what_is_open(sit):
    at = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    at.to_exam()
    at.click("hand-in")
    at.click("chip-i3")
    assert not at.has("summary")
    assert "第 3 题" in at.text("item-place")


def test_handing_in_too_early_is_refused_before_it_is_asked_twice(sit):
    at = sit()
    at.line.sitting.exam = at.line.exam = sample.short_exam()
    at.to_exam()
    at.click("option-B")
    at.click("hand-in")
    assert at.has("refused")
    assert not at.find("insist").isEnabled()


def test_when_time_is_up_the_attempt_is_handed_in_without_a_question(sit):
    at = sit()
    at.to_exam()
    at.click("option-B")
    at.line.clock.advance(7_200_000)
    at.presenter.tick()
    assert at.line.sitting.state.reason is ClosingReason.EXPIRED
    assert at.line.handed_in == 1
    assert "时间到" in at.text("receipt-title")


def test_what_was_typed_in_the_last_second_still_counts_when_time_is_up(sit):
    at = sit()
    at.to_exam()
    at.presenter.exam.go("i9")
    at.type("abc")
    at.line.clock.advance(7_198_500)
    at.presenter.tick()
    at.line.clock.advance(1_500)
    at.presenter.tick()
    assert at.responses["i9"].text == "abc"


def test_a_resumed_attempt_says_that_everything_is_there_and_goes_on_at_its_item(sit):
    line = FakeLine()
    line.found = Found.OPEN
    line.sitting.resumed = True
    line.sitting.respond("i1", Choice(("B",)))
    line.sitting.visit("i2")
    at = sit(line)
    at.to_exam()
    assert "已保存的作答都在" in at.text("notice-message")
    at.click("notice-action")
    assert "第 2 题" in at.text("item-place")


def test_time_runs_out_behind_the_resumed_page_too(sit):
    line = FakeLine()
    line.sitting.resumed = True
    at = sit(line)
    at.to_exam()
    line.clock.advance(7_200_000)
    at.presenter.tick()
    assert at.has("receipt-code")


def test_who_handed_in_already_sees_the_receipt_again(sit):
    line = FakeLine()
    line.found = Found.CLOSED
    at = sit(line)
    at.to_code()
    assert at.text("receipt-code") == RECEIPT_CODE
    assert "已经交过卷" in at.text("receipt-title")


def test_the_receipt_names_each_stick_that_has_no_copy_and_why(sit, words):
    line, sticks = FakeLine(), (Path("/media/stick"), Path("/media/U 盘"))
    line.bad_sticks = {
        sticks[0]: Refusal(Outcome.IO, "io.read-only"),
        sticks[1]: Refusal(Outcome.MISSING, "stick.gone"),
    }
    at = sit(line)
    at.to_exam()
    line.clock.advance(7_200_000)
    at.presenter.tick()
    told = [each.text() for each in at.window.findChildren(QLabel, "receipt-missed") if each.isVisible()]
    assert [str(stick) in text for stick, text in zip(sticks, told, strict=True)] == [True, True]
    assert words("candidate.refusal.io.read-only") in told[0]
    assert words("refusal.stick.gone") in told[1]


def test_sealing_that_fails_says_so_and_can_be_tried_again(sit, words):
    line = FakeLine()
    line.troubles["hand_in"] = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    at = sit(line)
    at.to_exam()
    line.clock.advance(7_200_000)
    at.presenter.tick()
    assert at.has("refused")
    assert at.text("sealing-title") == words("candidate.sealing.failed")
    assert not at.window.close()
    line.troubles.clear()
    at.runner.is_held = True
    at.click("retry")
    assert at.text("sealing-title") == words("candidate.sealing.expired")
    at.runner.is_held = False
    at.runner.step()
    assert at.has("receipt-code")


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (1920, 1080)])
def test_the_exam_fits_the_screen(sit, size):
    line = FakeLine(exam=sample.exam())
    at = sit(line)
    at.window.resize(*size)
    at.to_exam()
    for item in ("i24", "i38", "i40"):
        at.presenter.exam.go(item)
        QApplication.processEvents()
        assert (at.window.width(), at.window.height()) == size
        for name in ("hand-in", "next", "saved", "clock"):
            made = at.find(name)
            corner = made.mapTo(at.window, made.rect().bottomRight())
            assert corner.x() < size[0]
            assert corner.y() < size[1]


def test_what_guards_saw_before_the_attempt_is_journaled_with_it(sit):
    at = sit()
    at.presenter.note("guard.note.focus-lost", "")
    at.to_exam()
    at.presenter.note("guard.note.focus-back", "")
    assert at.saved == ["Noted", "Noted"]


def test_a_bug_before_the_start_begins_the_line_anew(sit, words):
    at = sit()
    at.to_code()
    at.presenter.tell_bug()
    assert at.text("notice-message") == words("candidate.bug")
    at.click("notice-action")
    assert at.has("login-person")


def test_a_bug_in_the_exam_is_one_line_over_it_and_the_exam_goes_on(sit, words):
    at = sit()
    at.to_exam()
    at.presenter.tell_bug()
    assert at.text("warning-text") == words("candidate.bug.line")
    at.click("option-A")
    assert at.saved[-1] == "Responded"


def test_a_bug_while_sealing_leaves_its_button(sit, words):
    line = FakeLine()
    line.troubles["hand_in"] = Refusal(Outcome.DISK_FULL, "io.disk-full")
    at = sit(line)
    at.to_exam()
    line.clock.advance(7_200_000)
    at.presenter.tick()
    at.presenter.tell_bug()
    assert at.text("refused-message") == words("candidate.bug")
    line.troubles.clear()
    at.click("retry")
    assert at.has("receipt-code")


@pytest.mark.parametrize("exam", [sample.exam, sample.long_exam], ids=["usual", "long"])
def test_the_links_of_the_summary_never_need_a_sideways_scroll_bar(sit, exam):
    at = sit(FakeLine(exam=exam()))
    at.to_exam()
    at.click("hand-in")
    QApplication.processEvents()
    areas = [area for area in at.window.findChildren(QScrollArea) if area.isVisible()]
    assert areas
    assert not any(area.horizontalScrollBar().isVisible() for area in areas)

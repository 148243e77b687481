"""What a page shows stands in its place: nothing dead, cut, overlapped, or beside its line."""

from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.views.theme import font
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QTextEdit
from screens import sample
from screens.fakes import FakeLine


def _place(at, name: str) -> QRect:
    widget = at.find(name)
    return QRect(widget.mapTo(at.window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("how", ["expired", "handed-in"])
def test_an_attempt_that_is_over_shows_neither_a_clock_nor_a_button_while_its_last_rows_are_saved(sit, words, how):
    at = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    at.to_exam()
    at.click("option-A")
    assert at.has("clock")
    at.runner.is_held = True
    if how == "handed-in":
        for name in ("hand-in", "insist", "confirm-hand-in"):
            at.click(name)
    else:
        at.line.clock.advance(7_200_000)
        at.presenter.tick()
    assert at.text("suspended-title") == words(f"candidate.closing.{how}")
    assert not any(at.has(name) for name in ("hand-in", "clock", "suspended-acts"))
    assert at.window.focusWidget() is at.find("suspended-title")


def test_what_cannot_be_saved_at_the_end_is_told_over_that_page(sit):
    at = sit()
    at.to_exam()
    at.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    at.line.clock.advance(7_200_000)
    at.presenter.tick()
    assert at.has("safe")


def test_a_stick_is_called_by_its_own_name_and_told_where_it_is(sit, words):
    at = sit()
    at.to_exam()
    at.line.targets = (Path("/media/room/KINGSTON"), Path("/"))
    at.presenter.exam.open_acts()
    at.click("acts-move")
    told = [[each.text() for each in at.find(f"stick-{number}").findChildren(QLabel)] for number in (1, 2)]
    assert told == [
        ["KINGSTON", words("candidate.moving.use", place="/media/room/KINGSTON")],
        ["/", words("candidate.moving.use", place="/")],
    ]


def test_the_page_of_acts_leaves_no_hole(sit):
    at = sit()
    at.to_exam()
    at.presenter.exam.open_acts()
    names = ("act-stop-misconduct", "acts-move", "acts-bring", "acts-card")
    last, move, bring, card = (_place(at, name) for name in names)
    assert (move.top(), move.left() > last.right()) == (last.top(), True)
    assert (bring.left(), bring.right(), card.right()) == (last.left(), last.right(), move.right())
    assert (card.top(), card.left()) == (bring.top(), move.left())


def test_the_choice_of_the_display_lies_on_no_card_even_on_the_narrowest_screen(sit):
    at = sit()
    at.window.resize(1024, 768)
    at.presenter.start()
    at.log_in()
    button = _place(at, "display-open")
    words = QFontMetrics(at.find("display-open").font()).boundingRect(at.text("display-open"))
    words.moveCenter(button.center())
    cards = [each for each in at.find("identity").findChildren(QFrame) if each.property("ground") == "card"]
    card = QRect(cards[0].mapTo(at.window, QPoint(0, 0)), cards[0].size())
    assert words.bottom() < card.top() or words.left() > card.right()


def test_a_tick_box_is_as_wide_as_its_words(sit):
    at = sit()
    at.presenter.start()
    at.log_in()
    pledge = at.find("pledge")
    assert pledge.width() >= 44 + QFontMetrics(font(16, bold=True)).horizontalAdvance(pledge.text())


def test_an_empty_draft_says_what_it_is_without_being_cut(sit):
    at = sit()
    at.window.resize(1366, 768)
    at.to_exam()
    at.click("tool-notes")
    field, hint = at.find("notes"), at.find("notes-hint")
    assert isinstance(field, QTextEdit)
    room = field.viewport().width() - 2 * field.document().documentMargin()
    assert QFontMetrics(field.font()).horizontalAdvance(field.placeholderText()) <= room
    assert hint.height() >= hint.heightForWidth(hint.width())
    assert field.accessibleDescription() == hint.text()


def test_the_counts_of_the_legend_stand_on_the_line_of_their_words(sit):
    at = sit()
    at.to_exam()
    QApplication.processEvents()
    for name in ("answered", "unanswered", "marked"):
        assert at.find(f"count-{name}").alignment() & Qt.AlignmentFlag.AlignVCenter

"""Parts, turns of a scenario and items with a time of their own, in the real window over the real engine."""

import pytest
from kaochang.domain.responses import Replies, Text
from kaochang.views.widgets.prose import Prose
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import FakeLine

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at(sit):
    """A candidate in the second part of an exam that is taken in parts."""
    made = sit(FakeLine(exam=sample.exam_in_parts()))
    made.to_exam()
    made.presenter.exam.advance()
    return made


def seconds(at, count):
    at.line.clock.advance(count * 1_000)
    at.presenter.tick()
    QApplication.processEvents()


def read(at, name):
    """The text of a visible block."""
    found = at.find(name)
    assert isinstance(found, Prose)
    return found.accessibleName()


def test_each_turn_is_shown_when_it_comes_with_what_was_said_and_replied_before(at, words):
    at.click("cell-38")
    assert read(at, "turn") == sample.TURNS[0].text
    assert not at.has("said-1")
    at.type("first reply")
    assert at.text("next") == words("candidate.next.turn")
    at.click("next")
    assert (read(at, "said-1"), read(at, "turn")) == (sample.TURNS[0].text, sample.TURNS[1].text)
    assert read(at, "reply-1") == words("candidate.turn.reply.spoken", text="first reply")
    assert at.find("writing").toPlainText() == ""
    at.type("second")
    at.key(Qt.Key.Key_PageDown, CTRL)
    assert read(at, "turn") == sample.TURNS[2].text
    at.type("third")
    at.timer.ring()
    assert at.responses == {"i38": Replies(("first reply", "second", "third"))}
    assert not at.find("next").isEnabled()


def test_a_turn_that_gives_way_by_the_clock_is_shown_at_once_and_the_keyboard_is_in_its_field(at):
    at.click("cell-38")
    at.type("half a re")
    seconds(at, 91)
    assert read(at, "turn") == sample.TURNS[1].text
    at.type("next")
    at.timer.ring()
    assert at.responses == {"i38": Replies(("half a re", "next"))}


def test_what_was_replied_stands_there_read_only(at):
    at.click("cell-38")
    at.type("one")
    at.click("next")
    at.click("reply-1")
    at.type(" more")
    at.timer.ring()
    assert at.responses == {"i38": Replies(("one", " more"))}


def test_a_turn_without_a_reply_is_left_by_its_own_button(at):
    at.click("cell-38")
    at.click("next")
    assert not at.has("confirm-hand-in")
    at.click("confirm-next-turn")
    assert read(at, "turn") == sample.TURNS[1].text


def test_the_next_part_is_entered_by_its_own_button(sit, words):
    at = sit(FakeLine(exam=sample.exam_in_parts()))
    at.to_exam()
    at.presenter.exam.go("i36")
    QApplication.processEvents()
    assert at.text("next") == words("candidate.next.part")
    at.click("next")
    assert not at.has("confirm-hand-in")
    at.click("confirm-next-part")
    assert at.line.sitting.state.part == 1


def test_the_header_names_the_part_and_runs_its_clock(sit):
    at = sit(FakeLine(exam=sample.exam_in_parts()))
    at.to_exam()
    assert at.text("part-name") == "一、客观题"
    seconds(at, 9)
    assert at.text("part-clock") == "00:59:51"


def test_the_last_part_has_the_one_clock_that_is_left(at):
    assert at.text("part-name") == "二、论述与情景"
    seconds(at, 9)
    assert at.text("clock") == "00:39:51"
    assert not at.has("part-clock")


def test_an_exam_without_parts_has_one_clock(sit):
    at = sit()
    at.to_exam()
    assert at.has("clock")
    assert not at.has("part-clock")


def test_an_item_whose_time_is_over_is_read_only_and_keeps_what_was_written(at, words):
    at.type("in time")
    seconds(at, 595)
    assert words("candidate.own.item", left="00:05") == at.text("own-time")
    at.type(" too")
    seconds(at, 6)
    assert at.text("own-time") == words("candidate.own-over.item")
    assert at.find("writing").isReadOnly()
    at.type(" late")
    at.timer.then = None
    assert at.responses == {"i37": Text("in time too")}
    assert at.find("writing").toPlainText() == "in time too"
    at.click("cell-38")
    assert not at.find("writing").isReadOnly()

"""What the candidate gives on its way into the journal: nothing twice, nothing for nothing, and no bug called late."""

import pytest
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Choice, Order, Text
from kaochang.presenters.candidate.pen import TYPING_DELAY_MS, Pen
from screens import sample
from screens.fakes import FakeLine, HandTimer
from unit.presenters.test_exam_parts import in_parts, with_limit


class Hand:
    """A pen over an attempt, and everything that it does."""

    def __init__(self, exam=None):
        self.line = FakeLine(exam=exam or sample.short_exam())
        self.timer = HandTimer()
        self.done, self.used = [], []
        self.pen = Pen(self.line.sitting, self.timer, self._save, self._later, self._too_late)

    def _save(self, entry):
        self.done.append(entry.event.response)
        self.used.append(entry.event.used)

    def _later(self):
        self.done.append("later")

    def _too_late(self, why):
        self.done.append(why.key)


@pytest.fixture
def hand():
    return Hand()


def test_a_key_that_an_input_method_still_composes_makes_no_response(hand):
    hand.pen.type("i9", Text(""))
    assert (hand.pen.is_typing, hand.timer.then) == (False, None)
    hand.pen.type("i9", Text(" "))
    assert hand.pen.responses() == {"i9": Text(" ")}


def test_what_is_deleted_to_its_last_character_is_told(hand):
    hand.pen.type("i9", Text("a"))
    hand.pen.type("i9", Text(""))
    hand.pen.flush()
    assert hand.done == [Text("")]


@pytest.mark.parametrize(("item", "nothing"), [("i1", Choice(())), ("i5", Order(()))])
def test_to_take_back_what_was_never_given_is_nothing(hand, item, nothing):
    hand.pen.choose(item, nothing)
    assert hand.done == []


def test_what_was_taken_back_is_not_taken_back_again(hand):
    for _ in range(2):
        hand.pen.choose("i1", Choice(("A",)))
        hand.pen.choose("i1", Choice(()))
        hand.pen.choose("i1", Choice(()))
    assert hand.done == [Choice(("A",)), Choice(())] * 2


def test_the_second_is_over_for_all_that_was_typed_within_it_and_is_told_behind_it(hand):
    hand.pen.type("i9", Text("a"))
    hand.pen.type("i9", Text("ab"))
    assert hand.timer.milliseconds == TYPING_DELAY_MS
    hand.timer.ring()
    assert hand.done == [Text("ab"), "later"]
    assert not hand.pen.is_typing


def test_who_types_without_a_pause_is_saved_every_second_all_the_same(hand, monkeypatch):
    started = []
    monkeypatch.setattr(hand.timer, "start", lambda milliseconds, then: started.append((milliseconds, then)))
    for second in (1, 2, 3):
        for key in range(70):
            hand.pen.type("i9", Text("a" * (second * 100 + key)))
        ((milliseconds, then),) = started
        assert milliseconds <= 1_000
        started.clear()
        then()
        assert hand.done[-2:] == [Text("a" * (second * 100 + 69)), "later"]


@pytest.mark.parametrize("early", [None, 3_000])
def test_what_was_typed_is_of_the_time_of_its_last_key_or_of_when_it_was_composed(hand, early):
    start = hand.line.sitting.stamp()
    hand.line.clock.advance(5_000)
    hand.pen.type("i9", Text("a"), None if early is None else start + early)
    hand.line.clock.advance(900)
    hand.pen.flush()
    assert hand.used == [start + (early or 5_000)]


def test_what_is_told_on_leaving_is_not_waited_for_any_more(hand):
    hand.pen.type("i9", Text("a"))
    hand.pen.flush()
    assert (hand.done, hand.timer.then) == ([Text("a")], None)
    hand.pen.flush()
    assert hand.done == [Text("a")]


def test_a_response_that_comes_too_late_is_told_as_that_and_not_saved():
    hand = Hand(with_limit(in_parts(), 0, 30))
    hand.line.sitting.visit("i1")
    hand.line.clock.advance(30_001)
    hand.pen.choose("i1", Choice(("A",)))
    assert hand.done == ["attempt.item-over"]
    assert hand.line.sitting.state.responses == {}


def test_a_response_that_its_item_cannot_have_is_a_bug_and_never_called_late(hand):
    with pytest.raises(Violation) as wrong:
        hand.pen.choose("i1", Text("x"))
    assert wrong.value.key == "attempt.wrong-response"
    assert hand.done == []

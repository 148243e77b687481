"""What an input method composes when something else happens: put into its field once, as of its own last key."""

import pytest
from kaochang.domain.attempts import Phase, Responded
from kaochang.domain.responses import Text
from kaochang.presenters.candidate.composing import Composing
from kaochang.presenters.candidate.gestures import Written
from unit.presenters.test_exam import Desk


@pytest.fixture
def desk(words):
    """Somebody at an essay, with ten minutes."""
    made = Desk(words)
    made.exam.go("i9")
    return made


def compose(desk, text):
    """A key of an input method; its field will read so when what is composed is put into it."""
    desk.exam.composing.connect(lambda: desk.exam.respond(Written(text)))
    desk.exam.composing.touch()


@pytest.mark.parametrize("then", ["toggle_mark", "hand_in", "open_acts", "tick", "ask_to_hand_in", "leave"])
def test_what_was_composed_in_time_is_handed_in_whatever_comes_first_after_the_end(desk, then):
    desk.exam.respond(Written("abc"))
    compose(desk, "abc你好")
    desk.line.clock.advance(601_000)
    getattr(desk.exam, then)()
    desk.exam.tick()
    assert (desk.sitting.state.phase, desk.closings) == (Phase.CLOSED, [1])
    assert desk.sitting.state.responses == {"i9": Text("abc你好")}


def test_what_is_typed_behind_a_composed_word_is_of_its_own_time(desk):
    compose(desk, "")
    desk.line.clock.advance(20_000)
    desk.exam.respond(Written("你好"))
    desk.timer.ring()
    (told,) = (event for event in desk.sitting.saved if isinstance(event, Responded))
    assert told.used == 20_000


def test_what_was_put_into_its_field_is_put_there_once():
    done = []
    composing = Composing(lambda: 7, lambda: done.append("told"))
    composing.connect(lambda: done.append(composing.stamp))
    composing.touch()
    composing.finish()
    composing.finish()
    assert done == ["told", 7, "told", "told"]
    assert composing.stamp is None


def test_a_field_that_asks_for_the_end_while_it_is_put_in_is_not_put_in_again():
    done = []
    composing = Composing(lambda: 7, lambda: None)
    composing.connect(lambda: (done.append("put in"), composing.finish()))
    composing.touch()
    composing.finish()
    assert done == ["put in"]
    assert not composing.is_finishing

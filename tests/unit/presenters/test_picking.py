"""Which keys choose an option: those of the options that are there, and no other is a response by mistake."""

from types import SimpleNamespace

import pytest
from kaochang.domain.responses import Choice, Judgement
from kaochang.presenters.candidate.exam_faces import Layout, item_face
from kaochang.presenters.candidate.gestures import Chosen, Judged
from kaochang.presenters.candidate.picking import LETTERS, last_letter, picked
from screens.fakes import FakeLine
from unit.presenters.test_exam import Desk


@pytest.fixture
def face(words):
    """The item of this id, as it is shown."""
    line = FakeLine()
    layout = Layout.of(line.exam, line.sitting.arrangement)
    return lambda item: item_face(layout, item, bytes, words)


@pytest.mark.parametrize(
    ("item", "keys", "last"),
    [("i1", 4, "D"), ("i2", 5, "E"), ("i3", 2, "B"), ("i4", 0, ""), ("i5", 0, ""), ("i6", 0, ""), ("i9", 0, "")],
)
def test_there_are_as_many_keys_as_there_is_to_choose_from(face, item, keys, last):
    shown = face(item)
    assert [picked(shown, place) is not None for place in range(len(LETTERS))] == [
        place < keys for place in range(len(LETTERS))
    ]
    assert last_letter(shown) == last


def test_a_key_means_the_option_that_stands_in_its_place_whatever_its_label(face):
    shown = face("i1")
    turned = SimpleNamespace(type=shown.type, options=shown.options[::-1])
    assert [picked(turned, place) for place in range(4)] == [Chosen(label) for label in "DCBA"]


def test_the_first_key_says_true_and_the_second_false(face):
    assert [picked(face("i3"), place) for place in (0, 1)] == [Judged(True), Judged(False)]


def test_a_key_beyond_true_and_false_judges_nothing_and_takes_nothing_back(words):
    desk = Desk(words)
    desk.exam.go("i3")
    desk.exam.pick(2)
    assert desk.sitting.state.responses == {}
    desk.exam.pick(1)
    desk.exam.pick(3)
    assert desk.sitting.state.responses == {"i3": Judgement(False)}
    desk.exam.go("i1")
    desk.exam.pick(4)
    assert "i1" not in desk.sitting.state.responses
    desk.exam.pick(3)
    assert isinstance(desk.sitting.state.responses["i1"], Choice)

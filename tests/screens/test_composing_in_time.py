"""A time that runs out while something is being typed: what was typed in time counts, composed or not."""

import pytest
from kaochang.domain.attempts import Phase
from kaochang.domain.items import Item, ItemType, Stage
from kaochang.domain.responses import Replies, Text
from kaochang.domain.tools import Tool
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from screens.fakes import FakeLine
from screens.made import ESSAY, RULES, compose, exam, part


@pytest.fixture
def sit_at(sit):
    """A candidate in an exam of these parts."""

    def make(*parts, rules=RULES):
        made = sit(FakeLine(exam=exam(*parts, rules=rules)))
        made.to_exam()
        return made

    return make


@pytest.fixture
def two_parts(sit_at):
    """A candidate in the first of two parts, for which there are ten minutes."""
    return sit_at(part(ESSAY, limit_s=600), part(ESSAY, limit_s=600, first=2))


def seconds(at, *each: float) -> None:
    """So much time passes, and the window looks at the clock."""
    for passed in each:
        at.line.clock.advance(round(passed * 1_000))
        at.presenter.tick()
        QApplication.processEvents()


def type_and_compose(at) -> None:
    at.type("abc")
    compose(at.find("writing"), "你好")


def draft(at):
    return at.line.sitting.state.annotations.draft


@pytest.mark.parametrize("passing", [(598.5, 1, 1), (601,), (900,)])
def test_what_is_composed_when_a_part_ends_belongs_to_its_item(two_parts, passing):
    type_and_compose(two_parts)
    seconds(two_parts, *passing)
    assert two_parts.presenter.exam.state.face.id == "i2"
    assert two_parts.responses == {"i1": Text("abc你好")}
    assert two_parts.find("writing").toPlainText() == ""


@pytest.mark.parametrize("passing", [(58.5, 1, 1), (61,)])
def test_what_is_composed_when_a_turn_ends_is_its_reply(sit_at, passing):
    at = sit_at(part(Item(ItemType.SCENARIO, "来客。", stages=(Stage("您好。", 60), Stage("再说。", 60)))))
    type_and_compose(at)
    seconds(at, *passing)
    assert at.line.sitting.state.turns["i1"].stage == 1
    assert at.responses == {"i1": Replies(("abc你好",))}


@pytest.mark.parametrize("passing", [(58.5, 1, 1), (61,)])
def test_what_is_composed_when_an_items_own_time_ends_is_in_it(sit_at, passing):
    at = sit_at(part(ESSAY, item_s=60))
    type_and_compose(at)
    seconds(at, *passing)
    assert at.responses == {"i1": Text("abc你好")}
    assert at.find("writing").isReadOnly()


@pytest.mark.parametrize("passing", [(598.5, 1, 1), (601,)])
def test_what_is_composed_when_the_exam_ends_is_handed_in(sit_at, passing):
    at = sit_at(part(ESSAY), rules=replace(RULES, duration_s=600))
    type_and_compose(at)
    seconds(at, *passing)
    assert at.line.sitting.state.phase is Phase.CLOSED
    assert at.responses == {"i1": Text("abc你好")}


def test_a_key_after_the_end_costs_nothing_that_was_typed_before_it(sit_at):
    at = sit_at(part(ESSAY, item_s=60))
    at.line.clock.advance(59_900)
    at.type("abc")
    at.line.clock.advance(200)
    compose(at.find("writing"), "你好")
    seconds(at, 0.5)
    assert at.responses == {"i1": Text("abc")}


def test_after_an_items_own_time_the_draft_is_composed_in_peace(sit_at):
    at = sit_at(part(ESSAY, item_s=60))
    seconds(at, 61, 1)
    at.presenter.exam.tools.toggle(Tool.NOTES)
    compose(at.find("notes"), "ni hao")
    seconds(at, 1, 1)
    assert at.find("notes").toPlainText() == ""


@pytest.mark.parametrize("late", [0, 1, 9_000])
def test_a_phrase_that_comes_into_the_draft_behind_the_end_of_a_part_is_kept(two_parts, late):
    two_parts.presenter.exam.tools.toggle(Tool.NOTES)
    notes = two_parts.find("notes")
    two_parts.type("abc")
    seconds(two_parts, 1)
    two_parts.line.clock.advance((600 + late) * 1_000)
    compose(notes, "", "一句话")
    seconds(two_parts, 1)
    assert notes.toPlainText() == "abc一句话"
    assert draft(two_parts) == "abc一句话"


@pytest.mark.parametrize("passing", [(598.5, 1, 1), (601,)])
def test_what_is_composed_in_the_draft_is_kept_too(two_parts, passing):
    two_parts.presenter.exam.tools.toggle(Tool.NOTES)
    compose(two_parts.find("notes"), "你好")
    seconds(two_parts, *passing)
    assert two_parts.presenter.exam.state.face.id == "i2"
    assert draft(two_parts) == "你好"


def test_the_draft_is_journaled_before_a_proctor_comes_and_before_the_end(two_parts):
    two_parts.presenter.exam.tools.toggle(Tool.NOTES)
    two_parts.type("a")
    two_parts.presenter.exam.open_acts()
    assert draft(two_parts) == "a"
    two_parts.presenter.exam.acts.close()
    two_parts.presenter.exam.tools.draft("ab")
    two_parts.presenter.exam.ask_to_hand_in()
    assert draft(two_parts) == "ab"

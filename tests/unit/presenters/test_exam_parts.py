"""The exam screen in an exam with parts, items and turns that have a time of their own."""

import pytest
from kaochang.domain.items import Stage
from kaochang.domain.responses import Choice, Replies, Text
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import Confirmation
from kaochang.presenters.candidate.gestures import Chosen, Written
from msgspec.structs import replace
from screens import sample
from screens.fakes import FakeLine, HandTimer, HeldRunner, means_of


def in_parts():
    """The short exam cut in two: five items with a minute, four with two, the scenario in two turns."""
    exam = sample.short_exam(sample.Rules(duration_s=600, warnings_s=(), allow_empty=True))
    (section,) = exam.assessment.sections
    *others, scenario = section.items
    turns = (Stage("客户：叫经理来！", 30), Stage("客户：好吧。"))
    items = (*others, replace(scenario, item=replace(scenario.item, stages=turns)))
    first = replace(section, items=items[:5], limit_s=60)
    second = replace(section, title="二、情景", items=items[5:], limit_s=120)
    return replace(exam, assessment=replace(exam.assessment, sections=(first, second)))


class Desk:
    """A presenter and everything around it."""

    def __init__(self, words):
        self.line = FakeLine(exam=in_parts())
        self.timer, self.closings = HandTimer(), []
        means = means_of(words, self.line, HeldRunner(is_held=False), self.timer)
        self.sitting = self.line.sitting
        self.exam = ExamPresenter(self.sitting, means, lambda state: None, lambda: self.closings.append(1))
        self.order = [placed.id for placed in self.line.exam.assessment.items()]

    def seconds(self, count):
        for _ in range(count):
            self.line.clock.advance(1_000)
            self.exam.tick()

    @property
    def shown(self):
        return self.exam.state.face.id


@pytest.fixture
def desk(words):
    return Desk(words)


def test_the_clock_shows_the_parts_time_and_the_next_part_opens_when_it_is_over(desk):
    assert desk.exam.state.clock.text.endswith("01:00")
    desk.exam.ask_to_hand_in()
    desk.seconds(60)
    assert (desk.shown, desk.exam.state.overlay, desk.sitting.state.part) == (desk.order[5], None, 1)
    assert desk.exam.state.is_first
    desk.seconds(1)
    assert desk.exam.state.clock.text.endswith("01:59")


def test_going_on_to_the_next_part_asks_once(desk):
    desk.exam.go(desk.order[4])
    desk.exam.move(1)
    assert desk.exam.state.overlay == Confirmation(desk.exam.state.overlay.message, is_advance=True)
    assert desk.sitting.state.part == 0
    desk.exam.go_back()
    assert (desk.exam.state.overlay, desk.shown) == (None, desk.order[4])
    desk.exam.move(1)
    desk.exam.advance()
    assert (desk.shown, desk.sitting.state.part, desk.exam.state.overlay) == (desk.order[5], 1, None)


def test_an_item_of_a_part_that_is_over_stays_closed(desk):
    desk.exam.advance()
    for way in (lambda: desk.exam.go(desk.order[0]), lambda: desk.exam.move(-1)):
        way()
        assert (desk.shown, desk.exam.state.overlay) == (desk.order[5], None)


def test_what_was_clicked_after_a_parts_end_and_before_its_tick_goes_nowhere(desk):
    desk.line.clock.advance(60_000)
    desk.exam.respond(Chosen("A"))
    assert desk.sitting.state.responses == {}
    assert desk.shown == desk.order[5]


def test_what_was_typed_before_a_parts_end_counts(desk):
    desk.exam.advance()
    desk.exam.go(desk.order[6])
    desk.exam.respond(Written("及时"))
    desk.line.clock.advance(300_000)
    desk.exam.tick()
    assert desk.sitting.state.responses == {desk.order[6]: Text("及时")}
    assert desk.closings == [1]


def test_a_scenario_is_played_turn_by_turn(desk):
    desk.exam.advance()
    scenario = desk.order[8]
    desk.exam.go(scenario)
    assert "叫经理来" in desk.exam.state.face.stem
    desk.exam.respond(Written("您好"))
    desk.exam.move(1)
    state = desk.exam.state
    assert ("好吧" in state.face.stem, state.response, state.face.id) == (True, Text(""), scenario)
    desk.exam.respond(Written("再见"))
    desk.timer.ring()
    assert desk.sitting.state.responses == {scenario: Replies(("您好", "再见"))}
    assert desk.exam.state.response == Text("再见")


def test_a_turn_gives_way_when_its_time_is_over(desk):
    desk.exam.advance()
    desk.exam.go(desk.order[8])
    desk.exam.respond(Written("您"))
    desk.seconds(31)
    assert "好吧" in desk.exam.state.face.stem
    assert desk.sitting.state.responses == {desk.order[8]: Replies(("您",))}


def test_a_response_to_an_item_whose_time_is_over_is_told_calmly(words):
    desk = Desk(words)
    exam = desk.sitting.exam
    first, second = exam.assessment.sections
    limited = replace(first, items=(replace(first.items[0], limit_s=5), *first.items[1:]))
    desk.sitting.exam = replace(exam, assessment=replace(exam.assessment, sections=(limited, second)))
    desk.exam.respond(Chosen("A"))
    desk.seconds(6)
    desk.exam.respond(Chosen("B"))
    assert desk.sitting.state.responses == {desk.order[0]: Choice(("A",))}
    assert desk.exam.state.warning

"""What can be answered no more, or not yet, says so; a part is left only after hearing what is left behind in it."""

import pytest
from kaochang.custody.errata import Erratum
from kaochang.domain.errata import ErratumAction
from kaochang.domain.items import Item, ItemType, Stage
from kaochang.domain.responses import Choice
from kaochang.presenters.candidate.access import Access
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import Confirmation, Final
from kaochang.presenters.candidate.finder import Filter
from kaochang.presenters.candidate.gestures import Chosen
from screens import sample
from screens.fakes import FakeLine, means_of
from screens.made import ESSAY, exam, part, single

STAGED = Item(ItemType.SCENARIO, "逐轮回应。", stages=(Stage("客户：好吧。", 30),))


class Desk:
    def __init__(self, words, exam) -> None:
        self.line = FakeLine(exam=exam)
        self.sitting = self.line.sitting
        means = means_of(words, self.line)
        self.exam = ExamPresenter(self.sitting, means, lambda state: None, lambda: None, self.line.errata)

    def seconds(self, count) -> None:
        self.line.clock.advance(count * 1_000)
        self.exam.tick()

    @property
    def palette(self):
        return self.exam.state.palette

    @property
    def cells(self):
        return {cell.item: cell for section in self.palette.sections for cell in section.cells}

    @property
    def access(self):
        return [cell.access for cell in self.cells.values()]


@pytest.fixture
def desk(words):
    """Three parts: two items, one, two."""
    exam_in_three = exam(
        part(single(), single(), limit_s=600), part(single(), limit_s=600, first=3), part(single(), ESSAY, first=4)
    )
    return Desk(words, exam_in_three)


OPEN, CLOSED, LATER = Access.OPEN, Access.CLOSED, Access.LATER


def test_each_item_says_whether_its_part_is_over_open_or_to_come(desk, words):
    assert desk.access == [OPEN, OPEN, LATER, LATER, LATER]
    desk.exam.advance()
    assert desk.access == [CLOSED, CLOSED, OPEN, LATER, LATER]
    assert desk.cells["i1"].spoken == words("candidate.cell.access.closed", cell="第 1 题，未答")
    assert desk.cells["i4"].spoken == words("candidate.cell.access.later", cell="第 4 题，未答")
    assert (desk.palette.closed, desk.palette.later) == (2, 2)


def test_what_can_be_answered_no_more_is_not_among_the_unanswered(desk):
    desk.exam.respond(Chosen("o0"))
    assert (desk.palette.answered, desk.palette.unanswered, desk.palette.missed) == (1, 4, 0)
    desk.exam.advance()
    assert (desk.palette.answered, desk.palette.unanswered, desk.palette.missed) == (1, 3, 1)
    desk.exam.finder.choose(Filter.UNANSWERED)
    assert [section.shown for section in desk.palette.sections] == [set(), {"i3"}, {"i4", "i5"}]


def test_an_item_whose_own_time_is_over_is_closed_too(words):
    desk = Desk(words, exam(part(single(), item_s=30), part(single(), STAGED, limit_s=600, first=2)))
    desk.seconds(31)
    assert desk.access == [CLOSED, LATER, LATER]
    desk.exam.advance()
    desk.exam.go("i3")
    desk.seconds(31)
    assert desk.access == [CLOSED, OPEN, CLOSED]


def test_the_counts_are_right_when_something_closed_is_withdrawn(desk):
    desk.exam.advance()
    desk.line.errata.bring(Erratum("i1", ErratumAction.WITHDRAW, "题目有误", sample.START_WALL))
    desk.seconds(1)
    palette = desk.palette
    assert (palette.unanswered, palette.missed, palette.closed, palette.later) == (3, 1, 1, 2)
    assert palette.withdrawn == 1


def test_before_handing_in_no_link_leads_to_what_is_closed_and_that_it_is_missing_is_said(desk, words):
    desk.exam.advance()
    desk.exam.ask_to_hand_in()
    summary = desk.exam.state.overlay
    assert [chip.item for chip in summary.chips] == ["i3", "i4", "i5"]
    still = words("candidate.summary.headline", parts=words("candidate.summary.count.unanswered", count=3))
    assert summary.headline == words("candidate.summary.missed", headline=still, count=2)
    assert [row.unanswered for row in summary.rows] == [2, 1, 2]


def test_before_a_part_is_left_what_is_missing_or_marked_in_it_is_told_with_links(desk):
    desk.sitting.respond("i1", Choice(("o0",)))
    desk.exam.toggle_mark()
    desk.exam.go("i2")
    desk.exam.move(1)
    asked = desk.exam.state.overlay
    assert asked.step is Final.NEXT_PART
    assert [(chip.item, chip.is_marked) for chip in asked.chips] == [("i2", False), ("i1", True)]
    assert asked.headline == "还有 1 题没有作答，1 题做了标记。"
    desk.exam.go("i1")
    assert (desk.exam.state.overlay, desk.exam.state.face.id) == (None, "i1")


def test_where_nothing_is_missing_only_the_question_is_asked(desk, words):
    for item in ("i1", "i2"):
        desk.sitting.respond(item, Choice(("o0",)))
    desk.exam.go("i3")
    assert desk.exam.state.overlay == Confirmation(Final.NEXT_PART, words("candidate.advance.message"))


def test_who_asks_for_an_item_of_a_later_part_hears_that_only_the_next_one_opens(desk, words):
    desk.exam.go("i5")
    said = words("candidate.advance.only-next", number=5, part="第 3 部分")
    assert desk.exam.state.overlay.message == said + words("candidate.advance.message")
    desk.exam.confirm()
    assert desk.exam.state.face.id == "i3"


def test_who_asks_for_an_item_inside_the_next_part_hears_that_it_begins_with_its_first(desk, words):
    desk.exam.advance()
    desk.exam.go("i5")
    said = words("candidate.advance.from-first", number=5, part="第 4 部分")
    assert desk.exam.state.overlay.message.startswith(said)

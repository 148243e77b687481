"""Whoever counts items for a candidate counts the same ones: what the panel asks and what was withdrawn is missed by
nobody, and what is answered in part is said to be."""

from fractions import Fraction

import pytest
from kaochang.custody.errata import Errata, Erratum
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.errata import ErratumAction
from kaochang.domain.items import Item, ItemType, Mode, Option, Stage
from kaochang.domain.responses import Choice, Text
from kaochang.flow.hand_in import Receipt
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_faces import Layout, item_face
from kaochang.presenters.candidate.finder import Filter
from kaochang.presenters.candidate.gestures import Chosen
from kaochang.presenters.candidate.receipt import receipt_state
from kaochang.presenters.candidate.resumed import resumed_state
from kaochang.presenters.candidate.siblings import siblings_of
from screens import sample
from screens.fakes import FakeLine, means_of

SINGLE = Item(ItemType.SINGLE, "选", options=(Option("A", "一"), Option("B", "二")))
SPOKEN = Item(ItemType.INTERVIEW, "面", mode=Mode.SPOKEN)
ESSAY = Item(ItemType.ESSAY, "写", min_words=100)


def exam_of(*items, sections=None):
    placed = tuple(PlacedItem(f"i{number}", item, Fraction(1)) for number, item in enumerate(items, start=1))
    return Exam("e", Assessment("T", sections or (Section("一", placed),)), Rules(7200, warnings_s=()))


class Desk:
    def __init__(self, words, exam):
        self.line = FakeLine(exam)
        self.sitting, self.means = self.line.sitting, means_of(words, self.line)
        self.exam = ExamPresenter(self.sitting, self.means, lambda state: None, lambda: None, self.line.errata)

    def withdraw(self, *items):
        self.line.errata.bring(
            *(Erratum(item, ErratumAction.WITHDRAW, "题目有误", sample.START_WALL) for item in items)
        )
        self.line.clock.advance(1_000)
        self.exam.tick()
        self.exam.errata.read()

    @property
    def palette(self):
        return self.exam.state.palette

    @property
    def summary(self):
        self.exam.ask_to_hand_in()
        return self.exam.state.overlay


@pytest.fixture
def desk(words):
    return Desk(words, exam_of(SINGLE, SPOKEN, SPOKEN, ESSAY))


def counts(palette):
    return palette.answered, palette.unanswered, palette.marked, palette.sections[0].progress


def test_what_the_panel_asks_is_not_among_the_unanswered(desk):
    desk.exam.finder.choose(Filter.UNANSWERED)
    desk.exam.go("i4")
    assert desk.palette.sections[0].shown == {"i1", "i4"}
    assert (desk.palette.unanswered, desk.palette.panel) == (2, 2)
    assert [cell.is_asked for cell in desk.palette.sections[0].cells] == [True, False, False, True]


def test_what_was_never_counted_is_not_taken_away_when_it_is_withdrawn(desk):
    assert counts(desk.palette) == (0, 2, 0, "0 / 2")
    desk.withdraw("i2")
    assert counts(desk.palette) == (0, 2, 0, "0 / 2")
    assert (desk.palette.panel, desk.palette.withdrawn) == (1, 1)


def test_a_mark_on_what_the_panel_asks_is_counted_and_led_to(desk):
    desk.exam.go("i2")
    desk.exam.toggle_mark()
    assert desk.palette.marked == 1
    assert desk.summary.rows[0].marked == 1
    assert [chip.item for chip in desk.summary.chips if chip.is_marked] == ["i2"]


def test_a_text_that_is_too_short_is_answered_in_part_in_the_palette_too(desk, words):
    desk.sitting.respond("i4", Text("短"))
    cell = desk.palette.sections[0].cells[3]
    assert (cell.is_answered, cell.is_partial, cell.spoken) == (True, True, "第 4 题，只答了一部分")
    assert (desk.palette.answered, desk.palette.partial) == (1, 1)
    assert (desk.summary.rows[0].answered, desk.summary.rows[0].partial) == (0, 1)
    desk.withdraw("i4")
    assert (desk.palette.answered, desk.palette.partial) == (0, 0)
    desk.sitting.respond("i1", Choice(("A",)))
    assert (desk.palette.answered, desk.palette.partial) == (1, 0)


def test_a_response_is_looked_at_once_and_not_at_every_key(desk, monkeypatch):
    desk.sitting.respond("i4", Text("短"))
    assert desk.palette.partial == 1
    monkeypatch.setattr("kaochang.presenters.candidate.standing.standing_of", None)
    assert desk.palette.partial == 1


def test_receipt_and_resumed_page_leave_out_what_was_withdrawn_and_say_so(desk, words):
    for item in ("i1", "i4"):
        desk.sitting.respond(item, Choice(("A",)) if item == "i1" else Text("字" * 100))
    desk.withdraw("i1", "i2")
    assert (desk.palette.answered, desk.palette.unanswered) == (1, 0)
    count = desk.sitting.corrections.count(desk.sitting.exam, desk.sitting.state.answered())
    assert (count.done, count.of, count.withdrawn) == (1, 1, 1)
    told = "1 题中答 1 题（另有 1 题已撤销，不用作答）"
    assert told in [value for _, value in resumed_state(desk.sitting, words).facts]
    receipt = Receipt("code", "1", 0, 0, count.done, count.of, ClosingReason.HANDED_IN, 0, count.withdrawn)
    shown = receipt_state(receipt, sample.TICKET, desk.means, [], is_repeated=False)
    assert told in [value for _, value in shown.facts]


def test_where_nothing_was_withdrawn_nothing_is_said_of_it(desk, words):
    assert "2 题中答 0 题" in [value for _, value in resumed_state(desk.sitting, words).facts]
    assert Errata().withdrawn == frozenset()


# -- sub-questions ----------------------------------------------------------------------------------------------------


CASE = Item(ItemType.CASE, "问", material="材料")


@pytest.fixture
def layout():
    """A case of two sub-questions in the first part, and of one more in each of the next two sections."""
    placed = [PlacedItem(f"i{number}", CASE, Fraction(1)) for number in range(1, 5)]
    sections = (
        Section("一", tuple(placed[:2]), limit_s=600),
        Section("二", (placed[2],), limit_s=600),
        Section("三", (placed[3],), limit_s=600),
    )
    line = FakeLine(exam_of(sections=sections))
    return Layout.of(line.exam, line.sitting.arrangement)


def test_a_sub_question_of_another_part_is_no_link(layout, words):
    assert [face.item for face in siblings_of(layout, "i1", {}, words)] == ["i2"]
    assert siblings_of(layout, "i3", {}, words) == ()


def test_the_materials_title_names_those_of_its_part(layout, words):
    titles = [item_face(layout, item, bytes, words).material_title for item in ("i2", "i3")]
    assert titles == ["材料（第 1–2 题共用）", "材料"]


def test_a_link_to_what_was_withdrawn_says_so_and_misses_nothing(words):
    desk = Desk(words, exam_of(CASE, CASE, CASE))
    desk.withdraw("i2")
    two, three = desk.exam.state.face.siblings
    assert (two.standing, two.is_open) == ("已撤销，不用作答", False)
    assert (three.standing, three.is_open) == ("未作答", True)


def test_no_length_is_asked_of_a_turn(words):
    desk = Desk(words, exam_of(Item(ItemType.SCENARIO, "演", stages=(Stage("一"), Stage("二")), min_words=50)))
    assert desk.exam.state.length.text == "0 字"


def test_a_row_of_the_summary_adds_up_without_what_was_withdrawn(desk, words):
    desk.sitting.respond("i1", Choice(("A",)))
    desk.withdraw("i4")
    row = desk.summary.rows[0]
    assert row.title == words("candidate.summary.section", title="一", of=3, points="3")
    assert (row.answered, row.partial, row.unanswered) == (1, 0, 0)


def test_what_was_withdrawn_takes_nothing_more_and_keeps_what_was_given(desk, words):
    desk.exam.respond(Chosen("A"))
    desk.withdraw("i1")
    desk.exam.pick(1)
    assert desk.sitting.state.responses == {"i1": Choice(("A",))}
    assert desk.exam.state.warning == words("candidate.erratum.need-not")

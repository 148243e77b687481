"""How items are answered is what the paper states, unless the office says otherwise; what cannot be is refused."""

from fractions import Fraction

import pytest
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import MAX_OPTIONS, Item, ItemType, Mode, Option, Stage
from kaochang.domain.refusals import Outcome
from kaochang.flow import assemble, read
from kaochang.flow.answering import Answering
from kaochang.flow.assemble import AssembleOrder
from kaochang.flow.exam_rules import check_rules, check_shared
from kaochang.papers.grammar.lengths import Length
from kaochang.store.bank import Bank
from msgspec.structs import replace
from support.clocks import ManualClock
from support.panel_paper import PANEL_PAPER
from support.refusals import refuses
from support.seeded import seeded

CHANCE = seeded()


@pytest.fixture
def bank(tmp_path):
    bank = Bank(tmp_path / "bank")
    (tmp_path / "paper.txt").write_text(PANEL_PAPER, encoding="utf-8")
    read.add_to_bank(bank, read.read_file(tmp_path / "paper.txt"), "paper.txt", ManualClock(), seeded())
    yield bank
    bank.close()


def made(bank, words=None, modes=None):
    """The exam, and of every item by its place what is asked of its text and how it is answered."""
    order = AssembleOrder([1], "小测", Rules(1800), answering=Answering(words or {}, modes or {}))
    exam = assemble.assemble(bank, order, ManualClock(), CHANCE)
    items = [placed.item for placed in exam.assessment.items()]
    told = {f"{item.section}#{item.number}": (item.min_words, item.max_words, item.mode) for item in items}
    return exam, told


def test_without_a_word_of_the_office_the_papers_own_lengths_hold_and_everything_is_typed(bank):
    exam, told = made(bank)
    assert told == {
        "判断题#1": (None, None, Mode.TYPED),
        "简答题#1": (200, 500, Mode.TYPED),
        "简答题#2": (100, None, Mode.TYPED),
        "面试题#1": (50, None, Mode.TYPED),
        "面试题#2": (50, None, Mode.TYPED),
    }
    assert bank.exam(exam.id)[0] == exam


@pytest.mark.parametrize("length", [Length(10, 20), Length(10, None), Length(None, 20), Length(7, 7)])
def test_a_length_of_the_offices_goes_before_the_papers_at_both_ends_and_is_no_other_items(bank, length):
    _, told = made(bank, words={"简答题#1": length})
    assert told["简答题#1"] == (length.least, length.most, Mode.TYPED)
    assert told["简答题#2"] == (100, None, Mode.TYPED)


def test_the_bank_keeps_what_the_paper_said(bank):
    made(bank, words={"简答题#1": Length(10, 20)}, modes={"面试题": Mode.READ})
    assert made(bank)[1]["简答题#1"] == (200, 500, Mode.TYPED)


def test_a_mode_is_a_sections_or_an_items_which_goes_first_and_what_is_not_written_has_no_length(bank):
    _, told = made(bank, modes={"面试题#2": Mode.READ, "面试题": Mode.SPOKEN})
    assert told["面试题#1"] == (None, None, Mode.SPOKEN)
    assert told["面试题#2"] == (None, None, Mode.READ)
    assert made(bank, modes={"面试题": Mode.SPOKEN, "面试题#2": Mode.TYPED})[1]["面试题#2"] == (50, None, Mode.TYPED)


@pytest.mark.parametrize(
    ("words", "modes", "outcome", "key", "where"),
    [
        ({"简答题#9": Length(1)}, {}, Outcome.MISSING, "bank.no-item", "简答题#9"),
        ({"简答题": Length(1)}, {}, Outcome.MISSING, "bank.no-item", "简答题"),
        ({}, {"口试": Mode.READ}, Outcome.MISSING, "assemble.no-place", "口试"),
        ({}, {"面试题#9": Mode.READ}, Outcome.MISSING, "assemble.no-place", "面试题#9"),
        ({"简答题#1": Length(500, 200)}, {}, Outcome.POLICY, "exam.words", "简答题#1"),
        ({"判断题#1": Length(1)}, {}, Outcome.POLICY, "exam.no-text", "判断题#1"),
        ({"面试题#1": Length(1)}, {"面试题#1": Mode.READ}, Outcome.POLICY, "exam.no-text", "面试题#1"),
        ({"面试题#1": Length(None, 9)}, {"面试题": Mode.SPOKEN}, Outcome.POLICY, "exam.no-text", "面试题#1"),
        ({}, {"简答题#2": Mode.READ}, Outcome.POLICY, "exam.mode", "简答题#2"),
        ({}, {"判断题": Mode.SPOKEN}, Outcome.POLICY, "exam.mode", "判断题#1"),
    ],
)
def test_what_an_item_cannot_have_is_refused_and_where(bank, words, modes, outcome, key, where):
    with refuses(outcome, key) as refused:
        made(bank, words, modes)
    assert refused.value.where == where
    with refuses(Outcome.MISSING, "bank.no-exam"):
        bank.exam("小测")


def exam_of(item, points=1):
    return Exam(f"e{points}", Assessment("小测", (Section("", (PlacedItem("i", item, Fraction(points)),)),)), Rules(60))


def test_an_option_that_has_no_letter_is_refused_with_its_item():
    def exam(count):
        options = tuple(Option(str(place), "选项") for place in range(count))
        return exam_of(Item(ItemType.SINGLE, "选", number="3", section="单选题", options=options))

    check_rules(exam(MAX_OPTIONS))
    with refuses(Outcome.POLICY, "exam.options") as refused:
        check_rules(exam(MAX_OPTIONS + 1))
    assert (refused.value.where, refused.value.params) == ("单选题#3", {"found": 27, "most": 26})


def test_a_scenario_in_turns_and_a_blank_are_no_text_in_one_piece():
    for item in (
        Item(ItemType.SCENARIO, "情景", stages=(Stage("客户：在吗？"),), min_words=5),
        Item(ItemType.BLANK, "先____", blanks=1, max_words=5),
    ):
        with refuses(Outcome.POLICY, "exam.no-text"):
            check_rules(exam_of(item))


def test_two_exams_of_a_session_share_an_item_only_if_it_is_answered_alike():
    item = Item(ItemType.INTERVIEW, "谈谈。", number="1", section="面试题")
    check_shared([exam_of(item), exam_of(item, points=2)])
    with refuses(Outcome.POLICY, "exam.two-ways") as refused:
        check_shared([exam_of(item), exam_of(replace(item, mode=Mode.SPOKEN), points=2)])
    assert (refused.value.where, refused.value.params) == ("面试题#1", {"title": "小测"})

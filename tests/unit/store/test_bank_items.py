"""Items of a bank are found by words and filters, page by page, and what they are found by stays in step with them."""

import sqlite3
from fractions import Fraction
from pathlib import Path

import pytest
from kaochang.domain.banked import Action, Content, ItemFilter, Sort, Statistic
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import Difficulty, MarkScheme
from kaochang.domain.papers import Finding, Kind, Paper, PaperItem, Passed
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Judgement
from kaochang.store.bank import Bank, PaperEntry
from kaochang.store.bank_history import Edit
from kaochang.store.bank_words import match, tokens
from msgspec.structs import replace
from support.exams import ITEMS, SCHEMES, make_exam
from support.refusals import refuses

OLD = (Path(__file__).parent / "bank-v2.sql").read_text("utf-8")
A_B = tuple(Option(each, each) for each in "AB")
REFUND = Item(ItemType.SINGLE, "客户要求退款时，用VIP卡的应当（　）", "1", "一、单选题", A_B)
HOLD = Item(ItemType.TRUEFALSE, "退回的商品须在 7 天内登记。", "1", "二、判断题")
OPEN_KEY = Item(ItemType.SINGLE, "工单的要素是（　）", "2", "一、单选题", A_B)
PAPER = Paper(
    "售后试卷",
    (
        PaperItem(REFUND, MarkScheme(Choice(("A",)), competencies=("政策", "沟通"), difficulty=Difficulty.HARD)),
        PaperItem(OPEN_KEY, MarkScheme()),
        PaperItem(HOLD, MarkScheme(Judgement(True), explanation="参见退换货政策。", competencies=("政策",))),
    ),
    (Finding(Kind.MISSING_ANSWER, index=1, section="一、单选题", number="2"),),
)


@pytest.fixture
def bank(tmp_path):
    made = Bank(tmp_path / "bank.db")
    made.add_paper(PaperEntry("paper.docx", 5, PAPER, ["refund", "open-key", "hold"], {}))
    yield made
    made.close()


def ids(bank, words="", sort=Sort.PAPER, start=0, most=50, **wanted):
    return [each.entry.id for each in bank.found.page(words, ItemFilter(**wanted), sort, start, most).items]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("退款", ["refund"]),
        ("退", ["refund", "hold"]),
        ("款", ["refund"]),
        ("要求退款时", ["refund"]),
        ("退货政", []),
        ("退换货政策", ["hold"]),
        ("vip", ["refund"]),
        ("ＶＩＰ卡", ["refund"]),
        ("用VIP", ["refund"]),
        ("V", ["refund"]),
        ("客户 卡", ["refund"]),
        ("客户 登记", []),
        ("户要 求退款", ["refund"]),
        ("款时用", []),
        ("7", ["hold"]),
        ("，。", []),
        ('"退款" OR *', []),
        ("  ", ["refund", "open-key", "hold"]),
    ],
)
def test_items_are_found_by_single_signs_words_and_phrases(bank, words, found):
    assert ids(bank, words) == found


def test_a_word_is_never_found_across_a_mark():
    assert tokens("客户，退款") == ["客户", "户", "退款", "款"]
    assert match("户退") == '"户退"'


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"types": (ItemType.SINGLE,)}, ["refund", "open-key"]),
        ({"types": (ItemType.SINGLE, ItemType.TRUEFALSE)}, ["refund", "open-key", "hold"]),
        ({"sections": ("二、判断题",)}, ["hold"]),
        ({"competencies": ("政策",)}, ["refund", "hold"]),
        ({"competencies": ("沟通", "政策"), "types": (ItemType.SINGLE,)}, ["refund"]),
        ({"difficulties": (Difficulty.HARD,)}, ["refund"]),
        ({"papers": (2,)}, []),
        ({"has_key": False}, ["open-key"]),
        ({"has_open_finding": True}, ["open-key"]),
        ({"has_open_finding": False}, ["refund", "hold"]),
        ({"excluded": ("hold",)}, ["refund", "open-key"]),
        ({"retired": True}, []),
        ({"retired": None}, ["refund", "open-key", "hold"]),
    ],
    ids=str,
)
def test_each_filter_leaves_what_it_means(bank, wanted, found):
    assert ids(bank, **wanted) == found
    assert [each.id for each in bank.items_where(ItemFilter(**wanted))] == found


def test_a_page_is_a_part_of_all_that_was_found_and_says_how_many_that_are(bank):
    page = bank.found.page("", ItemFilter(), Sort.PAPER, 1, 1)
    assert ([each.entry.id for each in page.items], page.total) == (["open-key"], 3)
    assert (page.items[0].paper_title, page.items[0].has_open_finding) == ("售后试卷", True)


def test_what_there_is_to_filter_by_is_counted(bank):
    choices = bank.found.choices()
    assert choices.sections == {"一、单选题": 2, "二、判断题": 1}
    assert choices.competencies == {"政策": 2, "沟通": 1}


def test_an_exam_uses_items_as_long_as_it_is_there(bank):
    bank.add_paper(
        PaperEntry(
            "b.docx", 6, Paper("b", tuple(map(PaperItem, ITEMS.values(), SCHEMES.values())), ()), list(ITEMS), {}
        )
    )
    bank.save_exam(make_exam(exam_id="old"), [2], made=20)
    bank.save_exam(make_exam(exam_id="new"), [2], made=30)
    assert ids(bank, used=False) == ids(bank, not_used_in=("old",)) == ["refund", "open-key", "hold"]
    assert set(ids(bank, used=True)) == set(ITEMS)
    assert ids(bank, sort=Sort.MOST_USED)[0] in ITEMS
    assert ids(bank, sort=Sort.LONGEST_UNUSED)[:3] == ["refund", "open-key", "hold"]
    assert [use.exam for use in bank.history.uses("single")] == ["new", "old"]
    bank.forget_exam("new")
    bank.forget_exam("old")
    assert (ids(bank, used=True), bank.history.uses("single")) == ([], [])


def test_a_forgotten_paper_is_found_no_more(bank):
    bank.forget_paper(1)
    assert (ids(bank), ids(bank, "退款"), bank.found.choices().competencies) == ([], [], {})


def test_what_an_item_is_found_by_follows_each_change(bank):
    entry = bank.found.get("refund")
    scheme = replace(entry.scheme, competencies=("回访",), difficulty=Difficulty.EASY)
    content = Content(replace(entry.item, stem="首次回访在（　）"), scheme)
    bank.history.change(Edit("refund", 1, content, "张三", 9))
    assert (ids(bank, "退款"), ids(bank, "回访")) == ([], ["refund"])
    assert (ids(bank, competencies=("沟通",)), ids(bank, competencies=("回访",))) == ([], ["refund"])
    assert ids(bank, difficulties=(Difficulty.EASY,)) == ["refund"]
    assert ids(bank, sort=Sort.CHANGED)[0] == "refund"


def test_a_key_that_somebody_sets_settles_that_it_was_missing(bank):
    content = Content(OPEN_KEY, MarkScheme(Choice(("B",)), set_by="张三"))
    bank.history.change(Edit("open-key", 1, content, "张三", 9, Action.KEY_SET))
    assert (ids(bank, has_key=False), ids(bank, has_open_finding=True)) == ([], [])


def test_a_finding_that_somebody_passed_is_open_no_more(bank):
    bank.pass_findings([1], Passed("张三", "待定"))
    assert ids(bank, has_open_finding=True) == []


def test_the_hardest_items_in_use_come_first_and_those_never_measured_last(bank):
    shares = {"hold": Fraction(0), "refund": Fraction(1)}
    bank.history.bring_statistics(Statistic(item, "s", "期末", 9, 10, 10, share) for item, share in shares.items())
    assert ids(bank, sort=Sort.HARDEST) == ["hold", "refund", "open-key"]


def test_an_item_that_is_not_there_is_missing(bank):
    with refuses(Outcome.MISSING, "bank.no-item"):
        bank.found.get("none")


def test_a_bank_of_the_second_version_is_searched_and_filtered_and_knows_what_its_exams_used(tmp_path):
    connection = sqlite3.connect(tmp_path / "old.bank")
    connection.executescript(OLD)
    connection.close()
    bank = Bank(tmp_path / "old.bank")
    assert {entry.id: (entry.item, entry.scheme, entry.version) for entry in bank.items(1)} == {
        name: (ITEMS[name], SCHEMES[name], 1) for name in ITEMS
    }
    assert ids(bank, "首问负责") == ["essay"]
    assert ids(bank, types=(ItemType.TRUEFALSE,)) == ["truefalse"]
    assert [use.exam for use in bank.history.uses("essay")] == ["old"]
    bank.history.change(Edit("essay", 1, Content(ITEMS["essay"], MarkScheme()), "张三", 9))
    bank.close()
    again = Bank(tmp_path / "old.bank")
    assert (again.found.get("essay").version, ids(again, "首问负责")) == (2, ["essay"])
    again.close()

"""The items of a bank on the terminal: found, shown, checked and changed by name; what cannot be is one clear line."""

import sqlite3

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.store.bank import Bank
from support.exam_day import ExamDay, kaochang, well

PAPER = """客服试卷

一、单选题（每题2分）
1. 客户要求退款时，首先应当（　　）。
A. 致歉
B. 核实订单
C. 转交
D. 以上都对
答案：B

2. 客户要求退款时，首先应该（　　）。
A. 致歉
B. 核实订单
C. 转交
D. 升级

二、判断题（每题1分）
1. 工单当天登记。（　　）
答案：对
解析：见规范。
"""


@pytest.fixture
def day(tmp_path):
    made = ExamDay(tmp_path)
    made.read(PAPER)
    return made


def bank(day, verb, *arguments, **fields):
    return kaochang("bank", verb, day.bank, *arguments, **fields)


def places(ran):
    return [each["place"] for each in ran.told()["items"]]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((), ["单选题#1", "单选题#2", "判断题#1"]),
        (("退款",), ["单选题#1", "单选题#2"]),
        (("退款 升级",), ["单选题#2"]),
        (("登",), ["判断题#1"]),
        (("--type", "truefalse"), ["判断题#1"]),
        (("--section", "判断题", "--section", "单选题"), ["单选题#1", "单选题#2", "判断题#1"]),
        (("--without-key",), ["单选题#2"]),
        (("--with-findings", "--type", "single"), ["单选题#2"]),
        (("--used",), []),
        (("--start", "1", "--most", "1"), ["单选题#2"]),
        (("--retired",), []),
    ],
    ids=str,
)
def test_items_are_found_by_words_and_filters(day, arguments, found):
    assert places(bank(day, "find", *arguments, "--json")) == found


def test_a_list_has_a_line_for_each_item_and_says_how_many_there_are(day):
    ran = bank(day, "find", "退款", "--most", "1")
    assert (ran.code, len(ran.out.splitlines())) == (0, 2)
    assert "共 2 题，列出 1 题" in ran.out


def test_an_exam_has_used_its_items(day):
    exam = day.assemble("--leave-out", "单选题#2", "--pass-findings", "张三：照旧")
    assert places(bank(day, "find", "--used", "--json")) == ["单选题#1", "判断题#1"]
    assert places(bank(day, "find", "--not-used-in", exam, "--json")) == ["单选题#2"]
    assert exam in bank(day, "show", "单选题#1").out
    assert bank(day, "find", "--not-used-in", "另一场").code == Outcome.MISSING


def test_an_item_is_shown_whole_by_place_or_id(day):
    told = bank(day, "show", "单选题#1", "--json").told()
    assert (told["item"]["answer"], told["version"], told["uses"], told["statistics"]) == ("B", 1, [], [])
    assert bank(day, "show", told["id"], "--json").told() == told
    text = bank(day, "show", "判断题#1").out
    assert [line for line in text.splitlines() if line.startswith("  ")] == [
        "  第 1 版",
        "  工单当天登记。（　　）",
        "  分值：1",
        "  标准答案：正确",
        "  解析：见规范。",
    ]


def test_how_an_open_item_is_marked_is_shown_whole(day):
    rubric = ("--type", "essay", "--key", "第一，致歉。\n第二，解释。", "--rubric", "致歉3分；解释2分", "--points", "5")
    well("bank", "edit", day.bank, "判断题#1", *rubric, "--difficulty", "hard", "--by", "张三")
    shown = bank(day, "show", "判断题#1").out
    wanted = ("第 2 版", "分值：5", "参考答案：第一，致歉。", "第二，解释。", "评分标准：致歉3分；解释2分", "难度高")
    assert [each for each in wanted if f"  {each}\n" not in shown] == []


def test_who_passed_a_finding_stands_beside_it(day):
    day.assemble("--pass-findings", "张三：照旧")
    assert "（张三 已放行）" in bank(day, "show", "单选题#2").out


def test_a_change_makes_a_version_that_the_history_tells_and_that_is_taken_back(day):
    assert bank(day, "history", "单选题#2").out == "没有修改过，仍是读入时的样子。\n"
    changed = bank(day, "edit", "单选题#2", "--key", "B", "--difficulty", "hard", "--by", "张三", "--json")
    assert (changed.told()["version"], changed.told()["place"]) == (2, "单选题#2")
    assert places(bank(day, "find", "--difficulty", "hard", "--json")) == ["单选题#2"]
    (line,) = bank(day, "history", "单选题#2", "--json").lines()
    assert (line["version"], line["by"], line["action"], line["before"]["answer"]) == (2, "张三", "edited", None)
    well("bank", "restore", day.bank, "单选题#2", "--version", "1", "--by", "李四")
    assert places(bank(day, "find", "--without-key", "--json")) == ["单选题#2"]


def test_a_new_item_goes_to_the_end_of_a_paper_or_into_a_new_one(day):
    new = ("add", "--type", "single", "--stem", "先做什么？", "--option", "致歉", "--option", "解释", "--key", "A")
    told = bank(day, *new, "--section", "单选题", "--by", "张三", "--json").told()
    assert (told["paper"], told["version"]) == (1, 1)
    assert places(bank(day, "find", "先做什么", "--json")) == ["单选题#3"]
    assert bank(day, *new, "--new-paper", "自编", "--by", "张三", "--json").told()["paper"] == 2


def test_what_there_is_to_filter_by_is_listed_with_its_count(day):
    assert "单选题：2 题" in bank(day, "choices").out
    assert bank(day, "choices", "--json").told()["sections"]["单选题"] == 2


def test_an_edit_that_changes_nothing_says_so(day):
    assert bank(day, "edit", "单选题#1", "--points", "2", "--by", "张三").out == "单选题#1 没有改动，仍是第 1 版。\n"


def test_whoever_names_a_version_that_is_no_more_changes_nothing(day):
    arguments = ("edit", "单选题#2", "--version", "1", "--by", "张三")
    assert bank(day, *arguments, "--key", "B").code == 0
    ran = bank(day, *arguments, "--key", "A")
    assert (ran.code, "第 2 版" in ran.err) == (Outcome.CONFLICT, True)


def test_a_retired_item_is_listed_only_where_it_is_asked_for_and_comes_back(day):
    well("bank", "retire", day.bank, "单选题#2", "--by", "张三")
    assert places(bank(day, "find", "--json")) == ["单选题#1", "判断题#1"]
    assert places(bank(day, "find", "--retired", "--json")) == ["单选题#2"]
    well("bank", "retire", day.bank, "单选题#2", "--back", "--by", "张三")
    assert len(places(bank(day, "find", "--json"))) == 3


def test_lint_says_what_and_what_next_and_ends_with_one_where_it_says_anything(day):
    ran = bank(day, "lint", "--json")
    assert ran.code == 1
    assert [(each["rule"], each["where"]) for each in ran.lines()] == [
        ("all-of-above", "单选题#1"),
        ("no-explanation", "单选题#1"),
        ("no-explanation", "单选题#2"),
    ]
    assert all(each["message"] and each["next"] for each in ran.lines())
    assert "单选题#1  选项 D 是“以上都对”一类" in bank(day, "lint").out


def test_items_that_are_nearly_the_same_are_told_and_end_with_one(day):
    ran = bank(day, "alike", "--at-least", "60", "--json")
    ((first, second),) = [(each["first"]["place"], each["second"]["place"]) for each in ran.lines()]
    assert (ran.code, {first, second}) == (1, {"单选题#1", "单选题#2"})
    assert bank(day, "alike", "单选题#1", "--at-least", "60", "--json").lines()[0]["percent"] >= 60
    assert bank(day, "alike", "--at-least", "100").code == 0


@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [
        (("show", "单选题#9"), Outcome.MISSING),
        (("show", "0123"), Outcome.MISSING),
        (("show", "单选题#1", "--paper", "9"), Outcome.MISSING),
        (("restore", "单选题#1", "--version", "1", "--by", "张三"), Outcome.MISSING),
        (("edit", "单选题#1", "--key", "Z", "--by", "张三"), Outcome.POLICY),
        (("edit", "单选题#1", "--points", "x", "--by", "张三"), Outcome.USAGE),
        (("edit", "单选题#1", "--picture", "none.png", "--by", "张三"), Outcome.MISSING),
        (("add", "--type", "single", "--stem", " ", "--by", "张三"), Outcome.POLICY),
        (("add", "--type", "single", "--by", "张三"), Outcome.USAGE),
        (("add", "--type", "essay", "--stem", "简述", "--paper", "9", "--by", "张三"), Outcome.MISSING),
        (("retire", "单选题#1", "--by", " "), Outcome.USAGE),
        (("retire", "单选题#1", "--back", "--by", "张三"), Outcome.POLICY),
        (("find", "--sort", "best"), Outcome.USAGE),
        (("find", "--most", "0"), Outcome.USAGE),
        (("alike", "--at-least", "20"), Outcome.USAGE),
        (("lint", "--paper", "9"), Outcome.MISSING),
        (("show", "单选题#1", "--paper", str(2**63)), Outcome.USAGE),
        (("find", "--start", str(2**63)), Outcome.USAGE),
        (("restore", "单选题#1", "--version", str(2**63 - 1), "--by", "张三"), Outcome.USAGE),
        (("stats", "none.db"), Outcome.MISSING),
    ],
    ids=str,
)
def test_what_cannot_be_is_one_line_and_changes_nothing(day, arguments, outcome):
    ran = bank(day, *arguments)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (outcome, "", 1)
    there = Bank(day.bank)
    assert [entry.version for entry in there.items(1)] == [1, 1, 1]
    there.close()


def test_a_bank_of_a_newer_program_and_one_that_is_none_are_refused(day, tmp_path):
    with sqlite3.connect(day.bank) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    assert bank(day, "find").code == Outcome.VERSION
    assert kaochang("bank", "find", tmp_path / "none.bank").code == Outcome.MISSING
    (tmp_path / "other.bank").write_text("no bank")
    assert kaochang("bank", "find", tmp_path / "other.bank").code == Outcome.PAYLOAD

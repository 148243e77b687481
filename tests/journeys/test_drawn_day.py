"""A day on which every candidate has items of their own: from a bank by a clerk's table to six scores."""

from collections import Counter

import openpyxl
import pytest
from kaochang.domain.places import place_of
from kaochang.domain.values import to_plain
from kaochang.store.bank import Bank
from support.exam_day import ExamDay, kaochang, well
from verifier import draws

PLAN = "大题,题型,知识点,难度,题数,每题分值\n一、单选题,单选题,,易,2,3\n,单选题,,难,1,3\n二、判断题,判断题,,,2,1.5\n"
TICKETS = [f"T000{number}" for number in range(1, 7)]
ROSTER = "姓名,工号,准考证号,考场\n" + "".join(f"测试生{n},G700{n},T000{n},一号教室\n" for n in range(1, 7))


def paper():
    lines = ["一、单选题（每题2分）"]
    for number in range(1, 13):
        lines += [f"{number}. 第{number}种情形下首先做哪一步？", "A. 核实", "B. 安抚", "C. 记录", "D. 转交", "答案：B"]
        lines += [f"难度：{'难' if number > 8 else '易'}"]
    lines.append("二、判断题（每题1分）")
    for number in range(1, 9):
        lines += [f"{number}. 第{number}次来电可以不登记。", "答案：错"]
    return "\n".join(lines) + "\n"


RIGHT = {f"单选题#{n}": "B" for n in range(1, 13)} | {f"判断题#{n}": "错" for n in range(1, 9)}


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """Sealed: six tickets, each with 2 of 8 easy and 1 of 4 hard items and 2 of 8 judgements."""
    day = ExamDay(tmp_path_factory.mktemp("drawn"))
    day.read(paper())
    plan = day.folder / "plan.csv"
    plan.write_text(PLAN, encoding="utf-8")
    rules = ["--drawn-per-candidate", "--pass-percent", 70, "--scale-100", "--title", "抽题考试", "--seed", "春分"]
    told = well("assemble", day.bank, "--blueprint", plan, "--enemies", "单选题#1、单选题#2", *rules, "--json").told()
    rest = {"pass_mark": "42/5", "pool": 20, "seed": "春分"}
    assert told == {"exam": told["exam"], "title": "抽题考试", "items": 5, "total": "12", **rest}
    day.seal(told["exam"], roster=ROSTER)
    return day


@pytest.fixture(scope="module")
def own(day):
    """The places of the items that each ticket has, by the verifier, which has its own way from page to draw."""
    bank = Bank(day.bank)
    exam, _ = bank.exam("抽题考试")
    bank.close()
    plain, places = to_plain(exam), {each.id: place_of(each.item) for each in exam.assessment.items()}
    picks = [section["picks"] for section in plain["assessment"]["sections"]]
    return {
        ticket: [places[item] for ids in draws.drawn(plain["draw"], picks, ticket) for item in ids]
        for ticket in TICKETS
    }


def sit(day, ticket, places):
    number = int(ticket[-1])
    who = {"name": f"测试生{number}", "person": f"G700{number}"}
    wrong = {place: "对" for place in places if ticket == "T0006" and place.startswith("判断题")}
    script = day.script(who, {place: RIGHT[place] for place in places} | wrong)
    return day.sit("R01", script, day.folder / f"pc{number}")


def test_six_candidates_sit_what_they_drew_and_are_scored_by_it(day, own):
    assert len({frozenset(places) for places in own.values()}) == len(TICKETS)
    stranger = next(place for place in RIGHT if place not in own["T0001"])
    refused = sit(day, "T0001", [*own["T0001"], stranger])
    assert (refused.code, stranger in refused.err) == (26, True)
    for ticket, places in own.items():
        assert sit(day, ticket, places).code == 0
    pcs = [day.folder / f"pc{number}" for number in range(1, 7)]
    assert day.collect("R01", day.folder / "stick", *pcs).code == 0
    database = day.folder / "centre.db"
    assert day.merge(database, day.folder / "stick").code == 0
    assert well("mark", database, "--json").told() == {"results": 6, "scored": 30, "waiting": 0}

    well("report", database, "--out", day.folder / "report")
    book = openpyxl.load_workbook(day.folder / "report" / "report.xlsx")
    lines = {line["准考证号"]: line for line in rows(book["成绩"])}
    told = {name: (line["合计"], line["满分"], line["折算分"], line["是否合格"]) for name, line in lines.items()}
    assert told == {**dict.fromkeys(TICKETS, (12, 12, 100, "合格")), "T0006": (9, 12, 75, "合格")}
    assert "折算分 = 合计 ÷ 满分 × 100" in str([cell for row in book.worksheets[0].values for cell in row])
    had = Counter(place for places in own.values() for place in places)
    for line in rows(book["试题"]):
        kind = "单选题" if line["题型"] == "单选题" else "判断题"
        assert line["有成绩"] == line["已评分"] == had[f"{kind}#{line['题号']}"]
    assert sum(had.values()) == 30


def rows(sheet):
    heading, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, line, strict=True)) for line in lines]


def test_a_plan_is_checked_before_anything_is_made(day):
    plan = day.folder / "more.csv"
    plan.write_text("大题,题型,难度,题数\n甲,单选题,难,5\n乙,判断题,,8\n", encoding="utf-8")
    found = kaochang("assemble", day.bank, "--blueprint", plan, "--check", "--json")
    short = {"section": "甲", "number": 1, "wanted": 5, "there": 4, "unfit": 0, "short": True}
    fine = {"section": "乙", "number": 1, "wanted": 8, "there": 8, "unfit": 0, "short": False}
    assert (found.code, found.told()) == (1, {"possible": False, "items": 13, "total": None, "rules": [short, fine]})
    shown = kaochang("assemble", day.bank, "--blueprint", plan, "--check")
    assert (shown.code, shown.out.splitlines()[0]) == (
        1,
        "甲#1（单选题、难度高）：需要 5 道，可用 4 道，不能抽 0 道，不够",
    )
    refused = kaochang("assemble", day.bank, "--blueprint", plan)
    assert (refused.code, "需要 5 道题，可用的只有 4 道" in refused.err) == (24, True)
    plan.write_text("大题,题型,题数,分值\n乙,判断题,8,3\n", encoding="utf-8")
    shown = well("assemble", day.bank, "--blueprint", plan, "--check")
    assert shown.out.splitlines()[-1] == "能抽出：共 8 题，24 分。"


@pytest.mark.parametrize(
    "options",
    [
        ("--seed", "a"),
        ("--check",),
        ("--drawn-per-candidate",),
        ("--enemies", "单选题#1、单选题#2"),
        ("--exclude-used", "抽题考试"),
        ("--pass-mark", "5", "--pass-percent", "60"),
    ],
)
def test_options_that_do_not_go_together_are_named(day, options):
    refused = kaochang("assemble", day.bank, *options)
    assert (refused.code, options[0] in refused.err) == (64, True)

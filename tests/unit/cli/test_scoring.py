"""Scoring on the terminal: responses without names, points by criteria, and changes that say who moved."""

import pytest
from kaochang.domain.refusals import Outcome
from support.exam_day import ROSTER, ExamDay, kaochang, login, well
from support.small_paper import GOOD, PAPER

ITEM = "简答题#1"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A centre's database with the results of two candidates, marked by machine."""
    day = ExamDay(tmp_path_factory.mktemp("scoring"))
    day.read(PAPER)
    exam = day.assemble("--pass-findings", "命题组长丁：标准答案由评委组在中心确定", "--pass-mark", "20")
    day.seal(exam, roster="\n".join(ROSTER.splitlines()[:3]))
    for number in (1, 2):
        assert day.sit("R01", day.script(login(number), GOOD), day.folder / f"pc{number}").code == 0
    day.collect("R01", day.folder / "stick", day.folder / "pc1", day.folder / "pc2")
    day.merge(day.folder / "centre.db", day.folder / "stick")
    well("mark", day.folder / "centre.db")
    return day.folder / "centre.db"


def score(verb, database, *arguments, **fields):
    return kaochang("score", verb, database, *arguments, **fields)


def test_two_scorers_and_a_third_from_plan_to_agreement(database):
    people = ("--scorer", "甲", "--scorer", "乙", "--third", "丙")
    planned = score("plan", database, *people, "--double", "--tolerance", "1", "--by", "组长", "--json")
    assert planned.told() == {"plan": 1, "items": 1, "queues": {"甲": 2, "乙": 2}}
    for scorer, points in (("甲", "2"), ("乙", "5")):
        shown = score("next", database, "--scorer", scorer).out
        assert "T0001" not in shown
        assert "T0002" not in shown
        for _ in range(2):
            task = score("next", database, "--scorer", scorer, "--json").told()["task"]
            assert (task["item"], task["response"], task["third"]) == (ITEM, GOOD[ITEM], False)
            given = score("give", database, task["handle"], "--scorer", scorer, "--points", points, "--seconds", "9")
            assert given.code == 0
    assert score("progress", database, "--json").told() == {
        "item": ITEM,
        "scored": 0,
        "of": 2,
        "apart": 2,
        "marks": {"乙": 2, "甲": 2},
        "mean_seconds": 9,
    }
    task = score("next", database, "--scorer", "丙", "--json").told()["task"]
    assert task["third"]
    foreign = score("give", database, task["handle"], "--scorer", "丁", "--points", "1")
    assert foreign.code == Outcome.POLICY
    assert score("give", database, task["handle"], "--scorer", "丙", "--points", "7/2", "--json").told()["third"]
    pair, severity = score("agreement", database, "--json").lines()
    assert (pair["scorers"], pair["responses"], pair["exact"], pair["adjacent"]) == (["乙", "甲"], 2, "0", "0")
    assert severity == {"item": ITEM, "severity": {"乙": "3/2", "甲": "-3/2"}}
    assert len(score("agreement", database, language="en").out.splitlines()) == 3
    waiting = well("mark", database, "--waiting", "--json").lines()
    assert [each["item"] for each in waiting].count(ITEM) == 1


def test_a_withdrawn_item_is_told_and_undone_by_another_version(database):
    reason = ("--by", "组长", "--reason", "题干有误")
    moved = score("change", database, "单选题#2", "--withdraw", *reason, "--json").told()
    assert [(each["ticket"], each["item"], each["before"]) for each in moved["moved"]] == [
        ("T0001", "单选题#2", None),
        ("T0002", "单选题#2", None),
    ]
    back = score("change", database, "单选题#2", "--back-to", "0", *reason, "--json").told()
    assert [(each["before"], each["after"]) for each in back["moved"]] == [(moved["moved"][0]["after"], None)] * 2
    versions = score("versions", database, "单选题#2", "--json").lines()
    assert [(each["number"], each["withdrawn"], each["by"]) for each in versions] == [
        (0, False, ""),
        (1, True, "组长"),
        (2, False, "组长"),
    ]
    assert len(score("versions", database, "单选题#2").out.splitlines()) == 3
    assert score("change", database, "单选题#2", "--key", "C", *reason).code == 0


@pytest.mark.parametrize("arguments", [("--withdraw", "--back-to", "0"), (), ("--criterion", "要点", "much")])
def test_a_change_is_one_thing_at_a_time(database, arguments):
    ran = score("change", database, ITEM, *arguments, "--by", "组长", "--reason", "误")
    assert (ran.code, ran.err.count("\n")) == (64, 1)


def test_a_scorer_needs_a_name_that_a_plan_has(database):
    assert score("next", database, "--scorer", " ").code == Outcome.USAGE
    assert score("next", database, "--scorer", "丁丁").code == Outcome.MISSING


def test_a_level_without_points_asks_for_them(database):
    handle = score("next", database, "--scorer", "丙", "--json").told()["task"]["handle"]
    assert score("give", database, handle, "--scorer", "丙", "--level", "要点", "好").code == 64

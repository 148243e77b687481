"""待定答案: a paper without keys is sat all the same; a named person sets each key once, then everyone is marked."""

import openpyxl
import pytest
from kaochang.store.centre import Centre
from support.exam_day import ROSTER, ExamDay, kaochang, login, well
from support.small_paper import GOOD, GOOD_POINTS, PAPER, TOTAL

KEYS = {place: written for place, written in GOOD.items() if place != "简答题#1"}


@pytest.fixture(scope="module")
def pending(tmp_path_factory):
    """A centre's database after the day: nothing has a key yet."""
    day = ExamDay(tmp_path_factory.mktemp("pending"))
    read = day.read(PAPER)
    assert (read.code, len(read.told()["items"])) == (1, 9)
    refused = kaochang("assemble", day.bank)
    assert (refused.code, refused.err.count("\n")) == (24, 1)
    exam = day.assemble("--pass-findings", "命题组长丁：标准答案由评委组在中心确定", "--pass-mark", "20")
    well("set-key", day.bank, "--item", "单选题#1", "--key", "B", "--by", "命题组长丁")
    day.seal(exam, roster="\n".join(ROSTER.splitlines()[:3]))
    for number in (1, 2):
        assert day.sit("R01", day.script(login(number), GOOD), day.folder / f"pc{number}").code == 0
    day.collect("R01", day.folder / "stick", day.folder / "pc1", day.folder / "pc2")
    assert day.merge(day.folder / "centre.db", day.folder / "stick").code == 0
    return day


def waiting(database):
    return well("mark", database, "--waiting", "--json").lines()


def test_an_item_without_a_key_is_marked_for_everyone_once_a_named_person_sets_it(pending, tmp_path):
    database = pending.folder / "centre.db"
    assert well("mark", database, "--json").told() == {"results": 2, "scored": 2, "waiting": 16}
    reasons = [(line["item"], line["reason"]) for line in waiting(database)]
    assert reasons.count(("单选题#2", "key-pending")) == 2
    assert reasons.count(("简答题#1", "waits-for-scorer")) == 2
    assert ("单选题#1", "key-pending") not in reasons

    unsigned = kaochang("mark", database, "--set-key", "单选题#2", "C")
    assert (unsigned.code, "--by" in unsigned.err) == (64, True)
    for place, written in KEYS.items():
        if place != "单选题#1":
            well("mark", database, "--set-key", place, written, "--by", "评委组长戊")
    again = kaochang("mark", database, "--set-key", "单选题#2", "D", "--by", "评委组长戊")
    assert again.code == 22

    open_items = waiting(database)
    told = {(line["ticket"], line["item"], line["response"]) for line in open_items}
    assert told == {(ticket, "简答题#1", GOOD["简答题#1"]) for ticket in ("T0001", "T0002")}
    assert {line["rubric"] for line in open_items} == {""}
    assert verdicts(database, tmp_path / "before") == {"G7001": (GOOD_POINTS, "待定"), "G7002": (GOOD_POINTS, "待定")}

    score = ["--by", "阅卷员己", "--comment", "只说出一个标志"]
    well("mark", database, "--score", "T0001", "简答题#1", "6", *score)
    well("mark", database, "--score", "T0002", "简答题#1", "1/2", *score)
    assert waiting(database) == []
    assert verdicts(database, tmp_path / "after") == {"G7001": (TOTAL, "合格"), "G7002": (GOOD_POINTS + 0.5, "合格")}


def verdicts(database, out):
    """Person → (points, verdict) in the workbook of the report."""
    well("report", database, "--out", out)
    heading, *rows = openpyxl.load_workbook(out / "report.xlsx")["成绩"].iter_rows(values_only=True)
    lines = [dict(zip(heading, row, strict=True)) for row in rows]
    return {line["工号"]: (line["合计"], line["是否合格"]) for line in lines}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--score", "T0001", "单选题#1", "3", "--by", "阅卷员己"), 24),
        (("--score", "T0001", "简答题#1", "7", "--by", "阅卷员己"), 24),
        (("--score", "T0001", "简答题#1", "-1", "--by", "阅卷员己"), 64),
        (("--score", "T0001", "简答题#1", "1", "--by", " "), 64),
        (("--score", "T0009", "简答题#1", "1", "--by", "阅卷员己"), 26),
        (("--score", "T0001", "1", "1", "--by", "阅卷员己"), 26),
        (("--set-key", "简答题#1", "B", "--by", "评委组长戊"), 24),
        (("--set-key", "单选题#2", "F", "--by", "评委组长戊"), 20),
        (("--set-key", "单选题#9", "A", "--by", "评委组长戊"), 26),
    ],
)
def test_a_decision_that_cannot_stand_is_refused_in_one_line(pending, options, code):
    ran = kaochang("mark", pending.folder / "centre.db", *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)


def test_who_passed_a_red_line_and_why_travels_with_the_exam(pending):
    centre = Centre(pending.folder / "centre.db")
    try:
        passed = centre.session().passed_findings
    finally:
        centre.close()
    assert any("单选题#2 missing-answer: 命题组长丁: 标准答案由评委组在中心确定" in line for line in passed)

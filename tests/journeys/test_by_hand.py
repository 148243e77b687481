"""A candidate's whole way with mouse and keyboard alone, and at the centre exactly what was answered.

The program is `kaochang sit` as a room PC runs it, with its keeper and its guards, and pinyin for whatever is Chinese.
"""

import pytest
from journeys.test_whole_day import meant, responses_at
from support.exam_day import ExamDay
from support.small_paper import KEY, PAPER
from x11.desk import NEEDED, ROSTER, at_desk

pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]

ANSWERED = {
    "单选题#1": "B",
    "单选题#2": "C",
    "多选题#1": "ABD",
    "填空题#1": "身份;目的",
    "简答题#1": "客户满意",
}


@pytest.fixture
def day(tmp_path):
    """The small paper, sealed for one candidate."""
    (tmp_path / "day").mkdir()
    made = ExamDay(tmp_path / "day")
    made.read(PAPER + KEY)
    made.seal(made.assemble("--tool", "eliminator"), roster=ROSTER)
    return made


def sit(day, tmp_path):
    """The command line of a room PC."""
    return ["-m", "kaochang", "sit", str(day.exam), "--room", "R01", "--seat", "01", "--data", str(tmp_path / "pc")]


def test_what_was_answered_by_hand_is_what_the_centre_finds(day, tmp_path):
    with at_desk(sit(day, tmp_path), tmp_path) as desk:
        display, person, reader = desk.display, desk.person, desk.reader
        person.to_exam(day.start_code)

        person.click("排除 A（Alt+A）")
        person.click("A，直接改成自己记得的号码，已排除，仍可选择")
        display.keys("b")
        reader.see("第 1 题，已答")
        person.click("下一题")
        reader.see("第 2 题 / 共 9 题")
        person.click("标记本题")
        reader.see("第 2 题，未答，已标记")
        person.click("第 3 题，未答")
        reader.see("第 3 题 / 共 9 题")
        display.keys("a", "b", "4")
        reader.see("第 3 题，已答")
        person.click("第 6 题，未答")
        person.compose("shenfen", in_field="第 1 空")
        person.click("第 2 空", "text")
        person.sees_keyboard_in("第 2 空")
        person.write("mudi")
        person.click("第 9 题，未答")
        person.sees_keyboard_in("作答")
        for word in ("kehu", "manyi"):
            person.write(word)
        person.click("第 2 题，未答，已标记")
        reader.see("第 2 题 / 共 9 题")
        person.click("C，通话结束之后立即", "radio button")
        reader.see("第 2 题，已答，已标记")
        person.hand_in()

    ran = day.collect("R01", tmp_path / "stick", tmp_path / "pc")
    assert ran.code == 0, ran
    told = day.merge(tmp_path / "centre.db", tmp_path / "stick").told()
    assert told["problems"] == []
    centre = tmp_path / "centre.db"
    assert responses_at(centre) == {"T0001": meant(centre, ANSWERED)}

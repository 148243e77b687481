"""A candidate's whole way by keyboard alone, through items of every type and all four tools; then the next candidate.

The program is `kaochang sit` as a room PC runs it, with its keeper and its guards; no mouse is touched.
"""

import pytest
from journeys.test_whole_day import meant, responses_at
from kaochang.domain.items import Stage
from kaochang.domain.responses import Replies
from kaochang.store.bank import Bank
from msgspec.structs import replace
from support.exam_day import ExamDay
from support.small_paper import KEY, PAPER
from x11.desk import NEEDED, at_desk
from x11.xvfb import wait_until

pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]

ROSTER = "姓名,工号,准考证号,考场\n测试,G7001,T0001,一号教室\n客户,G7002,T0002,一号教室\n"
MORE = """
八、面试题（共1题，每题4分，共4分）

1. 请介绍一次你处理投诉的经历。

九、情景模拟题（共1题，每题4分，共4分）

1. 客户会分两轮说话，请逐轮回应。

十、案例分析题（共1题，共4分）

1. 案例：某班组把已登记免打扰的号码重新拨打，收到多起投诉。
（1）指出问题。（2分）
（2）提出整改措施。（2分）
"""
TURNS = (Stage("客户：“怎么又是你们？”"), Stage("客户：“那好吧。”"))
ANSWERED = {
    "单选题#1": "B",
    "单选题#2": "C",
    "多选题#1": "ABD",
    "判断题#1": "错",
    "判断题#2": "对",
    "填空题#1": "身份;目的",
    "排序题#1": "CBA",
    "匹配题#1": "(1)-B,(2)-A,(3)-C",
    "简答题#1": "客户满意",
    "面试题#1": "你好",
    "案例分析题#1.1": "问题",
    "案例分析题#1.2": "措施",
}
"""Single and multiple choices, true and false, blanks, ordering, matching, an essay, an interview, a case."""


@pytest.fixture
def day(tmp_path):
    """The small paper and more, its scenario in two turns, sealed for two candidates."""
    (tmp_path / "day").mkdir()
    made = ExamDay(tmp_path / "day")
    made.read(PAPER + MORE + KEY)
    tools = [part for name in ("calculator", "notes", "highlighter", "eliminator") for part in ("--tool", name)]
    exam = made.assemble("--pass-findings", "教研组甲: 样卷", *tools)
    made.seal(in_turns(made.bank, exam), roster=ROSTER)
    return made


def in_turns(path, name):
    """The same exam with its scenario played turn by turn, which no paper can say; its id."""
    bank = Bank(path)
    try:
        exam, papers = bank.exam(name)
        played = [
            replace(
                each,
                items=tuple(
                    replace(placed, item=replace(placed.item, stages=TURNS)) if "情景" in each.title else placed
                    for placed in each.items
                ),
            )
            for each in exam.assessment.sections
        ]
        made = replace(exam, id=f"{exam.id}x", assessment=replace(exam.assessment, sections=tuple(played)))
        bank.save_exam(made, papers, 0)
        return made.id
    finally:
        bank.close()


class Typist:
    """Sees with the reader's eyes where the keyboard is, and has no mouse."""

    def __init__(self, desk):
        self.display, self.reader, self.person = desk.display, desk.reader, desk.person

    def keys(self, *keys):
        self.display.keys(*keys)

    def sees(self, name):
        self.reader.see(name)

    def here(self, name):
        """Waits until the keyboard is there; what a field stands in may be told as having it too."""
        wait_until(
            lambda: any("focused" in node.states and node.says(name) for node in self.reader.tree()),
            f"{name} has the keyboard",
        )

    def go_to(self, name):
        """Tab until the keyboard is there; each press has to arrive before the next one."""
        for _ in range(30):
            now = wait_until(self.reader.focused, "something has the keyboard")
            if now.says(name):
                return
            self.keys("Tab")
            wait_until(lambda before=now: self._has_left(before), "the keyboard goes on")
        raise AssertionError(f"the keyboard did not come to {name}")

    def _has_left(self, before):
        now = self.reader.focused()
        return now is not None and now.box != before.box

    def press(self, name):
        self.go_to(name)
        self.keys("Return")

    def write(self, field, *words):
        """Words as they sound, each the first that the input method offers."""
        self.here(field)
        for word in words:
            before = self._written()
            self.person.write(word)
            wait_until(lambda before=before: self._written() != before, f"{word} is written")

    def _written(self):
        """What stands in the field that has the keyboard, without what is still composed."""
        return self.reader.focused().text

    def log_in(self, person, name):
        self.here("工号")
        self.display.type(person)
        self.keys("Return")
        self.write("姓名", name)
        self.keys("Return")
        self.here("我已阅读并承诺")

    def to_exam(self, code):
        self.keys("space")
        wait_until(lambda: "sensitive" in self.reader.see("是我本人，继续").states, "the pledge is given")
        self.press("是我本人，继续")
        self.write("在这里试着打汉字", "ceshi")
        wait_until(lambda: self.reader.find("看到汉字了，输入法可以用"), "Chinese came")
        self.keys("Return")
        self.here("可以打字，继续")
        self.keys("Return")
        self.here("开考码第 1 格")
        self.display.type(code.replace("-", ""))
        self.here("开考码第 3 格")
        self.keys("Return")
        self.sees("第 1 题 / 共 13 题")


def sit(day, tmp_path):
    """The command line of a room PC."""
    return ["-m", "kaochang", "sit", str(day.exam), "--room", "R01", "--seat", "01", "--data", str(tmp_path / "pc")]


def use_tools(mine):
    """At the first item, which stays answered and marked."""
    mine.keys("alt+a")
    mine.sees("A，直接改成自己记得的号码，已排除，仍可选择")
    mine.keys("b")
    mine.sees("第 1 题，已答")
    mine.keys("ctrl+m")
    mine.sees("第 1 题，已答，已标记")
    mine.keys("ctrl+r", "1", "2", "asterisk", "3", "Return")
    mine.sees("计算器，12×3 = 36")
    mine.keys("Delete")
    mine.sees("计算器，0")
    mine.keys("ctrl+r", "ctrl+n")
    mine.write("草稿", "beiwang")
    mine.keys("ctrl+n")
    wait_until(lambda: mine.reader.find("草稿", "text") is None, "the notes are closed")
    mine.keys("ctrl+l", "shift+Right", "shift+Right", "Return", "ctrl+l")


def answer(mine):
    """Every item behind the first."""
    for number, keys in ((2, "c"), (3, "abd"), (4, "b"), (5, "a")):
        mine.keys("Next")
        mine.sees(f"第 {number} 题 / 共 13 题")
        mine.keys(*keys)
        mine.sees(f"第 {number} 题，已答")
    mine.keys("Next")
    mine.write("第 1 空", "shenfen")
    mine.keys("Tab")
    mine.write("第 2 空", "mudi")
    mine.keys("ctrl+Next")
    mine.sees("第 7 题 / 共 13 题")
    mine.keys("alt+Down", "alt+Down", "Up", "Up", "alt+Down")
    mine.sees("第 7 题，已答")
    mine.keys("Next")
    mine.sees("第 8 题 / 共 13 题")
    mine.keys("b", "a", "c")
    mine.sees("第 8 题，已答")
    mine.keys("Next")
    mine.write("作答", "kehu", "manyi")
    mine.keys("ctrl+Next")
    mine.sees("第 10 题 / 共 13 题")
    mine.write("作答", "nihao")
    mine.keys("ctrl+Next")
    mine.sees("第 11 题 / 共 13 题")
    mine.write("作答", "baoqian")
    mine.keys("ctrl+Next")
    mine.sees("客户：“那好吧。”")
    mine.write("作答", "xiexie")
    for number, word in ((12, "wenti"), (13, "cuoshi")):
        mine.keys("ctrl+Next")
        mine.sees(f"第 {number} 题 / 共 13 题")
        mine.write("作答", word)


def test_what_was_answered_by_keyboard_alone_is_what_the_centre_finds(day, tmp_path):
    with at_desk(sit(day, tmp_path), tmp_path) as desk:
        mine = Typist(desk)
        mine.log_in("G7001", "ceshi")
        mine.to_exam(day.start_code)
        use_tools(mine)
        answer(mine)
        mine.press("交卷")
        mine.here("返回作答")
        mine.press("交卷")
        mine.here("返回作答")
        mine.press("确认交卷")
        wait_until(lambda: any("交卷成功" in node.name for node in mine.reader.tree()), "the receipt is seen")
        mine.press("下一位考生")
        mine.here("留在这一页")
        mine.press("回到登录页")
        mine.here("工号")
        assert mine.reader.see("工号", "text").text == ""
        mine.log_in("G7002", "kehu")
        mine.sees("客户")

    ran = day.collect("R01", tmp_path / "stick", tmp_path / "pc")
    assert ran.code == 0, ran
    told = day.merge(tmp_path / "centre.db", tmp_path / "stick").told()
    assert told["problems"] == []
    centre = tmp_path / "centre.db"
    found = responses_at(centre)["T0001"]
    assert found.pop("情景模拟题#1") == Replies(("抱歉", "谢谢"))
    assert found == meant(centre, ANSWERED)

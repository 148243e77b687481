"""A scenario is played turn by turn only where its paper marks the customer's turns as rounds, beyond doubt."""

import pytest
from kaochang.domain.items import Stage
from unit.papers.support import findings, items, read

END = "参考答案：先安抚，再解决。\n"


def paper(*lines: str, section: str = "情景模拟题") -> str:
    return (
        f"一、{section}（每题10分）\n1. 情景：客户来电投诉，请逐轮回应。\n"
        + "".join(f"{line}\n" for line in lines)
        + END
    )


def stages(*lines: str, section: str = "情景模拟题") -> tuple[Stage, ...]:
    (only,) = read(paper(*lines, section=section)).paper.items
    return only.item.stages


@pytest.mark.parametrize(
    "form", ["第{n}轮 客户：{w}", "【第{n}轮】客户：{w}", "第{n}轮：顾客（激动）：{w}", "回合{n}：客户：{w}"]
)
def test_turns_marked_as_rounds_are_stages(form):
    found = stages(*(form.format(n=n, w=w) for n, w in ((1, "甲？"), (2, "乙。"))))
    assert [stage.text.partition("：")[2] for stage in found] == ["甲？", "乙。"]
    assert [stage.limit_s for stage in found] == [None, None]


def test_circles_before_the_customer_are_rounds_too():
    assert stages("①客户：甲？", "②客户：乙。") == (Stage("客户：甲？"), Stage("客户：乙。"))


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("第1轮（60秒）客户：甲。", 60),
        ("第1轮 客户：甲。（限时 90 秒）", 90),
        ("【第1轮】（限时2分钟）客户：甲。", 120),
        ("第1轮 客户：甲。 限时60秒", 60),
        ("第1轮 客户：甲。（60秒内回应）", 60),
        ("第1轮 客户：甲。限时60秒", 60),
        ("第1轮 客户：我等了 60 秒。", None),
        ("第1轮 客户：你们说过限时30分钟。", None),
        ("第1轮 客户：你们说过，限时30分钟。", None),
    ],
)
def test_the_time_for_a_reply_is_read(line, seconds):
    first, second = stages(line, "第2轮 客户：乙。")
    assert (first.limit_s, second.limit_s) == (seconds, None)
    said = "客户：甲。" if seconds else line.removeprefix("第1轮 ")
    assert first.text == said


def test_the_stem_keeps_the_situation_and_the_contract_shows_the_stages():
    (item,) = items(paper("第1轮（60秒）客户：甲。", "第2轮 客户：乙。", "注意语气。"))
    assert item["stem"] == "情景：客户来电投诉，请逐轮回应。\n注意语气。"
    assert item["stages"] == [{"text": "客户：甲。", "limit_s": 60}, {"text": "客户：乙。", "limit_s": None}]


@pytest.mark.parametrize(("turns", "least"), [(("第1轮 客户：甲。", "第2轮 客户：乙。"), None), ((), 50)])
def test_a_length_is_none_of_a_scenario_that_is_replied_to_in_turns(turns, least):
    (only,) = read(paper(*turns, "作答不少于50字。")).paper.items
    assert (len(only.item.stages), only.item.min_words) == (len(turns), least)


def test_turns_may_stand_under_material():
    text = "一、情景模拟题（每题10分）\n1. 材料：客户来电。\n第1轮 客户：甲。\n第2轮 客户：乙。\n" + END
    (only,) = read(text).paper.items
    assert len(only.item.stages) == 2
    assert only.item.stem == "材料：客户来电。"


def test_a_plain_dialogue_stays_as_authored():
    text = paper("客户：甲。", "坐席：乙。", "客户：丙。")
    assert "stages" not in items(text)[0]
    assert "客户：甲。\n坐席：乙。\n客户：丙。" in items(text)[0]["stem"]
    assert findings(text) == []


def test_rounds_of_another_type_of_item_stay_as_authored():
    assert stages("第1轮 客户：甲。", "第2轮 客户：乙。", section="简答题") == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("第1轮 客户：甲。",),
        ("第1轮 客户：甲。", "第3轮 客户：乙。"),
        ("第2轮 客户：甲。", "第3轮 客户：乙。"),
        ("第1轮 客户：甲。", "坐席：____", "第2轮 客户：乙。"),
        ("第1轮 客户：甲。", "②客户：乙。"),
        ("第1轮 客户：甲。", "第2轮 客户："),
        ("第1轮（60秒）客户：甲。（限时90秒）", "第2轮 客户：乙。"),
        ("第1轮（0秒）客户：甲。", "第2轮 客户：乙。"),
        ("第1轮（61分钟）客户：甲。", "第2轮 客户：乙。"),
        ("第1轮 客户：甲。", "第2轮 客户：乙。", "（1）请指出问题。", "（2）请提出办法。"),
    ],
)
def test_rounds_that_leave_a_doubt_stay_as_authored_and_are_told(lines):
    told = findings(paper(*lines))
    assert [kind for kind, _ in told if kind == "rounds-unclear"] == ["rounds-unclear"]
    assert all("stages" not in item for item in items(paper(*lines)))

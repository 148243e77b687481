"""Rubrics of the whole answer become one criterion with levels where they add up, and stay unread where they do not."""

from fractions import Fraction

import pytest
from kaochang.papers.finishing.rubrics import read_rubric
from kaochang.papers.writing import moodle, sheet, word
from kaochang.papers.writing.exported import Exported
from support.round_trips import losses, read_back
from unit.papers.support import findings, read


def levels(text, points):
    (found,) = read_rubric(text, None if points is None else Fraction(points)).criteria or [None]
    return found and (found.name, found.points, [(each.name, each.text, each.points) for each in found.levels])


FOUR = (
    "优／良／中／差",
    10,
    [("优", "9–10分：观点明确", 10), ("良", "7–8分：有观点", 8), ("中", "5–6分：含糊", 6), ("差", "0–4分：没有", 4)],
)


@pytest.mark.parametrize(
    ("text", "points", "expected"),
    [
        ("优（9–10分）：观点明确；良（7–8分）：有观点；中（5–6分）：含糊；差（0–4分）：没有。", 10, FOUR),
        ("优（9–10分）观点明确\n良（7–8分）有观点\n中（5–6分）含糊\n差（0–4分）没有", 10, FOUR),
        ("优：9–10分，观点明确；良：7–8分，有观点；中：5–6分，含糊；差：0–4分，没有", 10, FOUR),
        (
            "1. 优（9–10分）：观点明确。\n2. 良（7–8分）：有观点。\n3. 中（5–6分）：含糊。\n4. 差（0–4分）：没有。",
            10,
            FOUR,
        ),
        (
            "等级\t分值\t标准\n优\t9–10\t明确\n良\t7–8\t有观点\n差\t0–6\t没有",
            10,
            ("优／良／差", 10, [("优", "9–10：明确", 10), ("良", "7–8：有观点", 8), ("差", "0–6：没有", 6)]),
        ),
        (
            "等级\t优\t良\n分值\t4-5\t0-3\n表现\t流畅\t停顿",
            5,
            ("优／良", 5, [("优", "4-5：流畅", 5), ("良", "0-3：停顿", 3)]),
        ),
        (
            "A档：8-10分，完整；B档：4-7分，缺项；C档：0-3分，未答",
            10,
            ("A档／B档／C档", 10, [("A档", "8-10分：完整", 10), ("B档", "4-7分：缺项", 7), ("C档", "0-3分：未答", 3)]),
        ),
        (
            "一类文（50—60分）：立意深\n二类文（40—49分）：立意明\n三类文（0—39分）：偏题",
            60,
            (
                "一类文／二类文／三类文",
                60,
                [("一类文", "50—60分：立意深", 60), ("二类文", "40—49分：立意明", 49), ("三类文", "0—39分：偏题", 39)],
            ),
        ),
        ("优秀：4—5分；一般：0—3分。", 5, ("优秀／一般", 5, [("优秀", "4—5分", 5), ("一般", "0—3分", 3)])),
        (
            "整体表达：优（10分）：流畅；中（6分）：偶有停顿；差（2分）：不清",
            10,
            ("整体表达", 10, [("优", "流畅", 10), ("中", "偶有停顿", 6), ("差", "不清", 2)]),
        ),
        (
            "满分10分。优秀（8分以上）：好；合格（6-8分）：可；不合格（6分以下）：不可",
            10,
            (
                "优秀／合格／不合格",
                10,
                [("优秀", "8分以上：好", None), ("合格", "6-8分：可", 8), ("不合格", "6分以下：不可", None)],
            ),
        ),
        (
            "优（9-10分）：无错字；良（0-8分）：每个错字扣1分",
            10,
            ("优／良", 10, [("优", "9-10分：无错字", 10), ("良", "0-8分：每个错字扣1分", 8)]),
        ),
    ],
)
def test_levels_of_the_whole_answer_are_one_criterion(text, points, expected):
    assert levels(text, points) == expected


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("优（9–10分）：好；良（7–8分）：可", None),
        ("优（9–10分）：好；良（7–8分）：可", 12),
        ("优（9–10分）：好；中（5–6分）：可", 10),
        ("优（7–10分）：好；良（6–8分）：可", 10),
        ("优（9–10分）：好；优（7–8分）：可", 10),
        ("优（9–10分）：好", 10),
        ("优（9–10分）：好；良（7–8分）：可；卷面2分", 10),
        ("内容8分。优（9–10分）：好；良（7–8分）：可", 10),
        ("满分20分。优（9–10分）：好；良（7–8分）：可", 10),
        ("优（6分）：好；良（10分）：可", 10),
        ("等级\t分值\n优\t9-10\n良\t5-6", 10),
    ],
)
def test_what_does_not_add_up_is_no_criterion(text, points):
    assert levels(text, points) is None


def paper(rubric):
    return f"样卷\n一、简答题（每题10分）\n1. 简述流程。\n参考答案：甲。\n评分标准：{rubric}\n"


def test_levels_that_do_not_add_up_are_told():
    assert findings(paper("优（9–10分）：好；良（7–8分）：可；差（0–6分）：不可。")) == []
    assert findings(paper("优（9–10分）：好；良（5–6分）：可。")) == [("rubric-unread", "简答题#1")]


@pytest.mark.parametrize("write", [word.write, sheet.write, moodle.write])
def test_levels_come_back_from_what_is_written(write):
    told = read(paper("优（9–10分）：好；良（7–8分）：可；差（0–6分）：不可。")).paper
    exported = Exported(told.title, told.items)
    assert read_back(write, exported).paper.items[0].scheme == told.items[0].scheme
    assert losses(write, exported) == {}

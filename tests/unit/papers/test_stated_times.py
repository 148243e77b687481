"""How long a paper says it is worked on: only what is named as that, and only where all of it says the same."""

import pytest
from kaochang.domain.papers import PaperLine, Part
from kaochang.papers.stated_times import stated_minutes


def lines(*texts, part=Part.OTHER):
    return tuple(PaperLine(number, text, part) for number, text in enumerate(texts, start=1))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("（考试时间：60分钟　满分：100分）", 60),
        ("考试时间 90 分钟", 90),
        ("答题时间为４５分钟", 45),
        ("考试时长:1.5小时", 90),
        ("时间：2 小时，闭卷", 120),
        ("限时30分，独立完成", 30),
        ("时量：120分钟 满分150分", 120),
        ("Time: 75 minutes", 75),
        ("Time allowed: 1 hour", 60),
        ("Duration 40 min", 40),
        ("考试时间：60分钟；作答时间60分钟", 60),
        ("考试时间：2026年11月21日 9:00-10:30", None),
        ("考试开始30分钟后方可交卷", None),
        ("满分：100分", None),
        ("考试时间：0分钟", None),
        ("考试时间：60分钟；答题时间50分钟", None),
        ("考试时间1.5分钟", None),
        ("最后时间 10 分数统计", None),
    ],
)
def test_a_line_above_the_items(text, minutes):
    assert stated_minutes(lines("试卷", text)) == minutes


def test_a_time_of_a_section_or_an_item_is_not_the_papers():
    assert stated_minutes((*lines("试卷"), *lines("一、单选题（限时20分钟）", part=Part.HEADING))) is None
    assert stated_minutes((*lines("试卷"), *lines("1. 考试时间：60分钟", part=Part.ITEM))) is None
    assert stated_minutes((*lines("答题", part=Part.ITEM), *lines("考试时间：60分钟"))) is None


def test_a_paper_without_lines_states_none():
    assert stated_minutes(()) is None

"""An item's type has one name on the screen: the one that the heading of its section gives it, or the program's own."""

import pytest
from conftest import RESOURCES
from kaochang.domain.items import ItemType
from kaochang.presenters.candidate.exam_faces import Layout, item_face
from kaochang.presenters.candidate.type_names import type_name
from kaochang.presenters.words import load_words
from msgspec.structs import replace
from screens.fakes import FakeLine
from screens.made import ESSAY, exam, part


@pytest.mark.parametrize(
    ("item_type", "title", "name"),
    [
        (ItemType.ESSAY, "五、论述题", "论述题"),
        (ItemType.ESSAY, "五、论述题（每题 10 分，共 20 分）", "论述题"),
        (ItemType.ESSAY, "第五部分　论述题", "论述题"),
        (ItemType.ESSAY, "第 2 部分 名词解释", "名词解释题"),
        (ItemType.ESSAY, "二、论述与情景", "论述题"),
        (ItemType.SCENARIO, "二、论述与情景", "情景模拟题"),
        (ItemType.ESSAY, "简答题", "简答题"),
        (ItemType.ESSAY, "三、简答", "简答题"),
        (ItemType.MULTIPLE, "二、不定项选择题", "不定项选择题"),
        (ItemType.MULTIPLE, "二、多项选择题", "多项选择题"),
        (ItemType.SINGLE, "一、选择题", "单选题"),
        (ItemType.TRUEFALSE, "三、是非题", "是非题"),
        (ItemType.MATCHING, "6. 连线题", "连线题"),
        (ItemType.BLANK, "四、填空、排序与匹配", "填空题"),
        (ItemType.ESSAY, "三维设计实操题", "三维设计实操题"),
        (ItemType.TRUEFALSE, "百科判断题", "百科判断题"),
    ],
)
def test_the_name_is_the_headings_where_it_says_something_new(words, item_type, title, name):
    assert type_name(item_type, title, words) == name


@pytest.mark.parametrize(
    "title",
    [
        "五、计算与分析题",
        "第一部分　综合知识与岗位规范（含论述）",
        "",
        "Part 5: Essays",
        "五、结合工作实际阐述你对服务的理解",
    ],
)
def test_where_the_heading_names_none_or_several_the_own_name_stays(words, title):
    assert type_name(ItemType.ESSAY, title, words) == "简答题"


def test_a_program_that_speaks_english_keeps_its_own_words():
    english = load_words(RESOURCES / "strings", "en")
    assert type_name(ItemType.ESSAY, "五、论述题", english) == "Essay"


def test_an_item_is_called_as_its_section_calls_it(words):
    line = FakeLine(exam=exam(replace(part(ESSAY), title="一、论述题")))
    layout = Layout.of(line.exam, line.sitting.arrangement)
    assert item_face(layout, "i1", lambda name: b"", words).tag == "论述题"

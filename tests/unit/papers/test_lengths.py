"""How long a text is to be is taken from the paper's own words, where they leave no doubt, and nowhere else."""

import pytest
from kaochang.papers.grammar.lengths import SEVERAL, Length, read_length
from unit.papers.support import findings, items, read

ASKED = [
    ("请谈谈服务意识（不少于 200 字）。", (200, None)),
    ("请写一篇短文，200字以上。", (200, None)),
    ("简述步骤，不超过 500 字。", (None, 500)),
    ("简述步骤，500 字以内。", (None, 500)),
    ("请写一封道歉信，200—500 字。", (200, 500)),
    ("请写200字至500字的短文。", (200, 500)),
    ("请写一封道歉信，不得少于２００个字，不得超过５００字。", (200, 500)),
    ("请写 200 字以上、500 字以下的短文。", (200, 500)),
    ("请写一封道歉信，二百至五百字。", (200, 500)),
    ("论服务（不少于一千二百字）", (1200, None)),
    ("请回答，不少于 1,500 字。", (1500, None)),
    ("以“责任”为题写一篇不少于八百字的文章，题目自拟。", (800, None)),
    ("请用不超过 100 字概括材料。", (None, 100)),
    ("请在 500 字以内作答。", (None, 500)),
    ("字数要求：200-500。", (200, 500)),
    ("如何安抚客户？字数不少于 200。", (200, None)),
    ("Write at least 200 words about service.", (200, None)),
    ("In no more than 500 words, describe the way.", (None, 500)),
    ("Describe the way in 200-500 words.", (200, 500)),
    ("Please answer in between 200 and 500 words.", (200, 500)),
    ("Your answer should be at least 200 words and no more than 500 words.", (200, 500)),
    ("请写一篇文章。要求：①标题自拟，不超过20字；②不少于 800 字。", (800, None)),
    ("请写通知，标题不超过 20 字，全文不少于 800 字。", (800, None)),
    ("题目自拟，不少于 800 字，请写一篇文章。", (800, None)),
    ("请写一封信（不少于 200 字）。请注意：不少于 200 字。", (200, None)),
]
NOT_ASKED = [
    "请写一封道歉信，300 字左右。",
    "请写一篇约 200 字以上的短文。",
    "请写几百字以上的短文。",
    "请写二百五字以上的短文。",
    "请写一封信（字数：500）。",
    "请写密码，不少于 8 个字符。",
    "请写一封信，不少于 0 字，不超过 90000 字。",
    "某平台规定每条短信不超过 70 字，请说明原因。",
    "某银行发来短信，不超过 70 字，客户没看懂。请说明原因。",
    "根据公司规定，不少于 200 字的记录要存档。请说明原因。",
    "客户说：“请写不少于 200 字的道歉信。”请说明怎么办。",
    "请写一篇文章，题目自拟，字数不超过 20 字。",
    "请列举 3-5 字的标语。",
    "The letter had at least 200 words. Why?",
    "Describe each step in no more than 100 words.",
]
CLASHES = [
    "请写一封信，500—200 字。",
    "请写一封信，不少于 500 字，不超过 200 字。",
    "请写信，500 字以上。注意：不超过 200 字。",
]
SEVERALS = [
    "（1）请简述原因（不少于 100 字）；（2）请写出改进办法（不少于 200 字）。",
    "（1）请简述原因（不少于 100 字）；（2）请写出改进办法（不少于 100 字）。",
    "①请简述原因，不少于 200 字；②请概括要点，不超过 100 字。",
    "请写一篇文章，不少于 200 字，内容具体。又，请写说明，不少于 50 字。",
]


@pytest.mark.parametrize(("stem", "length"), ASKED)
def test_a_length_that_the_stem_asks_for_is_taken(stem, length):
    assert read_length(stem) == Length(*length)


@pytest.mark.parametrize("stem", NOT_ASKED)
def test_what_is_no_limit_of_the_whole_text_is_none(stem):
    assert read_length(stem) is None


@pytest.mark.parametrize("stem", CLASHES)
def test_a_length_that_no_text_can_have_is_a_finding_and_is_not_taken(stem):
    text = f"一、简答题（每题 10 分，每题不少于 50 字）\n1. {stem}\n答案：先致歉。\n"
    assert findings(text) == [("length-mismatch", "简答题#1")]
    assert of_first(text) == (None, None)


@pytest.mark.parametrize("stem", SEVERALS)
def test_of_several_lengths_none_is_taken_and_the_sections_neither(stem):
    assert read_length(stem) is SEVERAL
    text = f"一、简答题（每题 10 分，每题不少于 50 字）\n1. {stem}\n答案：先致歉。\n"
    assert findings(text) == []
    assert of_first(text) == (None, None)


def of_first(text):
    item = read(text).paper.items[0].item
    return item.min_words, item.max_words


@pytest.mark.parametrize(
    ("heading", "length"),
    [
        ("一、简答题（每题10分，共20分，每题不少于 200 字）", (200, None)),
        ("一、简答题（每题10分）\n答题要求：每题答案 200—500 字。", (200, 500)),
        ("一、简答题（每题10分，每小题字数不少于300，标题不超过 20 字）", (300, None)),
        ("一、简答题（每题10分，每段不少于 50 字）", (None, None)),
        ("一、简答题（每题10分）", (None, None)),
    ],
)
def test_a_section_asks_for_its_items(heading, length):
    assert of_first(f"{heading}\n1. 请说明如何安抚客户。\n答案：先倾听。\n") == length


def test_the_items_own_length_goes_before_the_sections_at_both_ends():
    text = "一、简答题（每题10分，每题不超过 500 字）\n1. 请说明如何安抚客户，不少于 200 字。\n答案：先倾听。\n"
    assert of_first(text) == (200, None)


def test_a_sections_length_is_none_of_the_next_sections():
    text = "一、简答题（不少于 200 字）\n1. 请说明缘由。\n二、论述题\n1. 请阐述办法。\n"
    assert [item.get("min_words") for item in items(text)] == [200, None]


def test_a_sections_contradiction_is_told_once_and_only_where_texts_are_written():
    text = "一、简答题（每题10分，500-200 字）\n1. 请说明缘由。\n答案：先倾听。\n2. 请阐述办法。\n答案：先登记。\n"
    assert findings(text) == [("length-mismatch", "section:简答题")]
    objective = "一、判断题（每题1分，500-200 字）\n1. 先登记再回访。\n答案：√\n"
    assert findings(objective) == []


def test_only_open_items_have_a_length():
    text = "一、填空题（每空2分，每题不超过 10 字）\n1. 请写出不超过 10 字的称呼____。\n答案：您好\n"
    assert of_first(text) == (None, None)


def test_a_sections_length_is_not_that_of_sub_questions():
    text = (
        "一、案例分析题（每题20分，每题不少于 300 字）\n1. 客户来电投诉，坐席挂断了电话。\n"
        "（1）请说明坐席的过错。\n答案：挂断。\n（2）请写出改进办法，不少于 80 字。\n答案：回访。\n"
    )
    found = items(text)
    assert [(item["number"], item.get("min_words")) for item in found] == [("1.1", None), ("1.2", 80)]


def test_nothing_is_taken_out_of_the_stem_and_the_contract_tells_the_length():
    stem = "请写一封道歉信（不少于２００字）。"
    (item,) = items(f"一、简答题（每题10分）\n1. {stem}\n答案：先致歉。\n")
    assert item["stem"] == stem
    assert (item["min_words"], "max_words" in item) == (200, False)

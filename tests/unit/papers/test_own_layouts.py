"""Layouts of single authors: wrapped stops, fields beside each other, headings and labels of their own."""

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import answers, contract, docx, findings, items, par, read, run, table

CHOICE = "{0}. 第{0}步应当做什么（　　）。\nA. 登记{0}\nB. 复述{0}\nC. 派单{0}\n"


def told(text):
    return contract(read(text))


def stems(text):
    return [item["stem"] for item in items(text)]


def test_a_stop_that_was_wrapped_to_a_line_of_its_own_ends_the_line_above():
    text = "一、简答题（每题5分）\n1. 什么是首问负责制\n？\n答案：负责到底。\n2. 谈谈（　）\n。\n答案：略写。\n"
    assert stems(text) == ["什么是首问负责制？", "谈谈（　）。"]


def test_a_stop_below_an_empty_line_is_none():
    assert stems("一、简答题（每题5分）\n1. 什么是首问负责制\n\n？\n答案：负责到底。\n") == ["什么是首问负责制"]


@pytest.mark.parametrize(("level", "difficulty"), [("[中]", "medium"), ("（难）", "hard"), ("[难度：易]", "easy")])
def test_a_level_beside_the_tag_of_the_type_is_no_part_of_the_stem(level, difficulty):
    found = read(f"1.[单选]{level}铃响几声内应接听（ ）\nA. 三\nB. 五\n答案：A\n").paper.items[0]
    assert (found.item.stem, found.scheme.difficulty) == ("铃响几声内应接听（ ）", difficulty)


def test_words_in_a_bracket_beside_the_tag_stay_where_they_name_no_level():
    assert stems("1.[单选][夜班]谁来接听（ ）\nA. 三\nB. 五\n答案：A\n") == ["[夜班]谁来接听（ ）"]


def test_points_at_the_end_of_a_line_are_the_item_s_whatever_begins_the_next():
    text = "一、问答题\n1. 说说你的打算。（满分10分）\n可以举例。\n答案：略写。\n"
    assert [(item["stem"], item["points"]) for item in items(text)] == [("说说你的打算。\n可以举例。", 10)]


def test_a_label_with_parts_that_have_points_is_the_rubric():
    parts = ("清楚4分；具体6分", "先安抚5分；再核实5分", "排班3分；分流3分；激励4分")
    text = "".join(f"【{at}】第{at}件事你怎么办？（满分10分）\n看点：{part}。\n" for at, part in enumerate(parts, 1))
    found = told(text)
    assert [item["rubric"] for item in found["items"]] == [f"{part}。" for part in parts]
    assert [item["stem"] for item in found["items"]] == [f"第{at}件事你怎么办？" for at in (1, 2, 3)]
    assert [each["kind"] for each in found["diagnostics"] if each["kind"] == "words-learned"] == ["words-learned"]


def test_a_label_with_parts_that_are_asked_is_the_stem_s_own():
    text = "".join(f"【{at}】看这段对话。\n小题：第一问4分；第二问6分\n" for at in (1, 2, 3))
    assert [item.get("rubric", "") for item in told(text)["items"]] == [""] * 3


def test_a_learned_label_without_words_is_an_answer_that_is_missing():
    letters = ["B", "", "A", "C", "B"]
    text = "".join(f"{CHOICE.format(at)}正解：{letter}\n" for at, letter in enumerate(letters, 1))
    assert answers(text) == ["B", None, "A", "C", "B"]
    assert [item["options"][-1]["text"] for item in items(text)] == [f"派单{at}" for at in range(1, 6)]
    assert ("missing-answer", "#2") in findings(text)


def test_short_sentences_behind_the_answer_are_the_explanation():
    why = ("应先核实。", "要先安抚。", "不可外传。", "须当天办。")
    text = "".join(f"{CHOICE.format(at)}答案：B\n为什么：{words}\n" for at, words in enumerate(why, 1))
    assert [item["explanation"] for item in items(text)] == list(why)


def test_headings_counted_by_a_word_of_their_own_are_sections():
    text = "".join(
        f"板块{at}：{name}（10分）\n【{number}】{name}怎么做？（10分）\n答案：照流程做。\n"
        for number, (at, name) in enumerate(zip("一二三", ("动机", "带队", "应变"), strict=True), 1)
    )
    assert [item["section"] for item in items(text)] == ["动机", "带队", "应变"]
    assert [item["answer"] for item in items(text)] == ["照流程做。"] * 3


@pytest.mark.parametrize(("first", "second"), [("单项选择", "多项选择"), ("单选", "不定项")])
def test_the_bare_name_of_a_type_above_item_1_is_a_heading(first, second):
    text = f"{first}\n{CHOICE.format(1)}答案：A\n{CHOICE.format(2)}\n{second}\n{CHOICE.format(1)}答案：AB\n"
    assert [item["section"] for item in items(text)] == [first, first, second]
    assert [item["options"][-1]["text"] for item in items(text)] == ["派单1", "派单2", "派单1"]


def test_sections_may_be_counted_by_the_heavenly_stems():
    text = f"甲、选择题（共1题，每题2分）\n{CHOICE.format(1)}答案：A\n乙、判断题（每题1分）\n1. 应先倾听。（√）\n"
    assert [item["section"] for item in items(text)] == ["选择题", "判断题"]


def test_ornaments_around_a_heading_are_no_part_of_it():
    parts = (("★★ 甲类部分 ★★", 3), ("★★ 乙类部分 ★★", 2))
    text = "".join(
        f"{head}\n" + "".join(f"{CHOICE.format(at)}答案：A\n" for at in range(1, n + 1)) for head, n in parts
    )
    assert [item["section"] for item in items(text)] == ["甲类部分"] * 3 + ["乙类部分"] * 2


def test_points_for_each_blank_say_that_a_section_has_blanks():
    lines = (("1．铃响", " 三 ", "声内接听。"), ("2．保修", " 一 ", "年。"))
    under = [par(run(left) + run(word, '<w:u w:val="single"/>') + run(right)) for left, word, right in lines]
    data = docx("".join([par(run("三．填一填（每空2分，共4分）")), *under]))
    found = contract(read_paper(data, "paper.docx"))["items"]
    assert [(item["type"], item["stem"], item["answer"], item["points"]) for item in found] == [
        ("blank", "铃响____声内接听。", [["三"]], 2),
        ("blank", "保修____年。", [["一"]], 2),
    ]


def test_parts_with_points_of_their_own_are_sub_questions_whatever_the_section_is_called():
    text = (
        "一、对话纠错（共15分）\n1. 阅读对话，回答问题。（15分）\n客户：东西坏了。\n坐席：您自己弄的吧。\n"
        "（1）指出坐席的问题。（6分）\n参考话术：推测客户的责任。\n（2）请改写坐席的答复。（9分）\n"
    )
    found = [(item["number"], item["stem"], item["answer"], item["points"]) for item in items(text)]
    assert found == [("1.1", "指出坐席的问题。", "推测客户的责任。", 6), ("1.2", "请改写坐席的答复。", None, 9)]
    assert items(text)[0]["material"] == "阅读对话，回答问题。\n客户：东西坏了。\n坐席：您自己弄的吧。"


def test_a_list_with_points_inside_an_answer_is_no_sub_question():
    text = (
        "一、案例题（共10分）\n1. 阅读对话，回答问题。（10分）\n客户：东西坏了。\n（1）指出坐席的问题。（10分）\n"
        "答案：\n（1）说明责任。（4分）\n（2）请客户等待。（6分）\n"
    )
    assert [item["number"] for item in items(text)] == ["1.1"]


@pytest.mark.parametrize("lead", ["阅读文本框中的规则，回答1～2题。", "请结合下面的图回答第1-2题："])
def test_what_is_to_be_read_for_some_items_may_be_called_anything(lead):
    text = f"第一部分 规则题（每题4分）\n{lead}\n会员日每月十八日，当天九折。\n{CHOICE.format(1)}{CHOICE.format(2)}"
    found = items(f"{text}{CHOICE.format(3)}")
    assert [item.get("material", "") for item in found] == [f"{lead}\n会员日每月十八日，当天九折。"] * 2 + [""]


def test_fields_of_an_app_beside_each_other_are_read_each_for_itself():
    text = (
        "第1题  单选  难度 ★★\n先做什么？\nA 登记\nB 复述\n我的答案 B    参考答案 A    用时 8秒\n- - - -\n"
        "第2题  判断  难度 ★★★\n应先倾听。\n我的答案 错    参考答案 对    用时 9秒    第3次\n"
    )
    found = [(item["type"], item["stem"], item["answer"]) for item in items(text)]
    assert found == [("single", "先做什么？", "A"), ("truefalse", "应先倾听。", True)]
    assert [item.scheme.difficulty for item in read(text).paper.items] == ["easy", "medium"]
    assert [item["explanation"] for item in items(text)] == [None, None]


def test_what_was_chosen_alone_beside_other_words_answers_nothing():
    assert answers(f"{CHOICE.format(1)}我的答案 B    用时 8秒\n") == [None]


def test_a_bare_title_above_a_table_of_numbers_and_answers_is_that_of_the_key():
    text = f"{CHOICE.format(1)}{CHOICE.format(2)}3、（4分）说说原因。\n答案页\n题号\t1\t2\n答案\tA\tC\n"
    assert answers(text)[:2] == ["A", "C"]
    assert stems(text)[2] == "说说原因。"


def test_what_a_site_counts_below_each_item_is_noise():
    text = "".join(
        f"{CHOICE.format(at)}答案：A\n本题 11{at}6 人已答，正确率 6{at}%\n收藏　纠错　笔记({at})\n"
        for at in range(1, 5)
    )
    found = told(f"{text}上一页　1　2　下一页\nCopyright © 2019 考证小站\n相关题库：甲　乙\n")
    assert [item["explanation"] for item in found["items"]] == [None] * 4
    assert {each["kind"] for each in found["diagnostics"]} == {"points-missing"}


def test_a_part_without_words_is_empty_though_its_case_has_a_table():
    chat = table(("发言人", "内容"), ("客户", "在吗？"), ("客服", "在的。"))
    parts = ("1.1 客服有何问题？（6分）", "1.2 （4分）", "1.3 请写出首句。（4分）")
    body = "".join([par(run("情景模拟题")), par(run("情景1")), chat, *(par(run(words)) for words in parts)])
    found = contract(read_paper(docx(body), "paper.docx"))["diagnostics"]
    assert [each["where"] for each in found if each["kind"] == "empty-stem"] == ["情景模拟题#1.2"]


def test_a_form_around_a_question_is_none_of_its_fields():
    cards = [
        table(
            ("题目", f"{at}. 请说说第{at}件事。（10分）"),
            ("评分标准", "动机（10分）"),
            ("参考答案", "说明自己的办法。"),
            ("面谈记录", ""),
        )
        for at in (1, 2)
    ]
    last = "".join(par(run(words)) for words in ("综合评语：", "是否推荐：□推荐　□保留　□不推荐"))
    head = par(run("情景模拟题"))
    found = contract(read_paper(docx(f"{par(run('主管面谈记录表'))}{cards[0]}{head}{cards[1]}{last}"), "paper.docx"))
    told = [(item["type"], item["stem"], item["answer"], item["rubric"]) for item in found["items"]]
    assert told == [
        ("interview", "请说说第1件事。", "说明自己的办法。", "动机（10分）"),
        ("scenario", "请说说第2件事。", "说明自己的办法。", "动机（10分）"),
    ]


def test_who_made_a_paper_and_when_is_noise():
    text = "一、简答题（每题5分）\n1. 什么是首问负责制？\n答案：负责到底。\n编制：客户成功部   2026年10月\n"
    assert answers(text) == ["负责到底。"]


def test_items_above_the_first_heading_are_read_where_the_numbers_below_go_on_from_them():
    below = "二、判断题（每题2分）\n3. 应先倾听。（√）\n4. 可以打断。（×）\n"
    found = items(f"客服考核\n\n1. 简述首问负责制。\n2. 简述回访要求。\n\n{below}")
    assert [(item["number"], item["stem"]) for item in found[:2]] == [
        ("1", "简述首问负责制。"),
        ("2", "简述回访要求。"),
    ]


def test_a_list_above_the_first_heading_that_counts_for_itself_is_no_item():
    text = "客服考核\n1. 简要作答。\n2. 字迹清楚。\n一、判断题（每题2分）\n1. 应先倾听。（√）\n2. 可以打断。（×）\n"
    assert [item["stem"] for item in items(text)] == ["应先倾听。（ ）", "可以打断。（ ）"]


def test_a_judgement_without_a_number_may_begin_with_a_short_line():
    wrapped = "客户要求退货时\n坐席应当先核实订单。（√）\n接到投诉\n可以不登记。（×）\n"
    text = f"一、判断题（每题2分）\n{wrapped}应先倾听。（√）\n"
    assert stems(text) == [
        "客户要求退货时\n坐席应当先核实订单。（ ）",
        "接到投诉\n可以不登记。（ ）",
        "应先倾听。（ ）",
    ]
    assert answers(text) == [True, False, True]


def test_the_name_of_a_part_is_no_beginning_of_a_judgement():
    assert stems("一、判断题（每题2分）\n售后服务部分\n应先倾听。（√）\n可以打断。（×）\n") == [
        "应先倾听。（ ）",
        "可以打断。（ ）",
    ]


def test_essays_without_numbers_are_told_apart_by_their_answers():
    text = "一、简答题（每题5分）\n什么是首问负责制？\n答案：负责到底。\n有始有终。\n怎样回访？\n答案：三日内。\n"
    found = [(item["stem"], item["answer"]) for item in items(text)]
    assert found == [("什么是首问负责制？", "负责到底。\n有始有终。"), ("怎样回访？", "三日内。")]

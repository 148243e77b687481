"""Keys, titles and answers that are known by where and how they stand, whatever words their authors chose."""

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import answers, contract, docx, findings, items, par, table

PARTED = (
    "第一大题 单选题（每题3分）\n1. 期限为（ ）\nA. 七天\nB. 十天\n2. 保修为（ ）\nA. 一年\nB. 两年\n"
    "第二大题 判断题（每题2分）\n1. 发票遗失不影响保修。\n2. 人为损坏在保修范围内。\n"
    "第三大题 问答题（每题10分）\n1. 怎样安抚客户？\n2. 怎样登记工单？\n"
)
BLANKS = "一、填空题（每空2分）\n1. 电话应在铃响____声内接起。\n2. 致歉之后须____。\n3. 首次响应不超过____秒。\n"
JUDGED = [("序号", "内容", "对", "错"), ("1", "交接须签字。", "√", ""), ("2", "现金可以自管。", "", "√")]


def word_items(*blocks):
    body = "".join(block if block.startswith("<") else par(block) for block in blocks)
    return contract(read_paper(docx(body), "paper.docx"))["items"]


@pytest.mark.parametrize("part", ["大题", "部分", "单元"])
def test_a_key_under_nothing_but_the_places_of_sections_belongs_to_them(part):
    key = "第一大题\n1.A  2.B\n第二大题\n1.T  2.F\n第三大题\n1. 先致歉，再复述诉求。\n2. 写明现象与时间。\n"
    paper = PARTED.replace("大题", part)
    told = ["A", "B", True, False, "先致歉，再复述诉求。", "写明现象与时间。"]
    assert answers(paper, key.replace("大题", part)) == told


def test_the_place_of_a_part_never_gives_its_answers_to_a_section_inside():
    paper = (
        "第一部分 理论\n一、单选题\n1. 甲（ ）\nA. 1\nB. 2\n2. 乙（ ）\nA. 1\nB. 2\n"
        "二、判断题\n3. 丙须签字。\n4. 丁可以省略。\n"
    )
    assert answers(paper, "第一部分\n1.A 2.B 3.√ 4.×\n") == ["A", "B", True, False]


def test_a_chapter_behind_the_answers_of_the_one_before_is_read_as_a_chapter():
    one = "（一）判断\n1）甲须签字。\n2）乙可以省略。\n（二）选择\n1）丙（ ）\nA.一\nB.二\n2）丁（ ）\nA.一\nB.二\n"
    key = "本章答案\n判断：1）×，2）√\n选择：1）A，2）B\n"
    other = "本章答案\n判断：1）√，2）×\n选择：1）B，2）A\n"
    told = answers(f"第一章 现场\n{one}{key}第二章 外呼\n{one}{other}")
    assert told == [False, True, "A", "B", True, False, "B", "A"]


def test_figures_right_behind_the_numbers_of_a_key_are_answers():
    told = answers(f"{BLANKS}答案\n一、填空题\n1.三/3　2.回访　3.30/三十\n")
    assert told == [[["三", "3"]], [["回访"]], [["30", "三十"]]]


def test_a_decimal_among_the_answers_of_one_item_is_none_of_the_next():
    paper = "一、填空题（每空2分）\n1. 长____米，宽____米。\n答案：1.5　2.5\n2. 高____米。\n答案：3.5\n"
    assert answers(paper) == [[["1.5"], ["2.5"]], [["3.5"]]]


@pytest.mark.parametrize("title", ["## 答案（考后展开）", "## 核对用"])
def test_a_key_table_drawn_with_bars_is_a_key(title):
    paper = (
        "# 考核\n## 一、单选\n**1.** 甲（ ）\n- A. 一\n- B. 二\n**2.** 乙（ ）\n- A. 一\n- B. 二\n"
        "## 二、问答\n**3.** 怎样回访？\n"
    )
    key = (
        "| 题号 | 答案 | 说明 |\n| --- | --- | --- |\n| 1 | B | 第一条不计入。 |\n| 2 | A | |\n| 3 | 先问，再记。 | |\n"
    )
    found = items(f"{paper}{title}\n{key}")
    assert [item["answer"] for item in found] == ["B", "A", "先问，再记。"]
    assert found[0]["explanation"] == "第一条不计入。"
    assert found[2]["stem"] == "怎样回访？"


def test_the_title_above_a_key_table_is_no_part_of_the_last_option_whatever_it_says():
    key = table(("题号", "答案", "理由"), ("1", "B", "名单没有例外可言。"), ("2", "A", ""))
    found = word_items(
        "练习一　单项选择", "1. 甲（ ）", "A. 一", "B. 二", "2. 乙（ ）", "A. 三", "B. 四", "练习一　对照与理由", key
    )
    assert [item["answer"] for item in found] == ["B", "A"]
    assert [option["text"] for option in found[1]["options"]] == ["三", "四"]
    assert found[0]["explanation"] == "名单没有例外可言。"


def test_a_table_of_numbers_and_reference_words_is_the_key_of_essays():
    found = word_items(
        "一、简答题",
        "1. 怎样开场？",
        "2. 怎样收尾？",
        "练习三　参考话术",
        table(("题号", "参考话术"), ("1", "报身份，说来意。"), ("2", "致谢，约回访。")),
    )
    assert [item["answer"] for item in found] == ["报身份，说来意。", "致谢，约回访。"]
    assert found[1]["stem"] == "怎样收尾？"


def test_points_beside_the_answers_of_a_key_table_explain_nothing():
    key = table(("题号", "答案", "分值"), ("1", "B", "2"), ("2", "A", "2"))
    found = word_items("一、单选题", "1. 甲（ ）", "A. 一", "B. 二", "2. 乙（ ）", "A. 三", "B. 四", "参考答案", key)
    assert [(item["answer"], item["explanation"]) for item in found] == [("B", None), ("A", None)]


def test_where_a_paper_shows_that_semicolons_part_texts_for_one_blank_they_do():
    paper = (
        "一、填空题（每空2分）\n1. 快捷键是____。[答案:Esc;退出键]\n2. 共____种介质，____份异地。[答案:两;2;二|一;1]\n"
        "3. ____分钟响应，____小时恢复。[答案:15|4;四]\n"
    )
    assert answers(paper) == [[["Esc", "退出键"]], [["两", "2", "二"], ["一", "1"]], [["15"], ["4", "四"]]]
    assert findings(paper) == []


def test_where_no_answer_shows_what_parts_blanks_that_is_told():
    paper = "一、填空题（每空2分）\n1. ____分钟响应，____小时恢复。\n答案：15|4;四\n"
    assert ("alternatives-unclear", "填空题#1") in findings(paper)


def test_small_letters_of_a_key_range_are_labels():
    paper = "一、单选题\n" + "".join(f"{place}) 甲{place}（ ）\na) 一\nb) 二\nc) 三\n" for place in range(1, 5))
    assert answers(paper, "标准答案\n1-4: cabb\n") == ["C", "A", "B", "B"]


def test_a_heading_that_goes_on_opens_its_section_in_any_style_of_numbers():
    paper = (
        "Ⅰ 填空（每空3分）\n1) 甲是____。\n2) 乙是____。\nⅡ 话术改写（计24分）\n3) 请改写第一句。\n4) 请改写第二句。\n"
    )
    assert [(item["section"], item["type"]) for item in items(paper)] == [("填空", "blank")] * 2 + [
        ("话术改写", "essay")
    ] * 2


def test_a_numbered_section_that_says_what_each_blank_is_worth_is_a_section():
    paper = (
        "第一题　单选（本题共6分，每小题3分）\n1. 甲（ ）\nA. 一\nB. 二\n答案：A\n2. 乙（ ）\nA. 一\nB. 二\n答案：B\n"
        "第二题　填空（本题共4分，每空2分）\n1. 丙是____。\n答案：丁\n2. 戊是____。\n答案：己\n"
    )
    assert [item["type"] for item in items(paper)] == ["single", "single", "blank", "blank"]
    assert [item["section"] for item in items(paper)] == ["单选", "单选", "填空", "填空"]


@pytest.mark.parametrize(("yes", "no"), [("是", "非"), ("对", "错"), ("√", "×")])
def test_judgements_are_read_in_the_words_of_their_kind(yes, no):
    paper = "一、是非题（每题3分）\n1. 甲须签字。\n2. 乙可以省略。\n3. 丙须登记。\n参考答案\n"
    assert answers(f"{paper}题号\t1\t2\t3\n答案\t{no}\t{yes}\t{no}\n") == [False, True, False]


def test_what_is_ticked_in_a_column_for_right_and_one_for_wrong_is_the_judgement():
    found = word_items("一、判断题（每题2分）", table(*JUDGED))
    assert [(item["type"], item["answer"]) for item in found] == [("truefalse", True), ("truefalse", False)]
    assert [item["stem"] for item in found] == ["交接须签字。", "现金可以自管。"]


def test_a_judgement_ticked_both_ways_or_not_at_all_has_no_answer():
    rows = [*JUDGED, ("3", "钥匙须登记。", "√", "√"), ("4", "门可以不锁。", "", "")]
    read = read_paper(docx(par("一、判断题（每题2分）") + table(*rows)), "paper.docx")
    assert [item["answer"] for item in contract(read)["items"]] == [True, False, None, None]
    assert [finding.kind.value for finding in read.paper.findings] == ["answer-conflict", "missing-answer"]


def test_a_judgement_alone_below_its_statement_is_its_answer():
    stems = ["灭火器每月检查。对还是错？", "会员卡可以借用。对还是错？", "试吃品须标时间。对还是错？"]
    paper = "".join(
        f"{place}) {stem}\n   {said}\n" for place, (stem, said) in enumerate(zip(stems, "对错对", strict=True), 1)
    )
    found = items(f"门店小考\n{paper}")
    assert [(item["type"], item["answer"], item["stem"]) for item in found] == [
        ("truefalse", said, stem) for said, stem in zip([True, False, True], stems, strict=True)
    ]


def test_a_letter_alone_below_the_options_is_the_answer():
    paper = "".join(f"{place}. 甲{place}（ ）\nA. 一\nB. 二\nC. 三\n{said}\n" for place, said in enumerate("BAC", 1))
    found = items(f"一、单选题\n{paper}")
    assert [item["answer"] for item in found] == ["B", "A", "C"]
    assert {option["text"] for item in found for option in item["options"]} == {"一", "二", "三"}


def test_words_for_an_answer_that_come_twice_are_enough():
    paper = (
        "一、简答题\n1. 怎样处理受伤？\n参考：查看伤情、拨打急救电话、上报店长、保护现场。\n"
        "2. 怎样带新人？\n参考：指定师傅，列出七天计划，先示范后实操，每天点评。\n3. 怎样盘点？\n"
    )
    told = [item["answer"] for item in items(paper)]
    assert [answer and answer[:4] for answer in told] == ["查看伤情", "指定师傅", None]


CHAT = """周岚-培训 18:02:11
大家自己先做，明早公布答案
周岚-培训 18:02:40
一、单选
1.甲()
A一  B二  C三
2.乙()
A四  B五  C六
李涛 18:05:03
收到[OK]
周岚-培训 18:05:30
3.丙()
A七  B八  C九
陈默 18:20:56
3题选项看不全
周岚-培训 18:21:15
往下滑就有
—————  2026-10-17  —————
周岚-培训 09:00:08
公布啦~
单选：1-3 BAC
李涛 09:02:10
满分飘过
"""


def test_what_others_say_in_a_group_chat_is_no_part_of_the_paper():
    found = items(CHAT)
    assert [item["answer"] for item in found] == ["B", "A", "C"]
    assert [option["text"] for item in found for option in item["options"]] == list("一二三四五六七八九")


def test_times_among_the_options_are_no_messages():
    paper = "一、单选题\n1. 外呼不早于（ ）\nA. 7:00\nB. 8:00\nC. 9:00\nD. 10:00\n答案：C\n"
    assert [option["text"] for option in items(paper)[0]["options"]] == ["7:00", "8:00", "9:00", "10:00"]


@pytest.mark.parametrize(
    "line",
    ["—————— 答题到此结束 ——————", "——试卷到此结束，祝您顺利——", "出题人：何敏    审核：吴建国"],
)
def test_what_ends_a_paper_is_no_part_of_its_last_item(line):
    assert items(f"一、简答题\n1. 怎样回访？\n2. 怎样登记工单？\n{line}\n")[1]["stem"] == "怎样登记工单？"

"""Papers as they go round in companies: layouts that no form asks for, each with the rule that reads it."""

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import answers, contract, docx, findings, items, par, read, table

SINGLE = "一、单选题（每题2分）\n"


def told(text: str) -> list[tuple[str, object]]:
    """The type and the answer of each item."""
    return [(item["type"], item["answer"]) for item in items(text)]


def stems(text: str) -> list[str]:
    """The words of each item."""
    return [item["stem"] for item in items(text)]


# -- keys in unusual places


@pytest.mark.parametrize("behind", ["应当：B", "应当:  B", "应当：B。"])
def test_a_letter_behind_the_colon_that_ends_a_stem_is_its_key(behind):
    text = f"{SINGLE}1. 来电人发火时{behind}\nA. 挂断\nB. 先听完\n"
    assert told(text) == [("single", "B")]
    assert "B" not in stems(text)[0]


@pytest.mark.parametrize(
    ("line", "kind", "answer"),
    [
        ("【B】单选 先做什么", "single", "B"),
        ("[AB]多选：要记什么", "multiple", "AB"),
    ],
)
def test_a_key_and_a_type_may_stand_between_number_and_stem(line, kind, answer):
    text = f"1.{line}\nA. 时间\nB. 诉求\nC. 天气\n"
    assert told(text) == [(kind, answer)]
    assert stems(text) == [line[-4:]]


def test_a_key_before_wide_white_space_leads_items_of_a_typed_section():
    text = "一、选择题\n1、B  先做什么（  ）\nA、挂断  B、问候\n二、判断题\n2、×  可以外传。\n3、√  须录音。\n"
    assert told(text) == [("single", "B"), ("truefalse", False), ("truefalse", True)]
    assert stems(text) == ["先做什么（  ）", "可以外传。", "须录音。"]


def test_words_nobody_listed_before_the_answers_of_a_whole_section():
    text = f"{SINGLE}1. 甲\nA. 一\nB. 二\n2. 乙\nA. 一\nB. 二\n3. 丙\nA. 一\nB. 二\n▲第一关速对：1.B 2.A 3.B\n"
    assert answers(text) == ["B", "A", "B"]
    assert items(text)[-1]["options"][-1]["text"] == "二"


def test_answers_by_circles_for_items_whose_options_are_counted_so():
    option = "\n① 一\n② 二\n③ 三\n"
    text = f"{SINGLE}1. 甲（ ）{option}2. 乙（ ）{option}3. 丙（ ）{option}答案：1.② 2.① 3.③\n"
    assert answers(text) == ["②", "①", "③"]


def test_numbers_with_wide_gaps_part_the_entries_of_a_key():
    text = (
        "一、填空题\n1. 写明____。\n2. 问有____。\n3. 热线____。\n4. 以____区分。\n答案\n"
        "01 时间  02 答声\n03 12345　04 编号\n"
    )
    assert answers(text) == [[["时间"]], [["答声"]], [["12345"]], [["编号"]]]


def test_numbers_right_before_words_list_the_answers_of_a_section():
    text = "一、选词填空\n1. 先____。\n2. 再____。\n3. 后____。\n答案：1倾听 2复述 3回访\n"
    assert answers(text) == [[["倾听"]], [["复述"]], [["回访"]]]


def test_a_case_and_its_questions_are_named_by_one_number_in_the_key():
    option = "\nA. 推诿 B. 致歉 C. 挂断\n"
    text = (
        "综合题（每小题3分）\n3. 材料：空调三天坏了。\n"
        f"3.1 应先（ ）{option}3.2 可以（ ）{option}参考答案\n3.1 B 3.2 AB\n"
    )
    assert answers(text) == ["B", "AB"]


def test_a_key_of_all_items_before_stands_behind_the_essay():
    option = "\nA.一 B.二\n"
    text = (
        f"一、单选\n1．甲{option}2．乙{option}3．丙{option}二、论述（9分）\n4．论述价值。\n答：1A 2B 3A\n"
        "4 思路：改进产品。\n"
    )
    assert answers(text)[:3] == ["A", "B", "A"]
    assert "1A" not in answers(text)[3]


def test_types_part_the_answers_of_one_line():
    text = "一、单选\n1.甲（ ）A随机 B挑好 C挑差\n二、判断\n2.可以改。\n3.可以查。\n答案：单选：1.A；判断：2错3对\n"
    assert told(text) == [("single", "A"), ("truefalse", False), ("truefalse", True)]
    assert [option["text"] for option in items(text)[0]["options"]] == ["随机", "挑好", "挑差"]


def test_boxed_letters_are_several():
    assert told("1. 违规的是？\nA. 冒充\nB. 深夜\nC. 登记\n答案：(A)(B)\n") == [("multiple", "AB")]


def test_a_number_used_twice_is_no_doubt_where_the_key_repeats_it_at_the_same_place():
    option = "\nA. 一\nB. 二\n"
    text = f"{SINGLE}1. 甲{option}2. 乙{option}2. 丙{option}4. 丁{option}参考答案\n一、单选题\n1.A 2.B 2.A 4.B\n"
    assert answers(text) == ["A", "B", "A", "B"]
    assert findings(text) == [("duplicate-number", "单选题#2")]


def test_a_number_used_twice_stays_open_where_the_key_has_it_once():
    option = "\nA. 一\nB. 二\n"
    text = f"{SINGLE}1. 甲{option}2. 乙{option}2. 丙{option}参考答案\n一、单选题\n1.A 2.B\n"
    assert answers(text) == ["A", None, None]
    assert ("orphan-answer", "单选题#2") in findings(text)


@pytest.mark.parametrize("title", ["填空题答案：", "填空答案", "【填空题答案】"])
def test_the_answers_of_blanks_have_a_title_too(title):
    text = f"一、填空题\n1、由____组成。\n2、用____查。\n3、先____。\n{title}\n1、32\n2、工具\n3、倾听\n"
    assert answers(text) == [[["32"]], [["工具"]], [["倾听"]]]


# -- judgements by figures


@pytest.mark.parametrize(
    "text",
    [
        "一、判断题\n1. 可以补写。\n2. 须录音。\n3. 可以外传。\n答案：1.0  2.1  3.0\n",
        "一、判断题（对的写1，错的写0）\n1. 可以补写。（0）\n2. 须录音。（1）\n3. 可以外传。（0）\n",
        "一、判断题\n1. 可以补写。\n答案：0\n2. 须录音。\n答案：1\n3. 可以外传。\n答案：0\n",
    ],
)
def test_one_and_nought_judge(text):
    assert told(text) == [("truefalse", False), ("truefalse", True), ("truefalse", False)]


def test_one_figure_alone_judges_nothing():
    text = "一、判断题\n1. 可以补写。\n答案：1\n2. 须录音。\n答案：1\n"
    assert answers(text) == [None, None]
    assert [kind for kind, _ in findings(text)] == ["answer-type-mismatch"] * 2


# -- how items begin


def test_a_word_asks_where_no_line_has_a_number():
    text = (
        "小测\n问：先做什么？\n甲 推销\n乙 问候\n答：乙\n问：禁语有？\n甲 你聋吗\n乙 稍候\n丙 不知道\n"
        "答：甲丙\n问：要报工号吗？\n甲 要\n乙 不要\n答：甲\n"
    )
    assert told(text) == [("single", "乙"), ("multiple", "甲丙"), ("single", "甲")]


def test_a_letter_replies_to_a_letter_that_asks():
    text = "Q: 怎么退货？\nA: 查三包。\nQ: 怎么安抚？\nA: 先倾听。\nQ: 首问负责是？\nA: 谁接谁管。\n"
    assert told(text) == [("essay", "查三包。"), ("essay", "先倾听。"), ("essay", "谁接谁管。")]


def test_an_answer_with_the_number_of_its_item():
    option = "\nA　挂断\nB　登记\nC　询价\n"
    text = f"Q1　先做什么？{option}A1　B\nQ2　加名单的有？{option}A2　AB\nQ3　可以替代。（判断）\nA3　错\n"
    assert told(text) == [("single", "B"), ("multiple", "AB"), ("truefalse", False)]


def test_records_say_number_and_type_before_the_stem():
    record = "题号：{}\n题型：{}\n题干：{}\n"
    option = "A：时段\nB：天气\n"
    text = record.format(1, "单选题", "公式为") + option + "答案：A\n----------\n"
    text += record.format(2, "多选题", "因素有") + option + "C：号码\n答案：A,C\n----------\n"
    text += record.format(3, "判断题", "可以改") + "答案：错误\n"
    assert told(text) == [("single", "A"), ("multiple", "AC"), ("truefalse", False)]
    assert stems(text) == ["公式为", "因素有", "可以改"]


@pytest.mark.parametrize("number", ["Q{}［3分］", "{}（3分）", "{}号题："])
def test_points_or_a_word_stand_right_behind_the_number(number):
    text = "".join(f"{number.format(n)}先做什么\nA）问候\nB）挂断\n答案：A\n" for n in (1, 2, 3))
    assert answers(text) == ["A", "A", "A"]
    assert {item["points"] for item in items(text)} == ({None} if "号" in number else {3})


@pytest.mark.parametrize("number", ["{}[{}]", "{1}{0}."])
def test_a_type_stands_beside_the_number(number):
    kinds = [("单选", "先做什么\nA) 问候\nB) 挂断\n答案：A\n"), ("判断", "可以外传。\n答案：错\n")]
    text = "".join(number.format(n, kind) + rest for n, (kind, rest) in enumerate(kinds, start=1))
    assert told(text) == [("single", "A"), ("truefalse", False)]


def test_a_dash_stands_between_a_letter_and_its_words():
    option = "A - ping\nB - ipconfig\nC - netstat\n"
    text = f"1. 查地址用\n{option}答案 - B\n2. 测连通用\n{option}答案 - A\n3. 看端口用\n{option}答案 - C\n"
    assert answers(text) == ["B", "A", "C"]
    assert [option["text"] for option in items(text)[0]["options"]] == ["ping", "ipconfig", "netstat"]


@pytest.mark.parametrize("word", ["选项：", "Options:\n", "备选答案：\n"])
def test_the_word_above_options_is_no_word_of_the_stem(word):
    text = f"1. 先做什么\n{word}A. 问候；B. 挂断\n答案：A\n"
    assert stems(text) == ["先做什么"]
    assert answers(text) == ["A"]


def test_how_hard_an_item_is_stands_before_its_words():
    text = f"{SINGLE}1.（易）先说（ ）\nA．喂\nB．您好\n答案：B\n"
    assert stems(text) == ["先说（ ）"]


# -- boxes


def test_boxes_without_letters_are_options_and_ticked_ones_are_right():
    text = (
        "小测（☑ 为正确项）\n一、单选题（每题4分）\n1. 下班前应：\n☑ 交接\n□ 清空\n2. 可以要：\n□ 密码\n"
        "☑ 单号\n3. 先核对：\n☑ 清单\n□ 天气\n"
    )
    assert answers(text) == ["A", "B", "A"]


def test_boxes_all_alike_tick_nothing():
    text = "一、单选题\n1. 先（ ）\n□ 交接\n□ 清空\n2. 再（ ）\n□ 密码\n□ 单号\n3. 后（ ）\n□ 清单\n□ 天气\n"
    assert [len(item["options"]) for item in items(text)] == [2, 2, 2]
    assert answers(text) == [None, None, None]


# -- two columns


@pytest.mark.parametrize(
    "columns",
    [
        "左栏：1 工单  2 知识库  3 录音\n右栏：A 查答复  B 记诉求  C 质检\n",
        "（1）工单（2）知识库（3）录音\nA. 查答复  B. 记诉求  C. 质检\n",
        "(1) 工单    A. 查答复\n(2) 知识库    B. 记诉求\n(3) 录音    C. 质检\n",
    ],
)
def test_columns_to_be_connected(columns):
    text = f"一、连线题（每题6分）\n1. 请把工具与用途连起来。\n{columns}答案：1-B  2-A  3-C\n"
    (item,) = items(text)
    assert (item["stem"], item["answer"]) == ("请把工具与用途连起来。", "(1)-B (2)-A (3)-C")
    assert [option["text"] for option in item["options"]] == ["查答复", "记诉求", "质检"]


def test_prompts_behind_the_words_that_ask():
    text = "一、连线题\n1. 将指标与含义连线：（1）FCR（2）AHT\na. 时长  b. 首解\n答案：（1）-b，（2）-a\n"
    assert answers(text) == ["(1)-B (2)-A"]


def test_an_order_is_told_by_its_answer_where_no_heading_does():
    text = "1. 把步骤排成正确顺序。\nA. 致谢\nB. 问候\nC. 核实\n答案：BCA\n"
    assert told(text) == [("ordering", "BCA")]


# -- headings


def test_what_a_heading_declares_may_stand_behind_its_box():
    option = "\nA）一　B）二\n"
    text = f"【单选题】每题 2 分\n1）甲{option}2）乙{option}【单选题答案】1-2 BA\n"
    text += "【判断题】每题 1 分\n1）可以外传。\n2）须录音。\n【判断题答案】1 错  2 对\n"
    assert told(text) == [("single", "B"), ("single", "A"), ("truefalse", False), ("truefalse", True)]
    assert [item["points"] for item in items(text)] == [2, 2, 1, 1]


def test_a_part_without_choices_is_none_of_choices():
    text = (
        "第Ⅰ卷 选择题\n1、先做什么\nA. 听\nB. 说\n答案：A\n第Ⅱ卷 非选择题\n2、先____。\n答案：听\n"
        "3、简述步骤。\n答案：听、记、办。\n"
    )
    assert [kind for kind, _ in told(text)] == ["single", "blank", "essay"]


def test_a_case_that_counts_its_questions_holds_items_of_any_type():
    text = (
        "案例一  迟到的上门（本案例2小题，共5分）\n某日师傅未能按时上门，客户来电质问，坐席只说请再等等。\n"
        "（1）首先欠缺的是（  ）。（3分）\nA. 致歉\nB. 语速\n答案：A\n（2）“再等等”属于敷衍。（  ）（2分）\n答案：√\n"
        "案例二  挂断的回访（本案例2小题，共7分）\n坐席拨打回访电话，客户说在开会，坐席仍念完开场白。\n"
        "（1）指出不当之处。（4分）\n评分标准：没有致歉（2分）；没有另约（2分）。\n（2）应提前____分钟。（3分）\n答案：30\n"
    )
    assert [kind for kind, _ in told(text)] == ["single", "truefalse", "case", "blank"]
    assert [item["points"] for item in items(text)] == [3, 2, 4, 3]


# -- noise and notices


def test_what_is_judged_may_speak_of_what_sites_speak_of():
    text = (
        "内部资料 严禁外传\n一、判断题\n1．客户号码属于公司内部资料，不得外泄。\n答案：√\n"
        "2．妥善保管公司内部资料。\n答案：√\n"
    )
    assert stems(text) == ["客户号码属于公司内部资料，不得外泄。", "妥善保管公司内部资料。"]


def test_an_entry_of_a_key_is_none_of_what_sites_add():
    text = (
        f"{SINGLE}1．应带（  ）\nA．证件\nB．记录\n2．应问（  ）\nA．诉求\nB．年龄\n参考答案\n"
        "1．A　解析：记录属内部资料，不得外带。\n2．A\n"
    )
    assert answers(text) == ["A", "A"]


def test_rules_for_those_who_ask_are_no_items():
    text = (
        "题本\n使用说明\n1. 每题10分，满分20分。\n2. 追问不计分。\n题目\n1. 如何带新人？\n"
        "评分要点：耐心\n2. 如何看待加班？\n评分要点：客观\n"
    )
    assert stems(text) == ["如何带新人？", "如何看待加班？"]


@pytest.mark.parametrize("line", ["（试卷结束，请检查姓名是否填写）", "考官注意：请勿在题本上写评语。", "——完——"])
def test_what_is_said_behind_the_last_item_is_no_part_of_it(line):
    assert answers(f"一、简答题\n1. 怎样安抚？\n参考答案：先听，再办。\n{line}\n") == ["先听，再办。"]


def test_a_sheet_to_be_filled_in_ends_the_last_item():
    body = par("一、面试题（每题10分）") + par("1. 如何带新人？") + par("参考答案：手把手。")
    sheet = table(("测评要素", "权重", "得分"), ("沟通", "40%", ""), ("应变", "60%", ""))
    (item,) = contract(read_paper(docx(body + par("面试评分表（考官填写）") + sheet), "p.docx"))["items"]
    assert item["answer"] == "手把手。"


def test_what_is_looked_at_needs_no_colon():
    text = "一、面试题\n1. 您会怎么带新人？\n考察辅导能力和耐心。\n参考要点：先听录音。\n"
    (item,) = items(text)
    assert (item["stem"], item["rubric"]) == ("您会怎么带新人？", "考察辅导能力和耐心。")


# -- what else stands on a paper


@pytest.mark.parametrize(("tags", "kept"), [(("", "（多选）"), True), (("（单选）", "（多选）"), False)])
def test_a_type_behind_the_words_of_some_choices_tells_candidates_something(tags, kept):
    option = "\nA. 一\nB. 二\nC. 三\n"
    text = f"一、选择题\n1. 甲有{tags[0]}{option}答案：A\n2. 乙有{tags[1]}{option}答案：AB\n"
    assert [item["type"] for item in items(text)] == ["single", "multiple"]
    assert stems(text)[1] == ("乙有（多选）" if kept else "乙有")


def test_points_that_do_not_add_up_to_a_case_are_told_at_its_first_question():
    text = (
        "三、案例分析题（共24分）\n9．案例：客户退订被收违约金，致电投诉，坐席没有说明合约期。\n"
        "（1）违反了什么？（10分）\n（2）怎样答复？（8分）\n"
    )
    assert ("points-mismatch", "案例分析题#9.1") in findings(text)


def test_a_correction_behind_the_mark_of_a_judgement_explains_it():
    (item,) = items("判断改错题\n1. 录音存三天。（×）改正：存六个月。\n")
    assert (item["stem"], item["answer"], item["explanation"]) == ("录音存三天。（ ）", False, "存六个月。")


def test_answers_numbered_as_their_items_and_rubrics_that_say_their_points():
    text = (
        "面试题库\n题1：如何看待考核？（10分）\n答1：客观。\n评分要点（每点5分，共10分）：观点；例子\n"
        "题2：士气低落怎么办？（10分）\n答2：分层沟通。\n"
    )
    assert answers(text) == ["客观。", "分层沟通。"]
    assert items(text)[0]["rubric"] == "观点；例子"


def test_a_table_drawn_with_bars_may_hold_the_items():
    head = "# 测试\n\n| 题号 | 题干 | A | B | 答案 |\n|---|---|---|---|---|\n"
    text = head + "| 1 | 几声内接 | 三声 | 五声 | A |\n| 2 | 应先 | 辩解 | 倾听 | B |\n"
    assert told(text) == [("single", "A"), ("single", "B")]
    assert stems(text) == ["几声内接", "应先"]
    assert contract(read(text))["title"] == "测试"


def test_the_line_of_a_form_is_the_blank_of_the_item_above():
    text = (
        "1.先做什么【单选题】 *\n○听\n●说\n正确答案：说\n2.写出热线【填空题】 *\n__________\n"
        "正确答案：400\n3.可以外传【判断题】 *\n正确答案：错\n"
    )
    assert answers(text)[1:] == [[["400"]], False]


def test_the_words_of_a_score_box_stand_apart():
    text = (
        f"{SINGLE}1. 需经（ ）确认\nA. 客户\nB. 坐席\n得　分\n评 分 人\n二、判断题\n2. 须录音。\n参考答案\n1. A  2. √\n"
    )
    assert [option["text"] for option in items(text)[0]["options"]] == ["客户", "坐席"]
    assert answers(text) == ["A", True]


def test_a_situation_may_ask_for_a_choice():
    text = (
        "情景题\n情景一：客户说“我没空”。\n请选择最合适的回应（单选，5分）：\nA. 就一分钟\nB. 何时方便？\n答案：B\n"
        "情景二：客户要求转人工。\n请写出回应。（10分）\n参考答案：马上为您转接。\n"
    )
    assert told(text) == [("single", "B"), ("scenario", "马上为您转接。")]
    assert [item["points"] for item in items(text)] == [5, 10]


def test_sections_counted_by_stems_are_so_in_a_key_of_its_own():
    paper = "甲、选一选（每题2分）\n1. 先（ ）\nA. 听  B. 说\n2. 再（ ）\nA. 记  B. 忘\n"
    paper += "乙、填一填（每空1分）\n3. 先处理____。\n"
    paper += "丙、说一说（6分）\n4. 简述步骤。\n"
    key = "参考答案\n甲、1～2  A B\n乙、3．心情\n丙、4．听、记、办。\n"
    assert answers(paper, key) == ["A", "B", [["心情"]], "听、记、办。"]

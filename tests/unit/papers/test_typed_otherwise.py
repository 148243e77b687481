"""What other people type: numbers, marks, headings and keys that only look like something else."""

import pytest
from unit.papers.support import answers, docx, findings, items, par, read, table
from unit.papers.support import contract as told

CHOICE = "A. 登记\nB. 忽略\nC. 推诿\nD. 拖延\n"


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("10或十", ["10", "十"]),
        ("包退或退货", ["包退", "退货"]),
        ("周日或者星期日", ["周日", "星期日"]),
        ("或然率", ["或然率"]),
        ("与或非", ["与或非"]),
        ("抑或", ["抑或"]),
    ],
)
def test_or_parts_what_is_right_and_stays_in_a_word_that_holds_it(answer, accepted):
    assert answers(f"一、填空题\n1. 应填____。\n答案：{answer}\n") == [[accepted]]


def test_circled_numbers_count_items_where_their_parts_follow():
    text = f"一、单选题\n①先做什么？\n{CHOICE}答案：A\n②后做什么？\n{CHOICE}答案：B\n"
    assert [(item["stem"], item["answer"]) for item in items(text)] == [("先做什么？", "A"), ("后做什么？", "B")]


def test_circled_lines_with_points_are_sub_questions():
    parts = "①问题在哪里？（4分）\n参考答案：没有建单。\n②怎样改进？（4分）\n参考答案：来电必建单。\n"
    text = f"一、案例分析题\n1. 案例：三次来电，均无记录。\n{parts}"
    assert [(item["number"], item["points"]) for item in items(text)] == [("1.1", 4), ("1.2", 4)]


def test_an_option_that_is_said_to_be_right_heads_no_answer_part():
    text = "一、单选题\n1. 先做什么？\nA. 登记（正确答案）\nB. 忽略\n2. 后做什么？\nA. 登记\nB. 忽略（正确答案）\n"
    assert answers(text) == ["A", "B"]


def test_a_number_typed_twice_for_the_next_is_one_fault():
    text = "".join(f"{number}. 第{place}步？\n{CHOICE}答案：A\n" for place, number in enumerate((1, 2, 3, 3, 5)))
    assert [kind for kind, _ in findings("一、单选题\n" + text)] == ["duplicate-number"]


PARTS = """第一部分 基础
一、单选题（共3题，每题2分，共6分）
1. 甲？（ A ）
A. 子
B. 丑
第二部分 提高
一、单选题（共10分）
1. 丙？（ A ）（2分）
A. 子
B. 丑
第三部分 综合
一、单选题（共10分）
1. 丁？（ A ）（4分）
A. 子
B. 丑
"""


def test_sections_of_one_title_are_each_told_their_own_fault():
    found = [(each.kind.value, each.line) for each in read(PARTS).paper.findings]
    assert found == [("points-mismatch", 7), ("points-mismatch", 12), ("count-mismatch", 2)]


def test_a_number_left_out_after_one_used_twice_is_told():
    text = "".join(f"{number}. 第{place}步？\n{CHOICE}答案：A\n" for place, number in enumerate((1, 2, 2, 3, 6)))
    assert [kind for kind, _ in findings("一、单选题\n" + text)] == ["duplicate-number", "number-gap"]


def test_rows_of_a_typed_key_that_stand_in_every_section_are_no_page_header():
    part = "".join(f"{number}. 第{number}步？\n{CHOICE}" for number in (1, 2))
    key = "题号\t1\t2\n答案\tA\tB\n"
    names = ("一、单选题", "二、A1型题", "三、最佳选择题")
    text = "".join(f"{name}\n{part}" for name in names) + "参考答案\n" + "".join(f"{name}\n{key}" for name in names)
    assert answers(text) == ["A", "B"] * 3


@pytest.mark.parametrize(
    "footer",
    [
        "年度技能考核题库　第2页（共8页）",
        "文档分享网 www.example.com",
        "上岗考试 第 3 页 共 8 页",
        "本资料来源于网络，如有侵权请联系删除",
    ],
)
def test_a_footer_with_the_title_and_a_line_of_a_site_are_noise(footer):
    text = f"一、单选题\n1. 先做什么？\nA. 登记\n{footer}\nB. 忽略\n答案：A\n{footer}\n"
    (item,) = items(text)
    assert [option["text"] for option in item["options"]] == ["登记", "忽略"]
    assert "truncated" not in [kind for kind, _ in findings(text)]


def test_the_name_of_a_type_heads_its_section_in_the_key_as_above_the_items():
    text = (
        f"一、单选\n（本题共1小题，每小题2分）\n1. 先做什么？\n{CHOICE}"
        "二、判断\n（本题共1小题，每小题1分）\n1. 先登记。（ ）\n"
        "答案\n一、单选\n1. B\n二、判断\n1. √\n"
    )
    assert [(item["section"], item["answer"]) for item in items(text)] == [("单选", "B"), ("判断", True)]


def test_a_title_of_ones_own_heads_its_section_in_the_key():
    text = (
        f"一、单选题\n1. 先做什么？\n{CHOICE}二、业务知识（共1题）\n1. 后做什么？\n{CHOICE}"
        "参考答案\n一、单选题\n1. B\n二、业务知识\n1. C\n"
    )
    assert answers(text) == ["B", "C"]


def test_an_answer_that_begins_with_a_decimal_is_no_item():
    text = "一、填空题\n1. 用时____小时，接通____个。\n[答案] 4.5；360\n2. 共____天。\n[答案] 7\n"
    assert answers(text) == [[["4.5"], ["360"]], [["7"]]]


def test_a_number_that_runs_into_a_figure_counts_where_it_is_due():
    stems = [f"{number}.第{number}步？\n{CHOICE}答案：A\n" for number in range(1, 9)]
    text = "一、单选题\n" + "".join(stems) + f"9.1 GB 等于多少？\n{CHOICE}答案：B\n"
    assert (items(text)[-1]["number"], items(text)[-1]["stem"]) == ("9", "1 GB 等于多少？")


def test_a_bracket_around_a_whole_remark_is_none_of_its_words():
    (item,) = items(f"一、单选题\n1. 先做什么？\n{CHOICE}（答案：A）\n（解析：先登记（一），再回访。）\n")
    assert (item["answer"], item["explanation"]) == ("A", "先登记（一），再回访。")


@pytest.mark.parametrize("behind", ["并回访（正确答案）", "（正确答案）"])
def test_a_tick_on_a_line_of_its_own_ticks_its_option(behind):
    (item,) = items(f"一、单选题\n1. 先做什么？\nA. 推诿\nB. 登记情况\n{behind}\nC. 忽略\n")
    assert item["answer"] == "B"
    assert "正确" not in item["options"][1]["text"]


def test_the_end_of_a_wrapped_option_is_no_line_of_a_site():
    (item,) = items("一、单选题\n1. 先做什么？\nA. 登记\nB. 询问怎样下载电子版的\n电子版使用说明\n答案：A\n")
    assert "使用说明" in item["options"][1]["text"]


def test_a_decimal_behind_an_option_letter_in_brackets_is_no_number():
    text = "一、单选题\n1. 比率是（　　）。\n(A) 1.5 m\n(B) 1.6 m\n(C) 94.1%\n(D) 3 m\n答案：B\n"
    (item,) = items(text)
    assert [option["text"] for option in item["options"]] == ["1.5 m", "1.6 m", "94.1%", "3 m"]


@pytest.mark.parametrize(
    ("key", "values"), [("1-3 是否是", [True, False, True]), ("1.是 2.否 3.否", [True, False, False])]
)
def test_a_key_may_say_yes_and_no(key, values):
    stems = "".join(f"{number}. 先登记后回访。（ ）\n" for number in (1, 2, 3))
    assert answers(f"一、判断题\n{stems}参考答案\n一、判断题\n{key}\n") == values


def test_yes_behind_the_word_for_an_answer_is_the_answer():
    assert answers("一、判断题\n1. 先登记。（ ）\n答案 是\n2. 先忽略。（ ）\n答案 否\n") == [True, False]


def test_small_letters_set_off_by_spaces_in_a_stem_are_its_answer():
    assert answers("一、单选题\n1. 先（ b ）。\na. 忽略\nb. 登记\n") == ["B"]


def test_the_braces_of_a_formula_do_not_make_a_paper_one_of_another_format():
    formula = r"\( A=\frac{T-D}{T} \)"
    first, second = f"按 {formula} 计算，可用率为____%。", f"按 {formula} 计算，T为____。"
    text = f"一、填空题\n1. {first}\n答案：99.5\n\n2. {second}\n答案：总时间\n"
    assert answers(text) == [[["99.5"]], [["总时间"]]]
    bare = f"1. 按 {formula} 计算，可用率为多少？\n\n2. 按 {formula} 计算，停机多久？\n"
    assert [item["type"] for item in items(bare)] == ["essay", "essay"]


def test_only_what_is_set_off_by_spaces_fills_a_blank_where_something_is():
    text = "一、填空题\n1. We look forward to （ hearing ） (hear) from you soon.\n"
    assert answers(text) == [[["hearing"]]]


def test_a_section_beyond_the_fifth_may_be_roman():
    text = "第Ⅵ卷　简答题（共1题，每题5分）\n1. 简述登记要点。\n参考答案：写清时间。\n"
    assert [item["section"] for item in items(text)] == ["简答题"]
    assert read(text).paper.items[0].item.points == 5


def test_a_stem_of_a_table_may_begin_with_a_figure():
    from kaochang.papers.reading import read_paper

    body = table(
        ("序号", "题型", "题干", "选项A", "选项B", "答案"),
        ("1", "单选题", "1 GB 等于（　　）。", "1 024 MB", "100 MB", "A"),
        ("2", "单选题", "先做什么？", "登记", "忽略", "A"),
    )
    paper = told(read_paper(docx(par("考核题") + body), "x.docx"))
    assert [item["stem"] for item in paper["items"]] == ["1 GB 等于（　　）。", "先做什么？"]


def test_answers_behind_the_name_of_their_section_are_no_product():
    text = "判断题（每题5分）\n1. 先登记。（　）\n2. 先争辩。（　）\n参考答案\n一、判断：1√  2×\n"
    assert answers(text) == [True, False]


@pytest.mark.parametrize("line", ["查看答案", "【点击查看答案及解析】", "收起解析", "下一题", "答题卡"])
def test_the_buttons_of_a_page_are_noise(line):
    item = "{}. 首都是（　）\nA. 上海\nB. 北京\n" + line + "\n答案：B\n"
    assert answers("".join(item.format(number) for number in (1, 2))) == ["B", "B"]


def test_what_stands_around_a_text_of_a_site_is_noise():
    text = "单选题\n1. 首都是（　）\nA. 上海\nB. 北京\n答案：B\n解析：见地图。\n上一篇：试题一\n下一篇：试题三\n"
    (item,) = items(text)
    assert item["explanation"] == "见地图。"
    assert findings(text) == []


@pytest.mark.parametrize(
    ("answer", "texts", "kinds"),
    [
        ("U/R", ["U/R"], ["alternatives-unclear"]),
        ("km/h", ["km/h"], []),
        ("OK/ok", ["OK", "ok"], []),
        ("WPS/Word", ["WPS", "Word"], []),
    ],
)
def test_a_slash_between_signs_is_a_fraction_or_a_unit(answer, texts, kinds):
    text = f"填空题\n1. 单位或公式是____。\n答案：{answer}\n"
    assert answers(text) == [[texts]]
    assert [kind for kind, _ in findings(text)] == kinds


def test_a_column_of_judgements_is_the_answer():
    from kaochang.papers.reading import read_paper

    body = table(("题号", "题目", "判断"), ("1", "先登记。", "√"), ("2", "先争辩。", "×"))
    paper = told(read_paper(docx(par("判断题（每题2分）") + body), "x.docx"))
    assert [item["answer"] for item in paper["items"]] == [True, False]


SECTIONS = (
    "一、单选题\n1. 先做什么？\nA. 登记\nB. 忽略\n2. 后做什么？\nA. 登记\nB. 回访\n"
    "二、判断题\n1. 先登记。（　）\n2. 先争辩。（　）\n"
)


@pytest.mark.parametrize(
    "key",
    [
        "参考答案：一、1-2 AB　二、1.√ 2.×",
        "参考答案：一、AB　二、√×",
        "【答案】一、单选题：1-2 AB；二、判断题：1√ 2×",
        "参考答案\n一、1-2 AB　二、√×",
    ],
)
def test_the_answers_of_all_sections_may_stand_on_one_line(key):
    assert answers(SECTIONS + key) == ["A", "B", True, False]
    assert findings(SECTIONS + key) == []


def test_an_answer_in_words_that_counts_its_points_is_no_key_of_sections():
    text = "简答题\n1. 怎么处理？\n答案：一、先登记。二、再核实。\n"
    assert answers(text) == ["一、先登记。二、再核实。"]


@pytest.mark.parametrize("head", ["情景一（35分）：", "第一题（35分）：", "1. （35分）：", "1. 【情景题】（35分）："])
def test_a_colon_behind_the_points_is_no_part_of_the_stem(head):
    (item,) = items(f"情景模拟题\n{head}客户要求退款，请应答。\n参考答案：先道歉。\n")
    assert (item["stem"], item["points"]) == ("客户要求退款，请应答。", 35)


@pytest.mark.parametrize(
    ("answer", "given"),
    [
        ("答案：（1）首问　（2）倾听、记录", [[["首问"]], [["倾听"], ["记录"]]]),
        ("答案：1. 倾听　2. 记录", [None, [["倾听"], ["记录"]]]),
    ],
)
def test_entries_numbered_as_the_items_are_those_of_the_items_before_too(answer, given):
    text = "填空题\n（1）投诉实行____负责制。\n（2）接到投诉先____再____。\n" + answer
    assert answers(text) == given


def test_a_star_behind_the_type_is_no_word_of_the_stem():
    text = "1. 先做什么？ [单选题] *  (分值：5分)\nA. 登记\nB. 忽略\n正确答案：A\n"
    (item,) = items(text)
    assert (item["stem"], item["points"]) == ("先做什么？", 5)


def test_a_key_table_may_have_its_section_in_a_row_of_its_own_and_no_other_labels():
    from kaochang.papers.reading import read_paper

    choices = ("A. 登记", "B. 忽略")
    body = "".join(par(text) for text in ("一、单选题", "1. 甲？", *choices, "2. 乙？", *choices, "二、判断题"))
    body += par("3. 丙。（ ）") + par("4. 丁。（ ）") + par("参考答案")
    body += table(("一、单选题（每题2分）", ""), ("1", "2"), ("A", "B"))
    body += table(("二、判断题", ""), ("3", "4"), ("√", "×"))
    assert [item["answer"] for item in told(read_paper(docx(body), "x.docx"))["items"]] == ["A", "B", True, False]


def test_a_file_that_ends_among_the_options_of_its_last_item_is_cut():
    item = "{}. 先做什么？（B）\nA、登记  B、忽略  C、"
    text = (
        "一、选择题（共10题，每题4分）\n"
        + "".join(item.format(n) + "回访\n" for n in (1, 2))
        + "3. 后做什么？（B）\nA、登记  B、忽"
    )
    assert [kind for kind, _ in findings(text)] == ["truncated", "count-mismatch"]

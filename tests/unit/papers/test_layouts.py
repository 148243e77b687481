"""Layouts that people have: each is read whole, whatever its numbers, options, answers and headings look like."""

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import answers, contract, findings, items, read

CHOICE = "A. 登记\nB. 忽略\nC. 推诿\nD. 拖延\n"


@pytest.mark.parametrize(
    "number", ["1.", "1、", "1．", "(1)", "（1）", "⑴", "⒈", "1)", "第1题", "第1题、", "1:", "１．"]
)
def test_every_spelling_of_a_number_starts_an_item(number):
    assert [item["stem"] for item in items(f"一、单选题\n{number}先做什么？\n{CHOICE}答案：A\n")] == ["先做什么？"]


@pytest.mark.parametrize(
    "row",
    [
        "A. 甲 B. 乙 C. 丙 D. 丁",
        "A.甲B.乙C.丙D.丁",
        "A、甲　　B、乙　　C、丙　　D、丁",
        "Ａ．甲\tＢ．乙\tＣ．丙\tＤ．丁",
        "(A)甲 (B)乙 (C)丙 (D)丁",
        "（A）甲（B）乙（C）丙（D）丁",
        "a. 甲 b. 乙 c. 丙 d. 丁",
        "A. 甲 B. 乙\nC. 丙 D. 丁",
        "A 甲\nB 乙\nC 丙\nD 丁",
        "A甲\nB乙\nC丙\nD丁",
        "A：甲\nB：乙\nC：丙\nD：丁",
    ],
)
def test_every_spelling_of_options_is_read(row):
    options = items(f"一、单选题\n1. 哪一个？\n{row}\n答案：C\n")[0]["options"]
    assert [(option["label"], option["text"]) for option in options] == list(zip("ABCD", "甲乙丙丁", strict=True))


def test_letters_inside_an_option_are_words():
    options = items("一、单选题\n1. 哪一个？\nA、维生素A、B、C\nB、选A.B两项\nC、以上\n答案：A\n")[0]["options"]
    assert [option["text"] for option in options] == ["维生素A、B、C", "选A.B两项", "以上"]


@pytest.mark.parametrize(
    "line",
    ["答案：B", "答案:B", "【答案】B", "[答案] B", "参考答案：B", "正确答案：B。", "正确答案是B", "答案：Ｂ", "答：B",
     "答案：B. 忽略",
     "【答案】B【解析】因为", "答案：B。解析：因为", "答案：选B", "标准答案：（B）", "答案 B"],
)  # fmt: skip
def test_every_spelling_of_an_answer_is_read(line):
    assert answers(f"一、单选题\n1. 先做什么？\n{CHOICE}{line}\n") == ["B"]


@pytest.mark.parametrize("line", ["ACD", "A、C、D", "A,C,D", "A C D", "Ａ，Ｃ，Ｄ", "A;C;D", "DCA", "A和C和D"])
def test_every_spelling_of_several_letters_is_read_and_sorted(line):
    assert answers(f"一、多选题\n1. 哪些不妥？\n{CHOICE}答案：{line}\n") == ["ACD"]


@pytest.mark.parametrize("bracket", ["（ B ）", "(B)", "（　B　）", "【B】", "__B__"])
def test_an_answer_in_the_stem_is_read_and_taken_off_the_screen(bracket):
    (item,) = items(f"一、单选题\n1. 应当先{bracket}。\n{CHOICE}")
    assert item["answer"] == "B"
    assert "B" not in item["stem"]
    assert item["stem"].startswith("应当先")


def test_a_letter_in_brackets_is_words_where_the_answer_bracket_is_empty():
    (item,) = items(f"一、单选题\n1. 方案（A）的缺点是（ ）。\n{CHOICE}")
    assert item["answer"] is None
    assert "（A）" in item["stem"]


@pytest.mark.parametrize(
    ("mark", "value"),
    [("√", True), ("✓", True), ("对", True), ("正确", True), ("T", True),
     ("×", False), ("✗", False), ("错误", False), ("F", False)],
)  # fmt: skip
def test_judgement_marks_after_before_and_below_the_stem(mark, value):
    text = f"一、判断题\n1. 工单要写时间。（{mark}）\n（{mark}）2. 工单要写事由。\n3. 工单要写承诺。\n答案：{mark}\n"
    read_items = items(text)
    assert [item["answer"] for item in read_items] == [value] * 3
    assert not any(mark in item["stem"] for item in read_items)


def test_options_correct_and_wrong_make_a_judgement():
    (item,) = items("1. 工单要写时间。\nA. 正确\nB. 错误\n答案：B\n")
    assert (item["type"], item["answer"], item["options"]) == ("truefalse", False, [])


def test_letters_as_judgements_are_read_only_where_the_paper_says_what_they_mean():
    items_ = "1. 工单要写时间。\n答案：A\n"
    assert answers("一、判断题（正确的选A，错误的选B）\n" + items_) == [True]
    assert answers("一、判断题\n" + items_) == [None]


@pytest.mark.parametrize(
    "line", ["致歉；回访", "致歉;回访", "致歉、回访", "致歉 回访", "（1）致歉（2）回访", "①致歉②回访", "致歉|回访"]
)
def test_every_spelling_of_two_blanks_is_read(line):
    assert answers(f"一、填空题\n1. 先____，再（　　）。\n答案：{line}\n") == [[["致歉"], ["回访"]]]


def test_alternatives_of_a_blank_are_all_accepted():
    assert answers("一、填空题\n1. 英文缩写为____。\n答案：CSAT/csat\n") == [[["CSAT", "csat"]]]


def test_a_decimal_a_year_and_a_ratio_are_no_numbers():
    text = (
        "一、单选题\n1.5倍补偿适用于什么？\n" + CHOICE + "2.2026年新增了什么？\n" + CHOICE + "3.14是什么？\n" + CHOICE
    )
    assert [item["stem"] for item in items(text)] == ["5倍补偿适用于什么？", "2026年新增了什么？", "14是什么？"]
    assert len(items("一、单选题\n1. 补偿几倍？\n1.5倍见规定。\n" + CHOICE)) == 1


def test_numbered_lines_inside_a_stem_stay_in_it():
    text = (
        "一、单选题\n1. 先后顺序是？\n①倾听\n②记录\nA. ①②\nB. ②①\n答案：A\n"
        "2. 正确的有几项？\n1. 甲\n2. 乙\n3. 丙\nA. 一项\nB. 两项\n答案：B\n"
    )
    found = items(text)
    assert [item["stem"] for item in found] == ["先后顺序是？\n①倾听\n②记录", "正确的有几项？\n1. 甲\n2. 乙\n3. 丙"]


def test_a_list_in_a_reference_answer_is_no_item():
    text = "一、简答题\n1. 简述流程。\n参考答案：\n1. 倾听\n2. 记录\n3. 回访\n2. 简述要求。\n参考答案：\n1. 准\n2. 快\n"
    assert answers(text) == ["1. 倾听\n2. 记录\n3. 回访", "1. 准\n2. 快"]


@pytest.mark.parametrize(
    "key",
    [
        "参考答案\n一、单选题\n1. B\n2. A\n二、判断题\n1. √\n2. ×\n",
        "参考答案：\n一、单选题：1-2 BA\n二、判断题：1-2 √×\n",
        "答案及解析\n一、单选题答案及解析\n1.B\n解析：因为。\n2.A\n二、判断题答案及解析\n1.√\n2.×\n",
        "附：参考答案\n一、1.B 2.A\n二、1.对 2.错\n",
        "答案\n1.B\n2.A\n1.√\n2.×\n",
        "客服考试答案\n单选题\n1~2：BA\n判断题\n1~2：对错\n",
    ],
)
def test_every_shape_of_an_answer_part_finds_its_items(key):
    body = f"客服考试\n一、单选题\n1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}二、判断题\n1. 丙。（ ）\n2. 丁。（ ）\n"
    assert answers(body + key) == ["B", "A", True, False]
    assert findings(body + key) == []


def test_a_separate_key_gives_the_answers():
    body = f"一、单选题\n1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}"
    assert answers(body, "1-2 CB") == ["C", "B"]
    assert answers(body, "一、单选题\n1. C\n2. B\n") == ["C", "B"]


def test_a_key_typed_as_two_rows_is_a_key():
    assert answers(f"1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}题号 1 2\n答案 C B\n") == ["C", "B"]


def test_answers_at_the_end_of_a_section_belong_to_that_section():
    text = f"一、单选题\n1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}参考答案：1-2 BC\n二、判断题\n1. 丙。\n答案：1.√\n"
    assert answers(text) == ["B", "C", True]


def test_numbers_that_run_on_take_a_key_that_counts_from_one():
    text = (
        f"一、单选题\n1. 甲？\n{CHOICE}二、判断题\n2. 丙。\n3. 丁。\n答案\n一、单选题\n1. B\n二、判断题\n1. √\n2. ×\n"
    )
    assert answers(text) == ["B", True, False]


def test_sub_questions_share_their_case_and_split_its_answers():
    text = (
        "一、案例分析题\n1. 案例：客户三次来电，没有记录。\n（1）问题在哪里？（8分）\n（2）如何改进？（12分）\n"
        "参考答案：（1）没有建单。（2）来电必建单。\n2. 案例：客户要求赔偿。\n请说明处理步骤。\n参考答案：升级。\n"
    )
    found = items(text)
    assert [(item["number"], item["points"], item["answer"]) for item in found] == [
        ("1.1", 8, "没有建单。"),
        ("1.2", 12, "来电必建单。"),
        ("2", None, "升级。"),
    ]
    assert found[0]["material"] == found[1]["material"] == "案例：客户三次来电，没有记录。"


def test_sub_questions_numbered_like_their_cases():
    text = (
        "一、案例分析题\n1. 案例：客户投诉。\n问题：\n1. 原因是什么？\n2. 怎么处理？\n"
        "2. 案例：客户表扬。\n问题：\n1. 怎么回应？\n2. 怎么记录？\n"
    )
    assert [item["number"] for item in items(text)] == ["1.1", "1.2", "2.1", "2.2"]


def test_material_for_a_range_of_items_goes_to_those_items():
    text = (
        f"一、单选题\n（1~2题共用题干）\n客户张先生购买的设备故障，两次来电。\n1. 甲？\n"
        f"{CHOICE}2. 乙？\n{CHOICE}3. 丙？\n{CHOICE}"
    )
    assert [bool(item.get("material")) for item in items(text)] == [True, True, False]


def test_type_tags_do_for_a_heading():
    text = (
        f"1. 甲？[单选题]\n{CHOICE}答案：A\n2. [多选题] 乙？\n{CHOICE}答案：AB\n【判断题】3. 丙。\n"
        f"答案：对\n4. 丁____。（填空题）\n答案：戊\n"
    )
    assert [(item["type"], item["answer"]) for item in items(text)] == [
        ("single", "A"), ("multiple", "AB"), ("truefalse", True), ("blank", [["戊"]]),
    ]  # fmt: skip


def test_items_without_numbers_are_told_by_their_label():
    text = f"题干：甲？\n{CHOICE}答案：A\n题干：乙？\n{CHOICE}答案：B\n"
    assert answers(text) == ["A", "B"]
    assert findings(text) == []


@pytest.mark.parametrize(
    ("heading", "title", "kind"),
    [
        ("一、单项选择题（本大题共1小题，每小题2分，共2分。每题只有一个选项正确）", "单项选择题", "single"),
        ("（一）多选题(共1题，每题2分)", "多选题", "multiple"),
        ("第一部分 判断题", "判断题", "truefalse"),
        ("第一大题：填空题（每空2分）", "填空题", "blank"),
        ("Ⅰ、简答题", "简答题", "essay"),
        ("【论述题】", "论述题", "essay"),
        ("一、名词解释（每题5分）", "名词解释", "essay"),
        ("二、情境模拟题：", "情境模拟题", "scenario"),
        ("三、结构化面试题", "结构化面试题", "interview"),
        ("四、材料分析题", "材料分析题", "case"),
        ("五、连线题", "连线题", "matching"),
    ],
)
def test_headings_give_title_and_type(heading, title, kind):
    (item,) = items(f"{heading}\n1. 请作答。\n")
    assert (item["section"], item["type"]) == (title, kind)


@pytest.mark.parametrize(
    ("meta", "points", "total"),
    [
        ("(共1题,每题2分,合计2分)", 2, 2),
        ("（每题2.5分，共2.5分）", 2.5, 2.5),
        ("（本题共1小题，每小题两分，满分2分）", 2, 2),
        ("（共10分）", 10, 10),
        ("（10分）", 10, 10),
        ("（1题×3分）", 3, None),
    ],
)
def test_points_are_read_as_declared(meta, points, total):
    told = contract(read(f"一、简答题{meta}\n1. 简述要点。\n"))
    assert (told["items"][0]["points"], told["total_points"]) == (points, total)


@pytest.mark.parametrize(
    "said", ["第1、2题各8分，第3题10分", "第1题和第2题每题8分，第3题10分，共26分", "1，2题各8分，3-3题每题10分"]
)
def test_points_may_be_those_of_several_items_named_one_by_one(said):
    text = f"一、简答题（{said}）\n1. 甲为什么？\n2. 乙为什么？\n3. 丙为什么？\n"
    assert [item["points"] for item in items(text)] == [8, 8, 10]


def test_points_of_a_range_beside_single_numbers_are_not_those_of_its_last_item_alone():
    text = "一、简答题（第1-3、4题各8分）\n1. 甲为什么？\n2. 乙为什么？\n3. 丙为什么？\n4. 丁为什么？\n"
    assert len({item["points"] for item in items(text)}) == 1


def test_points_by_range_of_numbers():
    text = f"一、单选题（1-1题每题2分，2-3题每题3分，共8分）\n1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}3. 丙？\n{CHOICE}"
    assert [item["points"] for item in items(text)] == [2, 3, 3]


def test_points_of_an_item_leave_its_stem():
    (item,) = items("一、简答题\n1. （本题6分）简述要点。\n")
    assert (item["stem"], item["points"]) == ("简述要点。", 6)


def test_ordering_and_matching():
    text = (
        "一、排序题\n1. 请排序\n①倾听 ②道歉 ③处理\n答案：②①③\n2. 请排序\nA. 甲\nB. 乙\nC. 丙\n答案：C→A→B\n"
        "二、匹配题\n1. 请配对\n1. 首响    A. 首次回复\n2. 回访    B. 再次联系\n答案：1-A，2-B\n"
    )
    assert answers(text) == ["②①③", "CAB", "(1)-A (2)-B"]


def test_noise_around_and_between_items_is_dropped():
    text = (
        "客服考试.docx\n下载说明\n1. 1、本站文档均为网友上传，付费下载后不退款，侵权必究。\n"
        "客服考试\n姓名：____ 工号：____\n"
        "………密………封………线………\n题号 一 二 总分\n得分\n注意事项：\n1. 请用黑色笔作答。\n2. 不得交谈。\n"
        f"一、单选题\n1. 甲？\nA. 登记\n第 1 页 共 2 页\n客服考试\nB. 忽略\nC. 推诿\nD. 拖延\n"
        f"答案：A\n- 2 -\n2. 乙？\n{CHOICE}答案：B\n（全卷完）\n"
        "文档评论(0)\n相关文档\n"
    )
    told = contract(read(text))
    assert told["title"] == "客服考试"
    assert [item["answer"] for item in told["items"]] == ["A", "B"]
    assert [option["text"] for option in told["items"][0]["options"]] == ["登记", "忽略", "推诿", "拖延"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom"])
def test_encodings_and_line_ends_read_alike(encoding):
    text = f"一、单选题\r\n1. 先做什么？\r\n{CHOICE}答案：B\r\n"
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    assert contract(read_paper(data, "x"))["items"] == items(text)


def test_full_width_and_half_width_read_alike():
    half = "一、单选题(每题2分)\n1.先做什么?\nA.登记\nB.忽略\n答案:A\n"
    full = "一、单选题（每题２分）\n１．先做什么？\nＡ．登记\nＢ．忽略\n答案：Ａ\n"
    plain = [{key: value for key, value in item.items() if key != "stem"} for item in items(half) + items(full)]
    assert plain[0] == plain[1]


def test_a_number_that_runs_into_a_figure_starts_the_item_that_is_due():
    text = "一、判断题\n1.3天内必须回访。（对）\n2.24小时值班。（错）\n3.当天结案。（对）\n4.5%的工单要抽检。（错误）\n"
    found = items(text)
    assert [item["number"] for item in found] == ["1", "2", "3", "4"]
    assert [item["answer"] for item in found] == [True, False, True, False]


def test_words_set_off_in_the_bracket_of_a_blank_are_its_answer():
    (item,) = items("一、填空题\n1. 三声之内接听，即（ 十秒 ）以内。\n")
    assert (item["stem"], item["answer"]) == ("三声之内接听，即（ ）以内。", [["十秒"]])


def test_sub_questions_may_run_on_from_case_to_case():
    text = (
        "一、案例分析题\n案例一\n客户要求退货，坐席拒绝。\n1、这样做对吗？\n2、应如何处理？\n"
        "案例二\n接通率下降。\n3、请分析原因。\n4、请提出措施。\n"
        "参考答案\n案例一\n1、不对。\n2、登记。\n案例二\n3、人手不足。\n4、增加班次。\n"
    )
    assert [(item["number"], item["answer"]) for item in items(text)] == [
        ("1", "不对。"), ("2", "登记。"), ("3", "人手不足。"), ("4", "增加班次。"),
    ]  # fmt: skip


def test_one_rubric_for_all_parts_of_a_case_is_split_by_their_numbers():
    text = (
        "一、案例分析题\n1. 案例：客户投诉。\n（1）原因是什么？（4分）\n（2）怎么处理？（6分）\n"
        "参考答案\n一、案例分析题\n1.\n（1）没有记录。\n（2）补建工单。\n评分标准：（1）说出原因（4分）（2）给出步骤（6分）\n"
    )
    assert [(item["answer"], item["rubric"]) for item in items(text)] == [
        ("没有记录。", "说出原因（4分）"), ("补建工单。", "给出步骤（6分）"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rubric", "criteria"),
    [
        ("重点考察沟通能力、应变能力和服务意识。", [("沟通能力", None), ("应变能力", None), ("服务意识", None)]),
        ("考察温和态度及公正性", [("温和态度", None), ("公正性", None)]),
        ("同理心、辅导方法和原则性", [("同理心", None), ("辅导方法", None), ("原则性", None)]),
        ("态度诚恳，先致歉，再登记。", []),
        ("先致歉（3分）；再登记（2分）", [("先致歉", 3), ("再登记", 2)]),
        ("1. 先致歉，3分\n2. 再登记，2分", [("先致歉", 3), ("再登记", 2)]),
        ("优秀：9-10分；良好：7-8分", []),
        ("每答对一点得2分，共10分", []),
    ],
)
def test_rubrics_become_criteria_only_where_they_name_them(rubric, criteria):
    (item,) = read(f"一、面试题\n1. 请介绍经历。\n评分标准：{rubric}\n").paper.items
    assert [(found.name, found.points) for found in item.scheme.rubric.criteria] == criteria
    assert item.scheme.rubric.text == rubric


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("99.5/99.50", ["99.5", "99.50"]),
        ("85%/85/0.85", ["85%", "85", "0.85"]),
        ("16/16时", ["16", "16时"]),
        ("0.5/50%", ["0.5", "50%"]),
        ("10或十", ["10", "十"]),
        ("2026/9/1", ["2026/9/1"]),
    ],
)
def test_a_slash_parts_spellings_of_a_figure_and_no_date(answer, accepted):
    text = f"一、填空题\n1. 应为____。\n答案：{answer}\n"
    assert answers(text) == [[accepted]]
    assert findings(text) == []


@pytest.mark.parametrize("answer", ["24/7", "1/2", "3/4"])
def test_a_slash_between_whole_numbers_is_kept_and_told(answer):
    text = f"一、填空题\n1. 应为____。\n答案：{answer}\n"
    assert answers(text) == [[[answer]]]
    assert findings(text) == [("alternatives-unclear", "填空题#1")]


def test_situations_asked_in_an_interview_are_interview_items():
    text = (
        "一、情景面试题\n1. 你怎么办？\n二、情景模拟题\n2. 请演示。\n三、案例选择题\n3. 甲？\nA. 一\nB. 二\n答案：A\n"
    )
    assert [item["type"] for item in items(text)] == ["interview", "scenario", "single"]


def test_code_may_open_on_the_line_of_its_number():
    (item,) = items("一、简答题\n1. ```python\nprint(1)\n2. 不是题\n```\n以上代码输出什么？\n")
    assert item["stem"] == "```python\nprint(1)\n2. 不是题\n```\n以上代码输出什么？"


def test_options_shared_by_items_are_given_to_each():
    text = "（1～2题共用备选答案）\nA. 甲\nB. 乙\nC. 丙\n1. 一是？\n2. 二是？\n答案：1.A 2.C\n"
    assert [(item["answer"], len(item["options"])) for item in items(text)] == [("A", 3), ("C", 3)]


@pytest.mark.parametrize(
    "key",
    [
        "===== 参考答案 =====\n第一部分\n1—2：BA\n第二部分\n3：√\n",
        "答　案\n1-2 BA\n3.√\n",
        "【参考答案】\n（一）1-2：BA\n（二）3.√\n",
        "答案：\n选择：1B 2A\n判断：3√\n",
        "参考答案\n选择题\nBA\n判断题\n√\n",
        "| 题号 | 1 | 2 | 3 |\n| --- | --- | --- | --- |\n| 答案 | B | A | √ |\n",
        "答案：第一题B，第二题A，第三题√\n",
    ],
)
def test_more_shapes_of_an_answer_part(key):
    body = (
        f"第一部分 客观题\n（一）选择题\n1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}第二部分 其他\n（二）判断题\n3. 丙。（ ）\n"
    )
    assert answers(body + key) == ["B", "A", True]


def test_each_chapter_takes_the_answers_behind_it():
    chapter = "第{0}章 内容\n一、单选题\n1. 甲？\n" + CHOICE + "参考答案\n一、单选题 1.{1}\n"
    assert answers(chapter.format("一", "A") + chapter.format("二", "C")) == ["A", "C"]


def test_a_list_that_answers_the_item_is_no_key_of_its_section():
    text = "一、填空题\n1. 第一步____。\n答案：登记\n2. 先____，再____。\n答案：（1）倾听（2）记录\n"
    assert answers(text) == [[["登记"]], [["倾听"], ["记录"]]]


def test_items_without_number_are_told_by_their_answers():
    text = "一、判断题\n工单要写时间。\n答案：√\n工单可以不写。\n答案：×\n"
    assert answers(text) == [True, False]


def test_options_of_an_item_whose_stem_is_missing_are_no_part_of_the_one_before():
    text = f"一、单选题\n1. 甲？\n{CHOICE}答案：A\n解析：因为。\n{CHOICE}答案：B\n3. 丙？\n{CHOICE}答案：C\n"
    assert answers(text) == ["A", "B", "C"]
    assert findings(text) == [("empty-stem", "单选题#2")]


@pytest.mark.parametrize(
    ("kind", "stem", "reference"),
    [
        ("简答题", "如何改签？", "先问时限。"),
        ("简答题", "结合下表作答，", None),
        ("判断题", "改签不用登记。", None),
    ],
)
def test_what_is_called_a_reference_below_a_written_question_is_its_answer(kind, stem, reference):
    (item,) = items(f"一、{kind}\n1. {stem}\n参考：先问时限。\n")
    assert item["answer"] == reference


@pytest.mark.parametrize("pair", ["  对 / 错", "（√/×）", " 是|否"])
def test_the_pair_that_a_judgement_prints_is_no_part_of_its_stem(pair):
    (item,) = items(f"一、判断题\n1. 接待后应当登记。{pair}\n答案：对\n")
    assert (item["stem"], item["answer"]) == ("接待后应当登记。", True)


def test_what_a_typed_table_says_of_points_is_the_rubric_and_stands_in_no_stem():
    asked = "{0}. 第{0}周如何带新人？（10分）\n| 观察内容 | 分值 |\n说清现状 | 4\n给出安排 | 6"
    found = read("\n".join(["一、面试题", *map(asked.format, (1, 2, 3))])).paper.items
    assert [item.item.stem for item in found] == [f"第{number}周如何带新人？" for number in (1, 2, 3)]
    criteria = [[(each.name, each.points) for each in item.scheme.rubric.criteria] for item in found]
    assert criteria == [[("说清现状", 4), ("给出安排", 6)]] * 3

"""Tables of Word papers: frames, options, keys, whole papers and data."""

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import contract, docx, par, run, table, word_lines


def items(body):
    return contract(read_paper(docx(body), "x.docx"))["items"]


def brief(found):
    return [
        (i["number"], i["type"], i["stem"], [o["label"] + o["text"] for o in i["options"]], i["answer"]) for i in found
    ]


CHOICES = "".join(
    par(text) for text in ("1. 甲？", "A. 一", "B. 二", "2. 乙？", "A. 一", "B. 二", "3. 丙？", "A. 一", "B. 二")
)


@pytest.mark.parametrize(
    "options",
    [
        table(("A. 一", "B. 二"), ("C. 三", "D. 四")),
        table(("A. 一", "C. 三"), ("B. 二", "D. 四")),
        table(("A. 一", "B. 二", "C. 三", "D. 四")),
        table(("A. 一",), ("B. 二",), ("C. 三",), ("D. 四",)),
        table(("A", "一", "B", "二"), ("C", "三", "D", "四")),
        table(("A", "一"), ("B", "二"), ("C", "三"), ("D", "四")),
        table(("A.", "一"), ("B.", "二"), ("C.", "三"), ("D.", "四")),
        table((table(("A. 一", "B. 二")),), (table(("C. 三", "D. 四")),)),
    ],
)
def test_options_in_a_table_are_options(options):
    assert brief(items(par("1. 哪一个？") + options + par("答案：D"))) == [
        ("1", "single", "哪一个？", ["A一", "B二", "C三", "D四"], "D")
    ]


def test_items_with_their_numbers_in_the_first_column():
    cells = [par(f"{name}在前（　　）。") + par("A. 一    B. 二") for name in "甲乙丙"]
    found = brief(items(par("一、单选题") + table(*((str(place), cell) for place, cell in enumerate(cells, start=1)))))
    assert [(number, stem, options) for number, _, stem, options, _ in found] == [
        (str(place), f"{name}在前（　　）。", ["A一", "B二"]) for place, name in enumerate("甲乙丙", start=1)
    ]


def test_answers_in_the_last_column_of_such_a_table_are_answers():
    rows = [
        (str(place), par("先做什么（　　）。") + par("A. 一    B. 二"), letter)
        for place, letter in enumerate("BA", start=1)
    ]
    assert [answer for *_, answer in brief(items(par("一、单选题") + table(*rows)))] == ["B", "A"]


def test_numbered_rows_of_data_stay_data():
    data = table(("1", "一级", "15分钟"), ("2", "二级", "30分钟"))
    (item,) = items(par("1. 依据下表，最迟何时响应？") + data + par("A. 一") + par("B. 二") + par("答案：A"))
    assert item["tables"] == [[["1", "一级", "15分钟"], ["2", "二级", "30分钟"]]]


@pytest.mark.parametrize(
    "key",
    [
        table(("题号", "1", "2", "3"), ("答案", "B", "A", "B")),
        table(("题号", "1", "2"), ("答案", "B", "A"), ("题号", "3", ""), ("答案", "B", "")),
        table(("题号", "答案"), ("1", "B"), ("2", "A"), ("3", "B")),
        table(("题号", "答案", "题号", "答案"), ("1", "B", "3", "B"), ("2", "A", "", "")),
        table(("序号", "题型", "正确答案"), ("1", "单选", "B"), ("2", "单选", "A"), ("3", "单选", "B")),
        table(("题号", "答案", "解析"), ("1", "B", "见规范。"), ("2", "A", ""), ("3", "B", "")),
        table(("参考答案", "", ""), ("题号", "答案", "分值"), ("1", "B", "2"), ("2", "A", "2"), ("3", "B", "2")),
        table(("单选题", "题号", "1", "2", "3"), ("", "答案", "B", "A", "B")),
        table(("1", "2", "3"), ("B", "A", "B")),
        table(("题号", "1-3"), ("答案", "BAB")),
        table(("第1题", "第2题", "第3题"), ("B", "A", "B")),
        table(("1.B", "2.A", "3.B")),
    ],
)
def test_a_key_table_of_any_shape_gives_the_answers(key):
    found = items(par("一、单选题") + CHOICES + par("参考答案") + key)
    assert [item["answer"] for item in found] == ["B", "A", "B"]


def test_explanations_of_a_key_table_belong_to_their_items():
    key = table(("题号", "答案", "解析"), ("1", "B", "见规范。"), ("2", "A", ""), ("3", "B", "见手册。"))
    found = items(par("一、单选题") + CHOICES + par("参考答案") + key)
    assert [item["explanation"] for item in found] == ["见规范。", None, "见手册。"]


def test_an_empty_grid_for_answers_is_no_key_and_no_data():
    grid = table(("题号", "1", "2", "3"), ("答案", "", "", ""))
    found = items(par("一、单选题") + CHOICES + grid)
    assert [(item["answer"], "tables" in item) for item in found] == [(None, False)] * 3


WHOLE = [
    table(
        ("序号", "题型", "题目", "A", "B", "C", "正确答案", "解析", "分值"),
        ("1", "单选题", "先做什么（　　）。", "登记", "忽略", "下班", "A", "先登记。", "2"),
        ("2", "多选题", "要记什么（　　）。", "时间", "地点", "心情", "AB", "", "3"),
        ("3", "判断题", "2026年起要登记。", "", "", "", "对", "", "1"),
    ),
    table(
        ("单元测试", "", "", "", "", ""),
        ("题号", "试题类型", "题干内容", "选项", "参考答案", "分数"),
        ("1", "单选题", "先做什么（　　）。", par("A. 登记") + par("B. 忽略") + par("C. 下班"), "A", "2"),
        ("2", "多选题", "要记什么（　　）。", "A.时间 B.地点 C.心情", "A、B", "3"),
        ("3", "判断题", "2026年起要登记。", "", "√", "1"),
    ),
    table(
        ("题型", "单选题"),
        ("题干", "先做什么（　　）。"),
        ("选项A", "登记"),
        ("选项B", "忽略"),
        ("选项C", "下班"),
        ("答案", "A"),
        ("解析", "先登记。"),
        ("分值", "2"),
        ("题型", "多选题"),
        ("题干", "要记什么（　　）。"),
        ("选项A", "时间"),
        ("选项B", "地点"),
        ("选项C", "心情"),
        ("答案", "AB"),
        ("分值", "3"),
        ("题型", "判断题"),
        ("题干", "2026年起要登记。"),
        ("答案", "正确"),
        ("分值", "1"),
    ),
]


@pytest.mark.parametrize("whole", WHOLE)
def test_a_whole_paper_in_one_table(whole):
    found = items(whole)
    assert brief(found) == [
        ("1", "single", "先做什么（　　）。", ["A登记", "B忽略", "C下班"], "A"),
        ("2", "multiple", "要记什么（　　）。", ["A时间", "B地点", "C心情"], "AB"),
        ("3", "truefalse", "2026年起要登记。", [], True),
    ]
    assert [item["points"] for item in found] == [2, 3, 1]


def test_headings_between_the_rows_of_a_whole_paper_are_sections():
    body = table(
        ("序号", "题干", "选项A", "选项B", "答案"),
        ("一、单选题（每题2分）", "", "", "", ""),
        ("1", "甲？", "一", "二", "A"),
        ("二、判断题（每题1分）", "", "", "", ""),
        ("1", "乙。", "", "", "错"),
    )
    found = items(body)
    assert [(item["section"], item["points"], item["answer"]) for item in found] == [
        ("单选题", 2, "A"),
        ("判断题", 1, False),
    ]


def test_a_sheet_for_scoring_each_item_is_that_item():
    def sheet(number, asked, answer):
        wide = '<w:gridSpan w:val="4"/>'
        body = [("考察要素", "沟通"), ("参考答案", answer)]
        return rows(
            tc(f"第{number}题（满分10分）", wide),
            tc("题目") + tc(asked, '<w:gridSpan w:val="3"/>'),
            *(tc(head) + tc(words, '<w:gridSpan w:val="3"/>') for head, words in body),
            "".join(map(tc, ("评分等级", "好（8-10分）", "中（5-7分）", "差（0-4分）"))),
            tc("得分") + tc("", '<w:gridSpan w:val="3"/>'),
        )

    asked = ("怎样带新人？", "情景：系统停了，客户在排队。", "怎样排夜班？")
    body = par("结构化面试评分表") + "".join(sheet(at, words, f"答{at}") for at, words in enumerate(asked, start=1))
    found = items(body)
    assert [(item["number"], item["stem"], item["answer"], item["points"]) for item in found] == [
        (str(at), words, f"答{at}", 10) for at, words in enumerate(asked, start=1)
    ]


def test_a_stroke_in_the_column_of_options_is_no_option():
    body = table(
        ("序号", "题干", "选项", "答案"),
        ("1", "先做什么？", "A. 登记 B. 忽略", "A"),
        ("2", "下班可以不交接。", "/", "错"),
        ("3", "简述交接的三项内容。", "/", "在办的事；设备；钥匙"),
    )
    assert [(item["stem"], len(item["options"])) for item in items(body)] == [
        ("先做什么？", 2),
        ("下班可以不交接。", 0),
        ("简述交接的三项内容。", 0),
    ]


def tc(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{par(text) if text else '<w:p/>'}</w:tc>"


def rows(*cells):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


OPENS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_row_for_each_option_under_a_merged_stem():
    stem = "先做什么（　　）。"
    body = rows(
        "".join(map(tc, ("题号", "题干", "选项", "是否答案"))),
        tc("1", OPENS) + tc(stem, OPENS) + tc("登记") + tc("是"),
        tc("", GOES_ON) + tc("", GOES_ON) + tc("忽略") + tc("否"),
        tc("", GOES_ON) + tc("", GOES_ON) + tc("下班") + tc("否"),
    )
    assert brief(items(par("一、单选题") + body)) == [("1", "single", stem, ["A登记", "B忽略", "C下班"], "A")]


def test_merged_cells_of_a_data_table_fill_the_places_that_they_cover():
    data = rows(
        tc("等级") + tc("时限", '<w:gridSpan w:val="2"/>'),
        tc("一级", OPENS) + tc("响应") + tc("15分钟"),
        tc("", GOES_ON) + tc("到场") + tc("2小时"),
    )
    (item,) = items(par("1. 依据下表，何时到场？") + data + par("A. 一") + par("B. 二") + par("答案：A"))
    assert item["tables"] == [[["等级", "时限", ""], ["一级", "响应", "15分钟"], ["一级", "到场", "2小时"]]]


def test_a_merged_cell_of_a_frame_is_read_once():
    frame = rows(tc("1. 先做什么？", OPENS) + tc("A. 登记"), tc("", GOES_ON) + tc("B. 忽略"))
    assert word_lines(frame) == ["1. 先做什么？", "A. 登记", "B. 忽略"]


@pytest.mark.parametrize("columns", [("1", "登记", "A", "写下来"), None])
def test_two_columns_to_be_matched(columns):
    if columns:
        body = table(("1", "登记", "A", "写下来"), ("2", "回访", "B", "打回去"))
    else:
        body = table(("（1）登记", "A. 写下来"), ("（2）回访", "B. 打回去"))
    (item,) = items(par("一、匹配题") + par("1. 把左右两列连起来。") + body + par("答案：(1)-A (2)-B"))
    assert [prompt["text"] for prompt in item["prompts"]] == ["登记", "回访"]
    assert [option["text"] for option in item["options"]] == ["写下来", "打回去"]
    assert item["answer"] == "(1)-A (2)-B"


def test_a_seal_table_around_the_whole_paper_is_a_frame():
    inner = CHOICES.replace(par("1. 甲？"), par(run("1. 甲？")))
    assert len(items(f"<w:tbl><w:tr><w:tc>{par('一、单选题')}{inner}</w:tc></w:tr></w:tbl>")) == 3


LOOKED_AT = (("说清现状", "4"), ("给出办法", "6"))


@pytest.mark.parametrize("head", [("考察点", "分值"), ("观察内容", "分值")])
def test_a_table_of_what_is_looked_at_is_the_rubric_and_no_candidate_sees_it(head):
    paper = read_paper(docx(par("一、面试题") + par("1）如何带新人？（10分）") + table(head, *LOOKED_AT)), "x.docx")
    (item,) = paper.paper.items
    assert [(each.name, each.points) for each in item.scheme.rubric.criteria] == [("说清现状", 4), ("给出办法", 6)]
    assert (item.item.stem, item.item.tables) == ("如何带新人？", ())


def test_a_table_whose_points_are_not_those_of_the_item_is_data():
    body = (
        par("一、面试题") + par("1）哪个班组要先帮？（10分）") + table(("班组", "分值"), ("一班", "4"), ("二班", "3"))
    )
    (item,) = items(body)
    assert item["tables"] == [[["班组", "分值"], ["一班", "4"], ["二班", "3"]]]


@pytest.mark.parametrize("stroke", ["/", "——"])
def test_a_stroke_in_the_place_of_options_says_that_there_are_none(stroke):
    head = ("编号", "题型", "题目", "备选项", "答案", "分值")
    choice = ("1", "单选", "先做什么？", par("A、登记") + par("B、回访"), "A", "2")
    blank = ("2", "填空", "____小时内回电。", stroke, "24", "2")
    assert [(item["type"], len(item["options"])) for item in items(table(head, choice, blank))] == [
        ("single", 2),
        ("blank", 0),
    ]


def test_a_table_for_each_item_names_it_by_its_place():
    def card(number, stem, key):
        rows = [("A", "问候"), ("B", "挂断"), ("答案", key), ("解析", "先礼貌")]
        return table((f"第{number}题", stem), *rows)

    found = items(card(1, "先做什么", "A") + par("") + card(2, "不可做什么", "B"))
    assert [(item["number"], item["stem"], item["answer"]) for item in found] == [
        ("1", "先做什么", "A"),
        ("2", "不可做什么", "B"),
    ]


def test_cells_that_begin_with_a_letter_and_white_space_are_options():
    body = par("一、单选题") + par("1. 结束后应当") + table(("A 保留连接", "B 断开连接"), ("C 记下密码", "D 关机"))
    (item,) = items(body + par("答案：B"))
    assert (item["stem"], item["answer"]) == ("结束后应当", "B")
    assert [option["text"] for option in item["options"]] == ["保留连接", "断开连接", "记下密码", "关机"]

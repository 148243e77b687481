"""Items as cards, as columns, and as tables beside each other: each becomes a row of a table."""

from io import BytesIO

import pytest
from kaochang.domain.refusals import Refusal
from openpyxl import Workbook as Book
from openpyxl.drawing.image import Image
from unit.papers.sheets.workbooks import findings, items, messages, options, png, read, workbook

ASKED = [("先做什么？", "登记", "挂断", "推诿", "A"), ("几天到账？", "一天", "三天", "五天", "C")]
ASKED += [("谁来关单？", "客户", "坐席", "主管", "B"), ("要问哪些？", "满意", "工资", "解决", "AC")]
SEEN = [
    (str(number), stem, dict(zip("ABC", texts, strict=True)), answer)
    for number, (stem, *texts, answer) in enumerate(ASKED, start=1)
]


def seen(data):
    return [(item["number"], item["stem"], options(item), item["answer"]) for item in items(data)]


def beside(number, stem, *texts):
    """A card with pairs on one row, and options behind their letters under one word."""
    *texts, answer = texts
    kind = "多选" if len(answer) > 1 else "单选"
    head = [["编号", f"第{number}题", "类型", kind, "分数", 3], ["考题", stem]]
    return [
        *head,
        *(["备选项" if n == 0 else None, "ABC"[n], text] for n, text in enumerate(texts)),
        ["标准答案", answer],
    ]


def by_letters(number, stem, *texts):
    *texts, answer = texts
    return [["题目", stem], *(["ABC"[n], text] for n, text in enumerate(texts)), ["答案", answer]]


def across(number, stem, *texts):
    *texts, answer = texts
    return [["题干", stem], ["选项", *texts], ["正确答案", answer, "解析", "见手册。"]]


def in_one(number, stem, *texts):
    *texts, answer = texts
    return [
        ["问题", stem],
        ["选项", "\n".join(f"{'ABC'[n]}. {text}" for n, text in enumerate(texts))],
        ["答案", answer],
    ]


def numbered(number, stem, *texts):
    *texts, answer = texts
    return [
        [number, "选择题", "2分"],
        ["题目", stem],
        *(["ABC"[n], text] for n, text in enumerate(texts)),
        ["答案", answer],
    ]


def led(number, stem, *texts):
    *texts, answer = texts
    return [[f"第{number}题", stem], *(["ABC"[n], text] for n, text in enumerate(texts)), ["答案", answer]]


def under_letters(number, stem, *texts):
    *texts, answer = texts
    return [["题目", stem], *([f"{'ABC'[n]}、{text}"] for n, text in enumerate(texts)), ["答案", answer]]


@pytest.mark.parametrize("card", [beside, by_letters, across, in_one, numbered, led, under_letters])
@pytest.mark.parametrize("gap", [True, False])
def test_an_item_may_be_a_card_of_rows(card, gap):
    rows = [["上岗测试"]]
    for number, asked in enumerate(ASKED, start=1):
        rows += [*card(number, *asked), *([[None]] if gap else [])]
    assert seen(workbook(rows)) == SEEN
    assert [kind for kind, *_ in findings(workbook(rows))] == []


def test_what_a_card_says_of_its_item_is_taken_and_its_rows_are_its_place():
    paper = read(workbook([["答题卡"], *beside(7, *ASKED[0]), [None], *beside(8, *ASKED[3])]))
    assert [(each.item.number, each.item.type, each.item.points) for each in paper.paper.items] == [
        ("7", "single", 3),
        ("8", "multiple", 3),
    ]
    assert paper.places == ((2, 7), (9, 14))


def test_a_section_stands_between_cards():
    rows = [
        ["一、单选题（每题2分）"],
        *by_letters(1, *ASKED[0]),
        ["二、判断题（每题1分）"],
        ["题目", "天是蓝的。"],
        ["答案", "√"],
    ]
    found = [(item["section"], item["type"], item["points"]) for item in items(workbook(rows))]
    assert found == [("单选题", "single", 2), ("判断题", "truefalse", 1)]


def test_a_word_that_nobody_listed_is_told_by_the_cells_behind_it_and_called_by_itself():
    rows = []
    for number, (stem, *texts, answer) in enumerate(ASKED, start=1):
        rows += [
            ["考什么", f"第{number}章"],
            ["题目", stem],
            *(["ABC"[n], text] for n, text in enumerate(texts)),
            ["该选", answer],
        ]
    assert seen(workbook(rows)) == SEEN
    assert ["该选" in words for words in messages(workbook(rows))] == [True, False]
    assert "考什么" in messages(workbook(rows))[1]


def test_a_letter_that_stands_before_two_options_of_a_card_is_told():
    rows = [["题目", "先做什么？"], ["A", "登记"], ["B", "挂断"], ["B", "转走"], ["答案", "A"]]
    assert findings(workbook(rows))[0][0] == "duplicate-option-label"


def test_pictures_of_a_card_go_where_they_stand():
    book = Book()
    for row in [*by_letters(1, *ASKED[0]), *by_letters(2, *ASKED[1])]:
        book.active.append(row)
    for place in ("B1", "B7"):
        book.active.add_image(Image(BytesIO(png(len(place)))), place)
    buffer = BytesIO()
    book.save(buffer)
    first, second = (each.item for each in read(buffer.getvalue()).paper.items)
    assert (len(first.images), [option.image is not None for option in second.options]) == (1, [True, False, False])


@pytest.mark.parametrize("start", [[], [["题库"], ["说明：一列一题"]]])
def test_an_item_may_be_a_column(start):
    rows = [
        ["题号", 1, 2, 3, 4],
        *([head, *cells] for head, cells in zip(("题目", *"ABC", "答案"), zip(*ASKED, strict=True), strict=True)),
    ]
    assert seen(workbook([*start, *rows])) == SEEN
    assert findings(workbook([*start, *rows])) == []


def test_letters_beside_the_word_for_options_lead_the_rows_of_columns():
    stems, *texts, keys = zip(*ASKED, strict=True)
    rows = [["题目", None, *stems], *(["选项" if n == 0 else None, "ABC"[n], *cells] for n, cells in enumerate(texts))]
    assert seen(workbook([*rows, ["答案", None, *keys]], merged=("A2:A4",))) == SEEN


HEAD = ["题号", "题目", "A", "B", "C", "答案"]


@pytest.mark.parametrize("gap", [[], [None]])
def test_tables_beside_each_other_follow_each_other(gap):
    left, right = [[1, *ASKED[0]], [2, *ASKED[1]]], [[3, *ASKED[2]], [4, *ASKED[3]]]
    rows = [["题库"], [*HEAD, *gap, *HEAD], *([*one, *gap, *other] for one, other in zip(left, right, strict=True))]
    assert seen(workbook(rows)) == SEEN
    assert findings(workbook(rows)) == []


def test_tables_of_other_columns_may_stand_beside_each_other_behind_an_empty_one():
    rows = [[*HEAD, None, "序号", "章节", "题干", "对错"], [1, *ASKED[0], None, 1, "第一章", "天是蓝的。", "√"]]
    assert [item["answer"] for item in items(workbook(rows))] == ["A", True]


def test_cards_beside_each_other_are_read_across():
    rows = [["答题卡"]]
    for place in (0, 2):
        pair = [beside(place + at + 1, *ASKED[place + at]) for at in (0, 1)]
        rows += [[*one, *[None] * (7 - len(one)), *other] for one, other in zip(*pair, strict=True)]
        rows.append([None])
    assert seen(workbook(rows)) == SEEN


@pytest.mark.parametrize(
    "rows",
    [
        [["题目", "先做什么？"], ["甲", "乙", "丙"], ["答案", "A"]],
        [["题目", "甲", "乙"], ["答案", "A"]],
    ],
)
def test_rows_that_are_no_cards_are_refused(rows):
    with pytest.raises(Refusal) as refused:
        items(workbook(rows))
    assert refused.value.key == "paper.no-columns"

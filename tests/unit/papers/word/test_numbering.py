"""Automatic numbers: the label that Word shows and the paragraph does not hold."""

import pytest
from kaochang.papers.detect import read_file
from kaochang.papers.reading import read_paper
from unit.papers.support import contract, docx, listed, par, table, word_lines
from unit.papers.word.support import level, numbering, style, styles


def labels(count, form, text="%1、", **more):
    """The labels of the first paragraphs of a list."""
    body = "".join(listed("甲", 1) for _ in range(count))
    return [
        line.removesuffix(" 甲") for line in word_lines(body, numbering_dot_xml=numbering(level(0, form, text, **more)))
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", ["1、", "2、", "12、"]),
        ("decimalZero", ["01、", "02、", "12、"]),
        ("decimalFullWidth", ["１、", "２、", "１２、"]),
        ("upperLetter", ["A、", "B、", "L、"]),
        ("lowerLetter", ["a、", "b、", "l、"]),
        ("upperRoman", ["I、", "II、", "XII、"]),
        ("lowerRoman", ["i、", "ii、", "xii、"]),
        ("chineseCounting", ["一、", "二、", "十二、"]),
        ("chineseCountingThousand", ["一、", "二、", "十二、"]),
        ("japaneseCounting", ["一、", "二、", "十二、"]),
        ("taiwaneseCountingThousand", ["一、", "二、", "十二、"]),
        ("ideographDigital", ["一、", "二、", "一二、"]),
        ("chineseLegalSimplified", ["壹、", "贰、", "壹拾贰、"]),
        ("ideographLegalTraditional", ["壹、", "貳、", "壹拾貳、"]),
        ("ideographTraditional", ["甲、", "乙、", "乙、"]),
        ("ideographZodiac", ["子、", "丑、", "亥、"]),
        ("ideographEnclosedCircle", ["㊀、", "㊁、", "12、"]),
        ("decimalEnclosedCircle", ["①、", "②、", "⑫、"]),
        ("decimalEnclosedCircleChinese", ["①、", "②、", "⑫、"]),
        ("decimalEnclosedFullstop", ["⒈、", "⒉、", "⒓、"]),
        ("decimalEnclosedParen", ["⑴、", "⑵、", "⑿、"]),
        ("ordinal", ["1st、", "2nd、", "12th、"]),
        ("hindiVowels", ["1、", "2、", "12、"]),
    ],
)
def test_every_form_of_number_is_written_as_word_writes_it(form, expected):
    found = labels(12, form)
    assert [found[0], found[1], found[11]] == expected


@pytest.mark.parametrize(
    ("form", "at", "expected"),
    [
        ("chineseCountingThousand", 105, "一百零五、"),
        ("chineseCountingThousand", 110, "一百一十、"),
        ("chineseCounting", 105, "一○五、"),
        ("upperLetter", 27, "AA、"),
        ("decimalEnclosedCircle", 21, "21、"),
        ("ideographDigital", 20, "二〇、"),
    ],
)
def test_large_numbers_too(form, at, expected):
    start = f'<w:lvl w:ilvl="0"><w:start w:val="{at}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1、"/></w:lvl>'
    assert word_lines(listed("甲", 1), numbering_dot_xml=numbering(start)) == [f"{expected} 甲"]


@pytest.mark.parametrize("form", ["bullet", "none"])
def test_bullets_and_levels_without_a_number_show_none(form):
    assert labels(2, form, "%1") == ["甲", "甲"]


@pytest.mark.parametrize(("suffix", "expected"), [("tab", "1. 甲"), ("space", "1. 甲"), ("nothing", "1.甲")])
def test_what_stands_behind_a_number_is_as_word_shows_it(suffix, expected):
    one = level(0, "decimal", "%1.", f'<w:suff w:val="{suffix}"/>')
    assert word_lines(listed("甲", 1), numbering_dot_xml=numbering(one)) == [expected]


def test_a_hidden_number_is_not_shown():
    one = level(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    assert word_lines(listed("甲", 1), numbering_dot_xml=numbering(one)) == ["甲"]


def test_levels_below_each_other_show_the_numbers_above():
    levels = (
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    body = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1, 2) + listed("丁", 1, 2)
    assert word_lines(body, numbering_dot_xml=numbering(*levels)) == ["一、 甲", "一.1. 乙", "1.1.1. 丙", "1.1.2. 丁"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1) 丙", "1) 丙"]),
        ('<w:lvlRestart w:val="0"/>', ["1) 丙", "2) 丙"]),
        ('<w:lvlRestart w:val="1"/>', ["1) 丙", "2) 丙"]),
        ('<w:lvlRestart w:val="2"/>', ["1) 丙", "1) 丙"]),
    ],
)
def test_a_level_restarts_after_the_level_that_it_names(restart, expected):
    levels = level(0, "decimal", "%1."), level(1, "decimal", "(%2)"), level(2, "decimal", "%3)", restart)
    body = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1, 2) + listed("乙", 1, 1) + listed("丙", 1, 2)
    shown = word_lines(body, numbering_dot_xml=numbering(*levels))
    assert [line for line in shown if "丙" in line] == expected


def test_a_list_may_replace_a_level_of_its_definition():
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    nums = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{own}</w:num>'
    assert word_lines(listed("甲", 1), numbering_dot_xml=numbering(level(0, "decimal", "%1."), nums=nums)) == ["A) 甲"]


def test_a_list_may_be_defined_by_a_numbering_style():
    linked = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Parts"/></w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/></w:num>' for n, a in ((1, 0), (2, 1)))
    part = numbering(level(0, "chineseCounting", "%1、"), nums=nums, more=linked)
    made = styles(style("Parts", '<w:numPr><w:numId w:val="1"/></w:numPr>'))
    assert word_lines(listed("甲", 2) + listed("乙", 2), numbering_dot_xml=part, styles_dot_xml=made) == [
        "一、 甲",
        "二、 乙",
    ]


def test_a_style_takes_the_level_that_names_it():
    levels = level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:pStyle w:val="Item"/>')
    number = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    made = styles(style("Part", number), style("Item", number), style("Own", base="Item"))
    body = par("甲", '<w:pStyle w:val="Part"/>') + par("乙", '<w:pStyle w:val="Item"/>') * 2
    assert word_lines(body, numbering_dot_xml=numbering(*levels), styles_dot_xml=made) == ["一、 甲", "1. 乙", "2. 乙"]


def test_a_format_that_newer_versions_add_is_read_in_the_older_form():
    newer = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback>'
        '</mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
    )
    assert word_lines(listed("甲", 1), numbering_dot_xml=numbering(newer)) == ["01. 甲"]


def test_an_empty_numbered_paragraph_counts_as_word_counts_it():
    body = listed("甲", 1) + listed("<w:r/>", 1) + listed("乙", 1)
    assert word_lines(body, numbering_dot_xml=numbering(level(0, "decimal", "%1."))) == ["1. 甲", "3. 乙"]


def test_a_deleted_paragraph_does_not_count():
    in_list = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    gone = par("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", in_list)
    body = listed("甲", 1) + gone + listed("乙", 1)
    assert word_lines(body, numbering_dot_xml=numbering(level(0, "decimal", "%1."))) == ["1. 甲", "2. 乙"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("%1", "2026年的新规定"),
        ("%1.", "5倍的赔偿"),
        ("题%1", "先做什么"),
        ("Q%1", "Which"),
        ("【%1】", "先做什么"),
        ("例 %1：", "先做什么"),
    ],
)
def test_a_number_that_word_gives_is_known_to_be_one(text, words):
    one = level(0, "decimal", text, '<w:suff w:val="nothing"/>')
    body = "".join(
        listed(f"{words}{place}（　　）", 1) + par("A. 甲") + par("B. 乙") + par("答案：A") for place in "一二三"
    )
    items = contract(read_paper(docx(body, numbering_dot_xml=numbering(one)), "x.docx"))["items"]
    assert [(item["number"], item["stem"][: len(words)]) for item in items] == [(str(n), words) for n in (1, 2, 3)]


def test_automatic_letters_are_options_and_automatic_numbers_items():
    part = numbering(level(0, "decimal", "%1."), level(1, "upperLetter", "%2"))
    body = "".join(
        listed(f"第{n}问？", 1) + listed("登记", 1, 1) + listed("忽略", 1, 1) + par("答案：B") for n in "甲乙"
    )
    items = contract(read_paper(docx(body, numbering_dot_xml=part), "x.docx"))["items"]
    assert [(i["number"], i["stem"], [o["label"] + o["text"] for o in i["options"]], i["answer"]) for i in items] == [
        ("1", "第甲问？", ["A登记", "B忽略"], "B"),
        ("2", "第乙问？", ["A登记", "B忽略"], "B"),
    ]


def test_an_automatic_list_of_bare_letters_is_a_key():
    part = numbering(level(0, "decimal", "%1."))
    body = "".join(par(text) for text in ("1. 甲？", "A. 一", "B. 二", "2. 乙？", "A. 一", "B. 二", "参考答案"))
    body += listed("B", 1) + listed("A", 1)
    items = contract(read_paper(docx(body, numbering_dot_xml=part), "x.docx"))["items"]
    assert [item["answer"] for item in items] == ["B", "A"]


def test_numbers_alone_in_the_cells_of_a_table_are_shown():
    part = numbering(level(0, "decimal", "%1"))
    rows = (
        ("序号", "题干", "选项A", "选项B", "答案"),
        (listed("<w:r/>", 1), "甲？", "一", "二", "B"),
        (listed("<w:r/>", 1), "乙？", "一", "二", "A"),
    )
    items = contract(read_paper(docx(table(*rows), numbering_dot_xml=part), "x.docx"))["items"]
    assert [(item["number"], item["answer"]) for item in items] == [("1", "B"), ("2", "A")]


@pytest.mark.parametrize("depth", ["-1", "9", "99999999", "x"])
def test_levels_that_do_not_exist_have_no_number(depth):
    odd = par("甲", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')
    expected = ["1. 甲"] if depth in ("x", "99999999") else ["甲"]
    assert word_lines(odd, numbering_dot_xml=numbering(level(0, "decimal", "%1."))) == expected


def test_lines_know_the_label_that_word_gave_them():
    part = numbering(level(0, "decimal", "%1."))
    lines = read_file(docx(listed("甲", 1) + par("2. 乙"), numbering_dot_xml=part)).lines
    assert [line.label and (line.label.text, line.label.value) for line in lines] == [("1.", 1), None]


def lettered(*lists):
    """Items with options of a list each: all lists of one definition, none of which says where it starts."""
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(1, len(lists) + 1))
    body = "".join(
        par(f"{n}. 第{n}问？") + "".join(listed(text, n) for text in texts) for n, texts in enumerate(lists, start=1)
    )
    data = docx(body, numbering_dot_xml=numbering(level(0, "upperLetter", "%1."), nums=nums))
    return contract(read_paper(data, "x.docx"))["items"]


def test_lettered_options_begin_with_a_under_each_item():
    items = lettered(("登记", "忽略"), ("道歉", "争辩"), ("核实", "猜测"))
    assert [[option["label"] + option["text"] for option in item["options"]] for item in items] == [
        ["A登记", "B忽略"],
        ["A道歉", "B争辩"],
        ["A核实", "B猜测"],
    ]


def test_letters_that_head_sections_go_on_past_the_items():
    part = numbering(level(0, "upperLetter", "%1."))
    body = "".join(
        listed(head, 1) + par("1. 先登记。（√）") + par("2. 先争辩。（×）") for head in ("判断一组", "判断二组")
    )
    assert [line for line in word_lines(body, numbering_dot_xml=part) if "组" in line] == ["A. 判断一组", "B. 判断二组"]

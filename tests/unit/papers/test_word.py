"""Word files: each paragraph once, in its accepted view, with the numbers that Word shows."""

import pytest
from kaochang.papers.detect import read_file
from kaochang.papers.reading import read_paper
from unit.papers.support import NAMES, contract, docx, listed, par, run, table, word_lines, zipped

PNG = b"\x89PNG\r\n\x1a\n-not-decoded-here"


def numbering(*levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    return f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>{nums}</w:numbering>'


def relations(*pairs, external=False):
    mode = ' TargetMode="External"' if external else ""
    inner = "".join(f'<Relationship Id="{name}" Type="t" Target="{target}"{mode}/>' for name, target in pairs)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", ["1. 甲", "2. 乙"]),
        ("decimal", "%1、", ["1、 甲", "2、 乙"]),
        ("decimal", "（%1）", ["（1） 甲", "（2） 乙"]),
        ("decimal", "第%1题", ["第1题 甲", "第2题 乙"]),
        ("decimal", "%1", ["1. 甲", "2. 乙"]),
        ("upperLetter", "%1", ["A. 甲", "B. 乙"]),
        ("lowerLetter", "%1)", ["a) 甲", "b) 乙"]),
        ("upperRoman", "%1.", ["I. 甲", "II. 乙"]),
        ("chineseCounting", "%1、", ["一、 甲", "二、 乙"]),
        ("chineseCountingThousand", "（%1）", ["（一） 甲", "（二） 乙"]),
        ("japaneseCounting", "%1、", ["一、 甲", "二、 乙"]),
        ("ideographTraditional", "%1、", ["甲、 甲", "乙、 乙"]),
        ("decimalEnclosedCircle", "%1", ["① 甲", "② 乙"]),
        ("bullet", "●", ["甲", "乙"]),
        ("none", "", ["甲", "乙"]),
    ],
)
def test_automatic_numbers_are_shown_as_word_shows_them(form, text, expected):
    body = listed("甲", 1) + listed("乙", 1)
    assert word_lines(body, numbering_dot_xml=numbering((form, text))) == expected


def test_a_level_restarts_below_a_higher_one():
    body = listed("甲", 1) + listed("一", 1, 1) + listed("二", 1, 1) + listed("乙", 1) + listed("三", 1, 1)
    shown = word_lines(body, numbering_dot_xml=numbering(("decimal", "%1."), ("upperLetter", "%2.")))
    assert shown == ["1. 甲", "A. 一", "B. 二", "2. 乙", "A. 三"]


def test_lists_of_one_kind_go_on_unless_an_override_restarts_them():
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{inner}</w:num>'
        for number, inner in ((1, ""), (2, ""), (3, restart))
    )
    body = listed("甲", 1) + listed("乙", 2) + listed("丙", 3) + listed("丁", 3)
    assert word_lines(body, numbering_dot_xml=numbering(("decimal", "%1."), nums=nums)) == [
        "1. 甲", "2. 乙", "1. 丙", "2. 丁",
    ]  # fmt: skip


def test_a_style_brings_its_list_and_zero_takes_it_away():
    styles = (
        f'<w:styles {NAMES}><w:style w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="Item"/></w:style></w:styles>'
    )
    child = '<w:pStyle w:val="Child"/>'
    body = par("甲", child) + par("乙", child + '<w:numPr><w:numId w:val="0"/></w:numPr>') + par("丙", child)
    shown = word_lines(body, numbering_dot_xml=numbering(("decimal", "%1.")), styles_dot_xml=styles)
    assert shown == ["1. 甲", "乙", "2. 丙"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("答案：") + f"<w:del>{run('C')}</w:del><w:ins>{run('A')}</w:ins>", "答案：A"),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>", "新"),
        (run("甲") + run("密", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>'), "甲乙"),
        (f'<w:hyperlink r:id="x">{run("链接")}</w:hyperlink>', "链接"),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"<w:smartTag>{run('标记')}</w:smartTag>", "标记"),
        (f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>{run("页")}', "页"),
        (f'<w:fldSimple w:instr=" TITLE ">{run("题名")}</w:fldSimple>', "题名"),
        ("<w:r><w:t>A.甲</w:t><w:tab/><w:t>B.乙</w:t></w:r>", "A.甲\tB.乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "√"),
        ("<w:r><w:t>24</w:t><w:noBreakHyphen/><w:t>7</w:t></w:r>", "24-7"),
        (run("共") + run("   ", '<w:u w:val="single"/>') + run("天"), "共____天"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>成交数</m:t></m:r></m:num><m:den><m:r><m:t>接通数</m:t></m:r></m:den></m:f></m:oMath>",
            r"\(\frac{成交数}{接通数}\)",
        ),
    ],
)
def test_the_accepted_view_of_a_paragraph(content, expected):
    assert word_lines(par(content)) == [expected]


def test_a_page_field_of_several_runs_is_left_out():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert word_lines(par(run("甲") + field + run("乙"))) == ["甲乙"]


def test_a_soft_break_parts_lines_and_a_page_break_does_not():
    body = '<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type="page"/><w:t>丙</w:t></w:r>'
    assert word_lines(par(body)) == ["甲", "乙丙"]


def test_a_text_box_is_read_once_and_after_its_paragraph():
    box = "<w:txbxContent>" + par("框内") + "</w:txbxContent>"
    content = (
        f"<w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert word_lines(par(content)) == ["正文", "框内"]


def test_a_content_control_around_paragraphs_is_read():
    assert word_lines(f"<w:sdt><w:sdtContent>{par('甲')}{par('乙')}</w:sdtContent></w:sdt>") == ["甲", "乙"]


def test_pictures_come_along_by_name_and_only_from_inside_the_file():
    picture = '<w:r><w:drawing><a:blip r:embed="p1"/></w:drawing></w:r>'
    body = par(run("1. 看图，选哪一个？") + picture) + par("A. 甲") + par("B. 乙") + par("答案：A")
    parts = {"_rels__document_dot_xml_dot_rels": relations(("p1", "media/x.png")), "media__x_dot_png": PNG}
    read = read_paper(docx(body, **parts), "x.docx")
    (image,) = read.paper.items[0].item.images
    assert (image.media_type, read.media) == ("image/png", {image.name: PNG})
    outside = {"_rels__document_dot_xml_dot_rels": relations(("p1", "http://example.org/x.png"), external=True)}
    assert read_paper(docx(body, **outside), "x.docx").media == {}


def test_a_frame_table_is_lines_a_data_table_belongs_to_its_item():
    body = (
        par("1. 依据下表，最迟何时响应？")
        + table(("等级", "时限"), ("一级", "15分钟"))
        + table(("A. 九点", "B. 十点"), ("C. 十一点", "D. 十二点"))
        + par("答案：A")
    )
    (item,) = contract(read_paper(docx(body), "x.docx"))["items"]
    assert item["tables"] == [[["等级", "时限"], ["一级", "15分钟"]]]
    assert [option["text"] for option in item["options"]] == ["九点", "十点", "十一点", "十二点"]


def test_options_of_a_table_read_across_are_put_in_order():
    body = par("1. 哪一个？") + table(("A. 甲", "C. 丙"), ("B. 乙", "D. 丁")) + par("答案：D")
    (item,) = contract(read_paper(docx(body), "x.docx"))["items"]
    assert [option["label"] for option in item["options"]] == list("ABCD")


@pytest.mark.parametrize(
    "key",
    [
        table(("题号", "1", "2"), ("答案", "B", "A")),
        table(("题号", "答案"), ("1", "B"), ("2", "A")),
        table(("题号", "答案", "题号", "答案"), ("1", "B", "2", "A")),
    ],
)
def test_a_key_table_gives_the_answers(key):
    body = "".join(par(text) for text in ("1. 甲？", "A. 一", "B. 二", "2. 乙？", "A. 一", "B. 二", "参考答案"))
    items = contract(read_paper(docx(body + key), "x.docx"))["items"]
    assert [item["answer"] for item in items] == ["B", "A"]


def test_a_paper_in_one_table_reads_row_by_row():
    body = table(
        ("序号", "题型", "题干", "选项A", "选项B", "答案", "解析"),
        ("1", "单选题", "先做什么？", "登记", "忽略", "A", "先登记。"),
        ("2", "判断题", "工单要写时间。", "", "", "对", ""),
    )
    items = contract(read_paper(docx(body), "x.docx"))["items"]
    assert [(item["type"], item["stem"], item["answer"]) for item in items] == [
        ("single", "先做什么？", "A"),
        ("truefalse", "工单要写时间。", True),
    ]


def test_a_score_table_is_noise():
    body = table(("题号", "一", "二", "总分"), ("得分", "", "", "")) + par("1. 工单要写时间。（√）")
    (item,) = contract(read_paper(docx(body), "x.docx"))["items"]
    assert "tables" not in item


def choice(stem, *options):
    """A choice item whose options are red where they begin with a star."""
    red = '<w:color w:val="FF0000"/>'
    words = [run(text.lstrip("*"), red if text[0] == "*" else "") for text in options]
    lines = [par(run(f"{chr(ord('A') + place)}. ") + option) for place, option in enumerate(words)]
    return par(stem) + "".join(lines)


def test_red_options_are_answers_where_every_item_has_exactly_one():
    body = par("一、单选题") + choice("1. 甲？", "一", "*二", "三") + choice("2. 乙？", "*一", "二", "三")
    assert [item["answer"] for item in contract(read_paper(docx(body), "x.docx"))["items"]] == ["B", "A"]


def test_red_options_are_no_answers_where_one_item_has_none():
    body = par("一、单选题") + choice("1. 甲？", "一", "*二", "三") + choice("2. 乙？", "一", "二", "三")
    told = contract(read_paper(docx(body), "x.docx"))
    assert [item["answer"] for item in told["items"]] == [None, None]
    assert "颜色" in told["diagnostics"][0]["message"]


def test_red_options_are_answers_where_the_paper_says_so():
    body = (
        par("说明：标红选项为正确答案")
        + par("一、单选题")
        + choice("1. 甲？", "一", "*二")
        + choice("2. 乙？", "一", "二")
    )
    assert [item["answer"] for item in contract(read_paper(docx(body), "x.docx"))["items"]] == ["B", None]


def test_words_on_a_drawn_line_are_the_answer_of_a_blank():
    line = '<w:u w:val="single"/>'
    body = par("一、填空题") + par(
        run("1. 客户满意度缩写为") + run("  ", line) + run("CSAT", line) + run(" ", line) + run("。")
    )
    (item,) = contract(read_paper(docx(body), "x.docx"))["items"]
    assert (item["stem"], item["answer"]) == ("客户满意度缩写为____。", [["CSAT"]])


def test_the_main_part_may_have_another_name():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    document = f"<w:document {NAMES}><w:body>{par('1. 甲。（√）')}</w:body></w:document>"
    lines = read_file(zipped({"_rels/.rels": rels, "word/document2.xml": document})).lines
    assert [line.text for line in lines] == ["1. 甲。（√）"]

"""What a paragraph shows: tracked changes accepted, hidden text gone, fields by their results, signs as they look."""

import pytest
from kaochang.papers.detect import read_file
from unit.papers.support import NAMES, docx, par, run, table, word_lines, zipped
from unit.papers.word.support import W14, field, style, styles

VANISH = "<w:vanish/>"


def marked(content, mark):
    """A paragraph whose mark has a property."""
    return f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{content}</w:p>"


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", VANISH])
def test_a_paragraph_without_its_mark_runs_on_into_the_next(mark):
    assert word_lines(marked(run("1. 甲"), mark) + par("乙？") + par("A. 丙")) == ["1. 甲乙？", "A. 丙"]


@pytest.mark.parametrize("mark", ["<w:del/>", VANISH])
def test_what_runs_on_ends_with_its_cell_or_the_document(mark):
    last = marked(run("甲"), mark)
    assert word_lines(last) == ["甲"]
    table = f"<w:tbl><w:tr><w:tc>{last}</w:tc></w:tr></w:tbl>"
    assert word_lines(table + par("乙")) == ["甲", "乙"]
    assert word_lines(last + table) == ["甲", "甲"]


def test_a_hidden_paragraph_leaves_nothing():
    assert word_lines(par("甲") + marked(run("答案：B", VANISH), VANISH) + par("乙")) == ["甲", "乙"]


@pytest.mark.parametrize("kind", ["p", "r"])
def test_a_style_hides_its_text_unless_the_run_says_otherwise(kind):
    own = '<w:vanish w:val="0"/>'
    made = styles(style("Secret", looks=VANISH), style("Child", base="Secret"))
    if kind == "p":
        body = par(run("密") + run("明", own), '<w:pStyle w:val="Child"/>')
    else:
        body = par(run("密", '<w:rStyle w:val="Child"/>') + run("明", '<w:rStyle w:val="Child"/>' + own))
    assert word_lines(body, styles_dot_xml=made) == ["明"]


def test_rows_that_were_deleted_are_gone_and_rows_that_were_inserted_are_there():
    def row(text, change):
        return f"<w:tr><w:trPr>{change}</w:trPr><w:tc>{par(text)}</w:tc></w:tr>"

    body = f"<w:tbl>{row('A. 甲', '')}{row('B. 乙', '<w:del/>')}{row('B. 丙', '<w:ins/>')}</w:tbl>"
    assert word_lines(body) == ["A. 甲", "B. 丙"]


def control(content, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_content_controls_are_read_wherever_they_stand():
    cell = control(f"<w:tc>{par('A. 甲')}</w:tc>")
    row = control(f"<w:tr><w:tc>{par('B. 乙')}</w:tc></w:tr>")
    body = control(par("1. 问？")) + f"<w:tbl><w:tr>{cell}</w:tr>{row}</w:tbl>" + par(run("答案：") + control(run("B")))
    assert word_lines(body) == ["1. 问？", "A. 甲", "B. 乙", "答案：B"]


@pytest.mark.parametrize(
    "hint", ["<w:showingPlcHdr/>", '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>']
)
def test_hints_and_tables_of_contents_are_no_text(hint):
    assert word_lines(par(run("答：") + control(run("单击此处输入文字。"), hint)) + control(par("目录"), hint)) == [
        "答："
    ]


def test_lines_of_a_table_of_contents_are_known_by_their_style():
    made = styles('<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style>')
    assert word_lines(par("一、单选题\t1", '<w:pStyle w:val="11"/>') + par("甲"), styles_dot_xml=made) == ["甲"]


@pytest.mark.parametrize(("state", "sign"), [("1", "☑"), ("0", "☐")])
def test_a_box_to_tick_shows_whether_it_is_ticked(state, sign):
    box = f'<w14:checkbox {W14}><w14:checked w14:val="{state}"/></w14:checkbox>'
    old = f'<w:ffData><w:checkBox><w:default w:val="{state}"/></w:checkBox></w:ffData>'
    form = field(" FORMCHECKBOX ").replace('"begin"/>', f'"begin">{old}</w:fldChar>')
    assert word_lines(par(control(run("☒"), box) + run("甲") + form + run("乙"))) == [f"{sign}甲{sign}乙"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (field(" PAGE "), "甲乙"),
        (field(" PAGE ", "3"), "甲乙"),
        (field(" NUMPAGES \\* Arabic ", "3"), "甲乙"),
        (field(" PAGEREF _Toc1 ", "3"), "甲3乙"),
        (field(' HYPERLINK "http://x" ', "链接"), "甲链接乙"),
        (field(" SEQ 表 ", "1"), "甲1乙"),
        (field(' IF 1=1 "a" "b" ', "a"), "甲a乙"),
        (field(" EQ \\o\\ac(○,3) "), "甲③乙"),
        (field(" EQ \\f(1,2) "), "甲\\(\\frac{1}{2}\\)乙"),
        ('<w:fldSimple w:instr=" EQ \\o\\ac(○,3) "/>', "甲③乙"),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "甲乙"),
        ('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "甲乙"),
    ],
)
def test_a_field_shows_its_result(content, expected):
    assert word_lines(par(run("甲") + content + run("乙"))) == [expected]


def test_a_field_within_a_field_is_read_by_its_outer_result():
    inner = field(" PAGE ", "9")
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
        f"{inner}<w:r><w:instrText> = 1 </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("结果")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert word_lines(par(run("甲") + outer + run("乙"))) == ["甲结果乙"]


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", "F0FC", "√"),
        ("Wingdings", "F0FB", "×"),
        ("Wingdings", "FC", "√"),
        ("Wingdings", "F081", "①"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings 2", "F050", "√"),
        ("Wingdings 2", "F052", "√"),
        ("Wingdings 2", "F054", "×"),
        ("Symbol", "F061", "α"),
        ("Symbol", "F0B4", "×"),
        ("Symbol", "F0A3", "≤"),
        ("宋体", "2460", "①"),
        ("Wingdings", "F045", "□"),
    ],
)
def test_signs_of_symbol_fonts_are_the_signs_that_they_show(font, code, sign):
    assert word_lines(par(f'<w:r><w:t>甲</w:t><w:sym w:font="{font}" w:char="{code}"/></w:r>')) == [f"甲{sign}"]


def test_letters_typed_in_a_symbol_font_are_the_signs_that_they_show():
    assert word_lines(par(run("R", '<w:rFonts w:ascii="Wingdings 2"/>') + run("合格"))) == ["√合格"]


@pytest.mark.parametrize("code", ["", "xyz", "110000", "FFFFFFFF"])
def test_codes_that_are_none_show_nothing_that_was_not_there(code):
    (line,) = word_lines(par(f'<w:r><w:t>甲</w:t><w:sym w:font="x" w:char="{code}"/></w:r>'))
    assert line in ("甲", "甲□")


def test_a_reading_above_characters_stands_behind_them():
    ruby = f"<w:r><w:ruby><w:rt>{run('chóng')}</w:rt><w:rubyBase>{run('重')}</w:rubyBase></w:ruby></w:r>"
    assert word_lines(par(ruby + run("庆"))) == ["重（chóng）庆"]


LINE = '<w:u w:val="single"/>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("共") + run("   ", LINE) + run("天"), "共____天"),
        (run("共") + run(" ", LINE) + run("  ", LINE) + run("天"), "共____天"),
        (run("共") + run("　　", LINE) + run("天"), "共____天"),
        (run("共") + f"<w:r><w:rPr>{LINE}</w:rPr><w:tab/></w:r>" + run("天"), "共____天"),
        (run("very", LINE) + run(" ", LINE) + run("good", LINE), "very good"),
        (run("共") + run(" ", LINE) + run("天"), "共 天"),
    ],
)
def test_underlined_white_space_is_a_blank_but_not_between_underlined_words(content, expected):
    assert word_lines(par(content)) == [expected]


def test_a_tab_with_a_drawn_leader_is_a_blank():
    stops = '<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="4000"/></w:tabs>'
    assert word_lines(par("<w:r><w:t>电话：</w:t><w:tab/></w:r>", stops)) == ["电话：____"]


def test_notes_comments_headers_and_footers_are_no_content():
    content = run("甲") + '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    parts = {
        f"{name}_dot_xml": f'<w:{name} xmlns:w="x"><w:p><w:r><w:t>密</w:t></w:r></w:p></w:{name}>'
        for name in ("footnotes", "comments", "header1", "footer1")
    }
    assert word_lines(par(content), **parts) == ["甲"]


def test_the_strict_form_of_office_reads_alike():
    data = docx(par("1. 甲。（√）"))
    strict = NAMES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/", "http://purl.oclc.org/ooxml/wordprocessingml/"
    )
    document = f"<w:document {strict}><w:body>{par('1. 甲。（√）')}</w:body></w:document>"
    assert read_file(zipped({"word/document.xml": document})).lines == read_file(data).lines


def box(*texts):
    """The words of a text box."""
    return f"<w:txbxContent>{''.join(map(par, texts))}</w:txbxContent>"


def either(choice, fallback):
    """Alternative content of a run."""
    chosen = f"<mc:Choice><w:drawing>{choice}</w:drawing></mc:Choice>" if choice else ""
    return (
        f"<w:r><mc:AlternateContent>{chosen}<mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_text_boxes_stand_where_they_are_anchored_also_in_groups_and_old_drawings():
    group = either(f"<a:wgp>{box('一')}{box('二')}</a:wgp>", box("一"))
    old = f"<w:r><w:pict><v:shape><v:textbox>{box('三')}</v:textbox></v:shape></w:pict></w:r>"
    body = par(run("甲") + group) + par("乙") + par(old) + par("丙") + par(either("", box("四")))
    assert word_lines(body) == ["甲", "一", "二", "乙", "三", "丙", "四"]


def test_a_table_in_a_text_box_and_a_text_box_in_a_table_are_read_once():
    inner = f"<w:r><w:drawing><w:txbxContent>{table(('A. 甲',))}</w:txbxContent></w:drawing></w:r>"
    assert word_lines(table((par(run("1. 问？") + inner),))) == ["1. 问？", "A. 甲"]

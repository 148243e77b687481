from fractions import Fraction
from itertools import pairwise

import pytest
from kaochang.domain.assessments import Kind
from kaochang.domain.session_reports import ExamSummary
from kaochang.reports.details import item_grid
from kaochang.reports.report_pdf import write_pdf
from kaochang.reports.score_tables import MOST_SECTIONS
from kaochang.reports.summary import exam_grid, room_grid
from unit.reports.support import (
    FONT,
    LANGUAGES,
    PROBLEM,
    ZONE,
    Catalogue,
    fonts_not_embedded,
    item,
    pdf_lines,
    pdf_text,
    pdf_texts,
    report,
    scored,
    section,
    text_boxes,
    unscored,
)

LONG_NAMES = ("阿卜杜热合曼" * 40, "Wolfeschlegelsteinhausenbergerdorff" * 20, "字" * 20000)


def pdf(session, language="zh_CN"):
    return write_pdf(session, Catalogue(language), FONT, ZONE)


def full():
    return report([scored(1, "80"), scored(2, "30", waiting=1), unscored(3)], items=(item(),), problems=(PROBLEM,))


def test_the_first_page_says_what_and_when_and_how_it_came_out():
    first = pdf_texts(pdf(full()))[0]
    for text in (
        "客户服务专员(二级)第二场",
        "2026年11月21日09:30至2026年11月21日11:30",
        "S-2026-02",
        "已交卷",
        "缺考",
        "上海301",
    ):
        assert text in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_heading_is_cut_in_two(language):
    words = Catalogue(language)
    sections = tuple(section(title, "1") for title in ("Single choice", "Multiple choice", "True or false"))
    session = report([scored(1, "3", sections=sections), unscored(2)], items=(item(),), problems=(PROBLEM,))
    whole = {word for line in pdf_lines(pdf(session, language)) for word in line.split()}
    for grid in (exam_grid(session, words), room_grid(session, words), item_grid(session, words)):
        for column in grid.columns:
            if column.key in {"final", "scorers"}:  # on screen only
                continue
            assert set(column.heading.split()) <= whole or language == "zh_CN", column.heading


def test_a_long_latin_name_widens_its_column_and_stands_whole():
    name = "Alexandra Constantinopoulos"
    session = report([scored(number, "1", name=name) for number in range(1, 4)])
    assert sum("Constantinopoulos" in line for line in pdf_lines(pdf(session))) == 3


def test_what_was_not_marked_yet_stands_before_every_number():
    first = pdf_texts(pdf(report([scored(1, "0", passed=None)], unmarked=7)))[0]
    assert first.index("有7份答卷还没有评分") < first.index("场次编号")
    assert "还没有评分" not in pdf_text(pdf(full()))


def test_an_exam_without_a_pass_mark_says_so():
    exams = (ExamSummary("theory", "理论", Fraction(100), None),)
    assert "未设" in pdf_texts(pdf(report([scored(1, "80", passed=None)], exams=exams)))[0]


def test_scores_problems_and_items_follow_by_name():
    text = pdf_text(pdf(full()))
    for part in (
        "202611210001",
        "K7QD-2MXA-9RTV",
        "上海301.kcr用不上:签名对不上。",
        "请用上海301的另一只U盘",
        "先做什么?",
        "66.7%",
    ):
        assert part in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_of_the_file_is_embedded(language):
    data = pdf(full(), language)
    assert fonts_not_embedded(data) == 0
    assert b"Helvetica" not in data


def test_every_page_tells_its_number_and_how_many_there_are():
    pages = pdf_texts(pdf(report([scored(number, "60") for number in range(60)])))
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页,共{len(pages)}页" in text


def test_the_heading_row_stands_on_every_page_of_a_table():
    pages = pdf_texts(pdf(report([scored(number, "60") for number in range(60)])))
    assert all("准考证号" in text for text in pages if "20261121" in text)


def test_rare_characters_of_names_can_be_searched():
    assert "𬭎鱻龘" in pdf_text(pdf(report([unscored(1, name="𬭎鱻龘")])))


def test_a_character_without_a_glyph_is_marked_and_named_on_the_first_page():
    first, *rest = pdf_texts(pdf(report([unscored(1, name="李\U0002a6d6"), unscored(2, name="王\U0002a6d6")])))
    assert "有1个字无法印出,在纸上印作〓:U+2A6D6" in first
    assert "李〓" in "".join(rest)


def test_without_such_a_character_there_is_no_note():
    assert "无法印出" not in pdf_text(pdf(full()))


def test_a_variation_selector_leaves_no_trace():
    assert "葛飾" in pdf_text(pdf(report([unscored(1, name="葛\U000e0100飾")])))


@pytest.mark.parametrize("name", ['<b>&amp;"', "<para>", "</font>", "&#x4e00;", "<img src='a'/>"])
def test_a_name_that_looks_like_markup_is_printed_as_it_is(name):
    text = pdf_text(pdf(report([unscored(1, name=name)], title=f"题{name}", rooms={"r1": f"考场{name}"})))
    bare = "".join(name.split())
    assert all(part in text for part in (bare, f"题{bare}", f"考场{bare}"))


@pytest.mark.parametrize("name", LONG_NAMES)
def test_nothing_leaves_the_page_however_long_the_names_are(name):
    sections = tuple(section(name, "5") for _ in range(MOST_SECTIONS))
    session = report(
        [scored(1, "60", name=name, person=name, room="r1", seat=name, sections=sections)],
        title=name,
        rooms={"r1": name},
        exams=(ExamSummary("theory", name, Fraction(100), Fraction(60)),),
        items=(item(stem=name),),
        problems=(PROBLEM,) * 3,
    )
    for (width, height), boxes in text_boxes(pdf(session)):
        assert all(left >= 0 and bottom >= 0 and right <= width and top <= height for left, bottom, right, top in boxes)


def test_a_long_title_does_not_run_into_the_date_beside_it():
    for _, boxes in text_boxes(pdf(report(title="长" * 300))):
        # Each of the two is one piece of text in the band above the frame, which nothing else reaches.
        height = max(top for _, _, _, top in boxes)
        band = sorted(box for box in boxes if box[1] > height - 12)
        assert all(right <= left for (_, _, right, _), (left, _, _, _) in pairwise(band))


def test_a_session_without_tickets_says_so():
    text = pdf_text(pdf(report(exams=(), rooms={})))
    assert "没有准考证记录" in text
    assert "没有异常" in text


def test_an_exam_worth_nothing_has_no_histogram():
    exams = (ExamSummary("theory", "理论", Fraction(0), None),)
    assert "已定成绩的分布" not in pdf_text(pdf(report([scored(1, "0", passed=None)], exams=exams)))


def test_candidates_of_an_exam_the_session_does_not_know_are_not_lost():
    assert "202611210007" in pdf_text(pdf(report([unscored(7, exam="other")])))


def test_an_exam_of_too_many_sections_shows_totals_and_says_where_the_rest_is():
    sections = tuple(section(f"部分{n}", "5") for n in range(MOST_SECTIONS + 1))
    text = pdf_text(pdf(report([scored(1, "55", sections=sections)])))
    assert f"共{MOST_SECTIONS + 1}个大题" in text
    assert "大题1" not in text


def test_every_page_of_a_rehearsal_says_that_it_is_one():
    pages = pdf_texts(pdf(report([scored(1, "60")], kind=Kind.REHEARSAL)))
    assert all("演练" in page for page in pages)
    assert "不作为考试成绩" in pages[0]


def test_the_file_is_dated_with_the_report_and_the_same_report_gives_the_same_bytes():
    data = pdf(full())
    assert b"D:20261122093000+08'00'" in data
    assert pdf(full()) == data


def test_numbers_are_never_cut_however_many_sections_an_exam_has():
    for count in range(1, MOST_SECTIONS + 1):
        sections = tuple(section(f"部分{n}", "33.33") for n in range(count))
        line = scored(1, "60", sections=sections)
        pages = pdf_lines(pdf(report([line])))
        for whole in (line.ticket.number, line.receipt, "33.33"):
            assert any(whole in each for each in pages), (count, whole)


def test_sections_are_headed_by_their_names_where_those_fit():
    text = pdf_text(
        pdf(report([scored(1, "60", sections=(section("单选题", "5"), section("综合业务知识与技能" * 3, "5")))]))
    )
    assert "大题2综合业务" in text
    assert "大题1" not in text


def test_a_section_that_waits_says_so_instead_of_a_number():
    sections = (section("单选题", "5"), section("简答题", "0", waiting=2), section("案例", "8", waiting=1))
    sections += tuple(section("大", "33.33", waiting=1) for _ in range(MOST_SECTIONS - 3))
    text = pdf_text(pdf(report([scored(1, "13", sections=sections, waiting=3)])))
    assert "待阅2" in text
    assert "8+待阅1" in text
    assert "…" not in text

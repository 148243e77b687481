"""Score slips: each with its own ticket's result, what still waits, or why there is none."""

import pytest
from kaochang.domain.assessments import Kind
from kaochang.domain.rosters import TicketStatus
from kaochang.reports.cut_sheets import HEIGHT, WIDTH
from kaochang.reports.score_slips import write_score_slips
from unit.reports.support import (
    FONT,
    LANGUAGES,
    ZONE,
    Catalogue,
    fonts_not_embedded,
    pdf_texts,
    report,
    scored,
    text_boxes,
    unscored,
)


def slips(*lines, language="zh_CN", **more):
    return write_score_slips(report(lines, **more), Catalogue(language), FONT, ZONE)


def test_a_slip_holds_points_share_verdict_and_receipt():
    (page,) = pdf_texts(slips(scored(1, "62.5")))
    for text in ("王小明", "202611210001", "00001", "理论", "62.5/100分(62.5%)", "合格", "K7QD-2MXA-9RTV"):
        assert text in page
    assert "不合格" not in page
    assert "不合格" in pdf_texts(slips(scored(1, "41", passed=False)))[0]


def test_a_score_that_waits_has_no_share_and_no_verdict():
    (page,) = pdf_texts(slips(scored(1, "41", waiting=2)))
    assert "41/100分" in page
    assert "还有2题待评分" in page
    assert "%" not in page
    assert "合格" not in page


def test_a_ticket_without_a_result_has_its_status():
    (page,) = pdf_texts(slips(unscored(1, TicketStatus.ABSENT), unscored(2, TicketStatus.MISSING_FILE)))
    assert "缺考" in page
    assert "文件缺失" in page
    assert "分" not in page


def test_eight_slips_fill_a_page_and_each_is_on_its_own():
    assert [len(pdf_texts(slips(*(scored(n, "60") for n in range(count))))) for count in (8, 9)] == [1, 2]


def test_slips_of_a_rehearsal_are_told_to_be_no_scores():
    assert "不作为考试成绩" in pdf_texts(slips(scored(1, "60"), kind=Kind.REHEARSAL))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_crosses_a_cut_line_however_long_it_is(language):
    long = "阿卜杜拉·买买提江·吐尔逊艾力" * 4
    data = slips(*(scored(n, "33.33", name=long, person=long) for n in range(8)), language=language, title=long * 3)
    ((_, boxes),) = text_boxes(data)
    for left, bottom, right, top in boxes:
        assert (int(left // WIDTH), int(bottom // HEIGHT)) == (int(right // WIDTH), int(top // HEIGHT))
    assert fonts_not_embedded(data) == 0

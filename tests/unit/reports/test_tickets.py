"""Tickets to hand out: eight to a page, a QR code on each, nothing beyond its cut lines and no code of the session."""

import pytest
from kaochang.domain.assessments import Kind
from kaochang.reports.cut_sheets import HEIGHT, WIDTH
from kaochang.reports.tickets import write_tickets
from unit.reports.support import (
    FONT,
    LANGUAGES,
    START_CODE,
    ZONE,
    Catalogue,
    envelope,
    fonts_not_embedded,
    pdf_texts,
    text_boxes,
    ticket,
)


def tickets(listed, language="zh_CN", **more):
    return write_tickets(envelope(listed, **more), Catalogue(language), FONT, ZONE)


def test_a_ticket_says_who_where_when_and_what_to_log_in_with():
    (page,) = pdf_texts(tickets([ticket(1)]))
    for text in ("王小明", "202611210001", "r1上海301", "客服理论", "2026年11月21日09:30", "工号00001"):
        assert text in page


def test_no_start_code_stands_on_a_ticket():
    text = "".join(pdf_texts(tickets([ticket(1)])))
    assert START_CODE.partition("-")[0] not in text


@pytest.mark.parametrize(("first", "second", "pages"), [(8, 1, 2), (9, 0, 2), (8, 8, 2), (16, 1, 3), (1, 1, 2)])
def test_every_room_begins_a_page_and_none_is_empty(first, second, pages):
    listed = [ticket(n) for n in range(1, first + 1)] + [ticket(n + 100, room="r2") for n in range(second)]
    found = pdf_texts(tickets(listed))
    assert len(found) == pages
    assert all("王小明" in page for page in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_crosses_a_cut_line_however_long_it_is(language):
    long = "阿卜杜拉·买买提江·吐尔逊艾力" * 4
    listed = [ticket(n, name=long, person="P-" * 30, seat="A-" * 20) for n in range(1, 9)]
    ((size, boxes),) = text_boxes(tickets(listed, language, exams={"theory": "客户服务专员上岗资格认证" * 9}))
    assert size == pytest.approx((2 * WIDTH, 4 * HEIGHT), abs=0.01)
    for left, bottom, right, top in boxes:
        assert (int(left // WIDTH), int(bottom // HEIGHT)) == (int(right // WIDTH), int(top // HEIGHT))


def test_a_ticket_of_a_rehearsal_says_so_and_its_fonts_are_embedded():
    data = tickets([ticket(1)], kind=Kind.REHEARSAL)
    assert "演练" in pdf_texts(data)[0]
    assert fonts_not_embedded(data) == 0

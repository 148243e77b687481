"""Ticket slips: eight to a page, each PIN beside its own ticket, nothing beyond its cut lines."""

import re

import pytest
from kaochang.domain.assessments import Kind, Level
from kaochang.reports.cut_sheets import HEIGHT, WIDTH
from kaochang.reports.sheets import write_slips
from unit.reports.support import (
    FONT,
    LANGUAGES,
    ZONE,
    Catalogue,
    envelope,
    fonts_not_embedded,
    pdf_texts,
    text_boxes,
    ticket,
)


def slips(tickets, language="zh_CN", **more):
    return write_slips(envelope(tickets, Level.CERTIFIED, **more), Catalogue(language), FONT, ZONE)


def cells(boxes):
    """The (column, row) that each piece of text lies in; a piece across a cut line lies in two."""
    found = []
    for left, bottom, right, top in boxes:
        found.append({(int(x // WIDTH), int(y // HEIGHT)) for x, y in ((left, bottom), (right, top))})
    return found


def test_a_slip_says_who_where_when_and_the_pin_by_groups():
    (page,) = pdf_texts(slips([ticket(1)])["r1"])
    for text in ("王小明", "202611210001", "r1上海301", "客服理论", "2026年11月21日09:30", "N0001", "2MXA9"):
        assert text in page


def test_each_pin_stands_behind_its_own_ticket():
    text = "".join(pdf_texts(slips([ticket(n) for n in range(1, 20)])["r1"]))
    assert re.findall(r"20261121(\d{4}).*?N(\d{4})", text) == [(f"{n:04}", f"{n:04}") for n in range(1, 20)]


def test_eight_slips_fill_a_page_and_the_ninth_begins_another():
    assert len(pdf_texts(slips([ticket(n) for n in range(1, 9)])["r1"])) == 1
    assert len(pdf_texts(slips([ticket(n) for n in range(1, 10)])["r1"])) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_crosses_a_cut_line_however_long_it_is(language):
    long = "阿卜杜拉·买买提江·吐尔逊艾力" * 4
    tickets = [ticket(n, name=long, seat="A-" * 20) for n in range(1, 9)]
    rooms = (("r1", "上海市某某区某某路某某号某某学校第二教学楼" * 3),)
    data = slips(tickets, language, rooms=rooms, exams={"theory": "客户服务专员上岗资格认证" * 9})["r1"]
    ((size, boxes),) = text_boxes(data)
    assert size == pytest.approx((2 * WIDTH, 4 * HEIGHT), abs=0.01)
    assert all(len(cell) == 1 for cell in cells(boxes))
    assert len({next(iter(cell)) for cell in cells(boxes)}) == 8


def test_a_reserve_ticket_has_a_slip_without_a_name():
    (page,) = pdf_texts(slips([ticket(7, name="", person="", seat="")])["r1"])
    assert "备用202611210007" in page


def test_a_ticket_without_a_pin_has_no_slip_and_a_room_without_any_has_no_file():
    found = envelope([ticket(1), ticket(2), ticket(3, room="r2")], Level.CERTIFIED)
    found.secrets.pins.pop("202611210003")
    found.secrets.pins.pop("202611210002")
    made = write_slips(found, Catalogue(), FONT, ZONE)
    assert list(made) == ["r1"]
    assert "202611210002" not in pdf_texts(made["r1"])[0]


def test_a_slip_of_a_rehearsal_says_so():
    assert "演练" in pdf_texts(slips([ticket(1)], kind=Kind.REHEARSAL)["r1"])[0]


def test_a_printer_is_asked_neither_to_shrink_the_slips_nor_to_print_on_their_backs():
    data = slips([ticket(1)])["r1"]
    assert b"/PrintScaling /None" in data
    assert b"/Duplex /Simplex" in data


def test_the_same_session_gives_the_same_bytes():
    assert slips([ticket(1)]) == slips([ticket(1)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_of_the_slips_is_embedded(language):
    assert fonts_not_embedded(slips([ticket(1)], language)["r1"]) == 0

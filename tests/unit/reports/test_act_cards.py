"""Printed cards: everything a proctor needs to know on each piece, eight pieces to a page."""

import msgspec
import pypdfium2
import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Kind
from kaochang.reports.act_cards import ActCard, write_cards
from reportlab.lib.pagesizes import A4
from support.exams import make_session
from unit.reports.support import FONT, LANGUAGES, ZONE, Catalogue, pdf_text, pdf_texts

SESSION = make_session()
ROOM = SESSION.rooms[0]


def cards(count, **change):
    made = (ActCard(ActKind.EXTRA_TIME, 10, serial, f"{serial:05}-FGHJK-12345") for serial in range(1, count + 1))
    return [ActCard(**{name: getattr(card, name) for name in card.__slots__} | change) for card in made]


def written(printed, session=SESSION, language="zh_CN"):
    return write_cards(session, ROOM, printed, Catalogue(language), FONT, ZONE)


def test_each_card_says_what_it_grants_its_number_its_code_its_room_and_session():
    text = pdf_text(written(cards(3)))
    assert text.count("延长时间10分钟") == 3
    assert [text.count(f"第{serial}号卡") for serial in (1, 2, 3)] == [1, 1, 1]
    assert all(text.count(f"{serial:05}") == 1 for serial in (1, 2, 3))
    assert text.count("R1一号考场") == text.count("十月认证") == 3


def test_each_card_says_its_place_in_the_print_beside_its_number_in_the_room():
    text = pdf_text(written(cards(4)[1:]))
    assert [text.count(f"第{serial}号卡(本次{at}/3)") for at, serial in enumerate((2, 3, 4), 1)] == [1, 1, 1]


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_cards_fill_a_page_of_a4(count, pages):
    data = written(cards(count))
    assert len(pdf_texts(data)) == pages
    with pypdfium2.PdfDocument(data) as document:
        assert {tuple(round(side) for side in page.get_size()) for page in document} == {(round(A4[0]), round(A4[1]))}


def test_a_card_without_minutes_names_its_kind_only():
    text = pdf_text(written(cards(1, kind=ActKind.EARLY_HAND_IN, minutes=0)))
    assert "准许提前交卷" in text
    assert "分钟" not in text


def test_cards_of_a_rehearsal_say_so():
    rehearsal = msgspec.structs.replace(SESSION, kind=Kind.REHEARSAL)
    assert pdf_text(written(cards(2), rehearsal)).count("演练") == 2
    assert "演练" not in pdf_text(written(cards(2)))


def test_the_widest_code_stays_within_its_boxes():
    wide = cards(1, code="WWWWW-WWWWW-WWWWW")
    assert pdf_text(written(wide)).count("WWWWW") == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_cards_give_the_same_bytes_in_either_language(language):
    assert written(cards(2), language=language) == written(cards(2), language=language)

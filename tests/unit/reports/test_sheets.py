import pytest
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.reports.sheets import START_SHEET_FILE, envelope_files, write_start_sheet
from unit.reports.support import (
    FONT,
    LANGUAGES,
    START_CODE,
    ZONE,
    Catalogue,
    envelope,
    fonts_not_embedded,
    pdf_text,
    pdf_texts,
    text_boxes,
    ticket,
)


def sheet(tickets, language="zh_CN", **more):
    return write_start_sheet(envelope(tickets, **more), Catalogue(language), FONT, ZONE)


def test_the_first_page_has_the_code_by_groups_the_time_and_the_rooms():
    first = pdf_texts(sheet([ticket(1), ticket(2)]))[0]
    for text in ("K7QDM", "2MXA9", "RTVC", "2026年11月21日09:30", "上海301(2人)", "上海302(0人)", "4.考生都交卷后"):
        assert text in first


def test_the_first_page_says_what_a_quick_session_does_not_give():
    first = pdf_texts(sheet([ticket(1)]))[0]
    assert "它不保证" in first
    assert "一个口令打开全部答卷" in first


def test_the_code_stands_on_no_list_that_candidates_sign():
    lists = pdf_texts(sheet([ticket(1), ticket(2, room="r2")]))[1:]
    assert len(lists) == 2
    assert not any("K7QDM" in text for text in lists)


@pytest.mark.parametrize("level", list(Level))
def test_a_printer_is_asked_to_leave_the_backs_white_where_a_code_could_show_through_on_a_list(level):
    assert b"/Duplex /Simplex" in sheet([ticket(1)], level=level)


def test_a_list_is_in_the_order_of_seats_as_people_count_them():
    seats = ["A10", "A2", "B1", "", "A1"]
    text = pdf_text(sheet([ticket(n, name=f"考生{n}", seat=seat) for n, seat in enumerate(seats)]))
    names = sorted(range(len(seats)), key=lambda n: text.index(f"考生{n}"))
    assert [seats[n] for n in names] == ["A1", "A2", "A10", "B1", ""]


def test_rooms_of_the_same_name_keep_lists_of_their_own():
    pages = pdf_texts(sheet([ticket(1), ticket(2, room="r2")], rooms=(("r1", "机房"), ("r2", "机房"))))
    assert [("202611210001" in page, "202611210002" in page) for page in pages[1:]] == [(True, False), (False, True)]


def test_a_ticket_in_a_room_the_session_does_not_have_is_not_lost():
    assert "202611210009" in pdf_text(sheet([ticket(9, room="r9")]))


def test_a_room_of_thirty_signs_on_one_page():
    assert len(pdf_texts(sheet([ticket(n) for n in range(1, 31)]))) == 2


def test_extra_time_stands_beside_the_name():
    assert "加时20分钟" in pdf_text(sheet([ticket(1, extra_time_s=1190)]))


def test_a_reserve_ticket_without_a_name_has_its_row():
    assert "202611210005" in pdf_text(sheet([ticket(5, name="", person="", seat="")]))


@pytest.mark.parametrize("level", list(Level))
def test_a_character_without_a_glyph_is_named_on_the_first_page(level):
    assert "U+2A6D6" in pdf_texts(sheet([ticket(1, name="\U0002a6d6")], level=level))[0]


@pytest.mark.parametrize("code", [START_CODE, "W" * 60, "K7QDM"])
def test_a_code_of_any_length_stays_on_the_page(code):
    for (width, _), boxes in text_boxes(sheet([], secrets=SessionSecrets(Level.QUICK, {"r1": code}))):
        assert all(left >= 0 and right <= width for left, _, right, _ in boxes)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_of_the_file_is_embedded(language, level):
    assert fonts_not_embedded(sheet([ticket(1)], language, level=level)) == 0


@pytest.mark.parametrize("level", list(Level))
def test_every_page_of_a_rehearsal_says_that_it_is_one(level):
    assert all("演练" in page for page in pdf_texts(sheet([ticket(1)], kind=Kind.REHEARSAL, level=level)))


def test_a_quick_session_prints_its_start_sheet_and_no_slips():
    assert list(envelope_files(envelope([ticket(1)]), Catalogue(), FONT, ZONE)) == [START_SHEET_FILE]


def test_a_certified_session_prints_slips_for_each_room_that_somebody_sits_in():
    tickets = [ticket(1), ticket(2, room="r2")]
    files = envelope_files(envelope(tickets, Level.CERTIFIED), Catalogue(), FONT, ZONE)
    assert list(files) == [START_SHEET_FILE, "slips-r1.pdf", "slips-r2.pdf"]
    assert "202611210002" not in pdf_text(files["slips-r1.pdf"])

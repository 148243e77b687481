"""The certified level's pages: one code on each, the right one, and who may see it."""

import pytest
from kaochang.domain.assessments import Level
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.reports.sheets import write_new_codes, write_start_sheet
from unit.reports.support import FONT, LANGUAGES, ZONE, Catalogue, envelope, pdf_texts, text_boxes, ticket

TICKETS = [ticket(1), ticket(2), ticket(3, room="r2")]
CODES = [f"{kind}{room}DM" for room in (0, 1) for kind in "SRP"]


def pages(language="zh_CN", **more):
    return pdf_texts(write_start_sheet(envelope(TICKETS, Level.CERTIFIED, **more), Catalogue(language), FONT, ZONE))


def test_every_code_has_a_page_of_its_own_by_room_and_no_other_page_shows_it():
    found = pages()
    assert len(found) == 1 + len(CODES) + 2
    assert [[code for code in CODES if code in page] for page in found[1:-2]] == [[code] for code in CODES]
    assert not any(code in page for code in CODES for page in (found[0], *found[-2:]))


def test_each_page_names_its_room_and_says_who_may_see_it_and_where_it_goes():
    start, room, proctor = pages()[1:4]
    for page, name in ((start, "开考码"), (room, "考场码"), (proctor, "监考码")):
        assert "r1上海301" in page
        assert f"r1上海301{name}”信封" in page
        assert "谁可以看" in page
    assert "2026年11月21日09:30,当着考生的面" in start
    assert "不给考生看" in room
    assert "监考本人" in proctor


def test_the_cover_counts_people_and_slips_of_every_room():
    cover = pages()[0]
    assert "r1上海3012" in cover
    assert "2张,签到时发" in cover
    assert "1张,签到时发" in cover


def test_the_room_key_file_is_spoken_of_only_where_there_is_one():
    assert "r1.kroom" in pages(room_keys=True)[1]
    assert not any("kroom的" in page for page in pages(room_keys=False))


def test_a_room_that_has_no_code_has_no_page():
    secrets = envelope(TICKETS, Level.CERTIFIED, rooms=(("r1", "上海 301"),)).secrets
    assert len(pages(secrets=secrets)) == 1 + 3 + 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_stay_on_their_page(language):
    long = (("r1", "上海市某某区某某路某某号某某学校第二教学楼" * 4), ("r2", "上海 302"))
    data = write_start_sheet(
        envelope(TICKETS, Level.CERTIFIED, rooms=long, room_keys=True, quorum=2), Catalogue(language), FONT, ZONE
    )
    assert len(pdf_texts(data)) == 1 + len(CODES) + 2
    for (width, height), boxes in text_boxes(data):
        assert all(left >= 0 and right <= width and bottom >= 0 and top <= height for left, bottom, right, top in boxes)


def renewed(level, language="zh_CN", **more):
    made = envelope((), level, renewed=1_795_222_800_000, **more)
    return pdf_texts(write_new_codes(made, Catalogue(language), FONT, ZONE))


def test_codes_that_were_made_anew_have_pages_and_nothing_else_and_say_that_they_are_the_newer_ones():
    secrets = envelope((), Level.CERTIFIED).secrets
    found = renewed(Level.CERTIFIED, secrets=SessionSecrets(Level.CERTIFIED, {}, dict(secrets.room_codes)))
    assert [[code for code in CODES if code in page] for page in found] == [["R0DM"], ["R1DM"]]
    assert all("收回先前发出的那一页" in page for page in found)
    assert not any("收回先前发出的那一页" in page for page in pages())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_start_code_of_a_quick_session_is_one_page_that_counts_nobody(language):
    (page,) = renewed(Level.QUICK, language)
    assert "K7QDM" in page
    assert "上海301" in page
    assert "0人" not in page

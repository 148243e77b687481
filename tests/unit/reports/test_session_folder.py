"""What lies in a session's folder for people: each page says its own, and only one of them has the code."""

from pathlib import Path

import pytest
from kaochang.domain.assessments import Kind, Level
from kaochang.machine.new_folders import file_name
from kaochang.reports import session_folder
from kaochang.reports.sheets import write_sign_in_lists
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

GROUP = START_CODE.partition("-")[0]


def found(language="zh_CN", **more):
    listed = [ticket(1), ticket(2, room="r2", extra_time_s=900)]
    return envelope(listed, **more), Catalogue(language)


def printed(session, words):
    """Every page that is printed, by its place."""
    made = session_folder.session_files(session, words, [words], FONT, ZONE)
    open_sheets = {Path(made.names["print"]) / name: data for name, data in made.open_sheets.items()}
    every = {**made.unkept, **open_sheets}
    return {place: every[place] for place in made.printed}


def test_only_the_start_sheet_has_the_code_and_it_is_one_page():
    made = printed(*found())
    assert [path.parent.name[0] for path in made] == ["3"] * 4
    assert [path.name[0] for path in made] == ["1", "2", "3", "4"]
    assert all(path.suffix == ".pdf" for path in made)
    assert [GROUP in pdf_text(data) for data in made.values()] == [True, False, False, False]
    assert len(pdf_texts(next(iter(made.values())))) == 1
    assert [fonts_not_embedded(data) for data in made.values()] == [0, 0, 0, 0]


def test_every_room_has_its_sign_in_list_on_a_page_of_its_own():
    pages = pdf_texts(write_sign_in_lists(*found(), FONT, ZONE))
    assert ["上海301" in page for page in pages] == [True, False]
    assert ["上海302" in page for page in pages] == [False, True]
    assert "加时15分钟" in pages[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instruction_is_one_page_and_numbers_its_steps(language):
    session, words = found(language, kind=Kind.REHEARSAL)
    data = session_folder.write_instructions(session, words, FONT, ZONE)
    (page,) = pdf_texts(data)
    assert [f"{number}." in page for number in range(1, 11)] == [True] * 10
    assert words("session-kind.rehearsal") in page
    ((size, boxes),) = text_boxes(data)
    assert all(left > 0 and right < size[0] and bottom > 0 for left, bottom, right, _ in boxes)


def test_where_there_are_several_rooms_each_pc_is_told_its_own():
    (several,) = pdf_texts(session_folder.write_instructions(*found(), FONT, ZONE))
    assert "r1上海301、r2上海302" in several
    (one,) = pdf_texts(session_folder.write_instructions(*found(rooms=(("r1", "上海 301"),)), FONT, ZONE))
    assert "上海301" not in one


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instruction_names_a_file_to_double_click_and_no_command(language):
    session, words = found(language)
    (page,) = pdf_texts(session_folder.write_instructions(session, words, FONT, ZONE))
    assert words("quick.file.start").replace(" ", "") in page.replace(" ", "")
    assert ["kaochangsit" in page, "--" in page] == [False, False]
    names = [path.name for path in session_folder.unprinted_files(session, words, [words], ZONE)]
    assert any(name.startswith(words("quick.file.start")) for name in names)


def test_the_readme_is_in_every_readers_language_with_the_names_of_the_folders_as_they_are():
    session, words = found()
    names = session_folder.folder_names(session, words)
    data = session_folder.readme(session, words, [Catalogue(language) for language in LANGUAGES], ZONE)
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    chinese, english = text.split("-" * 60)
    for part in (chinese, english):
        assert [name in part for name in (*names.values(), words("quick.file.start"))] == [True] * 4
    assert "2 名考生" in chinese
    assert "2 candidates" in english
    assert GROUP not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_files_and_folders_are_such_that_every_stick_takes_them(language):
    session, words = found(language)
    names = [*session_folder.folder_names(session, words).values(), *(path.name for path in printed(session, words))]
    names.append(words("quick.file.readme"))
    assert [file_name(name, 60) for name in names] == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certified_session_s_codes_lie_in_a_folder_of_their_own_and_on_no_open_sheet(language):
    session, words = found(language, level=Level.CERTIFIED)
    made = session_folder.session_files(session, words, [words], FONT, ZONE)
    codes = [*session.secrets.start_codes.values(), *session.secrets.pins.values()]
    shown = [pdf_text(data) for data in made.open_sheets.values()]
    assert not any(code.partition("-")[0] in text for code in codes for text in shown)
    sealed = [place for place in made.unkept if place.parts[0] == made.names["envelope"]]
    assert [place in made.unkept for place in made.printed[: len(sealed)]] == [True] * len(sealed)
    assert len(sealed) == 3, "the codes, and slips for each room"
    (readme,) = (data.decode("utf-8-sig") for place, data in made.unkept.items() if place.suffix == ".txt")
    assert [name in readme for name in made.names.values()] == [True] * 5
    assert "room-keys" not in made.names


@pytest.mark.parametrize("language", LANGUAGES)
def test_room_key_files_have_a_folder_and_a_line_where_there_are_any(language):
    session, words = found(language, level=Level.CERTIFIED, room_keys=True)
    names = session_folder.folder_names(session, words)
    readme = session_folder.readme(session, words, [words], ZONE).decode("utf-8-sig")
    assert names["room-keys"] in readme
    assert [file_name(name, 60) for name in names.values()] == [*names.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instruction_of_a_certified_session_is_one_page_too(language):
    session, words = found(language, level=Level.CERTIFIED)
    (page,) = pdf_texts(session_folder.write_instructions(session, words, FONT, ZONE))
    assert [f"{number}." in page for number in range(1, 11)] == [True] * 10
    assert words("quick.folder.envelope").replace(" ", "") in page.replace(" ", "")

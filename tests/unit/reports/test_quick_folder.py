"""What lies in a quick session's folder for people: each page says its own, and only one of them has the code."""

import pytest
from kaochang.domain.assessments import Kind
from kaochang.machine.new_folders import file_name
from kaochang.reports import quick_folder
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


def test_only_the_start_sheet_has_the_code_and_it_is_one_page():
    made = quick_folder.printed_files(*found(), FONT, ZONE)
    names = list(made)
    assert [name[0] for name in names] == ["1", "2", "3", "4"]
    assert all(name.endswith(".pdf") for name in names)
    assert [GROUP in pdf_text(data) for data in made.values()] == [True, False, False, False]
    assert len(pdf_texts(made[names[0]])) == 1
    assert [fonts_not_embedded(data) for data in made.values()] == [0, 0, 0, 0]


def test_every_room_has_its_sign_in_list_on_a_page_of_its_own():
    pages = pdf_texts(write_sign_in_lists(*found(), FONT, ZONE))
    assert ["上海301" in page for page in pages] == [True, False]
    assert ["上海302" in page for page in pages] == [False, True]
    assert "加时15分钟" in pages[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instruction_is_one_page_and_numbers_its_steps(language):
    session, words = found(language, kind=Kind.REHEARSAL)
    data = quick_folder.write_instructions(session, words, FONT, ZONE)
    (page,) = pdf_texts(data)
    assert [f"{number}." in page for number in range(1, 11)] == [True] * 10
    assert words("session-kind.rehearsal") in page
    ((size, boxes),) = text_boxes(data)
    assert all(left > 0 and right < size[0] and bottom > 0 for left, bottom, right, _ in boxes)


def test_where_there_are_several_rooms_each_pc_is_told_its_own():
    (several,) = pdf_texts(quick_folder.write_instructions(*found(), FONT, ZONE))
    assert "r1上海301、r2上海302" in several
    (one,) = pdf_texts(quick_folder.write_instructions(*found(rooms=(("r1", "上海 301"),)), FONT, ZONE))
    assert "上海301" not in one


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instruction_names_a_file_to_double_click_and_no_command(language):
    session, words = found(language)
    (page,) = pdf_texts(quick_folder.write_instructions(session, words, FONT, ZONE))
    assert words("quick.file.start").replace(" ", "") in page.replace(" ", "")
    assert ["kaochangsit" in page, "--" in page] == [False, False]
    names = [path.name for path in quick_folder.unprinted_files(session, words, [words], ZONE)]
    assert any(name.startswith(words("quick.file.start")) for name in names)


def test_the_readme_is_in_every_readers_language_with_the_names_of_the_folders_as_they_are():
    session, words = found()
    names = quick_folder.folder_names(words)
    data = quick_folder.readme(session, words, [Catalogue(language) for language in LANGUAGES], ZONE)
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
    names = [*quick_folder.folder_names(words).values(), *quick_folder.printed_files(session, words, FONT, ZONE)]
    names.append(words("quick.file.readme"))
    assert [file_name(name, 60) for name in names] == names

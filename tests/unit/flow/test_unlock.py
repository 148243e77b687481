import pytest
from kaochang.domain.assessments import LoginField
from kaochang.domain.refusals import Outcome
from kaochang.flow import unlock
from support.exams import ITEMS, PICTURE, make_tickets
from support.refusals import flip, refuses
from support.sealed import MEDIA

FIRST = make_tickets()[0]


def test_a_room_sees_its_own_candidates_and_no_items_before_the_code(room_file):
    assert room_file.tickets == make_tickets()[:2]
    (front,) = room_file.fronts.values()
    assert (front.item_count, front.total) == (11, 22)


def test_the_start_code_opens_every_item_and_picture(unlocked):
    assert {placed.id: placed.item for placed in unlocked.exam("exam-1").assessment.items()} == ITEMS
    assert unlocked.media()(PICTURE) == MEDIA[PICTURE]


def test_several_rooms_have_to_be_chosen_from(day):
    with refuses(Outcome.POLICY, "exam.which-room") as refused:
        unlock.open_room(day.exam_path, day.office.site, None)
    assert refused.value.params["rooms"] == "R1 一号考场、R2 二号考场"


@pytest.mark.parametrize(
    "typed",
    [
        {LoginField.PERSON: FIRST.person, LoginField.NAME: FIRST.name},
        {LoginField.PERSON: "４４００１", LoginField.NAME: " 欧阳 春晓　"},
    ],
)
def test_width_and_spaces_do_not_matter_to_a_login(room_file, typed):
    assert unlock.find_ticket(room_file, typed) == FIRST


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ({}, "login.incomplete"),
        ({LoginField.PERSON: FIRST.person}, "login.incomplete"),
        ({LoginField.PERSON: FIRST.person, LoginField.NAME: "  "}, "login.incomplete"),
        ({LoginField.PERSON: "0", LoginField.NAME: FIRST.name}, "login.unknown"),
        ({LoginField.PERSON: "44003", LoginField.NAME: "慕容听雨"}, "login.unknown"),
    ],
)
def test_whoever_is_not_of_this_room_is_not_let_in(room_file, typed, key):
    with refuses(Outcome.POLICY, key):
        unlock.find_ticket(room_file, typed)


def test_a_room_is_found_by_its_name_too(day):
    by_name = unlock.open_room(day.exam_path, day.office.site, "二号考场")
    assert by_name.room.id == "R2"


@pytest.fixture
def damaged_copy(day, room_file, unlocked, tmp_path):
    """Opens a copy of the sealed exam with one bit of this item or picture turned over, as room R1 with its code."""

    def make(kind: str, name: str) -> unlock.Unlocked:
        sealed = room_file.sealed
        ref = getattr(sealed._index(unlocked.content_key), kind)[name]
        path = tmp_path / "damaged.kcb"
        path.write_bytes(flip(day.exam_path.read_bytes(), sealed._body_offset + ref.offset + 40))
        room = unlock.open_room(path, day.office.site, "R1")
        return unlock.Unlocked(room, unlocked.content_key)

    return make


def test_a_whole_exam_is_told_from_a_damaged_one(room_file, damaged_copy):
    assert unlock.is_whole(room_file)
    assert not unlock.is_whole(damaged_copy("items", "essay").room)


def test_a_damaged_item_is_named_by_its_exam_and_section(unlocked, damaged_copy):
    assessment = unlocked.exam("exam-1").assessment
    number = next(
        number
        for number, section in enumerate(assessment.sections, start=1)
        if "essay" in [placed.id for placed in section.items]
    )
    with refuses(Outcome.DECRYPT, "exam.section-damaged") as refused:
        damaged_copy("items", "essay").exam("exam-1")
    assert refused.value.params == {"title": assessment.title, "number": number}


def test_a_damaged_picture_is_named_as_a_picture(damaged_copy):
    with refuses(Outcome.DECRYPT, "exam.picture-damaged"):
        damaged_copy("media", PICTURE).media()(PICTURE)

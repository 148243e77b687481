import pytest
from kaochang.custody.sealed_exam import open_sealed_exam
from kaochang.domain.assessments import LoginField
from kaochang.domain.refusals import Outcome
from kaochang.flow import unlock
from kaochang.sealing import codes
from support.exams import ITEMS, PICTURE, make_exam, make_tickets
from support.refusals import flip, refuses
from support.sealed import MEDIA, PHOTOS
from support.seeded import seeded

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
    assert refused.value.params["rooms"] == ("R1 一号考场", "R2 二号考场")


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
        ref = getattr(unlocked.content.index, kind)[name]
        path = tmp_path / "damaged.kcb"
        path.write_bytes(flip(day.exam_path.read_bytes(), room_file.sealed.body.offset + ref.offset + 40))
        return unlock.unlock(unlock.open_room(path, day.office.site, "R1"), day.code)

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


def turned_over(day, tmp_path, ref):
    """A copy of the sealed exam with one bit of an object turned over."""
    path = tmp_path / "damaged.kcb"
    offset = open_sealed_exam(day.exam_path, *day.office.site.offices()).body.offset
    path.write_bytes(flip(day.exam_path.read_bytes(), offset + ref.offset + 40))
    return path


def test_a_damaged_photo_is_named_as_a_picture_and_costs_nothing_else(day, room_file, tmp_path):
    path = turned_over(day, tmp_path, room_file.object.photos["T1"])
    room = unlock.open_room(path, day.office.site, "R1")
    with refuses(Outcome.DECRYPT, "exam.picture-damaged"):
        room.photo("T1")
    assert unlock.unlock(room, day.code).exam("exam-1") == make_exam()


@pytest.mark.parametrize("what", ["index", "tickets"])
def test_what_the_start_code_needs_at_once_is_named_as_the_exam_itself(day, room_file, tmp_path, what):
    header = room_file.sealed.header
    path = turned_over(day, tmp_path, header.index if what == "index" else header.rooms["R1"].tickets)
    with refuses(Outcome.DECRYPT, "exam.body-damaged"):
        unlock.unlock(unlock.open_room(path, day.office.site, "R1"), day.code)


def test_a_photo_is_there_or_it_is_not(room_file):
    assert room_file.photo("T1") == PHOTOS["T1"]
    assert room_file.photo("T2") is None


def test_a_quick_room_asks_for_nothing_but_the_start_code(day, room_file, unlocked):
    door = unlock.door(day.exam_path, day.office.site, "R1")
    assert (door.needs_code, door.needs_room_key, door.takes_room_key) == (False, False, False)
    assert (room_file.needs_pin, room_file.needs_room_key) == (False, False)
    assert unlocked.act_key == day.keys.act_keys["R1"]
    assert unlocked.ticket_seed("T1") == unlocked.ticket_seed("T1", "any PIN") == day.keys.ticket_seeds["T1"]


def test_a_certified_room_says_what_it_asks_for_before_anybody_types(certified_day):
    day, site = certified_day, certified_day.office.site
    for asked in ("R1", "一号考场"):
        door = unlock.door(day.exam_path, site, asked)
        assert (door.room.id, door.needs_code, door.session) == ("R1", True, day.session)
        assert (door.needs_room_key, door.takes_room_key) == (True, True)
    with refuses(Outcome.CONTEXT, "exam.no-such-room"):
        unlock.door(day.exam_path, site, "R9")
    with refuses(Outcome.POLICY, "exam.room-code-needed"):
        unlock.open_room(day.exam_path, site, "R1")


def test_wrong_room_code_missing_room_key_and_wrong_pin_are_told_apart(certified_day):
    day, site, secrets = certified_day, certified_day.office.site, certified_day.secrets
    with refuses(Outcome.CODE, "room-code.wrong"):
        unlock.open_room(day.exam_path, site, "R1", secrets.room_codes["R2"])
    room = unlock.open_room(day.exam_path, site, "R1", secrets.room_codes["R1"])
    assert (room.needs_pin, room.needs_room_key) == (True, True)
    with refuses(Outcome.POLICY, "exam.room-key-needed"):
        unlock.unlock(room, day.code)
    unlocked = unlock.unlock(room, day.code, day.room_key)
    with refuses(Outcome.POLICY, "ticket.pin-needed"):
        unlocked.ticket_seed("T1")
    with refuses(Outcome.CODE, "pin.wrong"):
        unlocked.ticket_seed("T1", secrets.pins["T2"])
    assert unlocked.ticket_seed("T1", secrets.pins["T1"]) == day.keys.ticket_seeds["T1"]


def test_start_slots_beside_the_exam_are_used_and_those_of_another_name_are_not(day, tmp_path):
    fresh = codes.new_code(seeded(day.chance + 900))
    exam = tmp_path / "session.kcb"
    exam.write_bytes(day.exam)
    (tmp_path / "other.kcn").write_bytes(b"of another exam")
    with refuses(Outcome.CODE, "code.wrong"):
        unlock.unlock(unlock.open_room(exam, day.office.site, "R1"), fresh)
    (tmp_path / "session.kcn").write_bytes(day.kcn)
    room = unlock.open_room(exam, day.office.site, "R1")
    for code in (fresh, day.code):
        assert unlock.unlock(room, code).content_key == day.keys.content_key


def test_damaged_start_slots_are_named_and_not_passed_over(day, tmp_path):
    exam, later = tmp_path / "session.kcb", tmp_path / "session.kcn"
    exam.write_bytes(day.exam)
    later.write_bytes(flip(day.kcn, len(day.kcn) - 10))
    with refuses(Outcome.SIGNATURE) as caught:
        unlock.open_room(exam, day.office.site, "R1")
    assert caught.value.where == str(later)


@pytest.mark.parametrize("size", [0, 31, 33, 5_000_000])
def test_a_file_of_another_length_is_no_room_key_however_large(tmp_path, size):
    (tmp_path / "film.mp4").write_bytes(bytes(size))
    with refuses(Outcome.CODE, "code.room-key") as refused:
        unlock.read_room_key(tmp_path / "film.mp4")
    assert refused.value.where == str(tmp_path / "film.mp4")

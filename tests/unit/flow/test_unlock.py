import pytest
from kaochang.domain.assessments import LoginField
from kaochang.domain.refusals import Outcome
from kaochang.flow import unlock
from support.exams import ITEMS, PICTURE, make_tickets
from support.refusals import refuses
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
    assert refused.value.params["rooms"] == "R1、R2"


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


def test_a_group_of_the_code_is_checked_while_it_is_typed(day):
    first, second, third = day.code.split("-")
    assert [unlock.check_code_group(at, group) for at, group in enumerate((first, second, third), start=1)] == [
        True
    ] * 3
    assert not unlock.check_code_group(1, second)

import msgspec
import pytest
from kaochang.domain.assessments import LoginField, Room, SeatRule
from kaochang.domain.refusals import Outcome
from kaochang.flow.rosters import make_tickets, rooms_of
from kaochang.papers.roster import RosterRow
from support.exams import make_exam
from support.refusals import refuses

EXAM = make_exam()
ROOMS = (Room("R01", "东楼"), Room("R02", "西楼"))


def row(line, **given):
    told = {"name": f"测试{line}", "person": f"G{line}", "ticket": "", "room": "", "seat": "", "exam": ""}
    return RosterRow(line=line, **{**told, "extra_minutes": 0, **given})


def tickets(*rows, rooms=ROOMS, exams=(EXAM,)):
    return make_tickets(rows, rooms, exams, "20261121")


def test_rooms_are_the_rosters_in_its_order_or_those_that_are_named():
    rows = [row(2, room="西楼"), row(3, room="东楼"), row(4, room="西楼")]
    assert rooms_of(rows, []) == (Room("R01", "西楼"), Room("R02", "东楼"))
    assert rooms_of(rows, ["南楼"]) == (Room("R01", "南楼"),)
    with refuses(Outcome.POLICY, "roster.no-rooms"):
        rooms_of([row(2)], [])


def test_what_a_row_leaves_open_is_numbered_in_its_room():
    made = tickets(row(2, room="西楼"), row(3, room="东楼"), row(4, room="R02"))
    assert [(each.number, each.room, each.seat) for each in made] == [
        ("2026112102001", "R02", "01"),
        ("2026112101001", "R01", "01"),
        ("2026112102002", "R02", "02"),
    ]


def test_what_a_row_says_is_kept():
    (made,) = tickets(row(2, room="东楼", ticket="A7", seat="窗边", exam="exam-1", extra_minutes=15))
    assert (made.number, made.seat, made.exam, made.extra_time_s) == ("A7", "窗边", "exam-1", 900)


def _with_rules(exam_id="exam-1", **rules):
    exam = make_exam(exam_id=exam_id)
    return msgspec.structs.replace(exam, rules=msgspec.structs.replace(exam.rules, **rules))


def test_the_number_of_an_identity_document_is_on_the_tickets_of_exams_that_ask_for_it_alone():
    asking = _with_rules("exam-2", login=(LoginField.NAME, LoginField.IDENTITY))
    rows = (row(2, exam="exam-1", room="东楼", identity="3101"), row(3, exam="exam-2", room="东楼", identity="3102"))
    assert [each.identity for each in tickets(*rows, exams=(EXAM, asking))] == ["", "3102"]


def test_a_row_without_one_is_refused_where_candidates_log_in_with_it():
    with refuses(Outcome.PAYLOAD, "roster.identity-missing"):
        tickets(row(2, room="东楼"), exams=(_with_rules(login=(LoginField.IDENTITY,)),))


@pytest.mark.parametrize("rule", [SeatRule.TYPED, SeatRule.FREE])
def test_no_seat_is_made_up_where_seats_are_typed_or_free(rule):
    rows = (row(2, room="东楼", seat="9"), row(3, room="东楼"))
    assert [each.seat for each in tickets(*rows, exams=(_with_rules(seat=rule),))] == ["9", ""]


def test_candidates_without_a_room_fill_the_rooms_evenly():
    made = tickets(*(row(line) for line in range(2, 7)))
    assert [each.room for each in made] == ["R01", "R01", "R01", "R02", "R02"]


def test_an_exam_is_found_by_title_or_id_and_must_be_told_where_there_are_several():
    other = make_exam(exam_id="exam-2")
    (made,) = tickets(row(2, room="东楼", exam="exam-2"), exams=(EXAM, other))
    assert made.exam == "exam-2"
    with refuses(Outcome.PAYLOAD, "roster.unknown-exam"):
        tickets(row(2, room="东楼"), exams=(EXAM, other))


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"room": "北楼"}, "roster.unknown-room"),
        ({"room": "东楼", "exam": "另一场"}, "roster.unknown-exam"),
        ({"room": "东楼", "ticket": "../A"}, "roster.ticket-form"),
        ({"room": "东楼", "ticket": "甲1"}, "roster.ticket-form"),
    ],
)
def test_a_row_that_cannot_be_seated_is_refused_with_its_line(given, key):
    with refuses(Outcome.PAYLOAD, key) as refused:
        tickets(row(9, **given))
    assert refused.value.params["line"] == 9


def test_a_ticket_number_is_given_once():
    with refuses(Outcome.DUPLICATE, "roster.duplicate-ticket") as refused:
        tickets(row(2, ticket="A1", room="东楼"), row(3, ticket="A1", room="西楼"))
    assert refused.value.params == {"line": 3, "first": 2, "ticket": "A1"}


@pytest.mark.parametrize("seat", ["7", "07", " ０７"])
def test_two_people_have_no_one_seat_however_it_is_written(seat):
    with refuses(Outcome.DUPLICATE, "roster.duplicate-seat") as refused:
        tickets(row(2, seat="7", room="东楼"), row(3, seat="7", room="西楼"), row(4, seat=seat, room="东楼"))
    assert (refused.value.params["line"], refused.value.params["first"]) == (4, 2)


def test_one_person_sits_two_exams_on_one_seat():
    exams = (EXAM, make_exam(exam_id="exam-2"))
    rows = [row(line, person="G1", seat="A1", room="东楼", exam=exam.id) for line, exam in enumerate(exams, 2)]
    assert [each.seat for each in tickets(*rows, exams=exams)] == ["A1", "A1"]


def test_a_seat_that_is_left_open_is_none_that_somebody_else_was_given():
    made = tickets(
        row(2, room="东楼"), row(3, room="东楼", seat="1"), row(4, room="东楼"), row(5, room="东楼", seat="3")
    )
    assert [each.seat for each in made] == ["02", "1", "04", "3"]


def test_where_some_rows_name_their_room_the_others_have_to():
    with refuses(Outcome.PAYLOAD, "roster.room-missing") as refused:
        tickets(row(2, room="东楼"), row(3), row(4, room="西楼"))
    assert (refused.value.params["line"], refused.value.params["rooms"]) == (3, ("东楼", "西楼"))
    assert [each.room for each in tickets(row(2, room="东楼"), row(3), rooms=ROOMS[:1])] == ["R01", "R01"]


def test_a_title_that_two_exams_of_the_session_have_is_no_name_for_either():
    other = make_exam(exam_id="exam-2")
    with refuses(Outcome.CONFLICT, "roster.which-exam") as refused:
        tickets(row(2, room="东楼", exam=EXAM.assessment.title), exams=(EXAM, other))
    assert refused.value.params["exams"] == ("exam-1", "exam-2")

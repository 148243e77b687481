"""Planning a session: everything that is to be sealed comes from bank, roster, clock and what the office says."""

from fractions import Fraction

import pytest
from kaochang.domain.assessments import Assessment, Exam, Kind, Level, PlacedItem, Rules, Section
from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Paper, PaperItem, Passed
from kaochang.domain.papers import Kind as FindingKind
from kaochang.domain.refusals import Outcome
from kaochang.flow.session_plan import SessionWish, minutes_short, plan_session
from kaochang.papers.roster import RosterRow
from kaochang.store.bank import Bank, PaperEntry
from support.clocks import ManualClock
from support.exams import OPENS, PICTURE, SCHEMES, make_exam
from support.refusals import refuses
from support.seeded import seeded

DAY_MS = 24 * 3_600_000
MEDIA = {PICTURE: b"png"}


@pytest.fixture
def bank(tmp_path):
    made = Bank(tmp_path / "bank.db")
    exam = make_exam()
    findings = (Finding(FindingKind.MISSING_ANSWER, index=0, section="客观题", number="1"),)
    items = tuple(PaperItem(each.item, SCHEMES[each.id]) for each in exam.assessment.items())
    ids = [each.id for each in exam.assessment.items()]
    made.add_paper(PaperEntry("paper.txt", 1, Paper("客服试卷", items, findings), ids, MEDIA))
    made.pass_findings([1], Passed("张老师", "纸质试卷如此"))
    made.save_exam(exam, [1], 1)
    yield made
    made.close()


def row(name, room, **more):
    blank = {"line": 2, "person": name, "ticket": "", "seat": "", "exam": "", "extra_minutes": 0}
    return RosterRow(name=name, room=room, **(blank | more))


def planned_by(bank, *rows, clock=OPENS, **said):
    wish = SessionWish(**{"exams": ["exam-1"], **said})
    return plan_session(bank, wish, rows or [row("甲", "一号")], ManualClock(clock), seeded())


def test_everything_that_is_to_be_sealed_comes_from_bank_roster_and_clock(bank):
    rows = [row("甲", "一号"), row("乙", "二号"), row("丙", "一号")]
    planned = planned_by(bank, *rows, exams=["exam-1", "exam-1"])
    exam = make_exam()
    assert [each.id for each in planned.exams] == ["exam-1"]
    assert planned.schemes == {each.id: SCHEMES[each.id] for each in exam.assessment.items()}
    assert planned.session.title == exam.assessment.title
    assert planned.session.level is Level.QUICK
    assert planned.session.closes == OPENS + exam.rules.duration_s * 1000 + 30 * 60_000
    assert planned.keep_until == planned.session.closes + 180 * DAY_MS
    assert [(ticket.room, ticket.number[-5:]) for ticket in planned.tickets] == [
        ("R01", "01001"),
        ("R02", "02001"),
        ("R01", "01002"),
    ]


def test_pictures_stay_in_the_bank_until_they_are_asked_for(bank):
    planned = planned_by(bank)
    assert planned.media.sizes == {PICTURE: 3}
    assert planned.media.read(PICTURE) == b"png"
    assert not planned.photos.sizes


def test_pictures_of_options_and_prompts_are_sealed_too(bank):
    shown = {"of-option.png": b"a", "of-prompt.png": b"b"}
    of_option, of_prompt = (Image(name, "image/png") for name in shown)
    item = Item(
        ItemType.MATCHING, "连线。", options=(Option("A", "", of_option),), prompts=(Option("1", "", of_prompt),)
    )
    bank.add_paper(PaperEntry("p", 1, Paper(None, (PaperItem(item, MarkScheme()),), ()), ["m"], shown))
    section = Section("连线题", (PlacedItem("m", item, Fraction(2)),))
    bank.save_exam(Exam("exam-2", Assessment("看图", (section,)), Rules(duration_s=600)), [2], 1)
    planned = planned_by(bank, exams=["exam-2"])
    assert planned.media.sizes == dict.fromkeys(shown, 1)
    assert [planned.media.read(name) for name in shown] == [b"a", b"b"]


def test_findings_that_were_passed_travel_with_who_passed_them_and_why(bank):
    (passed,) = planned_by(bank).passed_findings
    assert "张老师" in passed
    assert "纸质试卷如此" in passed


def test_what_the_office_says_of_a_session_stands(bank):
    said = {"title": "秋季场", "kind": Kind.REHEARSAL, "opens": OPENS, "closes": OPENS + 9, "rooms": ["三号"]}
    certified = {"level": Level.CERTIFIED, "keep_days": 7, "room_key_files": True}
    planned = planned_by(bank, row("甲", ""), clock=1, short_window=True, **certified, **said)
    session = planned.session
    assert (session.title, session.kind, session.opens, session.closes) == ("秋季场", Kind.REHEARSAL, OPENS, OPENS + 9)
    assert [room.name for room in session.rooms] == ["三号"]
    assert (session.level, planned.room_key_files) == (Level.CERTIFIED, True)
    assert planned.keep_until == OPENS + 9 + 7 * DAY_MS


def test_photos_of_candidates_come_along_and_files_of_nobody_are_told(bank, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("44001.jpg", "stranger.jpg"):
        (folder / name).write_bytes(b"\xff\xd8\xff" + name.encode())
    planned = planned_by(bank, row("甲", "一号", person="44001"), row("乙", "一号", person="44002"), photos=folder)
    (number,) = planned.photos.sizes
    assert planned.photos.read(number).endswith(b"44001.jpg")
    assert planned.unused_photos == ("stranger.jpg",)


def test_a_window_that_follows_from_the_exam_has_room_for_the_longest_extra_time(bank):
    session = planned_by(bank, row("甲", "一号", extra_minutes=45), row("乙", "一号")).session
    assert session.closes - session.opens == (60 + 45 + 30) * 60_000


def test_a_window_too_short_for_the_longest_working_time_needs_a_plain_yes(bank):
    rows = [row("甲", "一号"), row("乙", "一号", extra_minutes=20)]
    window = {"opens": OPENS, "closes": OPENS + 79 * 60_000}
    with refuses(Outcome.POLICY, "seal.window-short") as caught:
        planned_by(bank, *rows, **window)
    assert caught.value.params == {"window": 79, "longest": 80, "closes": OPENS + 80 * 60_000}
    assert minutes_short(planned_by(bank, *rows, short_window=True, **window)) == 1
    assert minutes_short(planned_by(bank, *rows, opens=OPENS, closes=OPENS + 80 * 60_000)) == 0


def test_a_window_that_is_over_already_is_refused_before_anything_is_sealed(bank):
    with refuses(Outcome.POLICY, "seal.window-over"):
        planned_by(bank, clock=OPENS + 9, opens=OPENS, closes=OPENS + 9)


def test_seats_are_drawn_for_people_and_whoever_sits_twice_keeps_one(bank):
    bank.save_exam(make_exam(exam_id="exam-2"), [1], 2)
    rows = [row(name, "", exam=exam) for exam in ("exam-1", "exam-2") for name in "甲乙丙丁"]
    planned = planned_by(
        bank, *rows, exams=["exam-1", "exam-2"], rooms=["一号", "二号"], seats={"一号": 3, "二号": 1}, seat_seed="x"
    )
    places = {(ticket.person, ticket.room, ticket.seat) for ticket in planned.tickets}
    assert len(places) == 4
    assert sorted((room, seat) for _, room, seat in places) == [
        ("R01", "01"),
        ("R01", "02"),
        ("R01", "03"),
        ("R02", "01"),
    ]


@pytest.mark.parametrize(
    ("outcome", "key", "said"),
    [
        (Outcome.POLICY, "seating.no-draw", {"seats": {"一号": 3}}),
        (Outcome.POLICY, "seating.unknown-room", {"seats": {"三号": 3}, "seat_seed": "x"}),
    ],
)
def test_seats_that_nobody_could_draw_are_refused(bank, outcome, key, said):
    with refuses(outcome, key):
        planned_by(bank, **said)


def test_one_person_in_two_rooms_has_no_seat(bank):
    rows = [row("甲", "一号"), row("甲", "二号", line=3)]
    with refuses(Outcome.PAYLOAD, "seating.two-rooms") as refused:
        planned_by(bank, *rows, seat_seed="x")
    assert refused.value.params == {"line": 3, "first": 2, "room": "一号"}

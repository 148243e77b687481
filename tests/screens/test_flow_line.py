"""The real line under the window, on a real certified session: which of code, PIN and file is wrong is told apart."""

import os
from pathlib import Path

import pytest
from kaochang.app import FlowLine, mounted_drives
from kaochang.custody import act_codes
from kaochang.custody.act_codes import ActPlace
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Level, LoginField
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.desk import Desk
from msgspec.structs import replace
from screens.fakes import PIN as OTHER_PIN
from screens.fakes import ROOM_CODE, START_CODE, StandingClock
from support.clocks import ManualClock
from support.exams import CLOSES, OPENS
from support.sealed import PHOTOS, ROOM, make_day


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certified")
    made = make_day(folder, level=Level.CERTIFIED, room_files=True)
    (folder / "site.kcx").write_bytes(made.kcx)
    return made


@pytest.fixture
def line(day, tmp_path):
    desk = Desk(tmp_path / "data", StandingClock(OPENS + 60_000), os.urandom)
    return FlowLine(day.exam_path, day.folder / "site.kcx", ROOM, desk, (), drives=tuple)


@pytest.fixture
def room(line, day):
    return line.open_room(day.room_code)


def _ticket(room):
    return next(ticket for ticket in room.tickets if ticket.number == "T1")


def _begin(line, day, room, **change):
    given = {"code": day.code, "pin": day.secrets.pins["T1"], "room_key": day.room_key, **change}
    ticket = _ticket(room)
    return line.begin(room, given["code"], ticket, "01", given["pin"], given["room_key"])


def test_the_door_names_the_room_and_asks_for_its_code(line, day):
    door = line.door()
    assert (door.room.id, door.session.title, door.needs_code) == (ROOM, day.session.title, True)


def test_a_quick_session_s_door_stands_open(tmp_path):
    quick = make_day(tmp_path)
    (tmp_path / "site.kcx").write_bytes(quick.kcx)
    desk = Desk(tmp_path / "data", StandingClock(), os.urandom)
    line = FlowLine(quick.exam_path, tmp_path / "site.kcx", ROOM, desk, ())
    assert not line.door().needs_code
    assert not line.open_room().needs_pin


def test_a_wrong_room_code_is_called_one(line):
    with pytest.raises(Refusal) as caught:
        line.open_room(ROOM_CODE)
    assert (caught.value.outcome, caught.value.key) == (Outcome.CODE, "room-code.wrong")


def test_the_room_code_opens_names_and_photos(line, room):
    assert room.needs_pin
    assert room.needs_room_key
    ticket = _ticket(room)
    assert line.find_ticket(room, {LoginField.PERSON: ticket.person, LoginField.NAME: ticket.name}) == ticket
    assert room.photo("T1") == PHOTOS["T1"]
    assert room.photo("T2") is None


def test_code_pin_and_file_together_begin_the_attempt(line, day, room):
    sitting = _begin(line, day, room)
    sitting.shut()
    assert sitting.remaining_ms() > 0


@pytest.mark.parametrize(
    ("change", "outcome", "key"),
    [
        ({"pin": OTHER_PIN}, Outcome.CODE, "pin.wrong"),
        ({"code": START_CODE}, Outcome.CODE, "code.or-room-key"),
        ({"room_key": bytes(32)}, Outcome.CODE, "code.or-room-key"),
        ({"room_key": bytes(31)}, Outcome.CODE, "code.room-key"),
        ({"room_key": b""}, Outcome.POLICY, "exam.room-key-needed"),
        ({"pin": ""}, Outcome.POLICY, "ticket.pin-needed"),
    ],
)
def test_what_is_wrong_or_missing_is_told_apart(line, day, room, change, outcome, key):
    with pytest.raises(Refusal) as caught:
        _begin(line, day, room, **change)
    assert (caught.value.outcome, caught.value.key) == (outcome, key)


@pytest.mark.attack(55)
def test_wrong_tries_are_remembered_by_the_pc_and_not_by_the_window(line, day, room):
    for _ in range(3):
        with pytest.raises(Refusal):
            line.open_room(ROOM_CODE)
        with pytest.raises(Refusal):
            _begin(line, day, room, pin=OTHER_PIN)
    opened_again = replace(line, desk=Desk(line.desk.folder, line.desk.clock, os.urandom))
    assert opened_again.room_code_wait_s(opened_again.door()) == 5
    assert opened_again.code_wait_s(room, _ticket(room)) == 5
    other = next(ticket for ticket in room.tickets if ticket.number != "T1")
    assert opened_again.code_wait_s(room, other) == 0


def test_a_room_key_file_beside_the_exam_is_found_before_any_stick(line, day, room, tmp_path):
    stick, beside = _stick(tmp_path / "a", "R1.kroom"), day.folder / "R1.kroom"
    beside.write_bytes(day.room_key)
    try:
        assert replace(line, sticks=(stick,)).find_room_key(room).path == beside
    finally:
        beside.unlink()


def _stick(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode().ljust(32))
    return folder


def test_the_room_s_own_file_is_found_on_whichever_stick_has_it(line, room, tmp_path):
    given, mounted = _stick(tmp_path / "a", "R2.kroom"), _stick(tmp_path / "b", "R1.kroom", "R2.kroom")
    line = replace(line, sticks=(given,), drives=lambda: (mounted,))
    assert line.find_room_key(room).path == mounted / "R1.kroom"
    assert line.find_room_key(room).data == b"R1.kroom".ljust(32)


def test_a_file_that_was_named_goes_before_any_stick(line, room, tmp_path):
    stick, named = _stick(tmp_path / "a", "R1.kroom"), _stick(tmp_path / "b", "other") / "other"
    line = replace(line, sticks=(stick,), room_key=named)
    assert line.find_room_key(room).path == named


def test_a_file_that_cannot_be_one_is_passed_over_and_none_is_no_error(line, room, tmp_path):
    huge = _stick(tmp_path / "a", "R1.kroom")
    (huge / "R1.kroom").write_bytes(bytes(5_000))
    folder = tmp_path / "b"
    (folder / "R1.kroom").mkdir(parents=True)
    line = replace(line, sticks=(huge, folder, tmp_path / "unplugged"))
    assert line.find_room_key(room) is None


def test_by_hand_every_file_is_offered_down_to_one_folder_below(line, tmp_path):
    stick = _stick(tmp_path / "a", "R2.kroom", "第二场/R1.kroom", "a/b/R1.kroom", "notes.txt")
    line = replace(line, sticks=(stick,), drives=lambda: (stick,))
    assert line.room_key_files() == (stick / "R2.kroom", stick / "第二场/R1.kroom")


def test_the_system_s_own_drive_is_no_stick():
    assert Path("/") not in mounted_drives()


def test_a_start_outside_the_window_begins_by_an_act(line, day, room):
    late = replace(line, desk=Desk(line.desk.folder, ManualClock(CLOSES + 60_000), os.urandom))
    with pytest.raises(Refusal) as caught:
        _begin(late, day, room)
    assert caught.value.key == "session.over"
    challenge = late.ask_to_begin(room, "", _ticket(room), "", b"", ActKind.CLOCK)
    place = ActPlace(day.context, ROOM, day.keys.act_keys[ROOM])
    code = act_codes.make_response(place, "T1", challenge, 0)
    pin = day.secrets.pins["T1"]
    sitting = late.begin(room, day.code, _ticket(room), "01", pin, day.room_key, act=code)
    assert sitting.state.has_act(ActKind.CLOCK)
    sitting.shut()


def test_a_folder_offers_its_exams_and_one_file_offers_nothing(line, day):
    several = replace(line, exam=day.folder)
    assert [each.path for each in several.sessions() if each.door] == [day.exam_path]
    assert line.sessions() == ()
    chosen = several.at(day.exam_path)
    assert chosen.door().session.id == day.session.id
    assert several.of(chosen.open_room(day.room_code)).exam == day.exam_path


def test_the_program_is_left_by_start_code_and_act_together(line, day, room):
    line = replace(line, desk=Desk(line.desk.folder, ManualClock(OPENS + 60_000), os.urandom))
    ticket = _ticket(room)
    challenge = line.ask_to_leave(room, ticket)
    code = act_codes.make_response(ActPlace(day.context, ROOM, day.keys.act_keys[ROOM]), "T1", challenge, 0)
    with pytest.raises(Refusal) as caught:
        line.leave(room, START_CODE, day.room_key, ticket, code)
    assert caught.value.outcome is Outcome.CODE
    line.leave(room, day.code, day.room_key, ticket, code)


def test_what_the_pc_finds_of_itself_refuses_nothing(line, room):
    assert line.look_at_pc(room).disk_doubt in ("", "full", "forgets")


class Keeping:
    """A keeper that holds something."""

    def __init__(self) -> None:
        self.kept = b"keys"

    def held(self) -> bytes:
        return self.kept

    def forget(self) -> None:
        self.kept = b""


def test_nothing_is_kept_of_whoever_has_gone(line):
    keeper = Keeping()
    replace(line, keeper=keeper).forget()
    assert keeper.held() == b""

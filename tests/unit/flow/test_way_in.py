"""The way in: the exam first, then what lies beside it, then secrets; wrong ones wait, and errata never fall behind."""

import pytest
from kaochang.custody.errata import NO_ERRATA, Erratum
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome
from kaochang.flow import pc_tries, sit
from kaochang.flow.desk import Desk
from kaochang.flow.way_in import WayIn
from kaochang.sealing import codes
from support.clocks import ManualClock
from support.exams import OPENS
from support.refusals import refuses
from support.seeded import seeded

WRONG = codes.new_code(seeded(4242))
WRONG_PIN = codes.new_code(seeded(4243), codes.PIN)


@pytest.fixture
def clock():
    return ManualClock(OPENS + 60_000)


@pytest.fixture
def desk(tmp_path, clock):
    return Desk(tmp_path / "pc", clock, seeded(77))


def laid_out(day, folder):
    """A folder as the office hands it out."""
    folder.mkdir()
    (folder / "session.kcb").write_bytes(day.exam)
    (folder / "site.kcx").write_bytes(day.kcx)
    return folder


@pytest.fixture
def quick(day, desk, tmp_path):
    folder = laid_out(day, tmp_path / "exam")
    return WayIn(desk, folder / "session.kcb", None, "R1")


@pytest.fixture
def certified(certified_day, desk, tmp_path):
    folder = laid_out(certified_day, tmp_path / "exam")
    return WayIn(desk, folder / "session.kcb", None, "R1")


def again(way):
    """The same way on the same PC after the program was killed."""
    return WayIn(Desk(way.desk.folder, way.desk.clock, way.desk.random), way.exam, way.site, way.room)


def test_a_quick_room_opens_by_the_site_file_beside_the_exam(quick, day):
    door = quick.door()
    assert (door.room.id, door.needs_code) == ("R1", False)
    assert quick.read_room_key(door) == b""
    assert quick.unlock(quick.open_room(), day.code).errata == NO_ERRATA


def test_a_site_file_that_is_named_goes_before_the_one_beside_the_exam(quick, other_day, tmp_path):
    (tmp_path / "other.kcx").write_bytes(other_day.kcx)
    with refuses(Outcome.CERT):
        WayIn(quick.desk, quick.exam, tmp_path / "other.kcx", "R1").door()


def test_an_exam_that_is_not_there_is_named_before_the_site_file_is_missed(quick, tmp_path):
    wrong = tmp_path / "nowhere" / "session.kcb"
    with refuses(Outcome.MISSING, "io.missing") as refused:
        WayIn(quick.desk, wrong, None, "R1").door()
    assert refused.value.where == str(wrong)


@pytest.mark.parametrize("kind", ["kck", "kcx"])
def test_a_file_of_another_kind_is_called_that_though_no_site_file_lies_beside_it(quick, day, tmp_path, kind):
    (tmp_path / "session.kcb").write_bytes(getattr(day, kind))
    with refuses(Outcome.FRAME, "frame.other-type"):
        WayIn(quick.desk, tmp_path / "session.kcb", None, "R1").door()


def test_an_exam_for_a_site_file_is_called_another_kind_however_large_it_is(quick, day, tmp_path):
    large = tmp_path / "large.kcb"
    large.write_bytes(day.exam)
    with refuses(Outcome.FRAME, "frame.other-type") as refused:
        WayIn(quick.desk, quick.exam, large, "R1").door()
    assert refused.value.where == str(large)


# -- the room key file


def test_a_room_key_file_is_taken_from_beside_the_exam(certified, certified_day):
    beside = certified.key_beside("R1")
    assert beside == certified.exam.with_name("R1.kroom")
    beside.write_bytes(certified_day.room_key)
    assert certified.read_room_key(certified.door()) == certified_day.room_key


def test_a_room_key_file_that_is_named_goes_first(certified, certified_day, tmp_path):
    certified.key_beside("R1").write_bytes(bytes(32))
    (tmp_path / "stick.kroom").write_bytes(certified_day.room_key)
    way = WayIn(certified.desk, certified.exam, None, "R1", tmp_path / "stick.kroom")
    assert way.read_room_key(way.door()) == certified_day.room_key


def test_a_room_key_file_that_is_needed_and_nowhere_is_missing_by_its_place(certified):
    with refuses(Outcome.MISSING, "room-key.missing") as refused:
        certified.read_room_key(certified.door())
    assert refused.value.where == str(certified.exam.with_name("R1.kroom"))
    assert refused.value.params == {"room": "R1"}


def test_a_room_key_file_of_another_length_is_told_before_any_code(certified):
    certified.key_beside("R1").write_bytes(bytes(31))
    with refuses(Outcome.CODE, "code.room-key"):
        certified.read_room_key(certified.door())


def test_a_room_key_file_that_opens_nothing_is_refused_and_not_passed_over(quick, tmp_path):
    (tmp_path / "R1.kroom").write_bytes(bytes(32))
    with refuses(Outcome.USAGE, "room-key.not-needed"):
        WayIn(quick.desk, quick.exam, None, "R1", tmp_path / "R1.kroom").door()
    quick.key_beside("R1").write_bytes(bytes(32))
    assert quick.read_room_key(quick.door()) == b""


def test_a_room_code_or_pin_that_opens_nothing_is_refused_and_not_passed_over(quick, day):
    with refuses(Outcome.USAGE, "room-code.not-needed"):
        quick.open_room(WRONG)
    unlocked = quick.unlock(quick.open_room(), day.code)
    with refuses(Outcome.USAGE, "pin.not-needed"):
        sit.begin(quick.desk, unlocked, unlocked.room.tickets[0], "01", WRONG_PIN)
    assert not (quick.desk.folder / day.session.id / "T1").exists()


# -- wrong codes


@pytest.mark.attack(55)
def test_wrong_start_codes_wait_also_after_a_kill_until_one_is_right(quick, day, clock):
    room = quick.open_room()
    for _ in range(3):
        with refuses(Outcome.CODE, "code.wrong"):
            quick.unlock(room, WRONG)
    killed = again(quick)
    assert killed.code_wait_s(room, room.tickets[0]) == 5
    with refuses(Outcome.POLICY, "code.wait"):
        killed.unlock(killed.open_room(), day.code)
    clock.go_on(5_000)
    assert killed.unlock(killed.open_room(), day.code).content_key == day.keys.content_key
    assert killed.code_wait_s(room, room.tickets[0]) == 0


@pytest.mark.attack(55)
def test_wrong_room_codes_wait_also_after_a_kill_until_one_is_right(certified, certified_day, clock):
    for _ in range(3):
        with refuses(Outcome.CODE, "room-code.wrong"):
            certified.open_room(WRONG)
    killed = again(certified)
    assert killed.room_code_wait_s(killed.door()) == 5
    with refuses(Outcome.POLICY, "code.wait"):
        killed.open_room(certified_day.room_code)
    clock.go_on(5_000)
    assert killed.open_room(certified_day.room_code).room.id == "R1"


@pytest.mark.attack(55)
def test_wrong_pins_of_a_ticket_wait_also_after_a_kill_and_nobody_else_waits_for_them(certified, certified_day, clock):
    day = certified_day
    unlocked = certified.unlock(certified.open_room(day.room_code), day.code, day.room_key)
    first, second = unlocked.room.tickets[:2]

    def begin(ticket, pin):
        sit.begin(again(certified).desk, unlocked, ticket, "01", pin).shut()

    for _ in range(3):
        with refuses(Outcome.CODE, "pin.wrong"):
            begin(first, WRONG_PIN)
    assert certified.code_wait_s(unlocked.room, first) == 5
    with refuses(Outcome.POLICY, "code.wait"):
        begin(first, day.secrets.pins[first.number])
    begin(second, day.secrets.pins[second.number])
    certified.unlock(unlocked.room, day.code, day.room_key)
    assert certified.code_wait_s(unlocked.room, first) == 5
    clock.go_on(5_000)
    begin(first, day.secrets.pins[first.number])


def test_a_slip_of_the_hand_is_no_wrong_code(quick):
    room = quick.open_room()
    for _ in range(5):
        with refuses(Outcome.CODE, "code.form"):
            quick.unlock(room, "12345")
    assert pc_tries.tries_of(quick.desk, room.session.id).wait_s(pc_tries.START_CODE) == 0


# -- errata


def test_a_pc_that_has_unlocked_under_errata_unlocks_under_no_older_ones(quick, day):
    entry = Erratum("", ErratumAction.NOTICE, "请看白板", OPENS)
    beside = quick.exam.with_name("one.kce")
    beside.write_bytes(day.errata_after(NO_ERRATA, entry))
    assert quick.unlock(quick.open_room(), day.code).errata.counter == 1
    beside.unlink()
    with refuses(Outcome.ROLLBACK, "erratum.gone"):
        quick.unlock(quick.open_room(), day.code)

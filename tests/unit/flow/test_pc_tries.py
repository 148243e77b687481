"""Wrong codes and PINs slow a PC down, also after a kill, and nothing locks for good."""

import json
import random

import pytest
from kaochang.domain.outages import Witness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.pc_tries import ROOM_CODE, START_CODE, PcTries, pin_of
from support.clocks import ManualClock
from support.exams import CLOSES, OPENS
from support.refusals import refuses

SCHEDULE = (0, 0, 5, 15, 30, 60, 60)


@pytest.fixture
def clock():
    return ManualClock(OPENS)


@pytest.fixture
def tries(tmp_path, clock):
    return PcTries(tmp_path / "session", clock)


def wrong(tries, name=START_CODE, key="code.wrong"):
    """One wrong try; how long its refusal says that the next one waits."""
    with refuses(Outcome.CODE, key) as refused, tries.of(name):
        raise Refusal(Outcome.CODE, key)
    return refused.value.params.get("seconds")


def right(tries, name=START_CODE):
    with tries.of(name):
        pass


@pytest.mark.attack(55)
def test_two_wrong_tries_are_free_and_from_the_third_on_each_waits_longer(tries, clock):
    for seconds in SCHEDULE:
        assert wrong(tries) == seconds == tries.wait_s(START_CODE)
        clock.go_on(seconds * 1000)
        assert tries.wait_s(START_CODE) == 0


@pytest.mark.attack(55)
def test_a_try_before_its_time_is_refused_and_neither_tried_nor_counted(tries, clock, tmp_path):
    for _ in range(3):
        wrong(tries)
    before = (tmp_path / "session" / "tries.json").read_bytes()
    clock.go_on(4_999)
    with refuses(Outcome.POLICY, "code.wait") as refused, tries.of(START_CODE):
        raise AssertionError("nothing may be tried")
    assert refused.value.params == {"seconds": 1}
    assert (tmp_path / "session" / "tries.json").read_bytes() == before
    clock.go_on(1)
    right(tries)


@pytest.mark.attack(55)
def test_a_kill_clears_nothing(tries, clock, tmp_path):
    for _ in range(3):
        wrong(tries)
    assert PcTries(tmp_path / "session", clock).wait_s(START_CODE) == 5


@pytest.mark.parametrize("wall", [0, OPENS - 400 * 86_400_000, CLOSES + 86_400_000])
def test_setting_the_date_neither_clears_nor_lengthens_anything(tries, clock, wall):
    for _ in range(4):
        clock.go_on(5_000)
        wrong(tries)
    clock.set_wall(wall)
    assert tries.wait_s(START_CODE) == 15
    clock.go_on(15_000)
    assert tries.wait_s(START_CODE) == 0


@pytest.mark.parametrize("up_s", [0, 10, 59, 60, 900])
def test_a_restart_of_the_machine_shortens_a_wait_by_no_more_than_it_is_up(tries, clock, tmp_path, up_s):
    for _ in range(6):
        clock.go_on(60_000)
        wrong(tries)

    class Restarted(ManualClock):
        def elapsed(self):
            return up_s * 1000

        def boot(self):
            return "another start"

    after = PcTries(tmp_path / "session", Restarted(OPENS - 86_400_000))
    assert after.wait_s(START_CODE) == max(0, 60 - up_s)


def test_no_reading_of_the_clock_makes_anybody_wait_longer_than_a_minute(tmp_path):
    chance = random.Random(5)
    for at in range(200):
        clock = ManualClock(chance.randrange(2**41))
        tries = PcTries(tmp_path / str(at), clock)
        last = Witness(chance.randrange(2**41), chance.randrange(2**50), chance.choice(["", "boot"]))
        tries._write({})
        plain = json.loads((tmp_path / str(at) / "tries.json").read_text("utf-8"))
        told = {"type": "witness", "wall": last.wall, "elapsed": last.elapsed, "boot": last.boot}
        plain["tried"] = {START_CODE: {"wrong": chance.randrange(1_000_000), "last": told}}
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        (tmp_path / str(at) / "tries.json").write_text(text, "utf-8")
        assert 0 <= tries.wait_s(START_CODE) <= 60


def test_a_right_try_begins_anew(tries):
    wrong(tries)
    wrong(tries)
    right(tries)
    assert wrong(tries) == wrong(tries) == 0


def test_each_secret_counts_alone_and_nobodys_own_pin_ends_the_waiting_for_anothers(tries):
    for _ in range(3):
        wrong(tries, pin_of("T1"), "pin.wrong")
    right(tries, pin_of("T2"))
    right(tries, START_CODE)
    assert (tries.wait_s(pin_of("T1")), tries.wait_s(pin_of("T2"), ROOM_CODE, START_CODE)) == (5, 0)
    assert tries.wait_s(START_CODE, pin_of("T1")) == 5


@pytest.mark.parametrize("key", ["room-code.wrong", "code.wrong", "code.or-room-key", "pin.wrong"])
def test_every_wrong_secret_is_counted(tries, key):
    assert [wrong(tries, ROOM_CODE, key) for _ in range(3)] == [0, 0, 5]


@pytest.mark.parametrize(
    ("outcome", "key"),
    [
        (Outcome.CODE, "code.form"),
        (Outcome.CODE, "pin.group"),
        (Outcome.CODE, "code.room-key"),
        (Outcome.POLICY, "ticket.pin-needed"),
        (Outcome.IO, "io.failed"),
    ],
)
def test_what_is_no_guess_is_not_counted(tries, tmp_path, outcome, key):
    for _ in range(9):
        with refuses(outcome, key), tries.of(START_CODE):
            raise Refusal(outcome, key)
    assert not (tmp_path / "session").exists()


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"tried":{"start-code":{"wrong":-1}}}', bytes(64)])
def test_a_memory_that_is_rubbish_locks_nobody_out_and_is_written_anew(tries, tmp_path, rubbish):
    (tmp_path / "session").mkdir()
    (tmp_path / "session" / "tries.json").write_bytes(rubbish)
    assert tries.wait_s(START_CODE) == 0
    assert [wrong(tries) for _ in range(3)] == [0, 0, 5]


def test_nothing_that_was_typed_is_kept(tries, tmp_path):
    wrong(tries, pin_of("T1"), "pin.wrong")
    plain = json.loads((tmp_path / "session" / "tries.json").read_text("utf-8"))
    assert plain.keys() == {"tried"}
    assert plain["tried"].keys() == {"pin T1"}
    assert plain["tried"]["pin T1"].keys() == {"wrong", "last"}


def test_a_memory_that_cannot_be_read_is_told(tries, tmp_path):
    (tmp_path / "session" / "tries.json").mkdir(parents=True)
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file"):
        tries.wait_s(START_CODE)

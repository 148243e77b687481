"""What people at a room PC are told of sticks that are two or one, that are not in, and of disks that forget."""

import shutil
import tempfile
from pathlib import Path

import openpyxl
import pytest
from kaochang.flow.simulate import StepClock
from kaochang.machine.clock import SystemClock
from support.clocks import ManualClock
from support.exam_day import kaochang, login, well
from support.put_in import put_in
from support.small_paper import GOOD

MEMORY = Path("/dev/shm")
needs_memory = pytest.mark.skipif(not MEMORY.is_dir(), reason="no file system in memory lies ready here")
DAYS = 24 * 3_600_000


@pytest.fixture
def in_memory():
    """A folder in memory: another medium than the test's own folder, and one that forgets."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def sit(day, pc, *options):
    return kaochang(*day.sit_arguments("R01", day.script(login(1), GOOD), pc), *options)


def later():
    """After the session, and long before the expiry."""
    return StepClock(SystemClock().wall() + 2 * DAYS)


@needs_memory
def test_after_two_sticks_were_collected_onto_a_room_pc_is_cleared(sealed_day, tmp_path, in_memory, words):
    assert sit(sealed_day, tmp_path / "pc").code == 0
    sticks = [put_in(tmp_path / "stick"), put_in(in_memory / "stick")]
    told = []
    for stick in sticks:
        room = [*("--kit", sealed_day.proctor_kit("R01"), "--data", tmp_path / "proctor", "--absent", "T0002")]
        well("collect", tmp_path / "pc", *room, "--to", stick, "--code-file", sealed_day.code_file)
        line = ["release", sealed_day.exam, "--data", tmp_path / "pc", "--collected", stick]
        told.append(kaochang(*line, "--json", clock=later()).told())
    assert [(each["fate"], each["deleted"]) for each in told] == [("one-stick", False), ("collected", False)]
    done = kaochang(*line, "--yes", clock=later())
    assert (done.code, words("release.end.deleted") in done.out) == (0, True), done
    assert not list((tmp_path / "pc").rglob("*.kc[rj]"))
    for stick in sticks:
        assert len(list(stick.rglob("T0001-*"))) == 2


def test_a_release_by_sticks_says_what_is_missing(sealed_day, tmp_path, words):
    assert sit(sealed_day, tmp_path / "pc").code == 0
    line = ["release", sealed_day.exam, "--data", tmp_path / "pc"]
    ran = kaochang(*line, "--collected", put_in(tmp_path / "empty"), clock=later())
    assert (ran.code, words("refusal.release.no-manifest.next") in ran.err) == (26, True), ran
    room = ["--kit", sealed_day.proctor_kit("R01"), "--data", tmp_path / "proctor", "--absent", "T0002"]
    stick = put_in(tmp_path / "stick")
    well("collect", tmp_path / "pc", *room, "--to", stick, "--code-file", sealed_day.code_file)
    manifest = next(stick.rglob("*.kcm"))
    (put_in(tmp_path / "torn") / "R01-002.kcm").write_bytes(manifest.read_bytes()[:-1])
    sticks = ["--collected", stick, "--collected", tmp_path / "torn"]
    (torn, kept) = kaochang(*line, *sticks, "--json", clock=later()).lines()
    assert (torn["name"], torn["outcome"], kept["fate"]) == (str(tmp_path / "torn" / "R01-002.kcm"), 11, "one-stick")
    said = kaochang(*line, *sticks, clock=later())
    assert (said.code, str(tmp_path / "torn") in said.out, "另一个 U 盘" in said.out) == (1, True, True), said


@pytest.mark.parametrize("verb", ["hand-in", "collect", "act"])
def test_a_stick_that_is_not_in_is_named_with_what_to_do_and_never_made(sealed_day, tmp_path, words, verb):
    assert sit(sealed_day, tmp_path / "pc").code == 0
    missing, code = tmp_path / "not-in", ["--code-file", sealed_day.code_file]
    kit, data = sealed_day.proctor_kit("R01"), ["--data", tmp_path / "proctor"]
    lines = {
        "hand-in": [
            sealed_day.exam,
            "--ticket",
            "T0001",
            "--room",
            "R01",
            "--data",
            tmp_path / "pc",
            "--stick",
            missing,
        ],
        "collect": [tmp_path / "pc", "--kit", kit, "--to", missing, *code, *data],
        "act": [kit, "--room-wide", "--kind", "pause", "--by", "甲", "--reason", "x", "--stick", missing, *code, *data],
    }
    ran = kaochang(verb, *lines[verb])
    assert ran.code == (1 if verb == "hand-in" else 26), ran
    assert words("refusal.stick.not-there") in ran.err
    assert words("refusal.stick.not-there.next") in ran.err
    assert str(missing) in ran.err
    assert not missing.exists()
    assert not (tmp_path / "proctor" / "collected").exists()


@needs_memory
def test_a_live_attempt_in_memory_is_refused_and_with_a_second_place_it_is_noted(
    sealed_day, in_memory, tmp_path, words
):
    refused = sit(sealed_day, in_memory / "pc")
    assert (refused.code, words("refusal.disk.forgets.next") in refused.err) == (24, True), refused
    assert not list((in_memory / "pc").rglob("attempt.*"))
    second = put_in(tmp_path / "second")
    ran = sit(sealed_day, in_memory / "pc", "--second", second)
    assert (ran.code, ran.lines()[-1]["answered"]) == (0, 9), ran
    assert sorted(path.suffix for path in second.rglob("T0001-*")) == [".kcj", ".kcr"]
    stick = tmp_path / "stick"
    assert sealed_day.collect("R01", stick, in_memory / "pc", options=["--absent", "T0002"]).code == 0
    sealed_day.merge(tmp_path / "centre.db", stick)
    well("report", tmp_path / "centre.db", "--out", tmp_path / "report")
    book = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    seen = words("disk.forgets", detail="tmpfs")
    assert [row[2] for row in rows if any(seen in str(cell) for cell in row)] == ["T0001"]


@needs_memory
def test_a_pc_that_forgot_an_attempt_after_its_hand_in_tells_the_same_receipt_again(sealed_day, in_memory, tmp_path):
    second = put_in(tmp_path / "second")
    receipts = []
    for _ in range(2):
        ran = sit(sealed_day, in_memory / "pc", "--second", second)
        assert ran.code == 0, ran
        receipts.append((ran.lines()[-1]["receipt"], ran.lines()[-1]["copies"]))
        shutil.rmtree(in_memory / "pc")
    assert receipts == [(receipts[0][0], 1)] * 2
    assert len(list(second.rglob("T0001-*"))) == 2


def check(pc, clock, *options):
    ran = kaochang("disk-check", "--data", pc, *options, clock=clock)
    return ran.code, ran.out.splitlines()


def test_a_disk_is_checked_over_a_reboot_and_a_stick_remembers_that_it_forgets(tmp_path, words):
    clock, stick, pc = ManualClock(), put_in(tmp_path / "stick"), tmp_path / "pc"
    given = ["--stick", stick]
    assert check(pc, clock, *given) == (1, [words("cli.disk-check.not-rebooted")])
    clock.reboot()
    assert check(pc, clock, *given) == (0, [words("cli.disk-check.keeps")])
    assert check(pc, clock) == (0, [words("cli.disk-check.keeps"), words("cli.disk-check.no-stick")])
    clock.reboot()
    (pc / "disk-memory.json").unlink()
    assert check(pc, clock, *given) == (1, [words("cli.disk-check.forgets")])
    told = kaochang("disk-check", "--data", pc, *given, "--json", clock=clock).told()
    assert told == {"verdict": "not-rebooted", "seen": ""}


@needs_memory
def test_a_disk_in_memory_is_told_without_any_reboot(in_memory, words):
    code, said = check(in_memory / "pc", ManualClock())
    assert (code, said[0]) == (1, words("cli.disk-check.forgets"))
    assert said[1] == words("cli.disk-check.seen", seen="tmpfs")

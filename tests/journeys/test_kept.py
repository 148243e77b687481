"""A program that crashes is started again by its keeper, and its attempt goes on without codes; and what ends that."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from journeys.test_killed import handed_in
from kaochang.custody import journal_log
from support.exam_day import login
from x11.xvfb import desktop, missing

ROOT = Path(__file__).resolve().parents[2]
SCREEN = missing("Xvfb", "openbox", "xdotool")
DEADLINE_S = 60
OWN_WORK_MS = 2_000
pytestmark = pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="whose child is whose is read from /proc"
)


class Kept:
    """A command line that a keeper runs, and what it says."""

    def __init__(self, command, environment=None):
        self.children = set()
        paths = os.pathsep.join(str(ROOT / name) for name in ("desktop", "build", "tests"))
        self.process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **(environment or {}), "PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def _children(self):
        return Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")

    @property
    def child(self):
        """The process id of the program itself."""
        (child,) = until(lambda: self._children.read_text().split(), "the keeper has a child")
        self.children.add(int(child))
        return int(child)

    def crash(self):
        os.kill(self.child, signal.SIGKILL)
        return time.monotonic()

    def kill(self):
        """Both, whatever is still there."""
        with suppress(FileNotFoundError, ProcessLookupError):
            self.children |= {int(child) for child in self._children.read_text().split()}
        self.process.kill()
        for child in self.children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.process.communicate()

    def line(self, wanted):
        """The next line that holds this; whatever stands before it is passed over."""
        while wanted not in (line := self.process.stdout.readline()):
            assert line, (wanted, self.process.communicate())
        return line.strip()

    def told(self, wanted):
        return json.loads(self.line(f'"{wanted}"'))

    def gone_on(self):
        """What the program says of its attempt after a crash, and how long that took, ms: the keeper says it."""
        found = {}
        while len(found) < 2:
            told = json.loads(self.line("{"))
            found |= {name: told for name in ("resumed", "went_on_ms") if name in told}
        return found["resumed"], found["went_on_ms"]["went_on_ms"]

    def end(self):
        out, err = self.process.communicate(timeout=DEADLINE_S)
        return self.process.returncode, out.splitlines(), err


def until(seen, what):
    deadline = time.monotonic() + DEADLINE_S
    while not (value := seen()):
        assert time.monotonic() < deadline, what
        time.sleep(0.01)
    return value


def worked_ms(pid):
    """The processor's time of a process since its start: on a busy machine the other one tells of the neighbours."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) * 1000 / os.sysconf("SC_CLK_TCK")


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def place(sealed_day, tmp_path):
    """Nothing that is started there outlives the test."""
    made = Place(sealed_day, tmp_path)
    yield made
    for kept in made.running:
        kept.kill()


class Place:
    """A PC with a stick, where the first candidate sits by a script that may change meanwhile."""

    def __init__(self, day, folder):
        self.day, self.folder = day, folder
        self.pc, self.stick, self.code = folder / "pc", folder / "stick", folder / "code"
        self.exam = Path(shutil.copytree(day.exam.parent, folder / "exam")) / day.exam.name
        self.code.write_text(day.start_code, encoding="utf-8")
        self.stick.mkdir()
        self.running = []

    def write(self, *steps):
        script = self.folder / "script.json"
        script.write_text(json.dumps({"login": login(1), "steps": steps}, ensure_ascii=False), encoding="utf-8")
        return script

    def line(self, *steps):
        script = self.write(*steps)
        line = ["sit", self.exam, "--room", "R01", "--data", self.pc, "--script", script, "--code-file", self.code]
        return [*line, "--stick", self.stick, "--json", "--kept"]

    def start(self, *steps, program=("-m", "kaochang")):
        self.running.append(Kept([*program, *self.line(*steps)]))
        return self.running[-1]

    def forget_codes(self):
        """Whoever needs a code from now on has a wrong one."""
        self.code.write_text("2222-2222-2222", encoding="utf-8")

    def attempt(self):
        log = journal_log.open_log(next(self.pc.rglob("attempt.kcj")).read_bytes(), None)
        return log.header.identity.attempt

    def result(self):
        return handed_in(self.day, "R01", self.folder, "T0001")


ANSWER = {"respond": "单选题#1", "with": "B"}
WAIT = {"wait": 60}


@pytest.mark.attack(51)
def test_the_same_attempt_goes_on_in_time_without_codes(place):
    kept = place.start(ANSWER, WAIT)
    before = kept.told("ticket")["remaining_ms"]
    kept.told("saved")
    attempt = place.attempt()
    place.forget_codes()
    for label in ("C", "D"):
        place.write({**ANSWER, "with": label}, *([{"hand_in": True}] if label == "D" else [WAIT]))
        crashed = kept.crash()
        again, own_ms = kept.gone_on()
        gone_ms = (time.monotonic() - crashed) * 1000
        assert again["resumed"]
        assert before - gone_ms - 10_000 < again["remaining_ms"] < before
        before = again["remaining_ms"]
        if label == "C":
            worked = worked_ms(kept.child)
            print(f"own work {worked:.0f} ms of the processor's, {own_ms} ms by the clock")
            assert worked < OWN_WORK_MS
        if label == "C":
            kept.told("saved")
    code, lines, _ = kept.end()
    assert code == 0
    assert json.loads(lines[-1])["reason"] == "handed-in"
    assert place.attempt() == attempt
    assert place.result() == {"单选题#1": "D"}


@pytest.mark.attack(51)
def test_a_keeper_that_is_killed_takes_nothing_down_and_leaves_nobody_behind(place):
    kept = place.start(ANSWER, {"wait": 2}, {"hand_in": True})
    kept.told("saved")
    child = kept.child
    kept.process.kill()
    kept.process.wait()
    assert is_running(child)
    assert kept.told("receipt")["copies"] == 1
    until(lambda: not is_running(child), "the child ends by itself")
    kept.end()


@pytest.mark.attack(51)
def test_after_both_are_killed_the_codes_are_needed_and_the_attempt_goes_on(place):
    kept = place.start(ANSWER, WAIT)
    kept.told("saved")
    child = kept.child
    kept.process.kill()
    os.kill(child, signal.SIGKILL)
    kept.end()
    place.forget_codes()
    assert place.start(ANSWER).end()[0] == 18
    place.code.write_text(place.day.start_code, encoding="utf-8")
    cold = place.start({"hand_in": True})
    assert cold.told("ticket")["resumed"]
    assert cold.end()[0] == 0
    assert place.result() == {"单选题#1": "B"}


MOMENTS = [
    ("kaochang.flow.hand_in:_seal", "after"),
    ("kaochang.flow.hand_in:write_new", "before"),
    ("kaochang.flow.hand_in:write_new", "after"),
    ("kaochang.flow.sticks:make_room_folder", "after"),
    ("kaochang.cli.room:_tell_receipt", "before"),
    ("kaochang.flow.sit:begin_admitted", "after"),
]


@pytest.mark.attack(51)
@pytest.mark.parametrize(("function", "when"), MOMENTS)
def test_a_crash_around_hand_in_ends_in_one_result_with_its_copy(place, function, when):
    program = (ROOT / "tests/support/dying_program.py", function, when, place.folder / "died")
    kept = place.start(ANSWER, {"hand_in": True}, program=program)
    code, lines, err = kept.end()
    assert (place.folder / "died").exists()
    assert (code, err) == (0, "")
    assert json.loads(lines[-1])["copies"] == 1
    assert len(list(place.pc.rglob("*.kcr"))) == len(list(place.stick.rglob("*.kcr"))) == 1
    assert place.result() == {"单选题#1": "B"}


def test_a_crash_loop_ends_and_says_so_and_the_codes_go_on(place):
    kept = place.start(ANSWER, WAIT)
    for _ in range(3):
        kept.told("saved")
        kept.crash()
    code, _, err = kept.end()
    assert code == 70
    assert "不再自动重新启动" in err
    place.forget_codes()
    assert place.start(ANSWER).end()[0] == 18
    place.code.write_text(place.day.start_code, encoding="utf-8")
    cold = place.start({"hand_in": True})
    assert cold.told("ticket")["resumed"]
    assert cold.end()[0] == 0


def test_a_bug_is_a_crash_and_a_refusal_is_none(place, tmp_path):
    broken = (ROOT / "tests/support/broken_program.py", "kaochang.flow.script_check:check", tmp_path / "said")
    code, _, err = place.start(ANSWER, program=broken).end()
    assert (code, err.count("程序遇到了意外情况")) == (70, 3)
    place.forget_codes()
    code, _, err = place.start(ANSWER).end()
    assert (code, len(err.splitlines())) == (18, 1)


def test_another_exam_in_the_place_of_the_one_that_was_sat_is_refused_and_nothing_is_lost(place, sealed_certified):
    kept = place.start(ANSWER, WAIT)
    kept.told("saved")
    away = shutil.copytree(place.exam.parent, place.folder / "away")
    shutil.copytree(sealed_certified.exam.parent, place.exam.parent, dirs_exist_ok=True)
    kept.crash()
    code, _, err = kept.end()
    assert (code, len(err.splitlines())) == (17, 1)
    assert "不是崩溃之前正在作答的那一份" in err
    shutil.copytree(away, place.exam.parent, dirs_exist_ok=True)
    assert place.start({"hand_in": True}).end()[0] == 0
    assert place.result() == {"单选题#1": "B"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_whoever_ends_the_keeper_ends_the_program_too(place, number):
    kept = place.start(ANSWER, WAIT)
    kept.told("saved")
    child = kept.child
    kept.process.send_signal(number)
    assert kept.end()[0] == 128 + signal.SIGTERM
    assert not is_running(child)


# -- the window


class Window:
    """The real window with a hand at it, offscreen or on a screen with guards."""

    def __init__(self, place, environment, *more):
        told = {**login(1), "code": place.day.start_code}
        self.folder = place.folder
        (self.folder / "told.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        program = ("-P", ROOT / "tests/support/kept_window.py", self.folder)
        line = ["sit", place.exam, "--room", "R01", "--data", place.pc, "--stick", place.stick, *more]
        self.kept = Kept([*program, *line], environment)

    def order(self, what):
        (self.folder / "next").write_text(what, encoding="utf-8")

    def at(self):
        """(the item that is open, the time left, the items that have responses)."""
        _, item, left = self.kept.line("exam ").split()
        return item, int(left), self.kept.line("holds").split()[1:]


@pytest.fixture(params=["offscreen", pytest.param("screen", marks=pytest.mark.x11)])
def window(request, place):
    if request.param == "offscreen":
        made = Window(place, {}, "--windowed")
        yield made
        made.kept.kill()
        return
    if SCREEN:
        pytest.skip(SCREEN)
    with desktop(size="1366x768") as display:
        made = Window(place, display.env)
        yield made
        made.kept.kill()


@pytest.mark.attack(51)
def test_a_window_that_is_killed_comes_back_at_the_same_item_with_all_responses(window, place):
    kept = window.kept
    kept.line("login")
    _, before, _ = window.at()
    window.order("answer")
    saved = [kept.line("saved").split()[1] for _ in range(4)]
    crashed = kept.crash()
    kept.line("resumed")
    seen_ms = (time.monotonic() - crashed) * 1000
    worked = worked_ms(kept.child)
    item, left, held = window.at()
    assert (item, held) == (saved[-1], sorted(saved))
    assert before - 60_000 < left < before
    window.order("hand-in")
    kept.line("receipt")
    window.order("leave")
    assert kept.end()[0] == 0
    log = (place.pc / "kaochang.log").read_text()
    own_ms = int(log.partition("went on after ")[2].split()[0])
    print(
        f"own work {worked:.0f} ms of the processor's, {own_ms} ms by the clock, seen {seen_ms:.0f} ms after the kill"
    )
    assert worked < OWN_WORK_MS
    assert set(place.result()) == {"单选题#1", "单选题#2", "多选题#1", "判断题#1"}


@pytest.mark.attack(51)
def test_a_window_whose_keeper_is_killed_goes_on_to_the_receipt(window, place):
    kept = window.kept
    kept.line("login")
    window.at()
    child = kept.child
    kept.process.kill()
    kept.process.wait()
    window.order("answer")
    for _ in range(4):
        kept.line("saved")
    window.order("hand-in")
    kept.line("receipt")
    window.order("leave")
    until(lambda: not is_running(child), "the window ends by itself")


def test_a_window_that_is_killed_at_its_receipt_comes_back_to_the_login(window):
    """Nothing is kept any more: who logs in sees the receipt again."""
    kept = window.kept
    kept.line("login")
    window.order("answer")
    for _ in range(4):
        kept.line("saved")
    window.order("hand-in")
    kept.line("receipt")
    kept.crash()
    kept.line("login")

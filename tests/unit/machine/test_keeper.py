"""The keeper starts what crashed again, hands back what it held, and forgets it; neither process needs the other."""

import ctypes
import itertools
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from kaochang.domain.refusals import BUG_EXIT
from kaochang.machine import keeper as module
from kaochang.machine import wires
from kaochang.machine.keeper import MOST_CRASHES, WITHIN_MS, Keeper, KeptProgram, News, NoKeeper, own_command
from kaochang.machine.memory import keep_from_dumps, wipe
from kaochang.machine.wires import MOST_BYTES, Wire

ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("kept_child.py")
SECRET = "a key that nobody else has: 4711"
DEADLINE_S = 20


@pytest.fixture(autouse=True)
def guarded(monkeypatch):
    """Who guarded its memory; the test run itself stays as it is, and its children find the program."""
    calls = []
    monkeypatch.setattr(module, "keep_from_dumps", lambda: calls.append("guarded"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "desktop"))
    return calls


def until(true, what):
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


class Kept:
    """A keeper in this process, over children that play these turns."""

    def __init__(self, folder, *turns, elapsed=lambda: 0, has_page=False):
        self.folder = folder
        self.news = []
        command = [sys.executable, str(CHILD), str(folder), *turns]
        told = self.news.append
        self.keeper = Keeper(command, elapsed, lambda news, number: told((news, number)), has_page=has_page)

    def run(self):
        return self.keeper.run()

    def said(self, name):
        return (self.folder / name).read_text()

    @property
    def runs(self):
        return len(list(self.folder.glob("run-*")))


@pytest.mark.parametrize("code", [0, 1, 17, 70, 130])
def test_a_program_that_takes_its_leave_is_not_started_again_whatever_its_exit_code(tmp_path, code):
    kept = Kept(tmp_path, f"hold={SECRET},leave,exit={code}")
    assert (kept.run(), kept.runs, kept.news) == (code, 1, [])


@pytest.mark.parametrize("end", ["die", "exit=0", "exit=1", "exit=70", "cut=K"])
def test_a_program_that_ends_without_leave_is_started_again_and_gets_what_was_held(tmp_path, end):
    kept = Kept(tmp_path, f"say=first,hold={SECRET},{end}", "say=second,went-on,leave")
    assert (kept.run(), kept.runs) == (0, 2)
    assert (kept.said("first"), kept.said("second")) == ("", SECRET)


def test_what_is_held_is_the_last_that_was_told_and_stays_over_crashes(tmp_path):
    kept = Kept(tmp_path, f"hold=older,hold={SECRET},die", "die", "say=third,leave", elapsed=slowly())
    kept.run()
    assert kept.said("third") == SECRET


def test_what_is_forgotten_is_not_handed_back(tmp_path):
    kept = Kept(tmp_path, f"hold={SECRET},die", "forget,say=second,die", "say=third,leave", elapsed=slowly())
    kept.run()
    assert (kept.said("second"), kept.said("third")) == ("", "")


def test_what_was_handed_back_lies_with_the_child_no_longer_once_it_went_on(tmp_path):
    kept = Kept(tmp_path, f"hold={SECRET},die", "went-on,say=second,die", "say=third,leave", elapsed=slowly())
    kept.run()
    assert (kept.said("second"), kept.said("third")) == ("", SECRET)


def slowly():
    """A clock on which crashes are far apart."""
    return itertools.count(0, WITHIN_MS).__next__


def test_each_crash_is_told_with_its_exit_code_and_how_long_it_took_to_go_on(tmp_path):
    readings = iter([1_000, 1_250])
    kept = Kept(tmp_path, "went-on,die", "went-on,leave", elapsed=readings.__next__)
    kept.run()
    assert kept.news == [(News.CRASHED, 128 + signal.SIGKILL), (News.WENT_ON, 250)]


def test_a_program_that_crashes_again_and_again_is_given_up(tmp_path):
    kept = Kept(tmp_path, f"hold={SECRET},die", "die", "die", "leave")
    assert (kept.run(), kept.runs) == (BUG_EXIT, MOST_CRASHES)
    assert kept.news[-1] == (News.GAVE_UP, MOST_CRASHES)
    assert kept.keeper._held == b""


def test_one_that_has_a_page_is_started_once_more_to_say_so_with_nothing_in_its_hands(tmp_path):
    kept = Kept(tmp_path, f"hold={SECRET},die", "die", "die", "say=page,gave-up=told,die", has_page=True)
    assert (kept.run(), kept.runs) == (BUG_EXIT, MOST_CRASHES + 1)
    assert (kept.said("page"), kept.said("told")) == ("", "True")
    assert kept.news[-1] == (News.GAVE_UP, MOST_CRASHES)


@pytest.mark.parametrize(("apart", "runs"), [(WITHIN_MS // 2, 3), (WITHIN_MS // 2 + 1, 4)])
def test_only_crashes_close_together_count(tmp_path, apart, runs):
    kept = Kept(tmp_path, "die", "die", "die", "leave", elapsed=itertools.count(0, apart).__next__)
    kept.run()
    assert kept.runs == runs


def test_what_cannot_be_started_is_told_to_whoever_asked_and_signals_are_given_back(tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(OSError, match="no such program"):
        Keeper(["no such program"], lambda: 0, lambda *_: None).run()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_message_that_is_too_long_is_never_sent():
    reading, writing = os.pipe()
    wire = Wire(reading, writing)
    wire.send(b"K", bytes(MOST_BYTES))
    assert wire.receive() == (b"K", bytearray(MOST_BYTES))
    with pytest.raises(ValueError, match="too long"):
        wire.send(b"K", bytes(MOST_BYTES + 1))
    wire.close()


@pytest.mark.parametrize(
    "message", [b"", b"K", b"K\0\5abc", b"K" + (MOST_BYTES + 1).to_bytes(2) + bytes(MOST_BYTES + 1)]
)
def test_half_a_message_and_one_that_is_none_are_the_end(message):
    reading, writing = os.pipe()
    wire = Wire(reading, writing)
    os.write(writing, message)
    wire._writing.close()
    with pytest.raises(EOFError):
        wire.receive()
    wire._reading.close()


@pytest.mark.parametrize("said", ["", "7", "7 8 9", "no numbers", "-1 4", "12345 12346"])
def test_a_variable_that_names_no_wire_gives_none_and_is_taken_away(monkeypatch, said):
    monkeypatch.setenv(wires.VARIABLE, said)
    assert wires.inherited() is None
    assert wires.VARIABLE not in os.environ


def test_without_a_keeper_nothing_is_held_and_nothing_hurts():
    nobody = NoKeeper()
    nobody.hold(bytearray(b"keys"))
    for act in (nobody.forget, nobody.went_on, nobody.leave):
        act()
    assert (nobody.held(), nobody.is_there) == (b"", False)


@pytest.fixture
def pair(caplog):
    """A keeper's end of a wire, and a child that got the secret over it."""
    (child_reads, keeper_writes), (keeper_reads, child_writes) = os.pipe(), os.pipe()
    keepers, childs = Wire(keeper_reads, keeper_writes), Wire(child_reads, child_writes)
    keepers.send(b"K", SECRET.encode())
    yield keepers, KeptProgram(childs)
    keepers.close()
    until(lambda: "keeper" not in {each.name for each in threading.enumerate()}, "nobody reads any more")
    childs.close()


def test_a_keeper_that_is_gone_is_noticed_once_and_told_nothing_more(pair, caplog):
    keepers, kept = pair
    assert kept.held() == SECRET.encode()
    keepers.close()
    until(lambda: caplog.records, "the end of the keeper is noticed")
    assert [record.getMessage() for record in caplog.records] == [
        "the keeper is gone: after a crash the codes are needed"
    ]
    for act in (lambda: kept.hold(bytearray(b"more")), kept.went_on, kept.forget, kept.leave):
        act()


@pytest.fixture
def wiped(monkeypatch):
    """What memory held that was wiped, in order."""
    seen = []

    def spy(data):
        seen.append(bytes(data))
        wipe(data)

    for each in (module, wires):
        monkeypatch.setattr(each, "wipe", spy)
    return seen


def test_a_keeper_wipes_what_it_held_when_it_forgets_it_or_holds_something_else(tmp_path, wiped):
    Kept(tmp_path, f"hold=older,hold={SECRET},forget,hold=last,leave").run()
    assert [each for each in wiped if each in {b"older", SECRET.encode(), b"last"}] == [
        b"older",
        SECRET.encode(),
        b"last",
    ]


@pytest.mark.parametrize("act", [KeptProgram.forget, KeptProgram.went_on], ids=lambda act: act.__name__)
def test_a_child_wipes_what_was_handed_over_and_what_it_sends(wiped, pair, act):
    keepers, kept = pair
    kept.hold(bytearray(b"more"))
    act(kept)
    message = b"K" + len(b"more").to_bytes(2) + b"more"
    assert [each for each in wiped if each in {message, SECRET.encode()}] == [message, SECRET.encode()]
    assert [keepers.receive()[1] for _ in range(2)] == [bytearray(b"more"), bytearray()]


def test_a_keeper_and_its_child_guard_their_memory_before_they_hold_anything(tmp_path, guarded, pair):
    assert guarded == ["guarded"]
    Kept(tmp_path, "leave").run()
    assert guarded == ["guarded", "guarded"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whether a process may be dumped")
def test_a_guarded_process_cannot_be_dumped_by_its_limit_nor_by_a_program_of_the_system():
    before, get_dumpable = resource.getrlimit(resource.RLIMIT_CORE), 3
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        child = os.fork()
        if child == 0:
            keep_from_dumps()
            limits = resource.getrlimit(resource.RLIMIT_CORE)
            dumpable = ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0)
            os._exit(int(limits != (0, 0)) + 2 * int(dumpable != 0))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_keeper_that_is_ended_between_two_children_ends_the_next_at_once(tmp_path, number):
    kept = Kept(tmp_path, "die", "say=second,leave")
    kept.keeper._tell = lambda news, _: os.kill(os.getpid(), number) if news is News.CRASHED else None
    assert kept.run() == 128 + signal.SIGTERM
    assert not (tmp_path / "second").exists()


def test_what_is_wiped_is_overwritten_where_it_lies():
    data = bytearray(SECRET.encode())
    same = memoryview(data)
    wipe(data)
    assert bytes(same) == bytes(len(SECRET))


def test_the_command_is_this_programs_own_and_frozen_the_programs_alone(monkeypatch):
    monkeypatch.setattr(sys, "orig_argv", ["python", "-P", "-m", "kaochang", "sit", "x.kcb"])
    monkeypatch.setattr(sys, "argv", ["kaochang", "sit", "x.kcb"])
    assert own_command() == (sys.executable, "-P", "-m", "kaochang", "sit", "x.kcb")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command() == (sys.executable, "sit", "x.kcb")


RUN = """
import ctypes, resource, sys, time
from kaochang.machine.keeper import Keeper
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
def tell(news, number): print(news.value, number, flush=True)
print("ended", Keeper(sys.argv[1:], lambda: int(time.monotonic() * 1000), tell).run(), flush=True)
if "--dumps" in sys.argv: print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))
"""


class KeeperProcess:
    """A keeper in a process of its own."""

    def __init__(self, folder, *turns):
        self.folder = folder
        command = [sys.executable, "-c", RUN, sys.executable, str(CHILD), str(folder), *turns]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def child(self, run=0):
        """The process id of a run, once it is there."""
        return int(self.file(f"run-{run}"))

    def file(self, name):
        path = self.folder / name
        until(lambda: path.exists() and path.read_text(), f"{name} is there")
        return path.read_text()

    def allow(self, name):
        (self.folder / name).write_text("go on")

    def end(self):
        out, _ = self.process.communicate(timeout=DEADLINE_S)
        return out.splitlines()


@pytest.fixture
def process(tmp_path):
    """Makes a keeper in a process of its own; neither it nor a child of it outlives the test."""
    made = []

    def make(*turns):
        made.append(KeeperProcess(tmp_path, *turns))
        return made[-1]

    yield make
    for kept in made:
        told = (path.read_text() for path in tmp_path.glob("run-*"))
        children = {int(pid) for pid in told if pid} | stopped_with_children(kept.process)
        kept.process.kill()
        for child in children:
            if is_running(child):
                os.kill(child, signal.SIGKILL)
        kept.process.communicate()


def stopped_with_children(keeper):
    """The children of a keeper, which starts no other one any more; a child may not have told of itself yet."""
    if keeper.poll() is not None:
        return set()
    keeper.send_signal(signal.SIGSTOP)
    listed = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children")
    return set(map(int, listed.read_text().split())) if listed.exists() else set()


def is_running(pid):
    """Whether a process is there and no mere entry that nobody has looked at."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(pid):
    until(lambda: not is_running(pid), f"{pid} ends")
    return True


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="who runs is read from /proc")


@needs_proc
def test_a_keeper_that_is_killed_takes_nothing_down_and_the_child_ends_by_itself(process):
    kept = process(f"hold={SECRET},say=began,wait=go,forget,went-on,leave,limits=at-the-end")
    child = kept.child()
    kept.process.kill()
    kept.process.wait()
    assert is_running(child)
    kept.allow("go")
    assert kept.file("at-the-end")
    assert ends(child)
    kept.end()


@needs_proc
def test_a_child_that_is_killed_leaves_a_keeper_that_ends_with_its_next_child(process):
    kept = process("wait=never", "leave,exit=4")
    os.kill(kept.child(), signal.SIGKILL)
    assert kept.end() == ["crashed 137", "ended 4"]


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_whoever_ends_the_keeper_in_a_friendly_way_ends_both_for_good(process, number):
    kept = process(f"hold={SECRET},wait=never", "leave")
    child = kept.child()
    kept.process.send_signal(number)
    assert kept.end() == [f"ended {128 + signal.SIGTERM}"]
    assert ends(child)


@needs_proc
def test_a_ctrl_c_is_the_childs_to_answer(process):
    kept = process("say=began,wait=go,leave,exit=5")
    kept.child()
    kept.process.send_signal(signal.SIGINT)
    kept.allow("go")
    assert kept.end() == ["ended 5"]


@pytest.mark.skipif(sys.platform != "linux", reason="dumps are kept off in this way on Linux only")
@pytest.mark.attack(59)
def test_neither_process_writes_its_memory_when_it_crashes(process):
    kept = process(f"limits=told,hold={SECRET},wait=go,leave", "--dumps")
    assert json.loads(kept.file("told")) == [0, [0, 0]]
    kept.allow("go")
    assert kept.end() == ["ended 0", "0 (0, 0)"]


def test_a_keeper_loads_no_qt_and_no_database():
    told = "import sys, kaochang.__main__; print({name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert {"PySide6", "shiboken6", "lxml", "sqlite3", "sqlite_utils"} & eval(ran.stdout) == set()


def memory_of(pid):
    """Every byte that a process can change, as root reads it; read anew where it gave memory back meanwhile."""
    while True:
        listed = maps_of(pid)
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as raw:
            try:
                return b"\n".join(raw_part(raw, first, last) for first, last in listed)
            except OSError:
                assert maps_of(pid) != listed, "what stays cannot be read"


def maps_of(pid):
    """Where the memory that a process can change begins and ends, all of it."""
    lines = [line.split() for line in Path(f"/proc/{pid}/maps").read_text().splitlines() if "[v" not in line]
    return [tuple(int(each, 16) for each in where.split("-")) for where, rights, *_ in lines if "w" in rights]


def raw_part(raw, first, last):
    raw.seek(first)
    return raw.read(last - first)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root reads another process's memory")
@pytest.mark.attack(59)
def test_what_is_forgotten_is_nowhere_in_the_keepers_memory(process, tmp_path):
    (tmp_path / "key").write_text(SECRET)
    kept = process("hold-of=key,wait=go,forget,wait=on,leave")
    until(lambda: SECRET.encode() in memory_of(kept.process.pid), "the key is held")
    kept.allow("go")
    until(lambda: SECRET.encode() not in memory_of(kept.process.pid), "the key is forgotten")
    kept.allow("on")
    kept.end()

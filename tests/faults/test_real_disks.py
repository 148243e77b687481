"""The program itself, on real file systems: killed at a system call, its calls failing, the power cut, a stick pulled.

What is not to be had on a machine is skipped, and said; the enumerated faults beside this need nothing.
"""

import json
import os
import random
import time

import pytest
from faults.places import can_trace, file_system, stick
from faults.scenarios import WholeAttempt
from journeys.test_killed import Sitter, after, ended, handed_in, long_steps
from kaochang.domain.refusals import Refusal
from kaochang.flow import hand_in, sit
from kaochang.machine.safe_files import write_new
from support.exam_day import well

pytestmark = pytest.mark.heavy

CALLS = "fsync,fdatasync,pwrite64,write,link,unlink,rename,mkdir"
"""What changes a disk. Sockets and pipes are written to as well: those writes only make more places to die at."""

needs_tracing = pytest.mark.skipif(not can_trace(), reason="no strace here, or no right to trace another process")
STEPS = [
    {"respond": "单选题#1", "with": "D"},
    {"respond": "判断题#1", "with": "对"},
    {"respond": "单选题#2", "with": "A"},
]


class Traced(Sitter):
    """A candidate's program whose system calls are tampered with."""

    tampering = ()

    def command(self, steps):
        return ["strace", "-f", "-qq", "-o", os.devnull, *self.tampering, *super().command(steps)]


def said_by(program):
    """What a program said until its end, and its complaints."""
    out, complaints = program.communicate(timeout=120)
    return [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("\n")], complaints


def finished(day, sitter):
    """The receipt, once the program was started again as often as it takes."""
    ran = day.sit("R01", sitter.script([*STEPS, {"hand_in": True}]), sitter.pc)
    if ran.code == 24:  # handed in before
        ran = well("hand-in", day.exam, "--room", "R01", "--ticket", "T0001", "--data", sitter.pc, "--json")
    assert ran.code == 0, ran
    return ran.lines()[-1]["receipt"]


def assert_nothing_is_lost(day, sitter, said):
    receipts = {line["receipt"] for line in said if "receipt" in line}
    assert receipts <= {finished(day, sitter)}
    assert handed_in(day, "R01", sitter.pc.parent, "T0001") == after(STEPS)


@needs_tracing
def test_a_program_killed_at_the_nth_system_call_loses_nothing(sealed_day, tmp_path):
    ends, at = set(), 1
    while True:
        sitter = Traced(sealed_day, "R01", 1, tmp_path / str(at) / "pc")
        sitter.pc.parent.mkdir()
        sitter.tampering = ["-e", f"trace={CALLS}", "-e", f"inject={CALLS}:signal=KILL:when={at}"]
        program = sitter.start([*STEPS, {"hand_in": True}])
        said, _ = said_by(program)
        ends.add(len(said))
        assert_nothing_is_lost(sealed_day, sitter, said)
        if program.returncode == 0:
            break
        at += 3
    assert len(ends) > 3


@needs_tracing
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("calls", ["fsync,fdatasync", "pwrite64"])
def test_a_program_whose_system_calls_fail_says_so_and_loses_nothing(sealed_day, tmp_path, calls, error):
    codes = set()
    for at in range(1, 40, 6):
        sitter = Traced(sealed_day, "R01", 1, tmp_path / str(at) / "pc")
        sitter.pc.parent.mkdir()
        sitter.tampering = ["-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={at}"]
        program = sitter.start([*STEPS, {"hand_in": True}])
        said, complaints = said_by(program)
        codes.add(program.returncode)
        assert "Traceback" not in complaints
        assert_nothing_is_lost(sealed_day, sitter, said)
    assert len(codes) > 1  # some failed: the calls were really tampered with


@pytest.mark.parametrize("kind", ["ext4", "xfs"])
def test_power_cuts_of_a_real_file_system_lose_nothing_that_was_acknowledged_before(sealed_day, tmp_path, kind):
    """An acknowledgement is stamped with its time; those after the moment of the cut do not count."""
    dice, steps, cuts = random.Random(kind), long_steps(), 20
    with file_system(kind, tmp_path) as disk:
        for cut in range(cuts):
            pc = disk.place / str(cut)
            sitter = Sitter(sealed_day, "R01", 1, pc)
            program = sitter.start(steps)
            lines = [program.stdout.readline() for _ in range(dice.randrange(2, 200))]
            stamp = time.time_ns() // 1_000_000
            disk.cut()
            said, _ = ended(program, lines)
            acknowledged = sum(line.get("event") == "responded" and line["saved"] < stamp for line in said)
            told = sum(line.get("event") == "responded" for line in said)
            disk.unmount()
            assert disk.mount()
            assert responses_in(sealed_day, sitter, tmp_path / f"at-{cut}") in [
                after(steps[:count]) for count in range(acknowledged, told + 2)
            ]


def responses_in(day, sitter, folder):
    """What the program finds of an attempt when it is started again, as the centre reads it."""
    ran = day.sit("R01", sitter.script([{"hand_in": True}]), sitter.pc)
    if ran.code == 24:  # nothing was answered, so nothing can be handed in
        return {}
    assert ran.code == 0, ran
    folder.mkdir()
    return handed_in(day, "R01", folder, "T0001", sitter.pc)


def test_a_stick_pulled_out_while_it_is_written_to_costs_the_copy_and_nothing_else(unlocked, tmp_path, caplog):
    scenario, told = WholeAttempt(unlocked), []
    with stick(tmp_path) as carried:
        sitting = sit.begin(scenario.desk(tmp_path, scenario.clock()), unlocked, scenario.ticket, "01")
        sitting.shut()
        write_new(carried.place / "first", bytes(10_000))
        carried.pull()
        with pytest.raises(Refusal):
            write_new(carried.place / "second", bytes(10_000))
        scenario.run(tmp_path, told.append)
        receipt = hand_in.copy_again(
            scenario.desk(tmp_path, scenario.clock()), unlocked.room, scenario.ticket, [carried.place]
        )
    assert receipt.copies == 0
    assert {record.getMessage() for record in caplog.records} == {"no copy on a stick: stick.not-there"}
    assert scenario.judge(tmp_path, told) == ""

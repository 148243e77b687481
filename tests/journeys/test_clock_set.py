"""The real program on a PC whose date is set while it runs: no time is won or lost, and the evidence tells it.

libfaketime stands between the program and the wall clock; the clock that no user sets stays the machine's own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.exam_day import login

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)
HOUR, SLACK_MS = 3600, 60_000
BUSY = [{"respond": "单选题#1", "with": answer} for answer in "ABCD" * 2_000]
"""Without a pause: the library breaks the system's sleep when the date is set meanwhile."""

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime (package faketime) is not on this machine")


class FakedPc:
    """A room PC whose date is off by what its file says, in seconds."""

    def __init__(self, day, folder):
        self.day, self.folder, self.date = day, folder, folder / "date"
        self.set_date(0)

    def set_date(self, seconds):
        self.date.write_text(f"{seconds:+d}")

    def start(self, steps):
        path = self.folder / "script.json"
        path.write_text(json.dumps({"login": login(1), "steps": steps}, ensure_ascii=False), encoding="utf-8")
        faked = {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self.date),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        command = [sys.executable, "-m", "kaochang", *map(str, self.day.sit_arguments("R01", path, self.folder / "pc"))]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop"), **faked}
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(program, is_enough):
    """Everything up to the first line that is enough; a program that ends before says why."""
    lines = []
    for line in program.stdout:
        lines.append(json.loads(line))
        if is_enough(lines[-1]):
            return lines
    raise AssertionError(program.stderr.read())


def kill(program):
    program.kill()
    program.communicate()


@pytest.mark.attack(56)
@pytest.mark.parametrize("jump", [HOUR, -HOUR, 365 * 24 * HOUR], ids=["forward", "back", "a year"])
def test_a_date_that_is_set_while_the_program_runs_and_while_it_is_gone(sealed_day, tmp_path, jump):
    pc = FakedPc(sealed_day, tmp_path)
    program = pc.start(BUSY)
    begun = said(program, lambda line: line.get("event") == "responded")[0]["remaining_ms"]
    pc.set_date(jump)
    said(program, lambda line: line.get("event") == "noted")
    kill(program)
    pc.set_date(2 * jump)
    program = pc.start(BUSY)
    resumed = said(program, lambda line: "remaining_ms" in line)[-1]
    kill(program)
    assert resumed["resumed"]
    assert begun - SLACK_MS <= resumed["remaining_ms"] <= begun

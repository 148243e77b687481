"""Real programs that are killed in the middle of real exams, and what their candidates have afterwards, to the second.

The programs, the files and the kills are real; only the clocks stand in a file, so that an exam of 90 minutes takes
seconds.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from kaochang.domain.attempts import HEARTBEAT_MS
from kaochang.machine.clock import SystemClock
from support.driven import REACHED, FileClock
from support.exam_day import kaochang, login, well
from support.put_in import put_in

SECOND, MINUTE = 1_000, 60_000
DURATION = 90 * MINUTE
TESTS = Path(__file__).resolve().parents[1]
ANSWERS = [{"respond": "单选题#1", "with": "B"}, {"respond": "多选题#1", "with": "AC"}]


class Pc:
    """A room PC: its disk, its clock, and the program on it."""

    def __init__(self, day, folder, room="R01"):
        self.day, self.room, self.data = day, room, folder / "data"
        self.clock = FileClock.begin(folder / "clock", SystemClock().wall())

    def start(self, number, steps):
        script = self.data.parent / "script.json"
        script.write_text(json.dumps({"login": login(number), "steps": steps}, ensure_ascii=False), encoding="utf-8")
        told = map(str, self.day.sit_arguments(self.room, script, self.data))
        paths = os.pathsep.join((str(TESTS), str(TESTS.parent / "desktop")))
        return subprocess.Popen(
            [sys.executable, "-m", "support.driven", str(self.clock.path), *told],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def sit(self, number, *steps):
        """One run to its end: what it said, a line each."""
        out, err = self.start(number, steps).communicate()
        assert err == ""
        return [json.loads(line) for line in out.splitlines()]

    def killed_after(self, number, ms, *steps):
        """One run that is killed when its candidate has waited for so long; what it had said."""
        self.clock.stand_at(ms)
        program = self.start(number, [*steps, {"wait": ms / SECOND + 60}])
        lines = []
        for line in program.stdout:
            if line.strip() == REACHED:
                break
            lines.append(json.loads(line))
        program.kill()
        with program:
            assert program.stderr.read() == ""
        self.clock.stand_at()
        return lines


@pytest.fixture
def pcs(sealed_day, tmp_path):
    """Two PCs of room R01."""
    made = []
    for number in (1, 2):
        (tmp_path / f"pc{number}").mkdir()
        made.append(Pc(sealed_day, tmp_path / f"pc{number}"))
    return made


def proctor(day, folder, *options, wall):
    """What the proctor's program says at this moment."""
    secrets = ["--code-file", day.code_file, "--data", folder / "proctor-pc"]
    who = ["--by", "监考甲", "--reason", "停电"]
    clock = FileClock.begin(folder / "proctor-clock", wall)
    return kaochang("act", day.proctor_kit("R01"), *secrets, *who, "--json", *options, clock=clock)


def report_of(day, folder, *numbers):
    """The records of the centre's report, after everybody was collected."""
    stick = put_in(folder / "stick")
    absent = [part for number in {1, 2} - set(numbers) for part in ("--absent", f"T000{number}")]
    sources = [folder / f"pc{number}" / "data" for number in numbers]
    assert day.collect("R01", stick, *sources, options=absent).code == 0
    day.merge(folder / "centre.db", stick)
    well("mark", folder / "centre.db", "--json")
    well("report", folder / "centre.db", "--out", folder / "report", "--json")
    book = openpyxl.load_workbook(folder / "report" / "report.xlsx")
    return [row[3] for row in book["记录"].iter_rows(min_row=2, values_only=True)]


def test_a_program_killed_in_minute_40_goes_on_with_every_answer_and_the_outage_given_back(sealed_day, pcs, tmp_path):
    pc = pcs[0]
    said = pc.killed_after(1, 40 * MINUTE, *ANSWERS)
    pc.clock.go_on(4 * MINUTE)
    resumed, *_, closed = pc.sit(1, {"hand_in": True})
    # The minute after the last heartbeat is work, as far as five seconds of it; the rest of the four is given back.
    assert (resumed["resumed"], resumed["remaining_ms"]) == (True, DURATION - 40 * MINUTE - HEARTBEAT_MS)
    assert (said[-1]["event"], closed["answered"]) == ("ticked", len(ANSWERS))
    assert report_of(sealed_day, tmp_path, 1) == ["程序中断：0:03:55；按规则补回 0:03:55，经授权补回 0:00:00"]


def test_a_room_without_power_for_18_minutes_goes_on_by_one_code_for_all(sealed_day, pcs, tmp_path):
    for number, pc in enumerate(pcs, start=1):
        pc.killed_after(number, 25 * MINUTE, *ANSWERS)
        pc.clock.reboot(18 * MINUTE)
    lost = 18 * MINUTE - HEARTBEAT_MS
    for number, pc in enumerate(pcs, start=1):
        began, ended = pc.sit(number)
        assert (began["waits"], ended["waits"]) == ("outage", "outage")
        assert ended["remaining_ms"] == DURATION - 25 * MINUTE - HEARTBEAT_MS - (lost - 10 * MINUTE)
    granted = proctor(
        *(sealed_day, tmp_path, "--room-wide", "--kind", "resume", "--minutes", 10), wall=pcs[0].clock.wall()
    )
    assert granted.code == 0, granted
    for number, pc in enumerate(pcs, start=1):
        pc.sit(number, {"act": granted.told()["code"]})
        back, *_, closed = pc.sit(number, {"wait": 60}, {"hand_in": True})
        assert back["remaining_ms"] == DURATION - 25 * MINUTE - HEARTBEAT_MS
        assert closed["answered"] == len(ANSWERS)
    records = report_of(sealed_day, tmp_path, 1, 2)
    assert len([text for text in records if text.startswith("关机或断电：0:17:55")]) == 2


def test_two_sessions_in_a_day_on_one_pc_know_nothing_of_each_other(sealed_day, second_day, tmp_path):
    home = tmp_path / "pc1"
    home.mkdir()
    morning, afternoon = Pc(sealed_day, home), Pc(second_day, home)
    first = morning.sit(1, *ANSWERS, {"hand_in": True})[-1]
    kept = {path: path.read_bytes() for path in sorted(morning.data.rglob("*")) if path.is_file()}
    morning.clock.reboot(20 * MINUTE)
    began, *_, second = afternoon.sit(1, ANSWERS[0], {"hand_in": True})
    assert (began["resumed"], began["remaining_ms"]) == (False, DURATION)
    assert (first["answered"], second["answered"]) == (2, 1)
    assert first["receipt"] != second["receipt"]
    assert {path: path.read_bytes() for path in kept} == kept
    for day, receipt in ((sealed_day, first), (second_day, second)):
        stick = put_in(tmp_path / f"stick-{day.session}")
        assert day.collect("R01", stick, home / "data", options=("--absent", "T0002")).code == 0
        (result,) = stick.rglob("*.kcr")
        assert day.session in str(result)
        told = day.merge(tmp_path / f"{day.session}.db", stick).told()
        assert told["tickets"]["T0001"] == "submitted", receipt

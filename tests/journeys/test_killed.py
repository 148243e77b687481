"""Real SIGKILLs in the middle of an attempt: nothing acknowledged is lost, and no time is won."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kaochang.custody.results import ResultBody
from kaochang.domain.responses import Choice, Judgement
from kaochang.store.centre import Centre
from support.exam_day import login, well

ROOT = Path(__file__).resolve().parents[2]
CHANGES = [("单选题#1", "ABCD"), ("单选题#2", "ABCD"), ("多选题#1", "ABCD"), ("判断题#1", "对错"), ("判断题#2", "对错")]
LONG = 4000


def long_steps():
    """Changes of mind without end: each step differs from the last at its item, so that every loss shows."""
    return [
        {"respond": place, "with": forms[(turn // len(CHANGES)) % len(forms)]}
        for turn in range(LONG)
        for place, forms in [CHANGES[turn % len(CHANGES)]]
    ]


def after(steps):
    """Place → what a script wrote last."""
    return {step["respond"]: step["with"] for step in steps}


class Sitter:
    """One candidate's program, as often as it has to be started."""

    def __init__(self, day, room, number, pc):
        self.day, self.room, self.number, self.pc = day, room, number, pc
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop")}

    def script(self, steps):
        path = self.pc.parent / "script.json"
        path.write_text(json.dumps({"login": login(self.number), "steps": steps}, ensure_ascii=False), encoding="utf-8")
        return path

    def command(self, steps):
        line = self.day.sit_arguments(self.room, self.script(steps), self.pc)
        return [sys.executable, "-m", "kaochang", *map(str, line)]

    def start(self, steps):
        return subprocess.Popen(
            self.command(steps), env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


def killed(program, enough):
    """What a program had said when it was killed: `enough(line)` tells the moment, or a number of seconds."""
    lines = []
    if isinstance(enough, float):
        time.sleep(enough)
    else:
        for line in program.stdout:
            lines.append(line)
            if enough(line, len(lines)):
                break
    said, complaints = ended(program, lines)
    assert complaints == ""
    return said


def ended(program, lines):
    """Kills a program; all that it had said, of which these lines were read before, and its complaints."""
    program.kill()
    with program:
        lines += program.stdout.readlines()  # not `communicate`, which loses what was read ahead of the last line
        complaints = program.stderr.read()
    return [json.loads(line) for line in lines if line.endswith("\n")], complaints


def histories(before, steps, acknowledged):
    """What may stand after a run: everything acknowledged, and at most the one step that was being saved."""
    return [{**before, **after(steps[:count])} for count in (acknowledged, acknowledged + 1)]


def stops(count, seed):
    """Moments to die at: three of five by lines said, the others by time, when nothing may be on the disk yet."""
    dice = random.Random(seed)
    for number in range(count):
        yield dice.randrange(2, 250) if number % 5 < 3 else dice.uniform(0.05, 0.9)


def without_doubles(dictionaries):
    return list({tuple(sorted(each.items())): each for each in dictionaries}.values())


def moment(stop):
    return stop if isinstance(stop, float) else lambda _, count: count >= stop


@pytest.mark.attack(51)
@pytest.mark.parametrize(
    ("kills", "seed"), [(10, 20261121), (10, 20261122), (10, 20261123), pytest.param(300, 1, marks=pytest.mark.heavy)]
)
def test_kills_lose_no_acknowledged_answer_and_win_no_time(sealed_day, tmp_path, kills, seed):
    sitter = Sitter(sealed_day, "R01", 1, tmp_path / "pc")
    steps, possible, remaining = long_steps(), [{}], None
    for stop in stops(kills, seed):
        said = killed(sitter.start(steps), moment(stop))
        acknowledged = [line for line in said if line.get("event") == "responded"]
        if said and remaining is not None:
            assert said[0]["resumed"]
            assert said[0]["remaining_ms"] <= remaining
        if said:
            remaining = said[0]["remaining_ms"]
        possible = without_doubles(each for before in possible for each in histories(before, steps, len(acknowledged)))

    ran = sealed_day.sit("R01", sitter.script([{"hand_in": True}]), tmp_path / "pc")
    assert ran.code == 0, ran
    assert ran.lines()[0]["resumed"]
    assert ran.lines()[0]["remaining_ms"] <= remaining
    assert handed_in(sealed_day, "R01", tmp_path, "T0001") in possible


def handed_in(day, room, folder, ticket, pc=None):
    """What the centre finds in a ticket's result, as the script wrote it."""
    day.collect(room, folder / "stick", pc or folder / "pc")
    merged = day.merge(folder / "centre.db", folder / "stick")
    assert merged.told()["tickets"][ticket] == "submitted"
    centre = Centre(folder / "centre.db")
    try:
        (body,) = centre.results(ResultBody).values()
        (exam,) = centre.exams().values()
    finally:
        centre.close()
    places = {placed.id: f"{placed.item.section}#{placed.item.number}" for placed in exam.assessment.items()}
    return {places[item]: written(response) for item, response in body.responses.items()}


def written(response):
    match response:
        case Choice(labels):
            return "".join(labels)
        case Judgement(value):
            return "对" if value else "错"


def test_an_acknowledgement_is_on_the_pipe_while_the_program_still_runs(sealed_day, tmp_path):
    sitter = Sitter(sealed_day, "R02", 3, tmp_path / "pc")
    program = sitter.start([{"respond": "单选题#1", "with": "A"}, {"wait": 60}])
    said = killed(program, lambda line, _: json.loads(line).get("event") == "responded")
    assert program.returncode == -9
    assert said[-1]["event"] == "responded"


@pytest.mark.attack(51)
def test_a_kill_between_closing_and_sealing_still_ends_in_one_result(sealed_day, tmp_path):
    sitter = Sitter(sealed_day, "R02", 4, tmp_path / "pc")
    steps = [{"respond": "单选题#1", "with": "D"}, {"hand_in": True}]
    said = killed(sitter.start(steps), lambda line, _: json.loads(line).get("event") == "closed")
    assert any(line.get("event") == "closed" for line in said)

    ran = sealed_day.sit("R02", sitter.script([{"respond": "单选题#1", "with": "A"}]), tmp_path / "pc")
    if ran.code == 24:
        ran = well("hand-in", sealed_day.exam, "--room", "R02", "--ticket", "T0004", "--data", tmp_path / "pc")
    assert ran.code == 0, ran
    assert handed_in(sealed_day, "R02", tmp_path, "T0004") == {"单选题#1": "D"}

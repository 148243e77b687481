"""A room PC that forgets its disk, and a stick that holds the second copy: killed, started again, gone on with."""

import os
import shutil

import pytest
from journeys.test_killed import Sitter, after, ended, handed_in
from support.exam_day import kaochang
from support.put_in import put_in

STEPS = [
    {"respond": "单选题#1", "with": "D"},
    {"respond": "判断题#1", "with": "对"},
    {"respond": "单选题#2", "with": "A"},
]


class OnTwoPlaces(Sitter):
    """A candidate's program whose journal has a second place."""

    second = None

    def command(self, steps):
        return [*super().command(steps), "--second", str(self.second)]


def resumed(day, sitter, steps):
    """The attempt gone on with: the lines that the program said."""
    line = day.sit_arguments("R01", sitter.script(steps), sitter.pc)
    ran = kaochang(*line, "--second", sitter.second)
    assert ran.code == 0, ran
    return ran.lines()


@pytest.mark.parametrize("forgets", [True, False])
def test_a_killed_program_goes_on_with_every_acknowledged_answer_though_the_pc_forgot_it(sealed_day, tmp_path, forgets):
    sitter = OnTwoPlaces(sealed_day, "R01", 1, tmp_path / "pc")
    sitter.second = put_in(tmp_path / "second")
    program = sitter.start([*STEPS, {"wait": 60}])
    lines = []
    while sum('"responded"' in line for line in lines) < len(STEPS):
        lines.append(program.stdout.readline())
    os.kill(program.pid, 9)
    ended(program, lines)
    if forgets:
        shutil.rmtree(sitter.pc)
    said = resumed(sealed_day, sitter, [{"hand_in": True}])
    assert said[0]["resumed"]
    assert handed_in(sealed_day, "R01", tmp_path, "T0001", sitter.pc) == after(STEPS)


def test_a_second_place_that_is_not_in_is_named_before_anything_begins(sealed_day, tmp_path, words):
    sitter = Sitter(sealed_day, "R01", 1, tmp_path / "pc")
    line = sealed_day.sit_arguments("R01", sitter.script(STEPS), tmp_path / "pc")
    ran = kaochang(*line, "--second", tmp_path / "not in")
    assert (ran.code, words("refusal.stick.not-there.next") in ran.err) == (26, True), ran
    assert not (tmp_path / "not in").exists()
    assert resumed_without(sealed_day, line)[0]["resumed"] is False


def resumed_without(day, line):
    ran = kaochang(*line)
    assert ran.code == 0, ran
    return ran.lines()

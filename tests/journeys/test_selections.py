"""What other programs on a display can read of the candidate's window: X11's clipboard and its two selections."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from searching import Searcher
from support.exam_day import login
from support.small_paper import GOOD
from x11.xvfb import desktop, missing, wait_until

ROOT = Path(__file__).resolve().parents[2]
NEEDED = missing("Xvfb", "openbox", "xclip")
pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]
SELECTIONS = ("clipboard", "primary", "secondary")
ESSAY = GOOD["简答题#1"]


@pytest.fixture
def display():
    with desktop(size="1366x768") as running:
        yield running


def selected(display):
    """What each selection gives whoever asks, as text."""
    found = {}
    for name in SELECTIONS:
        command = ["xclip", "-o", "-selection", name, "-t", "UTF8_STRING"]
        asked = subprocess.run(command, env=display.env, capture_output=True, check=False, timeout=15)
        found[name] = asked.stdout
    return found


class Candidate:
    """The program at work, moment by moment."""

    def __init__(self, day, display, folder):
        who = login(1)
        told = {
            "exam": str(day.exam),
            "data": str(folder / "pc"),
            "person": who["person"],
            "name": who["name"],
            "room_key": str(day.room_key("R01")),
            "room_code": day.told["room_codes"]["R01"],
            "code": day.told["start_codes"]["R01"],
            "pin": day.told["pins"]["T0001"],
            "essay": ESSAY,
            "last": len(GOOD) - 1,
        }
        paths = os.pathsep.join(str(ROOT / name) for name in ("desktop", "build"))
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(ROOT / "tests/x11/secret_window.py")],
            env={**display.env, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.go_on(json.dumps(told))

    def at(self, moment):
        """Goes on until the moment."""
        for line in self.process.stdout:
            if line.strip() == moment:
                return
            self.go_on()
        raise AssertionError(f"never came to: {moment}")

    def go_on(self, line=""):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


@pytest.fixture
def candidate(sealed_certified, display, tmp_path):
    working = Candidate(sealed_certified, display, tmp_path)
    yield working
    working.process.kill()
    working.process.communicate()


@pytest.fixture
def secrets(sealed_certified):
    """Each group of a code would be worth having."""
    day = sealed_certified
    codes = [day.told[kind][name] for kind, name in (("room_codes", "R01"), ("start_codes", "R01"), ("pins", "T0001"))]
    groups = [group for code in codes for group in code.split("-")]
    return Searcher([*codes, *(code.replace("-", "") for code in codes), ESSAY]), [group.encode() for group in groups]


def finds(secrets, found):
    """Where any of the secrets is; groups are short, but a selection is no random data."""
    searcher, groups = secrets
    held = {name: searcher.in_bytes(data) for name, data in found.items()}
    short = {name: [group for group in groups if group in data.upper()] for name, data in found.items()}
    return {name: (held[name], short[name]) for name in found if held[name] or short[name]}


@pytest.mark.attack(59)
def test_nothing_that_is_typed_can_be_read_by_other_programs(candidate, display, secrets):
    """Codes not even after copying them; an answer only while the candidate, having copied it, is at work."""
    for moment in ("room-code", "codes", "answers"):
        candidate.at(moment)
        assert finds(secrets, selected(display)) == {}, moment
        candidate.go_on()
    candidate.at("copied")
    assert set(finds(secrets, selected(display))) >= {"clipboard"}
    candidate.go_on()
    candidate.at("receipt")
    candidate.go_on()
    assert candidate.process.wait(timeout=30) == 0
    assert finds(secrets, selected(display)) == {}


@pytest.mark.heavy
@pytest.mark.attack(59)
def test_a_window_that_is_killed_takes_along_what_was_copied(candidate, display, secrets):
    candidate.at("copied")
    candidate.process.kill()
    candidate.process.wait(timeout=30)
    wait_until(lambda: finds(secrets, selected(display)) == {}, "it is nowhere")


@pytest.mark.parametrize("name", SELECTIONS)
def test_what_is_planted_in_a_selection_is_found_there(display, secrets, sealed_certified, name):
    command = ["xclip", "-i", "-quiet", "-selection", name]
    owner = subprocess.Popen(command, env=display.env, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        owner.stdin.write(sealed_certified.told["pins"]["T0001"].encode())
        owner.stdin.close()
        assert set(wait_until(lambda: finds(secrets, selected(display)), "it is found")) == {name}
    finally:
        owner.kill()
        owner.wait()

"""A bug of the program, whatever it had in hand: what it prints and logs holds no secret."""

import os
import time
from pathlib import Path

import pytest
from searching import Searcher
from support.exam_day import PASSPHRASE, ROSTER
from support.full_day import NOTES, REASON, FullDay
from support.small_paper import GOOD
from support.watched import Watch

BROKEN = (str(Path(__file__).resolve().parents[1] / "support" / "broken_program.py"),)
BUG_EXIT = 70
ESSAY = GOOD["简答题#1"]


def secrets_of(day):
    """What a program may have in hand: codes, PINs, passphrases, names, an answer, an option."""
    kinds = ("start_codes", "room_codes", "proctor_codes", "pins")
    codes = [code for kind in kinds for code in day.told[kind].values()]
    people = [line.split(",")[0] for line in ROSTER.splitlines()[1:]]
    return [
        *codes,
        *(code.replace("-", "") for code in codes),
        PASSPHRASE,
        *people,
        ESSAY,
        "请客户复述并当场核对",
        REASON,
        NOTES,
    ]


def respond(full):
    return full.sit("pc", "T0001", [{"respond": "简答题#1", "with": ESSAY}])


def act(full):
    asked = ["--room-wide", "--kind", "resume", "--minutes", 10, "--by", "监考甲", "--reason", REASON]
    return full.proctor("act", "R01", *asked)


def collect(full):
    notes = ["--notes-file", full.day.secret("notes", NOTES)]
    return full.proctor("collect", "R01", "--to", full.watch.place("stick"), *notes, full.watch.data("pc"))


def reissue(full):
    return ["keys", "reissue", *full.session_key, "--room", "R02", "--out", full.watch.place("pc") / "again"]


BUGS = {
    "custody.slots:open_room_wrap": (respond, lambda day: day.told["room_codes"]["R01"]),
    "custody.slots:open_start": (respond, lambda day: day.told["start_codes"]["R01"]),
    "custody.slots:open_pin": (respond, lambda day: day.told["pins"]["T0001"]),
    "flow.script:response_from": (respond, lambda day: ESSAY),
    "flow.collect:open_kit": (act, lambda day: day.told["proctor_codes"]["R01"]),
    "flow.collect:collect": (collect, lambda day: NOTES),
    "flow.reissue:reissue": (reissue, lambda day: PASSPHRASE),
}
"""Place of the bug → the command line that meets it, and what it surely had in hand."""


@pytest.mark.parametrize("place", BUGS)
@pytest.mark.attack(59)
def test_a_bug_says_where_it_is_and_nothing_that_it_had_in_hand(sealed_certified, tmp_path, place):
    day = sealed_certified
    line, surely = BUGS[place]
    full, said = FullDay(day, Watch(tmp_path / "watched")), tmp_path / "said"
    ran = full.watch.run("pc", f"kaochang.{place}", said, *line(full), program=BROKEN)
    logs = list(full.watch.folder.rglob("kaochang.log"))
    (log,) = [path.read_text("utf-8") for path in logs]
    assert ran.code == BUG_EXIT, ran
    for trace in (ran.err, log):
        assert "Broken" in trace
        assert "builtins.KeyError" in trace
        assert "broken_program.py" in trace
    secrets = Searcher(secrets_of(day))
    assert surely(day) in {found for found, _ in secrets.in_bytes(said.read_bytes())}
    assert secrets.in_bytes((ran.out + ran.err + log).encode()) == []


@pytest.mark.attack(59)
def test_a_bug_behind_the_window_is_logged_in_the_same_way(sealed_certified, tmp_path):
    """Work in the background has no terminal: its error goes to the log alone, and the window stays."""
    day = sealed_certified
    full, said = FullDay(day, Watch(tmp_path / "watched")), tmp_path / "said"
    line = ["sit", full.exam("pc"), "--room", "R01", "--windowed", "--data", full.watch.data("pc")]
    arguments = ["kaochang.flow.unlock:door", said, *line, "--room-key", day.room_key("R01")]
    process = full.watch.start("pc", *arguments, program=BROKEN, QT_QPA_PLATFORM="offscreen")
    log = full.watch.data("pc") / "kaochang.log"
    deadline = time.monotonic() + 30
    while not (log.exists() and "KeyError" in log.read_text("utf-8")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is None
    process.terminate()  # the keeper ends the window with it
    out, err = process.communicate(timeout=30)
    secrets = Searcher(secrets_of(day))
    assert "Broken" in log.read_text("utf-8")
    assert secrets.in_bytes(out + err + log.read_bytes()) == []
    assert b"Broken" not in out + err
    assert os.path.getsize(said) > 0

"""What the exam room must not hold in the clear is in none of its files, in no dress, after a day and after a kill."""

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from searching import forms, search
from support.exam_day import PASSPHRASE, ROSTER, login
from support.small_paper import GOOD, KEY, PAPER

ROOT = Path(__file__).resolve().parents[2]
ESSAY = GOOD["简答题#1"]


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def secrets(sealed_day):
    """Item and option texts, correct responses, rubric and explanation, names, responses, codes and passphrase."""
    options = [line.partition(".")[2].strip() for line in lines_of(PAPER) if line[:2] in {"A.", "B.", "C.", "D."}]
    stems = [line.partition(".")[2].strip() for line in lines_of(PAPER) if line[:1].isdigit()]
    prompts = [line.partition("）")[2] for line in lines_of(PAPER) if line.startswith("（") and line[2] == "）"]
    parts_of_stems = [part for stem in stems for part in stem.replace("____", "（").split("（") if len(part) > 2]
    scheme = ["客户确认事项已经办妥", "说出办妥确认", "说出记录可查", "凌晨来电会打扰客户休息", "致电目的"]
    shapes = ['"labels":["A","B","D"]', '["(1)","B"]', '"correct"', '"rubric"']
    people = [line.split(",")[0] for line in ROSTER.splitlines()[1:]]
    code = sealed_day.start_code
    words = [*options, *parts_of_stems, *prompts, *scheme, *shapes, *people, ESSAY]
    return [*dict.fromkeys(words), code, code.replace("-", ""), code.replace("-", "").lower(), PASSPHRASE]


@pytest.fixture
def room(sealed_day, tmp_path):
    """The places of an exam room, with the sealed exam as it lies on its PC, and the environment of a program there."""
    folders = {name: tmp_path / "room" / name for name in ("pc", "stick", "temp", "home", "exam")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    for name in ("session.kcb", "site.kcx"):
        (folders["exam"] / name).write_bytes(sealed_day.exam.with_name(name).read_bytes())
    machine = {"TMPDIR": folders["temp"], "HOME": folders["home"], "XDG_DATA_HOME": folders["home"]}
    environment = {**os.environ, **{name: str(path) for name, path in machine.items()}}
    return folders, {**environment, "PYTHONPATH": str(ROOT / "desktop"), "PYTHONDONTWRITEBYTECODE": "1"}


def program(day, room, script):
    folders, environment = room
    line = day.sit_arguments("R01", script, folders["pc"], folders["stick"])
    line[1] = folders["exam"] / "session.kcb"
    arguments = [sys.executable, "-m", "kaochang", *map(str, line)]
    return subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_scripted_day_leaves_nothing_readable_in_the_room(sealed_day, room, secrets):
    folders, _ = room
    script = sealed_day.script(login(1), GOOD)
    out, err = program(sealed_day, room, script).communicate(timeout=60)
    assert (json.loads(out.splitlines()[-1])["answered"], err) == (9, "")
    sealed_day.collect("R01", folders["stick"], folders["pc"])
    kinds = {path.suffix for path in folders["pc"].rglob("*")} | {path.suffix for path in folders["stick"].rglob("*")}
    assert {".db", ".kcj", ".kcr", ".kcm"} <= kinds
    assert search(folders.values(), secrets) == []


def test_a_kill_leaves_nothing_readable_either(sealed_day, room, secrets, tmp_path):
    folders, _ = room
    steps = [{"respond": place, "with": written} for place, written in GOOD.items()]
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"login": login(2), "steps": [*steps, {"wait": 60}]}, ensure_ascii=False), "utf-8")
    running = program(sealed_day, room, script)
    saved = 0
    while saved < len(GOOD):
        saved += json.loads(running.stdout.readline()).get("event") == "responded"
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=60)
    left = {path.name for path in folders["pc"].rglob("*") if path.is_file()}
    assert {"attempt.db", "attempt.db-wal", "attempt.kcj"} <= left
    assert search(folders.values(), secrets) == []


@pytest.mark.parametrize("dress", sorted(set(forms("测试甲壹").values())))
def test_the_scanner_finds_a_planted_secret_in_every_dress(tmp_path, dress):
    for number, (pattern, name) in enumerate(forms("测试甲壹").items()):
        if name == dress:
            (tmp_path / f"{number}.bin").write_bytes(os.urandom(300) + pattern + os.urandom(300))
    finds = search([tmp_path], ["测试甲壹"])
    assert {found for _, _, found in finds} >= {dress}


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
@pytest.mark.parametrize("after", ["", "!", "!!"])
def test_the_scanner_finds_base64_wherever_its_groups_begin(tmp_path, before, after):
    hidden = base64.b64encode(f"{before}开考码在这里{after}".encode())
    (tmp_path / "note").write_bytes(hidden)
    assert search([tmp_path], ["开考码在这里"])


def test_the_scanner_finds_names_of_files_too(tmp_path):
    (tmp_path / "测试甲壹.txt").write_bytes(b"")
    assert [secret for _, secret, _ in search([tmp_path], ["测试甲壹"])] == ["测试甲壹"]


def test_the_papers_own_secrets_are_worth_searching_for(sealed_day, secrets, tmp_path):
    assert len(secrets) > 40
    (tmp_path / "paper").write_text(PAPER + KEY, encoding="utf-8")
    (tmp_path / "bank").write_bytes(sealed_day.bank.read_bytes())
    finds = search([tmp_path], secrets)
    assert len({secret for _, secret, _ in finds}) > 35

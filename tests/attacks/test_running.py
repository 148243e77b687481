"""A program that runs in the exam room shows no secret to whoever looks at it from outside, nor when it is ended."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from searching import texts_in
from support.exam_day import PASSPHRASE, ROSTER, login
from support.small_paper import GOOD, PAPER

ROOT = Path(__file__).resolve().parents[2]
needs_proc = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="what others see is read from /proc")
ITEM_TEXTS = [line.partition(".")[2].strip() for line in PAPER.splitlines() if line[:2] in {"A.", "B.", "C.", "D."}]


def secrets_of(day):
    """Codes, passphrase, names of others, item texts and the answer that is being written."""
    people = [line.split(",")[0] for line in ROSTER.splitlines()[2:]]
    codes = [day.start_code, day.start_code.replace("-", ""), day.start_code.lower(), PASSPHRASE]
    return [*codes, *people, *ITEM_TEXTS, GOOD["简答题#1"]]


@pytest.fixture
def running(sealed_day, tmp_path):
    """A candidate's program in the middle of an attempt; nothing that it finds of its surroundings is ours."""
    script = tmp_path / "script.json"
    steps = [{"respond": place, "with": written} for place, written in GOOD.items()]
    told = {"login": login(1), "steps": [*steps, {"wait": 60}]}
    script.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    line = sealed_day.sit_arguments("R01", script, tmp_path / "pc")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop"), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "kaochang", *map(str, line)]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # else inherited: a background job ignores it
    program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    signal.signal(signal.SIGINT, heard)
    said = b""
    while said.count(b'"responded"') < len(steps):  # then it waits, and no Ctrl+C is lost in a destructor or an import
        said += program.stdout.readline()
    yield program, said
    program.kill()
    program.communicate()


@needs_proc
@pytest.mark.attack(59)
def test_neither_arguments_nor_environment_of_a_running_program_hold_a_secret(running, sealed_day):
    program, _ = running
    seen = b"".join(Path(f"/proc/{program.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
    assert texts_in(seen, secrets_of(sealed_day)) == []
    assert texts_in(seen, ["--code-file"]) == ["--code-file"]


@needs_proc
@pytest.mark.attack(59)
def test_a_program_opens_no_file_of_its_room_that_holds_a_secret(running, sealed_day):
    """Every regular file that is open, as it lies there: journal, log, sealed exam, and temporary ones if any."""
    program, _ = running
    links = (os.readlink(each) for each in Path(f"/proc/{program.pid}/fd").iterdir())
    files = [Path(link) for link in links if link.startswith("/") and Path(link).is_file()]
    assert any(path.name.startswith("attempt") for path in files)
    code_file = sealed_day.code_file
    for path in files:
        if path != code_file:
            assert texts_in(path.read_bytes(), secrets_of(sealed_day)) == []


@pytest.mark.attack(59)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGABRT], ids=lambda number: number.name)
def test_a_program_that_is_ended_from_outside_says_no_secret(running, sealed_day, number):
    program, said = running
    program.send_signal(number)
    rest, complaints = program.communicate(timeout=30)
    assert program.returncode != 0
    assert texts_in(said + rest + complaints, secrets_of(sealed_day)) == []

"""`sit` is run by a child of its own, except where there can be none; a script hears what the keeper tells."""

import json
import sys
from pathlib import Path

import pytest
from kaochang.cli import keeping
from kaochang.domain.refusals import BUG_EXIT
from kaochang.machine import keeper
from kaochang.machine.keeper import NoKeeper
from support.exam_day import kaochang, terminal

DESKTOP = Path(__file__).resolve().parents[3] / "desktop"
CHILD = """
import os, sys
from pathlib import Path
from kaochang.machine.keeper import keeper_of_this_process
keeper, mark = keeper_of_this_process(), Path(sys.argv[1])
if mark.exists():
    keeper.went_on()
    keeper.leave()
    sys.exit(5)
mark.touch()
"""


@pytest.fixture(autouse=True)
def _own_memory(monkeypatch):
    monkeypatch.setattr(keeper, "keep_from_dumps", lambda: None)
    monkeypatch.setenv("PYTHONPATH", str(DESKTOP))


class Sitting:
    """`sit` with a launcher that only counts."""

    def __init__(self, folder):
        self.folder, self.launched = folder, []

    def run(self, **fields):
        return kaochang("sit", self.folder / "x.kcb", "--data", self.folder, launch=self.launch, **fields)

    def launch(self, setting):
        self.launched.append(setting)
        return 3


def test_inside_another_program_the_window_is_opened_here(tmp_path):
    sitting = Sitting(tmp_path)
    assert sitting.run().code == 3
    assert not sitting.launched[0].keeper.is_there


def test_a_program_with_a_keeper_opens_it_here_too_and_hands_the_keeper_on(tmp_path):
    class Kept(NoKeeper):
        is_there = True

    sitting, kept = Sitting(tmp_path), Kept()
    assert sitting.run(keeper=kept, command=("never started",)).code == 3
    assert [setting.keeper for setting in sitting.launched] == [kept]


def test_a_pc_that_starts_no_second_process_opens_it_here(tmp_path, caplog):
    sitting = Sitting(tmp_path)
    assert sitting.run(command=("no such program",)).code == 3
    assert [record.getMessage() for record in caplog.records] == ["no child could be started: FileNotFoundError"]


def test_otherwise_a_child_does_it_and_its_exit_code_is_the_verbs(tmp_path, caplog):
    sitting = Sitting(tmp_path)
    ran = sitting.run(command=(sys.executable, "-c", CHILD, str(tmp_path / "mark")))
    assert (ran.code, ran.out, sitting.launched) == (5, "", [])
    assert [record.getMessage().partition(" after")[0] for record in caplog.records] == [
        "the program crashed, exit code 0",
        "its attempt went on",
    ]


def test_a_script_hears_how_long_it_took(tmp_path, caplog, capsys):
    made = terminal(command=(sys.executable, "-c", CHILD, str(tmp_path / "mark")))
    assert keeping.kept(made, {"data": tmp_path, "json": True}, lambda: 3) == 5
    told = json.loads(capsys.readouterr().out)
    assert 0 <= told["went_on_ms"] < 20_000
    assert len(caplog.records) == 2


@pytest.mark.parametrize(("language", "said"), [("zh_CN", "60 秒内崩溃了 3 次"), ("en", "3 times within 60 seconds")])
def test_who_gives_up_says_so_with_what_to_do(tmp_path, caplog, language, said):
    ran = Sitting(tmp_path).run(command=(sys.executable, "-c", ""), language=language)
    assert (ran.code, said in ran.err) == (BUG_EXIT, True)
    assert caplog.records[-1].levelname == "ERROR"

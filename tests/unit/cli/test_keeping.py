"""`sit` is run by a child of its own, except where there can be none; a script hears what the keeper tells."""

import json
import sys
from pathlib import Path

import pytest
from kaochang.cli import crash_news, keeping
from kaochang.domain.refusals import BUG_EXIT
from kaochang.machine import keeper, wires

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


def kept(folder, *arguments, command=("never started",)):
    """Exit code of `sit` with these arguments; 3 is what it ends with in this process."""
    return keeping.kept([*arguments, "sit", "x.kcb", f"--data={folder}"], lambda: 3, command)


@pytest.fixture
def child(tmp_path):
    """A command that crashes at first, and then goes on and ends with 5."""
    return (sys.executable, "-c", CHILD, str(tmp_path / "mark"))


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["--version"],
        ["mark", "centre.db"],
        ["--lang", "en"],
        ["--lang", "sit", "mark"],
        ["sit", "x.kcb", "--script", "day.json"],
        ["sit", "x.kcb", "--script=day.json"],
    ],
)
def test_what_is_nobodys_attempt_is_run_here(line):
    assert keeping.kept(line, lambda: 3, ("never started",)) == 3


def test_a_program_with_a_keeper_runs_it_here_too(tmp_path, monkeypatch):
    monkeypatch.setenv(wires.VARIABLE, "5 6")
    assert kept(tmp_path) == 3


def test_a_pc_that_starts_no_second_process_runs_it_here(tmp_path, caplog):
    assert kept(tmp_path, command=("no such program",)) == 3
    assert [record.getMessage() for record in caplog.records] == ["no child could be started: FileNotFoundError"]
    assert "FileNotFoundError" in (tmp_path / "kaochang.log").read_text("utf-8")


@pytest.mark.parametrize(
    "line",
    [
        ["sit", "x.kcb"],
        ["--lang", "en", "sit", "x.kcb"],
        ["--lang=en", "sit"],
        ["sit", "x.kcb", "--script", "day.json", "--kept"],
    ],
)
def test_an_attempt_is_run_by_a_child_whose_exit_code_is_the_verbs(tmp_path, child, caplog, line, capsys):
    assert keeping.kept([*line, "--data", str(tmp_path)], lambda: 3, child) == 5
    assert [record.getMessage().partition(" after")[0] for record in caplog.records] == [
        "the program crashed, exit code 0",
        "its attempt went on",
    ]
    assert len((tmp_path / "kaochang.log").read_text("utf-8").splitlines()) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("spelled", [("--data={one}", "--data", "{two}"), ("--data", "{one}", "--data={two}")])
def test_the_log_lies_where_the_last_data_folder_of_the_line_is(tmp_path, child, caplog, spelled):
    line = ["sit", "x.kcb", *(word.format(one=tmp_path / "one", two=tmp_path / "two") for word in spelled)]
    assert keeping.kept(line, lambda: 3, child) == 5
    assert [path.parent.name for path in tmp_path.rglob("kaochang.log")] == ["two"]


def test_without_a_data_folder_the_log_lies_in_the_users_own(tmp_path, child, monkeypatch, caplog):
    monkeypatch.setattr(crash_news, "data_folder", lambda: tmp_path / "own")
    assert keeping.kept(["sit", "x.kcb"], lambda: 3, child) == 5
    assert (tmp_path / "own" / "kaochang.log").exists()


def test_a_script_hears_how_long_it_took(tmp_path, child, capsys, caplog):
    line = ["sit", "x.kcb", "--script", "day.json", "--kept", "--json", "--data", str(tmp_path)]
    assert keeping.kept(line, lambda: 3, child) == 5
    told = json.loads(capsys.readouterr().out)
    assert 0 <= told["went_on_ms"] < 20_000


@pytest.mark.parametrize(("language", "said"), [("zh_CN", "60 秒内崩溃了 3 次"), ("en", "3 times within 60 seconds")])
def test_who_gives_up_says_so_with_what_to_do(tmp_path, caplog, capsys, language, said):
    code = kept(tmp_path, "--lang", language, command=(sys.executable, "-c", ""))
    assert (code, said in capsys.readouterr().err) == (BUG_EXIT, True)
    assert caplog.records[-1].levelname == "ERROR"

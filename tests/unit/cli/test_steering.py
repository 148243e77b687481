"""Names, titles and responses come from strangers: none of them steers the terminal, ends a line or imitates one."""

import json
import sys
from pathlib import Path

import pytest
from kaochang.cli import files
from kaochang.cli.terminal import run
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.session_reports import FileProblem
from kaochang.flow.inspect import Inspection
from kaochang.presenters.moments import moment_of
from kaochang.sealing.frame import FileType
from support.exam_day import kaochang, terminal

STEERING = ["\x1b[2J", "\x9b31m", "\r", "\n", "\x07", "\x7f", "\u202e", "\u2066", "\u2028", "\u200b", "\udc9b"]
EVIL = "甲" + "".join(STEERING) + "乙"


def tame(said):
    return not any(each in line for line in said.splitlines() for each in STEERING)


SPEAK = {
    "say": lambda t: t.say("cli.stopped") or t.say("cli.report.done", files=EVIL),
    "line": lambda t: t.line(EVIL),
    "a path": lambda t: t.say("cli.collect.done", manifest=Path(EVIL), tickets=1),
    "problems": lambda t: t.problems([FileProblem(EVIL, "SIGNATURE", "problem.damaged", EVIL, EVIL)]),
    "where": lambda t: t.complain(Refusal(Outcome.MISSING, "io.missing", EVIL)),
    "a parameter": lambda t: t.complain(Refusal(Outcome.CONTEXT, "context.ticket", ticket=EVIL)),
    "inspect": lambda t: files._show(t, Inspection(Path(EVIL), FileType.JOURNAL, (("title", EVIL), ("torn", EVIL)))),
}


@pytest.mark.parametrize("what", SPEAK)
@pytest.mark.attack(45, 63)
def test_whatever_is_printed_for_people_is_escaped(what, capsys):
    SPEAK[what](terminal())
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines()
    assert tame(said.out + said.err)
    assert len(lines) == {"say": 2, "inspect": 3}.get(what, 1)
    assert "\\x1b" in lines[-1]
    assert "甲" in lines[-1]


def test_a_quoted_text_keeps_its_lines_and_each_stands_behind_the_mark(capsys):
    terminal().quote("一\n\x1b[31m二\r\n> 三", "    > ")
    assert capsys.readouterr().out.splitlines() == ["    > 一", "    > \\x1b[31m二", "    > > 三"]


@pytest.mark.attack(45, 63)
def test_json_escapes_what_steers_and_stays_the_same_value(capsys):
    terminal().tell({"title": EVIL + "\U000e0041"})
    said = capsys.readouterr().out
    assert tame(said.rstrip("\n"))
    assert json.loads(said) == {"title": EVIL + "\U000e0041"}


@pytest.mark.attack(45)
def test_a_files_own_name_cannot_steer_the_terminal_either(tmp_path):
    path = tmp_path / "a\x1b]0;x\x07\nb.kcr"
    path.write_bytes(b"")
    ran = kaochang("inspect", path)
    assert (ran.code, ran.err.count("\n"), "\x1b" in ran.err) == (28, 1, False)


@pytest.mark.attack(63)
def test_the_trace_of_a_bug_is_escaped_line_by_line(capsys, caplog, tmp_path):
    def group(*_, **__):
        raise ZeroDivisionError(EVIL)

    run(terminal(log_folder=tmp_path), type("Group", (), {"main": staticmethod(group)})(), [])
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert tame(said)


@pytest.mark.parametrize("wall", [0, 2**53 - 1, -(2**53), 253_402_300_799_999, 10**30])
def test_no_wall_time_ends_in_an_exception(wall):
    assert terminal().date(wall)
    assert moment_of(wall, terminal().zone) is None or terminal().date(wall) != str(wall)


def test_a_bar_makes_room_for_what_is_printed_meanwhile(capsys, monkeypatch):
    monkeypatch.setattr("kaochang.cli.bar._PATIENCE_S", -1.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    speaking = terminal()
    with speaking.progress("cli.progress.read") as progress:
        progress(1, 3)
        drawn = capsys.readouterr().err
        speaking.line("一行")
        assert capsys.readouterr().err.strip(" \r") == ""
        progress(2, 3)
    assert "1/3" in drawn
    assert capsys.readouterr().err.endswith("\r")


def test_a_step_that_takes_long_shows_a_bar_without_ever_saying_how_far_it_is(capsys, monkeypatch):
    monkeypatch.setattr("kaochang.cli.bar._PATIENCE_S", -1.0)
    monkeypatch.setattr("kaochang.cli.bar._EVERY_S", 0.001)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    said = ""
    with terminal().progress("cli.progress.open"):
        while "打开" not in said:
            said += capsys.readouterr().err
    assert "0/1" in said

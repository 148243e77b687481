"""Start files: whoever double-clicks one sits the exam that lies beside it, with the stick that carries it too."""

import os
import subprocess

import pytest
from kaochang.machine.new_folders import file_name
from kaochang.reports.start_files import start_files
from unit.reports.support import LANGUAGES, Catalogue, envelope

ONE_ROOM = (("r1", "上海 301"),)
TEXTS = ("start-file.no-stick", "start-file.no-program", "start-file.wait")
LINUX = "打开考场程序 Linux.sh"


def found(language="zh_CN", rooms=ONE_ROOM):
    return start_files(envelope(rooms=rooms).session, Catalogue(language))


class Pc:
    """An exam-room PC that has a copy of the rooms' folder; its `kaochang` only notes how it was called."""

    def __init__(self, folder):
        self.copy, self.drive, self.tools = folder / "1 复制到考试机", folder / "U 盘", folder / "tools"
        for each in (self.copy, self.drive, self.tools):
            each.mkdir()
        (self.copy / LINUX).write_bytes(found()[LINUX])
        (self.copy / "session.kcb").write_bytes(b"this session")
        self.called = folder / "called"
        self.tool("kaochang", f'printf "%s\\n" "$@" >"{self.called}"; exit ${{ENDS:-0}}')
        self.tool("df", f'echo Mounted on; echo "{folder}"; [ $# -gt 2 ] || echo "{self.drive}"')

    def tool(self, name, script):
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)

    def put_in(self, exam=b"this session"):
        """The stick with a session on it."""
        place = self.drive / "客服理论 2026-11-21" / "1 复制到考试机"
        place.mkdir(parents=True)
        (place / "session.kcb").write_bytes(exam)

    def start(self, **more):
        path = f"{self.tools}:{os.environ['PATH']}"
        command = ["sh", self.copy / LINUX]
        return subprocess.run(command, env={"PATH": path, **more}, stdin=subprocess.DEVNULL, capture_output=True)

    def sat(self, stick):
        """How the program is called where the stick lies there."""
        exam = self.copy / "session.kcb"
        return ["--lang", "zh_CN", "sit", str(exam), "--room", "r1", "--stick", str(stick)]


@pytest.fixture
def pc(tmp_path):
    return Pc(tmp_path)


def test_it_opens_the_exam_beside_it_with_the_stick_that_carries_it_too(pc):
    pc.put_in()
    ran = pc.start()
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert pc.called.read_text().splitlines() == pc.sat(pc.drive)


def test_a_pc_that_is_started_again_without_the_stick_goes_on_with_where_it_lay(pc):
    pc.put_in()
    pc.start()
    pc.drive.rename(pc.drive.with_name("pulled"))
    pc.called.unlink()
    assert pc.start().returncode == 0
    assert pc.called.read_text().splitlines() == pc.sat(pc.drive)


@pytest.mark.parametrize("others", [None, b"some session"])
def test_without_the_stick_it_says_so_and_opens_nothing(pc, others):
    if others is not None:
        pc.put_in(others)
    ran = pc.start()
    assert ran.returncode == 1
    assert Catalogue()("start-file.no-stick") in ran.stderr.decode()
    assert not pc.called.exists()


def test_a_folder_of_the_same_drive_is_no_stick(pc):
    pc.put_in()
    pc.tool("df", f'echo Mounted on; echo "{pc.drive}"')
    assert pc.start().returncode == 1
    assert not pc.called.exists()


def test_a_pc_without_the_program_is_told(pc):
    pc.put_in()
    (pc.tools / "kaochang").unlink()
    ran = pc.start()
    assert ran.returncode == 1
    assert Catalogue()("start-file.no-program") in ran.stderr.decode()


def test_how_the_program_ended_is_how_it_ends(pc):
    pc.put_in()
    assert pc.start(ENDS="17").returncode == 17


def test_the_windows_file_calls_the_same_and_is_written_as_windows_reads_it():
    data = found()["打开考场程序 Windows.cmd"]
    lines = data.decode().split("\r\n")
    assert lines[0] == "@echo off"
    assert data.count(b"\n") == data.count(b"\r\n")
    (call,) = (line for line in lines if " sit " in line)
    assert call.endswith('kaochang --lang zh_CN sit "%HERE%session.kcb" --room r1 --stick "%STICK%."')
    texts = [Catalogue()(key) for key in TEXTS]
    said = [line for line in lines if not line.isascii()]
    assert len(said) == len(texts)
    assert all(any(text in line for line in said) for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_signs_that_windows_reads_as_commands(language):
    assert [set('&|<>^%!"()') & set(Catalogue(language)(key)) for key in TEXTS] == [set()] * len(TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_room_has_its_own_under_a_name_that_every_stick_takes(language):
    made = found(language, (("r1", "上海 301"), ("r2", 'A/B "三楼"'), ("r3", "长" * 99)))
    assert len(made) == 6
    for room in ("r1", "r2", "r3"):
        own = [name for name, data in made.items() if f"--room {room} --stick".encode() in data]
        assert [f" {room} " in name for name in own] == [True, True]
    assert all(Catalogue(language)("quick.file.start") in name for name in made)
    assert [file_name(name, 120) for name in made] == list(made)

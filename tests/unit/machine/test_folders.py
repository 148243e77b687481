"""Sticks are walked in one order, through no link, and nothing that cannot be listed is passed over in silence."""

import errno
import os

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.machine import folders
from kaochang.machine.folders import check_folder, files_under
from kaochang.machine.safe_files import read_whole
from support.refusals import refuses

OURS = frozenset({".kcr", ".kcm"})


@pytest.fixture
def stick(tmp_path):
    """A stick with files of ours, others, and traps."""
    for name in ("b/2.kcr", "b/1.KCR", "a/x.kcm", "a/x.txt", "top.kcr", "folder.kcr/inside.kcr"):
        path = tmp_path / "stick" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.kcr").write_bytes(b"secret")
    (tmp_path / "stick" / "link").symlink_to(elsewhere)
    (tmp_path / "stick" / "loop").symlink_to(tmp_path / "stick")
    return tmp_path / "stick"


def test_what_should_be_a_folder_is_there_and_is_one(stick):
    check_folder(stick)
    for path, outcome, key in (
        (stick / "nowhere", Outcome.MISSING, "io.missing"),
        (stick / "top.kcr", Outcome.NOT_A_FILE, "io.not-a-folder"),
    ):
        with refuses(outcome, key) as refused:
            check_folder(path)
        assert refused.value.where == str(path)


def named(root, paths):
    return [str(path.relative_to(root)) for path in paths]


@pytest.mark.attack(47)
def test_files_of_ours_are_found_in_one_order_and_no_folder_link_is_followed(stick):
    found = named(stick, files_under([stick], OURS))
    assert found == ["top.kcr", "a/x.kcm", "b/1.KCR", "b/2.kcr", "folder.kcr/inside.kcr"]


@pytest.mark.attack(46)
def test_a_linked_file_is_named_and_refused_when_it_is_read(stick):
    (stick / "linked.kcr").symlink_to(stick / "top.kcr")
    assert "linked.kcr" in named(stick, files_under([stick], OURS))
    with refuses(Outcome.NOT_A_FILE):
        read_whole(stick / "linked.kcr", 100)


@pytest.mark.attack(46)
def test_a_pipe_is_named_and_refused_when_it_is_read(stick):
    os.mkfifo(stick / "pipe.kcr")
    for source in (stick, stick / "pipe.kcr"):
        assert stick / "pipe.kcr" in files_under([source], OURS)
    with refuses(Outcome.NOT_A_FILE):
        read_whole(stick / "pipe.kcr", 100)


def test_files_may_be_named_one_by_one(stick):
    assert list(files_under([stick / "b" / "2.kcr", stick / "a" / "x.txt"], OURS)) == [stick / "b" / "2.kcr"]


def test_a_source_that_is_not_there_is_told(stick):
    with refuses(Outcome.MISSING, "io.missing") as caught:
        list(files_under([stick / "gone"], OURS))
    assert caught.value.where == str(stick / "gone")


def test_a_stick_with_too_many_files_is_refused(stick, monkeypatch):
    monkeypatch.setattr(folders, "FILE_LIMIT", 4)
    with refuses(Outcome.LIMIT, "io.too-many"):
        list(files_under([stick], OURS))


def failing_at(monkeypatch, folder, code):
    real = os.scandir

    def scandir(path):
        if os.fspath(path) == str(folder):
            raise OSError(code, os.strerror(code), os.fspath(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.attack(49)
def test_a_stick_pulled_out_while_it_is_walked_is_told(stick, monkeypatch):
    failing_at(monkeypatch, stick / "b", errno.EIO)
    with refuses(Outcome.IO, "io.failed"):
        list(files_under([stick], OURS))


def test_a_folder_closed_to_us_is_passed_over_and_a_closed_stick_is_told(stick, monkeypatch):
    failing_at(monkeypatch, stick / "b", errno.EACCES)
    assert "a/x.kcm" in named(stick, files_under([stick], OURS))
    with refuses(Outcome.IO, "io.no-permission"):
        list(files_under([stick / "b"], OURS))

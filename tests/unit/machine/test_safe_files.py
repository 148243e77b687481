"""Files are there whole under their final name or not at all, and hostile ones are refused before they are read."""

import errno
import os
import socket
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.machine import safe_files
from kaochang.machine.safe_files import (
    check_free,
    check_takes_files,
    made_file,
    make_folder,
    new_file,
    open_regular,
    read_whole,
    replace_file,
    syncing,
    write_new,
)
from support.refusals import refuses
from unit.machine.faults import ERRORS, NO_LINKS, broken, error

DATA = b"new" * 5_000
OLD = b"old"
WRITERS = {"write_new": (write_new, None), "replace_file": (replace_file, OLD)}


@pytest.fixture(params=WRITERS)
def writer(request, tmp_path):
    """A way of writing, the file it writes, and what stood there before."""
    write, before = WRITERS[request.param]
    path = tmp_path / "result.kcr"
    if before is not None:
        path.write_bytes(before)
    return write, path, before


def content(path):
    return path.read_bytes() if path.exists() else None


def test_what_was_written_is_there_and_nothing_else(writer):
    write, path, _ = writer
    write(path, DATA)
    assert path.read_bytes() == DATA
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_empty_file_is_written_too(tmp_path):
    write_new(tmp_path / "empty", b"")
    assert read_whole(tmp_path / "empty", 0) == b""


def test_a_long_file_is_durable_when_it_has_been_read_back(tmp_path):
    with new_file(tmp_path / "long") as stream:
        stream.write(DATA)
        with broken() as steps, syncing(stream):
            stream.seek(0)
            assert stream.read() == DATA
    assert steps.taken == ["fsync"]


@pytest.mark.parametrize("kind", ERRORS)
def test_of_a_long_file_that_the_disk_cannot_keep_nothing_stays(kind, tmp_path):
    fault, outcome = ERRORS[kind]
    with refuses(outcome), new_file(tmp_path / "long") as stream:
        stream.write(DATA)
        with broken(1, fault), syncing(stream):
            stream.seek(0)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=[False, True], ids=["new", "instead"])
def made(request, tmp_path):
    """A file that a writer makes here and there, whether in place of another, and what stood there before."""
    path = tmp_path / "paper.docx"
    if request.param:
        path.write_bytes(OLD)
    return path, request.param, content(path)


def test_a_file_made_here_and_there_is_durable_and_read_back_before_it_has_its_name(made):
    path, replaces, before = made
    with broken() as steps, made_file(path, replaces=replaces) as stream:
        stream.write(b"....tail")
        stream.seek(0)
        stream.write(b"head")
        stream.flush()
        assert content(path) == before
    assert content(path) == b"headtail"
    assert list(path.parent.iterdir()) == [path]
    assert steps.taken == ["fsync", "fsync", "replace" if replaces else "link", "fsync"]


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_of_a_file_made_here_and_there_that_the_disk_cannot_keep_nothing_stays(made, at, kind):
    path, replaces, before = made
    fault, outcome = ERRORS[kind]
    with broken(at, fault), refuses(outcome), made_file(path, replaces=replaces) as stream:
        stream.write(DATA)
    assert content(path) == before
    assert [each for each in path.parent.iterdir() if each != path] == []


def test_a_disk_that_keeps_something_else_of_it_is_found_out(made, monkeypatch):
    path, replaces, before = made
    real = os.fsync

    def decay(descriptor):
        if os.fstat(descriptor).st_size == len(DATA):
            os.pwrite(descriptor, b"?", 7)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", decay)
    with refuses(Outcome.IO, "io.read-back"), made_file(path, replaces=replaces) as stream:
        stream.write(DATA)
    assert content(path) == before


def test_a_file_that_is_there_is_not_made_anew_unasked(tmp_path):
    (tmp_path / "paper").write_bytes(OLD)
    with refuses(Outcome.EXISTS, "io.exists"), made_file(tmp_path / "paper"):
        pytest.fail("nothing may be made")


def test_a_file_is_never_made_in_place_of_one_that_has_to_stay(made):
    path, replaces, before = made
    with refuses(Outcome.EXISTS, "io.own-source"), made_file(path, replaces=replaces, kept=[path]):
        pytest.fail("nothing may be made")
    assert content(path) == before


def test_a_new_file_never_replaces_anything(tmp_path):
    for name, make in {
        "file": lambda path: path.write_bytes(OLD),
        "folder": lambda path: path.mkdir(),
        "dangling": lambda path: path.symlink_to("nowhere"),
    }.items():
        make(tmp_path / name)
        with refuses(Outcome.EXISTS, "io.exists") as caught:
            write_new(tmp_path / name, DATA)
        assert caught.value.where == str(tmp_path / name)
    assert (tmp_path / "file").read_bytes() == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dangling", "file", "folder"]


def test_a_file_is_synced_before_it_has_its_name_and_its_name_before_the_caller_hears_of_it(writer):
    write, path, _ = writer
    with broken() as steps:
        write(path, DATA)
    assert steps.taken == ["write", "fsync", "link" if write is write_new else "replace", "fsync"]


@pytest.mark.parametrize("fault", ERRORS)
@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.attack(50)
def test_an_error_at_any_step_before_the_name_leaves_what_was_there(writer, at, fault):
    write, path, before = writer
    break_by, outcome = ERRORS[fault]
    with broken(at, break_by), refuses(outcome) as caught:
        write(path, DATA)
    assert caught.value.where == str(path)
    assert content(path) == before
    assert [each.name for each in path.parent.iterdir() if each != path] == []
    write(path, DATA)
    assert path.read_bytes() == DATA


@pytest.mark.parametrize("fault", ERRORS)
def test_a_name_that_may_not_last_is_taken_back_or_stands_for_the_whole_new_file(writer, fault):
    write, path, before = writer
    break_by, outcome = ERRORS[fault]
    with broken(4, break_by), refuses(outcome):
        write(path, DATA)
    assert content(path) == (before if write is write_new else DATA)
    assert [each.name for each in path.parent.iterdir() if each != path] == []
    write(path, DATA)


def test_a_file_that_is_stopped_while_its_name_is_made_durable_is_not_there(tmp_path, monkeypatch):
    """A Ctrl-C: whoever wrote other files beside it takes them away, so it must not stay alone."""

    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(safe_files, "sync_folder", stop)
    with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "session.kcb") as stream:
        stream.write(DATA)
    assert list(tmp_path.iterdir()) == []


def test_a_system_that_writes_a_little_at_a_time_still_gets_every_byte(writer, monkeypatch):
    write, path, _ = writer
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, view: real(descriptor, view[:777]))
    write(path, DATA)
    assert path.read_bytes() == DATA


def test_a_disk_that_keeps_something_else_is_found_out(writer, monkeypatch):
    write, path, before = writer
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, view: real(descriptor, bytes(len(view))))
    with refuses(Outcome.IO, "io.read-back"):
        write(path, DATA)
    assert content(path) == before


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL])
def test_a_stick_without_hard_links_takes_new_files_and_keeps_old_ones(tmp_path, code):
    path = tmp_path / "result.kcr"
    with broken(3, error(code)):
        write_new(path, DATA)
    assert content(path) == DATA
    with broken(3, NO_LINKS), refuses(Outcome.EXISTS):
        write_new(path, OLD)
    assert content(path) == DATA
    assert list(tmp_path.iterdir()) == [path]


def test_a_share_that_cannot_sync_folders_is_no_error_and_a_failing_disk_is(tmp_path):
    with broken(4, error(errno.EINVAL)):
        write_new(tmp_path / "a", DATA)
    assert content(tmp_path / "a") == DATA


def test_a_leftover_of_a_killed_program_of_the_same_number_is_no_obstacle(writer):
    write, path, _ = writer
    path.with_name(f".{path.name}.{os.getpid()}.part").write_bytes(b"half")
    write(path, DATA)
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == DATA


_KILLED = """
import sys
from pathlib import Path
from kaochang.machine import safe_files
from unit.machine.faults import broken, end_of_process
with broken(int(sys.argv[2]), end_of_process):
    getattr(safe_files, sys.argv[1])(Path(sys.argv[3]), b"new" * 5_000)
"""


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.attack(51)
def test_a_program_killed_at_any_step_leaves_the_old_or_the_whole_new_file(writer, at):
    write, path, before = writer
    command = [sys.executable, "-c", _KILLED, write.__name__, str(at), str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run(command, env=environment, check=False).returncode == 9
    assert content(path) == (before if at < 4 else DATA)
    left = [each.name for each in path.parent.iterdir() if each != path]
    assert all(name.startswith(".") and name.endswith(".part") for name in left)
    replace_file(path, DATA)
    assert path.read_bytes() == DATA


@pytest.mark.attack(50)
def test_a_full_disk_is_told_and_keeps_nothing_half(small_disk):
    path = small_disk / "result.kcr"
    write_new(small_disk / "first", bytes(600_000))
    with refuses(Outcome.DISK_FULL, "io.disk-full"):
        write_new(path, bytes(600_000))
    assert [each.name for each in small_disk.iterdir()] == ["first"]
    with refuses(Outcome.DISK_FULL):
        replace_file(small_disk / "first", bytes(700_000))
    assert read_whole(small_disk / "first", 1_000_000) == bytes(600_000)
    (small_disk / "first").unlink()
    write_new(path, bytes(600_000))


def test_a_missing_folder_is_told(writer, tmp_path):
    with refuses(Outcome.MISSING, "io.missing"):
        writer[0](tmp_path / "no" / "result.kcr", DATA)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))


HOSTILE = {
    "folder": lambda path: path.mkdir(),
    "link": lambda path: path.symlink_to(__file__),
    "link-to-folder": lambda path: path.symlink_to("/"),
    "pipe": os.mkfifo,
    "socket": make_socket,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_regular_file_is_never_replaced(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("x.kcr")
    HOSTILE[kind](path)
    before = os.lstat(path)
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file"):
        replace_file(path, DATA)
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file"), made_file(path, replaces=True):
        pytest.fail("nothing may be made")
    assert (os.listdir(tmp_path), os.lstat(path).st_ino) == (["x.kcr"], before.st_ino)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.attack(46)
def test_what_is_no_regular_file_is_refused_and_leaves_nothing_open(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    path = Path("x.kcr")
    HOSTILE[kind](path)
    before = os.listdir("/proc/self/fd") if sys.platform == "linux" else []
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file") as caught:
        read_whole(path, 100)
    assert caught.value.where == "x.kcr"
    assert len(before) == (len(os.listdir("/proc/self/fd")) if before else 0)


@pytest.mark.attack(46)
def test_a_device_is_refused():
    with refuses(Outcome.NOT_A_FILE):
        read_whole(Path("/dev/null"), 100)


@pytest.mark.parametrize("name", ["missing", "file/below"])
def test_a_missing_file_is_refused(tmp_path, name):
    (tmp_path / "file").touch()
    with refuses(Outcome.MISSING, "io.missing"):
        read_whole(tmp_path / name, 100)


@pytest.mark.attack(11)
def test_a_file_beyond_the_limit_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "huge.kcr"
    path.touch()
    os.truncate(path, 10 * 1024**3)
    tracemalloc.start()
    with refuses(Outcome.LIMIT, "io.too-large") as caught:
        read_whole(path, 512 * 1024**2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.params == {"size": 10 * 1024**3, "limit": 512 * 1024**2}
    assert peak < 1024**2


def test_a_small_file_costs_its_own_size_however_high_the_limit(tmp_path):
    (tmp_path / "small").write_bytes(DATA)
    tracemalloc.start()
    assert read_whole(tmp_path / "small", 512 * 1024**2) == DATA
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1024**2


def test_the_limit_itself_is_allowed(tmp_path):
    (tmp_path / "file").write_bytes(b"12345")
    assert read_whole(tmp_path / "file", 5) == b"12345"
    with refuses(Outcome.LIMIT):
        read_whole(tmp_path / "file", 4)


@pytest.mark.attack(49)
def test_a_file_that_grows_while_it_is_read_is_what_it_was(tmp_path, monkeypatch):
    path = tmp_path / "attempt.kcj"
    path.write_bytes(b"whole")
    measured = os.stat(path)
    with path.open("ab") as stream:
        stream.write(b"more")
    monkeypatch.setattr(safe_files.os, "fstat", lambda _: measured)
    assert read_whole(path, 100) == b"whole"


@pytest.mark.attack(49)
def test_an_error_while_reading_is_a_refusal_that_names_the_file(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with refuses(Outcome.IO, "io.failed") as caught, open_regular(tmp_path / "file"):
        raise OSError(errno.EIO, "gone")
    assert caught.value.where == str(tmp_path / "file")


def test_a_folder_is_made_private_with_its_parents_and_may_be_there(tmp_path):
    folder = tmp_path / "a" / "b"
    assert make_folder(folder) == folder == make_folder(folder)
    assert [each.stat().st_mode & 0o777 for each in (folder, folder.parent)] == [0o700, 0o700]


def test_a_folder_another_program_makes_at_the_same_moment_is_taken(tmp_path, monkeypatch):
    folder = tmp_path / "session"
    monkeypatch.setattr(Path, "exists", lambda path: path != folder)
    folder.mkdir()
    assert make_folder(folder) == folder


def test_a_folder_that_takes_files_is_as_it_was_and_a_missing_one_is_not_made(tmp_path):
    (tmp_path / "a").mkdir()
    for folder in ("a", "a/b/c"):
        check_takes_files(tmp_path / folder)
    assert list((tmp_path / "a").iterdir()) == []


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_folder_that_could_never_be_made_takes_no_files(tmp_path, name):
    (tmp_path / "file").write_bytes(b"")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        check_takes_files(tmp_path / name)


def test_a_disk_that_takes_nothing_is_told_by_trying(tmp_path):
    with broken(1, error(errno.EROFS)), refuses(Outcome.IO, "io.read-only"):
        check_takes_files(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_free_until_something_has_it_even_a_link_to_nowhere(tmp_path):
    check_free(tmp_path / "a")
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    with refuses(Outcome.EXISTS, "io.exists"):
        check_free(tmp_path / "a")


def test_a_file_in_a_folders_place_is_told(tmp_path):
    (tmp_path / "file").touch()
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        make_folder(tmp_path / "file")

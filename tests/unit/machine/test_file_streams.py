"""A file read here and there, never held open: what was read is what stands there, or a refusal says why not."""

import os
import zipfile

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.file_streams import FileStream


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "paper"
    made.write_bytes(b"0123456789")
    return made


def test_any_place_can_be_read(path):
    stream = FileStream(path, 100)
    assert (stream.read(3), stream.tell(), stream.read(), stream.read(5)) == (b"012", 3, b"3456789", b"")
    assert (stream.seek(-2, os.SEEK_END), stream.read(), stream.seek(20), stream.read(1)) == (8, b"89", 20, b"")
    stream.seek(1)
    assert (stream.seek(2, os.SEEK_CUR), stream.read(1), stream.seekable()) == (3, b"3", True)
    with pytest.raises(ValueError, match="-1"):
        stream.seek(-1)


def test_the_file_is_free_between_two_reads(path):
    stream = FileStream(path, 100)
    stream.read(2)
    path.unlink()
    with pytest.raises(Refusal) as caught:
        stream.read(1)
    assert (caught.value.outcome, caught.value.key) == (Outcome.MISSING, "io.missing")


@pytest.mark.parametrize("data", [b"9876543210", b"01234567890"])
def test_a_file_that_was_changed_meanwhile_is_refused(path, data):
    stream = FileStream(path, 100)
    stream.read(2)
    path.write_bytes(data)
    os.utime(path, ns=(1, 1))
    with pytest.raises(Refusal) as caught:
        stream.read(1)
    assert (caught.value.outcome, caught.value.key) == (Outcome.IO, "io.changed")


def test_a_file_beyond_the_limit_and_a_folder_are_refused(path, tmp_path):
    for target, limit, outcome in (
        (path, 9, Outcome.LIMIT),
        (tmp_path, 9, Outcome.NOT_A_FILE),
        (tmp_path / "no", 9, Outcome.MISSING),
    ):
        with pytest.raises(Refusal) as caught:
            FileStream(target, limit)
        assert caught.value.outcome is outcome


def test_a_zip_can_be_read_from_it(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("a", b"x" * 100_000)
    with zipfile.ZipFile(FileStream(tmp_path / "a.zip", 10**6)) as package:
        assert package.read("a") == b"x" * 100_000

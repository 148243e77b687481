"""What a new file is made from stays, by whatever name it is called; so does whatever is no regular file."""

import os

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.machine.kept_files import check_apart, check_replaceable
from support.refusals import refuses


@pytest.mark.parametrize("named", ["bank", "sub/../bank", "twin", "linked", "bank-wal"])
def test_a_file_that_has_to_stay_is_known_by_any_name(tmp_path, named):
    (tmp_path / "sub").mkdir()
    (tmp_path / "bank").write_bytes(b"old")
    (tmp_path / "linked").symlink_to("bank")
    os.link(tmp_path / "bank", tmp_path / "twin")
    with refuses(Outcome.EXISTS, "io.own-source"):
        check_apart(tmp_path / named, [tmp_path / "bank", tmp_path / "bank-wal"])
    check_apart(tmp_path / "another", [tmp_path / "bank"])


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, os.mkdir, lambda path: path.symlink_to(path.with_name("a-file"))],
    ids=["pipe", "folder", "link"],
)
def test_only_a_regular_file_can_be_replaced(tmp_path, make):
    (tmp_path / "a-file").write_bytes(b"old")
    make(tmp_path / "there")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file"):
        check_replaceable(tmp_path / "there")
    check_replaceable(tmp_path / "a-file")
    check_replaceable(tmp_path / "not-there")

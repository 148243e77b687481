"""Folders that are there as a whole or not at all, under names that every file system takes."""

import errno
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.refusals import Outcome
from kaochang.machine.new_folders import copy_new, file_name, free_beside, new_folder, take_away, take_away_abandoned
from support.refusals import refuses

WINDOWS_REFUSES = set('<>:"/\\|?*')


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("客服上岗考试（第二批）", "客服上岗考试（第二批）"),
        ('A/B\\C:D*E?F"G<H>I|J', "A B C D E F G H I J"),
        ("  多  个\t空格\n换行 ", "多 个 空格 换行"),
        ("结尾的点...", "结尾的点"),
        (".隐藏", "隐藏"),
        ("CON", "CON_"),
        ("nul.考试", "nul.考试_"),
        ("LPT1 ", "LPT1_"),
        ("CONTACT", "CONTACT"),
        ("\u202e倒\u200b写\x07", "倒 写"),
        ("???", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_name(title, name):
    assert file_name(title, 60) == name


def test_a_name_is_cut_and_never_ends_in_what_windows_drops():
    assert file_name("一二三. 四五", 5) == "一二三"
    assert file_name("長" * 99, 60) == "長" * 60


@given(st.text())
def test_no_title_gives_a_name_that_a_file_system_refuses(title):
    name = file_name(title, 60)
    assert not set(name) & WINDOWS_REFUSES
    assert all(character >= " " for character in name)
    assert name == name.strip(" .")
    assert len(name) <= 61


def test_a_folder_has_its_name_once_all_of_it_is_there(tmp_path):
    with new_folder(tmp_path / "made") as hidden:
        (hidden / "file").write_bytes(b"1")
        assert not (tmp_path / "made").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    assert (tmp_path / "made" / "file").read_bytes() == b"1"


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt])
def test_whatever_stops_it_leaves_nothing(tmp_path, stop):
    def make():
        with new_folder(tmp_path / "made") as hidden:
            (hidden / "deep").mkdir()
            (hidden / "deep" / "file").write_bytes(b"1")
            raise stop

    with pytest.raises(stop):
        make()
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_refused_before_and_after(tmp_path):
    (tmp_path / "made").mkdir()
    with refuses(Outcome.EXISTS, "io.exists"), new_folder(tmp_path / "made"):
        pytest.fail("it was begun")
    with refuses(Outcome.EXISTS, "io.exists"), new_folder(tmp_path / "other"):
        (tmp_path / "other").mkdir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made", "other"]


def test_what_a_killed_program_left_hidden_goes_away(tmp_path):
    left = tmp_path / ".made.kaochang.part"
    left.mkdir()
    (left / "old").write_bytes(b"1")
    with new_folder(tmp_path / "made"):
        pass
    assert list((tmp_path / "made").iterdir()) == []


def test_what_it_lies_in_is_never_made(tmp_path):
    with refuses(Outcome.MISSING, "io.missing"), new_folder(tmp_path / "stick" / "made"):
        pytest.fail("it was begun")
    assert not (tmp_path / "stick").exists()


def test_a_name_that_cannot_be_given_leaves_nothing(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr("pathlib.Path.rename", refused)
    with refuses(Outcome.IO, "io.read-only"), new_folder(tmp_path / "made"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_copied_whole_under_a_new_name_only(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(bytes(range(256)) * 9000)
    copy_new(source, target)
    assert target.read_bytes() == source.read_bytes()
    with refuses(Outcome.EXISTS, "io.exists"):
        copy_new(source, target)
    with refuses(Outcome.MISSING, "io.missing"):
        copy_new(tmp_path / "none", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_of_hidden_folders_those_go_that_are_ours_and_nobody_fills_any_more(tmp_path, caplog):
    old, fresh = tmp_path / ".a1.kaochang.part", tmp_path / ".b2.kaochang.part"
    others = [tmp_path / name for name in ("a1.kaochang.part", ".a1.part", ".c.kaochang.part", ".a1.kaochang.part.b2")]
    for folder, made in ((old, 0), (fresh, 3601), *((other, 0) for other in others)):
        folder.mkdir()
        os.utime(folder, (made, made))
    take_away_abandoned(tmp_path, re.compile(r"a\d|b\d"), 3_600_001)
    assert sorted(tmp_path.iterdir()) == sorted([fresh, *others])
    (said,) = caplog.records
    assert "unfinished" in said.getMessage()
    assert "a1" not in said.getMessage()


def test_a_folder_that_is_gone_meanwhile_has_nothing_to_be_taken_away(tmp_path):
    with refuses(Outcome.MISSING, "io.missing"):
        take_away_abandoned(tmp_path / "gone", re.compile("a"), 0)


def test_a_folder_that_is_gone_already_is_taken_away_without_a_word(tmp_path):
    take_away(tmp_path / "gone")


def test_a_name_that_is_taken_gets_the_first_number_that_is_free(tmp_path):
    path = tmp_path / "评分.kcs"
    assert free_beside(path) == path
    path.touch()
    (tmp_path / "评分 (2).kcs").symlink_to(tmp_path / "gone")
    assert free_beside(path) == tmp_path / "评分 (3).kcs"

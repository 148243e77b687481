"""`kaochang read -o FOLDER`: a result for each paper, and nothing that is there already is lost to it."""

import json
import os

import pytest
from kaochang.domain.refusals import Outcome
from support.exam_day import kaochang, well

PAPER = "一、判断题（共1题，每题2分，共2分）\n1. {}。（√）\n"


def paper(folder, words, name="p.txt"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(PAPER.format(words), encoding="utf-8")
    return folder / name


def stem(path):
    (item,) = json.loads(path.read_text(encoding="utf-8"))["items"]
    return item["stem"]


def test_four_papers_of_one_name_have_four_results(tmp_path):
    files = [paper(tmp_path / each, each * 3) for each in "甲乙丙丁"]
    ran = well("read", *files, "-o", tmp_path / "out")
    names = ["p.json", "p.txt.json", "p.txt.2.json", "p.txt.3.json"]
    assert sorted(os.listdir(tmp_path / "out")) == sorted(names)
    for file, name in zip(files, names, strict=True):
        assert stem(tmp_path / "out" / name).startswith(file.parent.name * 3)
    assert [name in line for name, line in zip(names[1:], ran.err.splitlines(), strict=True)] == [True] * 3


@pytest.mark.parametrize("given", ["direct", "linked"])
def test_a_paper_is_never_written_over_by_its_own_result(tmp_path, given, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = paper(tmp_path, "甲", "p.json")
    file = own
    if given == "linked":
        file = paper(tmp_path, "乙", "p.txt")
        own.unlink()
        own.hardlink_to(file)
    before = own.read_bytes()
    ran = kaochang("read", file, "-o", ".")
    assert (ran.code, own.read_bytes()) == (int(Outcome.EXISTS), before)
    assert ran.out == ""
    assert "这正是要读取的文件" in ran.err


def test_the_bank_of_the_run_is_no_place_for_a_result(tmp_path):
    file = paper(tmp_path, "甲")
    well("read", file, "--into", tmp_path / "p.json")
    before = (tmp_path / "p.json").read_bytes()
    ran = kaochang("read", file, "--into", tmp_path / "p.json", "-o", tmp_path)
    assert (ran.code, (tmp_path / "p.json").read_bytes()) == (int(Outcome.EXISTS), before)


@pytest.mark.parametrize("there", [b"{}", b"not JSON", b"[1]", b"[" * 100_000, b'{"title": 1, "items": []}'])
def test_a_file_that_is_no_result_stays(tmp_path, there):
    file = paper(tmp_path, "甲")
    (tmp_path / "p.json").write_bytes(there)
    ran = kaochang("read", file, "-o", tmp_path)
    assert (ran.code, (tmp_path / "p.json").read_bytes()) == (int(Outcome.EXISTS), there)


def test_a_link_to_a_result_stays_and_nothing_goes_into_the_bank(tmp_path):
    file = paper(tmp_path, "甲")
    well("read", file, "-o", tmp_path / "older")
    (tmp_path / "p.json").symlink_to(tmp_path / "older" / "p.json")
    ran = kaochang("read", file, "--into", tmp_path / "bank", "-o", tmp_path)
    assert (ran.code, (tmp_path / "bank").exists()) == (int(Outcome.NOT_A_FILE), False)


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_folder_that_is_a_file_is_told_before_anything_goes_into_the_bank(tmp_path, folder):
    file = paper(tmp_path, "甲")
    (tmp_path / "file").write_bytes(b"")
    ran = kaochang("read", file, "--into", tmp_path / "bank", "-o", tmp_path / folder)
    assert (ran.code, ran.out, (tmp_path / "bank").exists()) == (int(Outcome.NOT_A_FILE), "", False)


@pytest.mark.parametrize("place", ["folder", "paper"])
def test_a_name_that_no_disk_takes_is_told_before_anything_goes_into_the_bank(tmp_path, place):
    file = paper(tmp_path, "甲", f"{'p' * 251}.txt" if place == "paper" else "p.txt")
    out = tmp_path / ("o" * 300) if place == "folder" else tmp_path
    ran = kaochang("read", file, "--into", tmp_path / "bank", "-o", out)
    assert (ran.code, ran.out, (tmp_path / "bank").exists()) == (int(Outcome.IO), "", False)


def test_an_older_result_is_replaced(tmp_path):
    well("read", paper(tmp_path, "甲甲"), "-o", tmp_path)
    ran = well("read", paper(tmp_path, "乙乙"), "-o", tmp_path)
    assert (stem(tmp_path / "p.json")[:2], ran.err) == ("乙乙", "")


def test_a_summary_is_printed_beside_the_result_and_nothing_with_json(tmp_path):
    file = paper(tmp_path, "甲")
    assert "p.txt" in well("read", file, "-o", tmp_path / "out").out
    assert well("read", file, "-o", tmp_path / "out", "--json").out == ""

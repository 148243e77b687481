"""`kaochang read --key FILE`: one key for several papers is read once, and one that is none is told once."""

import json

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.flow import read
from support.exam_day import kaochang, well

PAPER = "一、判断题（每题2分）\n1. 投诉要登记。（{}）\n2. 首问可以推托。（{}）\n"


@pytest.fixture
def files(tmp_path):
    papers = [tmp_path / f"{name}.txt" for name in "甲乙丙"]
    for paper in papers:
        paper.write_text(PAPER.format("　", "　"), encoding="utf-8")
    return papers


@pytest.mark.parametrize("key", [PAPER.format("√", "×"), "1.√ 2.×\n"])
def test_a_key_of_several_papers_is_read_once_and_gives_each_its_answers(tmp_path, files, key, monkeypatch):
    asked = []
    parse = read.parse_key
    monkeypatch.setattr(read, "parse_key", lambda data, name: asked.append(name) or parse(data, name))
    (tmp_path / "key.txt").write_text(key, encoding="utf-8")
    well("read", *files, "--key", tmp_path / "key.txt", "-o", tmp_path / "out")
    for file in files:
        told = json.loads((tmp_path / "out" / f"{file.stem}.json").read_text(encoding="utf-8"))
        assert [item["answer"] for item in told["items"]] == [True, False]
        assert told["diagnostics"] == []
    assert asked == ["key.txt"]


def test_a_key_that_cannot_be_read_is_told_once(tmp_path, files):
    (tmp_path / "key.txt").write_bytes(b"")
    ran = kaochang("read", *files, "--key", tmp_path / "key.txt", "-o", tmp_path / "out")
    assert ran.code == Outcome.PAPER
    assert ran.err.count("key.txt") == 1
    assert list(tmp_path.glob("out/*")) == []

"""The five real papers of ../shared/seeds, read as counted by hand.

Their words stay there: here are only counts and digests.
"""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from kaochang.papers.reading import read_paper

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
ENDS = {
    "000": [(30, "fe0c4b2163d6"), (26, "5c06e5853fa7")],
    "001": [(28, "538fd2f29c16"), (2, "ad4af312dbc2")],
    "002": [(33, "961b608a04d2"), (23, "2d96c2a5c590")],
    "003": [(54, "6dd41ceb2569"), (41, "cad85877db80")],
    "004": [(26, "f256fedefe11"), (63, "ac85638056a9")],
}
REASON = "the seed papers are not part of the project: ../shared/seeds is missing"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=REASON)


def read(start):
    (path,) = SEEDS.glob(f"{start}_*.txt")
    return read_paper(path.read_bytes(), path.name).paper


def shape(paper):
    return Counter((item.item.section, item.item.type.value) for item in paper.items)


def correct(paper):
    return [item.scheme.correct for item in paper.items]


def found(paper, *kinds):
    return [(finding.kind.value, finding.where) for finding in paper.findings if finding.kind.value in kinds]


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def ends(paper):
    """Length and digest of the first and the last stem."""
    return [(len(stem), digest(stem)) for stem in (paper.items[0].item.stem, paper.items[-1].item.stem)]


def test_choices_with_answers_after_each_the_last_explanation_cut():
    paper = read("000")
    assert shape(paper) == {("单选题", "single"): 10, ("多选题", "multiple"): 4}
    assert ["".join(answer.labels) for answer in correct(paper)] == [
        *"BDCBCBBCCC", "ABCE", "ABD", "ABCDE", "ABE",
    ]  # fmt: skip
    assert all(item.scheme.explanation for item in paper.items)
    assert [(finding.kind.value, finding.where) for finding in paper.findings] == [
        ("truncated", "多选题#4"), ("count-mismatch", "section:多选题"),
    ]  # fmt: skip
    assert (paper.total_points, ends(paper)) == (35, ENDS["000"])


def test_choices_without_answers_and_judgements_with():
    paper = read("001")
    assert shape(paper) == {
        ("单选题", "single"): 15, ("多选题", "multiple"): 10, ("判断题", "truefalse"): 9,
    }  # fmt: skip
    assert correct(paper)[:25] == [None] * 25
    assert [answer and answer.value for answer in correct(paper)[25:]] == [False] * 8 + [None]
    assert len(found(paper, "missing-answer")) == 26
    assert found(paper, "truncated", "count-mismatch") == [
        ("truncated", "判断题#9"), ("count-mismatch", "section:判断题"),
    ]  # fmt: skip
    assert len(paper.findings) == 28
    assert not any("×" in item.item.stem for item in paper.items)
    assert (paper.total_points, ends(paper)) == (70, ENDS["001"])


def test_steps_inside_a_stem_stay_in_it():
    paper = read("002")
    assert shape(paper) == {("单选题", "single"): 15}
    assert "".join(answer.labels[0] for answer in correct(paper)) == "BBBBCDBBBDBBBAC"
    assert [line[0] for line in paper.items[6].item.stem.split("\n")[1:]] == list("①②③④⑤")
    assert found(paper, "missing-answer", "count-mismatch") == []
    assert (paper.total_points, ends(paper)) == (30, ENDS["002"])


def test_reference_answers_of_a_third_part_join_their_items():
    paper = read("003")
    assert shape(paper) == {("行为面试题", "interview"): 5, ("情景模拟题", "scenario"): 3}
    assert all(item.scheme.reference for item in paper.items)
    assert [len(item.scheme.rubric.criteria) for item in paper.items] == [3, 2, 3, 1, 1, 3, 2, 3]
    assert len(found(paper, "rubric-without-points")) == 8
    assert found(paper, "truncated", "missing-reference-answer", "orphan-answer") == [("truncated", "情景模拟题#3")]
    assert (paper.total_points, ends(paper)) == (95, ENDS["003"])


def test_a_key_cut_after_its_first_entry_answers_one_item():
    paper = read("004")
    assert shape(paper) == {
        ("单选题", "single"): 10, ("多选题", "multiple"): 5, ("判断题", "truefalse"): 10,
        ("简答题", "essay"): 5, ("案例分析题", "case"): 2,
    }  # fmt: skip
    assert [answer and answer.labels for answer in correct(paper)[:15]] == [("B",)] + [None] * 14
    assert "".join("√" if answer.value else "×" for answer in correct(paper)[15:25]) == "√×√×××√××√"
    assert len(found(paper, "missing-answer")) == 14
    assert len(found(paper, "missing-reference-answer")) == 7
    assert found(paper, "truncated") == [("truncated", "单选题#1")]
    assert (paper.total_points, ends(paper)) == (85, ENDS["004"])

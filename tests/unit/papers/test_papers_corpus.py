"""The corpus of papers: every layout once with few items, every planted fault, each held against its truth."""

import json
from collections import Counter

import pytest
from kaochang.domain.papers import Kind
from papers_corpus.faults import planted
from papers_corpus.faults_of_forms import planted_in_forms
from papers_corpus.layouts import ALL
from papers_corpus.making import made
from papers_corpus.named import layouts
from papers_corpus.pool import pool
from papers_corpus.running import of_folder, scored

LAYOUTS = layouts()
PLANTED = [*planted(), *planted_in_forms()]
CONTRACT = tuple(Kind)[: tuple(Kind).index(Kind.MISSING_REFERENCE_ANSWER) + 1]
LARGE_ENOUGH = 4


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_reads_as_its_truth_says(layout):
    score = scored(made(layout, seed=7, size=LARGE_ENOUGH))
    assert score.guesses == ()
    assert (score.f1, score.unasked, score.unseen) == (1, (), ()), (score.refused, score.wrong)


@pytest.mark.parametrize("paper", PLANTED, ids=lambda paper: paper.name)
def test_a_planted_fault_gives_its_finding_and_nothing_else(paper):
    score = scored(paper)
    assert score.guesses == ()
    assert (score.unasked, score.unseen) == ((), ())


def test_there_are_ninety_layouts_or_more_each_under_its_own_name():
    names = [layout.name for layout in LAYOUTS]
    assert len(names) == len(set(names)) >= 90


def test_a_layout_gives_the_same_bytes_every_time_and_others_for_another_seed():
    for layout in LAYOUTS[::10]:
        assert made(layout, 1, 3).data == made(layout, 1, 3).data
        assert made(layout, 1, 3).truth == made(layout, 1, 3).truth
        assert made(layout, 1, 3).truth != made(layout, 2, 3).truth


def test_the_pool_holds_items_of_every_type_without_doubles():
    found = pool()
    assert set(found) == set(ALL)
    assert all(len(entries) >= 7 for entries in found.values())
    stems = [entry.stem for entries in found.values() for entry in entries]
    assert len(stems) == len(set(stems)) >= 250


def test_every_kind_of_the_contract_is_planted_in_two_papers_or_more():
    planted_kinds = Counter(kind for paper in PLANTED for kind, _ in paper.findings)
    assert {kind: planted_kinds[kind.value] for kind in CONTRACT if planted_kinds[kind.value] < 2} == {}


def test_a_folder_of_papers_is_held_against_the_truth_beside_them(tmp_path):
    (layout,) = (layout for layout in LAYOUTS if layout.name == "key file")
    paper = made(layout, 0, 3)
    (tmp_path / "one.txt").write_bytes(paper.data)
    (tmp_path / "one.key.txt").write_bytes(paper.key)
    (tmp_path / "one.json").write_text(json.dumps(paper.truth), encoding="utf-8")
    (tmp_path / "two.txt").write_bytes(paper.data)
    (tmp_path / "two.json").write_text(json.dumps(paper.truth | {"diagnostics": []}), encoding="utf-8")
    (tmp_path / "three.txt").write_text("no truth beside it", encoding="utf-8")
    one, two = of_folder(tmp_path)
    assert (one.name, one.f1, one.unasked) == ("one.txt", 1, ())
    assert two.f1 < 1
    assert "missing-answer@0" in two.unasked

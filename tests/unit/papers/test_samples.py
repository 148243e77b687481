"""The papers in banks/papers: samples read clean, layouts as their truth says, bad ones with exactly their findings."""

import importlib.util
import json

import pytest
from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind, Severity
from kaochang.papers.reading import read_paper
from unit.papers.support import BANK, ROOT, contract

SAMPLES = ("after-sales-specialist.docx", "outbound-agent.txt")
LAYOUTS = sorted((BANK / "layouts").glob("*.txt"))
BAD = sorted(path for path in (BANK / "bad").iterdir() if path.suffix != ".json")


def read_file(path):
    return read_paper(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_reads_without_a_finding(name):
    paper = read_file(BANK / name).paper
    assert paper.findings == ()
    assert sum(item.item.points for item in paper.items) == paper.total_points == 100


def test_the_samples_together_hold_every_item_type():
    types = {item.item.type for name in SAMPLES for item in read_file(BANK / name).paper.items}
    assert types == set(ItemType)


def test_the_word_sample_holds_its_table_and_its_picture():
    read = read_file(BANK / SAMPLES[0])
    items = [item.item for item in read.paper.items]
    assert [len(item.tables) for item in items if item.tables] == [1]
    (image,) = [image for item in items for image in item.images]
    assert read.media[image.name].startswith(b"\x89PNG")
    assert all(item.scheme.explanation for item in read.paper.items if not item.item.is_open)
    assert all(item.scheme.rubric.criteria for item in read.paper.items if item.item.is_open)


def test_the_word_sample_is_made_byte_for_byte_by_its_script(tmp_path):
    spec = importlib.util.spec_from_file_location("samples", ROOT / "build" / "samples.py")
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    samples.write(tmp_path / "made.docx")
    assert (tmp_path / "made.docx").read_bytes() == (BANK / SAMPLES[0]).read_bytes()


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_a_layout_reads_as_its_truth_says(path):
    told = contract(read_file(path))
    for diagnostic in told["diagnostics"]:
        del diagnostic["message"]
    assert told == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_paper_gives_exactly_its_findings(path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["findings"]
    found = read_file(path).paper.findings
    assert [{"kind": finding.kind.value, "where": finding.where} for finding in found] == expected


def test_there_is_a_bad_paper_for_every_kind():
    named = {
        finding["kind"]
        for path in BAD
        for finding in json.loads(path.with_suffix(".json").read_text("utf-8"))["findings"]
    }
    assert named == {kind.value for kind in Kind}


def test_an_objective_item_without_an_answer_always_has_an_error():
    for path in [*LAYOUTS, *BAD]:
        paper = read_file(path).paper
        blamed = {finding.index for finding in paper.findings if finding.severity is Severity.ERROR}
        for index, read in enumerate(paper.items):
            assert read.item.is_open or read.scheme.correct is not None or index in blamed, path.name

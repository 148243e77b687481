"""The product and the verifier take every golden and every faulty file alike: one outcome, the same plaintexts."""

import hashlib
import json
from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome
from support import product_reader
from verifier import corpus, page, verify
from verifier.samples import Golden

BANKS = Path(__file__).resolve().parents[2] / "banks"
GOLDEN, CORPUS = BANKS / "golden/v1", BANKS / "corpus"

FAULTY = json.loads((CORPUS / "index.json").read_text("utf-8"))
GOOD = json.loads((GOLDEN / "index.json").read_text("utf-8"))


def hashes(plain):
    return {label: hashlib.sha256(data).hexdigest() for label, data in plain.items()}


def both(data, read_with):
    """(outcome, hashes of what came out), by the product and by the verifier."""
    product = product_reader.take(data, GOLDEN, read_with)
    report = verify.read(data, verify.known_from(GOLDEN, read_with))
    return (product.outcome.name, hashes(product.plain)), (report.outcome, hashes(report.plain))


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.attack(65)
def test_a_golden_file_is_read_alike_for_ever(name):
    expected = ("OK", GOOD[name]["plain"])
    assert both((GOLDEN / name).read_bytes(), GOOD[name]["read_with"]) == (expected, expected)


@pytest.mark.parametrize("line", FAULTY, ids=lambda line: line["file"])
@pytest.mark.attack(65)
def test_a_faulty_file_is_refused_alike(line):
    expected = (line["outcome"], line["released"])
    assert both((CORPUS / line["file"]).read_bytes(), line["read_with"]) == (expected, expected)


def test_the_corpus_is_made_again_byte_for_byte():
    made = {line["file"]: (data, line) for data, line in corpus.corpus(Golden(GOLDEN))}
    assert [line for _, line in made.values()] == FAULTY
    for name, (data, _) in made.items():
        assert (CORPUS / name).read_bytes() == data, name
    assert {path.name for path in CORPUS.iterdir()} == {*made, "index.json"}


def test_every_fault_has_a_file_of_its_own():
    names = [line["file"] for line in FAULTY]
    assert len(set(names)) == len(names)


def test_every_outcome_that_a_file_alone_can_have_is_in_the_corpus():
    of_folders_and_disks = {"IO", "MISSING", "NOT_A_FILE", "DISK_FULL", "EXISTS", "LIMIT", "PAPER", "USAGE"}
    of_several_files = {"DUPLICATE", "CONFLICT"}
    alone = set(Outcome.__members__) - of_folders_and_disks - of_several_files
    assert {line["outcome"] for line in FAULTY} - {"OK"} == alone - {"OK"}


def test_every_type_of_file_is_golden_in_both_levels_and_in_the_corpus():
    letters = set(page.file_kinds())
    for folder in (GOLDEN / "quick", GOLDEN / "certified", CORPUS):
        assert {path.read_bytes()[5:6].decode() for path in folder.glob("*.kc?")} >= letters, folder


def test_golden_files_and_corpus_stay_small():
    for folder in (GOLDEN, CORPUS):
        assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 3_000_000

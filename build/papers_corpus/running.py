"""Lets the reader read the corpus, or a folder of papers with their truth beside them, and scores what it says."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from kaochang.domain.ports import Words
from kaochang.domain.refusals import Refusal
from kaochang.papers.contract import to_contract
from kaochang.papers.reading import read_paper
from kaochang.presenters.words import load_words
from papers_corpus.layouts import Layout
from papers_corpus.making import Finding, Made, made
from papers_corpus.scoring import Score, score

ROOT = Path(__file__).resolve().parents[2]


@cache
def _words() -> Words:
    return load_words(ROOT / "resources" / "strings", "zh_CN")


def printed(data: bytes, name: str, key: bytes | None = None) -> dict[str, Any]:
    """What `kaochang read --json` prints of a file; of one that is refused, no items and the refusal's key."""
    try:
        return to_contract(read_paper(data, name, key).paper, _words())
    except Refusal as refusal:
        return {"items": [], "diagnostics": [], "refused": refusal.key}


def scored(paper: Made) -> Score:
    """One paper of the corpus, read and held against its truth."""
    told = printed(paper.data, paper.file, paper.key)
    found = score(paper.name, paper.truth, told, list(paper.findings))
    return replace(found, refused=told.get("refused", ""))


def scored_layout(layout: Layout, seeds: Iterable[int], size: int) -> Score:
    """All papers of a layout as one."""
    found = [scored(made(layout, seed, size)) for seed in seeds]
    return together(layout.name, found)


def of_text(name: str, paper: bytes, changed: bytes, key: bytes | None) -> Score:
    """A changed paper, held against what is read of it as it was; that must be the truth."""
    return score(name, printed(paper, "paper.txt", key), printed(changed, "paper.txt", key))


def together(name: str, scores: list[Score]) -> Score:
    """Several papers as one score."""
    return Score(
        name,
        sum(each.items for each in scores),
        sum(each.read for each in scores),
        sum(each.right for each in scores),
        tuple(wrong for each in scores for wrong in each.wrong),
        sum(each.missing for each in scores),
        tuple(guess for each in scores for guess in each.guesses),
        sum((each.aside for each in scores), Counter[str]()),
        tuple(finding for each in scores for finding in each.unasked),
        tuple(finding for each in scores for finding in each.unseen),
        next((each.refused for each in scores if each.refused), ""),
    )


def of_folder(folder: Path) -> Iterator[Score]:
    """Each paper of a folder that has its truth beside it: NAME.json in the contract's shape for NAME.txt, NAME.docx …

    NAME.key.* is a separate key. Findings are held against the "diagnostics" of the truth where it has any.
    """
    for path in sorted(folder.iterdir()):
        truth_file = path.with_suffix(".json")
        if path.suffix == ".json" or not path.is_file() or not truth_file.is_file() or path.stem.endswith(".key"):
            continue
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        if "items" not in truth:
            continue
        key = next((other.read_bytes() for other in sorted(folder.glob(f"{path.stem}.key.*"))), None)
        told = printed(path.read_bytes(), path.name, key)
        yield replace(score(path.name, truth, told, _expected(truth)), refused=told.get("refused", ""))


def _expected(truth: dict[str, Any]) -> list[Finding] | None:
    if "diagnostics" not in truth:
        return None
    return [(finding["kind"], finding.get("index")) for finding in truth["diagnostics"]]

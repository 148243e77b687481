"""Whole papers as different people type them: many conventions in one file, each with its truth below.

A file holds the paper, a separate key behind `-----KEY` if it has one, and behind `=====` one line for each item: type
(its letter in `TYPES`), number, answer (`-` none, `T`/`F`, `a/b;c` for blanks, `~` and how it begins), points (`-`
none), number of options, and how the stem begins if that is in question. Lines with `!` are the findings that the
paper gives, points and reference answers that are not there left aside. White space in answers and stems is `_`.
"""

from pathlib import Path

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import contract

PAPERS = sorted((Path(__file__).parent / "natural").glob("*.txt"))
TYPES = {
    "s": "single",
    "m": "multiple",
    "t": "truefalse",
    "b": "blank",
    "e": "essay",
    "c": "case",
    "i": "interview",
    "x": "scenario",
    "o": "ordering",
    "p": "matching",
}
ASIDE = ("points-missing", "missing-reference-answer")


def plain_answer(item):
    match item["answer"]:
        case None:
            return "-"
        case True:
            return "T"
        case False:
            return "F"
        case list(blanks):
            return ";".join("/".join(texts) for texts in blanks).replace(" ", "_")
        case text:
            return text.replace("\n", "⏎").replace(" ", "_")


def told_of(item, truth):
    """What was read of an item, as its line of truth says it."""
    answer, points = plain_answer(item), item["points"]
    begins = truth[2].startswith("~") and answer.startswith(truth[2][1:])
    kind = next(letter for letter, name in TYPES.items() if name == item["type"])
    told = [kind, item["number"], truth[2] if begins else answer]
    told += ["-" if points is None else f"{points:g}", str(len(item["options"]))]
    stem = item["stem"].replace("\n", "⏎").replace(" ", "_")
    return [*told, stem[: len(truth[5])]] if len(truth) > 5 else told


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_reads_as_its_truth_says(path):
    text, _, below = path.read_text(encoding="utf-8").partition("\n=====\n")
    paper, _, key = text.partition("\n-----KEY\n")
    told = contract(read_paper(paper.encode(), path.name, key.encode() or None))
    lines = [line for line in below.splitlines() if line]
    truths = [line.split(" ") for line in lines if not line.startswith("!")]
    assert [told_of(item, truth) for item, truth in zip(told["items"], truths, strict=True)] == truths
    findings = sorted(
        f"{found['kind']} {found['where']}" for found in told["diagnostics"] if found["kind"] not in ASIDE
    )
    assert findings == sorted(line[2:] for line in lines if line.startswith("!"))


def test_no_answer_is_ever_read_that_the_paper_does_not_hold():
    for path in PAPERS:
        text = path.read_text(encoding="utf-8").partition("\n=====\n")[0]
        told = contract(read_paper(text.encode(), path.name))
        for item in told["items"]:
            if isinstance(item["answer"], str) and item["type"] not in ("single", "multiple", "ordering", "matching"):
                assert item["answer"][:6].strip() in text

"""How well and how fast papers are read: the corpus by layout, words nobody listed, faults, speed, and memory.

    build/bench/papers.py [--quick] [--wrong] [--only WORD] [--dir DIR]

`--wrong` shows each item that was not read as it is, `--only` takes the layouts whose name holds a word. With `--dir`
the papers of a folder are read instead of the corpus: each with its truth beside it, NAME.json in the shape that
`kaochang read --json` prints. What counts as right stands in papers_corpus/scoring.py.
"""

import argparse
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from figures import Figure, best_of, conclude
from kaochang.papers.reading import read_paper
from papers_corpus import large_word, unlisted, unlisted_columns
from papers_corpus.faults import planted
from papers_corpus.faults_of_forms import planted_in_forms
from papers_corpus.layouts import Layout
from papers_corpus.making import made
from papers_corpus.named import layouts
from papers_corpus.running import of_folder, scored, scored_layout
from papers_corpus.scoring import Score

WIDE = 40
SPEEDS = (
    ("text", Layout("text", kinds=("single", "multiple", "truefalse", "blank", "essay")), 2000),
    ("Word", Layout("Word", container="docx", number="list 1.", kinds=("single", "multiple", "truefalse")), 500),
    ("Excel", Layout("Excel", container="xlsx", kinds=("single", "multiple", "truefalse")), 2000),
    ("CSV", Layout("CSV", container="csv", kinds=("single", "multiple", "truefalse")), 2000),
)


def row(score: Score) -> str:
    """One line of the table: layout, items, F1, and what was wrong."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in score.name)
    notes = [f"refused: {score.refused}"] if score.refused else []
    notes += [f"{name} {times}" for name, times in (score.fields + score.aside).items()]
    notes += [f"missing {score.missing}"] if score.missing and not score.refused else []
    notes += [f"finding without a cause: {kind}" for kind in score.unasked[:3]]
    notes += [f"finding not given: {kind}" for kind in score.unseen[:3]]
    notes += [f"GUESS {guess}" for guess in score.guesses]
    return f"{score.name:{WIDE - wide}} {score.items:5} {score.f1:6.3f}  {', '.join(notes)}".rstrip()


def shown(scores: list[Score], *, wrong: bool) -> None:
    """The table, and each wrong item where asked for."""
    print(f"{'layout':{WIDE}} {'items':>5} {'F1':>6}  wrong")
    for score in scores:
        print(row(score))
        for item in score.wrong if wrong else ():
            for name, (asked, read) in item.fields.items():
                print(f"    {item.number} {name}: {asked!r}\n        read {read!r}")


def quality(scores: list[Score]) -> list[Figure]:
    """Mean and lowest F1, and silent guesses."""
    marks = [score.f1 for score in scores]
    return [
        Figure("F1 of items, mean", sum(marks) / len(marks), "", at_least=0.97),
        Figure("F1 of items, lowest layout", min(marks), "", at_least=0.90),
        Figure("silent guesses", sum(len(score.guesses) for score in scores), "", at_most=0),
    ]


def words_nobody_listed(size: int, every: int) -> list[Figure]:
    """Mean F1 of the papers whose words or columns of one class nobody listed, class by class; of some of them only."""
    found = unlisted.scores(0, size, every) | unlisted_columns.scores(0, size, every)
    print(f"words nobody listed: F1 by class over {sum(map(len, found.values()))} papers")
    return [
        Figure(f"words nobody listed: {kind}", unlisted.mean(marks), "", at_least=0.95) for kind, marks in found.items()
    ]


def faults() -> list[Figure]:
    """Planted faults that are found at the right item, and nothing else with them."""
    scores = [scored(paper) for paper in [*planted(), *planted_in_forms()]]
    found = [score for score in scores if not score.unseen]
    exact = [score for score in found if not score.unasked]
    for score in scores:
        if score not in exact or score.guesses:
            print(row(score))
    print(f"planted faults: {len(found)} of {len(scores)} found, {len(exact)} of them with no other finding")
    return [
        Figure("planted faults found", len(found) / len(scores), "", at_least=0.95),
        Figure("planted faults found alone", len(exact) / len(scores), "", at_least=0.95),
        Figure("silent guesses beside faults", sum(len(score.guesses) for score in scores), "", at_most=0),
    ]


def speeds(runs: int, size: int) -> list[Figure]:
    """Items a second of each kind of file."""
    figures = []
    for name, layout, target in SPEEDS:
        paper = made(layout, 0, size)
        items = len(paper.truth["items"])
        seconds = best_of(runs, lambda paper=paper: read_paper(paper.data, paper.file))
        figures.append(Figure(f"{name} paper", items / seconds, "items/s", at_least=target))
    return figures


def memory(pictures: int) -> Figure:
    """A Word file of pictures: how much more memory it takes than one of two pictures."""
    with tempfile.TemporaryDirectory() as folder:
        grown = large_word.growth(Path(folder), pictures)
    return Figure(f"memory for {pictures * 2} MB of pictures in Word", grown, "MiB more", at_most=32)


def main() -> int:
    parser = argparse.ArgumentParser(description="How well and how fast papers are read.")
    parser.add_argument("--quick", action="store_true", help="each layout once, with few items")
    parser.add_argument("--wrong", action="store_true", help="show each item that was not read as it is")
    parser.add_argument("--only", metavar="WORD", help="layouts whose name holds the word, and nothing else")
    parser.add_argument("--dir", metavar="DIR", type=Path, help="the papers of a folder with their truth beside them")
    asked = parser.parse_args()
    if asked.dir is not None:
        found = list(of_folder(asked.dir)) if asked.dir.is_dir() else []
        if not found:
            print(f"{asked.dir}: no paper with its truth beside it", file=sys.stderr)
            return 2
        shown(found, wrong=asked.wrong)
        return conclude(quality(found))
    chosen = [layout for layout in layouts() if not asked.only or asked.only in layout.name]
    seeds, size = (range(1), 5) if asked.quick else (range(3), 10)
    scores = [scored_layout(layout, seeds, size) for layout in chosen]
    shown(scores, wrong=asked.wrong)
    figures = quality(scores)
    if not asked.only:
        runs, most = (2, 20) if asked.quick else (5, 100)
        every = 8 if asked.quick else 1
        figures += [
            *words_nobody_listed(6, every),
            *faults(),
            *speeds(runs, most),
            memory(5 if asked.quick else 100),
        ]
    return conclude(figures)


if __name__ == "__main__":
    sys.exit(main())

"""How fast papers are read: items a second for a text and a Word paper made of the samples, many times over."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from figures import Figure, best_of, conclude, is_quick
from kaochang.papers.reading import read_paper


def rate(name: str, data: bytes, runs: int) -> float:
    items = len(read_paper(data, name).paper.items)
    return items / best_of(runs, lambda: read_paper(data, name))


def main() -> int:
    runs = 3 if is_quick() else 10
    samples = ROOT / "banks/papers"
    text = (samples / "outbound-agent.txt").read_bytes()
    word = (samples / "after-sales-specialist.docx").read_bytes()
    return conclude(
        [
            Figure("text paper", rate("text", text, runs), "items/s", at_least=2000),
            Figure("Word paper", rate("word", word, runs), "items/s", at_least=500),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs the fuzz targets: coverage-guided where atheris is there, else with inputs varied by seeded chance; says which.

`--runs N` inputs for each target (100,000 for sealed files, 1,000,000 for papers); names choose some of them. An input
that finds something is kept under out/fuzz/ (by chance: printed) and the exit status is 1.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuzz.judging import Target

ROOT = Path(__file__).resolve().parents[2]
ATHERIS = ROOT / ".dev" / "fuzz" / f"{sys.version_info.major}.{sys.version_info.minor}"
"""Where `dev.py heavy` puts atheris: beside the environment, which holds what the lock file names and nothing else."""

sys.path[:0] = [str(ROOT / each) for each in ("desktop", "tests", "build")]
sys.path.append(str(ATHERIS))

OUT = ROOT / "out" / "fuzz"
SEALED = ("frames", "files", "headers", "documents", "records", "edits", "shapes")
PAPERS = (
    *("papers", "keyed", "text", "gift", "aiken", "table", "moodle", "qti", "word", "sheet", "package", "exported"),
    *("html", "html-edits", "mathml", "omml"),
)
NAMES = (*SEALED, *PAPERS)
RUNS = {**dict.fromkeys(SEALED, 100_000), **dict.fromkeys(PAPERS, 1_000_000)}
"""Inputs for a target where nobody says another number."""
LONGEST_INPUT = 256 * 1024
LONGEST_PAPER = 16 * 1024


def target_of(name: str) -> tuple[Target, list[bytes]]:
    """A target and the genuine inputs from which others are made. Only its own module is loaded: a load takes long."""
    among = importlib.import_module("fuzz.paper_targets" if name in PAPERS else "fuzz.targets")
    return among.TARGETS[name], among.seeds(name)


def by_chance(name: str, runs: int, seed: int = 1) -> None:
    """So many varied inputs, the same in every run; the input that found something is the exception's note."""
    from fuzz.judging import varied

    dice = random.Random(f"{seed}/{name}")
    target, sources = target_of(name)
    for source in sources:
        target(source)
    for _ in range(runs):
        data = varied(sources, dice)
        try:
            target(data)
        except Exception as error:  # whatever it found is raised again, with the input that led there
            error.add_note(f"input: {data.hex()}")
            raise


def guided(name: str, runs: int) -> NoReturn:
    """Chosen by what they reach in our code; libFuzzer ends the process."""
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore] # no types, and not everywhere

    with atheris.instrument_imports(include=["kaochang"], enable_loader_override=False):
        target, sources = target_of(name)
    corpus = Path(tempfile.mkdtemp(prefix="kaochang-corpus-"))
    for number, data in enumerate(sources):
        (corpus / str(number)).write_bytes(data)
    OUT.mkdir(parents=True, exist_ok=True)
    longest = LONGEST_PAPER if name in PAPERS else LONGEST_INPUT
    options = [f"-runs={runs}", f"-max_len={longest}", "-timeout=20", "-rss_limit_mb=2048", "-seed=1"]
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={OUT / name}-", "-verbosity=0", str(corpus)],
        target,
    )
    atheris.Fuzz()
    raise AssertionError("libFuzzer ends the process")


def is_guided() -> bool:
    """Whether atheris is there."""
    return importlib.util.find_spec("atheris") is not None


def every(names: list[str], runs: int | None) -> int:
    """Each target in a process of its own, with so many inputs or as many as are its own; how many found something."""
    how = "chosen by coverage (atheris)" if is_guided() else "varied by seeded chance: atheris is not here"
    print(f"inputs {how}", flush=True)
    failed = 0
    for name in names:
        began = time.monotonic()
        inputs = runs or RUNS[name]
        command = [sys.executable, str(Path(__file__)), "--one", name, "--runs", str(inputs)]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        found = ran.returncode != 0
        said = "FOUND SOMETHING" if found else "nothing found"
        print(f"  {name:12}{inputs:>9} inputs  {said:18}{time.monotonic() - began:6.1f} s", flush=True)
        if found:
            told = [line for line in (ran.stdout + ran.stderr).splitlines() if not line.startswith("INFO: ")]
            print(*told[-60:], sep="\n")
        failed += found
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TARGET", help=", ".join(NAMES))
    parser.add_argument("--runs", type=int)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    unknown = set(given.names) - set(NAMES)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if given.one:
        work: Callable[[str, int], None] = guided if is_guided() else by_chance
        work(given.names[0], given.runs or RUNS[given.names[0]])
        return 0
    return 1 if every(given.names or list(NAMES), given.runs) else 0


if __name__ == "__main__":
    sys.exit(main())

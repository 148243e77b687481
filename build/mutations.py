#!/usr/bin/env python3
"""The mutation check: every verification step is taken out in turn, and at least one of its tests must fail.

Prints a line for each step that was noticed by nobody, and how many were noticed; exit status 1 when any was not. The
steps stand in build/mutants/ by layer. Nothing on the disk is changed: the module is compiled without the check as it
is imported. `WORD …` takes only the steps that hold all of the words; `--list` prints them.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mutants import (
    candidate,
    custody,
    disks,
    exams,
    journals,
    keeping,
    mending,
    moving,
    office,
    papers,
    quick,
    reading,
    sealing,
)
from mutants.plugin import VARIABLE
from mutants.step import PACKAGE, ROOT, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STEPS: tuple[Step, ...] = (
    *(*sealing.STEPS, *custody.STEPS, *office.STEPS, *exams.STEPS),
    *(*reading.STEPS, *journals.STEPS, *keeping.STEPS, *disks.STEPS, *moving.STEPS),
    *(*candidate.STEPS, *papers.STEPS, *mending.STEPS, *quick.STEPS),
)
PASSED, FAILED, STOPPED = 0, 1, 2
"""How pytest ends: all passed, some failed, tests that could not even be collected."""


LONGEST_S = 300
"""A module without its check may run for ever, or take all memory there is: both count as noticed."""

_MOST_MEMORY = 6 * 1024**3


def _bounded() -> None:
    import resource  # POSIX only

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


@dataclass(frozen=True)
class Verdict:
    """What became of a step without its check. `by` is the first test that failed."""

    step: Step
    status: int
    by: str
    seconds: float

    @property
    def is_noticed(self) -> bool:
        """Whether the tests failed, as they must."""
        return self.status in (FAILED, STOPPED)


def run_tests(tests: Iterable[str], step: Step | None = None) -> tuple[int, str]:
    """pytest's exit status for these files, and its last line; with a step's check taken out where one is given."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "desktop"), str(ROOT / "build")))}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    if step is not None:
        environment[VARIABLE] = json.dumps(dataclasses.asdict(step))
    with tempfile.TemporaryDirectory(prefix="kaochang-mutant-") as folder:
        options = ["-x", "-q", "--no-header", "--tb=no", "-m", "not heavy", "-p", "mutants.plugin"]
        options += ["-p", "no:cacheprovider", "--basetemp", f"{folder}/pytest"]
        command = [sys.executable, "-m", "pytest", *options, *tests]
        try:
            ran = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                timeout=LONGEST_S,
                preexec_fn=_bounded if os.name == "posix" else None,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return STOPPED, f"not done after {LONGEST_S} s"
    told = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return ran.returncode, (told or (ran.stdout + ran.stderr).strip().splitlines() or [""])[-1]


def judge(step: Step) -> Verdict:
    """Runs a step's tests without its check."""
    began = time.monotonic()
    status, line = run_tests(step.tests, step)
    return Verdict(step, status, line, time.monotonic() - began)


def unfit(steps: Iterable[Step]) -> list[str]:
    """What makes the whole check worthless: steps that are stale or no longer compile, tests that fail as it is."""
    problems = []
    for step in steps:
        source = (PACKAGE / step.module).read_text(encoding="utf-8")
        try:
            compile(step.without(source), step.module, "exec")
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a step is told, and the next one looked at
            problems.append(f"{step.name}: {error}")
    return problems


def failing_already(steps: Iterable[Step], each: Callable[[], None]) -> list[str]:
    """The sets of tests that fail although nothing was changed."""
    problems = []
    for tests in sorted({step.tests for step in steps}):
        status, line = run_tests(tests)
        if status != PASSED:
            problems.append(f"{' '.join(tests)}: {line}")
        each()
    return problems


def report(verdicts: list[Verdict]) -> int:
    """Prints who noticed what, layer by layer, and every survivor; the exit status."""
    modules = dict.fromkeys(verdict.step.module for verdict in verdicts)
    print(f"{'module':38} {'steps':>6} {'noticed':>8}")
    for module in modules:
        mine = [verdict for verdict in verdicts if verdict.step.module == module]
        print(f"{module:38} {len(mine):6} {sum(verdict.is_noticed for verdict in mine):8}")
    survivors = [verdict for verdict in verdicts if not verdict.is_noticed]
    for verdict in survivors:
        print(f"SURVIVED {verdict.step.name}\n         {verdict.step.new!r}; {verdict.by}")
    print(f"{len(verdicts) - len(survivors)} of {len(verdicts)} steps are noticed when they are gone")
    return 1 if survivors else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--list", action="store_true", help="print the steps and the tests that must notice")
    parser.add_argument("--told", action="store_true", help="print the test that noticed each step")
    given = parser.parse_args()
    steps = [step for step in STEPS if all(word in step.name for word in given.words)]
    if given.list:
        print(*(f"{step.name} -> {step.new!r} [{' '.join(step.tests)}]" for step in steps), sep="\n")
        return 0
    problems = unfit(steps) or failing_already(steps, lambda: None)
    if problems:
        print(*problems, sep="\n")
        return 1
    verdicts = []
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        for verdict in pool.map(judge, steps):
            verdicts.append(verdict)
            if given.told or not verdict.is_noticed:
                print(
                    f"{'noticed ' if verdict.is_noticed else 'SURVIVED'} {verdict.seconds:5.1f} s {verdict.step.name}"
                )
                print(f"         {verdict.by}", flush=True)
    return report(verdicts)


if __name__ == "__main__":
    sys.exit(main())

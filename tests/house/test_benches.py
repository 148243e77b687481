"""Every benchmark runs to its end and prints its figures beside their targets; whether they are met is no test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHES = sorted((ROOT / "build/bench").glob("*.py"))


SLOW = {"ui"}
"""A minute even when quick, and what runs beside it would be measured too."""


@pytest.mark.parametrize(
    "bench",
    [pytest.param(each, marks=pytest.mark.heavy if each.stem in SLOW else (), id=each.stem) for each in BENCHES],
)
def test_a_bench_prints_each_figure_beside_its_target(bench, tmp_path):
    run = subprocess.run(
        [sys.executable, str(bench), "--quick"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if run.stdout.startswith("not measured: "):
        pytest.skip(run.stdout.strip())  # says which part of this machine is missing
    figures = [line for line in run.stdout.splitlines() if " target " in line]
    assert figures, run.stderr
    met = all(line.endswith(" ok") for line in figures)
    assert run.returncode == (0 if met else 1), run.stderr

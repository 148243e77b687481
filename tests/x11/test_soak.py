"""The real window over half an hour of use without a pause."""

import subprocess
import sys
from pathlib import Path

import pytest
from x11.xvfb import missing

BENCH = Path(__file__).resolve().parents[2] / "build/bench/ui.py"
NEEDED = missing("Xvfb")
pytestmark = [
    pytest.mark.x11,
    pytest.mark.heavy,
    pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there"),
]


def test_the_window_neither_stalls_nor_grows_in_half_an_hour_of_use():
    run = subprocess.run(
        [sys.executable, str(BENCH), "--minutes", "30"], stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout

"""A program that starts is searched for garbage seldom, and as ever once it runs."""

import gc
import subprocess
import sys
from pathlib import Path

from kaochang.machine import garbage

DESKTOP = Path(__file__).resolve().parents[3] / "desktop"
STARTED = """
import gc
from kaochang.machine import garbage
usual = gc.get_threshold()
garbage.search_seldom()
assert gc.get_threshold() > usual
garbage.search_as_ever()
assert gc.get_threshold() == usual
assert gc.get_freeze_count() > 1000
"""


def test_what_was_made_at_the_start_is_never_searched_again():
    subprocess.run([sys.executable, "-c", STARTED], check=True, env={"PYTHONPATH": str(DESKTOP)})


def test_inside_another_program_nothing_is_touched():
    before = gc.get_threshold(), gc.get_freeze_count()
    garbage.search_as_ever()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before

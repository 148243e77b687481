import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only glibc's allocator has to be told")

PACKAGES = Path(__file__).parents[3] / "desktop"

PICTURES = """
import sys
from kaochang.machine import allocator

def mib():
    with open("/proc/self/smaps_rollup") as told:
        return next(int(line.split()[1]) / 1024 for line in told if line.startswith("Anonymous:"))

allocator.give_back()
before = mib()
pictures, stays = [], []
for _ in range(400):
    pictures.append(b"x" * 160_000)
    stays.append(b"x" * 50_000)
if sys.argv[1] != "held":
    pictures.clear()
print(mib() - before - len(stays) * 50_000 / 2**20)
"""


def left(how):
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    program = [sys.executable, "-P", "-c", PICTURES, how]
    found = subprocess.run(program, env=environment, capture_output=True, text=True, check=True)
    return float(found.stdout)


def test_pictures_that_are_gone_leave_no_memory_behind():
    assert left("told") < 5


def test_pictures_that_are_held_are_counted():
    assert left("held") > 60

"""Lets the tests of the house import the developer script, without leaving bytecode beside it."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

sys.dont_write_bytecode = sys.pycache_prefix is None
sys.path.insert(0, str(ROOT / "build"))


@pytest.fixture
def root() -> Path:
    return ROOT

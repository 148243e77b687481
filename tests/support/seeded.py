"""Chance that is the same in every run."""

import random
from collections.abc import Callable


def seeded(seed: int = 1) -> Callable[[int], bytes]:
    """Random bytes that are the same in every run."""
    return random.Random(seed).randbytes

"""A stick that is in the PC: a folder that is there."""

from pathlib import Path


def put_in(*sticks) -> Path:
    """Makes the folders that stand for sticks, where they are not there yet; the last one."""
    for stick in sticks:
        Path(stick).mkdir(parents=True, exist_ok=True)
    return Path(sticks[-1])

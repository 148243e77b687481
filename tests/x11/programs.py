"""Starts this folder's programs on a display and talks to them line by line."""

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from x11.xvfb import DEADLINE_S, Desktop

FOLDER = Path(__file__).parent
PACKAGES = FOLDER.parents[1] / "desktop"


class Program:
    """A running program that answers each line with one line of JSON."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, command: str = "state") -> Any:
        """Send one command, give the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], DEADLINE_S)
        line = self.process.stdout.readline() if ready else ""
        assert line, f"no answer to {command!r}"
        return json.loads(line)


@contextmanager
def started(display: Desktop, script: str, *arguments: str) -> Iterator[Program]:
    """Run one of this folder's scripts for the length of the block; it is killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, str(FOLDER / script), *arguments],
        env={**display.env, "PYTHONPATH": str(PACKAGES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Program(process)
        finally:
            process.kill()

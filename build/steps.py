"""What every set-up step shares: the progress line, the one-line failure, and the log that holds the rest."""

from __future__ import annotations

import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class SetupError(Exception):
    """Set-up cannot go on. The message is one line that also says what to do."""


@dataclass(frozen=True)
class Layout:
    """Where the developer's files lie. All that is made lies under `dev`, which git ignores."""

    root: Path
    windows: bool = False

    @property
    def dev(self) -> Path:
        return self.root / ".dev"

    @property
    def env(self) -> Path:
        return self.dev / "env"

    @property
    def python(self) -> Path:
        """The environment's interpreter; Windows keeps it in another folder."""
        return self.env / ("Scripts/python.exe" if self.windows else "bin/python")

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    @property
    def stamp(self) -> Path:
        """Holds what the last complete set-up was made from; absent while one is under way."""
        return self.dev / "stamp"

    @property
    def sysroot(self) -> Path:
        """System libraries unpacked for someone who may not install them."""
        return self.dev / "sysroot"

    @property
    def log(self) -> Path:
        return self.dev / "setup.log"


def say(text: str) -> None:
    """Prints a progress line. It goes to stderr, so that `run -- ... --json` stays clean on stdout."""
    print(f"setting up: {text}", file=sys.stderr, flush=True)


def logged(
    layout: Layout,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    each_line: Callable[[str], None] | None = None,
) -> bool:
    """Runs `command` with its whole output in the log; true when it ended with 0.

    `each_line` sees the output as it comes, for a step long enough to need signs of life.
    """
    layout.dev.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in command]
    with (
        layout.log.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=env,
            cwd=cwd,
        ) as running,
    ):
        log.write(f"\n$ {shlex.join(words)}\n")
        for line in running.stdout or ():
            log.write(line)
            if each_line:
                each_line(line)
    return running.returncode == 0

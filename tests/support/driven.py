"""The terminal of a room PC as a real process whose clocks stand in a file: hours pass in it without waiting.

    python -m support.driven CLOCK-FILE ARGUMENT …

The file is JSON: `wall`, `elapsed` (ms), `boot`, and `until` (ms of `elapsed`), where a wait stands still for ever:
there the test pulls the plug. Time passes only while a script waits; a reboot, or hours away, are written into it.
"""

import json
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from kaochang.cli.terminal import run
from kaochang.cli.verbs import build
from support.exam_day import no_window, terminal

REACHED = '{"reached": true}'
"""Said in place of a line of the program when `until` is reached."""
_FOR_EVER = 10**15


@dataclass(frozen=True)
class FileClock:
    """The Clock port, over a file that the test writes too."""

    path: Path

    def _read(self):
        return json.loads(self.path.read_text("ascii"))

    def _change(self, **members):
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps({**self._read(), **members}), "ascii")
        os.replace(beside, self.path)

    @classmethod
    def begin(cls, path, wall):
        """A PC that was just started."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"wall": wall, "elapsed": 0, "boot": "boot-1", "until": _FOR_EVER}), "ascii")
        return cls(path)

    def go_on(self, ms):
        """Time passes on a PC that is up."""
        now = self._read()
        self._change(wall=now["wall"] + ms, elapsed=now["elapsed"] + ms)

    def reboot(self, ms):
        """The PC is off for so long, and is started again."""
        now = self._read()
        self._change(wall=now["wall"] + ms, elapsed=0, boot=f"{now['boot']}+")

    def stand_at(self, ms=_FOR_EVER):
        """Where the next wait stands still, from now on."""
        now = self._read()
        self._change(until=now["elapsed"] + ms)

    def wait(self, seconds):
        """A script's wait: at once, or for ever where the file says so."""
        if self.elapsed() + round(seconds * 1000) > self._read()["until"]:
            print(REACHED, flush=True)
            threading.Event().wait()
        self.go_on(round(seconds * 1000))

    def wall(self):
        return self._read()["wall"]

    def elapsed(self):
        return self._read()["elapsed"]

    def awake(self):
        return self.elapsed()

    def boot(self):
        return self._read()["boot"]


if __name__ == "__main__":
    clock = FileClock(Path(sys.argv[1]))
    made = terminal(clock=clock, wait=clock.wait)
    raise SystemExit(run(made, build(made, no_window), sys.argv[2:]))

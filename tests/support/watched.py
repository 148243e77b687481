"""Real processes of the program at places of their own, and everything that somebody there could see of them."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from support.exam_day import Ran

ROOT = Path(__file__).resolve().parents[2]
KEEPING = Path(__file__).with_name("keeping")


@dataclass
class Watch:
    """Each place (a PC, a stick) is a folder below `places`; what was seen stands below `seen`, by moment."""

    folder: Path
    outputs: dict[str, bytes] = field(default_factory=dict)

    @property
    def seen(self) -> Path:
        """Copies of places, processes and what they took away."""
        return self._made(self.folder / "seen")

    @property
    def kept(self) -> Path:
        """What processes deleted or replaced, whom they started, and what others could read of them at their end."""
        return self._made(self.seen / "taken-away")

    def place(self, name: str) -> Path:
        """A PC or a stick."""
        return self._made(self.folder / "places" / name)

    def data(self, name: str) -> Path:
        """Where the program keeps its files at a place."""
        return self._made(self.place(name) / "data")

    def environment(self, name: str) -> dict[str, str]:
        """A program's surroundings there: its temporary, home and data folders belong to the place."""
        place = self.place(name)
        folders = {"TMPDIR": "temp", "SQLITE_TMPDIR": "temp", "HOME": "home", "XDG_DATA_HOME": "home"}
        own = {variable: str(self._made(place / folder)) for variable, folder in folders.items()}
        paths = os.pathsep.join((str(KEEPING), str(ROOT / "desktop")))
        ours = {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "KEPT_FOLDER": str(self.kept)}
        return {**os.environ, **own, **ours}

    def start(
        self, place: str, *arguments: object, program: tuple[str, ...] = ("-m", "kaochang"), **more: str
    ) -> subprocess.Popen:
        """`kaochang` at a place, as a process of its own; `more` is for its environment."""
        return subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            env={**self.environment(place), **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, place: str, *arguments: object, **more: tuple[str, ...]) -> Ran:
        """The same, to its end."""
        process = self.start(place, *arguments, **more)
        out, err = process.communicate(timeout=120)
        self.said(str(arguments[0]), out + err)
        return Ran(process.returncode, out.decode(), err.decode())

    def well(self, place: str, *arguments: object) -> Ran:
        """The same, which must end with 0."""
        ran = self.run(place, *arguments)
        assert ran.code == 0, ran
        return ran

    def said(self, verb: str, data: bytes) -> None:
        """Takes down what a process printed."""
        self.outputs[f"{len(self.outputs):02}-{verb}"] = data

    def look(self, moment: str, process: subprocess.Popen | None = None) -> None:
        """Copies all places as they are now; of a running process also what anybody, or its own user, can read."""
        shutil.copytree(self.folder / "places", self.seen / moment, symlinks=True)
        if process is not None:
            for name in ("cmdline", "environ"):
                (self.seen / moment / f"proc-{name}").write_bytes(Path(f"/proc/{process.pid}/{name}").read_bytes())
            self._look_into_open_files(process.pid, self.seen / moment)

    @staticmethod
    def _look_into_open_files(pid: int, target: Path) -> None:
        """Also those that have no name any more."""
        for number, link in enumerate(sorted(Path(f"/proc/{pid}/fd").iterdir())):
            with suppress(OSError):  # closed by the program since it was listed
                if link.is_file() and "/places/" in os.readlink(link):
                    (target / f"proc-open-{number}").write_bytes(link.read_bytes())

    @staticmethod
    def _made(path: Path) -> Path:
        path.mkdir(parents=True, exist_ok=True)
        return path

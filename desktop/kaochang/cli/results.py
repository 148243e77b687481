"""Where `read -o` writes what it found: a file for each paper, and only over older results."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.kept_files import check_apart, check_replaceable
from kaochang.machine.safe_files import io_refusals, make_folder, nearest_folder, read_whole, replace_file

_MEMBERS = frozenset({"title", "items", "diagnostics", "total_points"})
"""What every result has."""

_LONGEST = 64 * 1024 * 1024


class Results:
    """The results of one run, in a folder. `kept` are the files that the run reads or adds to."""

    def __init__(self, folder: Path, kept: Sequence[Path]) -> None:
        self._folder = folder
        self._kept = kept
        self._taken: set[str] = set()

    def place(self, file: Path) -> Path:
        """Where a paper's result goes: NAME.json, on a clash within the run NAME.EXT.json, then NAME.EXT.2.json.

        Refuses (EXISTS) a name that a file of the run has, or any other file that is no older result, and (NOT_A_FILE)
        a link or folder of that name, and a folder that is a file; what the disk refuses too. Nothing is made or
        written: a paper whose result has no place is not read at all.
        """
        path = self._folder / next(name for name in _names(file) if name.casefold() not in self._taken)
        self._taken.add(path.name.casefold())
        with io_refusals(path):  # a name that is too long, or a folder that may not be looked into
            nearest_folder(self._folder)
            check_apart(path, self._kept)
            check_replaceable(path)
            if path.is_file() and not _is_result(path):
                raise Refusal(Outcome.EXISTS, "io.exists", str(path))
        return path

    def write(self, path: Path, contract: dict[str, object]) -> None:
        """Writes a result to its place."""
        make_folder(self._folder)
        replace_file(path, json.dumps(contract, ensure_ascii=False, indent=1).encode())


def usual_name(file: Path) -> str:
    """The name of a result that clashes with no other."""
    return f"{file.stem}.json"


def _names(file: Path) -> Iterator[str]:
    """The names that a result may have, the best first."""
    yield usual_name(file)
    yield f"{file.name}.json"
    yield from (f"{file.name}.{number}.json" for number in count(2))


def _is_result(path: Path) -> bool:
    try:
        found = json.loads(read_whole(path, _LONGEST))
    except (Refusal, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.keys() >= _MEMBERS

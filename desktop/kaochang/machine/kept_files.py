"""What no new file may take the place of: whatever it is made from, and whatever is no regular file."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal


def check_apart(path: Path, kept: Iterable[Path]) -> None:
    """Refuses (EXISTS) a name of a file that has to stay, by whatever other name, link or path it goes."""
    if any(_is_same(path, each) for each in kept):
        raise Refusal(Outcome.EXISTS, "io.own-source", str(path))


def _is_same(path: Path, other: Path) -> bool:
    with suppress(OSError):  # one of them is not there: their names tell
        return path.samefile(other)
    return os.path.realpath(path) == os.path.realpath(other)


def check_replaceable(path: Path) -> None:
    """Refuses (NOT_A_FILE) to put a file in the place of a folder, a link, a pipe or a device."""
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        raise Refusal(Outcome.NOT_A_FILE, "io.not-a-file", str(path))

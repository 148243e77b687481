"""Folders that are there as a whole or not at all, and names that every file system takes.

What goes into a new folder is written below a hidden name beside it; the folder has its own name when all of it is
durable. A program that is killed meanwhile leaves the hidden one behind, which a later one takes away.
"""

import itertools
import logging
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kaochang.domain.values import Wall
from kaochang.machine.safe_files import check_free, io_refusals, made_file, make_inside, open_regular, sync_folder

_log = logging.getLogger(__name__)

_PIECE = 1024 * 1024
_UNFINISHED = ".kaochang.part"
"""How the hidden name of a folder ends that is being filled."""

_ABANDONED_MS = 60 * 60 * 1000
"""Filling a folder takes minutes."""

_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_HIDDEN_KINDS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})
"""What Windows takes for a device, whatever follows behind a dot."""


def file_name(text: str, most: int) -> str:
    """A person's title as the name of a file or folder that Linux, macOS, Windows and a FAT stick all take.

    At most `most` characters; what no name may hold becomes a blank. "" where nothing is left.
    """
    kept = (" " if _is_unfit(character) else character for character in unicodedata.normalize("NFC", text))
    name = " ".join("".join(kept).split())[:most].strip(" .")
    return f"{name}_" if name.partition(".")[0].strip().upper() in _DEVICES else name


def free_beside(path: Path) -> Path:
    """A name that nothing has yet: this one, else with a number, " (2)" and so on."""
    names = (path.with_stem(f"{path.stem} ({number})") for number in itertools.count(2))
    return next(each for each in itertools.chain([path], names) if not os.path.lexists(each))


def _is_unfit(character: str) -> bool:
    return character in _NOT_IN_NAMES or unicodedata.category(character) in _HIDDEN_KINDS


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A hidden folder to be filled, which becomes `folder` when the block ends well; else nothing of it stays.

    EXISTS where something has the name; what it lies in is never made. Whoever fills it makes each file durable.
    """
    check_free(folder)
    hidden = folder.with_name(f".{folder.name}{_UNFINISHED}")
    take_away(hidden)
    try:  # a Ctrl-C and a pressed button end it too: nothing half made may lie on a stick
        make_inside(hidden)
        yield hidden
        with io_refusals(folder):
            check_free(folder)
            sync_folder(hidden)
            hidden.rename(folder)
            sync_folder(folder.parent)
    finally:
        take_away(hidden)  # by now it has its own name, or never gets it


def take_away(folder: Path) -> None:
    """Removes a folder with all that is in it, as far as it can: the first error is what matters."""
    shutil.rmtree(folder, ignore_errors=True)


def take_away_abandoned(beside: Path, names: re.Pattern[str], now: Wall) -> None:
    """Removes what killed programs left in a folder of new ones whose `names` are these; the log says so.

    Whoever still fills one began it just now.
    """
    ours = re.compile(rf"\.(?:{names.pattern}){re.escape(_UNFINISHED)}")
    with io_refusals(beside):
        hidden = [path for path in beside.iterdir() if ours.fullmatch(path.name)]
    for path in hidden:
        with suppress(OSError):  # whoever filled it is done with it in this very moment
            if now - path.lstat().st_mtime * 1000 > _ABANDONED_MS:
                _log.warning("an unfinished folder of an earlier run goes")
                take_away(path)


def copy_new(source: Path, target: Path) -> None:
    """Copies a file under a new name (EXISTS where it is taken), a piece at a time; durable and read back."""
    with open_regular(source) as stream, made_file(target) as copy:
        while piece := stream.read(_PIECE):
            copy.write(piece)

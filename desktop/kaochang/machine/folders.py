"""Walking a stick or a folder: regular files only, never through links, in a fixed order, and never too many."""

import errno
import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import io_refusals

FILE_LIMIT = 500_000
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def files_under(sources: Sequence[Path], extensions: frozenset[str]) -> Iterator[Path]:
    """Every file with one of the extensions, below the folders or named directly. MISSING for a source not there."""
    count = 0
    for source in sources:
        if not source.exists():
            raise Refusal(Outcome.MISSING, "io.missing", str(source))
        for path in _below(source) if source.is_dir() else [source]:
            if path.suffix.lower() in extensions:
                count += 1
                if count > FILE_LIMIT:
                    raise Refusal(Outcome.LIMIT, "io.too-many", str(source), limit=FILE_LIMIT)
                yield path


def size_of(path: str) -> int:
    """How many bytes a file has, as far as that can be told: 0 for one that cannot be looked at."""
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def check_folder(path: Path) -> None:
    """Refuses what is not there (MISSING) and what is no folder (NOT_A_FILE)."""
    if not path.exists():
        raise Refusal(Outcome.MISSING, "io.missing", str(path))
    if not path.is_dir():
        raise Refusal(Outcome.NOT_A_FILE, "io.not-a-folder", str(path))


def steers(character: str) -> bool:
    """Whether a character moves, hides or turns round what a screen shows, or is no character at all."""
    return unicodedata.category(character) in _STEERING


def readable(path: Path | str) -> str:
    """A path as text that can be shown and stored on one line: whatever is no text, or steers a screen, is escaped."""
    text = str(path)
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode() if steers(character) else character for character in text
    )


def _below(folder: Path) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        # A stick's own system folders are closed to us; a folder that fails otherwise may hold results.
        if error.filename == str(folder) or error.errno not in {errno.EACCES, errno.EPERM}:
            raise error

    with io_refusals(folder):
        for root, folders, names in os.walk(folder, onerror=unreadable, followlinks=False):
            folders.sort()
            for name in sorted(names):
                yield Path(root, name)

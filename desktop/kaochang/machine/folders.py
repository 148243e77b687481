"""Walking a stick or a folder: regular files only, never through links, in a fixed order, and never too many."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal

FILE_LIMIT = 500_000


def files_under(sources: Sequence[Path], extensions: frozenset[str]) -> Iterator[Path]:
    """Every file with one of the extensions, below the folders or named directly. MISSING for a source not there."""
    count = 0
    for source in sources:
        if not source.exists():
            raise Refusal(Outcome.MISSING, "io.missing", str(source))
        for path in [source] if source.is_file() else _below(source):
            if path.suffix.lower() in extensions:
                count += 1
                if count > FILE_LIMIT:
                    raise Refusal(Outcome.LIMIT, "io.too-many", str(source), limit=FILE_LIMIT)
                yield path


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            yield Path(root, name)

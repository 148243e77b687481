"""Names inside a backup: plainly a file below a folder on every system there is, and never two that meet."""

import unicodedata
from collections.abc import Sequence

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.folders import steers

FILES_LIMIT = 10_000
"""The most files in one backup."""

NAME_LENGTH = 200
"""Longest part of a name between two slashes, in bytes of UTF-8."""

NAME_DEPTH = 8
"""The most parts of a name."""

_FORBIDDEN = frozenset('<>:"|?*\\')
_PORTS = "123456789¹²³"
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *(f"{port}{n}" for port in ("COM", "LPT") for n in _PORTS)}


def check_name(name: str) -> None:
    """Refuses (PAYLOAD) a name that is not plainly a file below a folder on every system there is."""
    parts = name.split("/")
    if len(parts) > NAME_DEPTH or not unicodedata.is_normalized("NFC", name) or not all(map(_is_plain, parts)):
        raise Refusal(Outcome.PAYLOAD, "backup.name", name=name)


def _is_plain(part: str) -> bool:
    strange = any(character in _FORBIDDEN or steers(character) for character in part)
    return (
        not strange
        and 0 < len(part.encode("utf-8", "surrogatepass")) <= NAME_LENGTH
        and part == part.strip().rstrip(".")
        and part.partition(".")[0].rstrip().upper() not in _DEVICES
    )


def check_names(names: Sequence[str]) -> None:
    """Refuses (PAYLOAD) names of which one is no plain name, or two would meet on some system's disk.

    LIMIT for more of them than a backup may have.
    """
    if len(names) > FILES_LIMIT:
        raise Refusal(Outcome.LIMIT, "backup.too-many", limit=FILES_LIMIT)
    files: set[tuple[str, ...]] = set()
    folders: set[tuple[str, ...]] = set()
    for name in names:
        check_name(name)
        folded = tuple(name.casefold().split("/"))
        above = {folded[:length] for length in range(1, len(folded))}
        if folded in files or folded in folders or above & files:
            raise Refusal(Outcome.PAYLOAD, "backup.name", name=name)
        files.add(folded)
        folders |= above

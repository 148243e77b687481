"""Candidates' pictures from a folder, each under the number of a person or ticket: 44001.jpg, T0007.png."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody.exam_plan import Pictures
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.machine.folders import readable
from kaochang.machine.safe_files import io_refusals, read_whole

PHOTO_LIMIT = 4 * 1024 * 1024
"""Largest picture of a candidate, in bytes: many times what a window shows of it."""

_STARTS = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True)
class Photos:
    """The pictures by ticket number, and the names of files that are nobody's."""

    pictures: Pictures
    strangers: tuple[str, ...]


def read_photos(folder: Path, tickets: Sequence[Ticket]) -> Photos:
    """Finds each ticket's picture. A person with two tickets has theirs on both; not everyone needs one.

    POLICY where two files could be somebody's, PAYLOAD for one that is no JPEG or PNG, LIMIT for one too large.
    """
    with io_refusals(folder):
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _STARTS)
    found: dict[str, Path] = {}
    for ticket in tickets:
        mine = [path for path in paths if path.stem in (ticket.number, ticket.person)]
        if len(mine) > 1:
            files = tuple(path.name for path in mine)
            raise Refusal(Outcome.POLICY, "seal.photo-twice", str(folder), ticket=ticket.number, files=files)
        if mine:
            found[ticket.number] = mine[0]
    sizes = {path: len(_picture(path)) for path in set(found.values())}
    strangers = tuple(readable(path.name) for path in paths if path not in sizes)
    by_ticket = {number: sizes[path] for number, path in found.items()}
    return Photos(Pictures(by_ticket, lambda number: _picture(found[number])), strangers)


def _picture(path: Path) -> bytes:
    data = read_whole(path, PHOTO_LIMIT)
    if not data.startswith(_STARTS[path.suffix.lower()]):
        raise Refusal(Outcome.PAYLOAD, "seal.photo-kind", str(path))
    return data

"""Reading a whole file that must be of one kind, or still the very one that was checked before."""

from pathlib import Path

from kaochang.custody.envelope import digest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import open_regular, read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType


def read_ours(path: Path, limit: int, expected: FileType) -> bytes:
    """The bytes of a file of this type; FRAME for any other, however large, and LIMIT for one beyond `limit`."""
    with open_regular(path) as stream:
        frame.peek(stream, expected)
    return read_whole(path, limit)


def read_again(path: Path, limit: int, sha256: str) -> bytes:
    """The bytes that were checked before, by their hash; CONFLICT where the file has changed since."""
    data = read_whole(path, limit)
    if digest(data) != sha256:
        raise Refusal(Outcome.CONFLICT, "collect.changed", str(path))
    return data

"""Reading a whole file that must be of one kind: what it is goes before how large it is."""

from pathlib import Path

from kaochang.machine.safe_files import open_regular, read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType


def read_ours(path: Path, limit: int, expected: FileType) -> bytes:
    """The bytes of a file of this type; FRAME for any other, however large, and LIMIT for one beyond `limit`."""
    with open_regular(path) as stream:
        frame.peek(stream, expected)
    return read_whole(path, limit)

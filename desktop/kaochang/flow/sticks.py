"""What lies on a stick: folders by session and room that no link leads away from, and names that never lose bytes."""

import os
from pathlib import Path

from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import digest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import io_refusals, make_folder, read_whole, replace_file, write_new

STICK_FOLDER = "kaochang"
"""The folder on a stick that holds collected files, by session and room."""

MEMORY = "collected"
"""The folder of a proctor's PC that keeps what its sticks got, laid out as on a stick."""

STICK_FILE_LIMIT = 512 * 1024 * 1024
_MARK_LENGTH = 8


def room_folder(target: Path, session: str, room: str) -> Path:
    """A room's folder on a stick, made or not; NOT_A_FILE where a link on the stick leads somewhere else."""
    folder, real = target, Path(os.path.realpath(target))
    with io_refusals(target):
        for name in (STICK_FOLDER, session, room):
            folder, real = folder / name, real / name
            if os.path.normcase(os.path.realpath(folder)) != os.path.normcase(real):
                raise Refusal(Outcome.NOT_A_FILE, "io.not-a-folder", str(folder))
    return folder


def make_room_folder(target: Path, session: str, room: str) -> Path:
    """The same, made where it is missing."""
    return make_folder(room_folder(target, session, room))


def stick_names(identity: AttemptIdentity) -> tuple[str, str]:
    """(result, journal log): the names of an attempt's files on a stick. Names carry no trust, only ids."""
    return f"{identity.ticket}-{identity.attempt}.kcr", f"{identity.ticket}-{identity.attempt}.kcj"


def second_name(name: str, data: bytes) -> str:
    """The name a file gets where other bytes have its own: with the first characters of its SHA-256."""
    path = Path(name)
    return f"{path.stem}~{digest(data)[:_MARK_LENGTH]}{path.suffix}"


def keep(folder: Path, name: str, data: bytes) -> str:
    """Puts a file into a folder without ever losing what is there; the name it has now.

    The same bytes are left as they are. A file that the new one only continues, as a journal log grows, is replaced,
    and one that already continues the new one stays. Any other bytes keep the name, and the new file gets a second
    one.
    """
    for each in (name, second_name(name, data)):
        path = folder / each
        if not os.path.lexists(path):
            write_new(path, data)
            return each
        there = _bytes_of(path)
        if there is not None and there.startswith(data):
            return each
        if there is not None and data.startswith(there):
            replace_file(path, data)
            return each
    raise Refusal(Outcome.CONFLICT, "stick.name-taken", str(folder / name))


def _bytes_of(path: Path) -> bytes | None:
    """What a name holds; None for what is no readable file of ours (a folder, a link, something huge)."""
    try:
        return read_whole(path, STICK_FILE_LIMIT)
    except Refusal:
        return None

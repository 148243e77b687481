"""What lies on a stick: folders by session and room that no link leads away from, and names that never lose bytes.

Whatever is copied goes through `carried`: the stick is told before and after, by the file system below it and by the id
in a marker file on it, and every file is read back. One that was pulled out or exchanged meanwhile has no copy.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import digest
from kaochang.custody.manifests import StickMark
from kaochang.domain.ids import is_plain
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record, bytes_to_text
from kaochang.machine import mounts
from kaochang.machine.mounts import Mount, check_there
from kaochang.machine.safe_files import (
    io_refusals,
    make_folder,
    read_back,
    read_whole,
    replace_file,
    settle,
    write_new,
)

STICK_FOLDER = "kaochang"
"""The folder on a stick that holds collected files, by session and room."""

MARKER = "stick-id.txt"
"""The file in it that tells one stick from another."""

MEMORY = "collected"
"""The folder of a proctor's PC that keeps what its sticks got, laid out as on a stick."""

STICK_FILE_LIMIT = 512 * 1024 * 1024
_MARK_LENGTH = 8
_MARKER_BYTES = 12
_MARKER_LIMIT = 4 * 1024


class Stick(Record, frozen=True):
    """A stick, or any folder that stands for one, as it was told before anything was copied."""

    target: Path
    mark: StickMark
    mount: Mount

    def check(self) -> None:
        """Refuses one that is not there any more (MISSING), and what lies in its place now (CONFLICT)."""
        mounts.check_same(self.target, self.mount)
        try:
            there = marker_of(self.target)
        except Refusal as refusal:
            raise Refusal(Outcome.MISSING, "stick.gone", str(self.target)) from refusal
        if there != self.mark.id:
            raise Refusal(Outcome.CONFLICT, "stick.exchanged", str(self.target))


class Chosen(Record, frozen=True):
    """A stick as it lay there when somebody chose it, to be told again once it is copied to."""

    path: Path
    mount: Mount
    volume: str

    def check(self, mount: Mount) -> None:
        """Refuses (MISSING) one that was pulled out since, whatever is there now: its empty folder, or another stick.

        Also the same one put in again: nobody can tell it from another where the system gives media no numbers.
        """
        if (mount, mounts.volume_of(mount)) != (self.mount, self.volume):
            raise Refusal(Outcome.MISSING, "stick.pulled-out", str(self.path))


def choose(path: Path) -> Chosen:
    """What lies at a path now; refused as `check_there` does."""
    check_there(path)
    mount = mounts.mount_of(path)
    return Chosen(path, mount, mounts.volume_of(mount))


@contextmanager
def carried(target: Path, random: Randomness, chosen: Chosen | None = None) -> Iterator[Stick]:
    """Inside, files are copied onto a stick, which gets its marker where it has none; at the end it is told again.

    Refused as `check_there` and `Stick.check` do, and before anything is written as `Chosen.check` does, where the
    stick was `chosen` before. Where copying fails because the stick is gone, that is what is said.
    """
    check_there(target)
    with mounts.held(target) as mount:
        if chosen is not None:
            chosen.check(mount)
        try:
            marker = _marker(target, random)
        except Refusal:
            mounts.check_same(target, mount)
            raise
        stick = Stick(target, StickMark(marker, mounts.volume_of(mount)), mount)
        try:
            yield stick
        except Refusal:
            stick.check()
            raise
        stick.check()


def _marker(target: Path, random: Randomness) -> str:
    """The id of a stick, given to it where it has none. One that nobody can read any more is given anew."""
    path = make_folder(_below(target, STICK_FOLDER)) / MARKER
    new = bytes_to_text(random(_MARKER_BYTES))
    if not os.path.lexists(path):
        try:
            write_new(path, f"{new}\n".encode())
        except Refusal as refusal:
            if refusal.outcome is not Outcome.EXISTS:
                raise  # else another PC, which writes to this share too, was first
    elif not marker_of(target):
        replace_file(path, f"{new}\n".encode())
    return marker_of(target)


def marker_of(target: Path) -> str:
    """The id that lies on a stick; "" for none, and for what is no id."""
    path = target / STICK_FOLDER / MARKER
    if not os.path.lexists(path):
        return ""
    text = read_back(path, _MARKER_LIMIT).decode("ascii", errors="replace").strip()
    return text if is_plain(text) else ""


def _below(target: Path, *names: str) -> Path:
    """A folder on a stick, made or not; NOT_A_FILE where a link on the stick leads somewhere else."""
    folder, real = target, Path(os.path.realpath(target))
    with io_refusals(target):
        for name in names:
            folder, real = folder / name, real / name
            if os.path.normcase(os.path.realpath(folder)) != os.path.normcase(real):
                raise Refusal(Outcome.NOT_A_FILE, "io.not-a-folder", str(folder))
    return folder


def room_folder(target: Path, session: str, room: str) -> Path:
    """A room's folder on a stick, made or not; NOT_A_FILE where a link on the stick leads somewhere else."""
    return _below(target, STICK_FOLDER, session, room)


def make_room_folder(target: Path, session: str, room: str) -> Path:
    """The same, made where it is missing."""
    return make_folder(room_folder(target, session, room))


def stick_names(identity: AttemptIdentity) -> tuple[str, str]:
    """(result, journal log): the names of an attempt's files on a stick. Names carry no trust, only ids."""
    return f"{identity.ticket}-{identity.attempt}.kcr", f"{identity.ticket}-{identity.attempt}.kcj"


def ticket_logs(target: Path, session: str, room: str, ticket: str) -> list[Path]:
    """The logs of a ticket's attempts on a stick, by their names alone, second names too; no other ticket's."""
    named = re.compile(rf"{re.escape(ticket)}-[\w-]{{16}}(~[\w-]{{{_MARK_LENGTH}}})?\.kcj")
    folder = room_folder(target, session, room)
    with io_refusals(folder):
        return sorted(path for path in folder.iterdir() if named.fullmatch(path.name)) if folder.is_dir() else []


def second_name(name: str, data: bytes) -> str:
    """The name a file gets where other bytes have its own: with the first characters of its SHA-256."""
    path = Path(name)
    return f"{path.stem}~{digest(data)[:_MARK_LENGTH]}{path.suffix}"


def keep(folder: Path, name: str, data: bytes) -> str:
    """Puts a file into a folder without ever losing what is there, and reads it back; the name it has now.

    The same bytes are left as they are. A file that the new one only continues, as a journal log grows, is replaced,
    and one that already continues the new one stays. Any other bytes keep the name, and the new file gets a second
    one.
    """
    for each in (name, second_name(name, data)):
        path = folder / each
        if _put(path, data):
            if not read_back(path, STICK_FILE_LIMIT).startswith(data):
                raise Refusal(Outcome.IO, "io.read-back", str(path))
            return each
    raise Refusal(Outcome.CONFLICT, "stick.name-taken", str(folder / name))


def _put(path: Path, data: bytes) -> bool:
    """Whether the bytes lie under this name now, for good; not where others have it."""
    if not os.path.lexists(path):
        write_new(path, data)
        return True
    there = _bytes_of(path)
    if there is not None and there.startswith(data):
        settle(path)
        return True
    if there is not None and data.startswith(there):
        replace_file(path, data)
        return True
    return False


def _bytes_of(path: Path) -> bytes | None:
    """What a name holds; None for what is no readable file of ours (a folder, a link, something huge)."""
    try:
        return read_whole(path, STICK_FILE_LIMIT)
    except Refusal:
        return None

"""A disk that forgets: every image that a power cut may leave of what a program did, by a model stricter than any disk.

What a file was given is certain once the file was synced; a name (made, linked, renamed, removed) once its folder was.
Until then anything may be there: nothing of it, all of it, any part of it in sectors of 512 bytes, or garbage in their
place. One thing is taken as given, as SQLite does: a write never damages bytes beside those that it writes.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TypeAlias

SECTOR = 512


@dataclass(frozen=True)
class Named:
    """A name now stands for a file, or for a folder (`FOLDER`): made, linked, or given by a rename from `old`."""

    path: PurePath
    file: int
    old: PurePath | None = None


@dataclass(frozen=True)
class Removed:
    """A name is gone."""

    path: PurePath


@dataclass(frozen=True)
class Written:
    """Bytes at an offset of a file."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncated:
    """A file has this size now."""

    file: int
    size: int


@dataclass(frozen=True)
class Synced:
    """A file's content is certain."""

    file: int


@dataclass(frozen=True)
class FolderSynced:
    """A folder's names are certain."""

    path: PurePath


@dataclass(frozen=True)
class SyncFailed:
    """A sync of a file, or of a folder's names, gave an error.

    The system holds what it covered for clean from then on: a later sync that succeeds says nothing about it.
    """

    of: Synced | FolderSynced


@dataclass(frozen=True)
class Told:
    """Somebody was told that something is done: an acknowledgement, stamped by its place in the record."""

    what: object


FOLDER = -1
"""What a folder's name stands for: folders have no content beside their names."""
Operation: TypeAlias = Named | Removed | Written | Truncated | Synced | FolderSynced | SyncFailed | Told


@dataclass
class Disk:
    """What is certain (`files`, `names`), and what is not (`loose`), in order.

    `missed` names, by identity, what of that no sync reaches any more.
    """

    files: dict[int, bytes] = field(default_factory=dict)
    names: dict[PurePath, int] = field(default_factory=dict)
    loose: list[Operation] = field(default_factory=list)
    missed: set[int] = field(default_factory=set)

    def do(self, operation: Operation) -> None:
        """The program did this."""
        match operation:
            case Told():
                return
            case Synced() | FolderSynced():
                self._settle([each for each in self._covered(operation) if id(each) not in self.missed])
            case SyncFailed(of):
                self.missed |= {id(each) for each in self._covered(of)}
            case _:
                self.loose.append(operation)

    def _covered(self, sync: Synced | FolderSynced) -> list[Operation]:
        """What a sync makes certain, if it succeeds and nothing failed before."""
        if isinstance(sync, Synced):
            return [each for each in self.loose if isinstance(each, Written | Truncated) and each.file == sync.file]
        names = (each for each in self.loose if isinstance(each, Named | Removed))
        return [each for each in names if each.path.parent == sync.path]

    def _settle(self, certain: list[Operation]) -> None:
        for operation in certain:
            _apply(self.files, self.names, operation)
        done = {id(operation) for operation in certain}
        if not self.missed:
            self.loose = [each for each in self.loose if id(each) not in done]
            return
        left: list[Operation] = []
        for at, each in enumerate(self.loose):
            if id(each) in self.missed:
                parts = _not_redone(each, [later for later in self.loose[at + 1 :] if id(later) in done])
                self.missed |= {id(part) for part in parts}
                left += parts
            elif id(each) not in done:
                left.append(each)
        self.loose = left

    def image(self, kept: Iterable[Operation]) -> "Image":
        """What lies there when of all that is loose just this was kept."""
        files, names = dict(self.files), dict(self.names)
        for operation in kept:
            _apply(files, names, operation)
        return Image.of(files, names)

    def images(self, dice: random.Random, subsets: int) -> Iterator["Image"]:
        """What a power cut now may leave: nothing of what is loose, all, the last write torn, and random parts."""
        seen = set()
        for kept in _selections(self.loose, dice, subsets):
            image = self.image(kept)
            if image not in seen:
                seen.add(image)
                yield image


def _not_redone(missed: Operation, later: list[Operation]) -> list[Operation]:
    """What is left uncertain of an operation that a failed sync missed, once these later ones are certain."""
    parts = [missed]
    for sure in later:
        parts = [left for part in parts for left in _beside(part, sure)]
    return parts


def _beside(part: Operation, sure: Operation) -> list[Operation]:
    """The pieces of an uncertain operation that a later, certain one leaves as they are."""
    match part, sure:
        case Written(file, offset, data), Written(other, start, anew) if file == other:
            before, behind = max(0, start - offset), max(0, start + len(anew) - offset)
            pieces = Written(file, offset, data[:before]), Written(file, offset + behind, data[behind:])
            return [piece for piece in pieces if piece.data]
        case Written(file, offset, data), Truncated(other, size) if file == other:
            return [Written(file, offset, data[: size - offset])] if size > offset else []
        case Named(path) | Removed(path), Named(other) | Removed(other) if path == other:
            return []
    return [part]


def _apply(files: dict[int, bytes], names: dict[PurePath, int], operation: Operation) -> None:
    match operation:
        case Named(path, file, old):
            if old is not None:
                names.pop(old, None)
            names[path] = file
        case Removed(path):
            names.pop(path, None)
        case Written(file, offset, data):
            there = files.get(file, b"").ljust(offset, b"\0")
            files[file] = there[:offset] + data + there[offset + len(data) :]
        case Truncated(file, size):
            files[file] = files.get(file, b"")[:size].ljust(size, b"\0")


def _selections(loose: list[Operation], dice: random.Random, subsets: int) -> Iterator[list[Operation]]:
    yield []
    if not loose:
        return
    yield loose
    writes = [at for at, each in enumerate(loose) if isinstance(each, Written)]
    if writes:
        last = writes[-1]
        yield [*loose[:last], *_torn(loose[last], dice), *loose[last + 1 :]]
    for _ in range(subsets):
        yield [part for each in loose for part in _chance(each, dice)]


def _torn(write: Written, dice: random.Random) -> list[Operation]:
    """The beginning of a write, up to the end of some sector."""
    ends = list(_sector_ends(write))
    cut = dice.choice([0, *ends[:-1]])
    return [Written(write.file, write.offset, write.data[:cut])] if cut else []


def _sector_ends(write: Written) -> Iterator[int]:
    """Where sectors end within a write's bytes."""
    first = SECTOR - write.offset % SECTOR
    yield from range(first, len(write.data), SECTOR)
    yield len(write.data)


def _chance(operation: Operation, dice: random.Random) -> list[Operation]:
    """An operation that was kept, lost, or a write in sectors that were kept, lost or are garbage."""
    fate = dice.random()
    if fate < 0.35:
        return []
    if fate < 0.7 or not isinstance(operation, Written):
        return [operation]
    return list(_in_sectors(operation, dice))


def _in_sectors(write: Written, dice: random.Random) -> Iterator[Written]:
    start = 0
    for end in _sector_ends(write):
        match dice.randrange(4):
            case 0 | 1:
                yield Written(write.file, write.offset + start, write.data[start:end])
            case 2:
                yield Written(write.file, write.offset + start, dice.randbytes(end - start))
        start = end


@dataclass(frozen=True)
class Image:
    """The folders and files on a disk; a name whose folder is not there is not either."""

    folders: frozenset[PurePath]
    files: frozenset[tuple[PurePath, bytes]]

    @classmethod
    def of(cls, files: dict[int, bytes], names: dict[PurePath, int]) -> "Image":
        folders: set[PurePath] = {PurePath(".")}
        for path in sorted((path for path, file in names.items() if file == FOLDER), key=lambda path: len(path.parts)):
            if path.parent in folders:
                folders.add(path)
        held = ((path, files.get(file, b"")) for path, file in names.items() if file != FOLDER)
        return cls(frozenset(folders), frozenset((path, data) for path, data in held if path.parent in folders))

    def lay(self, folder: Path) -> Path:
        """Puts everything below a folder that holds nothing yet."""
        for path in sorted(self.folders, key=lambda path: len(path.parts)):
            (folder / path).mkdir(exist_ok=True)
        for path, data in self.files:
            (folder / path).write_bytes(data)
        return folder

    def data(self, path: PurePath) -> bytes | None:
        """What a name holds; None where there is no such file."""
        return next((data for name, data in self.files if name == path), None)

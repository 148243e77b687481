"""Backup and restore: the office's keys, its bank and the centre's databases, as they are now, all or nothing.

Databases may be in use: a consistent copy of each is taken first. A restore goes into a new folder, which has its name
only when every file in it is the very file that was backed up.
"""

import os
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kaochang.custody import backups
from kaochang.custody.backup_writing import Source, write_backup
from kaochang.custody.backups import Backup, Place
from kaochang.domain.ports import Clock, Progress, Randomness, no_progress
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.flow import offices
from kaochang.machine.safe_files import check_free, io_refusals, make_folder, new_file, open_regular, sync_folder
from kaochang.sealing import kdf
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams
from kaochang.store.copies import (
    BANK,
    CENTRE,
    belongs_to_database,
    check_copy,
    check_database,
    copied,
    is_database,
)

_PIECE = 256 * 1024
_UNFINISHED = ".part"


@dataclass(frozen=True)
class BackupOrder:
    """What is backed up: the folders of offices, banks and centre databases; at least one of all."""

    offices: Sequence[Path]
    banks: Sequence[Path]
    centres: Sequence[Path]


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds: how many files, and their bytes together.

    `renamed` is what has another name in it than its own, with where it comes from: two of one name lie side by side.
    """

    files: int
    size: int
    renamed: tuple[tuple[str, Path], ...] = ()


def back_up(
    order: BackupOrder,
    target: Path,
    passphrase: str,
    clock: Clock,
    random: Randomness,
    cost: KdfParams = kdf.DEFAULT,
    progress: Progress = no_progress,
) -> BackedUp:
    """Writes a backup to `target`, which must not exist yet; read back before it has its name.

    Refuses what `check_order` refuses, and NOT_A_FILE for a link in an office's folder; else as
    `backup_writing.write_backup`.
    """
    check_order(order, target)
    params = kdf.new_params(random, cost)
    named = _named(order)
    with ExitStack() as copies:
        sources = [source for each in named for source in _sources(each, copies)]
        with new_file(target) as stream:
            write_backup(stream, sources, passphrase, params, clock.wall(), random, progress)
            _read_back(stream, target)
    return BackedUp(len(sources), sum(source.size for source in sources), _renamed(named))


def check_order(order: BackupOrder, target: Path) -> None:
    """Refuses, before any secret is asked for and anything is copied, what is not what it is said to be.

    MISSING for an order of nothing, what is not there, and a folder without an office's key; NOT_A_FILE for a file in
    place of a folder and the other way round, EMPTY for a file without a byte, PAYLOAD for what is no bank or no centre
    database, DUPLICATE for one thing named twice, EXISTS where the backup would replace anything.
    """
    check_free(target)
    if not (order.offices or order.banks or order.centres):
        raise Refusal(Outcome.MISSING, "backup.nothing")
    for folder in order.offices:
        offices.check_office(folder)
    for path in order.banks:
        check_database(path, BANK)
    for path in order.centres:
        check_database(path, CENTRE)
    for paths in (order.offices, order.banks, order.centres):
        _check_once(paths)


def _check_once(paths: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise Refusal(Outcome.DUPLICATE, "backup.twice", str(path))
        seen.add(path.resolve())


@dataclass(frozen=True)
class _Named:
    """An office's folder or a database, and its name below its place; "" for the only office, which is the place."""

    place: Place
    path: Path
    name: str


def _named(order: BackupOrder) -> list[_Named]:
    """Everything that is backed up under a name of its own. Several offices have a folder each, so that none mix."""
    found = []
    for place, paths in ((Place.OFFICE, order.offices), (Place.BANK, order.banks), (Place.CENTRE, order.centres)):
        taken: set[str] = set()
        for path in paths:
            is_only_office = place is Place.OFFICE and len(paths) == 1
            found.append(_Named(place, path, "" if is_only_office else _free_name(path.resolve().name, taken)))
    return found


def _renamed(named: Sequence[_Named]) -> tuple[tuple[str, Path], ...]:
    """What lies in the backup under another name than its own."""
    own = ((each, unicodedata.normalize("NFC", each.path.resolve().name)) for each in named)
    return tuple((f"{each.place.value}/{each.name}", each.path) for each, name in own if each.name not in ("", name))


def _read_back(stream: BinaryIO, target: Path) -> None:
    stream.flush()
    os.fsync(stream.fileno())
    try:
        backups.check_body(stream, *backups.read_backup_header(stream))
    except Refusal as refusal:
        raise Refusal(Outcome.IO, "io.read-back", str(target)) from refusal


def _sources(named: _Named, copies: ExitStack) -> Iterator[Source]:
    """Every file of it, with the copy of each database kept until `copies` ends."""
    if named.place is not Place.OFFICE:
        yield _source(named.place, named.name, copies.enter_context(copied(named.path)))
        return
    taken: set[str] = set()
    for name, file in _files_of(named.path):
        free = _free_name(f"{named.name}/{name}".lstrip("/"), taken)
        yield _source(named.place, free, copies.enter_context(copied(file)) if is_database(file) else file)


def _files_of(folder: Path) -> list[tuple[str, Path]]:
    """Every file below a folder; not what is half written there, nor earlier backups. Links are refused by name."""
    found = []
    with io_refusals(folder):
        for path in sorted(folder.rglob("*")):
            if path.is_symlink():
                raise Refusal(Outcome.NOT_A_FILE, "io.not-a-file", str(path))
            if not path.is_dir() and not _is_left_out(path):
                found.append(("/".join(path.relative_to(folder).parts), path))
    return found


def _is_left_out(path: Path) -> bool:
    is_hidden_part = path.name.startswith(".") and path.suffix in (_UNFINISHED, ".backup")
    return is_hidden_part or path.suffix == f".{FileType.BACKUP.extension}" or belongs_to_database(path)


def _free_name(name: str, taken: set[str]) -> str:
    """The name, now taken, and numbered where another has it already: two centres may both be `centre.db`."""
    free, number = unicodedata.normalize("NFC", name), 1
    path = Path(free)
    while free.casefold() in taken:
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}").as_posix()
    taken.add(free.casefold())
    return free


def _source(place: Place, name: str, path: Path) -> Source:
    with open_regular(path) as stream:
        size = os.fstat(stream.fileno()).st_size
    return Source(place, name, size, partial(_pieces, path))


def _pieces(path: Path) -> Iterator[bytes]:
    with open_regular(path) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def restore(source: Path, passphrase: str, target: Path, progress: Progress = no_progress) -> BackedUp:
    """Puts a backup's files into `target`, a folder that must not exist yet: `office/`, `bank/`, `centre/`.

    EXISTS for a folder that is there, DECRYPT for a damaged backup, CODE for a wrong passphrase, PAYLOAD for a name
    that would not be a plain file below the folder, or a database that is damaged inside.
    """
    if os.path.lexists(target):
        raise Refusal(Outcome.EXISTS, "io.exists", str(target))
    with open_regular(source) as stream, refusals_at(source):
        backup = backups.open_backup(stream, passphrase, progress)
        with _new_folder(target) as folder:
            for number, entry in enumerate(backup.files):
                _restore_file(backup, number, stream, folder / entry.path)
    return BackedUp(len(backup.files), sum(entry.size for entry in backup.files))


def _restore_file(backup: Backup, number: int, stream: BinaryIO, path: Path) -> None:
    """One file, which has its name only when all of it was right; a database is looked through as well."""
    make_folder(path.parent)
    with new_file(path) as written:
        for piece in backup.read(stream, number):
            written.write(piece)
    if is_database(path):
        check_copy(path)


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """A hidden folder beside `target` that takes its name when the block ends well, and goes away otherwise."""
    hidden = target.with_name(f".{target.name}.{os.getpid()}{_UNFINISHED}")
    shutil.rmtree(hidden, ignore_errors=True)  # from a restore of the same number that was killed
    try:
        yield make_folder(hidden)
        with io_refusals(target):
            hidden.rename(target)
            sync_folder(target.parent)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)

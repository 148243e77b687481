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
from kaochang.machine.safe_files import io_refusals, make_folder, new_file, open_regular, sync_folder
from kaochang.sealing import kdf
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams
from kaochang.store.copies import belongs_to_database, check_copy, copied, is_database

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
    """What a backup holds: how many files, and their bytes together."""

    files: int
    size: int


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

    MISSING for a source that is not there or an order of nothing, NOT_A_FILE for a link in an office's folder, PAYLOAD
    for what should be a database and is none; else as `backup_writing.write_backup`.
    """
    params = kdf.new_params(random, cost)
    with ExitStack() as copies:
        sources = list(_sources(order, copies))
        if not sources:
            raise Refusal(Outcome.MISSING, "backup.nothing")
        with new_file(target) as stream:
            write_backup(stream, sources, passphrase, params, clock.wall(), random, progress)
            _read_back(stream, target)
    return BackedUp(len(sources), sum(source.size for source in sources))


def _read_back(stream: BinaryIO, target: Path) -> None:
    stream.flush()
    os.fsync(stream.fileno())
    try:
        backups.check_body(stream, *backups.read_backup_header(stream))
    except Refusal as refusal:
        raise Refusal(Outcome.IO, "io.read-back", str(target)) from refusal


def _sources(order: BackupOrder, copies: ExitStack) -> Iterator[Source]:
    """Every file, with the copy of each database kept until `copies` ends."""
    for place, paths, listed in (
        (Place.OFFICE, order.offices, _files_of),
        (Place.BANK, order.banks, _database_of),
        (Place.CENTRE, order.centres, _database_of),
    ):
        taken: set[str] = set()
        for path in paths:
            for name, file in listed(path):
                free = _free_name(unicodedata.normalize("NFC", name), taken)
                taken.add(free.casefold())
                yield _source(place, free, copies.enter_context(copied(file)) if is_database(file) else file)


def _database_of(path: Path) -> list[tuple[str, Path]]:
    """A database under its own name; PAYLOAD for any other file."""
    if not is_database(path):
        raise Refusal(Outcome.PAYLOAD, "database.not-ours", str(path))
    return [(path.name, path)]


def _files_of(folder: Path) -> list[tuple[str, Path]]:
    """Every file below a folder; not what is half written there, nor earlier backups. Links are refused by name."""
    if not folder.is_dir():
        raise Refusal(Outcome.MISSING, "io.missing", str(folder))
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
    """The name, numbered where another source brought one like it: two centres may both be `centre.db`."""
    path, number = Path(name), 1
    free = name
    while free.casefold() in taken:
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}").as_posix()
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

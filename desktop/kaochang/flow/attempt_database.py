"""The database of an attempt on a room PC: which file it is, how it is read, and how it is written anew.

The first one is `attempt.db`. After the disk has failed a database is never gone on with: what was acknowledged is
written into a new file with the next number (`attempt-2.db`), which gets its name only when it is whole and durable.
So the one with the highest number is the attempt's, and whatever an older one may still hold, or a power cut brings
back of it, is not looked at.
"""

import itertools
import re
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from sqlite3 import Connection

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import io_refusals, name_for_good, sync_folder
from kaochang.store.journal import connect, read_stored, write_database

_FIRST = "attempt.db"
_NAME = re.compile(r"attempt(?:-([1-9][0-9]{0,5}))?\.db")
_BESIDE = ("-wal", "-shm", "")
"""The endings of SQLite's files, the database itself last."""


def _numbered(folder: Path) -> dict[int, Path]:
    """The databases of an attempt by their numbers."""
    if not folder.is_dir():
        return {}
    with io_refusals(folder):
        found = [(_NAME.fullmatch(path.name), path) for path in folder.iterdir()]
    return {int(match[1] or 1): path for match, path in found if match}


def database_of(folder: Path) -> Path:
    """The attempt's database: the newest one, or where the first one will be."""
    numbered = _numbered(folder)
    return numbered[max(numbered)] if numbered else folder / _FIRST


def read_database(folder: Path) -> tuple[Connection, bytes, list[bytes]]:
    """The connection to an attempt's database, made where there is none, the log's head and every row."""
    path = database_of(folder)
    with ExitStack() as undo:
        connection = connect(path)
        undo.callback(connection.close)
        head, rows = read_stored(connection, str(path))
        undo.pop_all()
    return connection, head, rows


def write_anew(folder: Path, head: bytes, rows: list[bytes]) -> Connection:
    """The connection to a new database with all this, which is the attempt's from now on: for good, or not at all.

    It is read back before it has its name; refused (IO) where it then says anything else.
    """
    final = folder / f"attempt-{max(_numbered(folder), default=1) + 1}.db"
    temporary = folder / f".{final.name}.part"
    _remove(temporary)
    try:
        write_database(temporary, head, rows)
        with closing(connect(temporary)) as connection:
            if read_stored(connection, str(temporary)) != (head, rows):
                raise Refusal(Outcome.IO, "io.read-back", str(final))
        name_for_good(temporary, final)
    finally:
        _remove(temporary)
    return connect(final)


def remove_older(folder: Path) -> None:
    """Takes away, if it can, the databases that were written anew."""
    numbered = _numbered(folder)
    for number in sorted(numbered)[:-1]:
        _remove(numbered[number])


def _remove(path: Path) -> None:
    for end in _BESIDE:
        with suppress(OSError):
            Path(f"{path}{end}").unlink(missing_ok=True)


def set_aside(folder: Path) -> None:
    """Renames databases that cannot be read, with what belongs to them; whoever examines the PC finds them."""
    taken = {path.name for path in folder.iterdir()}
    free = (count for count in itertools.count(1) if f"damaged-{count}.db" not in taken)
    with io_refusals(folder):
        for old in _numbered(folder).values():
            new = folder / f"damaged-{next(free)}.db"
            for end in _BESIDE:
                path = Path(f"{old}{end}")
                if path.exists():
                    path.replace(Path(f"{new}{end}"))
        sync_folder(folder)

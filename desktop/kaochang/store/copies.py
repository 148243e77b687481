"""Copies of a database that may be in use: consistent, in one file, and checked page by page."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import forget, make_private, open_regular
from kaochang.store import bank, centre
from kaochang.store.database import database_refusals

_MAGIC = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")


BANK, CENTRE = bank.APPLICATION, centre.APPLICATION
"""The two kinds of database there are."""


def is_database(path: Path) -> bool:
    """Whether a regular file begins as SQLite's do."""
    with open_regular(path) as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def check_database(path: Path, application: int) -> None:
    """Refuses what is not a database of this kind: EMPTY for a file without a byte, PAYLOAD for any other."""
    with open_regular(path) as stream:
        start = stream.read(len(_MAGIC))
    if not start:
        raise Refusal(Outcome.EMPTY, "frame.empty", str(path))
    if start != _MAGIC:
        raise Refusal(Outcome.PAYLOAD, "database.not-ours", str(path))
    with database_refusals(path), closing(_opened(path, "rw")) as database:  # as `_copy` opens it
        found = database.execute("PRAGMA application_id").fetchone()[0]
    if found not in (BANK, CENTRE):
        raise Refusal(Outcome.PAYLOAD, "database.not-ours", str(path))
    if found != application:
        raise Refusal(Outcome.PAYLOAD, "database.is-bank" if found == BANK else "database.is-centre", str(path))


def belongs_to_database(path: Path) -> bool:
    """Whether a file is what SQLite keeps beside a database in use: a copy of the database has it all inside."""
    return any(path.name.endswith(end) and path.with_name(path.name.removesuffix(end)).is_file() for end in _BESIDE)


@contextmanager
def copied(source: Path) -> Iterator[Path]:
    """A consistent copy of a database under a hidden name beside it, whatever other programs do; gone at the end.

    Beside it, because it holds the same in clear: nothing of it gets to another disk. PAYLOAD for a file that is no
    bank and no centre's database, or is damaged inside.
    """
    copy = source.with_name(f".{source.name}.backup")
    try:
        _forget(copy)  # of a backup that was killed
        make_private(copy)
        with database_refusals(source):
            _copy(source, copy)
        check_copy(copy)
        yield copy
    except Refusal as refusal:
        if refusal.where == str(copy):
            refusal.where = str(source)  # nobody knows of the copy
        raise
    finally:
        _forget(copy)


def _copy(source: Path, copy: Path) -> None:
    # Opened for writing, although nothing is written: a reader alone would leave its files beside the database.
    with closing(_opened(source, "rw")) as read, closing(sqlite3.connect(copy)) as written:
        read.execute("BEGIN")
        read.execute("SELECT count(*) FROM sqlite_schema")  # takes the lock, or gives up: a copy would wait for ever
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")  # all in one file


def check_copy(path: Path) -> None:
    """Refuses (PAYLOAD) a file that is no database of ours, or whose pages or indexes do not fit together."""
    with database_refusals(path), closing(_opened(path, "ro")) as database:
        application = database.execute("PRAGMA application_id").fetchone()[0]
        if application not in (BANK, CENTRE):
            raise Refusal(Outcome.PAYLOAD, "database.not-ours", str(path))
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Refusal(Outcome.PAYLOAD, "database.damaged", str(path))


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5, isolation_level=None)


def _forget(path: Path) -> None:
    for end in ("", *_BESIDE):
        forget(path.with_name(path.name + end))

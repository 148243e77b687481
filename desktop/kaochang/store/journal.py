"""The attempt journal: plain SQL on one connection, one sealed row per event, durable before it is acknowledged.

WAL, with every commit synced (FULL); said before anything is written, for a SQLite may be built with less. The order in
which that is said makes no difference, nor does EXTRA (docs/decisions/0004-journal.md has the measurements). Exactly
one connection writes; rows are opaque bytes, sealed by the function the journal is given. Nothing here knows what is in
them, nor in the head of the attempt's log, which is kept beside them so that the database alone is enough to go on.

After an error of the disk nobody knows what a failed sync has left behind: the journal is broken from then on. Nothing
is tried again on it; whoever has it reads what was acknowledged, and writes that anew (`write_database`).
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import io_refusals, is_full, sync_folder
from kaochang.store.errors import error_name, primary_code

Seal = Callable[[int, bytes], bytes]
"""(sequence number, plaintext) → sealed row."""

_SOUND = frozenset({0, sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY})
"""Errors (0: this program's own) after which a database is what it was: nothing was synced that failed."""

_BEFORE_ALL = -(1 << 63)
_BATCH = 64
"""Rows that are read at a time: no statement stays open while others write."""

_SOME = "SELECT seq, CAST(IFNULL(sealed, '') AS BLOB) FROM rows WHERE seq > ? ORDER BY seq LIMIT ?"
_INSERT = "INSERT INTO rows (seq, sealed) VALUES (?, ?)"

_OUTCOMES = {
    sqlite3.SQLITE_FULL: (Outcome.DISK_FULL, "io.disk-full"),
    sqlite3.SQLITE_BUSY: (Outcome.CONFLICT, "journal.other-writer"),
    sqlite3.SQLITE_NOTADB: (Outcome.PAYLOAD, "journal.not-a-database"),
    sqlite3.SQLITE_CORRUPT: (Outcome.PAYLOAD, "journal.not-a-database"),
}


def _refuse(error: sqlite3.Error, path: str) -> Refusal:
    code = primary_code(error)
    if code == sqlite3.SQLITE_IOERR and is_full(Path(path).parent):
        code = sqlite3.SQLITE_FULL
    outcome, key = _OUTCOMES.get(code, (Outcome.IO, "journal.cannot-save"))
    return Refusal(outcome, key, path, detail=error_name(error))


def connect(path: Path) -> sqlite3.Connection:
    """The one connection to an attempt's database, made if it is missing; every commit is synced.

    It holds the file until it is closed: a second connection is refused (CONFLICT) after SQLite's five seconds.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            _set_up(connection, path)
        except (Refusal, sqlite3.Error):
            connection.close()
            raise
    except sqlite3.Error as error:
        raise _refuse(error, str(path)) from error
    return connection


_PRAGMAS = ("synchronous=EXTRA", "journal_mode=WAL", "synchronous=FULL", "locking_mode=EXCLUSIVE", "cache_size=-256")
"""The last one in KiB: rows are only ever added, so pages that were written need not stay in memory for hours."""


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    for statement in _PRAGMAS:
        connection.execute(f"PRAGMA {statement}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        raise Refusal(Outcome.IO, "journal.no-wal", str(path))
    # The exclusive lock is taken by the first transaction, and then kept: take it now, not at the first row.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")
    with io_refusals(path):
        sync_folder(path.parent)


def _execute(connection: sqlite3.Connection, name: str, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
    try:
        return connection.execute(sql, values).fetchall()
    except sqlite3.Error as error:
        raise _refuse(error, name) from error


def _make_tables(connection: sqlite3.Connection, name: str) -> None:
    for table in ("rows (seq INTEGER PRIMARY KEY, sealed BLOB NOT NULL)", "head (frame BLOB NOT NULL)"):
        _execute(connection, name, f"CREATE TABLE IF NOT EXISTS {table} STRICT")


def read_stored(connection: sqlite3.Connection, name: str) -> tuple[bytes, list[bytes]]:
    """(head, sealed rows) of a database, whose tables are made where they are missing; b"" for no head yet.

    Bytes, whatever stands there: in a damaged file, a row may be anything. From a row on that has another's number the
    rest is b"", which opens nowhere: whoever numbers rows anew has put them into another order.
    """
    _make_tables(connection, name)
    heads = _execute(connection, name, "SELECT CAST(IFNULL(frame, '') AS BLOB) FROM head")
    rows = _execute(connection, name, "SELECT seq, CAST(IFNULL(sealed, '') AS BLOB) FROM rows ORDER BY seq")
    stored = [sealed if number == at else b"" for at, (number, sealed) in enumerate(rows, start=1)]
    return heads[-1][0] if heads else b"", stored


class Journal:
    """Appends sealed rows and reads them back. Calls block until the row is durable: never call on a UI thread.

    `is_broken`: the disk has failed, and nothing more is written here.
    """

    def __init__(self, connection: sqlite3.Connection, seal: Seal, name: str) -> None:
        self._connection = connection
        self._seal = seal
        self._name = name
        self.is_broken = False
        _make_tables(connection, name)

    def _run(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            self.is_broken = self.is_broken or primary_code(error) not in _SOUND
            raise _refuse(error, self._name) from error

    def _next(self) -> int:
        number: int = self._run("SELECT COALESCE(MAX(seq), 0) + 1 FROM rows")[0][0]
        return number

    def append(self, plaintext: bytes) -> bytes:
        """Seals and commits one row; the sealed bytes, once they are durable."""
        if self.is_broken:
            raise Refusal(Outcome.IO, "journal.cannot-save", self._name, detail="-")
        number = self._next()
        sealed = self._seal(number, plaintext)
        self._run(_INSERT, (number, sealed))
        return sealed

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """What is written inside is there as a whole or not at all."""
        self._run("BEGIN")
        try:
            yield
            self._run("COMMIT")
        except Refusal:
            with suppress(Refusal):  # SQLite may have done so itself
                self._run("ROLLBACK")
            raise

    def mend(self, head: bytes, keep: int, rows: Iterable[bytes]) -> None:
        """Of what is there the first `keep` rows stay, and rows that were sealed before follow them; all at once.

        `head` is the head of the attempt's log, in place of an earlier one.
        """
        with self._at_once():
            self._run("INSERT OR REPLACE INTO head (rowid, frame) VALUES (1, ?)", (head,))
            self._run("DELETE FROM rows WHERE seq < 1 OR seq > ?", (keep,))
            for number, sealed in enumerate(rows, start=keep + 1):
                self._run(_INSERT, (number, sealed))

    def fold(self) -> None:
        """Folds the write-ahead log into the file, both synced: what an earlier program left is written once more."""
        if self._run("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise Refusal(Outcome.CONFLICT, "journal.other-writer", self._name)

    def rows(self) -> Iterator[bytes]:
        """The sealed bytes of every row, in order; some at a time, so that a long attempt fills no memory.

        PAYLOAD where their numbers do not grow, as in damaged pages, which could be read for ever.
        """
        last = _BEFORE_ALL
        while found := self._run(_SOME, (last, _BATCH)):
            for number, sealed in found:
                if number <= last:
                    raise Refusal(Outcome.PAYLOAD, "journal.not-a-database", self._name)
                last = number
                yield sealed

    def close(self) -> None:
        """Closes the connection, which folds the write-ahead log into the file."""
        self._connection.close()


def write_database(path: Path, head: bytes, rows: Iterable[bytes]) -> None:
    """A database of one file with all this, where none is yet; durable when this returns, all but its name."""
    with closing(connect(path)) as connection:
        journal = Journal(connection, lambda _, plaintext: plaintext, str(path))
        journal.mend(head, 0, rows)
        journal.fold()

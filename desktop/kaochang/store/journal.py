"""The attempt journal: plain SQL on one connection, one sealed row per event, durable before it is acknowledged.

The order of the PRAGMAs decides whether rows survive a power cut: synchronous EXTRA while the file becomes a WAL
database, then FULL (docs/decisions/0004-journal.md has the measurements). Exactly one connection writes; rows are
opaque bytes, sealed by the function the journal is given. Nothing here knows what is in them, nor in the head of the
attempt's log, which is kept beside them so that the database alone is enough to go on.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import io_refusals, is_full, sync_folder
from kaochang.store.errors import error_name, primary_code

Seal = Callable[[int, bytes], bytes]
"""(sequence number, plaintext) → sealed row."""

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
    """The one connection to an attempt's database, made if it is missing, in the only safe order of settings.

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


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    for statement in ("synchronous=EXTRA", "journal_mode=WAL", "synchronous=FULL", "locking_mode=EXCLUSIVE"):
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


def read_stored(connection: sqlite3.Connection, name: str) -> tuple[bytes, list[bytes]]:
    """(head, sealed rows) of a database, whose tables are made where they are missing; b"" for no head yet.

    Bytes, whatever stands there: in a damaged file, a row may be anything.
    """
    for table in ("rows (seq INTEGER PRIMARY KEY, sealed BLOB NOT NULL)", "head (frame BLOB NOT NULL)"):
        _execute(connection, name, f"CREATE TABLE IF NOT EXISTS {table} STRICT")
    heads = _execute(connection, name, "SELECT CAST(IFNULL(frame, '') AS BLOB) FROM head")
    rows = _execute(connection, name, "SELECT CAST(IFNULL(sealed, '') AS BLOB) FROM rows ORDER BY seq")
    return heads[-1][0] if heads else b"", [row[0] for row in rows]


class Journal:
    """Appends sealed rows and reads them back. Calls block until the row is durable: never call on a UI thread."""

    def __init__(self, connection: sqlite3.Connection, seal: Seal, name: str) -> None:
        self._connection = connection
        self._seal = seal
        self._name = name
        read_stored(connection, name)

    def _run(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        return _execute(self._connection, self._name, sql, values)

    def _next(self) -> int:
        number: int = self._run("SELECT COALESCE(MAX(seq), 0) + 1 FROM rows")[0][0]
        return number

    def append(self, plaintext: bytes) -> bytes:
        """Seals and commits one row; the sealed bytes, once they are durable."""
        number = self._next()
        sealed = self._seal(number, plaintext)
        self._insert(number, sealed)
        return sealed

    def keep(self, count: int) -> None:
        """Removes every row after the first `count`: an end that does not open, before the log completes it."""
        self._run("DELETE FROM rows WHERE seq > ?", (count,))

    def put_head(self, frame: bytes) -> None:
        """Commits the head of the attempt's log, in place of an earlier one."""
        self._run("INSERT OR REPLACE INTO head (rowid, frame) VALUES (1, ?)", (frame,))

    def adopt(self, sealed: bytes) -> None:
        """Commits a row that was sealed before, as the next one."""
        self._insert(self._next(), sealed)

    def _insert(self, number: int, sealed: bytes) -> None:
        self._run("INSERT INTO rows (seq, sealed) VALUES (?, ?)", (number, sealed))

    def rows(self) -> list[bytes]:
        """The sealed bytes of every row, in order."""
        return read_stored(self._connection, self._name)[1]

    def close(self) -> None:
        """Closes the connection, which folds the write-ahead log into the file."""
        self._connection.close()

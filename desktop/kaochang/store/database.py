"""What the office's bank and the centre's database share: opening, versions, and values as JSON text.

What works on databases is loaded when the first is opened: a merge's processes only write documents.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import from_plain, to_json
from kaochang.machine.safe_files import forget, is_full, make_private
from kaochang.store.errors import error_name, primary_code

if TYPE_CHECKING:
    import sqlite_utils

V = TypeVar("V")


def pack(value: object) -> str:
    """A value as the JSON text a column holds."""
    return to_json(value).decode()


def unpack(kind: type[V], text: str | bytes) -> V:
    """The value a column holds; refuses (PAYLOAD) a text that is none."""
    try:
        plain = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(Outcome.PAYLOAD, "payload") from error
    return from_plain(kind, plain)


@contextmanager
def database_refusals(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into refusals that name the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = primary_code(error)
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and is_full(path.parent)):
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path)) from error
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise Refusal(Outcome.CONFLICT, "database.in-use", str(path)) from error
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            raise Refusal(Outcome.PAYLOAD, "database.not-ours", str(path)) from error
        if code == sqlite3.SQLITE_READONLY or (code == sqlite3.SQLITE_CANTOPEN and _is_unwritable(path)):
            raise Refusal(Outcome.IO, "database.read-only", str(path)) from error
        if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}:
            raise Refusal(Outcome.IO, "io.failed", str(path), detail=error_name(error)) from error
        raise


def _is_unwritable(path: Path) -> bool:
    """Whether a file that is there cannot be changed: SQLite needs to, even where it is only read."""
    return path.is_file() and not os.access(path, os.W_OK)


def files_of(path: Path) -> tuple[Path, ...]:
    """A database's file, and those that SQLite keeps beside it while it is open."""
    return tuple(path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal"))


def _forget_database(path: Path) -> None:
    for each in files_of(path):
        forget(each)


@contextmanager
def _writing(database: sqlite_utils.Database) -> Iterator[None]:
    """One transaction that waits for its turn before it reads: else another program's change may make it void."""
    with database.conn:
        database.conn.execute("BEGIN IMMEDIATE")
        yield


class Store:
    """One database file, open: reading and changing it give refusals that name the file.

    A file that was made for it and never came to hold anything goes again when it is closed: whoever was refused
    finds nothing under the name that looks like a database of theirs.
    """

    def __init__(self, path: Path, database: sqlite_utils.Database, *, made: bool) -> None:
        self.path = path
        self._database = database
        self._is_empty = made

    def close(self) -> None:
        """Closes the file."""
        goes = self._is_empty and self._is_alone()
        self._database.close()
        if goes:
            _forget_database(self.path)

    def _is_alone(self) -> bool:
        """Whether no other program has the file open: only then can it leave WAL mode."""
        try:
            self._database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            return primary_code(error) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        return True

    @contextmanager
    def change(self) -> Iterator[Callable[[str], sqlite_utils.db.Table]]:
        """One transaction over tables by name: everything inside happens, or nothing does."""
        with database_refusals(self.path), _writing(self._database):
            yield self._database.table
        self._is_empty = False

    def rows(
        self, table: str, where: str | None = None, *values: object, select: str = "*", order: str | None = None
    ) -> list[dict[str, Any]]:
        """The rows of a table, all of them or those where a condition holds."""
        with database_refusals(self.path):
            return list(self._database.table(table).rows_where(where, values, select=select, order_by=order))

    def query(self, asked: str, *values: object) -> Iterator[dict[str, Any]]:
        """The rows of a query over several tables, one after the other: what is joined may be too much at once."""
        with database_refusals(self.path):
            yield from self._database.query(asked, values)


Step: TypeAlias = "str | Callable[[sqlite_utils.Database], None]"
Migrations: TypeAlias = Mapping[int, Sequence[Step]]
"""What makes a database of the version before one of this version, beside the tables that it lacks: statements, and
functions where what is kept has to be read to be kept anew."""


def open_database(
    path: Path,
    application: int,
    version: int,
    schema: dict[str, dict[str, Any]],
    migrations: Migrations = MappingProxyType({}),
    beside: Sequence[str] = (),
) -> Store:
    """The database at `path`, made where it is missing, for its owner's eyes only; one connection, durable commits.

    `application` is SQLite's application_id: a file that is not this kind of database is refused (PAYLOAD), one from
    a newer program too (VERSION). `schema` gives each table's columns; "pk" names its key. `beside` makes what tables
    need beside their columns, as indexes; each statement makes nothing that is there.
    """
    import sqlite_utils

    if path.exists() and not path.is_file():
        raise Refusal(Outcome.NOT_A_FILE, "io.not-a-file", str(path))
    if not path.parent.is_dir():
        raise Refusal(Outcome.MISSING, "io.missing", str(path.parent))
    made = make_private(path)  # SQLite gives the files beside it the same rights
    with database_refusals(path):
        database = sqlite_utils.Database(sqlite3.connect(path, timeout=5))
        try:
            _prepare(database, path, application, version)
            _bring_up(database, version, schema, migrations, beside)
            database.execute(f"PRAGMA application_id={application}")
        except (Refusal, sqlite3.Error):
            database.close()
            if made:
                _forget_database(path)
            raise
    return Store(path, database, made=made)


def _prepare(database: sqlite_utils.Database, path: Path, application: int, version: int) -> None:
    """Refuses what is not ours or too new, and makes commits durable."""
    found = database.execute("PRAGMA application_id").fetchone()[0]
    if found != application and database.table_names():
        raise Refusal(Outcome.PAYLOAD, "database.not-ours", str(path))
    if _version_of(database) > version:
        raise Refusal(Outcome.VERSION, "database.newer", str(path))
    database.execute("PRAGMA synchronous=EXTRA")
    database.enable_wal()


def _version_of(database: sqlite_utils.Database) -> int:
    """Which version a database is of; 0 for a new one."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _bring_up(
    database: sqlite_utils.Database,
    version: int,
    schema: dict[str, dict[str, Any]],
    migrations: Migrations,
    beside: Sequence[str],
) -> None:
    """Makes the tables that are missing, then takes every step from the version that was found; one transaction."""
    with _writing(database):
        found = _version_of(database)
        for name, columns in schema.items():
            fields = {column: kind for column, kind in columns.items() if column != "pk"}
            database.table(name).create(fields, pk=columns["pk"], if_not_exists=True)
        for step in range(found + 1, version + 1) if found else ():
            for each in migrations.get(step, ()):
                _take(database, each)
        for statement in beside:
            database.execute(statement)
        database.execute(f"PRAGMA user_version={version}")


def _take(database: sqlite_utils.Database, step: Step) -> None:
    if isinstance(step, str):
        database.execute(step)
    else:
        step(database)

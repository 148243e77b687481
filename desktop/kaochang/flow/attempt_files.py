"""The files of one attempt on a room PC: the journal database and its log, created, reopened and kept equal.

The database's commit is the acknowledgement; the log follows at once and is the form that is collected. If either lost
its end (a crash between the two, a torn record, a file that is gone or rubbish), the longer history completes the
other; two that differ before either ends are a fork, and refused. Both hold the log's head, so either is enough.
"""

import enum
import itertools
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection

from kaochang.custody import attempt_identity, journal_log
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.certificates import Certificate
from kaochang.custody.journal_log import Entry, JournalLog, Opened, RowChain
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import text_to_bytes
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.machine.safe_files import Appender, io_refusals, make_folder, read_whole, replace_file, sync_folder
from kaochang.sealing import signatures
from kaochang.store.journal import Journal, connect, read_stored

LOG_LIMIT = 512 * 1024 * 1024
"""Largest journal log that is read: far more than three hours of typing give."""

_DATABASE = "attempt.db"
LOG_NAME = "attempt.kcj"
_BEHIND_NAME = "attempt-behind.kcj"
RESULT_NAME = "result.kcr"


class Found(enum.Enum):
    """What a ticket already has on this PC."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Desk:
    """Where attempts live on this PC, and the machine they run on."""

    folder: Path
    clock: Clock
    random: Randomness

    def attempt_folder(self, session: str, ticket: str) -> Path:
        """The folder of one ticket's attempt."""
        return self.folder / session / ticket


def result_path(desk: Desk, session: str, ticket: str) -> Path:
    """Where a ticket's result lies once it is handed in."""
    return desk.attempt_folder(session, ticket) / RESULT_NAME


def found_attempt(desk: Desk, room: RoomFile, ticket: Ticket) -> Found:
    """Whether this PC holds an attempt of this ticket, open or handed in; either of its two files is one."""
    if result_path(desk, room.session.id, ticket.number).exists():
        return Found.CLOSED
    return Found.OPEN if _is_begun(desk.attempt_folder(room.session.id, ticket.number)) else Found.NONE


def _is_begun(folder: Path) -> bool:
    return any((folder / name).exists() and (folder / name).stat().st_size for name in (LOG_NAME, _DATABASE))


class AttemptFiles:
    """The open files of one attempt. One writer; `append` blocks until the row is durable."""

    def __init__(self, folder: Path, connection: Connection, frame: bytes, chain: RowChain) -> None:
        self.folder = folder
        self.chain = chain
        self._frame = frame
        self._journal = Journal(connection, chain.seal, str(folder))
        self._log: Appender | None = None

    def begin(self) -> None:
        """The log's head is on the disk, in both files, before the first row."""
        self._journal.put_head(self._frame)
        self.complete_log()

    def level(self, stored: list[bytes], log: JournalLog) -> list[Opened | Entry]:
        """Makes database and log equal, and gives every row, opened and checked one by one.

        A power cut may leave either with an end that does not open; the other then has it, and a log may end in noise
        where the database is whole. CONFLICT where both open and differ (a fork); DECRYPT, with its number, where a
        row that may have been acknowledged opens in neither.
        """
        logged = list(log.rows)
        in_database, in_log = self._opening(stored), self._opening(logged)
        is_whole = 0 < in_database == len(stored) and in_log <= in_database
        is_cut = log.torn or max(in_database, in_log) < max(len(stored), len(logged))
        if not is_whole and is_cut:
            raise Refusal(Outcome.DECRYPT, "journal.row-damaged", str(self.folder), row=max(in_database, in_log) + 1)
        common = min(in_database, in_log)
        if stored[:common] != logged[:common]:
            raise Refusal(Outcome.CONFLICT, "journal.fork", str(self.folder))
        rows = stored[:in_database] if in_database >= in_log else logged[:in_log]
        opened = [self.chain.read_next(sealed) for sealed in rows]
        self._journal.put_head(self._frame)
        self._journal.keep(in_database)
        for sealed in rows[in_database:]:
            self._journal.adopt(sealed)
        self.complete_log()
        return opened

    def _opening(self, rows: list[bytes]) -> int:
        """How many rows open from the start of the chain."""
        chain = replace(self.chain)
        for count, sealed in enumerate(rows):
            try:
                chain.open_next(sealed)
            except Refusal:
                return count
        return len(rows)

    def append(self, row: Opened | Entry) -> None:
        """Commits a row, then adds it to the log. The row is safe without the log: one that takes no more is left."""
        sealed = self._journal.append(journal_log.row_bytes(row))
        self.chain.advance(sealed)
        if self._log is None:
            return
        try:
            self._log.append(journal_log.record(sealed))
        except Refusal:
            self._leave_log()

    def _leave_log(self) -> None:
        """A log that fell behind gets another name: nobody may take it for the whole attempt should the database go."""
        self._close_log()
        with suppress(OSError):
            (self.folder / LOG_NAME).replace(self.folder / _BEHIND_NAME)

    def complete_log(self) -> None:
        """The log file becomes the whole log, from the database, and is gone on with."""
        self._close_log()
        replace_file(self.folder / LOG_NAME, self.log_bytes())
        with suppress(OSError):
            (self.folder / _BEHIND_NAME).unlink(missing_ok=True)
        self._log = Appender(self.folder / LOG_NAME)

    def log_bytes(self) -> bytes:
        """The whole log as it must be, from the database: what is collected even if the log file fell behind."""
        return self._frame + b"".join(journal_log.record(sealed) for sealed in self._journal.rows())

    def sealed_rows(self) -> Iterator[bytes]:
        """Every row as it is sealed, from the first."""
        return iter(self._journal.rows())

    def _close_log(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None

    def close(self) -> None:
        """Closes both files; again does nothing."""
        self._journal.close()
        self._close_log()


@dataclass(frozen=True)
class OpenAttempt:
    """An attempt whose files are open, and every row it has so far."""

    files: AttemptFiles
    identity: AttemptIdentity
    certificate: Certificate
    opened: Opened
    entries: list[Entry]


def create(
    desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes, opened: Opened, attempt: str
) -> OpenAttempt:
    """A new attempt: its log's head is on the disk before its first row."""
    room = unlocked.room
    folder = make_folder(desk.attempt_folder(room.session.id, ticket.number))
    identity = AttemptIdentity(room.sealed.context, room.room.id, ticket.number, ticket.exam, attempt, 1)
    seed = text_to_bytes(opened.attempt_seed)
    certificate = attempt_identity.certify(ticket_seed, signatures.public_of(seed), identity)
    key = journal_log.journal_key(unlocked.content_key, ticket_seed, attempt)
    results_key = text_to_bytes(room.sealed.header.results_key)
    frame = journal_log.pack_log_head(identity, certificate, seed, key, results_key)
    with ExitStack() as undo:
        connection = connect(folder / _DATABASE)
        undo.callback(connection.close)
        files = AttemptFiles(folder, connection, frame, journal_log.new_chain(key, identity))
        undo.callback(files.close)
        files.begin()
        files.append(opened)
        undo.pop_all()
    return OpenAttempt(files, identity, certificate, opened, [])


def reopen(desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes) -> OpenAttempt | None:
    """The attempt of a ticket on this PC, with every row; None where none ever got as far as its first row."""
    room = unlocked.room
    folder = desk.attempt_folder(room.session.id, ticket.number)
    if not _is_begun(folder):
        return None
    path = folder / LOG_NAME
    reader = _LogReader(path, read_whole(path, LOG_LIMIT) if path.exists() else b"", room, ticket)
    with ExitStack() as undo:
        connection, head, stored = _open_database(folder, reader)
        undo.callback(connection.close)
        log = reader.find(head, stored)
        if log is None:
            return None
        identity = log.header.identity
        key = journal_log.journal_key(unlocked.content_key, ticket_seed, identity.attempt)
        chain = journal_log.new_chain(key, identity, log.header.format)
        files = AttemptFiles(folder, connection, log.frame, chain)
        undo.callback(files.close)
        match files.level(stored, log):
            case [Opened() as opened, *rest]:
                undo.pop_all()
                entries = [row for row in rest if isinstance(row, Entry)]
                return OpenAttempt(files, identity, log.header.certificate, opened, entries)
    return None


@dataclass(frozen=True)
class _LogReader:
    """The bytes of a log file (none where it is gone), and whose they must be."""

    path: Path
    data: bytes
    room: RoomFile
    ticket: Ticket

    def _read(self, data: bytes) -> JournalLog:
        log = journal_log.open_log(data, self.room.object.ticket_keys)
        identity = log.header.identity
        mine = (self.room.sealed.context, self.ticket.number, self.room.room.id)
        if (identity.context, identity.ticket, identity.room) != mine:
            raise Refusal(Outcome.CONTEXT, "context.attempt")
        return log

    def is_whole(self) -> bool:
        """Whether the file alone tells everything that was ever written to it."""
        try:
            return not self._read(self.data).torn
        except Refusal:
            return False

    def find(self, head: bytes, stored: list[bytes]) -> JournalLog | None:
        """The log, with the head that the database kept where the file's own is lost; None where nothing was begun.

        A head without a row is a start that was cut off: one with rows goes before it.
        """
        with refusals_at(self.path):
            try:
                log = self._read(self.data)
            except Refusal as refusal:
                if not (head or stored or self.data):
                    return None
                if not head or refusal.outcome is Outcome.CONTEXT:
                    raise
                return self._read(head + self.data[len(head) :])
            if not head or head == log.frame:
                return log
            if stored and log.rows:
                raise Refusal(Outcome.CONFLICT, "journal.fork")
            return self._read(head) if stored else log


def _open_database(folder: Path, log: _LogReader) -> tuple[Connection, bytes, list[bytes]]:
    """The database's connection, head and rows. Rubbish is kept under another name, if the log tells everything."""
    try:
        return _read_database(folder / _DATABASE)
    except Refusal as refusal:
        if refusal.key != "journal.not-a-database" or not log.is_whole():
            raise
        _set_aside(folder)
        return _read_database(folder / _DATABASE)


def _read_database(path: Path) -> tuple[Connection, bytes, list[bytes]]:
    with ExitStack() as undo:
        connection = connect(path)
        undo.callback(connection.close)
        head, rows = read_stored(connection, str(path))
        undo.pop_all()
    return connection, head, rows


def _set_aside(folder: Path) -> None:
    """Renames a database that cannot be read, with what belongs to it; whoever examines the PC finds it."""
    taken = {path.name for path in folder.iterdir()}
    number = next(count for count in itertools.count(1) if f"damaged-{count}.db" not in taken)
    with io_refusals(folder):
        for end in ("-wal", "-shm", ""):
            path = folder / f"{_DATABASE}{end}"
            if path.exists():
                path.replace(folder / f"damaged-{number}.db{end}")
        sync_folder(folder)

"""The files of one attempt on a room PC: the journal database and its log, created, reopened and kept equal.

The database's commit is the acknowledgement; the log follows at once and is the form that is collected. If either lost
its end (a crash between the two, a torn record, a database file that is gone), the longer history completes the other;
two that differ before either ends are a fork, and refused.
"""

import enum
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kaochang.custody import attempt_identity, journal_log
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.certificates import Certificate
from kaochang.custody.journal_log import Entry, JournalLog, Opened, RowChain
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import text_to_bytes
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.machine.safe_files import Appender, make_folder, read_whole, replace_file
from kaochang.sealing import signatures
from kaochang.store.journal import Journal, connect

LOG_LIMIT = 512 * 1024 * 1024
"""Largest journal log that is read: far more than three hours of typing give."""

_DATABASE = "attempt.db"
LOG_NAME = "attempt.kcj"
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
    """Whether this PC holds an attempt of this ticket, open or handed in."""
    if result_path(desk, room.session.id, ticket.number).exists():
        return Found.CLOSED
    log = desk.attempt_folder(room.session.id, ticket.number) / LOG_NAME
    return Found.OPEN if log.exists() else Found.NONE


def read_log(folder: Path, room: RoomFile, ticket: Ticket) -> JournalLog | None:
    """The log of an attempt that was begun here, checked to be this ticket's; None where none was begun."""
    path = folder / LOG_NAME
    if not path.exists():
        return None
    log = journal_log.open_log(read_whole(path, LOG_LIMIT), room.object.ticket_keys)
    identity = log.header.identity
    if (identity.context, identity.ticket, identity.room) != (room.sealed.context, ticket.number, room.room.id):
        raise Refusal(Outcome.CONTEXT, "context.attempt", str(path))
    return log


class AttemptFiles:
    """The open files of one attempt. One writer; `append` blocks until the row is durable."""

    def __init__(self, folder: Path, frame: bytes, chain: RowChain) -> None:
        self.folder = folder
        self.chain = chain
        self._frame = frame
        with ExitStack() as undo:
            connection = connect(folder / _DATABASE)
            undo.callback(connection.close)
            self._journal = Journal(connection, chain.seal, str(folder))
            undo.pop_all()
        self._log: Appender | None = None
        self._behind: list[bytes] = []

    def level(self, logged: list[bytes]) -> list[Opened | Entry]:
        """Makes database and log equal, and gives every row, opened and checked one by one.

        A power cut may leave either with an end that does not open; the other then has it, and a log may end in noise
        where the database is whole. CONFLICT where both open and differ (a fork); DECRYPT, with its number, where a
        row that may have been acknowledged opens in neither.
        """
        stored = self._journal.rows()
        in_database, in_log = self._opening(stored), self._opening(logged)
        is_whole = 0 < in_database == len(stored) and in_log <= in_database
        if not is_whole and max(in_database, in_log) < max(len(stored), len(logged)):
            raise Refusal(Outcome.DECRYPT, "journal.row-damaged", str(self.folder), row=max(in_database, in_log) + 1)
        common = min(in_database, in_log)
        if stored[:common] != logged[:common]:
            raise Refusal(Outcome.CONFLICT, "journal.fork", str(self.folder))
        rows = stored[:in_database] if in_database >= in_log else logged[:in_log]
        opened = [journal_log.read_row(self.chain.open_next(sealed)) for sealed in rows]
        self._journal.keep(in_database)
        for sealed in rows[in_database:]:
            self._journal.adopt(sealed)
        replace_file(self.folder / LOG_NAME, self._frame + b"".join(journal_log.record(sealed) for sealed in rows))
        self._log = Appender(self.folder / LOG_NAME)
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
        """Commits a row, then adds it to the log."""
        sealed = self._journal.append(journal_log.row_bytes(row))
        self.chain.advance(sealed)
        self._behind.append(journal_log.record(sealed))
        self._catch_up()

    def _catch_up(self) -> None:
        """The row is safe already. A log that cannot take it is left; the next start completes it (`level`)."""
        if self._log is None:
            return
        try:
            self._log.append(b"".join(self._behind))
        except Refusal:
            self._log.close()
            self._log = None
        else:
            self._behind.clear()

    def log_bytes(self) -> bytes:
        """The whole log as it must be, from the database: what is collected even if the log file fell behind."""
        return self._frame + b"".join(journal_log.record(sealed) for sealed in self._journal.rows())

    def close(self) -> None:
        """Closes both files; again does nothing."""
        self._journal.close()
        if self._log is not None:
            self._log.close()
            self._log = None


@dataclass(frozen=True)
class OpenAttempt:
    """An attempt whose files are open, and every row it has so far."""

    files: AttemptFiles
    identity: AttemptIdentity
    certificate: Certificate
    opened: Opened
    entries: list[Entry]


def create(desk: Desk, unlocked: Unlocked, ticket: Ticket, opened: Opened, attempt: str) -> OpenAttempt:
    """A new attempt: its log's head is on the disk before its first row."""
    room = unlocked.room
    folder = make_folder(desk.attempt_folder(room.session.id, ticket.number))
    identity = AttemptIdentity(room.sealed.context, room.room.id, ticket.number, ticket.exam, attempt, 1)
    ticket_seed, seed = unlocked.ticket_seed(ticket.number), text_to_bytes(opened.attempt_seed)
    certificate = attempt_identity.certify(ticket_seed, signatures.public_of(seed), identity)
    key = journal_log.journal_key(unlocked.content_key, ticket_seed, attempt)
    results_key = text_to_bytes(room.sealed.header.results_key)
    frame = journal_log.pack_log_head(identity, certificate, seed, key, results_key)
    files = AttemptFiles(folder, frame, journal_log.new_chain(key, identity))
    with ExitStack() as undo:
        undo.callback(files.close)
        files.level([])
        files.append(opened)
        undo.pop_all()
    return OpenAttempt(files, identity, certificate, opened, [])


def reopen(desk: Desk, unlocked: Unlocked, ticket: Ticket, log: JournalLog) -> OpenAttempt | None:
    """The attempt that a log belongs to, with every row; None where it never got as far as its first row."""
    folder = desk.attempt_folder(unlocked.room.session.id, ticket.number)
    identity = log.header.identity
    key = journal_log.journal_key(unlocked.content_key, unlocked.ticket_seed(ticket.number), identity.attempt)
    files = AttemptFiles(folder, log.frame, journal_log.new_chain(key, identity))
    with ExitStack() as undo:
        undo.callback(files.close)
        match files.level(list(log.rows)):
            case [Opened() as opened, *rest]:
                undo.pop_all()
                entries = [row for row in rest if isinstance(row, Entry)]
                return OpenAttempt(files, identity, log.header.certificate, opened, entries)
    return None

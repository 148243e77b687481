"""The files of one attempt on a room PC: the journal database and its log, created, reopened and kept equal.

The database's commit is the acknowledgement; the log follows at once, is synced when nothing waits (`settle`), and is
the form that is collected. If either lost its end (a power cut, a torn record, a file that is gone or rubbish), the
longer history completes the other; two that differ before either ends are a fork, and refused. Both hold the log's
head, so either is enough.

A disk that failed is not trusted with what it was given before: what was acknowledged is read again, held against the
chain, and written into a new database, before anything else is (`attempt_database`).
"""

import enum
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection

from msgspec.structs import replace

from kaochang.custody import attempt_identity, journal_log
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.certificates import Certificate
from kaochang.custody.journal_log import Entry, JournalLog, Opened, RowChain
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record, text_to_bytes
from kaochang.flow import attempt_database
from kaochang.flow.desk import Desk
from kaochang.flow.log_file import LogFile
from kaochang.flow.second_place import SecondPlace
from kaochang.flow.two_histories import Together
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.machine.safe_files import make_folder, read_whole
from kaochang.sealing import signatures
from kaochang.store.journal import Journal

LOG_LIMIT = 512 * 1024 * 1024
"""Largest journal log that is read: far more than three hours of typing give."""

LOG_NAME = "attempt.kcj"
BEHIND_NAME = "attempt-behind.kcj"
_ROWS_BETWEEN = 60
"""Rows until a log that could not be written anew is tried again."""


class Found(enum.Enum):
    """What a ticket already has on this PC."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"


def found_attempt(desk: Desk, room: RoomFile, ticket: Ticket) -> Found:
    """Whether this PC holds an attempt of this ticket, open or handed in; either of its two files is one."""
    if desk.result_path(room.session.id, ticket.number).exists():
        return Found.CLOSED
    return Found.OPEN if _is_begun(desk.attempt_folder(room.session.id, ticket.number)) else Found.NONE


def _is_begun(folder: Path) -> bool:
    paths = (folder / LOG_NAME, attempt_database.database_of(folder))
    return any(path.exists() and path.stat().st_size for path in paths)


class AttemptFiles:
    """The open files of one attempt. One writer; `append` blocks until the row is durable.

    `renewals` counts how often everything was written anew because the disk had failed.
    """

    def __init__(
        self, folder: Path, connection: Connection, frame: bytes, chain: RowChain, second: SecondPlace | None = None
    ) -> None:
        self.folder = folder
        self.chain = chain
        self.second = second
        self.renewals = 0
        self.is_strict = False
        """Whether a row is acknowledged only once it lies in the second place for good: this PC's disk forgets."""
        self._unsecured: Opened | Entry | None = None
        self._frame = frame
        self._start = replace(chain)
        self._journal = self._journal_on(connection)
        self._log = LogFile(folder / LOG_NAME)
        self._log_again = 0

    @property
    def count(self) -> int:
        """How many rows are saved."""
        return self.chain.count

    def _journal_on(self, connection: Connection) -> Journal:
        return Journal(connection, self.chain.seal, str(self.folder))

    def begin(self) -> None:
        """Before the first row the log's head is on the disk, in both files, and in the second place."""
        self._journal.mend(self._frame, 0, [])
        self.complete_log()
        if self.second is not None:
            self.second.take(self._log_parts)

    def level(self, stored: Sequence[bytes], log: JournalLog) -> list[Opened | Entry]:
        """Makes database and log equal, and gives every row, each opened and checked once.

        A power cut may leave either with an end that does not open; the other then has it, and a log may end in noise
        where the database is whole. CONFLICT where both open and differ (a fork); DECRYPT, with its number, where a
        row that may have been acknowledged opens in neither.
        """
        both = Together(self.chain, stored, log.rows, str(self.folder))
        opened = both.open_all()
        is_whole = 0 < both.in_database == len(stored) and both.in_log <= both.in_database
        is_cut = log.torn or len(opened) < max(len(stored), len(log.rows))
        if not is_whole and is_cut:
            raise Refusal(Outcome.DECRYPT, "journal.row-damaged", str(self.folder), row=len(opened) + 1)
        self._journal.mend(self._frame, both.in_database, log.rows[both.in_database : both.in_log])
        self._journal.fold()
        self.complete_log()
        return opened

    def append(self, row: Opened | Entry) -> None:
        """Commits a row, then adds it to the log and in the second place; waits for that only where `is_strict`.

        Where the disk fails, what was acknowledged is written anew, and the row then committed there. Refused (IO,
        DISK_FULL) where that fails too, or that wait: nothing is lost, and the same row may be tried again at any time.
        """
        if row is not self._unsecured:
            self._commit(row)
        if self.is_strict and self.second is not None:
            self._unsecured = row
            self.second.secure(self._log_parts)

    def _commit(self, row: Opened | Entry) -> None:
        plaintext = journal_log.row_bytes(row)
        try:
            sealed = self._journal.append(plaintext)
        except Refusal:
            if not self._journal.is_broken:
                raise
            self._renew()
            sealed = self._journal.append(plaintext)
        self.chain.advance(sealed)
        record = journal_log.record(sealed)
        self._log.add(record)
        if self._log.is_behind:
            self._leave_log()
        if self.second is not None:
            self.second.add(record)

    def _renew(self) -> None:
        """Another database, with every row that was acknowledged and none besides.

        A row whose commit failed may lie in the old one: nobody ever reads that again, so it cannot come back beside
        the one that is sealed anew in its place.
        """
        self._journal.close()
        with _cannot_save(self.folder):
            connection = attempt_database.write_anew(self.folder, self._frame, self._acknowledged())
            self._journal = self._journal_on(connection)
        self.renewals += 1
        attempt_database.remove_older(self.folder)
        self._try_to_complete_log()

    def _acknowledged(self) -> list[bytes]:
        """Every acknowledged row, read again: from the old database, or the log where that can no longer be read."""
        try:
            connection, _, rows = attempt_database.read_database(self.folder)
            connection.close()
            return self._acknowledged_of(rows)
        except Refusal:
            log = journal_log.open_log(read_whole(self._log.path, LOG_LIMIT), None)
            return self._acknowledged_of(log.rows)

    def _acknowledged_of(self, rows: Iterable[bytes]) -> list[bytes]:
        """The acknowledged ones of these rows; DECRYPT where they are not the ones that the chain ends with."""
        found, chain = list(itertools.islice(rows, self.chain.count)), replace(self._start)
        for sealed in found:
            chain.advance(sealed)
        if chain != self.chain:
            raise Refusal(Outcome.DECRYPT, "journal.row-damaged", str(self.folder), row=chain.count)
        return found

    def complete_log(self) -> None:
        """The log file becomes the whole log, from the database, and is gone on with."""
        self._log.write_anew(self._log_parts())
        with suppress(OSError):
            (self.folder / BEHIND_NAME).unlink(missing_ok=True)

    def _try_to_complete_log(self) -> None:
        try:
            self.complete_log()
        except Refusal:
            self._log_again = self.chain.count + _ROWS_BETWEEN
            self._leave_log()

    def _leave_log(self) -> None:
        """A log that fell behind gets another name: nobody may take it for the whole attempt should the database go."""
        with suppress(OSError):
            self._log.path.replace(self.folder / BEHIND_NAME)

    def _settle_log(self) -> None:
        if not self._log.is_behind:
            self._log.settle()
            if self._log.is_behind:
                self._leave_log()

    def settle(self) -> None:
        """Makes durable what of the log, here and in the second place, is only written so far.

        For whoever saves, after the acknowledgement and when nothing waits. What fell behind is written anew here.
        """
        self._settle_log()
        if self._log.is_behind and self.chain.count >= self._log_again:
            self._try_to_complete_log()
        if self.second is not None:
            self.second.settle(self._log_parts)

    def _log_parts(self) -> Iterator[bytes]:
        yield self._frame
        yield from map(journal_log.record, self._journal.rows())

    def log_bytes(self) -> bytes:
        """The whole log as it must be, from the database: what is collected even if the log file fell behind."""
        return b"".join(self._log_parts())

    def sealed_rows(self) -> Iterator[bytes]:
        """Every row as it is sealed, from the first; read as they are asked for."""
        return self._journal.rows()

    def close(self) -> None:
        """Makes the log durable and closes all files; again does nothing."""
        self._settle_log()
        self._journal.close()
        self._log.close()
        if self.second is not None:
            self.second.close()


@contextmanager
def _cannot_save(folder: Path) -> Iterator[None]:
    """Whatever the reason, where everything is written anew: the attempt cannot be saved now."""
    try:
        yield
    except Refusal as refusal:
        if refusal.outcome is Outcome.DISK_FULL:
            raise
        detail = refusal.params.get("detail", refusal.outcome.name)
        raise Refusal(Outcome.IO, "journal.cannot-save", str(folder), detail=detail) from refusal


class OpenAttempt(Record, frozen=True):
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
        connection, _, _ = attempt_database.read_database(folder)
        undo.callback(connection.close)
        second = _second_place(desk, identity, folder)
        files = AttemptFiles(folder, connection, frame, journal_log.new_chain(key, identity), second)
        undo.callback(files.close)
        files.begin()
        files.append(opened)
        undo.pop_all()
    return OpenAttempt(files, identity, certificate, opened, [])


def _second_place(desk: Desk, identity: AttemptIdentity, folder: Path) -> SecondPlace | None:
    return None if desk.second is None else SecondPlace(desk.second, identity, folder, desk.clock, desk.random)


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
        second = _second_place(desk, identity, folder)
        files = AttemptFiles(folder, connection, log.frame, chain, second)
        undo.callback(files.close)
        match files.level(stored, log):
            case [Opened() as opened, *rest]:
                undo.pop_all()
                entries = [row for row in rest if isinstance(row, Entry)]
                return OpenAttempt(files, identity, log.header.certificate, opened, entries)
    return None


class _LogReader(Record, frozen=True):
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
        return attempt_database.read_database(folder)
    except Refusal as refusal:
        if refusal.key != "journal.not-a-database" or not log.is_whole():
            raise
        attempt_database.set_aside(folder)
        return attempt_database.read_database(folder)

"""Logs on their way: an attempt's journal log taken from the disk of a dead PC, or found on the stick that brings it.

Whoever takes a log from a disk has no keys and does not need them: the log is signed and sealed. Whoever goes on with
it opens every row before anything is written, and goes on as far as the rows are whole.
"""

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from kaochang.custody import journal_log
from kaochang.custody.envelope import Context, check_context
from kaochang.custody.journal_log import Entry, JournalLog, Opened, RowChain
from kaochang.domain.assessments import Exam
from kaochang.domain.attempt_rules import replay
from kaochang.domain.attempts import AttemptState, first_state
from kaochang.domain.refusals import Outcome, Refusal, Violation, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.flow.arrivals import OTHER_ROOM, arrived_log
from kaochang.flow.attempt_database import database_of
from kaochang.flow.attempt_files import BEHIND_NAME, LOG_LIMIT, LOG_NAME
from kaochang.flow.desk import RESULT_NAME
from kaochang.flow.unlock import Unlocked
from kaochang.machine.folders import files_under
from kaochang.machine.safe_files import read_whole, write_new
from kaochang.sealing.frame import FileType
from kaochang.store.journal import connect, read_stored

_BEGUN = b"\0"
"""The beginning of a record whose rest is missing; every record begins so, and so it is gone on with by a whole log."""
_OTHER_CANDIDATE = "move.other-candidate"
_NOT_MEANT = frozenset({_OTHER_CANDIDATE, OTHER_ROOM})
"""Why a log is passed over that may rightly lie on the stick: it serves a whole room, or several."""


def log_bytes(log: JournalLog) -> bytes:
    """A log as a file. Where its end is missing, so is the end of the file: whoever reads it finds it cut."""
    return log.frame + b"".join(map(journal_log.record, log.rows)) + (_BEGUN if log.torn else b"")


def logs_of_disk(disk: Path, context: Context, ticket: str) -> list[JournalLog]:
    """The log of a ticket's attempt below the data folder of a PC that is dead; nothing there is written to.

    It lies there in the log file and in the database. Without keys nobody can tell which of two rows opens: where they
    part there are several logs, that with most rows first, and `Wanted.find` takes from each what opens. One that is
    known to lack rows is `torn`. MISSING where there is no attempt, POLICY where its result is there already.
    """
    folder = disk / context.session / ticket
    if (folder / RESULT_NAME).exists():
        raise Refusal(Outcome.POLICY, "move.has-result", str(folder / RESULT_NAME), ticket=ticket)
    if not any(path.exists() for path in (folder / LOG_NAME, folder / BEHIND_NAME, database_of(folder))):
        raise Refusal(Outcome.MISSING, "move.nothing-on-disk", str(folder), ticket=ticket)
    with refusals_at(folder / LOG_NAME):
        copies = _copies(folder)
        for log in copies:
            check_context(log.header.identity.context, context)
            if log.header.identity.ticket != ticket:
                raise Refusal(Outcome.CONTEXT, "context.attempt")
            if log.frame != copies[0].frame:
                raise Refusal(Outcome.CONFLICT, "journal.fork")
    return _telling(copies)


def _copies(folder: Path) -> list[JournalLog]:
    """Every copy of the log that can be read; refused as the log file is where there is none."""
    stored = _database_of(folder)
    behind = read_log(folder / BEHIND_NAME)
    head = stored.head or (behind.frame if behind is not None else b"")
    log = _log_of(folder / LOG_NAME, head)
    copies = [replace(log, torn=log.torn or len(log.rows) < stored.count)]
    if stored.head or stored.rows:
        own = journal_log.open_log(stored.head or log.frame, None)
        copies.append(replace(own, rows=stored.rows, torn=len(stored.rows) < stored.count))
    if behind is not None and behind.frame == log.frame:
        copies.append(replace(behind, torn=True))
    return copies


def _telling(copies: list[JournalLog]) -> list[JournalLog]:
    """Those that tell what no other one does, and that with most rows first."""
    telling = list[JournalLog]()
    for log in sorted(copies, key=lambda each: (len(each.rows), not each.torn), reverse=True):
        if not any(other.rows[: len(log.rows)] == log.rows for other in telling):
            telling.append(log)
    return telling


def read_log(path: Path) -> JournalLog | None:
    """A log as far as it can be taken apart without keys; None where it cannot be, or is not there."""
    try:
        return journal_log.open_log(read_whole(path, LOG_LIMIT), None)
    except Refusal:
        return None


def _log_of(path: Path, head: bytes) -> JournalLog:
    """The log file; with the head that was kept elsewhere, where the file is not there or its own cannot be read."""
    data = b""
    try:
        data = read_whole(path, LOG_LIMIT)
        return journal_log.open_log(data, None)
    except Refusal:
        if not head:
            raise
        return journal_log.open_log(head + data[len(head) :], None)


@dataclass(frozen=True)
class _Stored:
    """What a database has: a head that can be read, or none, the first rows, and how many there are in all."""

    head: bytes = b""
    rows: tuple[bytes, ...] = ()
    count: int = 0


def _database_of(folder: Path) -> _Stored:
    """A database, read from a copy of it and its write-ahead log; nothing of one that is rubbish."""
    database = database_of(folder)
    paths = [Path(f"{database}{end}") for end in ("", "-wal")]
    try:
        found = {path.name: read_whole(path, LOG_LIMIT) for path in paths if path.exists()}
    except Refusal:  # then the log file alone must tell it, or is refused itself
        return _Stored()
    with tempfile.TemporaryDirectory(prefix="kaochang-") as name:
        for each, data in found.items():
            write_new(Path(name) / each, data)
        try:
            with closing(connect(Path(name) / database.name)) as connection:
                head, rows = read_stored(connection, str(database))
        except Refusal as refusal:
            if refusal.outcome is not Outcome.PAYLOAD:
                raise
            return _Stored()
    return _Stored(_sound(head), tuple(takewhile(bool, rows)), len(rows))


def _sound(head: bytes) -> bytes:
    """A head that can be read, or nothing."""
    try:
        return journal_log.open_log(head, None).frame
    except Refusal:
        return b""


@dataclass(frozen=True)
class Brought:
    """A log that a stick brings, and its rows as far as they are whole."""

    path: Path
    log: JournalLog
    rows: tuple[Opened | Entry, ...]

    @property
    def sealed(self) -> tuple[bytes, ...]:
        """The whole rows as they are sealed."""
        return self.log.rows[: len(self.rows)]

    @property
    def is_cut(self) -> bool:
        """Whether something stands behind the whole rows: one that is cut off, or what a power cut left."""
        return self.log.torn or len(self.rows) < len(self.log.rows)

    @property
    def wall(self) -> int:
        """When the last whole row was written, by the clock of the PC that it comes from."""
        last = self.rows[-1]
        return last.wall if isinstance(last, Opened) else last.witness.wall

    def state(self, exam: Exam) -> AttemptState:
        """Where the attempt stands; PAYLOAD where no attempt could have come there by its rules."""
        try:
            events = (row.event for row in self.rows if isinstance(row, Entry))
            return replay(exam, events, first_state(self.log.header.format))
        except Violation as violation:
            raise Refusal(Outcome.PAYLOAD, "move.unlawful", str(self.path)) from violation


@dataclass(frozen=True)
class Wanted:
    """Whose log is looked for, and what opens it."""

    unlocked: Unlocked
    ticket: Ticket
    ticket_seed: bytes

    def _read(self, path: Path) -> Brought:
        room = self.unlocked.room
        data = read_whole(path, LOG_LIMIT)
        log = arrived_log(data, room.sealed.context, room.object.ticket_keys, room.room.id)
        identity = log.header.identity
        if identity.ticket != self.ticket.number:
            raise Refusal(Outcome.CONTEXT, _OTHER_CANDIDATE, other=identity.ticket, ticket=self.ticket.number)
        return Brought(path, log, _whole_rows(log, self._key(log)))

    def _key(self, log: JournalLog) -> bytes:
        return journal_log.journal_key(self.unlocked.content_key, self.ticket_seed, log.header.identity.attempt)

    def find(self, source: Path, *more: Path) -> Brought:
        """The longest log of the ticket on a stick, or of the files that are named, put together from all its copies.

        MISSING where there is none, or else why none of those there can be used: of another session or candidate,
        signed by nobody, damaged. CONFLICT where two of them part. DECRYPT where rows that were whole once do not open,
        and no other copy has them.
        """
        found, refused = [], []
        for path in files_under([source, *more], frozenset({f".{FileType.JOURNAL.extension}"})):
            try:
                with refusals_at(path):
                    found.append(self._read(path))
            except Refusal as refusal:
                refused.append(refusal)
        if not found:
            nothing = Refusal(Outcome.MISSING, "move.no-log", str(source), ticket=self.ticket.number)
            raise next((each for each in refused if each.key not in _NOT_MEANT), next(iter(refused), nothing))
        return _joined(found, self._key)


def _whole_rows(log: JournalLog, key: bytes) -> tuple[Opened | Entry, ...]:
    """Every row up to the first that does not open; DECRYPT where the log has none at all."""
    rows: list[Opened | Entry] = []
    try:
        rows.extend(row for row, _ in journal_log.open_rows(log, key))
    except Refusal as refusal:
        if refusal.outcome is not Outcome.DECRYPT:
            raise
    if not log.rows:
        raise Refusal(Outcome.DECRYPT, "journal.row-damaged", row=1)
    return tuple(rows)


def _joined(found: list[Brought], key: Callable[[JournalLog], bytes]) -> Brought:
    """What all copies tell together: each row from one in which it opens."""
    best = max(found, key=lambda each: (len(each.rows), not each.is_cut))
    for each in found:
        same = each.log.header.identity == best.log.header.identity
        if not same or each.sealed != best.sealed[: len(each.rows)]:
            raise Refusal(Outcome.CONFLICT, "move.fork", str(each.path), other=str(best.path))
    sealed = _gone_on(best, found, key(best.log))
    longest = max(len(each.log.rows) for each in found)
    if longest > len(sealed) + 1:  # one may be what a power cut left of a row that was being written
        raise Refusal(Outcome.DECRYPT, "journal.row-damaged", str(best.path), row=len(sealed) + 1)
    is_torn = longest > len(sealed) or (best.is_cut and len(sealed) == len(best.rows))
    log = replace(best.log, rows=sealed, torn=is_torn)
    return Brought(best.path, log, _whole_rows(log, key(log)))


def _gone_on(best: Brought, found: list[Brought], key: bytes) -> tuple[bytes, ...]:
    """Its rows, and those behind the first damaged one that other copies, damaged elsewhere, lead to."""
    chain = journal_log.new_chain(key, best.log.header.identity, best.log.header.format)
    sealed = list(best.sealed)
    for each in sealed:
        chain.advance(each)
    while opening := _opening(chain, found):
        if len(opening) > 1:
            raise Refusal(Outcome.CONFLICT, "journal.fork", str(best.path))
        chain.advance(opening[0])
        sealed += opening
    return tuple(sealed)


def _opening(chain: RowChain, found: list[Brought]) -> list[bytes]:
    """The next row as the copies have it, where it opens."""
    at = chain.count
    rows = {each.log.rows[at] for each in found if at < len(each.log.rows)}
    return [sealed for sealed in rows if chain.opens(sealed)]

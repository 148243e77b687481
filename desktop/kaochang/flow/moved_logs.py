"""Logs on their way: an attempt's journal log taken from the disk of a dead PC, or found on the stick that brings it.

Whoever takes a log from a disk has no keys and does not need them: the log is signed and sealed. Whoever goes on with
it opens every row before anything is written, and goes on as far as the rows are whole.
"""

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import journal_log
from kaochang.custody.envelope import Context, check_context
from kaochang.custody.journal_log import Entry, JournalLog, Opened
from kaochang.domain.assessments import Exam
from kaochang.domain.attempt_rules import replay
from kaochang.domain.attempts import AttemptState, first_state
from kaochang.domain.refusals import Outcome, Refusal, Violation, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.flow.arrivals import OTHER_ROOM, arrived_log
from kaochang.flow.attempt_database import database_of
from kaochang.flow.attempt_files import LOG_LIMIT, LOG_NAME, RESULT_NAME
from kaochang.flow.unlock import Unlocked
from kaochang.machine.folders import files_under
from kaochang.machine.safe_files import read_whole, write_new
from kaochang.sealing.frame import FileType
from kaochang.store.journal import connect, read_stored

_OTHER_CANDIDATE = "move.other-candidate"
_NOT_MEANT = frozenset({_OTHER_CANDIDATE, OTHER_ROOM})
"""Why a log is passed over that may rightly lie on the stick: it serves a whole room, or several."""


def log_bytes(frame: bytes, rows: tuple[bytes, ...]) -> bytes:
    """A log of this head and these sealed rows."""
    return frame + b"".join(map(journal_log.record, rows))


def log_of_disk(disk: Path, context: Context, ticket: str) -> JournalLog:
    """The log of a ticket's attempt below the data folder of a PC that is dead; nothing there is written to.

    From the log file or from a copy of the database, whichever tells more; where they part, the database, whose commit
    was the acknowledgement. MISSING where there is no attempt, POLICY where its result is there already.
    """
    folder = disk / context.session / ticket
    if (folder / RESULT_NAME).exists():
        raise Refusal(Outcome.POLICY, "move.has-result", str(folder / RESULT_NAME), ticket=ticket)
    if not any(path.exists() for path in (folder / LOG_NAME, database_of(folder))):
        raise Refusal(Outcome.MISSING, "move.nothing-on-disk", str(folder), ticket=ticket)
    head, stored = _database_of(folder)
    with refusals_at(folder / LOG_NAME):
        log = _log_of(folder, head)
        check_context(log.header.identity.context, context)
        if log.header.identity.ticket != ticket:
            raise Refusal(Outcome.CONTEXT, "context.attempt")
        if head and head != log.frame:
            raise Refusal(Outcome.CONFLICT, "journal.fork")
    rows = log.rows if log.rows[: len(stored)] == stored else stored
    return journal_log.open_log(log_bytes(log.frame, rows), None)


def _log_of(folder: Path, head: bytes) -> JournalLog:
    """The log file; only the head that the database kept, where the file is not there or nothing of it can be read."""
    try:
        return journal_log.open_log(read_whole(folder / LOG_NAME, LOG_LIMIT), None)
    except Refusal:
        if not head:
            raise
        return journal_log.open_log(head, None)


def _database_of(folder: Path) -> tuple[bytes, tuple[bytes, ...]]:
    """Head and rows of a database, read from a copy of it and its write-ahead log; nothing of one that is rubbish."""
    database, nothing = database_of(folder), (b"", tuple[bytes, ...]())
    paths = [Path(f"{database}{end}") for end in ("", "-wal")]
    try:
        found = {path.name: read_whole(path, LOG_LIMIT) for path in paths if path.exists()}
    except Refusal:  # then the log file alone must tell it, or is refused itself
        return nothing
    with tempfile.TemporaryDirectory(prefix="kaochang-") as name:
        for each, data in found.items():
            write_new(Path(name) / each, data)
        try:
            with closing(connect(Path(name) / database.name)) as connection:
                head, rows = read_stored(connection, str(database))
        except Refusal as refusal:
            if refusal.outcome is not Outcome.PAYLOAD:
                raise
            return nothing
    return head, tuple(rows)


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
        key = journal_log.journal_key(self.unlocked.content_key, self.ticket_seed, identity.attempt)
        return Brought(path, log, _whole_rows(log, key))

    def find(self, source: Path, *more: Path) -> Brought:
        """The longest log of the ticket on a stick, or of the files that are named.

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
        return _longest(found)


def _whole_rows(log: JournalLog, key: bytes) -> tuple[Opened | Entry, ...]:
    """Every row up to the first that does not open; DECRYPT where none does."""
    rows: list[Opened | Entry] = []
    try:
        rows.extend(row for row, _ in journal_log.open_rows(log, key))
    except Refusal as refusal:
        if not rows or refusal.outcome is not Outcome.DECRYPT:
            raise
    if not rows:
        raise Refusal(Outcome.DECRYPT, "journal.row-damaged", row=1)
    return tuple(rows)


def _longest(found: list[Brought]) -> Brought:
    best = max(found, key=lambda each: (len(each.rows), not each.is_cut))
    for each in found:
        same = each.log.header.identity == best.log.header.identity
        if not same or each.sealed != best.sealed[: len(each.rows)]:
            raise Refusal(Outcome.CONFLICT, "move.fork", str(each.path), other=str(best.path))
    if len(best.log.rows) > len(best.rows) + 1:  # one may be what a power cut left of a row that was being written
        raise Refusal(Outcome.DECRYPT, "journal.row-damaged", str(best.path), row=len(best.rows) + 1)
    return best

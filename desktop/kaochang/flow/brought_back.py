"""What a PC has lost of an attempt, brought back from the second place: a disk that forgets was started again, or both
of the attempt's files are damaged.

The log that lies there is this PC's own, so nobody has to agree; that of another PC is taken over by a move, and
refused where the attempt is gone on with (`Sitting.check_here`).
"""

import itertools
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kaochang.custody import journal_log
from kaochang.custody.journal_log import Opened
from kaochang.domain.attempts import Phase
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.flow import attempt_database, attempt_files, sticks
from kaochang.flow.attempt_database import database_of
from kaochang.flow.attempt_files import LOG_LIMIT, LOG_NAME, OpenAttempt
from kaochang.flow.desk import Desk
from kaochang.flow.moved_logs import Brought, Wanted, log_bytes
from kaochang.flow.unlock import Unlocked
from kaochang.machine.safe_files import io_refusals, make_folder, read_whole, sync_folder
from kaochang.store.journal import Journal, connect

_DAMAGE = frozenset(
    {Outcome.FRAME, Outcome.HEADER, Outcome.CERT, Outcome.SIGNATURE, Outcome.DECRYPT, Outcome.PAYLOAD, Outcome.LIMIT}
)
"""What the files of an attempt on this PC are refused as where they are damaged."""

_ZEROS = b"\0"
"""What a power cut leaves at the end of a file; a row may end so too."""


def brought_back(desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes) -> OpenAttempt | None:
    """The attempt on this PC, with every row that the second place has; None where neither place has any.

    Where this PC has the attempt, a second place that is not there or damaged changes nothing. Where it has none,
    whatever is wrong there is refused as by `Wanted.find`, and (POLICY) an attempt that was closed at another PC.
    Where what it has is damaged, the second place mends it, or it is refused as by `attempt_files.reopen`.
    """
    wanted = Wanted(unlocked, ticket, ticket_seed)
    here = whole_here(desk, wanted, lambda: _found(desk, wanted, None))
    try:
        brought = _found(desk, wanted, here)
    except Refusal:
        if here is None:
            raise
        return here
    if brought is None or not _continues(brought, here):
        return here
    if here is None:
        _check_own(desk, wanted, brought)
    have = 0
    if here is not None:
        have = here.files.count
        here.files.close()
    _write(desk, wanted, brought, have)
    return attempt_files.reopen(desk, unlocked, ticket, ticket_seed)


def whole_here(desk: Desk, wanted: Wanted, elsewhere: Callable[[], Brought | None]) -> OpenAttempt | None:
    """The attempt on this PC; where its files are damaged they are mended from a log that lies elsewhere, if that has
    all that they can have had, and else refused as by `attempt_files.reopen`.
    """
    try:
        return attempt_files.reopen(desk, wanted.unlocked, wanted.ticket, wanted.ticket_seed)
    except Refusal as damage:
        if damage.outcome not in _DAMAGE or not _mended(desk, wanted, elsewhere):
            raise
    return attempt_files.reopen(desk, wanted.unlocked, wanted.ticket, wanted.ticket_seed)


def _folder(desk: Desk, wanted: Wanted) -> Path:
    return desk.attempt_folder(wanted.unlocked.room.session.id, wanted.ticket.number)


def _write(desk: Desk, wanted: Wanted, brought: Brought, have: int) -> None:
    """The attempt's database gets the rows that it does not have."""
    folder = make_folder(_folder(desk, wanted))
    with closing(connect(database_of(folder))) as connection:
        journal = Journal(connection, lambda _, sealed: sealed, str(folder))
        journal.mend(brought.log.frame, have, brought.sealed[have:])


def _found(desk: Desk, wanted: Wanted, here: OpenAttempt | None) -> Brought | None:
    """The ticket's log in the second place, where it may tell more than this PC; None where none does."""
    if desk.second is None:
        return None
    room = wanted.unlocked.room
    paths = sticks.ticket_logs(desk.second, room.session.id, room.room.id, wanted.ticket.number)
    with io_refusals(desk.second):
        least = 0 if here is None else (here.files.folder / LOG_NAME).stat().st_size
        longer = [path for path in paths if path.stat().st_size > least and _has_rows(path)]
    return wanted.find(*longer) if longer else None


def _has_rows(path: Path) -> bool:
    """Whether a log has come as far as its first row; not where its attempt never began."""
    try:
        return bool(journal_log.open_log(read_whole(path, LOG_LIMIT), None).rows)
    except Refusal:
        return True  # what is wrong with it is told by whoever reads it


def _continues(brought: Brought, here: OpenAttempt | None) -> bool:
    """Whether a log goes on where this PC's rows end. Another history stays where it is."""
    if here is None:
        return True
    return all(own == other for own, other in zip(here.files.sealed_rows(), brought.sealed, strict=False))


def _check_own(desk: Desk, wanted: Wanted, brought: Brought) -> None:
    """Refuses (POLICY) an attempt that was closed at another PC: that one hands it in."""
    state = brought.state(wanted.unlocked.exam_for(wanted.ticket))
    pcs = {state.pc or row.pc for row in brought.rows if isinstance(row, Opened)}
    if state.phase is Phase.CLOSED and not pcs <= {"", desk.pc(wanted.unlocked.room.session.id)}:
        raise Refusal(Outcome.POLICY, "attempt.other-pc", ticket=wanted.ticket.number)


def _mended(desk: Desk, wanted: Wanted, elsewhere: Callable[[], Brought | None]) -> bool:
    """Whether a log elsewhere has all that the damaged files here can have had; they are then set aside for it."""
    try:
        brought = elsewhere()
        if brought is None or not _has_all(brought, wanted, _folder(desk, wanted)):
            return False
    except Refusal:
        return False
    _set_aside(_folder(desk, wanted))
    _write(desk, wanted, brought, 0)
    return True


def _has_all(brought: Brought, wanted: Wanted, folder: Path) -> bool:
    """Whether nothing here is longer, or opens as another row than the one that lies there."""
    data = _log_data(folder)
    stored, logged = _rows_of_database(folder), _rows_of_log(data)
    most, whole = len(brought.sealed), log_bytes(replace(brought.log, torn=False))
    if max(len(stored), len(logged)) > most or len(data.rstrip(_ZEROS)) > len(whole):
        return False
    header = brought.log.header
    key = journal_log.journal_key(wanted.unlocked.content_key, wanted.ticket_seed, header.identity.attempt)
    chain = journal_log.new_chain(key, header.identity, header.format)
    for sealed, *others in itertools.zip_longest(brought.sealed, stored, logged):
        if any(other not in (None, sealed) and chain.opens(other) for other in others):
            return False
        chain.advance(sealed)
    return True


def _log_data(folder: Path) -> bytes:
    """The log file; nothing where there is none."""
    try:
        return read_whole(folder / LOG_NAME, LOG_LIMIT)
    except Refusal as refusal:
        if refusal.outcome is not Outcome.MISSING:
            raise
        return b""


def _rows_of_log(data: bytes) -> tuple[bytes, ...]:
    try:
        return journal_log.open_log(data, None).rows
    except Refusal:
        return ()


def _rows_of_database(folder: Path) -> list[bytes]:
    """Every row as it is there; none of a database that is rubbish. One that another program writes is refused."""
    try:
        connection, _, rows = attempt_database.read_database(folder)
    except Refusal as refusal:
        if refusal.outcome is not Outcome.PAYLOAD:
            raise
        return []
    connection.close()
    return rows


def _set_aside(folder: Path) -> None:
    """Renames the damaged files: whoever examines the PC finds them, and nobody collects them."""
    attempt_database.set_aside(folder)
    log = folder / LOG_NAME
    with io_refusals(folder):
        if log.exists():
            taken = {path.name for path in folder.iterdir()}
            name = next(name for number in itertools.count(1) if (name := f"damaged-{number}.log") not in taken)
            log.replace(folder / name)
            sync_folder(folder)

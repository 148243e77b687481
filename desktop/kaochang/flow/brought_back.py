"""What a PC has forgotten of an attempt, brought back from the second place: after a reboot of a disk that forgets.

The log that lies there is this PC's own, so nobody has to agree; that of another PC is taken over by a move, and
refused where the attempt is gone on with (`Sitting.check_here`).
"""

from contextlib import closing
from pathlib import Path

from kaochang.custody import journal_log
from kaochang.domain.attempts import Phase
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.flow import attempt_files, sticks
from kaochang.flow.attempt_database import database_of
from kaochang.flow.attempt_files import LOG_LIMIT, LOG_NAME, Desk, OpenAttempt
from kaochang.flow.moved_logs import Brought, Wanted
from kaochang.flow.unlock import Unlocked
from kaochang.machine.safe_files import io_refusals, make_folder, read_whole
from kaochang.store.journal import Journal, connect


def brought_back(
    desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes, here: OpenAttempt | None
) -> OpenAttempt | None:
    """The attempt with every row that the second place has; None where neither place has any. `here` is this PC's.

    Where this PC has the attempt, a second place that is not there or damaged changes nothing. Where it has none,
    whatever is wrong there is refused as by `Wanted.find`, and (POLICY) an attempt that was closed: it was handed in.
    """
    wanted = Wanted(unlocked, ticket, ticket_seed)
    try:
        brought = _found(desk, wanted, here)
    except Refusal:
        if here is None:
            raise
        return here
    if brought is None or not _continues(brought, here):
        return here
    if here is None and brought.state(unlocked.exam(ticket.exam)).phase is Phase.CLOSED:
        raise Refusal(Outcome.POLICY, "attempt.handed-in")
    have = 0
    if here is not None:
        have = here.files.count
        here.files.close()
    folder = make_folder(desk.attempt_folder(unlocked.room.session.id, ticket.number))
    with closing(connect(database_of(folder))) as connection:
        journal = Journal(connection, lambda _, sealed: sealed, str(folder))
        journal.mend(brought.log.frame, have, brought.sealed[have:])
    return attempt_files.reopen(desk, unlocked, ticket, ticket_seed)


def _found(desk: Desk, wanted: Wanted, here: OpenAttempt | None) -> Brought | None:
    """The ticket's log in the second place, where it may tell more than this PC; None where none does."""
    if desk.second is None:
        return None
    room = wanted.unlocked.room
    folder = sticks.room_folder(desk.second, room.session.id, room.room.id)
    with io_refusals(folder):
        paths = sorted(folder.glob(f"{wanted.ticket.number}-*.kcj")) if folder.is_dir() else []
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

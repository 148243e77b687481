"""What every file passes that comes from a room PC or a stick: whole, of this session, by one of its tickets.

First, whether the key its certificate speaks of signed the file; last, whether its ticket signed that certificate. In
this order, so that a rehearsal's or another session's file is called that (POLICY, CONTEXT), and not a forgery.
"""

from pathlib import Path

from kaochang.custody import attempt_identity, journal_log, results
from kaochang.custody.envelope import Context, check_context
from kaochang.custody.journal_log import JournalLog
from kaochang.custody.results import ResultHeader
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType, Frame

OTHER_ROOM = "context.room"
"""Why a file of this session is refused that is another room's."""

OTHER_SESSION = frozenset({"context.session", "context.kind"})
"""Why a file is refused that belongs to another session, or to a rehearsal of this one."""

OTHER_VERSION = {"context.superseded": "problem.superseded", "context.newer-version": "problem.newer-version"}
"""Why a file is refused that belongs to another version of this session, and how that is told."""


def goes_elsewhere(path: Path, refusal: Refusal, session: str) -> bool:
    """Whether a refused file has nothing to do with a room's round: PCs and sticks serve several rooms and sessions.

    One of another session that lies in this session's own folder is out of place there, and no such file.
    """
    return refusal.key == OTHER_ROOM or (refusal.key in OTHER_SESSION and session not in path.parts)


def _check_room(found: str, expected: str | None) -> None:
    """Of which room a file says it is, where only one room's are wanted: its ticket keys judge no other's."""
    if expected not in (None, found):
        raise Refusal(Outcome.CONTEXT, OTHER_ROOM, room=found)


def arrived_result(
    data: bytes, context: Context, ticket_keys: dict[str, str], room: str | None = None
) -> tuple[Frame, ResultHeader]:
    """A result of this session (and room, if one is named), and its checked header."""
    framed = frame.unpack(data, FileType.RESULT)
    header = results.check_result(framed, None)
    check_context(header.identity.context, context)
    _check_room(header.identity.room, room)
    attempt_identity.check(header.certificate, header.identity, ticket_keys)
    return framed, header


def arrived_log(data: bytes, context: Context, ticket_keys: dict[str, str], room: str | None = None) -> JournalLog:
    """A journal log of this session (and room, if one is named)."""
    log = journal_log.open_log(data, None)
    check_context(log.header.identity.context, context)
    _check_room(log.header.identity.room, room)
    attempt_identity.check(log.header.certificate, log.header.identity, ticket_keys)
    return log

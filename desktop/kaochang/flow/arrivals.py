"""What every file passes that comes from a room PC or a stick: whole, of this session, by one of its tickets.

In this order, so that a rehearsal's or another session's file is called that (POLICY, CONTEXT), and not a forgery.
"""

from kaochang.custody import journal_log, results
from kaochang.custody.envelope import Context, check_context
from kaochang.custody.journal_log import JournalLog
from kaochang.custody.results import ResultHeader
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType, Frame


def arrived_result(data: bytes, context: Context, ticket_keys: dict[str, str]) -> tuple[Frame, ResultHeader]:
    """A result of this session, and its checked header."""
    framed = frame.unpack(data, FileType.RESULT)
    claimed = results.check_result(framed, None)
    check_context(claimed.identity.context, context)
    return framed, results.check_result(framed, ticket_keys)


def arrived_log(data: bytes, context: Context, ticket_keys: dict[str, str]) -> JournalLog:
    """A journal log of this session."""
    claimed = journal_log.open_log(data, None)
    check_context(claimed.header.identity.context, context)
    return journal_log.open_log(data, ticket_keys)

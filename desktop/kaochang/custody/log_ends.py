"""How a journal log ends, kept so that it can be held against the attempt's result whichever of them comes first.

Kept are the chain's heads from the closing row on (after it only notes follow) and one digest of everything the
closed attempt says: a result must name one of those heads with its row, and say the same. Acts are kept as they stand,
of an attempt that was never closed too: each is held against the proctor's log. Of an attempt that went on at another
PC the heads of all rows before that are kept, so that what an earlier PC acknowledged afterwards shows in its own log.
"""

import enum

import msgspec

from kaochang.custody.envelope import digest, payload_bytes
from kaochang.custody.journal_log import Entry, JournalLog, Opened, open_rows
from kaochang.custody.results import ResultBody
from kaochang.domain.acts import MOST_ACTS, ActKind
from kaochang.domain.assessments import Exam
from kaochang.domain.attempt_rules import step
from kaochang.domain.attempts import (
    Acted,
    Annotated,
    AttemptState,
    Cause,
    Challenged,
    ClosingReason,
    Left,
    Noted,
    Phase,
    Resumed,
    Ticked,
    Visited,
    Wait,
    first_state,
)
from kaochang.domain.refusals import Outcome, Refusal, Violation
from kaochang.domain.responses import Response
from kaochang.domain.values import Span, Value, bytes_to_text


class LogEnd(Value, frozen=True):
    """The end of a log of `rows` whole rows. `closed_at` is the row that closed the attempt, 0 where none does.

    `heads` are the chain's heads after that row and each later one, `content` the digest of the closed attempt. What it
    does not say, because results of format 1 do not have it, are `extra`, `spent` and `pc`. `moves` tells every time
    that the attempt went on at another PC, closed or not, and `left` that it was leaving one at the end. `said` is the
    last row that tells what the candidate did or an act granted, with the head after it (row 0 is none), and `past` the
    heads of all rows before the last move.
    """

    ticket: str
    attempt: str
    rows: int
    closed_at: int = 0
    heads: tuple[str, ...] = ()
    content: str = ""
    acts: tuple[Acted, ...] = ()
    extra: Span = 0
    spent: dict[str, Span] = msgspec.field(default_factory=dict)
    pc: str = ""
    moves: tuple[Resumed, ...] = ()
    left: bool = False
    said: tuple[int, str] = (0, "")
    past: tuple[str, ...] = ()


class Agreement(enum.Enum):
    """How a result and a log of its attempt stand to each other."""

    SAME = "same"
    SHORT = "short"
    DIFFERS = "differs"


class _Content(Value, frozen=True):
    """What no row after the closing one changes. Working time and notes may still grow, and are left out."""

    seed: str
    started: int
    closed: int
    reason: ClosingReason | None
    limit: int
    responses: dict[str, Response]
    revisions: dict[str, int]
    marked: tuple[str, ...]
    outages: tuple[Resumed, ...]
    acts: tuple[Acted, ...]


def _content_of_state(state: AttemptState) -> str:
    times = (state.started_wall, state.closed_wall, state.reason, state.limit)
    content = _Content(state.seed, *times, state.responses, state.revisions, state.marked, state.outages, state.acts)
    return digest(payload_bytes(content))


def _content_of_body(body: ResultBody) -> str:
    times = (body.started, body.closed, body.reason, body.limit)
    content = _Content(body.seed, *times, body.responses, body.revisions, body.marked, body.outages, body.acts)
    return digest(payload_bytes(content))


def _after(exam: Exam, state: AttemptState | None, row: Opened | Entry) -> AttemptState | None:
    """The state after a row; None from the first event on that the attempt's table does not allow."""
    if state is None or isinstance(row, Opened):
        return state
    try:
        return step(exam, state, row.event)
    except Violation:
        return None


def _says(row: Opened | Entry) -> bool:
    """Whether a row tells what the candidate did or an act granted. A PC that only asks, waits or leaves does not, nor
    does what candidates draw for themselves.
    """
    match row:
        case Entry(event=Acted(kind=kind)):
            return kind is not ActKind.MOVE
        case Entry(event=Annotated() | Challenged() | Left() | Noted() | Ticked() | Visited()):
            return False
        case Entry(event=Resumed(pc=pc)):
            return bool(pc)
        case _:
            return True


def log_end(log: JournalLog, key: bytes, exam: Exam) -> LogEnd:
    """Opens every row (DECRYPT names one that does not), replays them, and keeps the end.

    Rows that break the attempt's rules never close it, so no result can agree with them. PAYLOAD for more acts than
    any attempt takes: each of them costs work.
    """
    last = first_state(log.header.format)
    state: AttemptState | None = last
    every, acts = [], []
    said = past = closed_at = 0
    for number, (row, head) in enumerate(open_rows(log, key), start=1):
        every.append(bytes_to_text(head))
        said = number if _says(row) else said
        if isinstance(row, Entry) and isinstance(row.event, Acted):
            acts.append(row.event)
            if len(acts) > MOST_ACTS:
                raise Refusal(Outcome.PAYLOAD, "result.acts", log.header.identity.ticket)
        state = _after(exam, state, row)
        past = number - 1 if state is not None and _is_move(row) else past
        closed_at = number if not closed_at and state is not None and state.phase is Phase.CLOSED else closed_at
        last = state or last
    end = LogEnd(
        log.header.identity.ticket,
        log.header.identity.attempt,
        len(log.rows),
        acts=tuple(acts),
        moves=tuple(outage for outage in last.outages if outage.cause is Cause.MOVED),
        said=(said, every[said - 1] if said else ""),
        past=tuple(every[:past]),
    )
    if state is None or not closed_at:
        return msgspec.structs.replace(end, left=last.wait is Wait.MOVE)
    return msgspec.structs.replace(
        end,
        closed_at=closed_at,
        heads=tuple(every[closed_at - 1 :]),
        content=_content_of_state(state),
        extra=state.extra,
        spent=state.spent,
        pc=state.pc,
    )


def _is_move(row: Opened | Entry) -> bool:
    return isinstance(row, Entry) and isinstance(row.event, Resumed) and row.event.cause is Cause.MOVED


def has_all_of(later: LogEnd, earlier: LogEnd) -> bool:
    """Whether a log that went on at another PC has everything that one of fewer moves says, or of other ones."""
    at, head = earlier.said
    return at <= len(later.past) and (at == 0 or later.past[at - 1] == head)


def agreement(body: ResultBody, end: LogEnd) -> Agreement:
    """Whether a result says what the log of its attempt says at the row where the result was made."""
    if end.rows < body.rows:
        return Agreement.SHORT
    at = body.rows - end.closed_at
    named = 0 <= at < len(end.heads) and end.heads[at] == body.head
    same = named and end.content == _content_of_body(body) and _agrees_beside(body, end)
    return Agreement.SAME if same else Agreement.DIFFERS


def _agrees_beside(body: ResultBody, end: LogEnd) -> bool:
    """Whether the times and the place are the same. A result or a log's end that says nothing of items' times may."""
    same_times = not body.spent or not end.spent or body.spent == end.spent
    return same_times and (body.extra, body.pc) == (end.extra, end.pc)

"""补考: whoever was absent from a session, or failed it, as the roster of the next one."""

from collections.abc import Sequence

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import CandidateLine
from kaochang.domain.values import Record
from kaochang.flow.office_roster import written

_NOT_SAT = frozenset({TicketStatus.ABSENT, TicketStatus.NOT_STARTED, TicketStatus.STOPPED_ILL})


class Retake(Record, frozen=True):
    """Such a roster as text, who is in it for which reason, and of how many nobody knows yet whether they passed."""

    text: str
    absent: int
    failed: int
    waiting: int


def retake_of(rows: Sequence[CandidateLine], *, absent: bool = True, failed: bool = True) -> Retake:
    """Who has to come again, once, with their extra time: who was absent, who failed; EMPTY where that is nobody."""
    away = [row for row in rows if absent and row.points is None and row.status in _NOT_SAT]
    below = [row for row in rows if failed and row.points is not None and row.passed is False]
    waiting = [row for row in rows if failed and row.points is not None and row.waiting]
    people = {row.ticket.person: row for row in (*away, *below) if row.ticket.person}
    if not people:
        raise Refusal(Outcome.EMPTY, "retake.nobody", waiting=len(waiting))
    table = [_cells(row) for row in people.values()]
    return Retake(written(table), len(away), len(below), len(waiting))


def _cells(row: CandidateLine) -> dict[str, str]:
    ticket = row.ticket
    minutes = -(-ticket.extra_time_s // 60)
    told = {"name": ticket.name, "person": ticket.person, "identity": ticket.identity, "extra": str(minutes or "")}
    return {field: text for field, text in told.items() if text}

"""Recover: a journal becomes the result that nobody handed in, by a decision, as far as its last saved row.

The centre opens it with the results key and replays it by the attempt's own table, so nothing counts that a
PC could not have handed in.
"""

import msgspec

from kaochang.custody import journal_log, result_checks, results
from kaochang.custody.journal_log import Entry, JournalLog, Opened
from kaochang.custody.kits import CentreKit
from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Exam
from kaochang.domain.attempt_rules import step
from kaochang.domain.attempts import AttemptState, Noted, first_state
from kaochang.domain.drawing import drawn
from kaochang.domain.refusals import Outcome, Refusal, Violation
from kaochang.domain.values import text_to_bytes
from kaochang.flow.arrivals import arrived_log


def recovered(data: bytes, kit: CentreKit) -> ResultBody:
    """What a journal says was answered when its last row was saved, checked as a result is.

    An attempt that nothing closed ends with that row. POLICY for one that was never begun, PAYLOAD for rows that no
    attempt can have, and whatever the journal itself is refused with.
    """
    log = arrived_log(data, kit.context, kit.ticket_keys)
    identity = log.header.identity
    ticket = next(each for each in kit.tickets if each.number == identity.ticket)
    exam = drawn(next(each for each in kit.exams if each.id == ticket.exam), ticket.number)
    body = _replayed(log, journal_log.recover_key(log.header, text_to_bytes(kit.results_seed)), exam)
    result_checks.check_body(body, exam, ticket, kit.session)
    result_checks.check_holder(body, is_reserve=ticket.is_reserve)
    return body


def _replayed(log: JournalLog, key: bytes, exam: Exam) -> ResultBody:
    identity = log.header.identity
    state, notes = first_state(log.header.format), []
    opened: Opened | None = None
    wall, end = 0, (b"", 0)
    for number, (row, head) in enumerate(journal_log.open_rows(log, key), start=1):
        end = head, number
        if isinstance(row, Opened):
            opened = row
            continue
        wall = row.witness.wall
        state = _stepped(exam, state, row, identity.ticket)
        if isinstance(row.event, Noted):
            notes.append(row.event)
    if opened is None or not state.started_wall:
        raise Refusal(Outcome.POLICY, "decision.never-begun", identity.ticket)
    body = results.body_of(identity, opened, state, notes, end)
    return body if state.reason is not None else msgspec.structs.replace(body, closed=wall)


def _stepped(exam: Exam, state: AttemptState, row: Entry, ticket: str) -> AttemptState:
    try:
        return step(exam, state, row.event)
    except Violation as violation:
        raise Refusal(Outcome.PAYLOAD, "decision.no-attempt", ticket) from violation

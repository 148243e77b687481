"""What a result may say: only what an attempt of its ticket, sat by its exam's rules, could have led to.

A right signature proves who holds an attempt's key, not that the program wrote what stands inside: in the quick level
everyone who knows the start code can make a key. So the content is checked again before it counts.
"""

from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Exam, Session
from kaochang.domain.attempts import credit_total
from kaochang.domain.items import fits
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket

DAY_MS = 86_400_000
"""How far a PC's calendar may be off: an attempt starts by that same calendar inside the window, so this is much."""

_UNSEEN_MS = 31 * DAY_MS
"""A PC that slept over the limit still counts working time; nothing of it is sat for a month."""


def _check_items(body: ResultBody, exam: Exam) -> None:
    items = {placed.id: placed.item for placed in exam.assessment.items()}
    for name, response in body.responses.items():
        if name not in items or not fits(items[name], response):
            raise Refusal(Outcome.PAYLOAD, "result.response", body.identity.ticket, item=name)
    for name in (*body.marked, *body.revisions):
        if name not in items:
            raise Refusal(Outcome.PAYLOAD, "result.response", body.identity.ticket, item=name)


def _lawful_times(body: ResultBody, exam: Exam, ticket: Ticket, session: Session) -> bool:
    """Whether limit and working time follow from the rules. A late or absurd `closed` may be an honest dead clock."""
    rules = exam.rules
    credit = sum(outage.credit for outage in body.outages)
    credits_fit = all(outage.credit <= min(outage.outage, rules.outage_credit_s * 1000) for outage in body.outages)
    longest = (rules.duration_s + ticket.extra_time_s) * 1000 + credit
    used_most = body.limit + sum(outage.outage for outage in body.outages) + _UNSEEN_MS
    in_window = session.opens - DAY_MS <= body.started <= session.closes + DAY_MS
    credits_fit = credits_fit and credit <= credit_total(exam)
    return credits_fit and 0 < body.limit <= longest and body.used <= used_most and in_window


def check_body(body: ResultBody, exam: Exam, ticket: Ticket, session: Session) -> None:
    """Refuses (PAYLOAD) responses that no item of the exam can give, and times that no attempt of it can have."""
    _check_items(body, exam)
    if not _lawful_times(body, exam, ticket, session):
        raise Refusal(Outcome.PAYLOAD, "result.times", body.identity.ticket)


def closed_in_window(body: ResultBody, session: Session) -> bool:
    """Whether the PC's calendar at the end fits the session, give or take a day."""
    return session.opens - DAY_MS <= body.closed <= session.closes + DAY_MS

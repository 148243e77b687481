"""What a result may say: only what an attempt of its ticket, sat by its exam's rules, could have led to.

A right signature proves who holds an attempt's key, not that the program wrote what stands inside: in the quick level
everyone who knows the start code can make a key. So the content is checked again before it counts.
"""

from kaochang.custody.results import ResultBody
from kaochang.domain import walk_ins
from kaochang.domain.acts import MOST_ACTS, ActKind
from kaochang.domain.assessments import Exam, Session
from kaochang.domain.attempt_rules import credit_total
from kaochang.domain.attempts import MOST_OUTAGES, Acted, Cause, ClosingReason
from kaochang.domain.items import fits
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket

DAY_MS = 86_400_000
"""How far a PC's calendar may be off: an attempt starts by that same calendar inside the window, so this is much."""

_MINUTE_MS = 60_000
_UNSEEN_MS = 31 * DAY_MS
"""A PC that slept over the limit still counts working time; nothing of it is sat for a month."""


def _check_items(body: ResultBody, exam: Exam) -> None:
    items = {placed.id: placed.item for placed in exam.assessment.items()}
    for name, response in body.responses.items():
        if name not in items or not fits(items[name], response):
            raise Refusal(Outcome.PAYLOAD, "result.response", body.identity.ticket, item=name)
    for name in (*body.marked, *body.revisions, *body.spent):
        if name not in items:
            raise Refusal(Outcome.PAYLOAD, "result.response", body.identity.ticket, item=name)


def _lawful_times(body: ResultBody, exam: Exam, ticket: Ticket, session: Session) -> bool:
    """Whether limit and working time follow from rules and acts. A late or absurd `closed` may be an honest dead clock.

    So may `started` be, where a proctor let somebody start although the PC's date was wrong.
    """
    rules = exam.rules
    lost = sum(outage.outage for outage in body.outages)
    credit = sum(outage.credit for outage in body.outages)
    stays = sum(outage.cause is not Cause.MOVED for outage in body.outages)
    credits_fit = all(outage.credit <= min(outage.outage, rules.outage_credit_s * 1000) for outage in body.outages)
    granted = sum(act.credit for act in body.acts)
    longest = (rules.duration_s + ticket.extra_time_s) * 1000 + credit + granted
    used_most = body.limit + lost + _UNSEEN_MS
    own = body.extra in (0, ticket.extra_time_s * 1000) and sum(body.spent.values()) <= body.used
    in_window = session.opens - DAY_MS <= body.started <= session.closes + DAY_MS
    in_window = in_window or any(act.kind is ActKind.CLOCK for act in body.acts)
    credits_fit = credits_fit and credit <= credit_total(exam) and stays <= MOST_OUTAGES
    return credits_fit and own and 0 < body.limit <= longest and lost <= body.used <= used_most and in_window


def _lawful_moves(body: ResultBody) -> bool:
    """Whether the attempt is where its last move brought it, every move was granted, and nobody else was given time."""
    moves = [outage.pc for outage in body.outages if outage.cause is Cause.MOVED]
    granted = sum(act.kind is ActKind.MOVE for act in body.acts)
    stay = [outage for outage in body.outages if outage.cause is not Cause.MOVED]
    given = [outage for outage in stay if outage.pc or (outage.cause is Cause.CANDIDATE and outage.credit)]
    return all(moves) and not given and len(moves) <= granted and body.pc == (moves[-1] if moves else "")


_CLOSED_BY = {
    ClosingReason.FORCED: ActKind.HAND_IN,
    ClosingReason.STOPPED_ILL: ActKind.STOP_ILL,
    ClosingReason.STOPPED_MISCONDUCT: ActKind.STOP_MISCONDUCT,
}


def _lawful_acts(body: ResultBody) -> bool:
    """Whether the acts are such as an attempt can take: what they give, no code twice, and a closing that is theirs."""
    lost = sum(outage.outage - outage.credit for outage in body.outages if outage.cause is not Cause.CANDIDATE)
    resumed = sum(act.credit for act in body.acts if act.kind.gives_back)
    taken = {(act.challenge, act.code) for act in body.acts}
    closers = [act.kind for act in body.acts if act.kind in _CLOSED_BY.values()]
    expected = [_CLOSED_BY[body.reason]] if body.reason in _CLOSED_BY else []
    once = len(taken) == len(body.acts) <= MOST_ACTS
    return once and resumed <= lost and closers == expected and all(map(_gives_its_minutes, body.acts))


def _gives_its_minutes(act: Acted) -> bool:
    """Whether an act lengthens the limit by as much as its kind may."""
    if act.kind.gives_back:
        return act.credit <= act.minutes * _MINUTE_MS
    if act.kind is ActKind.EXTRA_TIME:
        return act.credit == act.minutes * _MINUTE_MS
    return act.minutes == act.credit == 0 and (act.kind is ActKind.CONTINUE or not act.stood)


def check_holder(body: ResultBody, *, is_reserve: bool) -> None:
    """Refuses (PAYLOAD) a reserve ticket's result that says not once who took it, and any other that does."""
    told = [walk_ins.told(act.detail) for act in body.acts if act.kind is ActKind.WALK_IN]
    if None in told or len(told) != is_reserve:
        raise Refusal(Outcome.PAYLOAD, "result.acts", body.identity.ticket)


def check_body(body: ResultBody, exam: Exam, ticket: Ticket, session: Session) -> None:
    """Refuses (PAYLOAD) responses that no item of the exam can give, acts and times that no attempt of it can have."""
    _check_items(body, exam)
    if not _lawful_times(body, exam, ticket, session) or not _lawful_moves(body):
        raise Refusal(Outcome.PAYLOAD, "result.times", body.identity.ticket)
    if not _lawful_acts(body):
        raise Refusal(Outcome.PAYLOAD, "result.acts", body.identity.ticket)


def closed_in_window(body: ResultBody, session: Session) -> bool:
    """Whether the PC's calendar at the end fits the session, give or take a day."""
    return session.opens - DAY_MS <= body.closed <= session.closes + DAY_MS

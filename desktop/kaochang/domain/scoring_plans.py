"""Who scores which response: anonymous handles, and a plan that gives each response its scorers.

Everything follows from the plan's seed and the handle alone, so a response that arrives later moves no other one, and
scorers never reach for the same response: nothing has to be claimed, leased or timed.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kaochang.domain.human_scores import Mark, agreed
from kaochang.domain.values import Count, Value, Wall

_HANDLE_SYMBOLS = 16
"""Hexadecimal: among a million responses two are alike once in forty million sessions."""


class ScoringPlan(Value, frozen=True):
    """How open items are scored. `items` by id, as they are scored in turn; `pair`: each response has two scorers.

    `calibration` are handles that everybody scores, first of all; their score is that of the scorers they would have
    anyway. `thirds` adjudicate where two are further apart than `tolerance`.
    """

    number: Count
    seed: str
    items: tuple[str, ...]
    scorers: tuple[str, ...]
    pair: bool
    tolerance: Fraction
    thirds: tuple[str, ...]
    calibration: tuple[str, ...]
    by: str
    made: Wall


def _digest(seed: str, *parts: str) -> str:
    message = "\0".join(parts).encode()
    return hmac.new(seed.encode(), message, hashlib.sha256).hexdigest()


def handle_of(secret: str, sha256: str, item: str) -> str:
    """What scorers know a response by; without the secret it says nothing of whose it is."""
    return _digest(secret, "handle", sha256, item)[:_HANDLE_SYMBOLS]


def _in_order(plan: ScoringPlan, handle: str, people: Iterable[str]) -> list[str]:
    return sorted(people, key=lambda scorer: _digest(plan.seed, "scorer", handle, scorer))


def scorers_of(plan: ScoringPlan, handle: str) -> tuple[str, ...]:
    """The one scorer of a response, or the two who score it blind."""
    return tuple(_in_order(plan, handle, plan.scorers)[: 2 if plan.pair else 1])


def asked_of(plan: ScoringPlan, handle: str) -> tuple[str, ...]:
    """Everybody who scores a response without seeing what others gave: its scorers, to calibrate all of the plan."""
    return plan.scorers if handle in plan.calibration else scorers_of(plan, handle)


def third_of(plan: ScoringPlan, handle: str, standing: Mapping[str, Mark]) -> str | None:
    """Who adjudicates a response: nobody who scored it before, not even to calibrate; None where nobody is left."""
    before = {*asked_of(plan, handle), *(each.scorer for each in standing.values() if not each.third)}
    return next((each for each in _in_order(plan, handle, plan.thirds) if each not in before), None)


def has_third(plan: ScoringPlan) -> bool:
    """Whether every response of the plan can be adjudicated, whoever its two scorers are."""
    apart = set(plan.thirds) - set(plan.scorers)
    return bool(apart) or (len(set(plan.thirds)) > 2 and not plan.calibration)


def calibration_of(seed: str, handles: Iterable[str], count: int) -> tuple[str, ...]:
    """A few responses of one item, by lot."""
    return tuple(sorted(handles, key=lambda handle: _digest(seed, "calibration", handle))[:count])


def order_for(plan: ScoringPlan, scorer: str, handles: Iterable[str]) -> list[str]:
    """The order in which a scorer meets the responses of one item: calibration first, then by lot, each their own."""
    shared = set(plan.calibration)
    return sorted(handles, key=lambda handle: (handle not in shared, _digest(plan.seed, "order", scorer, handle)))


def disagree(plan: ScoringPlan, handle: str, standing: Mapping[str, Mark]) -> bool:
    """Whether both scorers of a response have scored it, too far apart."""
    if not plan.pair or len(standing) < 2:
        return False
    pair = [standing[each] for each in scorers_of(plan, handle) if each in standing]
    return len(pair) == 2 and not agreed(pair[0], pair[1], plan.tolerance)


def counted(plan: ScoringPlan, handle: str, standing: Mapping[str, Mark]) -> Sequence[Mark]:
    """The marks whose mean is the score of a response; none while somebody has still to score it.

    One scorer's own; of two who agree both; of two who do not, the third's alone. A third who scored while the two
    were apart stays without effect once they come together.
    """
    planned = scorers_of(plan, handle)
    if any(each not in standing or standing[each].third for each in planned):
        return ()
    if not disagree(plan, handle, standing):
        return [standing[each] for each in planned]
    third = third_of(plan, handle, standing)
    return [standing[third]] if third is not None and third in standing else ()

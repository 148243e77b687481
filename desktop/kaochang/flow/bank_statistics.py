"""How items went in past sessions: what a centre's database tells of them comes into the bank.

It tells the mean share of an item's points (its difficulty as measured), and how many results had it and answered it.
It does not tell which options were chosen, nor how an item parts strong candidates from weak ones.
"""

from fractions import Fraction

from kaochang.domain.assessments import Kind
from kaochang.domain.banked import Statistic
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.session_reports import ItemLine
from kaochang.domain.values import Record
from kaochang.flow.report import session_report
from kaochang.store.bank import Bank
from kaochang.store.centre import Centre


class Brought(Record, frozen=True):
    """What came in: items with statistics, those still waiting for points, and those that this bank does not have."""

    session: str
    title: str
    items: int
    waiting: int
    unknown: int


def bring_statistics(bank: Bank, centre: Centre, clock: Clock) -> Brought:
    """Brings in how the items of a session went; again only replaces what was known of the same session.

    POLICY for a session that was none in earnest: whoever practises knows the items.
    """
    report = session_report(centre, clock)
    if report.kind is not Kind.LIVE:
        raise Refusal(Outcome.POLICY, "bank.not-live", str(centre.path))
    ids = [placed.id for exam in centre.exams().values() for placed in exam.assessment.items()]
    lines: dict[str, list[ItemLine]] = {}
    for item_id, line in zip(ids, report.items, strict=True):
        lines.setdefault(item_id, []).append(line)
    known = {item_id: _statistic(of_item) for item_id, of_item in lines.items()}
    statistics = [
        Statistic(item_id, report.session, report.title, report.closes, *counts)
        for item_id, counts in known.items()
        if counts is not None
    ]
    count = bank.history.bring_statistics(statistics)
    return Brought(report.session, report.title, count, len(known) - len(statistics), len(statistics) - count)


def _statistic(lines: list[ItemLine]) -> tuple[int, int, Fraction] | None:
    """Results, answered and mean share over all exams of a session that have the item; None while one waits."""
    sat = [line for line in lines if line.results]
    shares = [line.mean_share * line.results for line in sat if line.mean_share is not None]
    if not sat or len(shares) < len(sat):
        return None
    results = sum(line.results for line in sat)
    return results, sum(line.answered for line in sat), sum(shares, Fraction()) / results

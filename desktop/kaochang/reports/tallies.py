"""Counts and means over a session: per status, per exam, per room.

A void ticket counts under its status only; its points never enter a mean, a pass rate or a histogram.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import CandidateLine, ExamSummary, SessionReport


@dataclass(frozen=True, slots=True)
class ExamTally:
    """One exam over all its tickets.

    `results` have a score, of which `waiting` are not fully marked yet; `scores` are the totals that are final.
    `passed` of `judged` met the pass mark.
    """

    exam: ExamSummary
    tickets: int
    results: int
    waiting: int
    scores: tuple[Fraction, ...]
    passed: int
    judged: int

    @property
    def mean(self) -> Fraction | None:
        """Mean of the final totals; None while there is none."""
        return Fraction(sum(self.scores), len(self.scores)) if self.scores else None

    @property
    def pass_rate(self) -> Fraction | None:
        """Share of the judged that passed; None where nobody is judged (no pass mark, or all waiting)."""
        return Fraction(self.passed, self.judged) if self.judged else None


@dataclass(frozen=True, slots=True)
class RoomTally:
    """One room by its name: tickets, and how many have a result, are absent, or lack their file."""

    name: str
    tickets: int
    results: int
    absent: int
    missing: int


def status_counts(candidates: Iterable[CandidateLine]) -> dict[TicketStatus, int]:
    """Tickets per status, in the order of the statuses; a status nobody has is left out."""
    counts = Counter(line.status for line in candidates)
    return {status: counts[status] for status in TicketStatus if counts[status]}


def exam_tally(report: SessionReport, exam: ExamSummary) -> ExamTally:
    """The tally of one exam of the report."""
    lines = [line for line in report.candidates if line.ticket.exam == exam.id]
    valid = [line for line in lines if line.points is not None and line.status is not TicketStatus.VOID]
    final = [line for line in valid if not line.waiting]
    judged = [line.passed for line in valid if line.passed is not None]
    return ExamTally(
        exam=exam,
        tickets=len(lines),
        results=len(valid),
        waiting=len(valid) - len(final),
        scores=tuple(line.points for line in final if line.points is not None),
        passed=sum(judged),
        judged=len(judged),
    )


def room_name(report: SessionReport, room: str) -> str:
    """A room's name; its id where the session does not know it, as a file from elsewhere may say."""
    return report.rooms.get(room, room)


def room_tallies(report: SessionReport) -> list[RoomTally]:
    """Every room of the session in its order, then rooms that only tickets name."""
    by_room: dict[str, list[CandidateLine]] = {room: [] for room in report.rooms}
    for line in report.candidates:
        by_room.setdefault(line.ticket.room, []).append(line)
    return [_room_tally(room_name(report, room), lines) for room, lines in by_room.items()]


def _room_tally(name: str, lines: list[CandidateLine]) -> RoomTally:
    counts = status_counts(lines)
    return RoomTally(
        name=name,
        tickets=len(lines),
        results=sum(line.points is not None for line in lines),
        absent=counts.get(TicketStatus.ABSENT, 0),
        missing=counts.get(TicketStatus.MISSING_FILE, 0),
    )

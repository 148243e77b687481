"""The overview of a session as facts and small grids: what stands first in the workbook and on paper."""

from datetime import tzinfo

from kaochang.domain.assessments import Kind
from kaochang.domain.decisions import closing, standing
from kaochang.domain.ports import Words
from kaochang.domain.session_reports import SessionReport
from kaochang.reports.grids import Cell, Form, Grid, columns
from kaochang.reports.tallies import ExamTally, RoomTally, exam_tally, room_tallies, status_counts
from kaochang.reports.wording import local, moment_text, share_text

_EXAM_FORMS = {
    "exam": Form.TEXT,
    "of": Form.POINTS,
    "pass-mark": Form.POINTS,
    "tickets": Form.COUNT,
    "results": Form.COUNT,
    "final": Form.COUNT,
    "unfinished": Form.COUNT,
    "mean": Form.POINTS,
    "lowest": Form.POINTS,
    "highest": Form.POINTS,
    "passes": Form.COUNT,
    "pass-rate": Form.SHARE,
}
_ROOM_FORMS = {
    "room": Form.TEXT,
    "tickets": Form.COUNT,
    "results": Form.COUNT,
    "absent": Form.COUNT,
    "missing": Form.COUNT,
}


def facts(report: SessionReport, words: Words, zone: tzinfo) -> list[tuple[str, str]]:
    """What the session was, as pairs of a label and its text."""
    times = {name: moment_text(local(getattr(report, name), zone), words) for name in ("opens", "closes", "made")}
    return [
        (words("report.fact.session"), report.session),
        (words("report.fact.kind"), words(f"session-kind.{report.kind}")),
        (words("report.fact.level"), words(f"session-level.{report.level}")),
        (words("report.fact.time"), words("report.period", opens=times["opens"], closes=times["closes"])),
        (words("report.fact.exams"), words("list.separator").join(exam.title for exam in report.exams)),
        *_scale_fact(report, words),
        (words("report.fact.rooms"), words("list.separator").join(report.rooms.values())),
        (words("report.fact.problems"), str(len(report.problems))),
        (words("report.fact.closing"), _closing_text(report, words, zone)),
        (words("report.fact.made"), times["made"]),
    ]


def _closing_text(report: SessionReport, words: Words, zone: tzinfo) -> str:
    """Whether the session is closed, by whom and when; else how much waits."""
    closed = closing(standing(report.decisions))
    if closed is None:
        return words("report.closing.open", count=report.open_points)
    return words("report.closing.closed", by=closed.by, when=moment_text(local(closed.made, zone), words))


def _scale_fact(report: SessionReport, words: Words) -> list[tuple[str, str]]:
    """The rule by which points are told as of 100, where an exam has it."""
    titles = [exam.title for exam in report.exams if exam.scale_100]
    exams = words("list.separator").join(titles)
    return [(words("report.fact.scale-100"), words("report.scale-100", exams=exams))] if titles else []


def kind_warning(kind: Kind, words: Words) -> str:
    """The sentence every page of a report must carry that is not of a live session; empty for a live one."""
    return "" if kind is Kind.LIVE else words(f"report.warning.{kind}")


def warnings(report: SessionReport, words: Words) -> list[str]:
    """What must be read before any number of a report."""
    unmarked = words("report.warning.unmarked", count=report.unmarked) if report.unmarked else ""
    return [warning for warning in (kind_warning(report.kind, words), unmarked) if warning]


def status_grid(report: SessionReport, words: Words) -> Grid:
    """Tickets per status, the total of all tickets last."""
    rows: list[tuple[Cell, ...]] = [
        (words(f"ticket-status.{status}"), count) for status, count in status_counts(report.candidates).items()
    ]
    rows.append((words("report.all-tickets"), len(report.candidates)))
    return Grid(columns(words, {"status": Form.TEXT, "count": Form.COUNT}), tuple(rows))


def exam_grid(report: SessionReport, words: Words) -> Grid:
    """One row per exam: what it is worth, how many results it has, and how they came out."""
    tallies = [exam_tally(report, exam) for exam in report.exams]
    return Grid(columns(words, _EXAM_FORMS), tuple(_exam_row(tally, words) for tally in tallies))


def _exam_row(tally: ExamTally, words: Words) -> tuple[Cell, ...]:
    exam = tally.exam
    return (
        exam.title,
        exam.of,
        words("report.no-pass-mark") if exam.pass_mark is None else exam.pass_mark,
        tally.tickets,
        tally.results,
        len(tally.scores),
        tally.waiting,
        tally.mean,
        min(tally.scores, default=None),
        max(tally.scores, default=None),
        tally.passed if tally.judged else None,
        _pass_rate(tally, words),
    )


def _pass_rate(tally: ExamTally, words: Words) -> Cell:
    """The rate; while results wait, with the number of those it is over."""
    rate = tally.pass_rate
    if rate is None or not tally.waiting:
        return rate
    return words("report.rate-of-final", rate=share_text(rate), count=tally.judged)


def room_grid(report: SessionReport, words: Words) -> Grid:
    """One row per room: its tickets and what came back of them."""
    return Grid(columns(words, _ROOM_FORMS), tuple(_room_row(tally) for tally in room_tallies(report)))


def _room_row(tally: RoomTally) -> tuple[Cell, ...]:
    return (tally.name, tally.tickets, tally.results, tally.absent, tally.missing)

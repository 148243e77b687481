"""The long tables of a session as grids: one row per ticket, per item, per problem."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta, tzinfo

from kaochang.domain.decimals import points_text
from kaochang.domain.ports import Words
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import CandidateLine, FileProblem, ItemLine, SectionScore, SessionReport
from kaochang.reports.grids import Cell, Column, Form, Grid, columns
from kaochang.reports.tallies import room_name
from kaochang.reports.wording import local, shorten

STEM_LENGTH = 120
"""Characters of a stem that are enough to know the item again."""

_TICKET_FORMS = {
    "ticket": Form.TEXT,
    "person": Form.TEXT,
    "name": Form.TEXT,
    "room": Form.TEXT,
    "seat": Form.TEXT,
    "exam": Form.TEXT,
    "status": Form.TEXT,
}
_RESULT_FORMS = {
    "total": Form.POINTS,
    "of": Form.POINTS,
    "waiting": Form.COUNT,
    "verdict": Form.TEXT,
    "receipt": Form.TEXT,
    "started": Form.MOMENT,
    "closed": Form.MOMENT,
    "used": Form.DURATION,
    "outage": Form.DURATION,
    "credit": Form.DURATION,
    "granted": Form.DURATION,
    "extra-time": Form.DURATION,
}
_ITEM_FORMS = {
    "exam": Form.TEXT,
    "section": Form.TEXT,
    "number": Form.TEXT,
    "type": Form.TEXT,
    "stem": Form.LONG_TEXT,
    "of": Form.POINTS,
    "results": Form.COUNT,
    "answered": Form.COUNT,
    "marked": Form.COUNT,
    "mean-share": Form.SHARE,
    "scorers": Form.TEXT,
}
_PROBLEM_FORMS = {
    "file": Form.TEXT,
    "room": Form.TEXT,
    "ticket": Form.TEXT,
    "what": Form.LONG_TEXT,
    "next": Form.LONG_TEXT,
    "outcome": Form.TEXT,
}
_Place = tuple[str, int]
"""A section across candidates: its title, and which of the sections of that title it is."""


def score_grid(report: SessionReport, lines: Iterable[CandidateLine], words: Words, zone: tzinfo) -> Grid:
    """One row per ticket of `lines`, with a column for every section that any of them has.

    Sections of different exams that share a title share a column: the row says which exam it is of.
    """
    lines = tuple(lines)
    places = list(dict.fromkeys(place for line in lines for place, _ in _placed(line.sections)))
    section_columns = tuple(
        Column(section_key(index), _section_heading(place, words), Form.POINTS) for index, place in enumerate(places)
    )
    exams = _exam_titles(report)
    without = {exam.id for exam in report.exams if exam.pass_mark is None}
    scaled = {exam.id for exam in report.exams if exam.scale_100}
    forms = _RESULT_FORMS | ({"scaled": Form.POINTS} if scaled else {})
    rows = tuple(
        (
            *_ticket_cells(line, room_name(report, line.ticket.room), exams, words),
            *_section_cells(line, places, words),
            *_result_cells(line, words, zone, judged=line.ticket.exam not in without),
            *((_scaled(line) if line.ticket.exam in scaled else None,) if scaled else ()),
        )
        for line in lines
    )
    return Grid((*columns(words, _TICKET_FORMS), *section_columns, *columns(words, forms)), rows)


def _scaled(line: CandidateLine) -> Cell:
    """The points as of 100, exactly; nothing where the exam is worth nothing, or while an item waits."""
    return line.points * 100 / line.of if line.points is not None and line.of and not line.waiting else None


def section_key(index: int) -> str:
    """The key of the section column at this place, counted from 0."""
    return f"section-{index}"


def _exam_titles(report: SessionReport) -> dict[str, str]:
    return {exam.id: exam.title for exam in report.exams}


def _placed(sections: Iterable[SectionScore]) -> Iterator[tuple[_Place, SectionScore]]:
    seen: Counter[str] = Counter()
    for section in sections:
        seen[section.title] += 1
        yield (section.title, seen[section.title]), section


def _section_heading(place: _Place, words: Words) -> str:
    title, nth = place
    return title if nth == 1 else words("report.section-again", title=title, nth=nth)


def _ticket_cells(line: CandidateLine, room: str, exams: dict[str, str], words: Words) -> tuple[Cell, ...]:
    ticket = line.ticket
    status = words(f"ticket-status.{line.status}")
    return (ticket.number, ticket.person, ticket.name, room, ticket.seat, exams.get(ticket.exam, ticket.exam), status)


def _section_cells(line: CandidateLine, places: Iterable[_Place], words: Words) -> Iterator[Cell]:
    cells = {place: _section_cell(section, words) for place, section in _placed(line.sections)}
    return (cells.get(place) for place in places)


def _section_cell(section: SectionScore, words: Words) -> Cell:
    """Points; where items wait, in words, so that what nobody has read yet is never taken for a score."""
    if not section.waiting:
        return section.points
    if not section.points:
        return words("report.waiting", count=section.waiting)
    return words("report.points-and-waiting", points=points_text(section.points), count=section.waiting)


def _result_cells(line: CandidateLine, words: Words, zone: tzinfo, *, judged: bool) -> tuple[Cell, ...]:
    started = bool(line.started_wall)
    return (
        line.points,
        line.of,
        None if line.points is None else line.waiting,
        verdict(line, words) if judged or line.points is None else words("report.verdict.none"),
        line.receipt,
        local(line.started_wall, zone) if started else None,
        local(line.closed_wall, zone) if line.closed_wall else None,
        *(timedelta(milliseconds=ms) if started else None for ms in _spans(line)),
        timedelta(seconds=line.ticket.extra_time_s) if line.ticket.extra_time_s else None,
    )


def _spans(line: CandidateLine) -> tuple[int, ...]:
    return line.used_ms, line.outage_ms, line.credit_ms, line.granted_ms


def verdict(line: CandidateLine, words: Words) -> str:
    """Whether a ticket's result passes, or still waits for points; "" where nothing is to be said."""
    if line.status is TicketStatus.VOID:
        return ""
    if line.passed is not None:
        return words("report.verdict.pass" if line.passed else "report.verdict.fail")
    return words("report.verdict.open") if line.waiting else ""


def item_grid(report: SessionReport, words: Words) -> Grid:
    """One row per item: what it is, how many answered it, and the mean share of its points."""
    exams = _exam_titles(report)
    rows = tuple(_item_row(item, exams.get(item.exam, item.exam), words) for item in report.items)
    return Grid(columns(words, _ITEM_FORMS), rows)


def _item_row(item: ItemLine, exam: str, words: Words) -> tuple[Cell, ...]:
    return (
        exam,
        item.section,
        item.number,
        words(f"type.{item.type}"),
        shorten(item.stem, STEM_LENGTH),
        item.of,
        item.results,
        item.answered,
        item.marked,
        item.mean_share,
        words("list.separator").join(item.scorers),
    )


def problem_grid(report: SessionReport, words: Words) -> Grid:
    """One row per file or ticket that did not arrive as it should: what is wrong and what to do about it."""
    rows = tuple(_problem_row(problem, room_name(report, problem.room), words) for problem in report.problems)
    return Grid(columns(words, _PROBLEM_FORMS), rows)


def _problem_row(problem: FileProblem, room: str, words: Words) -> tuple[Cell, ...]:
    why = words(f"outcome.{problem.outcome}")
    params = {"name": problem.name, "room": room, "ticket": problem.ticket, "why": why}
    what, todo = words(problem.key, **params), words(f"{problem.key}.next", **params)
    if problem.settled:
        todo = words("report.settled", number=problem.settled, by=problem.settled_by)
    return (problem.name, room, problem.ticket, what, todo, problem.outcome)

"""The session report on paper: overview, scores by exam, what did not arrive as it should, records, and the items."""

from datetime import tzinfo
from fractions import Fraction
from pathlib import Path

from reportlab.platypus import KeepTogether, NextPageTemplate, PageBreak, Table

from kaochang.domain.assessments import Kind
from kaochang.domain.decimals import points_text
from kaochang.domain.ports import Words
from kaochang.domain.session_reports import CandidateLine, ExamSummary, SessionReport
from kaochang.reports.details import item_grid, problem_grid, score_grid
from kaochang.reports.grids import Grid
from kaochang.reports.histogram import BINS, Bars, Histogram, bin_counts
from kaochang.reports.printing import (
    AMBER,
    AMBER_SOFT,
    LANDSCAPE,
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    SECONDARY,
    SOFT,
    PageDress,
    Printer,
    Story,
)
from kaochang.reports.records import record_grid
from kaochang.reports.score_tables import score_tables
from kaochang.reports.summary import exam_grid, facts, room_grid, status_grid, warnings
from kaochang.reports.tallies import exam_tally
from kaochang.reports.wording import local, moment_text, shorten

_LABEL_WIDTH = 92
_HISTOGRAM_HEIGHT = 96
_STATUSES_PER_ROW = 6
_EXAM_WEIGHTS = {
    "exam": 30, "of": 9, "tickets": 9, "results": 9, "unfinished": 11, "mean": 10, "lowest": 10, "highest": 10,
    "pass-mark": 10, "passes": 9, "pass-rate": 17,
}  # fmt: skip
_ROOM_WEIGHTS = {"room": 30, "tickets": 12, "results": 12, "absent": 12, "missing": 12}
_PROBLEM_WEIGHTS = {"file": 30, "room": 18, "ticket": 22, "what": 50, "next": 50}
_RECORD_WEIGHTS = {"record": 22, "room": 22, "ticket": 26, "said": 100, "times": 10}
_ITEM_WEIGHTS = {
    "exam": 28, "section": 24, "number": 9, "type": 16, "stem": 80, "of": 10, "results": 12, "answered": 12,
    "marked": 12, "mean-share": 15,
}  # fmt: skip


def write_pdf(report: SessionReport, words: Words, font: Path, zone: tzinfo) -> bytes:
    """The whole report as the bytes of a PDF on A4; times are those of `zone`.

    `font` is the TrueType file everything is set in and that is embedded. A character it has no glyph for is
    printed as 〓 and listed on the first page.
    """
    printer = Printer(font, words)
    problems, records = _problems(printer, report), _records(printer, report)
    rest = [*_scores(printer, report, zone), *problems, *records, *_items(printer, report)]
    cover = _cover(printer, report, zone)
    return printer.build(
        [*cover, *printer.footnote(), NextPageTemplate(LANDSCAPE), *rest],
        PageDress(report.title, _header_note(report, words, zone), local(report.made, zone)),
    )


def _header_note(report: SessionReport, words: Words, zone: tzinfo) -> str:
    """Kind and date at the head of every page, so that a loose sheet of a rehearsal is never taken for a live one."""
    made = words("report.made-at", moment=moment_text(local(report.made, zone), words))
    return made if report.kind is Kind.LIVE else f"{words(f'session-kind.{report.kind}')} · {made}"


def _cover(printer: Printer, report: SessionReport, zone: tzinfo) -> Story:
    words = printer.words
    banners = [
        printer.text(warning, size=11, colour=AMBER, backColor=AMBER_SOFT, borderPadding=6, spaceAfter=10)
        for warning in warnings(report, words)
    ]
    return [
        printer.text(words("report.title"), size=11, colour=SECONDARY),
        printer.text(shorten(report.title, 120), size=18, spaceAfter=10),
        *banners,
        _fact_table(printer, facts(report, words, zone)),
        *printer.headed(words("report.block.statuses"), _status_strip(printer, status_grid(report, words))),
        *printer.headed(
            words("report.block.exams"),
            printer.grid(exam_grid(report, words), _EXAM_WEIGHTS, PORTRAIT_WIDTH, size=7.5),
            printer.text(words("report.note.void"), size=8, colour=SECONDARY, spaceBefore=4),
        ),
        *_histograms(printer, report),
        *printer.headed(
            words("report.block.rooms"), printer.grid(room_grid(report, words), _ROOM_WEIGHTS, PORTRAIT_WIDTH)
        ),
    ]


def _fact_table(printer: Printer, pairs: list[tuple[str, str]]) -> Table:
    rows = [[printer.text(label, colour=SECONDARY), printer.text(shorten(text, 400))] for label, text in pairs]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    style += [(f"{side}PADDING", (0, 0), (-1, -1), 1.5) for side in ("TOP", "BOTTOM")]
    table = Table(rows, colWidths=[_LABEL_WIDTH, PORTRAIT_WIDTH - _LABEL_WIDTH], style=style)
    table.setStyle([("FONTNAME", (0, 0), (-1, -1), printer.face.name)])
    return table


def _status_strip(printer: Printer, grid: Grid) -> Table:
    """The counts large, each over its status; the total, last in the grid, stands first."""
    cells: list[object] = [
        [printer.text(str(count), size=16), printer.text(str(status), size=8, colour=SECONDARY)]
        for status, count in (grid.rows[-1], *grid.rows[:-1])
    ]
    cells += [""] * (-len(cells) % _STATUSES_PER_ROW)
    rows = [cells[start : start + _STATUSES_PER_ROW] for start in range(0, len(cells), _STATUSES_PER_ROW)]
    width = PORTRAIT_WIDTH / _STATUSES_PER_ROW
    style = [
        ("FONTNAME", (0, 0), (-1, -1), printer.face.name),
        ("BACKGROUND", (0, 0), (-1, -1), SOFT),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    return Table(rows, colWidths=[width] * _STATUSES_PER_ROW, style=style)


def _histograms(printer: Printer, report: SessionReport) -> Story:
    """One drawing per exam that has final scores; an exam worth nothing has no share to draw."""
    return [
        flowable
        for exam in report.exams
        if exam.of and (scores := exam_tally(report, exam).scores)
        for flowable in _histogram(printer, exam, scores)
    ]


def _histogram(printer: Printer, exam: ExamSummary, scores: tuple[Fraction, ...]) -> Story:
    words = printer.words
    title = words("report.histogram", exam=shorten(exam.title, 80), count=len(scores))
    pass_line = None
    if exam.pass_mark is not None:
        label = words("report.histogram.pass-mark", points=points_text(exam.pass_mark))
        pass_line = (min(exam.pass_mark / exam.of, Fraction(1)), printer.face.printable(label))
    edges = [points_text(exam.of * edge / BINS) for edge in range(BINS + 1)]
    bars = Bars(bin_counts(scores, exam.of), edges, pass_line)
    drawing = Histogram(bars, printer.face.name, PORTRAIT_WIDTH, _HISTOGRAM_HEIGHT)
    return [KeepTogether([printer.text(title, spaceBefore=10, spaceAfter=2), drawing])]


def _scores(printer: Printer, report: SessionReport, zone: tzinfo) -> Story:
    """A table per exam; candidates of an exam the session does not know come last, under its id."""
    by_exam: dict[str, list[CandidateLine]] = {exam.id: [] for exam in report.exams}
    for line in report.candidates:
        by_exam.setdefault(line.ticket.exam, []).append(line)
    titles = {exam.id: exam.title for exam in report.exams}
    story: Story = [PageBreak()]
    for exam, lines in by_exam.items():
        title = printer.words("report.scores-of", exam=shorten(titles.get(exam, exam), 80))
        story += printer.headed(title, *score_tables(printer, score_grid(report, lines, printer.words, zone)))
    if not by_exam:
        story.append(printer.text(printer.words("report.no-tickets")))
    return story


def _problems(printer: Printer, report: SessionReport) -> Story:
    words = printer.words
    title = words("report.sheet.problems")
    if not report.problems:
        return printer.headed(title, printer.text(words("report.no-problems")))
    table = printer.grid(problem_grid(report, words), _PROBLEM_WEIGHTS, LANDSCAPE_WIDTH)
    return [PageBreak(), *printer.headed(title, table)]


def _records(printer: Printer, report: SessionReport) -> Story:
    """Nothing where nobody recorded anything."""
    records = record_grid(report, printer.words)
    if not records.rows:
        return []
    table = printer.grid(records, _RECORD_WEIGHTS, LANDSCAPE_WIDTH)
    return printer.headed(printer.words("report.sheet.records"), table)


def _items(printer: Printer, report: SessionReport) -> Story:
    if not report.items:
        return []
    table = printer.grid(item_grid(report, printer.words), _ITEM_WEIGHTS, LANDSCAPE_WIDTH)
    return [PageBreak(), *printer.headed(printer.words("report.sheet.items"), table)]

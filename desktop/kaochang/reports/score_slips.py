"""Score slips to hand out: eight to an A4 page with cut lines, each with one ticket's result or why it has none."""

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from reportlab.lib.units import mm

from kaochang.domain.assessments import Kind
from kaochang.domain.decimals import points_text
from kaochang.domain.ports import Words
from kaochang.domain.session_reports import CandidateLine, SessionReport
from kaochang.reports.cut_sheets import HEIGHT, INNER, INSET, Piece, cut_table
from kaochang.reports.details import verdict
from kaochang.reports.printing import AMBER, SECONDARY, PageDress, Printer
from kaochang.reports.wording import local, moment_text, share_text

SCORE_SLIPS_FILE = "score-slips.pdf"
_SIZE, _LINE = 9, 14
_LABEL_WIDTH = 17 * mm


def write_score_slips(report: SessionReport, words: Words, font: Path, zone: tzinfo) -> bytes:
    """A slip for every ticket in the report's order, as the bytes of a PDF; a session has one ticket at least."""
    printer = Printer(font, words)
    slips = [_Slip(printer, report, line, zone) for line in report.candidates]
    dress = PageDress(report.title, words(f"session-kind.{report.kind}"), local(report.opens, zone), one_sided=True)
    return printer.build_bare([cut_table(slips)], dress)


class _Slip(Piece):
    """One slip: who, what for, and the score in large type."""

    def __init__(self, printer: Printer, report: SessionReport, line: CandidateLine, zone: tzinfo) -> None:
        super().__init__(printer)
        self._report, self._candidate = report, line
        self._facts = list(_facts(report, line, printer.words, zone))

    def draw(self) -> None:
        """Draws from the upper left corner down."""
        words, report, line = self.printer.words, self._report, self._candidate
        top, is_live = HEIGHT - INSET, report.kind is Kind.LIVE
        caption = report.title if is_live else words(f"report.warning.{report.kind}")
        self.put(caption, top - 8, 9, INNER, SECONDARY if is_live else AMBER)
        self.put(line.ticket.name or words("slip.nobody"), top - 32, 17, INNER)
        for place, (name, value) in enumerate(self._facts):
            y = top - 52 - _LINE * place
            self.put(name, y, _SIZE, _LABEL_WIDTH, SECONDARY)
            self.put(value, y, _SIZE, INNER - _LABEL_WIDTH, left=_LABEL_WIDTH)
        self.put(_score(line, words), INSET + 24, 20, INNER)
        self.put(_remark(line, words), INSET + 6, 10, INNER, AMBER if line.waiting else SECONDARY)


def _facts(report: SessionReport, line: CandidateLine, words: Words, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """(label, text) of each line above the score."""
    yield words("report.column.ticket"), line.ticket.number
    yield words("report.column.person"), line.ticket.person
    titles = {exam.id: exam.title for exam in report.exams}
    yield words("report.column.exam"), titles[line.ticket.exam]
    if line.closed_wall:
        yield words("report.column.closed"), moment_text(local(line.closed_wall, zone), words)
    if line.receipt:
        yield words("report.column.receipt"), line.receipt


def _score(line: CandidateLine, words: Words) -> str:
    """Points of how many, and per cent once nothing waits; the status of a ticket without a result."""
    if line.points is None or line.of is None:
        return words(f"ticket-status.{line.status}")
    params = {"points": points_text(line.points), "of": points_text(line.of)}
    if line.waiting or not line.of:
        return words("score-slip.points", **params)
    return words("score-slip.score", **params, share=share_text(line.points / line.of))


def _remark(line: CandidateLine, words: Words) -> str:
    if line.waiting:
        return words("score-slip.waiting", count=line.waiting)
    return verdict(line, words) if line.points is not None else ""

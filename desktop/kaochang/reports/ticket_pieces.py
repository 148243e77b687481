"""A ticket on a piece of a sheet: whose it is, for what, where and when; eight pieces to an A4 page."""

from collections.abc import Iterator
from datetime import tzinfo

from reportlab.lib.units import mm

from kaochang.domain.assessments import Kind
from kaochang.domain.rosters import Ticket
from kaochang.reports.cut_sheets import HEIGHT, INNER, INSET, QR_SIDE, Piece
from kaochang.reports.envelope import Envelope, period
from kaochang.reports.printing import AMBER, SECONDARY, Printer

SIZE = 8.5
"""Points of the facts on a piece."""
_LINE = 12.5
_LABEL_WIDTH = 13 * mm
_EXAM_LINES = 2


class TicketPiece(Piece):
    """One ticket: who, where and when; its number as a QR code at the upper right; below what a subclass draws."""

    def __init__(self, printer: Printer, envelope: Envelope, ticket: Ticket, room: str, zone: tzinfo) -> None:
        super().__init__(printer)
        self.ticket = ticket
        self.envelope = envelope
        self._facts = list(_facts(printer, envelope, ticket, room, zone))

    def draw(self) -> None:
        """Draws from the upper left corner down."""
        words, session = self.printer.words, self.envelope.session
        top, narrow = HEIGHT - INSET, INNER - QR_SIDE - 3 * mm
        is_live = session.kind is Kind.LIVE
        caption = session.title if is_live else words(f"session-kind.{session.kind}")
        self.put(caption, top - 7, 8 if is_live else 10, narrow, SECONDARY if is_live else AMBER)
        self.put(self.ticket.name or words("slip.nobody"), top - 30, 17, narrow)
        self.put(self.ticket.number, top - 48, 12, narrow)
        self.put_qr(self.ticket.number, top)
        for line, (name, value) in enumerate(self._facts):
            y = top - QR_SIDE - 9 - _LINE * line
            self.put(name, y, SIZE, _LABEL_WIDTH, SECONDARY)
            self.put(value, y, SIZE, INNER - _LABEL_WIDTH, left=_LABEL_WIDTH)
        self.draw_foot(INSET)

    def draw_foot(self, bottom: float) -> None:
        """Draws what stands above the lower edge, at `bottom`; nothing here."""


def _facts(printer: Printer, envelope: Envelope, ticket: Ticket, room: str, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """(label, text) of each line; a title that needs two lines has its label on the first."""
    words = printer.words
    title = envelope.exams.get(ticket.exam, ticket.exam)
    for number, line in enumerate(printer.lines(title, INNER - _LABEL_WIDTH, SIZE, _EXAM_LINES)):
        yield ("" if number else words("slip.exam")), line
    yield words("slip.room"), room
    if ticket.seat:
        yield words("slip.seat"), ticket.seat
    yield words("slip.when"), period(envelope.session, words, zone)

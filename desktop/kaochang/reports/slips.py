"""Ticket slips: eight to an A4 page with cut lines between them, each with its ticket's PIN and a QR of its number."""

from collections.abc import Iterator
from datetime import tzinfo

from reportlab.lib.units import mm
from reportlab.platypus import Table

from kaochang.domain.assessments import Kind
from kaochang.domain.rosters import Ticket
from kaochang.reports.cut_sheets import HEIGHT, INNER, INSET, QR_SIDE, Piece, cut_table
from kaochang.reports.envelope import Envelope, Seating, period
from kaochang.reports.printing import AMBER, SECONDARY, Printer

_LABEL_WIDTH = 13 * mm
_SIZE, _LINE = 8.5, 12.5
_EXAM_LINES = 2
_PIN_HEIGHT, _HINT_SIZE = 26, 7


def slip_pages(printer: Printer, envelope: Envelope, seating: Seating, zone: tzinfo) -> Table:
    """The slips of a room's tickets that have a PIN, in the order of their seats."""
    when = period(envelope.session, printer.words, zone)
    slips = [
        _Slip(printer, envelope, ticket, seating.room, when)
        for ticket in seating.tickets
        if ticket.number in envelope.secrets.pins
    ]
    return cut_table(slips)


class _Slip(Piece):
    """One slip: who, where and when; the PIN below; the QR at the upper right."""

    def __init__(self, printer: Printer, envelope: Envelope, ticket: Ticket, room: str, when: str) -> None:
        super().__init__(printer)
        self._session = envelope.session
        self._ticket = ticket
        self._pin = envelope.secrets.pins[ticket.number]
        self._facts = list(_facts(printer, envelope, ticket, room, when))

    def draw(self) -> None:
        """Draws from the upper left corner down."""
        words = self.printer.words
        top, narrow = HEIGHT - INSET, INNER - QR_SIDE - 3 * mm
        is_live = self._session.kind is Kind.LIVE
        caption = self._session.title if is_live else words(f"session-kind.{self._session.kind}")
        self.put(caption, top - 7, 8 if is_live else 10, narrow, SECONDARY if is_live else AMBER)
        self.put(self._ticket.name or words("slip.nobody"), top - 30, 17, narrow)
        self.put(self._ticket.number, top - 48, 12, narrow)
        self.put_qr(self._ticket.number, top)
        for line, (name, value) in enumerate(self._facts):
            y = top - QR_SIDE - 9 - _LINE * line
            self.put(name, y, _SIZE, _LABEL_WIDTH, SECONDARY)
            self.put(value, y, _SIZE, INNER - _LABEL_WIDTH, left=_LABEL_WIDTH)
        self._draw_pin(INSET)

    def _draw_pin(self, bottom: float) -> None:
        """The PIN over the whole width, and what to do with it above."""
        face, words = self.printer.face, self.printer.words
        self.put(words("slip.pin"), bottom + _PIN_HEIGHT + 4, _SIZE, INNER)
        hint = face.printable(words("slip.pin.hint"))
        left = INNER - face.width(hint, _HINT_SIZE)
        self.put(hint, bottom + _PIN_HEIGHT + 4, _HINT_SIZE, INNER, SECONDARY, left=left)
        self.put_code(self._pin, bottom, _PIN_HEIGHT)


def _facts(printer: Printer, envelope: Envelope, ticket: Ticket, room: str, when: str) -> Iterator[tuple[str, str]]:
    """(label, text) of each line; a title that needs two lines has its label on the first."""
    words = printer.words
    title = envelope.exams.get(ticket.exam, ticket.exam)
    for number, line in enumerate(printer.lines(title, INNER - _LABEL_WIDTH, _SIZE, _EXAM_LINES)):
        yield ("" if number else words("slip.exam")), line
    yield words("slip.room"), room
    if ticket.seat:
        yield words("slip.seat"), ticket.seat
    yield words("slip.when"), when

"""Ticket slips: eight to an A4 page with cut lines between them, each with its ticket's PIN and a QR of its number."""

from datetime import tzinfo

from reportlab.platypus import Table

from kaochang.reports.cut_sheets import INNER, cut_table
from kaochang.reports.envelope import Envelope, Seating
from kaochang.reports.printing import SECONDARY, Printer
from kaochang.reports.ticket_pieces import SIZE, TicketPiece

_PIN_HEIGHT, _HINT_SIZE = 26, 7


def slip_pages(printer: Printer, envelope: Envelope, seating: Seating, zone: tzinfo) -> Table:
    """The slips of a room's tickets that have a PIN, in the order of their seats."""
    slips = [
        _Slip(printer, envelope, ticket, seating.room, zone)
        for ticket in seating.tickets
        if ticket.number in envelope.secrets.pins
    ]
    return cut_table(slips)


class _Slip(TicketPiece):
    """One slip: the ticket, and its PIN below."""

    def draw_foot(self, bottom: float) -> None:
        """The PIN over the whole width, and what to do with it above."""
        face, words = self.printer.face, self.printer.words
        self.put(words("slip.pin"), bottom + _PIN_HEIGHT + 4, SIZE, INNER)
        hint = face.printable(words("slip.pin.hint"))
        left = INNER - face.width(hint, _HINT_SIZE)
        self.put(hint, bottom + _PIN_HEIGHT + 4, _HINT_SIZE, INNER, SECONDARY, left=left)
        self.put_code(self.envelope.secrets.pins[self.ticket.number], bottom, _PIN_HEIGHT)

"""Tickets to hand out where there are no PINs: eight to an A4 page with cut lines, a QR of its number on each."""

from datetime import tzinfo
from pathlib import Path

from reportlab.platypus import PageBreak

from kaochang.domain.ports import Words
from kaochang.reports.cut_sheets import INNER, cut_table
from kaochang.reports.envelope import Envelope, seatings
from kaochang.reports.printing import SECONDARY, PageDress, Printer, Story
from kaochang.reports.ticket_pieces import SIZE, TicketPiece
from kaochang.reports.wording import local

_LINE = 12
_HINT_LINES = 3


def write_tickets(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> bytes:
    """Every ticket of the session as the bytes of a PDF: by room, each from a new page on, and by seat."""
    printer = Printer(font, words)
    story: Story = []
    for seating in seatings(envelope.session, envelope.tickets):
        if seating.tickets:
            pieces = [_Ticket(printer, envelope, ticket, seating.room, zone) for ticket in seating.tickets]
            story += [*([PageBreak()] if story else []), cut_table(pieces)]
    session = envelope.session
    dress = PageDress(session.title, words(f"session-kind.{session.kind}"), local(session.opens, zone))
    return printer.build_bare(story, dress)


class _Ticket(TicketPiece):
    """One ticket, and what its candidate types and brings."""

    def draw_foot(self, bottom: float) -> None:
        """The staff number by which a candidate logs in, and what to bring."""
        words = self.printer.words
        hint = "ticket.reserve-hint" if self.ticket.is_reserve else "ticket.hint"
        lines = self.printer.lines(words(hint, person=self.ticket.person), INNER, SIZE, _HINT_LINES)
        for place, line in enumerate(reversed(lines)):
            self.put(line, bottom + _LINE * place, SIZE, INNER, SECONDARY)

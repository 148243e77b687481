"""What sealing hands to people on paper, and what every such sheet says of its session: where, when, for whom."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from reportlab.platypus import Table

from kaochang.domain.assessments import Session
from kaochang.domain.ports import Words
from kaochang.domain.rosters import Ticket
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.reports.printing import ACCENT, AMBER, PORTRAIT_WIDTH, SECONDARY, Printer, Story
from kaochang.reports.summary import kind_warning
from kaochang.reports.wording import local, moment_text, shorten

CODE_SIZE = 44
"""Points of a code that is read aloud or copied from paper."""
_GROUP_GAP = 24


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed session as it is printed. `exams` are titles by exam id.

    `room_keys` says that a start code needs its room's key file too, `quorum` how many openers the results need
    (0: a passphrase opens them). `renewed` is when these codes took the place of earlier ones (wall, ms), None if none.
    """

    session: Session
    tickets: Sequence[Ticket]
    exams: Mapping[str, str]
    secrets: SessionSecrets = field(repr=False)
    room_keys: bool = False
    quorum: int = 0
    renewed: int | None = None


@dataclass(frozen=True, slots=True)
class Seating:
    """A room by its id and as people call it, with the tickets that sit in it in the order of their seats."""

    id: str
    room: str
    tickets: tuple[Ticket, ...]

    @property
    def expected(self) -> tuple[Ticket, ...]:
        """Those that are somebody's."""
        return tuple(ticket for ticket in self.tickets if not ticket.is_reserve)


def seatings(session: Session, tickets: Sequence[Ticket]) -> list[Seating]:
    """Every room of the session in its order; a room only tickets name comes last, under its id."""
    by_room: dict[str, list[Ticket]] = {room.id: [] for room in session.rooms}
    for ticket in tickets:
        by_room.setdefault(ticket.room, []).append(ticket)
    names = {room.id: " ".join(dict.fromkeys((room.id, room.name))) for room in session.rooms}
    return [
        Seating(room, names.get(room, room), tuple(sorted(seated, key=_by_seat))) for room, seated in by_room.items()
    ]


def _by_seat(ticket: Ticket) -> tuple[bool, list[tuple[int, str]], str]:
    """Seats as people count them, A2 before A10; tickets without a seat last, by their numbers."""
    parts = re.findall(r"[0-9]+|[^0-9]+", ticket.seat)
    return not parts, [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], ticket.number


def period(session: Session, words: Words, zone: tzinfo) -> str:
    """From when to when the session is open, on the clocks of `zone`."""
    opens, closes = (moment_text(local(wall, zone), words) for wall in (session.opens, session.closes))
    return words("report.period", opens=opens, closes=closes)


def heading(printer: Printer, session: Session, caption: str, title: str, zone: tzinfo) -> Story:
    """The head of a page: what it is, of what, a warning where the session is not live, and when it is sat."""
    words = printer.words
    warning = kind_warning(session.kind, words)
    return [
        printer.text(caption, size=11, colour=SECONDARY),
        printer.text(shorten(title, 120), size=20, spaceAfter=6),
        *([printer.text(warning, size=11, colour=AMBER, spaceAfter=4)] if warning else []),
        printer.text(words("start-sheet.when", period=period(session, words, zone)), size=11),
    ]


def renewal(printer: Printer, envelope: Envelope, zone: tzinfo) -> Story:
    """Which page is the newer one, where codes were made anew."""
    if envelope.renewed is None:
        return []
    made = moment_text(local(envelope.renewed, zone), printer.words)
    return [printer.text(printer.words("code-sheet.renewed", made=made), size=11, colour=AMBER, spaceBefore=4)]


def code_table(printer: Printer, code: str) -> Table:
    """The groups of a code side by side, each in a frame of its own, as large as the page allows."""
    groups = [printer.face.printable(group) for group in code.split("-")]
    natural = sum(printer.face.width(group, CODE_SIZE) + _GROUP_GAP for group in groups)
    size = CODE_SIZE * min(1.0, PORTRAIT_WIDTH / natural)
    widths = [printer.face.width(group, size) + _GROUP_GAP * size / CODE_SIZE for group in groups]
    style = [
        ("FONT", (0, 0), (-1, -1), printer.face.name, size, size * 1.3),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), size * 0.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.2),
        ("BOX", (0, 0), (-1, -1), 1.2, ACCENT),
        ("INNERGRID", (0, 0), (-1, -1), 1.2, ACCENT),
    ]
    return Table([groups], colWidths=widths, hAlign="CENTER", style=style)

"""What the office prints for a session: the page with the start code, and a list to sign for each room.

The start code stands on the first page only: the lists lie open on a desk, where candidates read them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, LongTable, PageBreak, Spacer, Table

from kaochang.domain.assessments import Session
from kaochang.domain.ports import Words
from kaochang.domain.rosters import Ticket
from kaochang.reports.printing import ACCENT, AMBER, PORTRAIT_WIDTH, SECONDARY, PageDress, Printer, Story
from kaochang.reports.summary import kind_warning
from kaochang.reports.wording import local, moment_text, shorten

_CODE_SIZE = 44
_GROUP_GAP = 24
_SIGN_ROW_HEIGHT = 6.5 * mm
"""High enough to sign in, low enough for a room of thirty on one page."""
_SIGN_WEIGHTS = {"seat": 14, "ticket": 34, "name": 34, "person": 26, "remark": 30, "signature": 42}
_STEPS = 4


@dataclass(frozen=True, slots=True)
class _Seating:
    """A room by its id and name, with the tickets that sit in it in the order of their seats."""

    room: str
    tickets: tuple[Ticket, ...]


def write_start_sheet(
    session: Session, tickets: Sequence[Ticket], start_code: str, words: Words, font: Path, zone: tzinfo
) -> bytes:
    """The start page and the sign-in lists of a session as the bytes of a PDF on A4; times are those of `zone`.

    `start_code` is printed as given, its groups being what hyphens part. A room nobody sits in has no list. The
    document is dated with the session's opening, so that the same session gives the same bytes.
    """
    printer = Printer(font, words)
    seatings = _seatings(session, tickets)
    lists = [
        flowable for seating in seatings if seating.tickets for flowable in _sign_in(printer, session, seating, zone)
    ]
    story = [*_start_page(printer, session, seatings, start_code, zone), *printer.footnote(), *lists]
    note = words(f"session-kind.{session.kind}")
    return printer.build(story, PageDress(session.title, note, local(session.opens, zone)))


def _seatings(session: Session, tickets: Sequence[Ticket]) -> list[_Seating]:
    """Every room of the session in its order; a room only tickets name comes last, under its id."""
    by_room: dict[str, list[Ticket]] = {room.id: [] for room in session.rooms}
    for ticket in tickets:
        by_room.setdefault(ticket.room, []).append(ticket)
    names = {room.id: " ".join(dict.fromkeys((room.id, room.name))) for room in session.rooms}
    return [_Seating(names.get(room, room), tuple(sorted(seated, key=_by_seat))) for room, seated in by_room.items()]


def _by_seat(ticket: Ticket) -> tuple[bool, list[tuple[int, str]], str]:
    """Seats as people count them, A2 before A10; tickets without a seat last, by their numbers."""
    parts = re.findall(r"[0-9]+|[^0-9]+", ticket.seat)
    return not parts, [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], ticket.number


def _start_page(printer: Printer, session: Session, seatings: list[_Seating], code: str, zone: tzinfo) -> Story:
    words = printer.words
    warning = kind_warning(session.kind, words)
    return [
        printer.text(words("start-sheet.title"), size=11, colour=SECONDARY),
        printer.text(shorten(session.title, 120), size=20, spaceAfter=6),
        *([printer.text(warning, size=11, colour=AMBER, spaceAfter=4)] if warning else []),
        printer.text(_period(session, words, zone), size=11),
        printer.text(words("start-sheet.rooms", rooms=_room_list(seatings, words)), size=11),
        Spacer(0, 30),
        printer.text(words("start-sheet.code"), size=11, colour=SECONDARY, alignment=TA_CENTER, spaceAfter=12),
        _code(printer, code),
        printer.text(words("start-sheet.code-hint"), colour=SECONDARY, alignment=TA_CENTER, spaceBefore=14),
        Spacer(0, 30),
        *(
            printer.text(words(f"start-sheet.step.{step}"), size=12, spaceAfter=8, leftIndent=16, firstLineIndent=-16)
            for step in range(1, _STEPS + 1)
        ),
    ]


def _period(session: Session, words: Words, zone: tzinfo) -> str:
    opens, closes = (moment_text(local(wall, zone), words) for wall in (session.opens, session.closes))
    return words("start-sheet.when", period=words("report.period", opens=opens, closes=closes))


def _room_list(seatings: list[_Seating], words: Words) -> str:
    rooms = (words("start-sheet.room-count", room=shorten(s.room, 40), count=len(s.tickets)) for s in seatings)
    return shorten(words("report.list-separator").join(rooms), 600)


def _code(printer: Printer, code: str) -> Table:
    """The groups side by side, each in a frame of its own, as large as the page allows."""
    groups = [printer.face.printable(group) for group in code.split("-")]
    natural = sum(printer.face.width(group, _CODE_SIZE) + _GROUP_GAP for group in groups)
    size = _CODE_SIZE * min(1.0, PORTRAIT_WIDTH / natural)
    widths = [printer.face.width(group, size) + _GROUP_GAP * size / _CODE_SIZE for group in groups]
    style = [
        ("FONT", (0, 0), (-1, -1), printer.face.name, size, size * 1.3),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), size / 3),
        ("BOX", (0, 0), (-1, -1), 1.2, ACCENT),
        ("INNERGRID", (0, 0), (-1, -1), 1.2, ACCENT),
    ]
    return Table([groups], colWidths=widths, hAlign="CENTER", style=style)


def _sign_in(printer: Printer, session: Session, seating: _Seating, zone: tzinfo) -> Story:
    words = printer.words
    return [
        PageBreak(),
        printer.text(words("start-sheet.sign-in"), colour=SECONDARY),
        printer.text(shorten(seating.room, 80), size=16, spaceAfter=2),
        printer.text(_period(session, words, zone), spaceAfter=6),
        _sign_table(printer, seating.tickets),
        KeepTogether(
            [
                printer.text(words("start-sheet.totals", count=len(seating.tickets)), spaceBefore=10, spaceAfter=8),
                printer.text(words("start-sheet.proctor-signature")),
            ]
        ),
    ]


def _sign_table(printer: Printer, tickets: Sequence[Ticket]) -> LongTable:
    words = printer.words
    unit = PORTRAIT_WIDTH / sum(_SIGN_WEIGHTS.values())
    widths = {key: weight * unit for key, weight in _SIGN_WEIGHTS.items()}
    rows = [[printer.cell(words(f"report.column.{key}"), width, 9) for key, width in widths.items()]]
    for ticket in tickets:
        texts = _sign_texts(ticket, words)
        rows.append([printer.cell(shorten(texts[key], 60), width, 9) for key, width in widths.items()])
    table = LongTable(rows, colWidths=list(widths.values()), repeatRows=1, style=printer.table_style(9))
    # Rows grow with a long name but are never too low to sign in.
    pad = (_SIGN_ROW_HEIGHT - 9 * 1.45) / 2
    table.setStyle([(f"{side}PADDING", (0, 1), (-1, -1), pad) for side in ("TOP", "BOTTOM")])
    return table


def _sign_texts(ticket: Ticket, words: Words) -> dict[str, str]:
    minutes = -(-ticket.extra_time_s // 60)
    return {
        "seat": ticket.seat,
        "ticket": ticket.number,
        "name": ticket.name,
        "person": ticket.person,
        "remark": words("start-sheet.extra-time", minutes=minutes) if minutes else "",
        "signature": "",
    }

"""What the office prints for a session: codes for sealed envelopes, lists to sign, slips for the candidates.

No code stands on a list: the lists lie open on a desk, where candidates read them.
"""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, LongTable, PageBreak, Spacer

from kaochang.domain.assessments import Level, Session
from kaochang.domain.ports import Words
from kaochang.domain.rosters import Ticket
from kaochang.reports.checklists import seal_checklist
from kaochang.reports.code_pages import checklist_story, code_pages, cover
from kaochang.reports.envelope import Envelope, Seating, code_table, heading, period, renewal, seatings
from kaochang.reports.printing import PORTRAIT_WIDTH, SECONDARY, PageDress, Printer, Story
from kaochang.reports.slips import slip_pages
from kaochang.reports.wording import local, shorten

START_SHEET_FILE = "start-sheet.pdf"
NEW_CODES_FILE = "new-codes.pdf"
_SIGN_ROW_HEIGHT = 6.5 * mm
"""High enough to sign in, low enough for a room of thirty on one page."""
_SIGN_WEIGHTS = {"seat": 14, "ticket": 34, "name": 34, "person": 26, "remark": 30, "signature": 42}
_STEPS = 4


def slips_file(room: str) -> str:
    """The name of a room's file of ticket slips."""
    return f"slips-{room}.pdf"


def envelope_files(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> dict[str, bytes]:
    """All that is printed of a sealed session, as PDFs by file name: the start sheet, and slips if there are PINs."""
    slips = write_slips(envelope, words, font, zone)
    sheet = write_start_sheet(envelope, words, font, zone)
    return {START_SHEET_FILE: sheet, **{slips_file(room): data for room, data in slips.items()}}


def write_start_sheet(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> bytes:
    """The codes and the sign-in lists of a session as the bytes of a PDF on A4; times are those of `zone`.

    Quick: one page with the start code of all rooms. Certified: a list of the envelopes, then a page for each code.
    Codes are printed as given, their groups being what hyphens part. A room nobody sits in has no list. The document
    is dated with the session's opening, so that the same session gives the same bytes.
    """
    printer = Printer(font, words)
    lists = _lists(printer, envelope, zone)
    if envelope.secrets.level is Level.CERTIFIED:
        codes = code_pages(printer, envelope, zone)
        story = [*cover(printer, envelope, zone), *printer.footnote(), *codes, *lists]
    else:
        story = [*_start_page(printer, envelope, zone), *printer.footnote(), *lists]
    return printer.build(story, _dress(envelope.session, words, zone))


def write_sign_in_lists(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> bytes:
    """The same lists alone, without any code: what may lie open on a desk."""
    printer = Printer(font, words)
    story = _lists(printer, envelope, zone)[1:]  # without the break before the first page
    return printer.build([*story, *printer.footnote()], _dress(envelope.session, words, zone))


def _lists(printer: Printer, envelope: Envelope, zone: tzinfo) -> Story:
    """The sign-in list of every room in which somebody sits, each from a new page on."""
    session = envelope.session
    return [
        flowable
        for seating in seatings(session, envelope.tickets)
        if seating.tickets
        for flowable in _sign_in(printer, session, seating, zone)
    ]


def write_new_codes(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> bytes:
    """The pages of codes that were made anew, as the start sheet has them; no lists, because nobody's seat changed."""
    printer = Printer(font, words)
    if envelope.secrets.level is Level.CERTIFIED:
        story = code_pages(printer, envelope, zone)[1:]  # without the break before the first page
    else:
        story = _start_page(printer, envelope, zone)
    return printer.build([*story, *printer.footnote()], _dress(envelope.session, words, zone))


def write_slips(envelope: Envelope, words: Words, font: Path, zone: tzinfo) -> dict[str, bytes]:
    """The slips of every room whose tickets have PINs, as PDFs by room id: eight to a page, by seat, to be cut up."""
    made = {}
    for seating in seatings(envelope.session, envelope.tickets):
        if any(ticket.number in envelope.secrets.pins for ticket in seating.tickets):
            printer = Printer(font, words)
            story = [slip_pages(printer, envelope, seating, zone)]
            made[seating.id] = printer.build_bare(story, _dress(envelope.session, words, zone))
    return made


def _dress(session: Session, words: Words, zone: tzinfo) -> PageDress:
    """Printed on one side only: a list or a slip with a code on its back would show it to whoever turns it over."""
    note = words(f"session-kind.{session.kind}")
    return PageDress(session.title, note, local(session.opens, zone), one_sided=True)


def _start_page(printer: Printer, envelope: Envelope, zone: tzinfo) -> Story:
    """The quick level's page: one code, what to do with it, and what this level does not give."""
    words, session = printer.words, envelope.session
    code = next(iter(envelope.secrets.start_codes.values()))
    rooms = _room_list(seatings(session, envelope.tickets), words)
    return [
        *heading(printer, session, words("start-sheet.title"), session.title, zone),
        printer.text(words("start-sheet.rooms", rooms=rooms), size=11),
        *renewal(printer, envelope, zone),
        Spacer(0, 30),
        printer.text(words("start-sheet.code"), size=11, colour=SECONDARY, alignment=TA_CENTER, spaceAfter=12),
        code_table(printer, code),
        printer.text(words("start-sheet.code-hint"), colour=SECONDARY, alignment=TA_CENTER, spaceBefore=14),
        Spacer(0, 30),
        *(
            printer.text(words(f"start-sheet.step.{step}"), size=12, spaceAfter=8, leftIndent=16, firstLineIndent=-16)
            for step in range(1, _STEPS + 1)
        ),
        Spacer(0, 30),
        *checklist_story(printer, seal_checklist(Level.QUICK, words)),
    ]


def _room_list(found: list[Seating], words: Words) -> str:
    """The rooms with how many sit there, or where nobody is known (codes made anew) the rooms alone."""
    rooms = [shorten(seating.room, 40) for seating in found]
    if any(seating.tickets for seating in found):
        counts = [len(seating.expected) for seating in found]
        rooms = [words("start-sheet.room-count", room=room, count=n) for room, n in zip(rooms, counts, strict=True)]
    return shorten(words("list.separator").join(rooms), 600)


def _sign_in(printer: Printer, session: Session, seating: Seating, zone: tzinfo) -> Story:
    words = printer.words
    return [
        PageBreak(),
        printer.text(words("start-sheet.sign-in"), colour=SECONDARY),
        printer.text(shorten(seating.room, 80), size=16, spaceAfter=2),
        printer.text(words("start-sheet.when", period=period(session, words, zone)), spaceAfter=6),
        _sign_table(printer, seating.tickets),
        KeepTogether(
            [
                *_reserve_note(printer, seating),
                printer.text(words("start-sheet.totals", count=len(seating.expected)), spaceBefore=10, spaceAfter=8),
                printer.text(words("start-sheet.proctor-signature")),
            ]
        ),
    ]


def _reserve_note(printer: Printer, seating: Seating) -> Story:
    """What the lines without a name are for, where there are any."""
    if len(seating.expected) == len(seating.tickets):
        return []
    return [printer.text(printer.words("start-sheet.reserve"), colour=SECONDARY, spaceBefore=8)]


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
    extra = words("start-sheet.extra-time", minutes=minutes) if minutes else ""
    return {
        "seat": ticket.seat,
        "ticket": ticket.number,
        "name": ticket.name,
        "person": ticket.person,
        "remark": words("slip.nobody") if ticket.is_reserve else extra,
        "signature": "",
    }

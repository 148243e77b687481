"""The certified level's pages: a cover that lists every envelope, and a page for each code, which goes into its own.

Each page says who may see it, which envelope it goes into and when that is opened. The cover holds no code.
"""

from collections.abc import Iterator
from datetime import tzinfo

from reportlab.lib.enums import TA_CENTER
from reportlab.platypus import Flowable, PageBreak, Spacer, Table

from kaochang.domain.ports import Words
from kaochang.reports.checklists import SealChecklist, seal_checklist
from kaochang.reports.envelope import Envelope, Seating, code_table, heading, renewal, seatings
from kaochang.reports.printing import LINE, PORTRAIT_WIDTH, SECONDARY, SOFT, Printer, Story
from kaochang.reports.wording import local, moment_text, shorten

_START, _ROOM, _PROCTOR = "start", "room", "proctor"
_CUSTODY = ("who", "where", "when")
_STEPS = {
    _START: ("log-in", "open", "resume", "collect"),
    _ROOM: ("type", "login", "again", "back"),
    _PROCTOR: ("kit", "alone", "lost", "back"),
}
_ROOM_KEY_STEP = "room-key"
_LABEL_WIDTH = 74
_COVER_WEIGHTS = {"place": 44, "count": 17, _START: 35, _ROOM: 34, _PROCTOR: 30, "pins": 36}
_BOX = "\N{WHITE SQUARE}"


def cover(printer: Printer, envelope: Envelope, zone: tzinfo) -> Story:
    """The list of envelopes, to tick while they are filled, and what the level gives."""
    words = printer.words
    checklist = seal_checklist(envelope.secrets.level, words, room_keys=envelope.room_keys, quorum=envelope.quorum)
    return [
        *heading(printer, envelope.session, words("code-sheet.cover"), envelope.session.title, zone),
        printer.text(words("code-sheet.cover.message"), size=11, spaceBefore=8, spaceAfter=12),
        _envelopes(printer, envelope),
        Spacer(0, 14),
        printer.text(words("code-sheet.cover.signature"), size=11, spaceAfter=14),
        *checklist_story(printer, checklist),
    ]


def checklist_story(printer: Printer, checklist: SealChecklist) -> Story:
    """The sentences of a checklist in small print."""
    story: Story = [printer.text(checklist.level, size=10, spaceAfter=4)]
    for title, texts in checklist.parts():
        story.append(printer.text(title, size=9, colour=SECONDARY, spaceBefore=2, spaceAfter=2))
        story += [
            printer.text(f"· {text}", size=9, colour=SECONDARY, leftIndent=10, firstLineIndent=-10, spaceAfter=1)
            for text in texts
        ]
    return story


def code_pages(printer: Printer, envelope: Envelope, zone: tzinfo) -> Story:
    """For each room a page with its start code, one with its room code and one with its proctor's code."""
    secrets = envelope.secrets
    codes = {_START: secrets.start_codes, _ROOM: secrets.room_codes, _PROCTOR: secrets.proctor_codes}
    return [
        flowable
        for seating in seatings(envelope.session, envelope.tickets)
        for kind, by_room in codes.items()
        if seating.id in by_room
        for flowable in _code_page(printer, envelope, seating, kind, by_room[seating.id], zone)
    ]


def _envelopes(printer: Printer, envelope: Envelope) -> Table:
    words = printer.words
    unit = PORTRAIT_WIDTH / sum(_COVER_WEIGHTS.values())
    widths = {key: weight * unit for key, weight in _COVER_WEIGHTS.items()}
    rows = [[printer.cell(words(f"code-sheet.cover.{key}"), width, 9) for key, width in widths.items()]]
    for seating in seatings(envelope.session, envelope.tickets):
        texts = _envelope_row(seating, envelope, words)
        rows.append([printer.cell(texts[key], width, 9) for key, width in widths.items()])
    table = Table(rows, colWidths=list(widths.values()), repeatRows=1, style=printer.table_style(9))
    table.setStyle([(f"{side}PADDING", (0, 1), (-1, -1), 6) for side in ("TOP", "BOTTOM")])
    return table


def _envelope_row(seating: Seating, envelope: Envelope, words: Words) -> dict[str, str]:
    pins = sum(ticket.number in envelope.secrets.pins for ticket in seating.tickets)
    ticked = {kind: f"{_BOX} {words(f'code-sheet.cover.{kind}.for')}" for kind in (_START, _ROOM, _PROCTOR)}
    return {
        "place": shorten(seating.room, 60),
        "count": str(len(seating.expected)),
        **ticked,
        "pins": f"{_BOX} {words('code-sheet.cover.pins.for', count=pins)}",
    }


def _code_page(
    printer: Printer, envelope: Envelope, seating: Seating, kind: str, code: str, zone: tzinfo
) -> Iterator[Flowable]:
    words = printer.words
    yield PageBreak()
    yield from heading(printer, envelope.session, words(f"code-sheet.{kind}"), seating.room, zone)
    yield printer.text(words("code-sheet.session", session=shorten(envelope.session.title, 120)), size=11)
    yield from renewal(printer, envelope, zone)
    yield Spacer(0, 14)
    yield _custody(printer, envelope, seating, kind, zone)
    yield Spacer(0, 26)
    yield printer.text(words(f"code-sheet.{kind}.code"), size=11, colour=SECONDARY, alignment=TA_CENTER, spaceAfter=12)
    yield code_table(printer, code)
    yield printer.text(words("start-sheet.code-hint"), colour=SECONDARY, alignment=TA_CENTER, spaceBefore=14)
    yield Spacer(0, 26)
    yield from _steps(printer, envelope, seating, kind)
    yield printer.text(words("code-sheet.signature"), size=11, spaceBefore=18)


def _custody(printer: Printer, envelope: Envelope, seating: Seating, kind: str, zone: tzinfo) -> Table:
    """Who may see the page, where it goes, and when it is taken out."""
    words = printer.words
    opens = moment_text(local(envelope.session.opens, zone), words)
    width = PORTRAIT_WIDTH - _LABEL_WIDTH
    rows = [
        [
            printer.cell(words(f"code-sheet.{each}"), _LABEL_WIDTH, 11, colour=SECONDARY),
            printer.text(words(f"code-sheet.{kind}.{each}", room=shorten(seating.room, 60), opens=opens), size=11),
        ]
        for each in _CUSTODY
    ]
    style = [
        ("FONT", (0, 0), (-1, -1), printer.face.name, 11, 11 * 1.45),
        ("TEXTCOLOR", (0, 0), (0, -1), SECONDARY),
        ("BACKGROUND", (0, 0), (-1, -1), SOFT),
        ("BOX", (0, 0), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
    return Table(rows, colWidths=[_LABEL_WIDTH, width], style=style)


def _steps(printer: Printer, envelope: Envelope, seating: Seating, kind: str) -> Story:
    names = list(_STEPS[kind])
    if kind == _START and envelope.room_keys:
        names.insert(names.index("open") + 1, _ROOM_KEY_STEP)
    texts = (printer.words(f"code-sheet.{kind}.step.{name}", room=seating.id) for name in names)
    return [
        printer.text(f"{number}. {text}", size=12, spaceAfter=8, leftIndent=16, firstLineIndent=-16)
        for number, text in enumerate(texts, start=1)
    ]

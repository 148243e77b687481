"""Printed cards of proctors' acts: eight to an A4 page, each good once, with lines to note down for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Kind, Room, Session
from kaochang.domain.ports import Words
from kaochang.reports.cut_sheets import HEIGHT, INNER, INSET, QR_SIDE, Piece, cut_table
from kaochang.reports.printing import AMBER, INK, SECONDARY, PageDress, Printer
from kaochang.reports.wording import local, moment_text

_CODE_HEIGHT = 26
_GAP = 8
_LINES = ("for", "when", "by")
"""What a proctor writes on a used card."""


@dataclass(frozen=True, slots=True)
class ActCard:
    """One card: what it grants, its number in the room, and its code as displayed."""

    kind: ActKind
    minutes: int
    serial: int
    code: str


def write_cards(
    session: Session, room: Room, cards: Sequence[ActCard], words: Words, font: Path, zone: tzinfo
) -> bytes:
    """The cards as the bytes of a PDF to cut up; times are those of `zone`. The same cards give the same bytes.

    Each bears its number in the room, which goes on over all cards and room-wide codes, and its place in this print.
    """
    printer = Printer(font, words)
    pieces = [_CardPiece(printer, session, room, card, zone, (at, len(cards))) for at, card in enumerate(cards, 1)]
    note = words(f"session-kind.{session.kind}")
    dress = PageDress(session.title, note, local(session.opens, zone), one_sided=True)
    return printer.build_bare([cut_table(pieces)], dress)


class _CardPiece(Piece):
    """One card: what it is at the left, its QR at the right, the code below, lines to fill in between."""

    def __init__(
        self, printer: Printer, session: Session, room: Room, card: ActCard, zone: tzinfo, place: tuple[int, int]
    ) -> None:
        super().__init__(printer)
        self._session = session
        self._room = " ".join(dict.fromkeys((room.id, room.name)))
        self._card = card
        self._at, self._of = place
        self._opens = moment_text(local(session.opens, zone), printer.words)

    def draw(self) -> None:
        """Draws from the upper left corner down."""
        words, card = self.printer.words, self._card
        top, narrow = HEIGHT - INSET, INNER - QR_SIDE - _GAP
        kind = words(f"act-kind.{card.kind}")
        what = words("report.act-minutes", kind=kind, minutes=card.minutes) if card.minutes else kind
        self.put(what, top - 14, 16, narrow)
        self.put(self._serial(), top - 29, 9, narrow, INK if self._session.kind is Kind.LIVE else AMBER)
        for line, text in enumerate(self.printer.lines(self._session.title, narrow, 7.5, 2)):
            self.put(text, top - 42 - 10 * line, 7.5, narrow, SECONDARY)
        self.put(words("act-card.place", room=self._room, opens=self._opens), top - 63, 7.5, INNER, SECONDARY)
        self.put_qr(card.code, top)
        for line, name in enumerate(_LINES):
            self.put_blank(words(f"act-card.{name}"), top - QR_SIDE - 22 - 18 * line, 8.5)
        self.put(words("act-card.once"), INSET + _CODE_HEIGHT + 4, 7, INNER, SECONDARY)
        self.put_code(card.code, INSET, _CODE_HEIGHT)

    def _serial(self) -> str:
        """The card's number, and what kind of session it is for where it is no live one."""
        words, kind = self.printer.words, self._session.kind
        number = words("act-card.serial", serial=self._card.serial, at=self._at, of=self._of)
        return number if kind is Kind.LIVE else f"{number} · {words(f'session-kind.{kind}')}"

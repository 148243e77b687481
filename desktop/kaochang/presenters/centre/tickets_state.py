"""What the page of tickets shows: rows as the standing has them, made words only where they are looked at."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from kaochang.domain.ports import Words
from kaochang.domain.values import Record
from kaochang.presenters.centre.standing import Group, TicketRow
from kaochang.presenters.office.score_rows import Tone


class TicketColumn(enum.StrEnum):
    """What a row says, in its order."""

    NUMBER = "number"
    NAME = "name"
    PERSON = "person"
    ROOM = "room"
    SEAT = "seat"
    STATUS = "status"
    WAITS = "waits"


_TONES = {Group.RECEIVED: Tone.GOOD, Group.MISSING: Tone.BAD, Group.DECIDE: Tone.DOUBT}
_SIGNS = {Group.RECEIVED: "good", Group.MISSING: "missing", Group.DECIDE: "doubt", Group.AWAITED: "awaited"}


class TicketWords:
    """Says a row's cells."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def title(self, column: TicketColumn) -> str:
        """The head of a column."""
        return self._words(f"centre.tickets.column.{column}")

    def text(self, row: TicketRow, column: TicketColumn) -> str:
        """What stands in one cell."""
        if column is TicketColumn.STATUS:
            return self.status(row)
        if column is TicketColumn.WAITS:
            return self._words("centre.tickets.waits", count=row.waits) if row.waits else ""
        said = {
            TicketColumn.NUMBER: row.number,
            TicketColumn.NAME: row.name,
            TicketColumn.PERSON: row.person,
            TicketColumn.ROOM: row.room,
            TicketColumn.SEAT: row.seat,
        }
        return said[column]

    def status(self, row: TicketRow) -> str:
        """A ticket's status with its sign; of one whose stick is to come, that."""
        if row.group is Group.AWAITED:
            return self._words("centre.room.awaited")
        name = self._words(f"ticket-status.{row.status}")
        sign = "doubt" if _is_doubtful(row) else _SIGNS.get(row.group)
        return name if sign is None else self._words(f"centre.sign.{sign}", what=name)

    def tone(self, row: TicketRow, column: TicketColumn) -> Tone:
        """How a cell is toned."""
        if column is TicketColumn.STATUS:
            return Tone.DOUBT if _is_doubtful(row) else _TONES.get(row.group, Tone.QUIET)
        return Tone.DOUBT if column is TicketColumn.WAITS else Tone.PLAIN

    @staticmethod
    def key(row: TicketRow, column: TicketColumn) -> tuple[int, str]:
        """By what rows are sorted: numbers of one length by their digits."""
        if column is TicketColumn.WAITS:
            return -row.waits, ""
        text = {
            TicketColumn.NUMBER: row.number,
            TicketColumn.NAME: row.name,
            TicketColumn.PERSON: row.person,
            TicketColumn.ROOM: row.room,
            TicketColumn.SEAT: row.seat,
            TicketColumn.STATUS: row.status.value,
        }[column]
        return (0 if column in (TicketColumn.NAME, TicketColumn.ROOM) else len(text)), text


def _is_doubtful(row: TicketRow) -> bool:
    """A result counts, and yet something waits: it is not to be told as done."""
    return row.group is Group.RECEIVED and row.waits > 0


class ChipFace(Record, frozen=True):
    """A choice of rows: a group, or None for all."""

    group: Group | None
    text: str
    is_chosen: bool


class TicketsState(Record, frozen=True):
    """The whole page. `at` is the row that was opened last, -1 for none."""

    rows: Sequence[TicketRow] = ()
    words: TicketWords | None = None
    chips: tuple[ChipFace, ...] = ()
    rooms: tuple[str, ...] = ()
    room: str = ""
    text: str = ""
    count: str = ""
    order: TicketColumn | None = None
    is_down: bool = False
    at: int = -1

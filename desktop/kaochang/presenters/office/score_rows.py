"""The rows of the score table: sorted, picked, and made words only when they are looked at."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence

from kaochang.domain.ports import Words
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import CandidateLine
from kaochang.domain.values import Record
from kaochang.flow.quick_scores import share_of
from kaochang.presenters.figures import figure
from kaochang.presenters.office.scores_state import Pick, ScoreColumn

_DONE = frozenset({TicketStatus.SUBMITTED, TicketStatus.RECOVERED})


class Tone(enum.Enum):
    """How a cell is toned, besides its sign and its words: the token of its ink."""

    PLAIN = "ink"
    QUIET = "ink2"
    GOOD = "good"
    DOUBT = "marked_text"
    BAD = "bad_dark"


class ScoreCell(Record, frozen=True):
    """A cell's words, with a sign before them where a state is to be told at a glance."""

    text: str
    tone: Tone = Tone.PLAIN


class RowWords:
    """Says a row's cells. `rooms` are the names of the rooms by id, `missing` the tickets nobody accounted for."""

    def __init__(self, words: Words, rooms: Mapping[str, str], missing: frozenset[str]) -> None:
        self._words = words
        self._rooms = rooms
        self._missing = missing

    def title(self, column: ScoreColumn) -> str:
        """The head of a column."""
        return self._words(f"office.scores.column.{column}")

    def is_picked(self, row: CandidateLine, pick: Pick) -> bool:
        """Whether a row is one of those."""
        if pick is Pick.MISSING:
            return row.ticket.number in self._missing
        if pick is Pick.WAITING:
            return row.waiting > 0
        return pick is Pick.ALL or row.passed is False

    def cell(self, row: CandidateLine, column: ScoreColumn) -> ScoreCell:
        """What stands in one cell."""
        told: dict[ScoreColumn, Callable[[CandidateLine], ScoreCell]] = {
            ScoreColumn.STATUS: self._status,
            ScoreColumn.POINTS: self._points,
            ScoreColumn.VERDICT: self._verdict,
        }
        return told[column](row) if column in told else ScoreCell(self._plain(row, column))

    def _plain(self, row: CandidateLine, column: ScoreColumn) -> str:
        ticket, share = row.ticket, share_of(row)
        said = {
            ScoreColumn.NAME: ticket.name,
            ScoreColumn.PERSON: ticket.person,
            ScoreColumn.TICKET: ticket.number,
            ScoreColumn.ROOM: self._rooms.get(ticket.room, ticket.room),
            ScoreColumn.SEAT: ticket.seat,
            ScoreColumn.SHARE: "" if share is None else f"{float(share) * 100:.1f}%",
        }
        return said[column]

    def _status(self, row: CandidateLine) -> ScoreCell:
        name = self._words(f"ticket-status.{row.status}")
        if row.ticket.number in self._missing:
            return ScoreCell(self._words("office.scores.sign.missing", what=name), Tone.BAD)
        if row.status in _DONE:
            return ScoreCell(self._words("office.scores.sign.done", what=name), Tone.GOOD)
        return ScoreCell(self._words("office.scores.sign.known", what=name), Tone.QUIET)

    def _points(self, row: CandidateLine) -> ScoreCell:
        if row.points is None or row.of is None:
            return ScoreCell("")
        told = {"points": figure(self._words, row.points), "of": figure(self._words, row.of)}
        if row.waiting:
            return ScoreCell(self._words("office.scores.so-far", count=row.waiting, **told), Tone.DOUBT)
        return ScoreCell(self._words("office.scores.points", **told))

    def _verdict(self, row: CandidateLine) -> ScoreCell:
        if row.passed is not None:
            how, tone = ("passed", Tone.GOOD) if row.passed else ("failed", Tone.BAD)
            return ScoreCell(self._words(f"office.scores.{how}"), tone)
        return ScoreCell(self._words("office.scores.open"), Tone.DOUBT) if row.waiting else ScoreCell("")

    def ordered(self, rows: Sequence[CandidateLine], column: ScoreColumn, *, is_down: bool) -> list[CandidateLine]:
        """Rows by a column, equal ones as they stood; figures by their value, numbers of one length by their digits."""
        return sorted(rows, key=lambda row: self._key(row, column), reverse=is_down)

    def _key(self, row: CandidateLine, column: ScoreColumn) -> tuple[float, str]:
        if column is ScoreColumn.POINTS:
            return -1.0 if row.points is None else float(row.points), ""
        if column is ScoreColumn.SHARE:
            share = share_of(row)
            return -1.0 if share is None else float(share), ""
        if column is ScoreColumn.STATUS:
            return float(row.ticket.number not in self._missing), row.status
        if column is ScoreColumn.VERDICT:
            return 0.5 if row.passed is None else float(row.passed), ""
        text = self._plain(row, column)
        return (0.0 if column in (ScoreColumn.NAME, ScoreColumn.ROOM) else float(len(text))), text

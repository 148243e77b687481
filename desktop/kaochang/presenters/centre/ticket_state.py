"""What the page of one ticket shows: where it stands, its files, what was granted, and its score item by item."""

from __future__ import annotations

from kaochang.domain.decisions import DecisionKind
from kaochang.domain.values import Record
from kaochang.presenters.centre.collect_state import MatterFace
from kaochang.presenters.centre.ticket_journal import JournalFace
from kaochang.presenters.office.score_rows import Tone
from kaochang.presenters.refusals import Refused


class FileFace(Record, frozen=True):
    """A file of the ticket: what it is, what became of it, and where it lay; `can_open`: row by row, by its SHA-256."""

    name: str
    sha256: str
    said: str
    tone: Tone
    places: tuple[str, ...]
    can_open: bool = False


class ItemFace(Record, frozen=True):
    """An item as it was answered and scored."""

    place: str
    points: str
    reason: str
    response: str
    correct: str
    by: str


class TicketState(Record, frozen=True):
    """The whole page. `facts` are (label, value); `kinds` may be decided about it now.

    `journal` is the one that was opened last, `is_opening` that one is being read.
    """

    title: str = ""
    status: str = ""
    tone: Tone = Tone.PLAIN
    facts: tuple[tuple[str, str], ...] = ()
    matters: tuple[MatterFace, ...] = ()
    files: tuple[FileFace, ...] = ()
    acts: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    items: tuple[ItemFace, ...] = ()
    kinds: tuple[DecisionKind, ...] = ()
    journal: JournalFace | None = None
    is_opening: bool = False
    is_looking: bool = False
    refused: Refused | None = None

"""A ticket's journal, row by row: from a response back to the moments at which it was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.values import Record
from kaochang.presenters.centre.pages import CentreDesk, Held
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.centre.responses import response_text
from kaochang.presenters.phrases import clock_time, countdown
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first journal
    from kaochang.custody.journal_log import Entry
    from kaochang.domain.ports import Words
    from kaochang.domain.session_reports import Evidence
    from kaochang.flow.journal_rows import JournalRow
    from kaochang.store.centre import FileRecord


class RowFace(Record, frozen=True):
    """A row: its number, the time of day, the working time used by then, the item's place ("": none), what happened."""

    number: int
    time: str
    used: str
    item: str
    text: str


class JournalFace(Record, frozen=True):
    """A journal that was opened, by its file's name; heartbeats are counted in `said` and are no rows."""

    name: str
    said: str
    rows: Sequence[RowFace]


class TicketJournal:
    """`changed` is called when another journal is shown, or none can be."""

    def __init__(self, desk: CentreDesk, changed: Callable[[], None]) -> None:
        self._desk = desk
        self._changed = changed
        self._turn = 0
        self.face: JournalFace | None = None
        self.is_opening = False
        self.refused: Refused | None = None

    def forget(self) -> None:
        """Another ticket."""
        self._turn += 1
        self.face, self.refused, self.is_opening = None, None, False

    def open(self, record: FileRecord) -> None:
        """Open this journal where it still lies; the centre's keys are asked for first."""
        self._desk.ways.unlock(lambda: self._open(record))

    def _open(self, record: FileRecord) -> None:
        held, path, words, zone = self._desk.held, self._desk.path, self._desk.means.words, self._desk.means.zone
        if held is None:
            return
        self._turn += 1
        turn, self.is_opening, self.refused = self._turn, True, None

        def is_wanted() -> bool:
            return turn == self._turn and path == self._desk.database

        def done(face: JournalFace) -> None:
            if is_wanted():
                self.face, self.is_opening = face, False
                self._changed()

        def failed(error: Exception) -> None:
            if is_wanted():
                self.refused, self.is_opening = failure_to_words(error, words), False
                self._changed()

        self._desk.means.runner.run(lambda: _read(path, record, held, words, zone), done, failed)
        self._changed()


def _read(path: Path, record: FileRecord, held: Held, words: Words, zone: tzinfo) -> JournalFace:
    from kaochang.domain.places import place_of
    from kaochang.flow.journal_rows import journal_rows
    from kaochang.presenters.centre.standing import opened

    with closing(opened(path)) as centre:
        lay = tuple(map(Path, centre.places(record.sha256)))
        exams = centre.exams().values()
        places = {each.id: place_of(each.item) for exam in exams for each in exam.assessment.items()}
    rows = journal_rows(lay, record.sha256, held.kit)
    told = [face for each in rows if (face := row_face(each, places, words, zone)) is not None]
    said = words("centre.journal.said", rows=len(rows), beats=len(rows) - len(told))
    return JournalFace(record.name, said, told)


def row_face(row: JournalRow, places: Mapping[str, str], words: Words, zone: tzinfo) -> RowFace | None:
    """A row in words; None for a heartbeat, which says only that time went by."""
    from kaochang.custody.journal_log import Opened
    from kaochang.domain.attempts import Ticked

    found = row.row
    if isinstance(found, Opened):
        return RowFace(
            row.number, clock_time(found.wall, zone), "", "", words("centre.journal.opened", seat=found.seat or "—")
        )
    if isinstance(found.event, Ticked):
        return None
    event = found.event
    item = getattr(event, "item", "")
    place = places.get(item, item)
    return RowFace(row.number, clock_time(event.wall, zone), countdown(event.used), place, _text(found, words))


def _text(entry: Entry, words: Words) -> str:
    from kaochang.domain import attempts as of
    from kaochang.reports.records import evidence_text

    match entry.event:
        case of.Responded(response=response):
            return response_text(response, words)
        case of.Marked(on=on):
            return words("centre.journal.marked" if on else "centre.journal.unmarked")
        case of.Advanced(part=part):
            return words("centre.journal.advanced", part=part + 1)
        case of.Staged(stage=stage):
            return words("centre.journal.staged", stage=stage + 1)
        case of.Resumed(outage=outage, credit=credit):
            return words("centre.journal.resumed", outage=countdown(outage), credit=countdown(credit))
        case of.Closed(reason=reason):
            return words(f"centre.journal.closed.{reason}")
        case of.Noted(what=what, detail=detail, times=times):
            return words("centre.journal.noted", what=evidence_text(_evidence(what, detail, times), words))
        case of.Acted(kind=kind, minutes=minutes, detail=detail):
            said = " ".join((words(f"act-kind.{kind}"), *filter(None, (detail,))))
            key = "centre.journal.acted" if minutes else "centre.journal.acted.untimed"
            return words(key, kind=said, minutes=minutes)
        case event:
            return words(f"centre.journal.{type(event).__name__.lower()}")


def _evidence(what: str, detail: str, times: int) -> Evidence:
    from kaochang.domain.session_reports import Evidence

    return Evidence(what, detail, times)

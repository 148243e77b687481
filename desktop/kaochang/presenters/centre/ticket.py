"""One ticket: from its score back to the item, the response, the journal, the file and the room that brought it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from kaochang.domain.decisions import WALK_IN_RULINGS, DecisionKind, standing, undone_by
from kaochang.domain.rosters import TicketStatus
from kaochang.flow.walked_in import WAITS
from kaochang.presenters.centre.matters import Matters, told
from kaochang.presenters.centre.pages import CentreDesk, CentrePage, Show
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.centre.responses import response_text
from kaochang.presenters.centre.ticket_journal import TicketJournal
from kaochang.presenters.centre.ticket_state import FileFace, ItemFace, TicketState
from kaochang.presenters.centre.tickets_state import TicketColumn, TicketWords
from kaochang.presenters.figures import figure
from kaochang.presenters.office.score_rows import Tone
from kaochang.presenters.phrases import day_and_time, duration
from kaochang.presenters.refusals import Refused
from kaochang.reports.decided import decision_text

if TYPE_CHECKING:  # the flows come with the first ticket
    from kaochang.domain.session_reports import RoomAct
    from kaochang.presenters.centre.ticket_details import Details, ScoredItem
    from kaochang.store.centre import FileRecord

_RESULT, _JOURNAL = "kcr", "kcj"
_SECOND_MS = 1000


class TicketPresenter:
    """Intents of the page in, its state out. Where people have to decide, it says what they may."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._number, self._turn = "", 0
        self._back = CentrePage.TICKETS
        self._details: Details | None = None
        self._refused: Refused | None = None
        self._journal = TicketJournal(desk, self._show)
        self.state = TicketState()

    def open(self, number: str, back: CentrePage) -> None:
        """This ticket; the page before it is where it goes back to."""
        if (number, self._desk.turn) != (self._number, self._turn):
            self._journal.forget()
        self._number, self._back, self._turn = number, back, self._desk.turn

    def enter(self) -> None:
        """The page is shown: read all there is, anew each time."""
        number, path = self._number, self._desk.path
        result = self._desk.now.results.get(number, "")
        self._details, self._refused = None, None

        def read() -> Details:
            from kaochang.presenters.centre.ticket_details import details_of

            return details_of(path, number, result)

        def done(details: Details) -> None:
            if number == self._number and path == self._desk.database:
                self._details = details
                self._show()

        def failed(error: Exception) -> None:
            if path == self._desk.database:
                self._refused = failure_to_words(error, self._desk.means.words)
                self._show()

        self._show()
        self._desk.means.runner.run(read, done, failed)

    def leave(self) -> None:
        """Another page is shown."""

    def go_back(self) -> None:
        """To where it was opened from."""
        self._desk.go(self._back)

    def decide(self, kind: DecisionKind) -> None:
        """Decide this about it."""
        self._desk.ways.decide(self._number, kind)

    def open_journal(self, sha256: str) -> None:
        """Show this journal, row by row: copies of different length have one name."""
        files = () if self._details is None else self._details.files
        found = next((record for record, _ in files if record.sha256 == sha256 and self._is_journal(record)), None)
        if found is not None:
            self._journal.open(found)

    @staticmethod
    def _is_journal(record: FileRecord) -> bool:
        return record.type == _JOURNAL and not record.outcome

    def _show(self) -> None:
        now, words = self._desk.now, self._desk.means.words
        row, cells = now.row(self._number), TicketWords(words)
        matters = Matters(words, now)
        undone = undone_by(now.decisions)
        self.state = TicketState(
            title=words("centre.ticket.title", number=row.number, name=row.name),
            status=cells.status(row),
            tone=cells.tone(row, TicketColumn.STATUS),
            facts=tuple(self._facts()),
            matters=matters.faces(each for each in told(now) if each.ticket == row.number),
            files=tuple(self._files()),
            acts=tuple(self._act(each) for each in now.acts if each.ticket == row.number),
            decisions=tuple(
                decision_text(each, undone.get(each.number), words)
                for each in now.decisions
                if each.ticket == row.number
            ),
            items=tuple(self._item(each) for each in self._details.items) if self._details is not None else (),
            kinds=tuple(self._kinds()),
            journal=self._journal.face,
            is_opening=self._journal.is_opening,
            is_looking=self._details is None and self._refused is None,
            refused=self._refused or self._journal.refused,
        )
        self._show_state(self.state)

    def _facts(self) -> Iterator[tuple[str, str]]:
        words, zone, row = self._desk.means.words, self._desk.means.zone, self._desk.now.row(self._number)
        yield words("centre.ticket.room"), words("centre.ticket.room.seat", room=row.room, seat=row.seat or "—")
        yield words("centre.ticket.person"), row.person
        details = self._details
        if details is None:
            return
        if details.entry is not None:
            status = words(f"ticket-status.{details.entry.status}")
            said = words("centre.ticket.manifest.said", number=details.manifest, status=status)
            yield words("centre.ticket.manifest"), said
        body = details.body
        if body is not None:
            times = words(
                "centre.ticket.times",
                started=day_and_time(words, body.started, zone),
                closed=day_and_time(words, body.closed, zone),
                used=duration(words, body.used // _SECOND_MS),
            )
            yield words("centre.ticket.attempt"), times
            yield (
                words("centre.ticket.journal"),
                words("centre.ticket.journal.rows", rows=body.rows, head=body.head[:12]),
            )
            yield words("centre.ticket.score"), self._score(details)

    def _score(self, details: Details) -> str:
        from kaochang.store.centre import counting

        words = self._desk.means.words
        stands = [counting(each.given).points if each.given else None for each in details.items]
        points = sum((each for each in stands if each is not None), Fraction(0))
        of = sum((each.placed.points for each in details.items), Fraction(0))
        told_points = {"points": figure(words, points), "of": figure(words, of)}
        waiting = stands.count(None)
        return (
            words("office.scores.so-far", count=waiting, **told_points)
            if waiting
            else words("office.scores.points", **told_points)
        )

    def _files(self) -> Iterator[FileFace]:
        if self._details is None:
            return
        counts = self._desk.now.results.get(self._number, "")
        for record, places in self._details.files:
            became, tone = self._became(record, counts), self._file_tone(record, counts)
            yield FileFace(record.name, record.sha256, became, tone, places, self._is_journal(record))

    def _became(self, record: FileRecord, counts: str) -> str:
        words = self._desk.means.words
        if record.outcome:
            from kaochang.domain.refusals import Outcome

            return words("centre.file.refused", why=words(f"outcome.{Outcome(record.outcome).name}"))
        if record.type == _RESULT:
            return words(
                "centre.file.counts" if record.sha256 == counts else "centre.file.kept", receipt=record.receipt
            )
        if record.type == _JOURNAL:
            return words("centre.file.recovered" if record.sha256 == counts else "centre.file.journal")
        return words("centre.file.taken")

    @staticmethod
    def _file_tone(record: FileRecord, counts: str) -> Tone:
        if record.outcome:
            return Tone.BAD
        return Tone.GOOD if record.sha256 == counts else Tone.QUIET

    def _act(self, act: RoomAct) -> str:
        words = self._desk.means.words
        state = words(f"centre.act.{act.state}")
        kind = words(f"act-kind.{act.kind}")
        told = {"kind": kind, "by": act.by, "reason": act.reason, "state": state}
        return words("centre.act", minutes=act.minutes, **told) if act.minutes else words("centre.act.untimed", **told)

    def _item(self, each: ScoredItem) -> ItemFace:
        from kaochang.domain.places import place_of
        from kaochang.presenters.office.paper_faces import key_text
        from kaochang.store.centre import counting

        words = self._desk.means.words
        stands = counting(each.given) if each.given else None
        of = figure(words, each.placed.points)
        points = "" if stands is None or stands.points is None else figure(words, stands.points)
        reason = words("centre.reason.not-marked") if stands is None else words(f"centre.reason.{stands.reason}")
        by = "" if stands is None or not stands.by else words("centre.item.by", by=stands.by, comment=stands.comment)
        written = response_text(each.response, words)
        if each.revisions > 1:
            written = words("centre.item.revised", text=written, count=each.revisions)
        correct = key_text(each.scheme.correct, words) if each.scheme.correct is not None else ""
        place = place_of(each.placed.item)
        return ItemFace(place, words("centre.item.points", points=points or "—", of=of), reason, written, correct, by)

    def _ruling(self) -> DecisionKind | None:
        """Whether a walk-in was accepted or refused; None for anybody else, and as long as nobody did."""
        made = (each for each in standing(self._desk.now.decisions) if each.ticket == self._number)
        return next((each.kind for each in reversed(tuple(made)) if each.kind in WALK_IN_RULINGS), None)

    def _kinds(self) -> Iterator[DecisionKind]:
        """What may be decided as things stand; the flow checks once more, with everything it knows."""
        now, details = self._desk.now, self._details
        if details is None or now.closed is not None:
            return
        ruling = self._ruling()
        if any((each.key, each.ticket) == (WAITS, self._number) for each in now.waits):
            yield from (DecisionKind.ACCEPTED, DecisionKind.REFUSED)
        elif ruling is DecisionKind.REFUSED:  # whatever else was decided, nothing of it would count
            yield DecisionKind.ACCEPTED
        else:
            yield from (DecisionKind.REFUSED,) * (ruling is DecisionKind.ACCEPTED)
            yield from self._usual_kinds(details)

    def _usual_kinds(self, details: Details) -> Iterator[DecisionKind]:
        """The same of a ticket that is somebody's."""
        now = self._desk.now
        row, counts = now.row(self._number), self._number in now.results
        accepted = [record for record, _ in details.files if not record.outcome]
        if len([each for each in accepted if each.type == _RESULT]) > int(counts and not row.waits):
            yield DecisionKind.COUNTS
        if not counts and any(each.type == _JOURNAL for each in accepted):
            yield DecisionKind.RECOVERED
        if row.status is TicketStatus.MISCONDUCT_PENDING:
            yield DecisionKind.MISCONDUCT
            yield DecisionKind.CLEARED
        if row.waits and row.status is not TicketStatus.MISCONDUCT_PENDING:
            yield DecisionKind.EXPLAINED
        if not counts:
            yield DecisionKind.ABSENT
            yield DecisionKind.ON_PAPER
        yield DecisionKind.ILL
        if row.status is not TicketStatus.VOID:
            yield DecisionKind.VOID

"""One decision: what is decided about what, by whom and why; signed the moment it is made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.decisions import RECORDED, WALK_IN_RULINGS, DecisionKind, needs_second
from kaochang.domain.rosters import TicketStatus
from kaochang.presenters.centre.decisions_state import DecideState, FileChoice, RecordLine
from kaochang.presenters.centre.matters import Matters, told
from kaochang.presenters.centre.pages import CentreDesk, CentrePage, Show
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.centre.standing import NO_MANIFEST
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first decision
    from kaochang.flow.decisions import Wish
    from kaochang.store.centre import FileRecord

_SHOWN = 12
"""Symbols of a SHA-256 that are shown: enough to tell files of one name apart."""

_SESSION = (DecisionKind.CLOSE, DecisionKind.REOPEN, DecisionKind.UNDO)
_Choices = tuple[tuple["FileRecord", int], ...]


class DecidePresenter:
    """Intents of the form in, its state out. Who decided last is proposed for the next one, as long as it is open."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._about = self._file = self._by = self._second = self._reason = ""
        self._person = self._name = ""
        self._kinds: tuple[DecisionKind, ...] = ()
        self._kind = DecisionKind.EXPLAINED
        self._back = CentrePage.DECISIONS
        self._choices: _Choices = ()
        self._log: Path | None = None
        self._record: dict[str, TicketStatus | None] = {}
        self._is_deciding = False
        self._refused: Refused | None = None
        self._turn = 0
        self.state = DecideState()

    # -- a page among others --------------------------------------------------------------------------------------

    def open(self, about: str, kind: DecisionKind, back: CentrePage) -> None:
        """A decision about a ticket, a room, the number of another decision, or "" for the session."""
        self._about, self._kind, self._back = about, kind, back
        self._file = self._second = self._reason = ""
        self._choices, self._log, self._record = (), None, {}
        self._refused = None
        self._turn += 1
        if kind is DecisionKind.ACCEPTED:
            row = self._desk.now.row(about)
            self._person, self._name = row.person, row.name
        rooms = {room.id for room in self._desk.now.rooms}
        self._kinds = (kind,)
        if about in rooms:
            lacks = any((each.key, each.room) == (NO_MANIFEST, about) for each in self._desk.now.waits)
            self._kinds = (DecisionKind.EXPLAINED, *((DecisionKind.RECORD,) if lacks else ()))
            name = self._desk.now.room_name(about)
            self._record = {
                row.number: TicketStatus.SUBMITTED if row.number in self._desk.now.results else None
                for row in self._desk.now.rows
                if row.room == name
            }

    def enter(self) -> None:
        """The form is shown; the files to choose from are looked for."""
        self._show()
        if self._kind in (DecisionKind.COUNTS, DecisionKind.RECOVERED) and not self._choices:
            path, number, turn = self._desk.path, self._about, self._turn

            def done(found: tuple[_Choices, Path | None]) -> None:
                if turn == self._turn:
                    self._choices, log = found
                    self._log = self._log or log
                    self._show()

            self._desk.means.runner.run(lambda: _choices(path, number), done, self._on_failed)

    def leave(self) -> None:
        """Another page is shown."""

    def cancel(self) -> None:
        """Nothing is decided."""
        if not self._is_deciding:
            self._desk.go(self._back)

    # -- the form -------------------------------------------------------------------------------------------------

    def choose_kind(self, kind: DecisionKind) -> None:
        """What is decided, where there is a choice."""
        self._kind = kind
        self._show()

    def choose_file(self, sha256: str) -> None:
        """The result that counts."""
        self._file = sha256
        self._show()

    def choose_log(self, path: Path) -> None:
        """The journal that a result is recovered from."""
        self._log = path
        self._show()

    def set_status(self, number: str, status: TicketStatus | None) -> None:
        """What a room's record says of a ticket."""
        self._record[number] = status
        self._show()

    def type(self, by: str, second: str, reason: str) -> None:
        """Who decides, with whom, and why."""
        self._by, self._second, self._reason = by, second, reason
        self._show()

    def type_holder(self, person: str, name: str) -> None:
        """Who the walk-in is, where that was mistyped at the PC."""
        self._person, self._name = person, name
        self._show()

    def decide(self) -> None:
        """Sign and enter it; the keys are asked for first where they are not open."""
        if not self._why():
            self._desk.ways.unlock(self._decide)

    def _decide(self) -> None:
        desk, held, log = self._desk, self._desk.held, self._log
        if held is None:
            return
        path, clock = desk.path, desk.means.clock
        wished = self._wished()
        self._is_deciding = desk.is_busy = True
        self._refused = None

        def work() -> None:
            from kaochang.flow import decisions, mark, recover
            from kaochang.store.centre import Centre

            wish = wished(log if self._kind is DecisionKind.RECOVERED else None)
            with closing(Centre(path)) as centre:
                decision = decisions.plan(centre, wish, clock)
                body = recover.recovered(wish.log, held.kit) if wish.log else None
                decisions.enter(centre, decision, held.signing, clock, body)
                mark.mark(centre, clock)  # what counts from now on is another result perhaps

        def done(_: None) -> None:
            self._is_deciding = desk.is_busy = False
            desk.renew(lambda: desk.go(self._back))

        def failed(error: Exception) -> None:
            self._is_deciding = desk.is_busy = False
            self._on_failed(error)

        desk.means.runner.run(work, done, failed)
        self._show()

    def _wished(self) -> Callable[[Path | None], Wish]:
        kind, about, by, reason = self._kind, self._about, self._by.strip(), self._reason.strip()
        second, file = self._second.strip(), self._file
        record = {number: status for number, status in self._record.items() if status is not None}
        is_accepted = kind is DecisionKind.ACCEPTED
        person, name = (self._person.strip(), self._name.strip()) if is_accepted else ("", "")

        def wish(log: Path | None) -> Wish:
            from kaochang.flow.decisions import Wish
            from kaochang.flow.merge_checks import FILE_LIMIT
            from kaochang.machine.safe_files import read_whole

            data = b"" if log is None else read_whole(log, FILE_LIMIT)
            told = record if kind is DecisionKind.RECORD else {}
            return Wish(kind, about, by, reason, second, file, data, told, person, name)

        return wish

    def _on_failed(self, error: Exception) -> None:
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        now, words = self._desk.now, self._desk.means.words
        matters = Matters(words, now)
        rows = {row.number: row for row in now.rows} if self._record else {}
        self.state = DecideState(
            kinds=self._kinds,
            kind=self._kind,
            title=words(
                "centre.decide.title", kind=words(f"centre.decide.kind.{self._kind}"), about=self._said_about()
            ),
            what=words(f"centre.decide.what.{self._kind}"),
            matters=matters.faces(each for each in told(now) if self._concerns(each.ticket, each.room)),
            files=tuple(self._choice(*each) for each in self._choices) if self._kind is DecisionKind.COUNTS else (),
            record=tuple(RecordLine(number, rows[number].name, status) for number, status in self._record.items())
            if self._kind is DecisionKind.RECORD
            else (),
            asks_log=self._kind is DecisionKind.RECOVERED,
            asks_holder=self._kind is DecisionKind.ACCEPTED,
            person=self._person,
            name=self._name,
            log="" if self._log is None else str(self._log),
            by=self._by,
            second=self._second,
            reason=self._reason,
            needs_second=needs_second({self._kind}, now.session.level),
            why=self._why(),
            is_deciding=self._is_deciding,
            refused=self._refused,
            turn=self._turn,
        )
        self._show_state(self.state)

    def _concerns(self, ticket: str, room: str) -> bool:
        """Whether a matter is one of what is decided about; closing and its like concern all of them."""
        if self._kind in _SESSION:
            return self._kind is DecisionKind.CLOSE
        return self._about == (ticket or room)

    def _said_about(self) -> str:
        words, now = self._desk.means.words, self._desk.now
        if not self._about:
            return now.session.title
        if self._kind is DecisionKind.UNDO:
            return words("centre.decide.about.decision", number=self._about)
        room = now.room_name(self._about)
        if room != self._about or any(each.id == self._about for each in now.rooms):
            return words("centre.decide.about.room", room=room)
        if self._kind in WALK_IN_RULINGS:
            row = now.row(self._about)
            return words("centre.decide.about.walk-in", number=row.number, person=row.person, name=row.name)
        return words("centre.decide.about.ticket", number=self._about)

    def _choice(self, record: FileRecord, answered: int) -> FileChoice:
        words = self._desk.means.words
        sha256 = record.sha256
        note = words("centre.decide.file", answered=answered, receipt=record.receipt, sha256=sha256[:_SHOWN])
        return FileChoice(sha256, record.name, note, sha256 == self._file)

    def _why(self) -> str:
        """What is missing before it can be signed."""
        words = self._desk.means.words
        if self._is_deciding:
            return words("centre.decide.signing")
        if self._kind is DecisionKind.COUNTS and not self._file:
            return words("centre.decide.why.file")
        if self._kind is DecisionKind.RECOVERED and self._log is None:
            return words("centre.decide.why.log")
        unsaid = list(self._record.values()).count(None)
        if self._kind is DecisionKind.RECORD and unsaid:
            return words("centre.decide.why.record", count=unsaid)
        if self._kind is DecisionKind.ACCEPTED and not (self._person.strip() and self._name.strip()):
            return words("centre.decide.why.holder")
        if not self._by.strip() or not self._reason.strip():
            return words("centre.decide.why.by")
        two = needs_second({self._kind}, self._desk.now.session.level)
        return words("centre.decide.why.second") if two and not self._second.strip() else ""


STATUSES = RECORDED
"""What a room's record by hand can say of a ticket."""


def _choices(path: Path, number: str) -> tuple[_Choices, Path | None]:
    """The results of a ticket with how many items are answered in each, and where its journal still lies (blocks)."""
    from kaochang.domain.responses import answered
    from kaochang.flow.merge import merged_results
    from kaochang.presenters.centre.standing import opened

    with closing(opened(path)) as centre:
        results = merged_results(centre)
        own = [each for each in centre.files() if each.ticket == number and not each.outcome]
        found = tuple((each, len(answered(results[each.sha256].responses))) for each in own if each.type == "kcr")
        logs = [place for each in own if each.type == "kcj" for place in map(Path, centre.places(each.sha256))]
    return found, next((each for each in logs if each.is_file()), None)

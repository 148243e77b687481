"""What the parts of a session that is being made share: its draft, the exams of the bank, the roster as read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kaochang.flow.office_draft import KeptFile
from kaochang.flow.session_draft import PlannedRoom, SessionDraft, SessionPart, session_drafts
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.kept_draft import KeptDraft
from kaochang.presenters.office.pages import OfficeDesk
from kaochang.presenters.office.roster_holder import KeptFiles
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # they come with the first look
    from kaochang.domain.banked import BankExam
    from kaochang.flow.quick import QuickOffice
    from kaochang.papers.roster import RosterRead, RosterRow

T = TypeVar("T")


class SessionDesk:
    """`go` shows another part, `changed` the page anew; both are set by whoever leads through the parts.

    `turn` is another number for another draft or part: what was begun in an earlier one ends in nothing. `said` is what
    whoever began the draft has to say of it.
    """

    def __init__(self, desk: OfficeDesk) -> None:
        self.desk = desk
        self.means: Means = desk.means
        self.folder = session_drafts(desk.data)
        self.kept = KeptDraft(desk.means, self.folder, SessionDraft(), self.tell)
        self.exams: tuple[BankExam, ...] = ()
        self.roster: RosterRead | None = None
        self.is_roster_whole = False
        self.trouble: Refused | None = None
        self.said = ""
        self.turn = 0
        self.go: Callable[[SessionPart], None] = _nowhere
        self.changed: Callable[[], None] = _nobody

    @property
    def draft(self) -> SessionDraft:
        """The session as it stands."""
        return self.kept.now

    def keep(self, **members: object) -> None:
        """Change members of the draft; whoever changes anything has begun."""
        self.kept.keep({"is_begun": True, **members})
        self.changed()

    def office(self) -> QuickOffice:
        """The office on this PC (blocks)."""
        return self.desk.office()

    def take(self, draft: SessionDraft) -> None:
        """Begin with this draft, as it was loaded; one that could not be read is told of."""
        self.kept.take(draft)
        lost = self.kept.folder.put_aside
        if lost is not None:
            self.tell(failure_to_words(lost, self.means.words))

    def tell(self, trouble: Refused | None) -> None:
        """Say above every page that nothing can be kept, or that it can again (None)."""
        if trouble != self.trouble:
            self.trouble = self.desk.trouble = trouble
            self.desk.changed()

    def in_turn(self, then: Callable[[T], None]) -> Callable[[T], None]:
        """The same, as long as nobody has turned to another draft or part."""
        turn = self.turn

        def call(result: T) -> None:
            if turn == self.turn:
                then(result)

        return call

    # -- what follows from the draft ------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[BankExam]:
        """The session's exams, in the order in which they were chosen; those that the bank still has."""
        there = {each.exam.id: each for each in self.exams}
        return [there[id] for id in self.draft.exams if id in there]

    @property
    def rows(self) -> tuple[RosterRow, ...]:
        """The roster's rows, none before there is one."""
        return () if self.roster is None else self.roster.rows

    @property
    def rooms(self) -> tuple[PlannedRoom, ...]:
        """The rooms as they were typed, else the roster's, else one with a usual name."""
        if self.draft.rooms:
            return self.draft.rooms
        named = dict.fromkeys(row.room for row in self.rows if row.room)
        return tuple(map(PlannedRoom, named)) or (PlannedRoom(self.means.words("quick.room")),)

    @property
    def window(self) -> tuple[int, int]:
        """When the session is open, wall times in ms: as it was said, else from now until everybody has ended."""
        from kaochang.flow.quick import USUAL_MINUTES, longest_extra, usual_window

        minutes = max((each.exam.rules.duration_s // 60 for each in self.chosen), default=USUAL_MINUTES)
        opens, closes = usual_window(self.means.clock.wall(), minutes + longest_extra(self.rows), self.means.zone)
        draft = self.draft
        return (opens if draft.opens is None else draft.opens), (closes if draft.closes is None else draft.closes)

    def settled(self) -> SessionDraft:
        """The draft with what follows from it in place, as it is sealed."""
        import msgspec

        opens, closes = self.window
        ids = tuple(each.exam.id for each in self.chosen)
        rooms = tuple(msgspec.structs.replace(room, name=room.name.strip()) for room in self.rooms)
        return msgspec.structs.replace(self.draft, exams=ids, rooms=rooms, opens=opens, closes=closes)


class SessionRoster:
    """The roster of a session: its people may sit any of the session's exams."""

    def __init__(self, desk: SessionDesk) -> None:
        self._desk = desk

    @property
    def means(self) -> Means:
        """The desk's."""
        return self._desk.means

    @property
    def files(self) -> KeptFiles:
        """The draft's folder."""
        return self._desk.folder

    @property
    def kept(self) -> KeptFile | None:
        """The draft's."""
        return self._desk.draft.roster

    def read(self, kept: KeptFile) -> RosterRead:
        """A row that names another exam is wrong."""
        from kaochang.flow.office_roster import of_exams, read_kept

        titles = {each.exam.id: each.exam.assessment.title for each in self._desk.chosen}
        return of_exams(read_kept(self._desk.folder.place(kept)), titles)

    def take(self, kept: KeptFile, read: RosterRead) -> None:
        """For the parts that follow."""
        self._desk.roster = read
        if kept != self._desk.draft.roster:
            self._desk.keep(roster=kept)

    def tell_whole(self, is_whole: bool) -> None:
        """Its part is whole."""
        if is_whole != self._desk.is_roster_whole:
            self._desk.is_roster_whole = is_whole
            self._desk.changed()

    def next_words(self, people: int) -> str:
        """The rooms follow."""
        return self.means.words("office.sessions.roster.next", count=people)

    def go_on(self) -> None:
        """To the rooms."""
        self._desk.go(SessionPart.ROOMS)


def _nowhere(_: SessionPart) -> None:
    """Before somebody leads."""


def _nobody() -> None:
    """Before somebody leads."""

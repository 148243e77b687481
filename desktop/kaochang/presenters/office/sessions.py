"""场次: sessions of several exams, rooms and levels; the list of those that were sealed, and one that is being made.

list ─→ exams ─→ roster ─→ rooms ─→ rules ─→ seal ─→ list

Each part can be gone to at any time; sealing says which of them still misses something. The draft is saved after every
change: killed and started again, the page is at the part it was at.
"""

from __future__ import annotations

from collections.abc import Callable

from kaochang.flow.session_draft import SessionDraft, SessionPart
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.pages import OfficeDesk, Show
from kaochang.presenters.office.part_face import PartFace
from kaochang.presenters.office.roster import RosterPresenter
from kaochang.presenters.office.session_after import AfterKind, SessionAfter
from kaochang.presenters.office.session_desk import SessionDesk, SessionRoster
from kaochang.presenters.office.session_exams import SessionExams
from kaochang.presenters.office.session_list import SessionList
from kaochang.presenters.office.session_rooms import SessionRooms
from kaochang.presenters.office.session_rules import SessionRules
from kaochang.presenters.office.session_seal import SessionSeal
from kaochang.presenters.office.sessions_state import CheckLine, ListState, SessionsState
from kaochang.presenters.phrases import window


class SessionsPresenter:
    """Leads through list and parts; each of them takes its own intents."""

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._own = SessionDesk(desk)
        self._own.go, self._own.changed = self.go, self._show
        self.exams = SessionExams(self._own, self._show)
        self.roster = RosterPresenter(SessionRoster(self._own), lambda _: self._show())
        self.rooms = SessionRooms(self._own, self._show)
        self.rules = SessionRules(self._own, self._show)
        self.sealing = SessionSeal(self._own, self._show, self._checks, self.rules.costs)
        self.listing = SessionList(self._own, self._show, self._begin)
        self.after = SessionAfter(self._own, self._show)
        self._is_after = False
        self._is_loaded = self._is_making = self._is_here = False
        self._read_for: tuple[str, ...] | None = None
        self.state = SessionsState()

    # -- a page among others --------------------------------------------------------------------------------------

    def restore(self, then: Callable[[], None]) -> None:
        """The draft is loaded when the page is first shown."""
        then()

    def enter(self) -> None:
        """The page is shown."""
        self._is_here = True
        if self._is_loaded:
            self._enter_here()
            return
        self._show()
        self._own.means.runner.run(self._own.kept.load, self._on_loaded, self._on_not_loaded)

    def leave(self) -> None:
        """Another page is shown: no secret stays."""
        self._own.turn += 1
        self._is_here = False
        if self._is_making:
            self._leave_part()
        self.after.leave()

    def _on_loaded(self, draft: SessionDraft) -> None:
        self._is_loaded = True
        self._own.take(draft)
        self._is_making = draft.is_begun
        self.exams.enter(self._on_exams if self._is_making else self._enter_list)

    def _on_not_loaded(self, error: Exception) -> None:
        self._is_loaded = True
        self._own.tell(failure_to_words(error, self._own.means.words))
        self._enter_here()

    def _enter_here(self) -> None:
        if self._is_making:
            self._enter_part()
        else:
            self._enter_list()

    def _enter_list(self) -> None:
        self.listing.enter()
        self._show()

    # -- leading --------------------------------------------------------------------------------------------------

    def _begin(self, draft: SessionDraft) -> None:
        """Make a session of this draft from now on."""
        own = self._own
        own.turn += 1
        own.kept.begin(draft)
        own.roster, own.is_roster_whole, self._read_for = None, False, None
        self.roster.forget()
        self.sealing.close()
        self._is_making = True
        self.exams.enter(self._on_exams)

    def _on_exams(self) -> None:
        """The bank's exams are known: the part that is shown by now is judged by them."""
        if self._is_here and self._is_making:
            self._enter_part()

    def go(self, part: SessionPart) -> None:
        """Another part."""
        if self._own.desk.is_busy or part is self._own.draft.part:
            return
        self._leave_part()
        self._own.turn += 1
        self._own.keep(part=part)
        self._enter_part()

    def open_after(self, kind: AfterKind) -> None:
        """What can still be done to the session that the list shows."""
        kept = self.listing.here
        if kept is not None:
            self._is_after = True
            self.after.enter(kept.session.id, kept.session.title, kept.session.level, kind)
            self._show()

    def to_list(self) -> None:
        """Back to the list; what is half made stays."""
        if self._own.desk.is_busy:
            return
        if self._is_making:
            self._leave_part()
        self.after.leave()
        self.sealing.close()
        self._own.turn += 1
        self._is_making = self._is_after = False
        self.listing.enter()
        self._show()

    def _enter_part(self) -> None:
        """The roster is read again where it was not yet, or for other exams."""
        own = self._own
        ids = tuple(each.exam.id for each in own.chosen)
        if own.draft.roster is not None and ids != self._read_for:
            self._read_for = ids
            self.roster.restore(self._on_roster)
        else:
            self._enter_shown()

    def _on_roster(self) -> None:
        if self._is_here and self._is_making:
            self._enter_shown()

    def _enter_shown(self) -> None:
        entering: dict[SessionPart, Callable[[], None]] = {
            SessionPart.EXAMS: self.exams.enter,
            SessionPart.ROSTER: self.roster.enter,
            SessionPart.ROOMS: self.rooms.enter,
            SessionPart.RULES: self.rules.enter,
            SessionPart.SEAL: self.sealing.enter,
        }
        entering[self._own.draft.part]()
        self._show()

    def _leave_part(self) -> None:
        leaving = {SessionPart.SEAL: self.sealing.leave, SessionPart.ROSTER: self.roster.leave}
        leaving.get(self._own.draft.part, lambda: None)()

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)

    def _state(self) -> SessionsState:
        if self._is_after:
            return SessionsState(after=self.after.state)
        if not self._is_making:
            listed = self.listing.state if self._is_loaded else ListState(is_looking=True)
            return SessionsState(listed)
        here = self._own.draft.part
        return SessionsState(parts=self._parts(here), here=here, body=self._body(here))

    def _body(self, part: SessionPart) -> object:
        match part:
            case SessionPart.EXAMS:
                return self.exams.state
            case SessionPart.ROSTER:
                return self.roster.state
            case SessionPart.ROOMS:
                return self.rooms.state
            case SessionPart.RULES:
                return self.rules.state
            case SessionPart.SEAL:
                return self.sealing.state

    def _parts(self, here: SessionPart) -> tuple[PartFace[SessionPart], ...]:
        words = self._own.means.words
        notes, whole = self._notes(), self._whole()
        return tuple(
            PartFace(part, words(f"office.sessions.part.{part}"), notes[part], part is here, whole[part])
            for part in SessionPart
        )

    def _whole(self) -> dict[SessionPart, bool]:
        own = self._own
        return {
            SessionPart.EXAMS: bool(own.chosen),
            SessionPart.ROSTER: own.is_roster_whole,
            SessionPart.ROOMS: bool(own.rows) and self.rooms.is_whole,
            SessionPart.RULES: self.rules.is_whole,
            SessionPart.SEAL: False,
        }

    def _notes(self) -> dict[SessionPart, str]:
        """What was settled in each part, in a few words; what is missing where that is nothing yet."""
        own, words = self._own, self._own.means.words
        titles = [each.exam.assessment.title for each in own.chosen]
        opens, closes = own.window
        drawn = "office.sessions.note.drawn" if own.draft.seat_seed else "office.sessions.note.rooms"
        return {
            SessionPart.EXAMS: words("list.separator").join(titles) or words("office.sessions.note.no-exam"),
            SessionPart.ROSTER: words("office.roster.people", count=len(own.rows))
            if own.rows
            else words("office.sessions.note.no-roster"),
            SessionPart.ROOMS: words(drawn, count=len(own.rooms)),
            SessionPart.RULES: window(words, opens, closes, own.means.zone),
            SessionPart.SEAL: words(f"office.rules.level.{own.draft.level}"),
        }

    def _checks(self) -> tuple[CheckLine, ...]:
        words, notes, whole = self._own.means.words, self._notes(), self._whole()
        return tuple(
            CheckLine(
                words("office.sessions.check", part=words(f"office.sessions.part.{part}"), note=notes[part]),
                whole[part],
                part,
            )
            for part in SessionPart
            if part is not SessionPart.SEAL
        )

"""What waits for people, what they decided, and the end of the session."""

from __future__ import annotations

from kaochang.domain.decisions import DecisionKind, undone_by
from kaochang.presenters.centre.decisions_state import DecisionsState, MadeFace
from kaochang.presenters.centre.matters import Matters, awaited_rooms, told
from kaochang.presenters.centre.pages import CentreDesk, CentrePage, Show
from kaochang.presenters.centre.standing import NO_MANIFEST
from kaochang.presenters.phrases import day_and_time
from kaochang.reports.decided import decision_text

_FOR_GOOD = (DecisionKind.CLOSE, DecisionKind.REOPEN)


class DecisionsPresenter:
    """Intents of the page in, its state out."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self.state = DecisionsState()

    def enter(self) -> None:
        """The page is shown."""
        self._show()

    def leave(self) -> None:
        """Another page is shown."""

    def go_back(self) -> None:
        """To the figures."""
        self._desk.go(CentrePage.COLLECT)

    def open_matter(self, ticket: str, room: str) -> None:
        """Where something can be settled."""
        if ticket:
            self._desk.ways.ticket(ticket)
        else:
            self._desk.ways.decide(room, DecisionKind.EXPLAINED)

    def undo(self, number: str) -> None:
        """Take a decision back, by another one."""
        self._desk.ways.decide(number, DecisionKind.UNDO)

    def close(self) -> None:
        """Close the session."""
        self._desk.ways.decide("", DecisionKind.CLOSE)

    def reopen(self) -> None:
        """Open it again."""
        self._desk.ways.decide("", DecisionKind.REOPEN)

    def _show(self) -> None:
        now, words, zone = self._desk.now, self._desk.means.words, self._desk.means.zone
        matters, undone = Matters(words, now), undone_by(now.decisions)
        awaited = {room.id for room in awaited_rooms(now)}
        lacking = [each for each in now.waits if each.key == NO_MANIFEST and each.room in awaited]
        made = tuple(
            MadeFace(
                decision_text(each, undone.get(each.number), words),
                day_and_time(words, each.made, zone),
                "" if each.kind in _FOR_GOOD or each.number in undone or now.closed else str(each.number),
            )
            for each in reversed(now.decisions)
        )
        closed = now.closed
        self.state = DecisionsState(
            matters=matters.faces((*told(now), *lacking)),
            made=made,
            summary=words("centre.decisions.summary", count=len(now.waits)),
            closed=""
            if closed is None
            else words("centre.closed", by=closed.by, when=day_and_time(words, closed.made, zone)),
        )
        self._show_state(self.state)

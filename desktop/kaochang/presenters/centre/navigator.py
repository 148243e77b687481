"""Which page the centre's window shows, and the places in its head; see `pages.py` for what a page is.

start ─→ collect ─→ tickets ─→ ticket ─→ decide ←─ decisions          keys (wherever they are needed, and back)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaochang.presenters.centre.keys import KeysPresenter
from kaochang.presenters.centre.opening import StartPresenter
from kaochang.presenters.centre.pages import PLACES, CentreDesk, CentrePage, Page, PlaceTab, Show, WindowState
from kaochang.presenters.office.failures import bug_in_words
from kaochang.presenters.phrases import window

if TYPE_CHECKING:
    from kaochang.domain.decisions import DecisionKind
    from kaochang.presenters.centre.standing import Group

P = TypeVar("P")

_UNDER = dict.fromkeys(
    (CentrePage.TICKETS, CentrePage.TICKET, CentrePage.DECISIONS, CentrePage.DECIDE), CentrePage.COLLECT
)
"""Pages without a tab of their own, and the one that they belong to."""


class CentrePresenter:
    """Leads through the pages; `render` takes every new state. A page's presenter is made when it is first needed."""

    def __init__(self, desk: CentreDesk, render: Callable[[WindowState], None], database: Path | None = None) -> None:
        self._desk = desk
        self._render = render
        self._database = database
        self._here = CentrePage.START
        self._body: object = None
        self._pages: dict[CentrePage, Page] = {}
        desk.lead(self, self.go, self._show)

    def page(self, name: CentrePage) -> Page:
        """The presenter of a page, which its view forwards intents to."""
        if name not in self._pages:
            self._pages[name] = self._made(name, partial(self._shown, name))
        return self._pages[name]

    def _made(self, name: CentrePage, show: Show) -> Page:
        if name is CentrePage.START:
            return StartPresenter(self._desk, show, self._new)
        make = KeysPresenter if name is CentrePage.KEYS else _maker(name)
        return make(self._desk, show)

    def _of(self, name: CentrePage, kind: type[P]) -> P:
        page = self.page(name)
        if not isinstance(page, kind):
            raise TypeError(name)
        return page

    def start(self) -> None:
        """The first page; a database that the window was opened with is opened from it."""
        self._enter(CentrePage.START)
        if self._database is not None:
            self._of(CentrePage.START, StartPresenter).open(self._database)

    def go(self, name: CentrePage) -> None:
        """Show another page, where nothing is against it. Back at the first one, no database is open any more."""
        if name is self._here or not self._desk.may_go(name):
            return
        self.page(self._here).leave()
        if name is CentrePage.START:
            self._desk.shut()
        self._enter(name)

    def stop(self) -> None:
        """The window goes: what is being taken in ends at its next step."""
        if CentrePage.COLLECT in self._pages:
            from kaochang.presenters.centre.collect import CollectPresenter

            self._of(CentrePage.COLLECT, CollectPresenter).stop()

    def shut(self) -> None:
        """The window is gone: whatever is held is let go."""
        self._desk.shut()

    def tell_bug(self) -> None:
        """Something that should never fail did; it is logged, what was done is kept, and the window goes on."""
        self._desk.trouble = bug_in_words(self._desk.means.words)
        self._show()

    # -- ways -----------------------------------------------------------------------------------------------------

    def _new(self, kit: Path) -> None:
        self._of(CentrePage.KEYS, KeysPresenter).ask_new(kit)
        self.go(CentrePage.KEYS)

    def unlock(self, then: Callable[[], None]) -> None:
        """Do something that needs the centre's keys, which are asked for first where they are not open."""
        if self._desk.held is not None:
            then()
            return
        self._of(CentrePage.KEYS, KeysPresenter).ask(then, self._here)
        self.go(CentrePage.KEYS)

    def tickets(self, group: Group | None, room: str = "") -> None:
        """The tickets of a group (None: of all), of a room ("": of all)."""
        from kaochang.presenters.centre.tickets import TicketsPresenter

        self._of(CentrePage.TICKETS, TicketsPresenter).show_group(group, room)
        self.go(CentrePage.TICKETS)

    def ticket(self, number: str) -> None:
        """One ticket."""
        from kaochang.presenters.centre.ticket import TicketPresenter

        self._of(CentrePage.TICKET, TicketPresenter).open(number, self._here)
        self.go(CentrePage.TICKET)

    def decide(self, about: str, kind: DecisionKind | None = None) -> None:
        """Decide about a ticket, a room, a decision by its number, or "" for the session; without a kind, the list."""
        if kind is None:
            self.go(CentrePage.DECISIONS)
            return
        from kaochang.presenters.centre.deciding import DecidePresenter

        self._of(CentrePage.DECIDE, DecidePresenter).open(about, kind, self._here)
        self.go(CentrePage.DECIDE)

    # -- the state ------------------------------------------------------------------------------------------------

    def _enter(self, name: CentrePage) -> None:
        self._here = name
        self.page(name).enter()

    def _shown(self, name: CentrePage, body: object) -> None:
        """What a page says, as long as it is the one that is shown."""
        if name is self._here:
            self._body = body
            self._show()

    def _show(self) -> None:
        if self._body is not None:
            desk = self._desk
            self._render(WindowState(self._here, self._body, self._tabs(), self._session(), desk.trouble))

    def _tabs(self) -> tuple[PlaceTab, ...]:
        if self._desk.standing is None:
            return ()
        here = _UNDER.get(self._here, self._here)
        return tuple(PlaceTab(each, each is here, self._desk.may_go(each)) for each in PLACES)

    def _session(self) -> str:
        standing = self._desk.standing
        if standing is None:
            return ""
        words, session = self._desk.means.words, standing.session
        when = window(words, session.opens, session.closes, self._desk.means.zone)
        return words("centre.session", title=session.title, when=when)


def _maker(name: CentrePage) -> Callable[[CentreDesk, Show], Page]:
    """What makes the presenter of a page that a session has: a start waits for none of them."""
    from kaochang.presenters.centre.archive import ArchivePresenter
    from kaochang.presenters.centre.collect import CollectPresenter
    from kaochang.presenters.centre.deciding import DecidePresenter
    from kaochang.presenters.centre.decisions import DecisionsPresenter
    from kaochang.presenters.centre.scores import ScoresPresenter
    from kaochang.presenters.centre.scoring import ScoringPresenter
    from kaochang.presenters.centre.ticket import TicketPresenter
    from kaochang.presenters.centre.tickets import TicketsPresenter

    makers: Mapping[CentrePage, Callable[[CentreDesk, Show], Page]] = {
        CentrePage.COLLECT: CollectPresenter,
        CentrePage.TICKETS: TicketsPresenter,
        CentrePage.TICKET: TicketPresenter,
        CentrePage.DECISIONS: DecisionsPresenter,
        CentrePage.DECIDE: DecidePresenter,
        CentrePage.SCORING: ScoringPresenter,
        CentrePage.SCORES: ScoresPresenter,
        CentrePage.ARCHIVE: ArchivePresenter,
    }
    return makers[name]

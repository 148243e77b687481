"""What every page of the centre's window is, and what it is handed.

A page is one presenter (here, no Qt) and one view (`views/centre/NAME.py`), as in the office's window: intents in, the
page's whole state out as one frozen `Record` by its `show`. All share one `CentreDesk`: the database that is open, how
its session stands (`desk.standing`, made anew in the background by `desk.renew`), and the centre's keys once they were
opened (`desk.held`). To go on, `desk.go(CentrePage.X)`, or one of `desk.ways` where a page is about something.

Work that takes long goes through `desk.means.runner` or a `FarWork`, each with a database of its own that is opened and
closed inside it: no connection outlives the task.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kaochang.domain.values import Record, SecretRecord
from kaochang.presenters.centre.recent import RecentFolder
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # the flows come with the first database
    from kaochang.custody.kits import CentreKit
    from kaochang.domain.decisions import DecisionKind
    from kaochang.flow.ledger import Signing
    from kaochang.presenters.centre.standing import Group, Standing


class CentrePage(enum.StrEnum):
    """The pages of the centre's window."""

    START = "start"
    KEYS = "keys"
    COLLECT = "collect"
    SCORING = "scoring"
    TICKETS = "tickets"
    TICKET = "ticket"
    DECISIONS = "decisions"
    DECIDE = "decide"
    SCORES = "scores"
    ARCHIVE = "archive"


PLACES = (CentrePage.COLLECT, CentrePage.SCORING, CentrePage.SCORES, CentrePage.ARCHIVE)
"""What stands in the window's head while a session is open."""


class Page(Protocol):
    """One page's presenter, as the navigator sees it."""

    def enter(self) -> None:
        """The page is shown now: say the state, with whatever changed meanwhile."""

    def leave(self) -> None:
        """Another page is shown now; forget every secret that was typed here."""


class Held(SecretRecord, frozen=True):
    """The centre's keys, open: what opens results, and what signs."""

    kit: CentreKit
    signing: Signing


Lock = Callable[[Path], Callable[[], None] | None]
"""Holds a database for this window; gives what lets it go, or None where another window has it."""


class Ways(Protocol):
    """The ways to a page that is about something; the navigator is them."""

    def unlock(self, then: Callable[[], None]) -> None:
        """Do something that needs the centre's keys, which are asked for first where they are not open."""

    def tickets(self, group: Group | None, room: str = "") -> None:
        """The tickets of a group (None: of all), of a room ("": of all)."""

    def ticket(self, number: str) -> None:
        """One ticket."""

    def decide(self, about: str, kind: DecisionKind | None = None) -> None:
        """Decide about a ticket, a room, a decision by its number, or "" for the session."""


class CentreDesk:
    """What all pages share. `drives` are the roots of the drives that are there now; `font` is what reports print with.

    `turn` is another number for every database that is opened. `go`, `changed` and `ways` are set by the navigator.
    """

    def __init__(
        self, means: Means, data: Path, drives: Callable[[], tuple[Path, ...]], lock: Lock, font: Path
    ) -> None:
        self.means = means
        self.data = data
        self.drives = drives
        self.lock = lock
        self.font = font
        self.recent = RecentFolder(data)
        self.is_busy = False
        self.turn = 0
        self.database: Path | None = None
        self.standing: Standing | None = None
        self.held: Held | None = None
        self.trouble: Refused | None = None
        self.go: Callable[[CentrePage], None] = _nowhere
        self.changed: Callable[[], None] = _nobody
        self._ways: Ways | None = None
        self._release: Callable[[], None] = _nobody

    @property
    def path(self) -> Path:
        """The database that is open."""
        if self.database is None:
            raise RuntimeError("no database is open")
        return self.database

    @property
    def now(self) -> Standing:
        """How its session stands."""
        if self.standing is None:
            raise RuntimeError("no session is open")
        return self.standing

    @property
    def ways(self) -> Ways:
        """Where one can go to."""
        if self._ways is None:
            raise RuntimeError("this desk leads nowhere")
        return self._ways

    def lead(self, ways: Ways, go: Callable[[CentrePage], None], changed: Callable[[], None]) -> None:
        """These are the ways from now on."""
        self._ways, self.go, self.changed = ways, go, changed

    def take(self, path: Path, standing: Standing, release: Callable[[], None]) -> None:
        """This database is open from now on, and held for this window."""
        self.shut()
        self.turn += 1
        self.database, self.standing, self._release = path, standing, release

    def shut(self) -> None:
        """No database is open any more, and no key."""
        self._release()
        self._release = _nobody
        self.database = self.standing = self.held = None

    def renew(self, then: Callable[[], None]) -> None:
        """Look anew how the session stands, in the background; `then` follows, also where that could not be seen."""
        path = self.path

        def look() -> Standing:
            from kaochang.presenters.centre.standing import look

            return look(path)

        def done(standing: Standing) -> None:
            if self.database == path:
                self.standing, self.trouble = standing, None
                then()

        def failed(error: Exception) -> None:
            self.trouble = failure_to_words(error, self.means.words)
            self.changed()
            then()

        self.means.runner.run(look, done, failed)

    def may_go(self, page: CentrePage) -> bool:
        """Whether a page can be gone to: no work goes on, and what it shows is open."""
        return not self.is_busy and (page is CentrePage.START or self.database is not None or page is CentrePage.KEYS)


def _nowhere(_: CentrePage) -> None:
    """Before the navigator is there."""


def _nobody() -> None:
    """Nothing is held, and nobody is told."""


class PlaceTab(Record, frozen=True):
    """A place in the window's head: whether it is shown now, and whether it can be gone to."""

    page: CentrePage
    is_here: bool
    is_open: bool


class WindowState(Record, frozen=True):
    """The whole window: which page, what stands on it, the places above it, which session, and what went wrong."""

    page: CentrePage
    body: object
    places: tuple[PlaceTab, ...] = ()
    session: str = ""
    trouble: Refused | None = None


Show = Callable[[object], None]
"""A page says its state by this; shown while its page is."""

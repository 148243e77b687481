"""The first page: which session: one that was open here, one of this PC's own office, any other database, a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.values import Record
from kaochang.presenters.centre.keys import in_use, keep_recent
from kaochang.presenters.centre.pages import CentreDesk, CentrePage, Show
from kaochang.presenters.centre.recent import Recent
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.phrases import date
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first database
    from kaochang.presenters.centre.standing import Standing

KIT = "centre.kck"
"""Beside a session's database in the office's own folder."""


class SessionFace(Record, frozen=True):
    """A session to open, by its database."""

    database: str
    title: str
    note: str


class StartState(Record, frozen=True):
    """The whole page. `opening` is the database that is being looked at, "" for none."""

    recent: tuple[SessionFace, ...] = ()
    opening: str = ""
    refused: Refused | None = None


class StartPresenter:
    """Intents of the page in, its state out. `new` asks for the keys of a kit."""

    def __init__(self, desk: CentreDesk, show: Show, new: Callable[[Path], None]) -> None:
        self._desk = desk
        self._show_state = show
        self._new = new
        self._recent: tuple[Recent, ...] = ()
        self._opening: Path | None = None
        self._refused: Refused | None = None
        self.state = StartState()

    def enter(self) -> None:
        """The page is shown: look what there is."""
        self._desk.means.aside.run(self._find, self._on_found, self._on_failed)
        self._show()

    def leave(self) -> None:
        """Nothing was typed here."""

    def new(self, kit: Path) -> None:
        """A database for the session of this kit."""
        self._refused = None
        self._new(kit)

    def open(self, path: Path) -> None:
        """This database."""
        if self._opening is not None:
            return
        self._refused = None
        release = self._desk.lock(path)
        if release is None:
            self._refused = in_use(self._desk)
            self._show()
            return
        self._opening = path
        self._desk.is_busy = True

        def end() -> None:
            self._opening = None
            self._desk.is_busy = False

        def done(standing: Standing) -> None:
            end()
            self._desk.take(path, standing, release)
            self._keep(path)
            self._desk.go(CentrePage.COLLECT)

        def failed(error: Exception) -> None:
            end()
            release()
            self._on_failed(error)

        self._desk.means.runner.run(lambda: _look(path), done, failed)
        self._show()

    def _keep(self, path: Path) -> None:
        """The kit of a session of this PC's own office lies beside its database."""
        beside = path.with_name(KIT)
        keep_recent(self._desk, beside if beside.is_file() else None, None)

    def _find(self) -> tuple[Recent, ...]:
        known = self._desk.recent.load()
        names = {each.database for each in known}
        others = (path for path in self._desk.recent.of_office() if str(path) not in names)
        return (*known, *(Recent(str(path), "", 0) for path in others))

    def _on_found(self, recent: tuple[Recent, ...]) -> None:
        self._recent = recent
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    def _show(self) -> None:
        opening = "" if self._opening is None else str(self._opening)
        self.state = StartState(tuple(map(self._face, self._recent)), opening, self._refused)
        self._show_state(self.state)

    def _face(self, each: Recent) -> SessionFace:
        words, zone = self._desk.means.words, self._desk.means.zone
        if not each.title:
            return SessionFace(each.database, words("centre.start.of-office"), each.database)
        note = words("centre.start.note", date=date(words, each.opens, zone), path=each.database)
        return SessionFace(each.database, each.title, note)


def _look(path: Path) -> Standing:
    from kaochang.presenters.centre.standing import look

    return look(path)

"""Whose roster a `RosterPresenter` shows: where its file is kept, how it is judged, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kaochang.flow.office_draft import KeptFile, PageName
from kaochang.presenters.office.pages import OfficeDesk
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # it comes with the first roster
    from kaochang.papers.roster import RosterRead


class KeptFiles(Protocol):
    """Keeps copies of what was chosen or pasted (both block)."""

    def keep(self, path: Path) -> KeptFile:
        """A file."""

    def keep_text(self, name: str, text: str) -> KeptFile:
        """A text, under a name."""


class RosterHolder(Protocol):
    """What a roster belongs to. `kept` is its file, None for none yet."""

    @property
    def means(self) -> Means:
        """The surroundings."""

    @property
    def files(self) -> KeptFiles:
        """Where files are kept."""

    @property
    def kept(self) -> KeptFile | None:
        """The roster that is there."""

    def read(self, kept: KeptFile) -> RosterRead:
        """Read it, with everything that is wrong in it (blocks)."""

    def take(self, kept: KeptFile, read: RosterRead) -> None:
        """This is the roster from now on."""

    def tell_whole(self, is_whole: bool) -> None:
        """Nothing is wrong in it, or something is."""

    def next_words(self, people: int) -> str:
        """What the button says that goes on, with so many people."""

    def go_on(self) -> None:
        """To what follows."""


class QuickRoster:
    """The short way's: one exam, whatever the roster calls it."""

    def __init__(self, desk: OfficeDesk) -> None:
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
        """That it names several exams is wrong here."""
        from kaochang.flow.office_roster import of_one_exam, read_kept

        return of_one_exam(read_kept(self._desk.folder.place(kept)))

    def take(self, kept: KeptFile, read: RosterRead) -> None:
        """For the steps that follow."""
        from kaochang.flow.office_roster import rows_of_one_exam

        self._desk.work.roster = rows_of_one_exam(read)
        self._desk.keep(roster=kept)

    def tell_whole(self, is_whole: bool) -> None:
        """The step is whole."""
        self._desk.whole(PageName.ROSTER, is_whole)

    def next_words(self, people: int) -> str:
        """The settings follow."""
        return self._desk.means.words("office.roster.next", count=people)

    def go_on(self) -> None:
        """To the settings."""
        self._desk.go(PageName.SETTINGS)

"""After sealing: the start code, what to print, and what to do now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kaochang.domain.values import Record, SecretRecord
from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.pages import OfficeDesk, Show

_STEPS = ("print", "copy", "back")


class PrintFace(Record, frozen=True):
    """A file to print, by its name and its place."""

    name: str
    path: Path


class DoneState(SecretRecord, frozen=True):
    """The whole page. `code` is "" where the program was started again: it is never kept, and stands on its sheet."""

    title: str
    code: str
    folder: Path
    is_there: bool
    prints: tuple[PrintFace, ...]
    steps: tuple[str, ...]


class DonePresenter:
    """Shows what was made. Where the stick was pulled out since, that is said, and nothing else is lost."""

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self.state: DoneState | None = None

    def restore(self, then: Callable[[], None]) -> None:
        """The folder that was made is looked at each time."""
        then()

    def enter(self) -> None:
        """The page is shown."""
        folder = Path(self._desk.draft.sealed)
        self._desk.means.aside.run(lambda: self._look(folder), self._show, lambda _: None)

    def leave(self) -> None:
        """Another page is shown; the code stays as long as the program runs: it is this page that shows it."""

    def another(self) -> None:
        """Begin another exam: its paper is chosen next. What was made stays where it is."""
        desk = self._desk
        desk.work.mending = desk.work.roster = desk.work.sealed = None
        desk.keep(paper=None, key=None, mends=(), roster=None, wish=None, whole=(), sealed="")
        desk.go(PageName.PAPER)

    def take_back(self) -> None:
        """To the scores."""
        self._desk.go(PageName.TAKE_BACK)

    def _show(self, state: DoneState) -> None:
        self.state = state
        self._show_state(state)

    def _look(self, folder: Path) -> DoneState:
        words, sealed = self._desk.means.words, self._desk.work.sealed
        is_ours = sealed is not None and sealed.folder == folder
        code = sealed.code if sealed is not None and is_ours else ""
        title = sealed.session.title if sealed is not None and is_ours else folder.name
        names = {name: words(f"quick.folder.{name}") for name in ("rooms", "proctors", "print")}
        steps = tuple(words(f"office.done.step.{step}", **names) for step in _STEPS)
        prints = printed_in(folder)
        return DoneState(title, code, folder, folder.is_dir(), prints, steps)


def printed_in(folder: Path) -> tuple[PrintFace, ...]:
    """Every PDF in the session's folder, whatever language its folders are named in; none where it cannot be read."""
    try:
        return tuple(PrintFace(path.stem, path) for path in sorted(folder.glob("*/*.pdf")))
    except OSError:
        return ()

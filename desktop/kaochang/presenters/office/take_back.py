"""收回成绩: the stick comes back, its session is found by itself, and after the passphrase the score table stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.values import Record
from kaochang.presenters.office.drives import DriveWatch
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.far_work import FarWork, StoppedError
from kaochang.presenters.office.pages import OfficeDesk, Show
from kaochang.presenters.office.scores_state import BackPhase, BackState, Pick, ScoreColumn, SessionFace
from kaochang.presenters.office.strength import secret_to_words
from kaochang.presenters.phrases import window
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come when something is looked for
    from kaochang.domain.assessments import Session
    from kaochang.presenters.office.score_table import ScoreTable


class _Seen(Record, frozen=True):
    """What a look found: sessions with results there, and where; those that were taken back before."""

    found: tuple[tuple[Session, int, Path], ...]
    earlier: tuple[Session, ...]


class TakeBackPresenter:
    """Intents of the page in, its state out. The passphrase stays until the page is left, for a further stick."""

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._watch = DriveWatch(desk, self._look)
        self._work = FarWork(desk, self._show)
        self._folder: Path | None = None
        self._seen = _Seen((), ())
        self._ticket = 0
        self._is_looking = False
        self._session = ""
        self._passphrase = ""
        self._table: ScoreTable | None = None
        self._refused: Refused | None = None
        self._turn = 0
        self.state = BackState(BackPhase.FIND)

    # -- a page among others --------------------------------------------------------------------------------------

    def restore(self, then: Callable[[], None]) -> None:
        """What lies on sticks is looked at each time."""
        then()

    def enter(self) -> None:
        """The page is shown: look what is there."""
        if self._work.is_on:
            self._work.look()
        else:
            self._watch.start()
            self._look()
        self._show()

    def leave(self) -> None:
        """Another page is shown: no secret stays."""
        self._watch.stop()
        self._forget()

    def _forget(self) -> None:
        self._passphrase = ""
        self._turn += 1

    # -- finding --------------------------------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """Look in this folder too."""
        self._folder = path
        self._look()

    def choose_session(self, session: str) -> None:
        """One of those that were found."""
        self._session = session
        self._refused = None
        self._show()

    def _look(self) -> None:
        """Look at every drive and the folder, in the background; only the newest look counts."""
        self._ticket = ticket = self._ticket + 1
        self._is_looking = True
        places = [each.path for each in self._watch.places]
        if self._folder is not None:
            places.append(self._folder)

        def done(seen: _Seen) -> None:
            if ticket == self._ticket:
                self._on_seen(seen)

        def failed(error: Exception) -> None:
            if ticket == self._ticket:
                self._is_looking = False
                self._on_failed(error)

        self._desk.means.runner.run(lambda: self._find(places), done, failed)
        self._show()

    def _find(self, places: list[Path]) -> _Seen:
        from kaochang.domain.refusals import Refusal
        from kaochang.flow.quick_scores import sessions_at, sessions_of, was_taken_back

        office = self._desk.office()
        found = []
        for place in places:
            try:
                at = sessions_at(office, [place], everywhere=place == self._folder)
                found += [(each.session, each.results, place) for each in at]
            except Refusal:
                if place == self._folder:
                    raise
        earlier = tuple(each for each in sessions_of(office) if was_taken_back(office, each.id))
        return _Seen(tuple(found), earlier)

    def _on_seen(self, seen: _Seen) -> None:
        self._seen, self._is_looking, self._refused = seen, False, None
        ids = [session.id for session, _, _ in seen.found]
        if self._session not in ids:
            self._session = ids[0] if ids else ""
        self._show()

    # -- taking back ----------------------------------------------------------------------------------------------

    def type_passphrase(self, text: str) -> None:
        """The centre's passphrase, as far as it is typed."""
        self._passphrase = text
        self._show()

    def take(self) -> None:
        """Take the chosen session back."""
        if not self._why():
            self._take(self._session, frozenset())

    def ask_absent(self) -> None:
        """Ask first whether those of whom nothing came are put down as absent."""
        self._asks_absent(True)

    def stop_asking(self) -> None:
        """They are not."""
        self._asks_absent(False)

    def _asks_absent(self, is_asked: bool) -> None:
        if self._table is not None:
            self._table.asks_absent = is_asked
            self._show()

    def mark_absent(self) -> None:
        """Put those down as absent of whom nothing came."""
        table = self._table
        if table is not None and self._passphrase:
            table.asks_absent = False
            self._take(table.session, table.absent | table.missing)

    def _take(self, session: str, absent: frozenset[str]) -> None:
        sources = [place for found, _, place in self._seen.found if found.id == session]
        if self._folder is not None and self._folder not in sources:
            sources.append(self._folder)
        passphrase = self._passphrase
        self._watch.stop()
        self._refused = None

        def work(progress: Callable[[int, int], None]) -> ScoreTable:
            from kaochang.flow.quick_collect import TakeBack
            from kaochang.flow.quick_scores import take_back
            from kaochang.presenters.office.score_table import ScoreTable

            order = TakeBack(session, sources, passphrase, absent=absent)
            return ScoreTable(take_back(self._desk.office(), order, progress), self._desk.means, absent)

        self._work.run(work, self._on_scores, self._on_failed)
        self._show()

    def stop(self) -> None:
        """End it; what was copied already is taken up the next time."""
        self._work.stop()
        self._show()

    def open_earlier(self, session: str) -> None:
        """The table of a session as it was last taken back; no secret is needed for that."""

        def work() -> ScoreTable:
            from kaochang.flow.quick_scores import scores_of
            from kaochang.presenters.office.score_table import ScoreTable

            return ScoreTable(scores_of(self._desk.office(), session), self._desk.means, frozenset())

        self._desk.means.runner.run(work, self._on_scores, self._on_failed)

    def _on_scores(self, table: ScoreTable) -> None:
        self._watch.stop()
        self._table, self._refused = table, None
        unwritten = table.scores.unwritten
        if unwritten is not None:
            self._refused = failure_to_words(unwritten, self._desk.means.words)
        self._show()

    def _on_failed(self, error: Exception) -> None:
        is_stopped = isinstance(error, StoppedError)
        self._refused = None if is_stopped else secret_to_words(error, self._desk.means.words)
        self._watch.start()
        self._show()

    # -- the table ------------------------------------------------------------------------------------------------

    def pick(self, pick: Pick) -> None:
        """Show these rows only."""
        if self._table is not None:
            self._table.pick(pick)
            self._show()

    def sort(self, column: ScoreColumn) -> None:
        """By this column; by it already: the other way round."""
        if self._table is not None:
            self._table.sort(column)
            self._show()

    def export(self, folder: Path) -> None:
        """Write table, report and slips into a folder of the session's own in this one."""
        table = self._table
        if table is None:
            return

        def work() -> tuple[Path, ...]:
            from kaochang.flow.quick_scores import export_scores

            return export_scores(self._desk.office(), table.scores, folder)

        def done(files: tuple[Path, ...]) -> None:
            table.exported, self._refused = str(files[0].parent), None
            self._show()

        self._desk.means.runner.run(work, done, self._on_failed)

    def close_scores(self) -> None:
        """Back to what can be taken."""
        self._table, self._refused = None, None
        self._watch.start()
        self._look()

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)

    def _state(self) -> BackState:
        table, words = self._table, self._desk.means.words
        phase = BackPhase.FIND if table is None else BackPhase.SCORES
        return BackState(
            phase=BackPhase.TAKING if self._work.is_on else phase,
            drives=self._watch.faces(""),
            folder="" if self._folder is None else str(self._folder),
            is_looking=self._is_looking,
            found=tuple(self._found(*each) for each in self._seen.found),
            earlier=tuple(self._face(each, words("office.back.earlier")) for each in self._seen.earlier),
            why=self._why(),
            percent=self._work.percent,
            is_stopping=self._work.is_stopping,
            refused=self._refused,
            scores=None if table is None else table.face(can_absent=bool(self._passphrase)),
            turn=self._turn,
        )

    def _why(self) -> str:
        """What is missing before anything can be taken back."""
        words = self._desk.means.words
        if not any(session.id == self._session for session, _, _ in self._seen.found):
            return words("office.back.why.session")
        if not self._passphrase:
            return words("office.back.why.passphrase")
        return words("office.back.working") if self._work.is_on else ""

    def _found(self, session: Session, results: int, place: Path) -> SessionFace:
        name = place.name or str(place)
        return self._face(session, self._desk.means.words("office.back.results", count=results, place=name))

    def _face(self, session: Session, note: str) -> SessionFace:
        words, zone = self._desk.means.words, self._desk.means.zone
        when = window(words, session.opens, session.closes, zone)
        taken = any(each.id == session.id for each in self._seen.earlier)
        return SessionFace(session.id, session.title, when, note, session.id == self._session, taken)

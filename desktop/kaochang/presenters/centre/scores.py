"""成绩: every ticket with its points, worked out when the page is opened; the report is written from the same."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.values import Record
from kaochang.presenters.centre.pages import CentreDesk, Show
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.office.scores_state import Pick, ScoreColumn, ScoresFace
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # the flows come with the first scores
    from kaochang.domain.session_reports import SessionReport
    from kaochang.presenters.centre.standing import Standing
    from kaochang.presenters.office.score_table import ScoreTable

_ID_LENGTH = 8


class ScoresState(Record, frozen=True):
    """The whole page. `unmarked` says that results were not marked, `written` where the report is; "" for none."""

    scores: ScoresFace | None = None
    unmarked: str = ""
    written: str = ""
    is_working: bool = False
    refused: Refused | None = None


class ScoresPresenter:
    """Intents of the page in, its state out."""

    def __init__(self, desk: CentreDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._of: Standing | None = None
        self._table: ScoreTable | None = None
        self._written = ""
        self._is_working = False
        self._refused: Refused | None = None
        self.state = ScoresState()

    def enter(self) -> None:
        """The page is shown: work the scores out; people may have scored meanwhile, so anew each time."""
        if self._of is not self._desk.standing:
            self._table = None
        self._of, path, means = self._desk.now, self._desk.path, self._desk.means
        self._written = ""
        self._is_working = True

        def done(table: ScoreTable) -> None:
            self._is_working = False
            if path == self._desk.database:
                if self._table is not None:
                    table.pick(self._table.picked)
                self._table, self._refused = table, None
                self._show()

        means.runner.run(lambda: _table(path, means), done, self._on_failed)
        self._show()

    def leave(self) -> None:
        """Another page is shown."""

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

    def open(self, at: int) -> None:
        """The ticket of a row."""
        if self._table is not None:
            self._desk.ways.ticket(self._table.rows[at].ticket.number)

    def report(self, folder: Path) -> None:
        """Write XLSX, CSV, PDF and slips into a folder of the session's own in this one."""
        if self._table is None:
            return
        value, means, font = self._table.scores.report, self._desk.means, self._desk.font
        self._is_working, self._refused = True, None

        def done(into: Path) -> None:
            self._is_working = False
            self._written = str(into)
            self._show()

        means.runner.run(lambda: _write(value, folder, means, font), done, self._on_failed)
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._is_working = False
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    def _show(self) -> None:
        table, words = self._table, self._desk.means.words
        unmarked = 0 if table is None else table.scores.report.unmarked
        self.state = ScoresState(
            scores=None if table is None else table.face(can_absent=False),
            unmarked=words("centre.scores.unmarked", count=unmarked) if unmarked else "",
            written=words("centre.scores.written", folder=self._written) if self._written else "",
            is_working=self._is_working,
            refused=self._refused,
        )
        self._show_state(self.state)


def _table(path: Path, means: Means) -> ScoreTable:
    from kaochang.flow.quick_scores import QuickScores
    from kaochang.flow.report import session_report
    from kaochang.presenters.centre.standing import opened
    from kaochang.presenters.office.score_table import ScoreTable

    with closing(opened(path)) as centre:
        report = session_report(centre, means.clock)
    return ScoreTable(QuickScores(report, (), report.problems), means, frozenset())


def _write(value: SessionReport, folder: Path, means: Means, font: Path) -> Path:
    from kaochang.flow import report
    from kaochang.flow.quick import folder_name
    from kaochang.reports.score_slips import SCORE_SLIPS_FILE, write_score_slips

    words, zone = means.words, means.zone
    slips = write_score_slips(value, words, font, zone)
    made = {**report.report_files(value, words, font, zone), SCORE_SLIPS_FILE: slips}
    into = folder / f"{folder_name(value.title, value.opens, zone)} {value.session[:_ID_LENGTH]}"
    report.replace_files(into, made)
    return into

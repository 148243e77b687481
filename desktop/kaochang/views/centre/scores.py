"""The page of scores: the same table as the office's, over any number of tickets; a row opens its ticket."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from kaochang.presenters.centre.scores import ScoresPresenter, ScoresState
from kaochang.presenters.office.scores_state import Pick
from kaochang.views.office.opening import choose_folder
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.score_view import COLUMNS, WIDTHS, ScoreCells
from kaochang.views.office.tables import Table
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row


class ScoresView(QWidget):
    """What is not whole stands above the table."""

    def __init__(self, presenter: ScoresPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._refused = RefusedStrip("scores-refused")
        self._summary = label("", "label", name="scores-summary", wraps=True)
        self._unmarked = label("", "warning-strong", name="scores-unmarked", wraps=True)
        self._written = label("", "good", name="scores-written", wraps=True)
        self._looking = label(words("centre.scores.looking"), "label", name="scores-looking")
        self._picks = {pick: self._pick(pick) for pick in Pick}
        self._cells = ScoreCells()
        self._table = Table(self._cells, look, "scores-table", words("office.scores.table"))
        self._table.on_head(lambda at: presenter.sort(COLUMNS[at]))
        self._table.on_row(presenter.open)
        self._report = button(words("centre.scores.report"), "strong", "scores-report", self._on_report)
        top = frame("surface")
        inside = column(top, margins=(18, 12, 18, 10), spacing=6)
        for part in (self._looking, self._summary, self._unmarked, self._written):
            inside.addWidget(part)
        line = row(spacing=8)
        group = QButtonGroup(self)
        for made in self._picks.values():
            group.addButton(made)
            line.addWidget(made)
        line.addStretch(1)
        inside.addLayout(line)
        whole = column(self)
        whole.addWidget(self._refused)
        whole.addWidget(top)
        whole.addWidget(self._table, 1)
        self.setFocusProxy(self._table)
        self.head: QWidget | None = self._report

    def _pick(self, pick: Pick) -> QPushButton:
        made = button("", "filter", f"scores-pick-{pick}", partial(self._presenter.pick, pick))
        made.setCheckable(True)
        return made

    def render_state(self, state: ScoresState) -> None:
        """Show the page."""
        self._refused.show_refused(state.refused)
        for part, text in ((self._unmarked, state.unmarked), (self._written, state.written)):
            part.setText(text)
            part.setVisible(bool(text))
        self._looking.setVisible(state.is_working)
        self._report.setEnabled(not state.is_working and state.scores is not None)
        face = state.scores
        for pick, made in self._picks.items():
            shown = None if face is None else next(each for each in face.picks if each.pick is pick)
            made.setVisible(shown is not None and (shown.count > 0 or pick is Pick.ALL))
            if shown is not None:
                made.setText(shown.text)
                made.setChecked(shown.is_chosen)
        if face is None:
            return
        self._summary.setText(face.summary)
        is_first = not self._cells.titles
        self._cells.take(face)
        if is_first:
            self._table.fit(WIDTHS)
        self._table.show_order(None if face.order is None else COLUMNS.index(face.order), is_down=face.is_down)

    def _on_report(self) -> None:
        choose_folder(self, self._look.words("centre.scores.report-to"), self._presenter.report)

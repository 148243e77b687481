"""The score table: every ticket once, with its status in words and signs; sorted by its heads, picked by its chips."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from kaochang.presenters.office.scores_state import Pick, ScoreColumn, ScoresFace
from kaochang.presenters.office.take_back import TakeBackPresenter
from kaochang.views.office.asking import AskingStrip
from kaochang.views.office.opening import choose_folder, open_place
from kaochang.views.office.tables import Cells, Table
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, frame, label, row

COLUMNS = tuple(ScoreColumn)
WIDTHS = (110, 110, 140, 200, 90, 110, 160, 120, 70)


class ScoreCells(Cells):
    """The table's cells, made words when they are looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._face: ScoresFace | None = None

    def take(self, face: ScoresFace) -> None:
        """Other rows, or others in another order."""
        before, self._face = self._face, face
        if before is None or before.rows is not face.rows or before.words is not face.words:
            self.reset(len(face.rows), tuple(face.words.title(column) for column in COLUMNS))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        return "" if self._face is None else self._face.words.cell(self._face.rows[row], COLUMNS[column]).text

    def ink(self, row: int, column: int) -> str:
        """Its tone."""
        return "ink" if self._face is None else self._face.words.cell(self._face.rows[row], COLUMNS[column]).tone.value


class ScoreView(QWidget):
    """What is missing stands above the table, by name."""

    def __init__(self, presenter: TakeBackPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._opened = ""
        self._title = label("", "heading", name="scores-title", wraps=True)
        self._summary = label("", "label", name="scores-summary", wraps=True)
        self._missing = label("", "warning-strong", name="scores-missing", wraps=True)
        self._absent = button(words("office.scores.mark-absent"), "marked", "scores-absent", presenter.ask_absent)
        self._strip = frame("marked", name="scores-missing-strip")
        strip = row(self._strip, margins=(16, 8, 12, 8), spacing=12)
        strip.addWidget(self._missing, 1)
        strip.addWidget(self._absent)
        yes, no = words("office.scores.ask-absent.yes"), words("office.scores.ask-absent.no")
        self._asking = AskingStrip("scores-ask-absent", yes, no, presenter.mark_absent, presenter.stop_asking)
        self._said = label("", "small", name="scores-said", wraps=True)
        self._picks = {pick: self._pick(pick) for pick in Pick}
        self._cells = ScoreCells()
        self._table = Table(self._cells, look, "scores-table", words("office.scores.table"))
        self._table.on_head(lambda at: presenter.sort(COLUMNS[at]))
        self._exported = label("", "good", name="scores-exported", wraps=True)
        self._put_together()
        self.setFocusProxy(self._table)

    def _pick(self, pick: Pick) -> QPushButton:
        made = button("", "filter", f"scores-pick-{pick}", partial(self._presenter.pick, pick))
        made.setCheckable(True)
        return made

    def _put_together(self) -> None:
        words = self._look.words
        whole = column(self)
        top = frame("surface")
        inside = column(top, margins=(18, 12, 18, 10), spacing=6)
        first = row(spacing=10)
        first.addWidget(self._title, 1)
        first.addWidget(
            flush(button(words("office.scores.back"), "quiet", "scores-back", self._presenter.close_scores), "right")
        )
        inside.addLayout(first)
        for each in (self._exported, self._summary, self._strip, self._said):
            inside.addWidget(each)
        line = row(spacing=8)
        group = QButtonGroup(self)
        for made in self._picks.values():
            group.addButton(made)
            line.addWidget(made)
        line.addStretch(1)
        inside.addLayout(line)
        whole.addWidget(top)
        whole.addWidget(self._asking)
        whole.addWidget(self._table, 1)

    def show_scores(self, face: ScoresFace) -> None:
        """Show the table."""
        words = self._look.words
        self._title.setText(words("office.scores.title", title=face.title, when=face.when))
        self._summary.setText(face.summary)
        self._strip.setVisible(bool(face.missing))
        self._missing.setText(face.missing)
        self._absent.setVisible(face.can_absent and not face.asks_absent)
        self._asking.ask(words("office.scores.ask-absent", count=face.asks_absent) if face.asks_absent else "")
        self._said.setText("\n".join(face.said))
        self._said.setVisible(bool(face.said))
        for each in face.picks:
            made = self._picks[each.pick]
            made.setText(each.text)
            made.setChecked(each.is_chosen)
            made.setVisible(each.count > 0 or each.pick is Pick.ALL)
        is_first = not self._cells.titles
        self._cells.take(face)
        if is_first:
            self._table.fit(WIDTHS)
        self._table.show_order(None if face.order is None else COLUMNS.index(face.order), is_down=face.is_down)
        self._show_exported(face.exported)

    def _show_exported(self, folder: str) -> None:
        self._exported.setText(self._look.words("office.scores.exported", folder=folder) if folder else "")
        self._exported.setVisible(bool(folder))
        if folder and folder != self._opened:
            open_place(Path(folder))
        self._opened = folder

    def export(self) -> None:
        """Ask where to, and write it there."""
        choose_folder(self, self._look.words("office.scores.export-to"), self._presenter.export)

"""The exams that the bank has, with the chosen one's items; above them, a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from kaochang.presenters.office.exam_list import ExamList
from kaochang.presenters.office.exams_state import ExamDetail, ExamListState, ExamRow, PlacedRow
from kaochang.views.office.asking import AskingStrip
from kaochang.views.office.form import text_field
from kaochang.views.office.opening import choose_new_file
from kaochang.views.office.page_parts import bare_card
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.tables import Cells, Table
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, label, row
from kaochang.views.widgets.scrolled import scrolled

_LIST = 360
_COLUMNS = ("section", "number", "type", "points", "stem")
_WIDTHS = (170, 60, 100, 70, 300)
_TICKET = 160


class _PlacedCells(Cells):
    """The items of an exam."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self._rows: tuple[PlacedRow, ...] = ()

    def take(self, rows: tuple[PlacedRow, ...]) -> None:
        """These items."""
        self._rows = rows
        self.reset(len(rows), tuple(self._words(f"office.exams.column.{each}") for each in _COLUMNS))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        face = self._rows[row]
        return (face.section, face.number, face.type_name, face.points, face.stem)[column]


class ExamListView(QWidget):
    """Rows at the left, the chosen one's card at the right."""

    def __init__(self, presenter: ExamList, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._faces: tuple[tuple[ExamRow, ...], str] | None = None
        self._detail: ExamDetail | None = None
        self._refused = RefusedStrip("exams-refused")
        self._said = label("", "good", name="exams-said", wraps=True)
        self._asking = AskingStrip(
            "exams-ask",
            words("office.exams.discard"),
            words("office.exams.keep"),
            presenter.discard,
            presenter.keep_draft,
        )
        self._none = label("", "label", name="exams-none", wraps=True)
        self._rows = column(spacing=8)
        self._new = button(words("office.exams.new"), "strong", "exams-new", presenter.new)
        self._go_on = button(words("office.exams.go-on"), "plain", "exams-go-on", presenter.go_on)
        self._title = label("", "heading", name="exam-title", wraps=True)
        self._facts = column()
        self._ticket_title = label(words("office.exams.ticket"), "label")
        self._ticket = text_field("exam-ticket", words("office.exams.ticket"), presenter.type_ticket, width=_TICKET)
        self._cells = _PlacedCells(look)
        self._table = Table(self._cells, look, "exam-items", words("office.exams.items-of"))
        self._again = button(words("office.exams.again"), "plain", "exam-again", presenter.again)
        self._paper = button(words("office.exams.print-paper"), "plain", "exam-print", partial(self._print, False))
        self._key = button(words("office.exams.print-key"), "plain", "exam-print-key", partial(self._print, True))
        self._card = self._make_card()
        whole = column(self)
        whole.addWidget(self._asking)
        across = row(margins=(24, 18, 24, 20), spacing=16)
        across.addWidget(self._left())
        across.addWidget(self._card, 1)
        self._no_card = QWidget()
        across.addWidget(self._no_card, 1)
        whole.addLayout(across, 1)

    def _left(self) -> QWidget:
        words = self._look.words
        made = QWidget()
        made.setFixedWidth(_LIST)
        inside = column(made, spacing=12)
        inside.addWidget(label(words("office.exams.title"), "title"))
        inside.addWidget(label(words("office.exams.what"), "label", wraps=True))
        line = row(spacing=8)
        line.addWidget(self._new)
        line.addWidget(self._go_on)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._refused)
        inside.addSpacing(6)
        inside.addWidget(label(words("office.exams.list"), "section"))
        inside.addWidget(self._none)
        inner = QWidget()
        listed = column(inner)
        listed.addLayout(self._rows)
        listed.addStretch(1)
        inside.addWidget(scrolled(inner, centred=False, name="exams-rows"), 1)
        return made

    def _make_card(self) -> QFrame:
        made, inside = bare_card("exam-card", spacing=10)
        inside.addWidget(self._title)
        inside.addLayout(self._facts)
        line = row(spacing=8)
        for each in (self._paper, self._key, self._again):
            line.addWidget(each)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._said)
        line = row(spacing=8)
        line.addWidget(self._ticket_title)
        line.addWidget(self._ticket)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._table, 1)
        return made

    def render_state(self, state: ExamListState) -> None:
        """Show the list."""
        words = self._look.words
        self._refused.show_refused(state.refused)
        self._asking.ask(state.asked)
        self._said.setText(state.said)
        self._said.setVisible(bool(state.said))
        self._go_on.setVisible(state.has_draft)
        self._none.setText(words("office.exams.looking" if state.is_looking else "office.exams.none"))
        self._none.setVisible(not state.exams)
        self._card.setVisible(state.shown is not None)
        self._no_card.setVisible(state.shown is None)
        if self._faces != (state.exams, state.here):
            self._faces = (state.exams, state.here)
            clear(self._rows)
            for face in state.exams:
                row_of = PlaceFace(face.title, face.note, face.id == state.here)
                made = place(words, f"exam-{face.id}", row_of, partial(self._presenter.open, face.id))
                self._rows.addWidget(made)
        if state.shown is not None and state.shown != self._detail:
            self._show_detail(state.shown)

    def _show_detail(self, shown: ExamDetail) -> None:
        before, self._detail = self._detail, shown
        self._title.setText(shown.title)
        clear(self._facts)
        self._facts.addLayout(facts(shown.facts, "label", ""))
        for each in (self._ticket_title, self._ticket):
            each.setVisible(shown.is_drawn)
        if before is None or before.id != shown.id:
            self._ticket.setText(shown.ticket)
        self._again.setEnabled(shown.can_again)
        if before is None or before.items is not shown.items:
            self._cells.take(shown.items)
            self._table.fit(_WIDTHS)

    def _print(self, with_answers: bool) -> None:
        words = self._look.words
        title = words("office.exams.print-key" if with_answers else "office.exams.print-paper")
        if self._detail is not None:
            choose_new_file(self, title, f"{self._detail.title}.docx", partial(self._write, with_answers))

    def _write(self, with_answers: bool, path: Path) -> None:
        self._presenter.print_paper(path, with_answers=with_answers)

"""The first parts of an exam that is made: its papers, and where they are used as they are, which of their items."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kaochang.presenters.office.exam_items import ExamItems
from kaochang.presenters.office.exam_papers import ExamPapers
from kaochang.presenters.office.exams_state import ItemRow, ItemsState, PaperRow, PapersState, TypePoints
from kaochang.views.office.choices import Choices
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.office.page_parts import bare_card, card, centred
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.tables import Cells, Table
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import clear, column, label, row

_WIDE = 820
_COLUMNS = ("in", "place", "type", "points", "limit", "stem")
_WIDTHS = (80, 160, 100, 80, 90, 350)
_POINTS = 80


class ExamPapersView(QWidget):
    """Every paper of the bank is a row to press; below, what the exam is called and how it is made."""

    def __init__(self, presenter: ExamPapers, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._faces: tuple[PaperRow, ...] | None = None
        self._refused = RefusedStrip("exam-papers-refused")
        self._none = label("", "label", name="exam-papers-none", wraps=True)
        self._rows = column(spacing=8)
        self._name = text_field("exam-name", words("office.exams.name"), presenter.type_title)
        self._way = Choices(
            {
                False: ("exam-way-fixed", words("office.exams.way.fixed")),
                True: ("exam-way-blueprint", words("office.exams.way.blueprint")),
            },
            presenter.choose_way,
        )
        self._way_note = label("", "note", name="exam-way-note", wraps=True)
        inner = QWidget()
        middle = column(inner, spacing=12)
        middle.addWidget(label(words("office.exams.papers.title"), "title"))
        middle.addWidget(label(words("office.exams.papers.what"), "label", wraps=True))
        middle.addWidget(self._refused)
        middle.addWidget(self._none)
        middle.addLayout(self._rows)
        named, inside = card("exam-name-card", words("office.exams.name"), spacing=8)
        inside.addWidget(self._name)
        inside.addSpacing(8)
        inside.addWidget(label(words("office.exams.way"), "heading"))
        line = row()
        line.addWidget(self._way)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._way_note)
        middle.addWidget(named)
        middle.addStretch(1)
        column(self).addWidget(centred("exam-papers-page", inner, widest=_WIDE))

    def render_state(self, state: PapersState) -> None:
        """Show the part."""
        words = self._look.words
        self._refused.show_refused(state.refused)
        self._none.setText(words("office.exams.looking" if state.is_looking else "office.exams.papers.none"))
        self._none.setVisible(not state.papers and state.refused is None)
        if state.papers != self._faces:
            self._faces = state.papers
            focus = self.window().focusWidget()
            held = "" if focus is None else focus.objectName()
            clear(self._rows)
            for face in state.papers:
                row_of = PlaceFace(face.title, face.note, face.is_chosen)
                made = place(words, f"paper-{face.number}", row_of, partial(self._presenter.toggle, face.number))
                self._rows.addWidget(made)
                if made.objectName() == held:
                    made.setFocus()
        show_typed(self._name, state.title, is_wrong=False)
        self._way.show_chosen(state.by_blueprint)
        self._way_note.setText(words(f"office.exams.way.{'blueprint' if state.by_blueprint else 'fixed'}.note"))


class _ItemCells(Cells):
    """The items of the chosen papers; what is left out is grey."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self.rows: tuple[ItemRow, ...] = ()

    def take(self, rows: tuple[ItemRow, ...]) -> None:
        """These items; where only some changed, nothing scrolls."""
        before, self.rows = self.rows, rows
        if [each.id for each in before] != [each.id for each in rows] or not self.titles:
            self.reset(len(rows), tuple(self._words(f"office.exams.column.{each}") for each in _COLUMNS))
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(_COLUMNS) - 1))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        face = self.rows[row]
        sign = face.note or (self._words("office.exams.item.in") if face.is_in else "")
        return (sign, face.place, face.type_name, face.points, face.limit, face.stem)[column]

    def ink(self, row: int, column: int) -> str:
        """Green for the sign, grey for what is left out."""
        if not self.rows[row].is_in:
            return "ink3"
        if column == 0:
            return "bad_dark" if self.rows[row].note else "good"
        return "ink"


class _ItemTable(Table):
    """A click on the first column or Space leaves an item out, or takes it in again."""

    def __init__(self, cells: _ItemCells, presenter: ExamItems, look: Look) -> None:
        super().__init__(cells, look, "exam-choose-items", look.words("office.exams.items.table"))
        self._items = cells
        self._presenter = presenter
        self.clicked.connect(lambda index: self._toggle(index.row()) if index.column() == 0 else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space is a tick."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _toggle(self, at: int) -> None:
        self._presenter.toggle(self._items.rows[at].id)


class ExamItemsView(QWidget):
    """The table of items, and above it points for those of which the paper says none."""

    def __init__(self, presenter: ExamItems, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._refused = RefusedStrip("exam-items-refused")
        self._summary = label("", "section", name="exam-items-summary", wraps=True)
        self._fields: dict[str, QLineEdit] = {}
        self._points_card, inside = bare_card("exam-points", spacing=8)
        inside.addWidget(label(words("office.exams.points"), "heading"))
        self._points = column(spacing=6)
        inside.addLayout(self._points)
        self._cells = _ItemCells(look)
        self._table = _ItemTable(self._cells, presenter, look)
        whole = column(self, margins=(24, 18, 24, 20), spacing=10)
        whole.addWidget(label(words("office.exams.items.title"), "title"))
        whole.addWidget(label(words("office.exams.items.what"), "label", wraps=True))
        whole.addWidget(self._refused)
        whole.addWidget(self._summary)
        whole.addWidget(self._points_card)
        whole.addWidget(self._table, 1)
        whole.addLayout(self._limit_line())
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self._show_limit())

    def _limit_line(self) -> QHBoxLayout:
        words, made = self._look.words, row(spacing=8)
        self._limit_title = label("", "label", name="exam-limit-title")
        self._limit = text_field("exam-limit", words("office.exams.limit"), self._on_limit, width=_POINTS)
        for each in (self._limit_title, self._limit, label(words("office.exams.limit.unit"), "label")):
            made.addWidget(each)
        made.addStretch(1)
        return made

    @property
    def _here(self) -> ItemRow | None:
        """The item of the row that is chosen."""
        at = self._table.currentIndex()
        return self._cells.rows[at.row()] if at.isValid() and at.row() < len(self._cells.rows) else None

    def _show_limit(self) -> None:
        here, words = self._here, self._look.words
        none = words("office.exams.limit.none")
        self._limit_title.setText(none if here is None else words("office.exams.limit.of", place=here.place))
        self._limit.setEnabled(here is not None)
        show_typed(
            self._limit, "" if here is None else here.limit_typed, is_wrong=here is not None and here.is_limit_wrong
        )

    def _on_limit(self, text: str) -> None:
        here = self._here
        if here is not None:
            self._presenter.type_limit(here.id, text)

    def render_state(self, state: ItemsState) -> None:
        """Show the part."""
        self._refused.show_refused(state.refused)
        self._summary.setText(state.summary)
        self._points_card.setVisible(bool(state.unvalued))
        if list(self._fields) != [each.type for each in state.unvalued]:
            self._make_fields(state.unvalued)
        for each in state.unvalued:
            show_typed(self._fields[each.type], each.typed, is_wrong=each.is_wrong)
        if self._cells.rows is not state.rows:
            is_new = not self._cells.titles
            self._cells.take(state.rows)
            if is_new:
                self._table.fit(_WIDTHS)
        self._show_limit()

    def _make_fields(self, unvalued: tuple[TypePoints, ...]) -> None:
        clear(self._points)
        self._fields = {}
        for each in unvalued:
            title = self._look.words("office.exams.points.each", name=each.type_name, count=each.count)
            field = text_field(
                f"points-{each.type}", title, partial(self._presenter.type_points, each.type), width=_POINTS
            )
            self._fields[each.type] = field
            line = row(spacing=8)
            line.addWidget(label(title, "label"))
            line.addWidget(field)
            line.addWidget(label(self._look.words("office.settings.points-unit"), "label"))
            line.addStretch(1)
            self._points.addLayout(line)

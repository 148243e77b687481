"""A blueprint as a table that is filled in by keys, and what goes with a draw."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyleOptionViewItem,
    QWidget,
)

from kaochang.presenters.office.exam_blueprint import COLUMNS, ExamBlueprint
from kaochang.presenters.office.exams_state import BlueprintState, LineRow
from kaochang.views.office.choices import Choices
from kaochang.views.office.choosing import choose_file
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.office.listed import Index
from kaochang.views.office.opening import choose_new_file
from kaochang.views.office.page_parts import bare_card
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.tables import CellPainter, Cells, Table
from kaochang.views.widgets.flow import FlowLine
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, is_held, label, row
from kaochang.views.widgets.scrolled import scrolled
from kaochang.views.widgets.tick_box import TickBox

_WIDTHS = (118, 108, 92, 80, 86, 64, 82, 100)
_FORMS = "*.xlsx *.csv *.json"
_SIDE = 344
_WIDE = 1000
"""From this width of the part on what goes with the table stands beside it."""

_NO_LIMIT = 16_777_215
"""Qt's own, of a size."""

_FIGURES = frozenset({COLUMNS.index("count"), COLUMNS.index("points")})


class _LineCells(Cells):
    """The lines, with a last column for what there is."""

    def __init__(self, presenter: ExamBlueprint, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._words = look.words
        self._lines: tuple[LineRow, ...] = ()

    def take(self, lines: tuple[LineRow, ...]) -> None:
        """These lines; where none came or went, the keyboard stays where it is."""
        before, self._lines = self._lines, lines
        if len(before) != len(lines) or not self.titles:
            names = (*COLUMNS, "there")
            self.reset(len(lines), tuple(self._words(f"office.exams.column.{each}") for each in names))
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS)))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        face = self._lines[row]
        return face.there if column == len(COLUMNS) else face.cells[column]

    def ink(self, row: int, column: int) -> str:
        """Red where something cannot be, or lacks."""
        face = self._lines[row]
        return "bad_dark" if column in face.wrong or (column == len(COLUMNS) and face.is_short) else "ink"

    def ground(self, row: int, column: int) -> str:
        """The same for the ground."""
        face = self._lines[row]
        return "bad_soft" if column in face.wrong or (column == len(COLUMNS) and face.is_short) else ""

    def is_figure(self, column: int) -> bool:
        """Numbers."""
        return column in _FIGURES

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell but what there is can be changed."""
        flags = super().flags(index)
        return flags if index.column() == len(COLUMNS) else flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A changed cell goes to the presenter."""
        if role != Qt.ItemDataRole.EditRole or value == self.text(index.row(), index.column()):
            return False
        self._presenter.set_cell(index.row(), index.column(), str(value))
        return True


class _LinePainter(CellPainter):
    """Cells of few values are chosen from a list, others typed, with what the bank has proposed."""

    def __init__(self, cells: Cells, look: Look) -> None:
        super().__init__(cells, look)
        self.hints: dict[int, tuple[str, ...]] = {}

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list for type and difficulty, a field for anything else."""
        del option
        column_of = COLUMNS[index.column()]
        hints = self.hints.get(index.column(), ())
        if column_of in ("type", "difficulty"):
            chooser = QComboBox(parent)
            chooser.setObjectName("blueprint-cell")
            chooser.addItems(hints)
            return chooser
        made = QLineEdit(parent)
        made.setProperty("kind", "cell")
        made.setObjectName("blueprint-cell")
        made.setMaxLength(200)
        if hints:
            completer = QCompleter(list(hints), made)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            made.setCompleter(completer)
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What stands in the cell."""
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """What was chosen or typed."""
        del model
        text = editor.currentText() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        self._cells.setData(index, text)


class BlueprintTable(Table):
    """Double click or F2 changes a cell, Delete takes a line out, Alt with the arrows moves it."""

    def __init__(self, presenter: ExamBlueprint, look: Look) -> None:
        cells = _LineCells(presenter, look)
        super().__init__(cells, look, "blueprint-table", look.words("office.exams.blueprint.table"))
        self._presenter = presenter
        self._lines = cells
        self._painter = _LinePainter(cells, look)
        self.setItemDelegate(self._painter)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self._is_fitted = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a line."""
        at = self.currentIndex()
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.matches(QKeySequence.StandardKey.Undo):
            self._presenter.undo()
        elif event.key() == Qt.Key.Key_Delete and at.isValid():
            self._presenter.drop(at.row())
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in moves and at.isValid():
            by, row_of, column_of = moves[Qt.Key(event.key())], at.row(), at.column()
            self._presenter.move(row_of, by)
            to = min(max(row_of + by, 0), self._lines.rowCount() - 1)
            self.setCurrentIndex(self._lines.index(to, column_of))
        else:
            super().keyPressEvent(event)

    def show_state(self, state: BlueprintState) -> None:
        """The lines, and what may stand in them."""
        self._painter.hints = dict(state.hints)
        self._lines.take(state.lines)
        if not self._is_fitted:
            self._is_fitted = True
            self.fit(_WIDTHS)


class ExamBlueprintView(QWidget):
    """The table, and at its side the draw, what is left out and what does not go together."""

    def __init__(self, presenter: ExamBlueprint, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._excludable: tuple[tuple[str, str, bool], ...] | None = None
        self._refused = RefusedStrip("blueprint-refused")
        self._summary = label("", "section", name="blueprint-summary", wraps=True)
        self._said = label("", "good", name="blueprint-said", wraps=True)
        self._table = BlueprintTable(presenter, look)
        self._undo = button(words("office.exams.undo"), "tool", "blueprint-undo", presenter.undo)
        self._how = Choices(
            {
                False: ("blueprint-once", words("office.exams.draw.once")),
                True: ("blueprint-each", words("office.exams.draw.each")),
            },
            presenter.draw_for_each,
        )
        self._seed = text_field("blueprint-seed", words("office.exams.seed"), presenter.type_seed)
        self._exclude = column(spacing=2)
        self._exclude_title = label(words("office.exams.exclude"), "strong", wraps=True)
        self._enemies = QPlainTextEdit()
        self._enemies.setObjectName("blueprint-enemies")
        self._enemies.setAccessibleName(words("office.exams.enemies"))
        self._enemies.setTabChangesFocus(True)
        self._enemies.setFixedHeight(96)
        self._enemies.textChanged.connect(self._on_enemies)
        self._across = row(self)
        left = column(margins=(24, 18, 18, 20), spacing=10)
        left.addWidget(label(words("office.exams.blueprint.title"), "title"))
        left.addWidget(label(words("office.exams.blueprint.what"), "label", wraps=True))
        left.addWidget(self._refused)
        line = FlowLine()
        line.addWidget(button(words("office.exams.add"), "plain", "blueprint-add", presenter.add))
        line.addWidget(button(words("office.exams.load"), "plain", "blueprint-load", self._on_load))
        line.addWidget(button(words("office.exams.save-table"), "plain", "blueprint-save", self._on_save))
        line.addWidget(self._undo)
        left.addLayout(line)
        left.addWidget(self._said)
        left.addWidget(self._summary)
        left.addWidget(self._table, 1)
        self._across.addLayout(left, 1)
        self._beside = self._side()
        self._across.addWidget(self._beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What goes with the table stands beside it or, where the window is narrow, below it."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _WIDE
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._around.setContentsMargins(0 if is_wide else 24, 18 if is_wide else 0, 24, 20)
        self._beside.setFixedWidth(_SIDE if is_wide else event.size().width())
        self._beside.setMaximumHeight(_NO_LIMIT if is_wide else event.size().height() * 2 // 5)

    def _side(self) -> QWidget:
        words = self._look.words
        made, inside = bare_card("blueprint-side", spacing=8)
        inside.addWidget(label(words("office.exams.draw"), "heading"))
        inside.addWidget(self._how)
        inside.addWidget(label(words("office.exams.seed"), "strong"))
        inside.addWidget(self._seed)
        inside.addWidget(label(words("office.exams.seed.note"), "note", wraps=True))
        inside.addSpacing(6)
        inside.addWidget(label(words("office.exams.enemies"), "strong", wraps=True))
        inside.addWidget(self._enemies)
        inside.addWidget(label(words("office.exams.enemies.note"), "note", wraps=True))
        inside.addSpacing(6)
        inside.addWidget(self._exclude_title)
        inside.addLayout(self._exclude)
        holder = QWidget()
        self._around = column(holder, margins=(0, 18, 24, 20))
        self._around.addWidget(made)
        self._around.addStretch(1)
        return scrolled(holder, centred=False, name="blueprint-beside")

    def render_state(self, state: BlueprintState) -> None:
        """Show the part."""
        self._refused.show_refused(state.refused)
        self._summary.setText(state.summary)
        self._said.setText(state.said)
        self._said.setVisible(bool(state.said))
        self._undo.setVisible(state.can_undo)
        self._table.show_state(state)
        self._how.show_chosen(state.per_candidate)
        show_typed(self._seed, state.seed, is_wrong=False)
        if not is_held(self._enemies) and self._enemies.toPlainText() != state.enemies:
            self._enemies.setPlainText(state.enemies)
        self._exclude_title.setVisible(bool(state.excludable))
        if state.excludable != self._excludable:
            self._excludable = state.excludable
            clear(self._exclude)
            for exam, title, is_chosen in state.excludable:
                box = TickBox(title, self._look)
                box.setObjectName(f"exclude-{exam}")
                box.setChecked(is_chosen)
                box.toggled.connect(partial(self._on_exclude, exam))
                self._exclude.addWidget(box)

    def _on_exclude(self, exam: str, _: bool) -> None:
        self._presenter.exclude(exam)

    def _on_enemies(self) -> None:
        if is_held(self._enemies):
            self._presenter.type_enemies(self._enemies.toPlainText())

    def _on_load(self) -> None:
        choose_file(self, self._look.words, "blueprint", self._presenter.load, _FORMS)

    def _on_save(self) -> None:
        words = self._look.words
        name = f"{words('office.exams.blueprint.sheet')}.xlsx"
        choose_new_file(self, words("office.exams.save-table"), name, self._presenter.save)

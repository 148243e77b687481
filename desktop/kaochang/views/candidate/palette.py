"""The palette: every item's number, by section, with what was done to it in colour and in form."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from kaochang.presenters.candidate.exam_state import Cell, Palette, PaletteSection
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label, row, rule
from kaochang.views.widgets.signs import flag

COLUMNS = 6
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}


def paint_cell(painter: QPainter, box: QRectF, look: Look, *, answered: bool, marked: bool, current: bool) -> None:
    """A cell's ground and signs: filled where answered, a corner where marked, a ring where current."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = box.adjusted(3, 3, -3, -3)
    painter.setPen(QPen(look.colour("accent_line" if answered else "line2"), 1))
    painter.setBrush(look.colour("accent_soft" if answered else "surface"))
    radius = min(6.0, inner.width() / 4)
    painter.drawRoundedRect(inner, radius, radius)
    if marked:
        side = min(11.0, inner.width() * 0.6)
        flag(painter, QRectF(inner.right() - side + 0.5, inner.top() - 0.5, side, side), look.colour("marked"))
    if current:
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius + 2, radius + 2)


class CellButton(QAbstractButton):
    """One item's number. The current one takes the Tab key; from it, arrows reach the others and Enter goes there."""

    def __init__(self, cell: Cell, look: Look, move_focus: Callable[["CellButton", int], None]) -> None:
        super().__init__()
        self._look = look
        self._cell: Cell | None = None
        self._move_focus = move_focus
        self.setObjectName(f"cell-{cell.number}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_cell(cell)

    def show_cell(self, cell: Cell) -> None:
        """Show this state; nothing is done where it is shown already."""
        if cell == self._cell:
            return
        self._cell = cell
        self.setAccessibleName(cell.spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cell.is_current else Qt.FocusPolicy.ClickFocus)
        self.update()

    def sizeHint(self) -> QSize:
        """A number of three figures, and room for the ring."""
        return QSize(39, 40)

    def event(self, event: QEvent) -> bool:
        """Keep the arrows for this cell before they turn to the next item."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move over the palette, Enter and Space go to the item."""
        if event.key() in _ARROWS:
            self._move_focus(self, _ARROWS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cell and its number."""
        cell = self._cell
        if cell is None:
            return
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_cell(painter, box, self._look, answered=cell.is_answered, marked=cell.is_marked, current=cell.is_current)
        if self.hasFocus() and not cell.is_current:
            painter.setPen(QPen(self._look.colour("ink"), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        ink = "ink" if cell.is_current else "accent_dark" if cell.is_answered else "ink2"
        painter.setPen(self._look.colour(ink))
        painter.setFont(font(14, bold=cell.is_answered or cell.is_current))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(cell.number))


class PaletteView(QFrame):
    """Built once; afterwards only cells that changed are painted anew."""

    def __init__(self, palette: Palette, look: Look, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("ground", "palette")
        self.setObjectName("palette")
        self.setFixedWidth(272)
        self.setAccessibleName(look.words("candidate.palette"))
        self._look = look
        self._go = go
        self._cells: dict[str, CellButton] = {}
        self._progress: list[QLabel] = []
        body = QWidget()
        sections = column(body, margins=(13, 12, 8, 8), spacing=10)
        for section in palette.sections:
            sections.addLayout(self._section(section))
        sections.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self._scroll = scroll
        layout = column(self)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._legend())

    def _section(self, section: PaletteSection) -> QVBoxLayout:
        progress = label(section.progress, "section")
        self._progress.append(progress)
        heading = row(margins=(3, 0, 5, 0), spacing=8)
        heading.addWidget(label(section.title, "section", wraps=True), 1)
        heading.addWidget(progress, 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for place, cell in enumerate(section.cells):
            made = CellButton(cell, self._look, self._move_focus)
            made.clicked.connect(partial(self._on_clicked, cell.item))
            self._cells[cell.item] = made
            grid.addWidget(made, place // COLUMNS, place % COLUMNS)
        grid.setColumnStretch(COLUMNS, 1)
        layout = column(spacing=4)
        layout.addLayout(heading)
        layout.addLayout(grid)
        return layout

    def _on_clicked(self, item: str, _: bool = False) -> None:
        self._go(item)

    def _legend(self) -> QVBoxLayout:
        words = self._look.words
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 16, 12)
        grid.setVerticalSpacing(4)
        self._counts: dict[str, QLabel] = {}
        for place, name in enumerate(("answered", "unanswered", "marked", "current")):
            line = row(spacing=6)
            line.addWidget(_Swatch(name, self._look))
            line.addWidget(label(words(f"candidate.legend.{name}"), "small"))
            self._counts[name] = label("", "section", name=f"count-{name}")
            line.addWidget(self._counts[name])
            line.addStretch(1)
            grid.addLayout(line, place // 2, place % 2)
        layout = column(margins=(16, 0, 16, 0))
        layout.addWidget(rule())
        outer = column()
        outer.addLayout(layout)
        outer.addLayout(grid)
        return outer

    def show_palette(self, palette: Palette) -> None:
        """Show what changed, and keep the current item's number in sight."""
        for progress, section in zip(self._progress, palette.sections, strict=True):
            progress.setText(section.progress)
            for cell in section.cells:
                self._cells[cell.item].show_cell(cell)
        self._counts["answered"].setText(str(palette.answered))
        self._counts["unanswered"].setText(str(palette.unanswered))
        self._counts["marked"].setText(str(palette.marked))

    def reveal(self, item: str) -> None:
        """Scroll to an item's number."""
        self._scroll.ensureWidgetVisible(self._cells[item], 0, 20)

    def _move_focus(self, cell: CellButton, by: int) -> None:
        cells = list(self._cells.values())
        place = max(0, min(len(cells) - 1, cells.index(cell) + by))
        cells[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(cells[place], 0, 20)


class _Swatch(QWidget):
    """A small cell for the legend."""

    def __init__(self, name: str, look: Look) -> None:
        super().__init__()
        self._name, self._look = name, look
        self.setFixedSize(22, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the state it stands for."""
        painter = QPainter(self)
        name = self._name
        paint_cell(
            painter,
            QRectF(self.rect()),
            self._look,
            answered=name == "answered",
            marked=name == "marked",
            current=name == "current",
        )

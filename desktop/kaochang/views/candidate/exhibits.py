"""What stands beside a text: tables as tables, pictures as large as there is room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kaochang.domain.items import Table
from kaochang.presenters import phrases
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label
from kaochang.views.widgets.prose import Prose


class TableView(QFrame):
    """A table as authored: its first row set apart as the heading."""

    def __init__(self, table: Table, look: Look) -> None:
        super().__init__()
        self.setObjectName("table")
        self.setAccessibleName(look.words("candidate.item.table"))
        colours = look.theme.colours
        self.setStyleSheet(
            f"TableView {{ border-top: 1px solid {colours['line2']}; border-left: 1px solid {colours['line2']}; }}"
            f" QFrame#td {{ background: {colours['surface']}; }} QFrame#th {{ background: {colours['raised']}; }}"
            f" QFrame#td, QFrame#th {{ border: 1px solid {colours['line2']}; border-top: none; border-left: none; }}"
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(1, 1, 0, 0)
        grid.setSpacing(0)
        for column_number, width in enumerate(_widths(table)):
            grid.setColumnStretch(column_number, width)
        for line, cells in enumerate(table.rows):
            for place, text in enumerate(cells):
                grid.addWidget(_cell(text, look, is_heading=line == 0), line, place)


def _widths(table: Table) -> list[int]:
    """How much of the width each column asks for: its longest text, counted in Latin letters, within bounds."""
    columns = max((len(cells) for cells in table.rows), default=0)
    return [
        max(7, min(36, max(phrases.breadth(cells[place]) for cells in table.rows if place < len(cells)) + 3))
        for place in range(columns)
    ]


def _cell(text: str, look: Look, *, is_heading: bool) -> QFrame:
    made = QFrame()
    made.setObjectName("th" if is_heading else "td")
    layout = column(made, margins=(10, 6, 10, 6))
    layout.addWidget(Prose(text, look.pixels(14), 1.5, look.colour("ink"), bold=is_heading))
    layout.addStretch(1)
    return made


class PictureView(QWidget):
    """A picture in its own proportions, never larger than it is nor wider than the column."""

    def __init__(self, data: bytes, look: Look) -> None:
        super().__init__()
        self.setObjectName("picture")
        self._pixels = QPixmap()
        if self._pixels.loadFromData(data):
            self.setAccessibleName(look.words("candidate.item.picture"))
        else:
            layout = QVBoxLayout(self)
            layout.addWidget(label(look.words("candidate.item.picture.broken"), "bad", wraps=True))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(not self._pixels.isNull())
        self.setSizePolicy(policy)

    def _fitted(self, width: int) -> QSize:
        size = self._pixels.size()
        return size.scaled(min(width, size.width()), size.height(), Qt.AspectRatioMode.KeepAspectRatio)

    def heightForWidth(self, width: int) -> int:
        """The height that keeps the proportions, and a little room below."""
        return -1 if self._pixels.isNull() else self._fitted(width).height() + 12

    def sizeHint(self) -> QSize:
        """The picture's own size."""
        return super().sizeHint() if self._pixels.isNull() else self._pixels.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture from the left edge of the text."""
        if not self._pixels.isNull():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            fitted = self._fitted(self.width())
            painter.drawPixmap(0, 0, fitted.width(), fitted.height(), self._pixels)

"""Running text as authored: every space, U+3000 and underscore stays, lines are set with room, width is followed."""

import re

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kaochang.views.theme import font

_BRACKETS = re.compile("[（(][\u3000 ]+[）)]")
_UNBREAKABLE = str.maketrans({"\u3000": "\u00a0" * 4, " ": "\u00a0"})


def _held_together(text: str) -> str:
    """The text with its bracketed blanks in spaces of the same width that no line can end in."""
    return _BRACKETS.sub(lambda found: found.group().translate(_UNBREAKABLE), text)


class Prose(QWidget):
    """A block of plain text. Plain on purpose: rich text would swallow runs of U+3000, and with them the blanks."""

    def __init__(
        self, text: str, pixels: float, line_height: float, colour: QColor, *, bold: bool = False, gap: float = 0
    ) -> None:
        super().__init__()
        self._colour = colour
        self._line = round(pixels * line_height)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(font(pixels, bold=bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        self._document.setPlainText(_held_together(text))
        spacing = QTextBlockFormat()
        # Qt adds what a proportional height leaves above each line, so it is measured from the font's own height.
        spacing.setLineHeight(self._line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        spacing.setBottomMargin(gap)
        cursor = QTextCursor(self._document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the text stands in this width."""
        copy = self._document
        before = copy.textWidth()
        copy.setTextWidth(width)
        height = round(copy.size().height() + 0.5)
        copy.setTextWidth(before)
        return height

    def sizeHint(self) -> QSize:
        """Wide enough for one line, up to a column's width."""
        width = min(round(self._document.idealWidth()) + 1, 860)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow columns are allowed; layouts ask for the height that belongs to a width."""
        return QSize(40, self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the lines anew."""
        self._document.setTextWidth(event.size().width())
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self._colour)
        context.palette = palette
        painter.translate(QPointF(0, 0))
        self._document.documentLayout().draw(painter, context)

"""A line of parts that goes on in a second line where there is no room, instead of pushing anything out of sight."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget

_GAP = 10
_LINES_APART = 6


class FlowLine(QLayout):
    """Parts from left to right; those added with `add_right` stand at the right end of their line."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []
        self._right: list[QLayoutItem] = []

    def add_right(self, widget: QWidget) -> None:
        """Add a part that stands at the right end."""
        self.addWidget(widget)
        self._right.append(self._items[-1])

    def addItem(self, item: QLayoutItem) -> None:
        """Add a part."""
        self._items.append(item)

    def count(self) -> int:
        """How many parts there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One part, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a part out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the lines stand in this width."""
        if width not in self._heights:
            self._heights[width] = self._lay(QRect(0, 0, width, 0), is_real=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """A part is another, or wants another size."""
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [_whole(item) for item in self._seen()]
        width = sum(size.width() for size in sizes) + _GAP * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest part alone."""
        sizes = [item.minimumSize() for item in self._seen()]
        return QSize(max((size.width() for size in sizes), default=0), max((s.height() for s in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Place the parts."""
        super().setGeometry(rect)
        self._lay(rect, is_real=True)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._seen():
            needs = min(_whole(item).width(), width)
            if lines[-1] and used + _GAP + needs > width:
                lines.append([])
                used = 0
            used += needs + (_GAP if lines[-1] else 0)
            lines[-1].append(item)
        return lines

    def _lay(self, rect: QRect, *, is_real: bool) -> int:
        """Place the parts, or only measure: how high they stand."""
        top = rect.top()
        for line in self._lines(rect.width()):
            sizes = [_fitted(item, rect.width()) for item in line]
            height = max((size.height() for size in sizes), default=0)
            spare = rect.width() - sum(size.width() for size in sizes) - _GAP * max(0, len(line) - 1)
            left = rect.left()
            for item, size in zip(line, sizes, strict=True):
                if item in self._right:
                    left, spare = left + spare, 0
                if is_real:
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + _GAP
            top += height + _LINES_APART
        return max(0, top - _LINES_APART - rect.top())


def _whole(item: QLayoutItem) -> QSize:
    """A part's own size; words that could wrap stand in one line for it, while Qt would make them a block."""
    own, widget = item.sizeHint(), item.widget()
    if not isinstance(widget, QLabel) or not widget.wordWrap():
        return own
    text = widget.fontMetrics().size(0, widget.text())
    return QSize(text.width() + 2, text.height())


def _fitted(item: QLayoutItem, width: int) -> QSize:
    """A part's size: its own, or what it comes to where that is wider than the whole line."""
    own = _whole(item)
    if own.width() <= width or not item.hasHeightForWidth():
        return QSize(min(own.width(), width), own.height())
    return QSize(width, item.heightForWidth(width))

"""A pane that scrolls up and down, also by keyboard, and keeps what has the keyboard in sight."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QScrollArea, QScrollBar, QWidget

from kaochang.views.widgets.keys import claims, is_plain
from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.spoken import speak_as

_KEYS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
_STEP = 40
"""Pixels that an arrow scrolls, more than a line of text."""

_ROOM = 12
"""Pixels beside what is brought into sight."""

_ENOUGH = 40
"""So many pixels of a control, or all of a smaller one, are enough to be seen."""


BAR = 12
"""Pixels of a pane's bar, which has its place also where there is nothing to scroll."""


class _Bar(QScrollBar):
    """Seen only where there is something to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar's own, or nothing."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class Pane(QScrollArea):
    """Tab reaches it only where there is something to scroll; arrows and page keys scroll it while it has the keyboard.

    Where nothing overflows, the page keys are left to whoever else has a use for them. Before it is laid out, Tab
    reaches it: only what Tab reaches is given its place in the order of the keyboard. Its column is as wide with
    something to scroll as without: nothing moves sideways from one item to the next.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        speak_as(self, "group")
        self.setAccessibleName(name)
        self.setProperty("kind", "pane")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(_Bar())
        without_menus(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)

    @property
    def overflows(self) -> bool:
        """Whether there is more than can be seen."""
        return self.verticalScrollBar().maximum() > 0

    def _on_range(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.overflows else Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fitted may fit no longer, or again."""
        super().resizeEvent(event)
        self._on_range()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that scroll, before they turn to another item."""
        is_own = isinstance(event, QKeyEvent) and is_plain(event) and self.hasFocus() and self.overflows
        return (is_own and claims(event, _KEYS)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down scroll by a line, the page keys by a page, Home and End to the ends."""
        action = _KEYS.get(Qt.Key(event.key()))
        if action is None or not is_plain(event):
            event.ignore()
        else:
            self.verticalScrollBar().triggerAction(action)


def area_of(inside: QWidget) -> QScrollArea | None:
    """The scrolling area that a widget lies in; None where it lies in none."""
    above = inside.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def turn_page(inside: QWidget, *, down: bool) -> None:
    """Scroll what a widget lies in by a page; nothing where it lies in none."""
    if (area := area_of(inside)) is not None:
        area.verticalScrollBar().triggerAction(_KEYS[Qt.Key.Key_PageDown if down else Qt.Key.Key_PageUp])


def bring_into_sight(inside: QWidget, box: QRect | None = None) -> None:
    """Scroll until a widget, or this part of it, can be seen."""
    area = area_of(inside)
    body = None if area is None else area.widget()
    if area is None or body is None:
        return
    shown = inside.rect() if box is None else box
    place = QRect(inside.mapTo(body, shown.topLeft()), shown.size()).adjusted(0, -_ROOM, 0, _ROOM)
    bar, height = area.verticalScrollBar(), area.viewport().height()
    if place.top() < bar.value() or place.height() > height:
        bar.setValue(place.top())
    elif place.bottom() > bar.value() + height:
        bar.setValue(place.bottom() - height)


def is_in_sight(inside: QWidget) -> bool:
    """Whether enough of a widget can be seen in the area that it lies in to know that it is there."""
    area = area_of(inside)
    if area is None:
        return True
    top = inside.mapTo(area.viewport(), QPoint(0, 0)).y()
    seen = min(area.viewport().height(), top + inside.height()) - max(0, top)
    return seen >= min(inside.height(), _ENOUGH)


def focus_in_sight(widget: QWidget, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
    """Put the keyboard on a widget, and bring it into sight."""
    widget.setFocus(reason)
    bring_into_sight(widget)

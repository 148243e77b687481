"""Small parts that every screen is put together from: labels, buttons, frames, lines, rows of facts."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kaochang.views.widgets.composing import finish_composing
from kaochang.views.widgets.spoken import speak_as

_HEADINGS = ("title", "heading", "cover-title")


def label(text: str, role: str = "", *, name: str = "", wraps: bool = False) -> QLabel:
    """A plain-text label in one of the style sheet's roles; some of them are headings."""
    made = QLabel()
    if role in _HEADINGS:
        speak_as(made, "heading")
    made.setText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setObjectName(name)
    made.setWordWrap(wraps)
    return made


def stop(made: QLabel) -> QLabel:
    """A label that the keyboard comes to, with a ring: what is to be read where there is nothing to press."""
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setProperty("stop", "true")
    return made


def through(made: QWidget) -> QWidget:
    """A part that leaves the mouse to what it stands on, where that is pressed as a whole."""
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


_FILLED = ("strong", "large", "key-strong")
_FILLED_CHECKED = "filter"


class _Button(QPushButton):
    """Enter presses it as Space does; outside a QDialog, Qt would leave Enter to nobody."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The one key of its own, then the button's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks are two, but where the second one is none."""
        if self.property("paced"):
            event.accept()
        else:
            super().mouseDoubleClickEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """On the accent, a second ring in its ink shows the keyboard: the border alone says little there."""
        super().paintEvent(event)
        kind = self.property("kind")
        if self.hasFocus() and (kind in _FILLED or (kind == _FILLED_CHECKED and self.isChecked())):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 5, 5)


def button(text: str, kind: str, name: str, then: Callable[[], None]) -> QPushButton:
    """A push button of a kind; it takes the focus by Tab only, so a click never takes it from a text field.

    What an input method is composing there goes into the field first: `then` may leave its item.
    """

    def finish_and_go_on(_: bool = False) -> None:
        finish_composing()
        then()

    made = _Button(text)
    made.setProperty("kind", kind)
    made.setObjectName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    made.clicked.connect(finish_and_go_on)
    return made


def flush(made: QPushButton, side: str) -> QPushButton:
    """A quiet button whose words end with their column, on its `left` or `right`; the button itself has no edge."""
    made.setProperty("flush", side)
    return made


def paced(made: QPushButton) -> QPushButton:
    """A button whose double click is one click: the second would pass by what the first one showed."""
    made.setProperty("paced", True)
    return made


def frame(ground: str, *, name: str = "") -> QFrame:
    """A frame on one of the style sheet's grounds."""
    made = QFrame()
    if ground == "dialog":
        speak_as(made, "dialog")
    made.setProperty("ground", ground)
    made.setObjectName(name)
    return made


def strip(made: QFrame) -> QFrame:
    """A frame that lies from one edge of its page to the other: neither round corners nor lines at its sides."""
    made.setProperty("strip", "true")
    return made


def rule() -> QFrame:
    """A one-pixel line."""
    made = QFrame()
    made.setProperty("rule", "true")
    return made


def upright_rule() -> QFrame:
    """A one-pixel line between what stands side by side."""
    made = QFrame()
    made.setProperty("rule", "upright")
    return made


def set_state(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property that the style sheet looks at, "true" or "false" for a bool; costs nothing where it is set."""
    told = str(value).lower() if isinstance(value, bool) else value
    if widget.property(name) != told:
        widget.setProperty(name, told)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _filled(layout: QBoxLayout, margins: tuple[int, int, int, int], spacing: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)


def column(
    parent: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0
) -> QVBoxLayout:
    """A vertical layout without Qt's own margins."""
    made = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    _filled(made, margins, spacing)
    return made


def row(
    parent: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0
) -> QHBoxLayout:
    """A horizontal layout without Qt's own margins."""
    made = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    _filled(made, margins, spacing)
    return made


def facts(pairs: Iterable[tuple[str, str]], label_role: str, fact_role: str) -> QGridLayout:
    """(label, value) pairs in two columns."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for line, (name, value) in enumerate(pairs):
        value_label = label(value, fact_role, wraps=True)
        value_label.setAccessibleName(f"{name} {value}")
        grid.addWidget(label(name, label_role), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value_label, line, 1)
    return grid


def keep_room(widget: QWidget) -> None:
    """What is around a widget stays where it is while that is hidden."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def follow_width(widget: QWidget) -> None:
    """All the width there is, and as high as the widget wants to be in that."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


def has_keyboard(widget: QWidget) -> bool:
    """Whether the keyboard is on something inside a widget."""
    focus = widget.window().focusWidget()
    return focus is not None and widget.isAncestorOf(focus)


def is_held(widget: QWidget) -> bool:
    """Whether the keyboard is on a widget itself, also while another window is before this one."""
    return widget.window().focusWidget() is widget


def take_focus(widget: QWidget) -> None:
    """Put the keyboard on a widget, also on one that was only just laid out (Qt would show it a moment later)."""
    widget.show()
    widget.setFocus()


def tab_within(widget: QWidget, *, forward: bool) -> bool:
    """Move the keyboard to the next stop inside a widget, from its last one to its first; False where it has none."""
    stops = [
        child
        for child in widget.findChildren(QWidget)
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    held = [place for place, child in enumerate(stops) if child.hasFocus()]
    if stops:
        place = (held[0] if held else -1 if forward else 0) + (1 if forward else -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[place % len(stops)].setFocus(reason)
    return bool(stops)


def tab_before(inside: QWidget, follower: QWidget) -> None:
    """Let the Tab key come to what is inside one widget right before it comes to another; Qt appends what is new."""
    before = follower.previousInFocusChain()
    for each in inside.findChildren(QWidget):
        if before is not None and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, each)
            before = each


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.setParent(None)
            widget.hide()  # Qt shows what was just laid out a moment later: it would be a window of its own by then
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()

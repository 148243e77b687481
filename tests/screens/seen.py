"""What can be seen of a window, measured on its pixels: contrasts by WCAG 2.2, the ring of the keyboard, whole text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kaochang.views.candidate.palette import CellButton
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.pane import bring_into_sight
from kaochang.views.widgets.prose import Prose
from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

TEXT = {"light": 4.5, "soft": 4.5, "dark": 4.5, "contrast": 7.0}
"""The least contrast of text in each theme."""

EDGE = 3.0
"""The least contrast of an edge, of a sign, and of what cannot be used now."""

SHARP = 4
"""Text is painted so many times its size, so that the middle of its strokes has the ink's own colour."""

_INSIDE = 6
"""Pixels at the sides of a control where borders and rings are, and no text."""

_ENOUGH = 48
"""So many of the sharp pixels of one colour are no mere edge between two others."""

_RING = 3
_RING_PIXELS = 96
"""So many pixels, at twice the size, that change so much that nobody can miss it, are a ring."""


def _luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """From 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def painted(window: QWidget, place: QRect, scale: int = SHARP) -> QImage:
    """What a window shows in a place of it, so many times its size."""
    image = QImage(place.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(0)
    painter = QPainter(image)
    window.render(painter, QPoint(0, 0), place)
    painter.end()
    return image


def place_of(widget: QWidget, window: QWidget) -> QRect:
    """Where a widget is in its window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def ink_and_ground(image: QImage) -> tuple[QColor, QColor]:
    """The colour of most of the picture, and of all that is there in any amount the one that differs most from it."""
    counts = Counter(image.constBits().cast("I"))
    ground = QColor(counts.most_common(1)[0][0])
    enough = [QColor(pixel) for pixel, count in counts.items() if count >= _ENOUGH]
    return max(enough, key=lambda colour: contrast(colour, ground)), ground


def text_widgets(top: QWidget) -> list[QWidget]:
    """Whatever shows text and is whole in sight."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, Prose)
    every = [each for each in top.findChildren(QWidget) if isinstance(each, kinds)]
    return [
        each
        for each in every
        if each.isVisible()
        and each.visibleRegion().boundingRect().size() == each.size()
        and not _is_covered(each, top.window())
        and (each.text() if isinstance(each, QLabel | QLineEdit | QPushButton) else "text")
    ]


def _is_covered(widget: QWidget, window: QWidget) -> bool:
    """Whether it lies under a warning, which goes by itself or by its own button."""
    strips = [each for each in window.findChildren(QWidget, "warning") if each.isVisible()]
    return any(
        not strip.isAncestorOf(widget) and place_of(strip, window).intersects(place_of(widget, window))
        for strip in strips
    )


def look_of(widget: QWidget) -> object:
    """Widgets of one kind are measured once."""
    names = ("role", "kind", "sign", "amber", "ground", "locked", "filled", "active", "target", "lifted", "covered")
    checked = isinstance(widget, QAbstractButton) and widget.isChecked()
    cell = widget._cell if isinstance(widget, CellButton) else None
    standing = cell and replace(cell, item="", number=0, spoken="")
    return (
        type(widget),
        *(widget.property(name) for name in names),
        checked,
        widget.isEnabled(),
        standing,
        type(widget.parentWidget()),
    )


# -- text that can be read --------------------------------------------------------------------------------------------


def _states(widget: QWidget) -> Iterator[str]:
    """Puts a widget into each of its states, and out of it again."""
    yield "as it is"
    if not widget.isEnabled():
        return
    if isinstance(widget, QAbstractButton):
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
        yield "under the mouse"
        widget.setDown(True)
        yield "pressed"
        widget.setDown(False)
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        yield "with the keyboard"
        if isinstance(widget, QLineEdit) and widget.text():
            before = widget.cursorPosition()
            widget.selectAll()
            yield "selected"
            widget.deselect()
            widget.setCursorPosition(before)


def weak_texts(top: QWidget, theme: str) -> list[str]:
    """What cannot be read well, in which state."""
    window, seen, weak = top.window(), set(), []
    for widget in text_widgets(top):
        if (look := look_of(widget)) in seen:
            continue
        seen.add(look)
        least = TEXT[theme] if widget.isEnabled() else EDGE
        inside = 2 if isinstance(widget, QLabel | Prose) else _INSIDE
        place = place_of(widget, window).marginsRemoved(QMargins(inside, inside, inside, inside))
        for state in _states(widget):
            if place.isEmpty():
                continue
            ink, ground = ink_and_ground(painted(window, place))
            if contrast(ink, ground) < least:
                weak.append(f"{called(widget)} {state}: {ink.name()} on {ground.name()}")
    return weak


def called(widget: QWidget) -> str:
    """How a test tells of a widget."""
    return f"{type(widget).__name__} {widget.objectName()} {widget.property('role') or widget.property('kind') or ''}"


# -- rings of the keyboard --------------------------------------------------------------------------------------------


def _steps(before: QImage, after: QImage) -> int:
    """How many pixels changed so much that nobody can miss it."""
    pairs = zip(before.constBits().cast("I"), after.constBits().cast("I"), strict=True)
    changed = Counter(pair for pair in pairs if pair[0] != pair[1])
    return sum(count for (one, other), count in changed.items() if contrast(QColor(one), QColor(other)) >= EDGE)


def without_ring(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Of these stops of the Tab key those that look the same with the keyboard and without."""
    found, seen = [], set()
    for widget in stops:
        if (look := look_of(widget)) in seen or widget.property("lifted") == "true" or _is_covered(widget, window):
            continue
        seen.add(look)
        bring_into_sight(widget)
        if (focused := QApplication.focusWidget()) is not None:
            focused.clearFocus()
        place = place_of(widget, window).marginsAdded(QMargins(_RING, _RING, _RING, _RING)) & window.rect()
        before = painted(window, place, 2)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if _steps(before, painted(window, place, 2)) < _RING_PIXELS:
            found.append(called(widget))
    return found


# -- text that is whole -----------------------------------------------------------------------------------------------


def cut_texts(top: QWidget) -> list[str]:
    """What has less room than its text needs, or lies where nobody can come to."""
    faults = []
    for widget in top.findChildren(QWidget):
        if widget.isVisible():
            faults += [f"{called(widget)} {fault}" for fault in (*_squeezed(widget), *_out_of_reach(widget, top))]
    return faults


def _squeezed(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        return
    needs = _needs(widget)
    if needs is not None and (needs.width() > widget.width() or needs.height() - _leading(widget) > widget.height()):
        yield f"needs {needs.width()}x{needs.height()}, has {widget.width()}x{widget.height()}"
    if isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        room = widget.width() - 2 * _INSIDE
        if widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room:
            yield "has a hint that is cut"


def _leading(widget: QWidget) -> int:
    """The room above and below a line's signs: the one family has much of it, and nothing is lost with it."""
    return max(0, widget.fontMetrics().height() - widget.font().pixelSize())


def _needs(widget: QWidget) -> QSize | None:
    """The room that a widget's text takes in its width; None where it holds none of its own."""
    if isinstance(widget, QLabel) and widget.text():
        if not widget.wordWrap():
            return widget.sizeHint()
        return QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
    if isinstance(widget, QPushButton) and widget.text():
        return widget.minimumSizeHint()
    if isinstance(widget, Prose):
        return QSize(0, widget.heightForWidth(widget.width()))
    return None


def _out_of_reach(widget: QWidget, top: QWidget) -> Iterator[str]:
    """A part of it lies outside what it stands on, and nothing scrolls there."""
    if _needs(widget) is None and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return
    box, above = QRect(QPoint(0, 0), widget.size()), widget
    while above is not top:
        parent = above.parentWidget()
        box.translate(above.pos())
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and parent is area.viewport():
            box = _where_it_scrolls(box, area)
        if not parent.rect().contains(box):
            yield f"lies at {box.getRect()} of {parent.size().toTuple()} ({called(parent)})"
            return
        above = parent


def _where_it_scrolls(box: QRect, area: QAbstractScrollArea) -> QRect:
    """A place that can be scrolled to counts as in sight."""
    down, across = area.verticalScrollBar(), area.horizontalScrollBar()
    whole = QRect(
        QPoint(-across.value(), -down.value()),
        area.viewport().size() + QSize(across.maximum(), down.maximum()),
    )
    return QRect(QPoint(0, 0), QSize(1, 1)) if whole.contains(box) else box

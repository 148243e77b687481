"""What looks the same in many places, and takes long to paint, is painted once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget


def kept_pixels(onto: QPainter, widget: QWidget, key: str, paint: Callable[[QPainter], None]) -> QPixmap:
    """What `paint` paints on a widget of this size, as sharp as what is painted `onto`; `key` names all else.

    A picture of a window may be sharper than the screen that the widget is on: the painter's own scale counts.
    """
    ratio = onto.deviceTransform().m11()
    name = f"{key} {widget.width()}x{widget.height()} {ratio}"
    pixels = QPixmap()
    if QPixmapCache.find(name, pixels):
        return pixels
    pixels = QPixmap(widget.size() * ratio)
    pixels.setDevicePixelRatio(ratio)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    QPixmapCache.insert(name, pixels)
    return pixels

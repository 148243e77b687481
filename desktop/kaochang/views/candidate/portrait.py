"""The candidate's photo, as large as its place allows, in its own proportions."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kaochang.views.widgets.look import Look

PLACE = QSize(108, 144)
"""Pixels of the place on the page: 3 to 4, as photos for identity cards are."""

_SHARP = 3
"""Pixels kept for each of the place's: enough for any screen's scale, without holding a camera's whole picture."""


def read_photo(data: bytes) -> QImage:
    """A photo turned upright as its camera says and made small; a null image for what is no picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size, side = reader.size(), _SHARP * max(PLACE.width(), PLACE.height())
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Portrait(QWidget):
    """A photo that was read, with a thin line around it; never stretched, and in the middle of its place."""

    def __init__(self, image: QImage, look: Look) -> None:
        super().__init__()
        self.setObjectName("photo")
        self.setAccessibleName(look.words("candidate.identity.photo"))
        self.setFixedSize(PLACE)
        self._image = image
        self._look = look

    def fitted(self) -> QRect:
        """Where the photo lies."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo and its line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self.fitted()
        painter.drawImage(place, self._image)
        painter.setPen(self._look.colour("line2"))
        painter.drawRect(place.adjusted(0, 0, -1, -1))

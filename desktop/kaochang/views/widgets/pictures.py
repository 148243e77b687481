"""Pictures decoded within bounds: the size is known at once, pixels that take long come from the background.

A picture that is too large is decoded smaller where its format can do that, and else not at all: no picture may cost
the exam its memory or a candidate a wait.
"""

from __future__ import annotations

import enum
from functools import cache
from itertools import count

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

AT_ONCE = 1_200_000
"""So many pixels are decoded on the spot: some ten milliseconds."""
LARGEST = 24_000_000
"""More pixels are never held."""
_REDUCED = 6_000_000
_MEGABYTES = 256
_SCALING = (b"jpeg", b"webp")
"""Formats that are decoded smaller without being decoded whole."""
_SOUND = (b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1")
_FILM = (b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"FLV")


class Trouble(enum.StrEnum):
    """Why there is nothing to see; the value ends the key of its words."""

    BROKEN = "broken"
    LARGE = "large"
    MEDIA = "media"


class Picture(QObject):
    """The picture in some bytes. `size` is what it says of itself; `ready` tells that `image` or `trouble` is there.

    `widest` bounds the pixels of a row: more than a column can show need not be held.
    """

    ready = Signal()

    def __init__(self, data: bytes, parent: QObject, *, widest: int = 0) -> None:
        super().__init__(parent)
        self.data = data
        self.image = QImage()
        self.trouble: Trouble | None = None
        with _Reader(data) as reader:
            self.size = reader.size()
            scales = bytes(reader.format().data()) in _SCALING
        self.is_reduced = pixels(self.size) > LARGEST
        self._ticket = 0
        if not self.size.isValid():
            self.trouble = Trouble.MEDIA if is_sound_or_film(data) else Trouble.BROKEN
        elif self.is_reduced and not scales:
            self.trouble = Trouble.LARGE
        elif pixels(self.size) <= AT_ONCE:
            self._take(_decode(data, _bounded(self.size, widest)))
        else:
            desk = _desk()
            desk.decoded.connect(self._on_decoded, Qt.ConnectionType.QueuedConnection)
            self._ticket = desk.order(data, _bounded(self.size, widest))

    def _on_decoded(self, ticket: int, image: QImage) -> None:
        if ticket == self._ticket:
            _desk().decoded.disconnect(self._on_decoded)
            self._take(image)
            self.ready.emit()

    def _take(self, image: QImage) -> None:
        self.image = image
        if image.isNull():
            self.trouble = Trouble.BROKEN


class _Desk(QObject):
    """Where pictures are ordered. It outlives every picture, so that none that comes late finds nobody."""

    decoded = Signal(int, QImage)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._numbers = count(1)

    def order(self, data: bytes, size: QSize) -> int:
        """Have this decoded in the background; `decoded` brings it under the number that is given back."""
        ticket = next(self._numbers)
        QThreadPool.globalInstance().start(lambda: self.decoded.emit(ticket, _decode(data, size)))
        return ticket


@cache
def _desk() -> _Desk:
    return _Desk()


class _Reader:
    """A reader on bytes that opens what it needs and closes it again."""

    def __init__(self, data: bytes) -> None:
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes)

    def __enter__(self) -> QImageReader:
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        QImageReader.setAllocationLimit(_MEGABYTES)
        reader = QImageReader(self._buffer)
        reader.setDecideFormatFromContent(True)
        reader.setAutoTransform(True)
        return reader

    def __exit__(self, *_: object) -> None:
        self._buffer.close()


def is_sound_or_film(data: bytes) -> bool:
    """Whether these are the bytes of a recording, which this program does not play."""
    is_riff = data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI ")
    return data.startswith((*_SOUND, *_FILM)) or data[4:8] == b"ftyp" or is_riff


def pixels(size: QSize) -> int:
    """How many pixels a size has."""
    return size.width() * size.height()


def _bounded(size: QSize, widest: int) -> QSize:
    """The size to decode to: its own, unless that is more than will be held or seen."""
    factor = 1.0
    if pixels(size) > LARGEST:
        factor = (_REDUCED / pixels(size)) ** 0.5
    if widest and size.width() > widest:
        factor = min(factor, widest / size.width())
    return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))


def _decode(data: bytes, size: QSize) -> QImage:
    with _Reader(data) as reader:
        if size != reader.size():
            reader.setScaledSize(size)
        return reader.read()

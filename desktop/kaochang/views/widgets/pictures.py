"""Pictures decoded within bounds: the size is known at once, pixels that take long come from the background.

A picture that is too large is decoded smaller where its format can do that, and else not at all: no picture may cost
the exam its memory or a candidate a wait.
"""

from __future__ import annotations

import atexit
import enum
from functools import cache, partial
from itertools import count

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

AT_ONCE = 1_200_000
"""So many pixels are decoded on the spot: some ten milliseconds."""
LARGEST = 24_000_000
"""More pixels are never held."""
_REDUCED = 6_000_000
_MEGABYTES = 256
_FORMATS = frozenset((b"png", b"jpeg", b"gif", b"bmp", b"tiff", b"webp"))
"""Formats of nothing but pixels; one that draws, as SVG does, could ask for files beside it."""
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
            form = bytes(reader.format().data())
            self.size = reader.size() if form in _FORMATS else QSize()
            scales = form in _SCALING
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
            self.destroyed.connect(partial(desk.cancel, self._ticket))

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
    """Where pictures are ordered. It outlives every picture, so that none that comes late finds nobody.

    What nobody waits for any more is not decoded, and nothing is once the program ends: the threads are waited for.
    """

    decoded = Signal(int, QImage)

    def __init__(self) -> None:
        application = QCoreApplication.instance()
        super().__init__(application)
        self._numbers = count(1)
        self._wanted: set[int] = set()
        self._pool = QThreadPool()
        if application is not None:
            application.aboutToQuit.connect(self.close)
        atexit.register(self.close)

    def order(self, data: bytes, size: QSize) -> int:
        """Have this decoded in the background; `decoded` brings it under the number that is given back."""
        ticket = next(self._numbers)
        self._wanted.add(ticket)
        self._pool.start(partial(self._work, ticket, data, size))
        return ticket

    def _work(self, ticket: int, data: bytes, size: QSize) -> None:
        image = _decode(data, size) if ticket in self._wanted else QImage()
        if ticket in self._wanted:
            self._wanted.discard(ticket)
            self.decoded.emit(ticket, image)

    def cancel(self, ticket: int, *_: object) -> None:
        """Whoever ordered this is gone."""
        self._wanted.discard(ticket)

    def close(self) -> None:
        """Take nothing on any more, and wait for what is under way: it would come back to nobody."""
        self._wanted.clear()
        self._pool.clear()
        self._pool.waitForDone()


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

"""Pictures of items as small as a card shows them, decoded when a card is first painted, within bounds."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPixmap

from kaochang.views.widgets.pictures import Picture

_MOST = 200
_WIDEST = 320


class SmallPictures(QObject):
    """`data` gives a picture's bytes by name; `came` is called when one that took long can be seen."""

    def __init__(self, data: Callable[[str], bytes], height: int, came: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._data = data
        self._height = height
        self._came = came
        self._shown: dict[str, QPixmap] = {}
        self._coming: dict[str, Picture] = {}

    def forget(self) -> None:
        """Another paper: names mean other pictures."""
        self._shown.clear()
        self._coming.clear()

    def __call__(self, name: str) -> QPixmap:
        """The picture, null until it is there and where it cannot be seen."""
        if name not in self._shown:
            if len(self._shown) >= _MOST:
                self._shown.clear()
            self._shown[name] = QPixmap()
            picture = Picture(self._data(name), self, widest=2 * _WIDEST)
            self._coming[name] = picture
            if picture.image.isNull():
                picture.ready.connect(lambda: self._take(name))
            else:
                self._take(name)
        return self._shown[name]

    def _take(self, name: str) -> None:
        picture = self._coming.pop(name, None)
        if picture is None:
            return
        if not picture.image.isNull():
            box = QSize(_WIDEST, self._height - 6)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            small = (
                picture.image
                if picture.image.height() <= box.height() and picture.image.width() <= box.width()
                else (picture.image.scaled(box, keep, smooth))
            )
            self._shown[name] = QPixmap.fromImage(small)
        picture.deleteLater()
        self._came()

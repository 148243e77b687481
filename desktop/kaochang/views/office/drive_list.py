"""The drives to choose from, and any folder besides."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from kaochang.presenters.office.drives import DriveFace
from kaochang.views.office.opening import choose_folder
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row


class DriveList(QWidget):
    """`then` takes the root of a drive, or a folder."""

    def __init__(self, look: Look, name: str, then: Callable[[Path], None]) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._then = then
        self._faces: tuple[Sequence[DriveFace], str] | None = None
        words = look.words
        self._none = label(words("office.drive.none"), "label", name=f"{name}-none", wraps=True)
        self._drives = column(spacing=8)
        self._folder = button(words("office.drive.folder"), "quiet", f"{name}-folder", self._on_folder)
        whole = column(self, spacing=8)
        whole.addWidget(self._none)
        whole.addLayout(self._drives)
        line = row()
        line.addWidget(self._folder)
        line.addStretch(1)
        whole.addLayout(line)

    def show_drives(self, drives: Sequence[DriveFace], folder: str) -> None:
        """These drives, and the folder that was chosen besides ("" for none)."""
        if self._faces == (drives, folder):
            return
        self._faces = (drives, folder)
        clear(self._drives)
        for face in drives:
            self._drives.addWidget(self._button(face))
        if folder:
            shown = DriveFace(folder, Path(folder).name or folder, folder, is_chosen=True, can_choose=True)
            self._drives.addWidget(self._button(shown))
        self._none.setVisible(not drives and not folder)

    def _button(self, face: DriveFace) -> QPushButton:
        row_of = PlaceFace(face.name, face.note, face.is_chosen, face.can_choose)
        return place(self._look.words, f"{self._name}-drive", row_of, partial(self._then, Path(face.path)))

    def _on_folder(self) -> None:
        choose_folder(self, self._look.words("office.drive.choose"), self._then)

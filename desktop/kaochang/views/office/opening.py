"""Files and folders opened by the system's own programs, and places chosen in its own window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def open_place(path: Path) -> None:
    """Open a file or folder as a double click on it would."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def choose_folder(parent: QWidget, title: str, then: Callable[[Path], None]) -> None:
    """Ask for a folder, and hand it on; nothing where none is chosen."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    if chosen:
        then(Path(chosen))


def choose_new_file(parent: QWidget, title: str, name: str, then: Callable[[Path], None]) -> None:
    """Ask where a new file goes, and hand it on; nothing where it goes nowhere.

    Whoever types a name without a kind gets that of the proposed one: by it the file is found again.
    """
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name)
    if chosen:
        path, kind = Path(chosen), Path(name).suffix
        then(path if path.suffix else path.with_name(f"{path.name}{kind}"))

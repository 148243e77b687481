"""The system's own window, for the kinds of files that the centre works with, and what is dropped on ours."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from kaochang.domain.ports import Words

_FORMS = {"kit": "*.kck", "database": "*.db", "exam": "*.kcb", "key": "*.kcy", "packet": "*.kcw"} | {"journal": "*.kcj"}
_MERGED = "*.kcr *.kcj *.kcm *.kca *.kce"


def choose_kind(parent: QWidget, words: Words, what: str, then: Callable[[Path], None]) -> None:
    """Ask for one file of a kind, and hand it on; nothing where none is chosen."""
    named = f"{words(f'centre.files.{what}')} ({_FORMS[what]});;{words('office.choose.all')} (*)"
    chosen, _ = QFileDialog.getOpenFileName(parent, words(f"centre.files.{what}.choose"), "", named)
    if chosen:
        then(Path(chosen))


def choose_merged(parent: QWidget, words: Words, then: Callable[[Sequence[Path]], None]) -> None:
    """Ask for files that came from rooms."""
    named = f"{words('centre.files.merged')} ({_MERGED});;{words('office.choose.all')} (*)"
    chosen, _ = QFileDialog.getOpenFileNames(parent, words("centre.files.merged.choose"), "", named)
    if chosen:
        then([Path(each) for each in chosen])


def dropped(data: QMimeData) -> list[Path]:
    """The files and folders of this PC that are dropped; none where anything else is among them."""
    urls = data.urls()
    return [Path(each.toLocalFile()) for each in urls] if all(each.isLocalFile() for each in urls) else []

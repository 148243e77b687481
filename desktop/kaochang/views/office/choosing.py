"""The system's own window to choose a file; the folder that it was in last is where it begins."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kaochang.domain.ports import Words

PAPERS = "*.docx *.doc *.xlsx *.xls *.csv *.txt *.md *.html *.xml *.zip *.gift *.wps *.et"


def choose_file(parent: QWidget, words: Words, what: str, then: Callable[[Path], None], forms: str = PAPERS) -> None:
    """Ask for one file, and hand it on; nothing where none is chosen. `what` ends the key of the window's title."""
    named = f"{words('office.choose.files')} ({forms});;{words('office.choose.all')} (*)"
    chosen, _ = QFileDialog.getOpenFileName(parent, words(f"office.choose.{what}"), "", named)
    if chosen:
        then(Path(chosen))


def choose_files(parent: QWidget, words: Words, title: str, forms: str, then: Callable[[list[Path]], None]) -> None:
    """Ask for any number of files, and hand them on; nothing where none is chosen."""
    named = f"{words('office.choose.files')} ({forms});;{words('office.choose.all')} (*)"
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", named)
    if chosen:
        then([Path(each) for each in chosen])

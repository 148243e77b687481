"""The same page as Qt's own widgets make it, without us: `bare_page.py PICTURES JOURNAL`. See `told.py`.

Its place, text, picture (PICTURES is a folder), options, all of which scroll where they are longer than the screen, a
field to write in and a grid of numbers with the current one told; nothing is styled. What is chosen is shown again at
its item, and committed as durably as we do, to the database JOURNAL, and then said to be saved; a plain program does
that where it stands, once the choice is painted.
"""

import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pixels.told import listen
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip
from sealed_sample import option_text, stem_text

ITEMS, COLUMNS = 200, 6


class Page(QWidget):
    def __init__(self, pictures: list[Path], journal: sqlite3.Connection) -> None:
        super().__init__()
        self._pictures = pictures
        self._journal = journal
        self._at = self._rows = 0
        self._chosen: dict[int, str] = {}
        self._saved = QLabel("0")
        self._saved.setObjectName("saved")
        self._cells: list[QPushButton] = []
        self._place, self._stem, self._picture = QLabel(), QLabel(wordWrap=True), QLabel()
        self._stem.setObjectName("stem")
        self._group = QButtonGroup(self)
        self._options = [QRadioButton() for _ in "ABCD"]
        for letter, option in zip("ABCD", self._options, strict=True):
            option.setObjectName(f"option-{letter}")
            option.clicked.connect(self._answered)
            self._group.addButton(option)
        self._writing = QPlainTextEdit()
        self._writing.setObjectName("writing")
        self._length = QLabel("0")
        self._writing.textChanged.connect(lambda: self._length.setText(str(len(self._writing.toPlainText()))))
        following = QPushButton("下一题")
        following.setObjectName("next")
        following.clicked.connect(self._next)
        self._lay_out(following)
        self._show()

    def _lay_out(self, following: QPushButton) -> None:
        grid = QGridLayout()
        for number in range(ITEMS):
            cell = QPushButton(str(number + 1))
            cell.setCheckable(True)
            cell.setFixedSize(39, 40)
            self._cells.append(cell)
            grid.addWidget(cell, number // COLUMNS, number % COLUMNS)
        numbers = QWidget()
        numbers.setLayout(grid)
        scroll = QScrollArea()
        scroll.setFixedWidth(290)
        scroll.setWidget(numbers)
        asked = QWidget()
        item = QVBoxLayout(asked)
        for part in (self._place, self._stem, self._picture, *self._options, self._writing):
            item.addWidget(part)
        shown = QScrollArea(widgetResizable=True)
        shown.setWidget(asked)
        page = QVBoxLayout()
        page.addWidget(shown, 1)
        for part in (self._length, self._saved, following):
            page.addWidget(part)
        layout = QHBoxLayout(self)
        layout.addWidget(scroll)
        layout.addLayout(page, 1)

    def _answered(self) -> None:
        self._cells[self._at].setChecked(True)
        self._chosen[self._at] = next(each.objectName() for each in self._options if each.isChecked())
        QTimer.singleShot(0, self._save)

    def _save(self) -> None:
        self._rows += 1
        self._journal.execute("INSERT INTO entries VALUES (?, ?, ?)", (self._rows, self._at, self._chosen[self._at]))
        self._journal.commit()
        self._saved.setText(str(self._rows))

    def _next(self) -> None:
        self._cells[self._at].setFlat(False)
        self._at = (self._at + 1) % ITEMS
        self._show()

    def _show(self) -> None:
        self._cells[self._at].setFlat(True)
        self._place.setText(f"单选题　第 {self._at + 1} 题 / 共 {ITEMS} 题　1 分")
        self._stem.setText(stem_text(self._at))
        self._picture.setPixmap(QPixmap(str(self._pictures[self._at])))
        self._group.setExclusive(False)
        for letter, option in zip("ABCD", self._options, strict=True):
            option.setText(f"{letter}  {option_text(self._at, letter)}")
            option.setChecked(self._chosen.get(self._at) == option.objectName())
        self._group.setExclusive(True)


def make_journal(path: Path) -> sqlite3.Connection:
    """A database whose commits survive a loss of power."""
    journal = sqlite3.connect(path)
    journal.execute("PRAGMA journal_mode = WAL")
    journal.execute("PRAGMA synchronous = FULL")
    journal.execute("CREATE TABLE entries (number INTEGER PRIMARY KEY, item INTEGER, chosen TEXT)")
    journal.commit()
    return journal


def main() -> int:
    application = QApplication(["bare page"])
    font = Path(__file__).resolve().parent.parent.parent / "resources/fonts/NotoSansSC-Regular.ttf"
    [family, *_] = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))
    made = QFont(family)
    made.setPixelSize(18)
    application.setFont(made)
    page = Page(sorted(Path(sys.argv[1]).iterdir()), make_journal(Path(sys.argv[2])))
    page.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    page.setGeometry(page.screen().geometry())
    page.show()
    page.activateWindow()
    kept = listen(page)
    print("{}", flush=True)
    return application.exec() if kept else 1


if __name__ == "__main__":
    sys.exit(main())

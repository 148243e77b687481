"""A file that somebody chooses, as a line of a form."""

from PySide6.QtWidgets import QPushButton, QWidget

from kaochang.views.widgets.parts import column, label, row


class FileLine(QWidget):
    """A file that is chosen: what it is, where it lies, and a button to choose another."""

    def __init__(self, title: str, name: str, choose: QPushButton) -> None:
        super().__init__()
        self._path = label("", "", name=name, wraps=True)
        whole = column(self, spacing=4)
        whole.addWidget(label(title, "section"))
        line = row(spacing=12)
        line.addWidget(self._path, 1)
        line.addWidget(choose)
        whole.addLayout(line)

    def show_path(self, path: str, none: str) -> None:
        """This file, or that there is none yet."""
        self._path.setText(path or none)

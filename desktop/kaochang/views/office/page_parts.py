"""What the office's pages are put together from: a column in the middle, cards, and why a button cannot be pressed."""

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kaochang.views.widgets.parts import column, frame, label, row
from kaochang.views.widgets.scrolled import scrolled

_AROUND = (24, 22, 24, 24)
_INSIDE = (24, 18, 24, 20)


def centred(name: str, inner: QWidget, *, widest: int) -> QScrollArea:
    """A page that scrolls, with `inner` in the middle of it and never wider than this."""
    inner.setMaximumWidth(widest)
    page = QWidget()
    across = row(page, margins=_AROUND)
    across.addStretch(1)
    across.addWidget(inner, 1000)
    across.addStretch(1)
    return scrolled(page, centred=False, name=name)


def card(name: str, heading: str, *, spacing: int) -> tuple[QFrame, QVBoxLayout]:
    """A card under a heading, and where what stands on it goes."""
    made, inside = bare_card(name, spacing=spacing)
    inside.addWidget(label(heading, "heading"))
    return made, inside


def bare_card(name: str, *, spacing: int) -> tuple[QFrame, QVBoxLayout]:
    """The same without a heading."""
    made = frame("card", name=name)
    return made, column(made, margins=_INSIDE, spacing=spacing)


def show_why(made: QPushButton, line: QLabel, why: str) -> None:
    """Let a button be pressed where nothing is against it; else say in its line why it cannot."""
    made.setEnabled(not why)
    made.setAccessibleDescription(why)
    line.setText(why)
    line.setVisible(bool(why))

"""The top of the exam screen: which exam, who, text size, time left, hand in."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from kaochang.presenters.candidate.exam_state import ClockFace, Header, TypeSize
from kaochang.views.theme import font
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, set_state
from kaochang.views.widgets.signs import Avatar

_SIZE_PIXELS = {TypeSize.SMALL: 13, TypeSize.NORMAL: 15, TypeSize.LARGE: 17, TypeSize.HUGE: 17}


class HeaderBar(QFrame):
    """Built once for one candidate; only the clock and the chosen size change."""

    def __init__(
        self, header: Header, look: Look, resize: Callable[[TypeSize], None], hand_in: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setProperty("ground", "header")
        self.setFixedHeight(60)
        self._sizes: dict[TypeSize, QPushButton] = {}
        layout = row(self, margins=(24, 0, 24, 0))
        layout.addLayout(_two_lines(header.title, "heading", header.place, widest=420, narrowest=120))
        layout.addSpacing(32)
        layout.addWidget(Avatar(header.initial, look.theme))
        layout.addSpacing(10)
        layout.addLayout(_two_lines(header.name, "strong", header.ticket, widest=270, narrowest=110))
        layout.addStretch(1)
        layout.addWidget(self._size_bar(look, resize), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(20)
        layout.addLayout(self._clock(look))
        layout.addSpacing(20)
        layout.addWidget(button(look.words("candidate.hand-in"), "strong", "hand-in", hand_in))

    def _size_bar(self, look: Look, resize: Callable[[TypeSize], None]) -> QFrame:
        bar = frame("sizes", name="sizes")
        layout = row(bar, margins=(1, 1, 1, 1))
        for size, pixels in _SIZE_PIXELS.items():
            text = look.words(f"candidate.size.{size.name.lower()}")
            made = button(text, "size", f"size-{size.name.lower()}", partial(resize, size))
            made.setCheckable(True)
            made.setStyleSheet(f"font-size: {pixels}px")
            made.setAccessibleName(look.words("candidate.size.spoken", size=text))
            self._sizes[size] = made
            layout.addWidget(made)
        return bar

    def _clock(self, look: Look) -> QVBoxLayout:
        self._caption = label(look.words("candidate.clock"), "tiny")
        self._time = label("", "clock", name="clock")
        self._time.setFont(font(28, bold=True))
        self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance("00:00:00") + 16)
        layout = column(margins=(0, 3, 0, 3))
        for part in (self._caption, self._time):
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(part)
        return layout

    def show_clock(self, face: ClockFace) -> None:
        """Show the time left; the width stays the same."""
        self._time.setText(face.text)
        self._time.setAccessibleName(face.spoken)
        for part in (self._caption, self._time):
            set_state(part, "amber", "true" if face.is_amber else "false")

    def show_size(self, size: TypeSize) -> None:
        """Show which size is chosen."""
        for each, made in self._sizes.items():
            made.setChecked(each is size)


def _two_lines(first: str, role: str, second: str, *, widest: int, narrowest: int) -> QVBoxLayout:
    layout = column(margins=(0, 8, 0, 8))
    layout.addWidget(ElidedLabel(first, role, widest=widest, narrowest=narrowest))
    layout.addWidget(ElidedLabel(second, "tiny", widest=widest, narrowest=narrowest))
    return layout

"""The top of the exam screen: which exam, who, text size, the open part, time left, hand in."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from kaochang.presenters.candidate.exam_state import ClockFace, Header, PartFace, TypeSize
from kaochang.views.theme import font
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, set_state
from kaochang.views.widgets.signs import Avatar

_SIZE_PIXELS = {TypeSize.SMALL: 13, TypeSize.NORMAL: 15, TypeSize.LARGE: 17, TypeSize.HUGE: 17}


class HeaderBar(QFrame):
    """Built once for one candidate; the seat, the clocks, the open part and the chosen size change."""

    def __init__(
        self, header: Header, look: Look, resize: Callable[[TypeSize], None], hand_in: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setProperty("ground", "header")
        self.setFixedHeight(60)
        self._sizes: dict[TypeSize, QPushButton] = {}
        layout = row(self, margins=(24, 0, 24, 0))
        layout.addLayout(_two_lines(*_names(header.title, header.place, "heading", widest=420, narrowest=120)))
        layout.addSpacing(32)
        layout.addWidget(Avatar(header.initial, look.theme))
        layout.addSpacing(10)
        name, self._ticket = _names(header.name, header.ticket, "strong", widest=270, narrowest=110)
        layout.addLayout(_two_lines(name, self._ticket))
        layout.addStretch(1)
        layout.addWidget(self._size_bar(look, resize), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(20)
        self._part = _Part()
        layout.addWidget(self._part)
        layout.addLayout(self._clock(look))
        layout.addSpacing(20)
        self._hand_in = button(look.words("candidate.hand-in"), "strong", "hand-in", hand_in)
        layout.addWidget(self._hand_in)

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
        self._time = _figures("clock")
        return _clock_column(self._caption, self._time)

    def show_clock(self, face: ClockFace) -> None:
        """Show the time left; the width stays the same."""
        _show_face(face, self._caption, self._time)

    def show_part(self, face: PartFace | None) -> None:
        """Show which part is open, and its time; nothing in an exam that is taken as a whole."""
        self._part.show_face(face)

    def show_ticket(self, text: str) -> None:
        """Show the ticket and the seat, which an act may change."""
        self._ticket.show_text(text)

    def allow_hand_in(self, *, is_allowed: bool) -> None:
        """Whether handing in can be asked for now."""
        self._hand_in.setEnabled(is_allowed)

    def show_size(self, size: TypeSize) -> None:
        """Show which size is chosen."""
        for each, made in self._sizes.items():
            made.setChecked(each is size)


class _Part(QWidget):
    """The open part: its name over its time, or over its place among the parts where it has none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("part")
        self._name = ElidedLabel("", "tiny", widest=150, narrowest=60)
        self._name.setObjectName("part-name")
        self._time = _figures("part-clock")
        self._place = label("", "strong", name="part-place")
        layout = row(self, margins=(0, 0, 20, 0))
        layout.addLayout(_clock_column(self._name, self._time, self._place))

    def show_face(self, face: PartFace | None) -> None:
        """Show this part."""
        self.setVisible(face is not None)
        if face is None:
            return
        self._name.show_text(face.name)
        self._place.setText(face.place)
        self._place.setVisible(face.clock is None)
        self._time.setVisible(face.clock is not None)
        if face.clock is not None:
            _show_face(face.clock, self._name, self._time)


def _figures(name: str) -> QLabel:
    made = label("", "clock", name=name)
    made.setFont(font(28, bold=True))
    made.setMinimumWidth(made.fontMetrics().horizontalAdvance("00:00:00") + 16)
    return made


def _clock_column(*parts: QLabel) -> QVBoxLayout:
    layout = column(margins=(0, 3, 0, 3))
    for part in parts:
        part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(part)
    return layout


def _show_face(face: ClockFace, caption: QLabel, time: QLabel) -> None:
    time.setText(face.text)
    time.setAccessibleName(face.spoken)
    for part in (caption, time):
        set_state(part, "amber", "true" if face.is_amber else "false")


def _names(first: str, second: str, role: str, *, widest: int, narrowest: int) -> tuple[ElidedLabel, ElidedLabel]:
    return (
        ElidedLabel(first, role, widest=widest, narrowest=narrowest),
        ElidedLabel(second, "tiny", widest=widest, narrowest=narrowest),
    )


def _two_lines(first: ElidedLabel, second: ElidedLabel) -> QVBoxLayout:
    layout = column(margins=(0, 8, 0, 8))
    layout.addWidget(first)
    layout.addWidget(second)
    return layout

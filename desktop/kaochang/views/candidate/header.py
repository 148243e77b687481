"""The top of the exam screen: which exam, who, how it is shown, away, the open part, time left, hand in."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from kaochang.presenters.candidate.exam_state import ClockFace, Header, Palette, PartFace
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.theme import font
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row, set_state
from kaochang.views.widgets.signs import Avatar
from kaochang.views.widgets.sizes import SizeBar

HEIGHT = 60
"""Pixels of the bar: what lies over the page leaves it in sight."""

_ROOM_FOR_SIZES = 1180
_ROOM_FOR_AVATAR = 1100
_ENOUGH_FOR_LINE = 480
"""In so many pixels a passing line has room over the names alone."""

_BESIDE_LINE = 8


@dataclass(frozen=True)
class HeaderActions:
    """What the header's buttons do."""

    resize: Callable[[TypeSize], None]
    display: Callable[[], None]
    leave: Callable[[], None]
    hand_in: Callable[[], None]


class HeaderBar(QFrame):
    """Built once for one candidate; the seat, the clocks, the open part and the chosen size change.

    In a narrow window the avatar and the sizes give way (the sizes are in the display panel too), then long names.
    """

    def __init__(self, header: Header, look: Look, actions: HeaderActions) -> None:
        super().__init__()
        self.setProperty("ground", "header")
        self.setFixedHeight(HEIGHT)
        words = look.words
        self._avatar = Avatar(header.initial, look.theme)
        self._sizes = SizeBar(look, actions.resize, "size")
        self._progress = _Progress(look)
        self._extra = _Extra(look)
        self._part = _Part()
        layout = row(self, margins=(24, 0, 24, 0))
        layout.addLayout(_two_lines(*_names(header.title, header.place, "heading", widest=420, narrowest=110)))
        layout.addSpacing(24)
        layout.addWidget(self._avatar)
        layout.addSpacing(10)
        name, self._ticket = _names(header.name, "", "strong", widest=270, narrowest=100)
        self.show_ticket(header)
        layout.addLayout(_two_lines(name, self._ticket))
        layout.addSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._progress)
        layout.addWidget(self._sizes, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(6)
        self._away = _quiet(words("candidate.away"), "leave", actions.leave)
        self._display = _quiet(words("candidate.display"), "display-open", actions.display)
        layout.addWidget(self._display)
        layout.addWidget(self._away)
        layout.addSpacing(14)
        layout.addWidget(self._part)
        layout.addWidget(self._extra)
        layout.addLayout(self._clock(look))
        layout.addSpacing(18)
        self._hand_in = button(words("candidate.hand-in"), "strong", "hand-in", actions.hand_in)
        layout.addWidget(self._hand_in)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What can be had elsewhere gives way."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        beside = (self._part, self._extra, self._progress)
        taken = sum(each.sizeHint().width() for each in beside if not each.isHidden())
        self._sizes.setVisible(self.width() >= _ROOM_FOR_SIZES + taken)
        self._avatar.setVisible(self.width() >= _ROOM_FOR_AVATAR)

    def room_for_line(self) -> int:
        """Pixels from the left edge over which a line may lie for a while: names, at most buttons, never a clock."""
        buttons = (self._progress, self._sizes, self._display)
        clocks = (self._part, self._extra, self._time)
        beside, clock = (
            min(each.geometry().left() for each in group if not each.isHidden()) for group in (buttons, clocks)
        )
        return beside - _BESIDE_LINE if beside >= _ENOUGH_FOR_LINE else clock - _BESIDE_LINE

    def _clock(self, look: Look) -> QVBoxLayout:
        self._caption = label(look.words("candidate.clock"), "tiny")
        self._time = _figures("clock", 28)
        return _clock_column(self._caption, self._time)

    def show_clock(self, face: ClockFace) -> None:
        """Show the time left; the width stays the same."""
        _show_face(face, self._caption, self._time)
        if self._extra.show_extra(face.extra):
            self._make_room()

    def show_progress(self, palette: Palette) -> None:
        """How much is done, while the palette does not tell it."""
        if self._progress.show_progress(palette):
            self._make_room()

    def show_part(self, face: PartFace | None) -> None:
        """Show which part is open, and its time; nothing in an exam that is taken as a whole."""
        if self._part.show_face(face):
            self._make_room()

    def show_ticket(self, header: Header) -> None:
        """Show the ticket and the seat, which an act may change; where both have no room, the seat stays whole."""
        self._ticket.show_text(header.ticket, header.seat)

    def allow(self, *, hand_in: bool, leave: bool) -> None:
        """Whether handing in can be asked for now, and the seat be left."""
        self._hand_in.setEnabled(hand_in)
        self._away.setEnabled(leave)

    def show_size(self, size: TypeSize) -> None:
        """Show which size is chosen."""
        self._sizes.show_size(size)


class _Progress(QWidget):
    """How many items are done, of how many."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self._count = label("", "strong", name="progress")
        layout = row(self, margins=(0, 0, 16, 0))
        layout.addLayout(_clock_column(label(look.words("candidate.progress"), "tiny"), self._count))
        self.hide()

    def show_progress(self, palette: Palette) -> bool:
        """Show the count beside a collapsed palette; whether it came or went."""
        of = palette.answered + palette.unanswered + palette.missed
        self._count.setText(self._words("candidate.progress.count", answered=palette.answered, of=of))
        self._count.setAccessibleName(self._words("candidate.progress.spoken", answered=palette.answered, of=of))
        return _came_or_went(self, is_wanted=palette.is_collapsed)


class _Extra(QWidget):
    """What this candidate's time holds more than that of others."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self._given = label("", "strong", name="extra")
        layout = row(self, margins=(0, 0, 12, 0))
        layout.addLayout(_clock_column(label(look.words("candidate.extra"), "tiny"), self._given))
        self.hide()

    def show_extra(self, extra: str) -> bool:
        """Show it; whether it came or went."""
        if extra != self._given.text():
            self._given.setText(extra)
            self._given.setAccessibleName(self._words("candidate.extra.spoken", extra=extra))
        return _came_or_went(self, is_wanted=bool(extra))


class _Part(QWidget):
    """The open part: its name over its time, or over its place among the parts where it has none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("part")
        self._name = ElidedLabel("", "tiny", widest=130, narrowest=60)
        self._name.setObjectName("part-name")
        self._time = _figures("part-clock", 22)
        self._place = label("", "strong", name="part-place")
        layout = row(self, margins=(0, 0, 20, 0))
        layout.addLayout(_clock_column(self._name, self._time, self._place))

    def show_face(self, face: PartFace | None) -> bool:
        """Show this part; whether it came or went."""
        is_turned = _came_or_went(self, is_wanted=face is not None)
        if face is None:
            return is_turned
        self._name.show_text(face.name)
        self._place.setText(face.place)
        self._place.setVisible(face.clock is None)
        self._time.setVisible(face.clock is not None)
        if face.clock is not None:
            _show_face(face.clock, self._name, self._time)
        else:
            set_state(self._name, "amber", False)  # a short time of the part before
        return is_turned


def _came_or_went(widget: QWidget, *, is_wanted: bool) -> bool:
    if is_wanted is not widget.isHidden():
        return False
    widget.setVisible(is_wanted)
    return True


def _quiet(text: str, name: str, then: Callable[[], None]) -> QPushButton:
    made = button(text, "quiet", name, then)
    made.setProperty("compact", "true")
    return made


def _figures(name: str, pixels: int) -> QLabel:
    made = label("", name, name=name)
    made.setFont(font(pixels, bold=True))
    made.setMinimumWidth(made.fontMetrics().horizontalAdvance("00:00:00") + 16)
    return made


def _clock_column(*parts: QLabel) -> QVBoxLayout:
    layout = column(margins=(0, 3, 0, 3))
    layout.addStretch(1)
    for part in parts:
        part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(part)
    layout.addStretch(1)
    return layout


def _show_face(face: ClockFace, caption: QLabel, time: QLabel) -> None:
    time.setText(face.text)
    time.setAccessibleName(face.spoken)
    for part in (caption, time):
        set_state(part, "amber", face.is_amber)


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

"""The foot of the exam screen: the saved sign, marking, the way to the items beside this one, and the proctor's."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.exam_state import SavedSign
from kaochang.presenters.candidate.saving import Sign
from kaochang.views.candidate.tools.buttons import ToolButtons
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, frame, label, paced, row, set_state
from kaochang.views.widgets.spoken import announce
from kaochang.views.widgets.steady import Steady

_LEAST = 48 + 6 * 12 + 150
"""Margins and spaces, and the room that the saved sign needs, px."""

_ASIDE = 56
"""Pixels that the three buttons may stand beside the middle, where the reminder of the keys has room by that."""

_DOT = {Sign.SAVED: "good", Sign.SAVING: "accent_line", Sign.FAILED: "bad", Sign.NOTHING_YET: "line2"}


@dataclass(frozen=True)
class FooterActions:
    """What the footer's buttons do."""

    mark: Callable[[], None]
    previous: Callable[[], None]
    next: Callable[[], None]
    acts: Callable[[], None]
    tool: Callable[[Tool], None]


class Footer(QFrame):
    """Built once."""

    def __init__(self, look: Look, actions: FooterActions) -> None:
        super().__init__()
        self.setProperty("ground", "footer")
        self.setFixedHeight(68)
        self._look = look
        words = look.words
        self._dot = _Dot(look)
        self._saved = label("", "saved", name="saved")
        self._mark = button(words("candidate.mark"), "", "mark", actions.mark)
        self._previous = paced(button(words("candidate.previous"), "", "previous", actions.previous))
        self._next = paced(button(words("candidate.next"), "strong", "next", actions.next))
        self._previous.setIcon(signs.icon(signs.back, look.colour("ink2")))
        self._next.setIcon(signs.icon(signs.forward, look.colour("on_accent")))
        self._next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._mark.setMinimumWidth(124)
        layout = row(self, margins=(24, 0, 24, 0), spacing=12)
        left = frame("plain")
        saved = row(left, spacing=8)
        saved.addWidget(self._dot)
        self._saved_words = Steady(self._saved, fills=True)  # changing words never wait for a new layout
        saved.addWidget(self._saved_words, 1)
        self._keys = label("", "tiny", name="keys")
        self._reminder = ""
        self._keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._keys.setMinimumWidth(1)
        layout.addWidget(left, 1)
        for made in (self._mark, self._previous, self._next):
            layout.addWidget(made)
        layout.addWidget(self._keys, 1)
        self.tools = ToolButtons(look, actions.tool, "tool")
        layout.addWidget(self.tools)
        acts = button(words("candidate.acts.title"), "tool", "acts-open", actions.acts)
        layout.addWidget(acts)
        self._layout = layout
        self._shares = (1, 1)
        self._room_for_keys = 0
        self._beside_tools = (self._mark, self._previous, self._next, acts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The reminder of the keys is shown whole or not at all."""
        super().resizeEvent(event)
        self.tools.fit(self.width() - _LEAST - sum(made.sizeHint().width() for made in self._beside_tools))
        longest = self._look.words("candidate.keys", last="E")
        self._room_for_keys = self._keys.fontMetrics().horizontalAdvance(longest) + 4
        self._centre()
        self._show_reminder()

    def event(self, event: QEvent) -> bool:
        """Words or tools that changed move the middle."""
        if event.type() is QEvent.Type.LayoutRequest and self._centre():
            self._show_reminder()
        return super().event(event)

    def _centre(self) -> bool:
        """The three buttons stand in the middle, or as near to it as the tools leave room for; whether they moved."""
        items = [self._layout.itemAt(place) for place in range(self._layout.count())]
        wide = [0 if item is None else item.sizeHint().width() for item in items]
        side = (self.width() - 48 - sum(wide[1:4]) - 24) // 2
        keys = side - 12 - sum(12 + each for each in wide[5:])
        missing = self._room_for_keys - keys
        aside = -keys if keys < 0 else missing if missing in range(_ASIDE) else 0
        shares = (max(1, side - 12 - aside), max(1, keys + aside))
        if shares == self._shares:
            return False
        self._shares = shares
        self._layout.setStretch(0, shares[0])
        self._layout.setStretch(4, shares[1])
        self._layout.activate()
        return True

    def _show_reminder(self) -> None:
        has_room = self._keys.width() >= self._keys.fontMetrics().horizontalAdvance(self._reminder)
        self._keys.setText(self._reminder if has_room else "")

    def show_keys(self, last_letter: str) -> None:
        """Remind of this item's keys; `last_letter` is that of its last option, "" where letters choose nothing."""
        key = "candidate.keys" if last_letter else "candidate.keys.moving"
        reminder = self._look.words(key, last=last_letter)
        if reminder != self._reminder:  # to measure it takes as long as all else that a key changes in this bar
            self._reminder = reminder
            self._show_reminder()

    def show_saved(self, saved: SavedSign) -> None:
        """Show what is true of everything given so far."""
        if saved.sign is Sign.SAVED and self._saved.property("sign") == Sign.FAILED.value:
            announce(self, saved.text, waits=True)
        self._saved_words.show_text(saved.text)
        self._saved.setAccessibleName(saved.text)
        set_state(self._saved, "sign", saved.sign.value)
        self.show_sign(saved.sign)

    def show_sign(self, sign: Sign) -> None:
        """The dot alone, which is painted sooner than words are set."""
        self._dot.show_shade(_DOT[sign])

    def show_place(self, *, is_marked: bool, is_first: bool, is_last: bool, next_label: str) -> None:
        """Show what can be done at this item."""
        self._next.setText(next_label)
        if self._mark.property("kind") != ("marked" if is_marked else "") or self._mark.icon().isNull():
            colour = self._look.colour("marked_dark" if is_marked else "ink2")
            self._mark.setIcon(signs.icon(signs.flag_before_words, colour))
        self._mark.setText(self._look.words("candidate.unmark" if is_marked else "candidate.mark"))
        set_state(self._mark, "kind", "marked" if is_marked else "")
        self._previous.setEnabled(not is_first)
        if self._next.isEnabled() is is_last:
            self._next.setIcon(signs.icon(signs.forward, self._look.colour("ink2" if is_last else "on_accent")))
            self._next.setEnabled(not is_last)


class _Dot(QWidget):
    """The coloured dot before the saved sign's words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shade = "line2"
        self.setFixedSize(8, 8)

    def show_shade(self, shade: str) -> None:
        """Take the colour of a token."""
        if shade != self._shade:
            self._shade = shade
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(self._shade))
        painter.drawEllipse(self.rect())

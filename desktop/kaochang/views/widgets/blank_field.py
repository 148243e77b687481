"""A field that stands in the line where the blank is, as high as the line and as wide as what is typed."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QInputMethodEvent, QPainter, QPaintEvent

from kaochang.domain.authored import Gap
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.own_text import OwnField
from kaochang.views.widgets.prose import Prose

_SIDE = 4
"""Room beside a field, so that it never touches the words."""
_WITHIN = 6
_NARROWEST, _WIDEST_EMPTY = 4.0, 12.0
"""How wide an empty blank is at least and at most, in characters."""
_NUMBER = 0.55


class BlankField(OwnField):
    """One blank of a text, which is told whenever the field wants another width."""

    def __init__(self, gap: Gap, prose: Prose, look: Look, *, is_numbered: bool) -> None:
        super().__init__(prose)
        self.setProperty("kind", "gap")
        self._look = look
        self._prose = prose
        setting = self._setting = prose.setting
        self._metrics = QFontMetricsF(setting.font)
        self._number = str(gap.number + 1) if is_numbered else ""
        self._em = self._metrics.horizontalAdvance("\u3000")
        self._empty = max(_NARROWEST, min(_WIDEST_EMPTY, (gap.end - gap.start) * 0.6)) * self._em
        self._room = round(setting.font.pixelSize() * _NUMBER) + _WITHIN if is_numbered else _WITHIN
        self._composed = ""
        self._wanted = self._width()
        self.setTextMargins(self._room, 0, 0, 0)
        self.textChanged.connect(self._follow)

    def _width(self) -> float:
        words = self._metrics.horizontalAdvance(self.text() + self._composed)
        return max(self._empty, words + self._room + self._em) + 2 * _SIDE

    def _follow(self) -> None:
        before, self._wanted = self._wanted, self._width()
        if self._wanted != before:
            self._prose.set_anew()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is being composed needs its room too."""
        super().inputMethodEvent(event)
        self._composed = event.preeditString()
        self._follow()

    def measure(self, widest: float) -> tuple[float, float, float]:
        """As wide as it wants, up to a line; never higher than a line."""
        above = self._metrics.ascent() + (self._high - self._metrics.height()) / 2
        return min(self._wanted, widest), above, self._high - above

    @property
    def _high(self) -> int:
        return self._setting.line - _WITHIN

    def place(self, painter: QPainter | None, left: float, baseline: float) -> None:
        """Move to where the blank stands; painting is the field's own."""
        if painter is None:
            wide = min(self._wanted, float(self._prose.width())) - 2 * _SIDE
            top = baseline - self._metrics.ascent() - (self._high - self._metrics.height()) / 2
            self.setGeometry(QRect(round(left) + _SIDE, round(top), round(wide), self._high))

    def strike(self, painter: QPainter, area: QRectF) -> None:
        """What a candidate types is never struck through."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and its number at its left."""
        super().paintEvent(event)
        if self._number:
            painter = QPainter(self)
            painter.setPen(self._look.colour("ink3"))
            painter.setFont(font(self._setting.font.pixelSize() * _NUMBER))
            area = self.rect().adjusted(_WITHIN, 0, 0, 0)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._number)

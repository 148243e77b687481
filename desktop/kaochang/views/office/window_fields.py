"""From when to when a session is open: two moments with a calendar each, as wall times in ms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QDate, QDateTime, QPointF, QTime
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import label, row


class _Moment(QDateTimeEdit):
    """A date and time, with a calendar behind the mark at its right."""

    def __init__(self, look: Look, name: str, spoken: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setDisplayFormat(look.words("office.settings.moment-form"))
        self.setCalendarPopup(True)
        self.setFixedWidth(190)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and the mark of its calendar."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("ink2"), 1.6))
        right, middle = self.width() - 14, self.height() / 2
        painter.drawPolyline(
            [QPointF(right - 4, middle - 2), QPointF(right, middle + 2), QPointF(right + 4, middle - 2)]
        )


class WindowFields(QWidget):
    """`then` takes both wall times when a person changed one of them; `zone` is that of the clock they are read on."""

    def __init__(self, look: Look, name: str, zone: tzinfo, then: Callable[[int, int], None]) -> None:
        super().__init__()
        words = look.words
        self._zone = zone
        self._then = then
        self._opens = _Moment(look, f"{name}-opens", words("office.settings.opens"))
        self._closes = _Moment(look, f"{name}-closes", words("office.settings.closes"))
        line = row(self, spacing=8)
        line.addWidget(self._opens)
        line.addWidget(label(words("office.settings.until"), "label"))
        line.addWidget(self._closes)
        line.addStretch(1)
        for each in (self._opens, self._closes):
            each.dateTimeChanged.connect(self._on_changed)

    def show_window(self, opens: int, closes: int) -> None:
        """These wall times."""
        self._show(self._opens, opens)
        self._show(self._closes, closes)

    def _show(self, made: QDateTimeEdit, wall: int) -> None:
        local = datetime.fromtimestamp(wall / 1000, self._zone).replace(tzinfo=None)
        shown = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
        if made.dateTime() != shown:
            made.blockSignals(True)
            made.setDateTime(shown)
            made.blockSignals(False)

    def _on_changed(self, _: QDateTime) -> None:
        self._then(self._wall(self._opens), self._wall(self._closes))

    def _wall(self, made: QDateTimeEdit) -> int:
        """The wall time of a field, ms: what it shows, on a clock of the page's zone."""
        day, hour = made.date(), made.time()
        moment = datetime(day.year(), day.month(), day.day(), hour.hour(), hour.minute(), tzinfo=self._zone)
        return int(moment.timestamp() * 1000)

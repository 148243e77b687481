"""The page of the settings: all of it filled in, each of it changed where it stands, and what follows told at once."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import QDate, QDateTime, QPointF, QTime
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QDateTimeEdit, QHBoxLayout, QLineEdit, QPushButton, QWidget

from kaochang.domain.assessments import Kind
from kaochang.presenters.office.settings import Field, PassBy, SettingsPresenter, SettingsState
from kaochang.views.office.form import Form, FormRow, show_typed, text_field
from kaochang.views.office.page_parts import centred, show_why
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, label, row

_WIDE = 760
_SHORT = 96
_KINDS = (Kind.LIVE, Kind.REHEARSAL)


class _Moment(QDateTimeEdit):
    """A date and time, with a calendar behind the mark at its right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
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


class SettingsView(QWidget):
    """What is typed goes to the presenter letter by letter; nothing has to be confirmed."""

    def __init__(self, presenter: SettingsPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._zone: tzinfo = presenter.zone
        words = look.words
        self._fields = {each: self._field(each) for each in Field if each is not Field.WINDOW}
        self._opens, self._closes = self._moment("settings-opens"), self._moment("settings-closes")
        self._pass_by = {each: self._choice(f"pass-{each}", partial(presenter.pass_by, each)) for each in PassBy}
        self._kinds = {each: self._choice(f"kind-{each}", partial(presenter.set_kind, each)) for each in _KINDS}
        self._summary = label("", "label", name="settings-summary", wraps=True)
        self._reset = flush(button(words("office.settings.reset"), "quiet", "settings-reset", presenter.forget), "left")
        self._form = Form(words)
        self._rows = self._make_rows()
        self._put_together()
        self._next = button(words("office.settings.next"), "strong", "settings-next", presenter.go_on)
        self._why = ElidedLabel("", "small", widest=360, narrowest=40)
        self._why.setObjectName("settings-why")
        self.head: QWidget | None = self._make_head()

    # -- how it is put together -----------------------------------------------------------------------------------

    def _field(self, field: Field) -> QLineEdit:
        width = 0 if field in (Field.TITLE, Field.ROOM) else _SHORT
        spoken = self._look.words(f"office.settings.{field}")
        return text_field(f"settings-{field}", spoken, partial(self._presenter.type, field), width=width)

    def _choice(self, name: str, then: partial[None]) -> QPushButton:
        made = button(self._look.words(f"office.settings.{name}"), "size", f"settings-{name}", then)
        made.setCheckable(True)
        return made

    def _moment(self, name: str) -> QDateTimeEdit:
        made = _Moment(self._look)
        made.setObjectName(name)
        made.setAccessibleName(self._look.words(f"office.{name.replace('-', '.')}"))
        made.dateTimeChanged.connect(self._on_window)
        return made

    def _choices(self, made: dict[PassBy, QPushButton] | dict[Kind, QPushButton]) -> QHBoxLayout:
        line = row(spacing=4)
        group = QButtonGroup(self)
        for each in made.values():
            group.addButton(each)
            line.addWidget(each)
        return line

    def _make_rows(self) -> dict[Field, FormRow]:
        words = self._look.words
        add = self._form.add
        rows = {Field.TITLE: add(words("office.settings.title"), "title", self._fields[Field.TITLE])}
        minutes = self._line(self._fields[Field.MINUTES], words("office.settings.minutes-unit"))
        rows[Field.MINUTES] = add(words("office.settings.minutes"), "minutes", minutes)
        each = self._line(self._fields[Field.POINTS_EACH], words("office.settings.points-unit"))
        rows[Field.POINTS_EACH] = add(words("office.settings.points-each"), "points-each", each)
        mark = self._line(self._fields[Field.MARK], "")
        self._into(mark, self._choices(self._pass_by))
        rows[Field.MARK] = add(words("office.settings.pass-mark"), "pass", mark)
        times = self._line(self._opens, words("office.settings.until"))
        self._into(times, self._closes)
        rows[Field.WINDOW] = add(words("office.settings.window"), "window", times)
        rows[Field.ROOM] = add(words("office.settings.room"), "room", self._fields[Field.ROOM])
        kinds = QWidget()
        line = row(kinds)
        line.addLayout(self._choices(self._kinds))
        line.addStretch(1)
        self._kind_row = add(words("office.settings.kind"), "kind", kinds)
        return rows

    def _line(self, first: QWidget, unit: str) -> QWidget:
        made = QWidget()
        line = row(made, spacing=8)
        line.addWidget(first)
        if unit:
            line.addWidget(label(unit, "label"))
        line.addStretch(1)
        return made

    def _into(self, made: QWidget, what: QWidget | QHBoxLayout) -> None:
        """Before the stretch at the end of a line."""
        line = made.layout()
        if not isinstance(line, QHBoxLayout):
            raise TypeError(type(line).__name__)
        if isinstance(what, QWidget):
            line.insertWidget(line.count() - 1, what)
        else:
            line.insertLayout(line.count() - 1, what)

    def _put_together(self) -> None:
        words = self._look.words
        inner = QWidget()
        middle = column(inner, spacing=12)
        middle.addWidget(label(words("office.settings.heading"), "title", name="settings-heading"))
        middle.addWidget(self._summary)
        middle.addWidget(self._form)
        line = row()
        line.addWidget(label(words("office.settings.rules"), "note", wraps=True), 1)
        line.addWidget(self._reset)
        middle.addLayout(line)
        middle.addStretch(1)
        column(self).addWidget(centred("settings-page", inner, widest=_WIDE))

    def _make_head(self) -> QWidget:
        made = QWidget()
        line = row(made, spacing=12)
        line.addWidget(self._why)
        line.addWidget(self._next)
        made.hide()
        return made

    # -- what it shows --------------------------------------------------------------------------------------------

    def render_state(self, state: SettingsState) -> None:
        """Show the page."""
        for field, made in self._fields.items():
            show_typed(made, state.typed.get(field, ""), is_wrong=field in state.wrong)
        for of, each in self._rows.items():
            each.say(state.said.get(of, ""), state.wrong.get(of))
        self._fields[Field.MARK].setVisible(state.pass_by is not PassBy.NONE)
        for by, made_by in self._pass_by.items():
            made_by.setChecked(by is state.pass_by)
        for kind, made_kind in self._kinds.items():
            made_kind.setChecked(kind is state.kind)
        self._kind_row.say(self._look.words(f"office.settings.kind.{state.kind}"), None)
        self._show_moment(self._opens, state.opens)
        self._show_moment(self._closes, state.closes)
        self._rows[Field.POINTS_EACH].show_row(state.unvalued > 0)
        self._rows[Field.ROOM].show_row(state.asks_room)
        self._summary.setText(state.summary)
        self._reset.setVisible(state.is_changed)
        show_why(self._next, self._why, state.why)

    def _show_moment(self, made: QDateTimeEdit, wall: int) -> None:
        local = datetime.fromtimestamp(wall / 1000, self._zone).replace(tzinfo=None)
        shown = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
        if made.dateTime() != shown:
            made.blockSignals(True)
            made.setDateTime(shown)
            made.blockSignals(False)

    def _on_window(self, _: QDateTime) -> None:
        self._presenter.set_window(self._wall(self._opens), self._wall(self._closes))

    def _wall(self, made: QDateTimeEdit) -> int:
        """The wall time of a field, ms: what it shows, on a clock of the page's zone."""
        day, hour = made.date(), made.time()
        moment = datetime(day.year(), day.month(), day.day(), hour.hour(), hour.minute(), tzinfo=self._zone)
        return int(moment.timestamp() * 1000)

"""The page of the settings: all of it filled in, each of it changed where it stands, and what follows told at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kaochang.domain.assessments import Kind
from kaochang.presenters.office.settings import Field, PassBy, SettingsPresenter, SettingsState
from kaochang.views.office.choices import Choices
from kaochang.views.office.form import Form, FormRow, show_typed, text_field
from kaochang.views.office.page_parts import centred, show_why
from kaochang.views.office.window_fields import WindowFields
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, label, row

_WIDE = 760
_SHORT = 96
_KINDS = (Kind.LIVE, Kind.REHEARSAL)


class SettingsView(QWidget):
    """What is typed goes to the presenter letter by letter; nothing has to be confirmed."""

    def __init__(self, presenter: SettingsPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._fields = {each: self._field(each) for each in Field if each is not Field.WINDOW}
        self._window = WindowFields(look, "settings", presenter.zone, presenter.set_window)
        self._pass_by = Choices({each: self._named(f"pass-{each}") for each in PassBy}, presenter.pass_by)
        self._kinds = Choices({each: self._named(f"kind-{each}") for each in _KINDS}, presenter.set_kind)
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

    def _named(self, name: str) -> tuple[str, str]:
        return f"settings-{name}", self._look.words(f"office.settings.{name}")

    def _make_rows(self) -> dict[Field, FormRow]:
        words = self._look.words
        add = self._form.add
        rows = {Field.TITLE: add(words("office.settings.title"), "title", self._fields[Field.TITLE])}
        minutes = self._line(self._fields[Field.MINUTES], words("office.settings.minutes-unit"))
        rows[Field.MINUTES] = add(words("office.settings.minutes"), "minutes", minutes)
        each = self._line(self._fields[Field.POINTS_EACH], words("office.settings.points-unit"))
        rows[Field.POINTS_EACH] = add(words("office.settings.points-each"), "points-each", each)
        mark = self._line(self._fields[Field.MARK], "")
        self._into(mark, self._pass_by)
        rows[Field.MARK] = add(words("office.settings.pass-mark"), "pass", mark)
        rows[Field.WINDOW] = add(words("office.settings.window"), "window", self._window)
        rows[Field.ROOM] = add(words("office.settings.room"), "room", self._fields[Field.ROOM])
        self._kind_row = add(words("office.settings.kind"), "kind", self._line(self._kinds, ""))
        return rows

    def _line(self, first: QWidget, unit: str) -> QWidget:
        made = QWidget()
        line = row(made, spacing=8)
        line.addWidget(first)
        if unit:
            line.addWidget(label(unit, "label"))
        line.addStretch(1)
        return made

    def _into(self, made: QWidget, what: QWidget) -> None:
        """Before the stretch at the end of a line."""
        line = made.layout()
        if not isinstance(line, QHBoxLayout):
            raise TypeError(type(line).__name__)
        line.insertWidget(line.count() - 1, what)

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
        self._pass_by.show_chosen(state.pass_by)
        self._kinds.show_chosen(state.kind)
        self._kind_row.say(self._look.words(f"office.settings.kind.{state.kind}"), None)
        self._window.show_window(state.opens, state.closes)
        self._rows[Field.POINTS_EACH].show_row(state.unvalued > 0)
        self._rows[Field.ROOM].show_row(state.asks_room)
        self._summary.setText(state.summary)
        self._reset.setVisible(state.is_changed)
        show_why(self._next, self._why, state.why)

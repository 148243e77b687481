"""The rules of an exam that is made: each with its value in place, in groups of what belongs together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from kaochang.domain.assessments import Lockdown, LoginField, PartialCredit, SeatRule
from kaochang.domain.tools import Tool
from kaochang.presenters.office.exam_rules import TICKS, ExamRules
from kaochang.presenters.office.exams_state import RulesState, SectionRow
from kaochang.presenters.office.settings import PassBy
from kaochang.views.office.choices import Choices
from kaochang.views.office.form import Form, FormRow, show_typed, text_field
from kaochang.views.office.page_parts import card, centred
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import clear, column, is_held, label, row
from kaochang.views.widgets.tick_box import TickBox

E = TypeVar("E")
_WIDE = 860
_SHORT = 90
_TEXT_HEIGHT = 88
_MINUTES = ("minutes", "latest-entry", "earliest-hand-in", "outage-credit")


class ExamRulesView(QWidget):
    """What is typed goes to the presenter letter by letter; nothing has to be confirmed."""

    def __init__(self, presenter: ExamRules, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._fields: dict[str, QLineEdit] = {
            name: text_field(f"exam-{name}", words(f"office.exams.{name}"), partial(presenter.type, name), width=_SHORT)
            for name in (*_MINUTES, "pass-mark")
        }
        self._texts = {name: self._text(name) for name in ("notices", "pledge")}
        self._ticks = {
            name: self._tick(f"exam-{name}", f"office.exams.tick.{name}", partial(presenter.tick, name))
            for name in TICKS
        }
        self._login = {
            each: self._tick(f"exam-login-{each}", f"office.exams.login.{each}", partial(presenter.ask_login, each))
            for each in LoginField
        }
        self._tools = {
            each: self._tick(f"exam-tool-{each}", f"office.exams.tool.{each}", partial(presenter.give_tool, each))
            for each in Tool
        }
        self._pass_by = Choices(
            {each: (f"exam-pass-{each}", words(f"office.settings.pass-{each}")) for each in PassBy}, presenter.pass_by
        )
        self._partial = Choices(self._named("partial", PartialCredit), presenter.set_partial)
        self._seat = Choices(self._named("seat", SeatRule), presenter.set_seat)
        self._lockdown = Choices(self._named("lockdown", Lockdown), presenter.set_lockdown)
        self._sections = column(spacing=6)
        self._section_fields: dict[str, QLineEdit] = {}
        self._section_rows: tuple[SectionRow, ...] | None = None
        self._no_sections = label(words("office.exams.sections.none"), "note", wraps=True)
        self._form = Form(words)
        self._rows = self._make_rows()
        inner = QWidget()
        middle = column(inner, spacing=12)
        middle.addWidget(label(words("office.exams.rules.title"), "title"))
        middle.addWidget(label(words("office.exams.rules.what"), "label", wraps=True))
        middle.addWidget(self._form)
        made, inside = card("exam-sections", words("office.exams.sections"), spacing=8)
        inside.addWidget(self._no_sections)
        inside.addLayout(self._sections)
        middle.addWidget(made)
        middle.addStretch(1)
        column(self).addWidget(centred("exam-rules-page", inner, widest=_WIDE))

    def _text(self, name: str) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setObjectName(f"exam-{name}")
        made.setAccessibleName(self._look.words(f"office.exams.{name}"))
        made.setTabChangesFocus(True)
        made.setFixedHeight(_TEXT_HEIGHT)
        made.textChanged.connect(partial(self._on_text, name))
        return made

    def _tick(self, name: str, key: str, then: partial[None]) -> TickBox:
        made = TickBox(self._look.words(key), self._look)
        made.setObjectName(name)
        made.toggled.connect(then)
        return made

    def _named(self, name: str, kind: Iterable[E]) -> dict[E, tuple[str, str]]:
        words = self._look.words
        return {each: (f"exam-{name}-{each}", words(f"office.exams.{name}.{each}")) for each in kind}

    def _make_rows(self) -> dict[str, FormRow]:
        words, ticks = self._look.words, self._ticks
        unit = {name: label(words(f"office.exams.{name}.unit"), "label") for name in _MINUTES}
        contents: dict[str, QWidget] = {
            "minutes": _line(self._fields["minutes"], unit["minutes"]),
            "pass-mark": _line(self._fields["pass-mark"], self._pass_by),
            "scale": _line(ticks["scale_100"]),
            "order": _line(ticks["shuffle_items"], ticks["shuffle_options"]),
            "partial": _line(self._partial),
            "latest-entry": _line(self._fields["latest-entry"], unit["latest-entry"]),
            "late": _line(ticks["late_full_time"]),
            "earliest-hand-in": _line(self._fields["earliest-hand-in"], unit["earliest-hand-in"]),
            "outage-credit": _line(self._fields["outage-credit"], unit["outage-credit"]),
            "login": _line(*self._login.values()),
            "seat": _line(self._seat),
            "lockdown": _line(self._lockdown),
            "tools": _line(*self._tools.values()),
            "more": _line(ticks["input_test"], ticks["second_place"]),
            "notices": self._texts["notices"],
            "pledge": self._texts["pledge"],
        }
        titles = {name: words(f"office.exams.{name}") for name in contents if name != "late"}
        return {name: self._form.add(titles.get(name, ""), f"exam-{name}", each) for name, each in contents.items()}

    def render_state(self, state: RulesState) -> None:
        """Show the part."""
        words = self._look.words
        for name, field in self._fields.items():
            show_typed(field, state.typed.get(name, ""), is_wrong=name in state.wrong)
        self._fields["pass-mark"].setVisible(state.pass_by is not PassBy.NONE)
        said = {
            **state.said,
            "partial": words("office.exams.partial.note"),
            "lockdown": words(f"office.exams.lockdown.{state.lockdown}.note"),
            "notices": words("office.exams.notices.note"),
            "pledge": words("office.exams.pledge.note"),
        }
        for name, each in self._rows.items():
            each.say(said.get(name, ""), state.wrong.get(name))
        for name, text in self._texts.items():
            if not is_held(text) and text.toPlainText() != state.typed.get(name, ""):
                text.setPlainText(state.typed.get(name, ""))
        for name, tick in self._ticks.items():
            _set(tick, state.ticks[name])
        for field_of, tick in self._login.items():
            _set(tick, field_of in state.login)
        for tool, tick in self._tools.items():
            _set(tick, tool in state.tools)
        self._pass_by.show_chosen(state.pass_by)
        self._partial.show_chosen(state.partial)
        self._seat.show_chosen(state.seat)
        self._lockdown.show_chosen(state.lockdown)
        self._show_sections(state.sections)

    def _show_sections(self, sections: tuple[SectionRow, ...]) -> None:
        self._no_sections.setVisible(not sections)
        titles = [each.title for each in sections]
        if titles != list(self._section_fields):
            self._make_sections(sections)
        elif self._section_rows != sections:
            for each in sections:
                show_typed(self._section_fields[each.title], each.minutes, is_wrong=each.is_wrong)
        self._section_rows = sections

    def _make_sections(self, sections: tuple[SectionRow, ...]) -> None:
        words, presenter = self._look.words, self._presenter
        clear(self._sections)
        self._section_fields = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for at, each in enumerate(sections):
            spoken = f"{each.title} {words('office.exams.section.minutes')}"
            field = text_field(f"section-{at}", spoken, partial(presenter.type_section, each.title), width=_SHORT)
            field.setPlaceholderText(words("office.exams.section.hint"))
            show_typed(field, each.minutes, is_wrong=each.is_wrong)
            self._section_fields[each.title] = field
            lock = self._tick(f"lock-{at}", "office.exams.section.lock", partial(presenter.lock_section, each.title))
            carry = self._tick(
                f"carry-{at}", "office.exams.section.carry", partial(presenter.carry_section, each.title)
            )
            _set(lock, each.is_locked)
            _set(carry, each.carries_over)
            minutes = label(words("office.exams.section.minutes"), "label")
            for place, made in enumerate((label(each.title, "", wraps=True), field, minutes, lock, carry)):
                grid.addWidget(made, at, place)
        self._sections.addLayout(grid)

    def _on_text(self, name: str) -> None:
        if is_held(self._texts[name]):
            self._presenter.type(name, self._texts[name].toPlainText())


def _set(box: TickBox, is_on: bool) -> None:
    """Tick it without telling anybody: it is so already."""
    if box.isChecked() != is_on:
        box.blockSignals(True)
        box.setChecked(is_on)
        box.blockSignals(False)


def _line(*made: QWidget) -> QWidget:
    holder = QWidget()
    line: QHBoxLayout = row(holder, spacing=8)
    for each in made:
        line.addWidget(each)
    line.addStretch(1)
    return holder

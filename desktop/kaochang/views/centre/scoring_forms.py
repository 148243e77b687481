"""The two forms of the scoring page: who scores what, and a change of how an item earns points."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from kaochang.presenters.centre.scoring import ScoringPresenter
from kaochang.presenters.centre.scoring_state import (
    ChangeFace,
    ChangeField,
    ChangeKind,
    ItemChoice,
    PlanFace,
    PlanField,
)
from kaochang.views.office.fields import Chooser
from kaochang.views.office.form import text_field
from kaochang.views.office.page_parts import card, centred, show_why
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, follow_width, label, row
from kaochang.views.widgets.tick_box import TickBox

F = TypeVar("F", bound=enum.StrEnum)

_WIDE = 860


class _Fields(Generic[F]):
    """Fields by name, each below its title: their words are `scoring.FORM.FIELD`."""

    def __init__(self, look: Look, form: str, names: type[F], then: Callable[[F, str], None]) -> None:
        self.held: dict[F, QWidget] = {}
        self._fields: dict[F, QLineEdit] = {}
        self._turn = -1
        for name in names:
            held = self.held[name] = QWidget()
            inside = column(held, spacing=4)
            title = look.words(f"scoring.{form}.{name}")
            self._fields[name] = text_field(f"{form}-{name}", title, partial(then, name))
            inside.addWidget(label(title, "section"))
            inside.addWidget(self._fields[name])

    def fill(self, texts: Mapping[F, str], turn: int) -> bool:
        """Set all of them where the form begins anew, which is another turn; whether it does."""
        is_new, self._turn = turn != self._turn, turn
        if is_new:
            for name, field in self._fields.items():
                field.setText(texts.get(name, ""))
        return is_new

    def take_keyboard(self, name: F) -> None:
        """Put the keyboard on a field."""
        self._fields[name].setFocus()


def _buttons(do: QPushButton, cancel: QPushButton) -> QWidget:
    held = QWidget()
    line = row(held, spacing=12)
    line.addWidget(do)
    line.addWidget(cancel)
    line.addStretch(1)
    return held


class PlanPage(QWidget):
    """Items, scorers, one or two for each response, how far apart two may be, who adjudicates, what all score."""

    def __init__(self, presenter: ScoringPresenter, look: Look) -> None:
        super().__init__()
        self._form = form = presenter.planning
        self._look = look
        words = look.words
        self._shown: Sequence[str] = ()
        self._ticks: dict[str, QCheckBox] = {}
        self._items = column(spacing=0)
        self._fields = _Fields(look, "plan", PlanField, form.type)
        self._pair = TickBox(words("scoring.plan.pair"), look)
        self._pair.setObjectName("plan-pair")
        self._pair.clicked.connect(lambda is_pair: form.set_pair(is_pair=is_pair))
        self._said = label("", "label", name="plan-said", wraps=True)
        self._out = label("", "warning", name="plan-out", wraps=True)
        self._do = button(words("scoring.plan.do"), "large", "plan-do", presenter.plan)
        self._why = label("", "small", name="plan-why", wraps=True)
        inner = QWidget()
        middle = column(inner)
        frame, inside = card("plan-card", words("scoring.plan.title"), spacing=10)
        inside.addWidget(label(words("scoring.plan.items"), "section"))
        inside.addLayout(self._items)
        inside.addWidget(self._fields.held[PlanField.SCORERS])
        inside.addWidget(self._pair)
        for each in (PlanField.TOLERANCE, PlanField.THIRDS, PlanField.CALIBRATION, PlanField.BY):
            inside.addWidget(self._fields.held[each])
        inside.addWidget(self._said)
        inside.addWidget(self._out)
        cancel = button(words("scoring.cancel"), "plain", "plan-cancel", presenter.cancel)
        inside.addWidget(_buttons(self._do, cancel))
        inside.addWidget(self._why)
        middle.addWidget(frame)
        middle.addStretch(1)
        column(self).addWidget(centred("plan-page", inner, widest=_WIDE))

    def show_plan(self, face: PlanFace) -> None:
        """Show the form."""
        self._show_items(face.items)
        if self._fields.fill(face.texts, face.turn):
            self._fields.take_keyboard(PlanField.SCORERS)
        self._pair.setChecked(face.is_pair)
        for each in (PlanField.TOLERANCE, PlanField.THIRDS):
            self._fields.held[each].setVisible(face.is_pair)
        self._said.setText(face.said)
        self._out.setText(face.out)
        self._out.setVisible(bool(face.out))
        show_why(self._do, self._why, face.why)

    def _show_items(self, items: Sequence[ItemChoice]) -> None:
        ids = [each.item for each in items]
        if ids != self._shown:
            self._shown = ids
            clear(self._items)
            self._ticks = {}
            for each in items:
                made = self._ticks[each.item] = TickBox(each.name, self._look)
                made.setObjectName("plan-item")
                made.clicked.connect(partial(self._on_item, each.item))
                self._items.addWidget(made)
        for each in items:
            self._ticks[each.item].setChecked(each.is_chosen)

    def _on_item(self, item: str, _: bool) -> None:
        self._form.toggle(item)


class ChangePage(QWidget):
    """The item, the change, who makes it and why; below it the versions, and who moved by the last change."""

    def __init__(self, presenter: ScoringPresenter, look: Look) -> None:
        super().__init__()
        self._form = form = presenter.changing
        self._look = look
        words = look.words
        self._ids: Sequence[str] = ()
        self._chooser = Chooser(look, "change-item", words("scoring.change.item"))
        self._chooser.activated.connect(lambda at: form.choose_item(self._ids[at]))
        self._stem, self._now = (label("", role, name=name, wraps=True) for role, name in _TOLD)
        self._kinds = {kind: self._kind(kind) for kind in ChangeKind}
        self._fields = _Fields(look, "change", ChangeField, form.type)
        self._do = button(words("scoring.change.do"), "large", "change-do", presenter.change)
        self._why = label("", "small", name="change-why", wraps=True)
        self._head = label("", "warning-strong", name="change-head", wraps=True)
        self._moved = label("", "small", name="change-moved", wraps=True)
        self._versions = label("", "small", name="change-versions", wraps=True)
        for each in (self._stem, self._now, self._head, self._moved, self._versions):
            follow_width(each)
        column(self).addWidget(centred("change-page", self._inner(presenter), widest=_WIDE))

    def _kind(self, kind: ChangeKind) -> QPushButton:
        text = self._look.words(f"scoring.change.kind.{kind}")
        made = button(text, "filter", f"change-kind-{kind}", partial(self._form.choose_kind, kind))
        made.setCheckable(True)
        return made

    def _inner(self, presenter: ScoringPresenter) -> QWidget:
        words = self._look.words
        inner = QWidget()
        middle = column(inner, spacing=16)
        frame, inside = card("change-card", words("scoring.change.title"), spacing=10)
        for part in (self._head, self._moved, self._chooser, self._stem, self._now):
            inside.addWidget(part)
        line = row(spacing=8)
        for made in self._kinds.values():
            line.addWidget(made)
        line.addStretch(1)
        inside.addLayout(line)
        for held in self._fields.held.values():
            inside.addWidget(held)
        cancel = button(words("scoring.back"), "plain", "change-cancel", presenter.cancel)
        inside.addWidget(_buttons(self._do, cancel))
        inside.addWidget(self._why)
        middle.addWidget(frame)
        listed, below = card("change-list", words("scoring.versions"), spacing=8)
        below.addWidget(self._versions)
        middle.addWidget(listed)
        middle.addStretch(1)
        return inner

    def show_change(self, face: ChangeFace) -> None:
        """Show the form."""
        self._ids = [each.item for each in face.items]
        names = [each.name for each in face.items]
        if [self._chooser.itemText(at) for at in range(self._chooser.count())] != names:
            self._chooser.clear()
            self._chooser.addItems(names)
        self._chooser.setCurrentIndex(next((at for at, each in enumerate(face.items) if each.is_chosen), 0))
        self._stem.setText(face.stem)
        self._now.setText(self._look.words("scoring.change.now", now=face.now))
        for kind, made in self._kinds.items():
            made.setVisible(kind in face.kinds)
            made.setChecked(kind is face.kind)
        for field, held in self._fields.held.items():
            held.setVisible(field in _ASKED[face.kind])
        if self._fields.fill(face.texts, face.turn):
            self._chooser.setFocus()
        self._versions.setText("\n".join(face.versions))
        self._head.setText(face.head)
        self._head.setVisible(bool(face.head))
        self._moved.setText("\n".join(face.moved))
        self._moved.setVisible(bool(face.moved))
        show_why(self._do, self._why, face.why)


_TOLD = (("label", "change-stem"), ("", "change-now"))
_WHO = (ChangeField.BY, ChangeField.REASON)
_ASKED = {
    ChangeKind.KEY: (ChangeField.KEY, *_WHO),
    ChangeKind.CRITERION: (ChangeField.NAME, ChangeField.POINTS, *_WHO),
    ChangeKind.WITHDRAW: _WHO,
    ChangeKind.BACK: (ChangeField.NUMBER, *_WHO),
}
"""What is asked for each change."""

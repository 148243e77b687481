"""The form of one decision: what it is, what it is about, who decides, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from kaochang.presenters.centre.deciding import STATUSES, DecidePresenter
from kaochang.presenters.centre.decisions_state import DecideState, FileChoice, RecordLine
from kaochang.views.centre.files import choose_kind
from kaochang.views.centre.matters import MatterList
from kaochang.views.office.fields import Chooser
from kaochang.views.office.page_parts import card, centred, show_why
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row

_WIDE = 820
_NAME = 80
_REASON_HIGH = 84


class DecideView(QWidget):
    """Names and reason are what a decision is signed with; nothing goes without them."""

    def __init__(self, presenter: DecidePresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._turn = 0
        self._shown_kinds: Sequence[str] = ()
        self._shown_files: Sequence[FileChoice] = ()
        self._shown_record: Sequence[str] = ()
        self._title = label("", "title", name="decide-title", wraps=True)
        self._what = label("", "label", name="decide-what", wraps=True)
        self._refused = RefusedStrip("decide-refused")
        self._matters = MatterList(look, "decide-matter")
        self._kinds = row(spacing=8)
        self._files = column(spacing=8)
        self._record = QGridLayout()
        self._log_title = label(words("centre.decide.log"), "section")
        self._log = label("", "", name="decide-log", wraps=True)
        self._log_choose = button(words("centre.keys.choose"), "plain", "decide-choose-log", self._on_log)
        self._person = self._name("decide-person", words("centre.decide.person"), self._on_holder)
        self._holder = self._name("decide-name", words("centre.decide.name"), self._on_holder)
        self._holder_parts = (
            label(words("centre.decide.person"), "section"),
            self._person,
            label(words("centre.decide.name"), "section"),
            self._holder,
        )
        self._by = self._name("decide-by", words("centre.decide.by"), self._on_typed)
        self._second = self._name("decide-second", words("centre.decide.second"), self._on_typed)
        self._second_title = label("", "section", name="decide-second-title")
        self._reason = QPlainTextEdit()
        self._reason.setObjectName("decide-reason")
        self._reason.setAccessibleName(words("centre.decide.reason"))
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(_REASON_HIGH)
        self._reason.textChanged.connect(self._on_typed)
        self._decide = button(words("centre.decide.now"), "large", "decide-now", presenter.decide)
        self._cancel = button(words("centre.cancel"), "plain", "decide-cancel", presenter.cancel)
        self._why = label("", "small", name="decide-why", wraps=True)
        column(self).addWidget(centred("decide-page", self._inner(), widest=_WIDE))
        self.head: QWidget | None = None

    def _name(self, name: str, spoken: str, then: Callable[[], None]) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setProperty("kind", "small")
        made.setAccessibleName(spoken)
        made.setMaxLength(_NAME)
        made.setMaximumWidth(320)
        made.textEdited.connect(then)
        return made

    def _inner(self) -> QWidget:
        words = self._look.words
        inner = QWidget()
        middle = column(inner, spacing=14)
        for over in (self._title, self._what, self._refused):
            middle.addWidget(over)
        made, inside = card("decide-card", words("centre.decide.heading"), spacing=10)
        inside.addLayout(self._kinds)
        inside.addWidget(self._matters)
        inside.addLayout(self._files)
        inside.addLayout(self._record)
        inside.addWidget(self._log_title)
        line = row(spacing=12)
        line.addWidget(self._log, 1)
        line.addWidget(self._log_choose)
        inside.addLayout(line)
        for part in (
            *self._holder_parts,
            label(words("centre.decide.by"), "section"),
            self._by,
            self._second_title,
            self._second,
            label(words("centre.decide.reason"), "section"),
            self._reason,
        ):
            inside.addWidget(part)
        line = row(spacing=12)
        line.addWidget(self._decide)
        line.addWidget(self._cancel)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._why)
        middle.addWidget(made)
        middle.addStretch(1)
        return inner

    def render_state(self, state: DecideState) -> None:
        """Show the form."""
        words = self._look.words
        self._title.setText(state.title)
        self._what.setText(state.what)
        self._refused.show_refused(state.refused)
        self._matters.show_matters(state.matters)
        self._show_kinds(state)
        self._show_files(state.files)
        self._show_record(state.record)
        for part in (self._log_title, self._log, self._log_choose):
            part.setVisible(state.asks_log)
        for each in self._holder_parts:
            each.setVisible(state.asks_holder)
        self._log.setText(state.log or words("centre.keys.none"))
        self._second_title.setText(
            words("centre.decide.second" if state.needs_second else "centre.decide.second.maybe")
        )
        if state.turn != self._turn:
            self._turn = state.turn
            self._person.setText(state.person)
            self._holder.setText(state.name)
            self._by.setText(state.by)
            self._second.setText(state.second)
            self._reason.setPlainText(state.reason)
            (self._reason if state.by else self._by).setFocus()
        show_why(self._decide, self._why, state.why)
        self._cancel.setEnabled(not state.is_deciding)

    def _show_kinds(self, state: DecideState) -> None:
        kinds = state.kinds if len(state.kinds) > 1 else ()
        if kinds != self._shown_kinds:
            self._shown_kinds = kinds
            clear(self._kinds)
            for kind in kinds:
                text = self._look.words(f"centre.decide.kind.{kind}")
                made = button(text, "filter", f"decide-kind-{kind}", partial(self._presenter.choose_kind, kind))
                made.setCheckable(True)
                self._kinds.addWidget(made)
            self._kinds.addStretch(1)
        for kind in kinds:
            shown = self.findChild(QPushButton, f"decide-kind-{kind}")
            if shown is not None:
                shown.setChecked(kind is state.kind)

    def _show_files(self, faces: Sequence[FileChoice]) -> None:
        if faces != self._shown_files:
            self._shown_files = faces
            clear(self._files)
            for face in faces:
                then = partial(self._presenter.choose_file, face.sha256)
                shown = PlaceFace(face.name, face.note, face.is_chosen)
                self._files.addWidget(place(self._look.words, "decide-file", shown, then))

    def _show_record(self, lines: Sequence[RecordLine]) -> None:
        numbers = [line.number for line in lines]
        if numbers == self._shown_record:
            return
        self._shown_record = numbers
        clear(self._record)
        for at, line in enumerate(lines):
            self._record.addWidget(label(f"{line.number}　{line.name}", "", wraps=True), at, 0)
            self._record.addWidget(self._status(line), at, 1)

    def _status(self, line: RecordLine) -> Chooser:
        words = self._look.words
        made = Chooser(self._look, f"record-{line.number}", words("centre.decide.record.spoken", name=line.name))
        made.addItems([words("centre.decide.record.none"), *(words(f"ticket-status.{status}") for status in STATUSES)])
        made.setCurrentIndex(0 if line.status is None else STATUSES.index(line.status) + 1)
        made.activated.connect(partial(self._on_status, line.number))
        return made

    def _on_status(self, number: str, at: int) -> None:
        self._presenter.set_status(number, STATUSES[at - 1] if at else None)

    def _on_holder(self) -> None:
        self._presenter.type_holder(self._person.text(), self._holder.text())

    def _on_typed(self) -> None:
        self._presenter.type(self._by.text(), self._second.text(), self._reason.toPlainText())

    def _on_log(self) -> None:
        choose_kind(self, self._look.words, "journal", self._presenter.choose_log)

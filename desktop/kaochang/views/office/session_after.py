"""What is still done to a sealed session: a form, the passphrase, one button, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from kaochang.domain.errata import ErratumAction
from kaochang.presenters.office.session_after import AfterKind, AfterState, CodeKind, SessionAfter
from kaochang.views.office.choices import Choices
from kaochang.views.office.form import Form, FormRow, show_typed, text_field
from kaochang.views.office.opening import choose_folder
from kaochang.views.office.page_parts import bare_card, centred, show_why
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.secret_card import SecretFields
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, is_held, label, row, stop
from kaochang.views.widgets.tick_box import TickBox

_WIDE = 820
_TEXT_HEIGHT = 96


class SessionAfterView(QWidget):
    """`back` leads to the list."""

    def __init__(self, presenter: SessionAfter, look: Look, back: Callable[[], None]) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._codes_shown: tuple[tuple[str, str, str], ...] | None = None
        self._title = label("", "title", name="after-title", wraps=True)
        self._what = label("", "label", name="after-what", wraps=True)
        self._refused = RefusedStrip("after-refused")
        self._done = label("", "good", name="after-done", wraps=True)
        self._action = Choices(
            {each: (f"after-{each}", words(f"office.after.action.{each}")) for each in ErratumAction},
            presenter.choose_action,
        )
        self._item = text_field("after-item", words("office.after.item"), presenter.type_item)
        self._item.setPlaceholderText(words("office.after.item.hint"))
        self._text = QPlainTextEdit()
        self._text.setObjectName("after-text")
        self._text.setAccessibleName(words("office.after.text"))
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(_TEXT_HEIGHT)
        self._text.textChanged.connect(self._on_text)
        self._ticks = {each: self._tick(each) for each in CodeKind}
        self._folder = label("", "", name="after-folder", wraps=True)
        self._form = Form(words)
        self._rows = self._make_rows()
        self._secret = SecretFields(
            look,
            "after",
            presenter.type_passphrase,
            lambda _: None,
            presenter.do,
            known="office.sessions.secret.known",
        )
        self._do = button("", "large", "after-do", presenter.do)
        self._why = label("", "small", name="after-why", wraps=True)
        self._codes = column(spacing=6)
        self._codes_card, inside = bare_card("after-codes", spacing=8)
        inside.addLayout(self._codes)
        inner = QWidget()
        middle = column(inner, spacing=12)
        line = row()
        line.addWidget(flush(button(words("office.parts.back"), "quiet", "after-back", back), "left"))
        line.addStretch(1)
        middle.addLayout(line)
        for each in (self._title, self._what, self._refused, self._done, self._codes_card, self._form):
            middle.addWidget(each)
        made, inside = bare_card("after-secret", spacing=8)
        inside.addWidget(label(words("office.sessions.secret"), "heading"))
        inside.addWidget(self._secret)
        inside.addWidget(self._do)
        inside.addWidget(self._why)
        middle.addWidget(made)
        middle.addStretch(1)
        column(self).addWidget(centred("after-page", inner, widest=_WIDE))

    def _tick(self, kind: CodeKind) -> TickBox:
        made = TickBox(self._look.words(f"office.after.code.{kind}"), self._look)
        made.setObjectName(f"after-code-{kind}")
        made.toggled.connect(partial(self._presenter.want, kind))
        return made

    def _make_rows(self) -> dict[str, FormRow]:
        words = self._look.words
        choose = button(words("office.after.folder.choose"), "plain", "after-choose-folder", self._on_folder)
        contents: dict[str, QWidget] = {
            "action": _line(self._action),
            "item": self._item,
            "text": self._text,
            "which": _line(*self._ticks.values()),
            "folder": _line(self._folder, choose),
        }
        return {
            name: self._form.add(words(f"office.after.{name}"), f"after-{name}", it) for name, it in contents.items()
        }

    def render_state(self, state: AfterState) -> None:
        """Show the page."""
        words = self._look.words
        is_erratum = state.kind is AfterKind.ERRATUM
        self._title.setText(f"{words(f'office.after.{state.kind}')}　{state.title}")
        self._what.setText(words(f"office.after.{state.kind}.what"))
        self._refused.show_refused(state.refused)
        self._done.setText(state.done)
        self._done.setVisible(bool(state.done))
        for name in ("action", "item", "text"):
            self._rows[name].show_row(is_erratum)
        self._rows["which"].show_row(not is_erratum and not state.is_quick)
        for name, each in self._rows.items():
            each.say(words(f"office.after.action.{state.action}.note") if name == "action" else "", None)
        self._action.show_chosen(state.action)
        show_typed(self._item, state.item, is_wrong=False)
        if self._text.toPlainText() != state.text:
            self._text.setPlainText(state.text)
        for kind, tick in self._ticks.items():
            tick.blockSignals(True)
            tick.setChecked(kind in state.what)
            tick.blockSignals(False)
        self._folder.setText(state.folder or words("office.after.folder.none"))
        self._secret.show_face(state.secret)
        self._do.setText(words(f"office.after.do.{state.kind}"))
        show_why(self._do, self._why, state.why)
        self._show_codes(state.codes)

    def _show_codes(self, codes: tuple[tuple[str, str, str], ...]) -> None:
        self._codes_card.setVisible(bool(codes))
        if codes == self._codes_shown:
            return
        self._codes_shown = codes
        clear(self._codes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(2, 1)
        for at, (room, kind, code) in enumerate(codes):
            spoken = stop(label(code, "challenge" if len(codes) == 1 else "heading", name=f"after-code-made-{at}"))
            spoken.setAccessibleName(" ".join((room, kind, *code)))
            for place, made in enumerate((label(room, "label"), label(kind, "label"), spoken)):
                grid.addWidget(made, at, place)
        self._codes.addLayout(grid)

    def _on_text(self) -> None:
        if is_held(self._text):
            self._presenter.type_text(self._text.toPlainText())

    def _on_folder(self) -> None:
        choose_folder(self, self._look.words("office.after.folder.choose"), self._presenter.choose_folder)


def _line(*made: QWidget) -> QWidget:
    holder = QWidget()
    line = row(holder, spacing=8)
    for each in made:
        line.addWidget(each)
    line.addStretch(1)
    return holder

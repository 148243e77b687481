"""The page that opens the centre's keys: the kit, what a certified session needs besides, and whoever's secrets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kaochang.presenters.centre.keys import CENTRE, KIT, KeysPresenter, opener_field
from kaochang.presenters.centre.keys_state import KeysState, OpenerFace
from kaochang.views.centre.file_line import FileLine
from kaochang.views.centre.files import choose_kind
from kaochang.views.office.opening import choose_new_file
from kaochang.views.office.page_parts import card, centred, show_why
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.secret_field import SecretField
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row

_WIDE = 760


class KeysView(QWidget):
    """What the kit does not need is not there."""

    def __init__(self, presenter: KeysPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._turn = 0
        self._opener_lines: dict[str, tuple[QWidget, SecretField]] = {}
        self._title = label("", "title", name="keys-title", wraps=True)
        self._what = label("", "label", name="keys-what", wraps=True)
        self._refused = RefusedStrip("keys-refused")
        self._kit = self._file("kit", presenter.choose_kit)
        self._session = label("", "strong", name="keys-session", wraps=True)
        self._exam = self._file("exam", presenter.choose_exam)
        self._fingerprint = label("", "warning", name="keys-fingerprint", wraps=True)
        place = button(words("centre.keys.choose-place"), "plain", "keys-choose-database", self._on_place)
        self._database = FileLine(words("centre.keys.database"), "keys-database", place)
        self._secret_title = label(words("centre.keys.passphrase"), "section")
        self._secret = self._field(KIT, words("centre.keys.passphrase"))
        self._openers_title = label("", "section", name="keys-openers", wraps=True)
        self._openers = column(spacing=8)
        self._add = button(words("centre.keys.add-opener"), "plain", "keys-add-opener", self._on_opener)
        self._centre = self._file("centre", presenter.choose_centre_key, kind="key")
        self._centre_note = label(words("centre.keys.centre.note"), "note", wraps=True)
        self._centre_secret = self._field(CENTRE, words("centre.keys.centre.passphrase"))
        self._open = button(words("centre.keys.open"), "large", "keys-open", presenter.open)
        self._cancel = button(words("centre.cancel"), "plain", "keys-cancel", presenter.cancel)
        self._why = label("", "small", name="keys-why", wraps=True)
        column(self).addWidget(centred("keys-page", self._inner(), widest=_WIDE))
        self.head: QWidget | None = None

    def _file(self, what: str, then: Callable[[Path], None], kind: str = "") -> FileLine:
        words = self._look.words
        choose = partial(choose_kind, self, words, kind or what, then)
        made = button(words("centre.keys.choose"), "plain", f"keys-choose-{what}", choose)
        return FileLine(words(f"centre.keys.{what}"), f"keys-{what}", made)

    def _field(self, field: str, spoken: str) -> SecretField:
        return SecretField(
            self._look, f"keys-{field}", spoken, partial(self._presenter.type, field), self._presenter.open
        )

    def _inner(self) -> QWidget:
        inner = QWidget()
        middle = column(inner, spacing=14)
        for each in (self._title, self._what, self._refused):
            middle.addWidget(each)
        made, inside = card("keys-card", self._look.words("centre.keys.heading"), spacing=12)
        for part in (
            self._kit,
            self._session,
            self._exam,
            self._fingerprint,
            self._database,
            self._secret_title,
            self._secret,
            self._openers_title,
        ):
            inside.addWidget(part)
        inside.addLayout(self._openers)
        line = row()
        line.addWidget(self._add)
        line.addStretch(1)
        inside.addLayout(line)
        for part in (self._centre, self._centre_note, self._centre_secret):
            inside.addWidget(part)
        inside.addSpacing(6)
        inside.addLayout(self._buttons())
        inside.addWidget(self._why)
        middle.addWidget(made)
        middle.addStretch(1)
        return inner

    def _buttons(self) -> QHBoxLayout:
        line = row(spacing=12)
        line.addWidget(self._open)
        line.addWidget(self._cancel)
        line.addStretch(1)
        return line

    def render_state(self, state: KeysState) -> None:
        """Show the page."""
        words = self._look.words
        kind = "new" if state.is_new else "again"
        self._title.setText(words(f"centre.keys.title.{kind}"))
        self._what.setText(words(f"centre.keys.what.{kind}"))
        self._refused.show_refused(state.refused)
        self._kit.show_path(state.kit, words("centre.keys.none"))
        self._session.setText(state.title)
        self._session.setVisible(bool(state.title))
        self._exam.setVisible(state.is_certified)
        self._exam.show_path(state.exam, words("centre.keys.none"))
        self._fingerprint.setVisible(bool(state.fingerprint))
        self._fingerprint.setText(words("centre.keys.fingerprint", fingerprint=state.fingerprint))
        self._database.setVisible(state.is_new)
        self._database.show_path(state.database, words("centre.keys.none"))
        self._show_secrets(state)
        show_why(self._open, self._why, state.why)
        self._cancel.setEnabled(not state.is_opening)

    def _show_secrets(self, state: KeysState) -> None:
        is_single = bool(state.title) and not state.quorum
        for each in (self._secret_title, self._secret):
            each.setVisible(is_single)
        self._show_openers(state)
        for part in (self._centre, self._centre_note):
            part.setVisible(state.is_certified)
        self._centre.show_path(state.centre_key, self._look.words("centre.keys.none"))
        self._centre_secret.setVisible(bool(state.centre_key))
        if state.turn != self._turn:
            self._turn = state.turn
            for field in (self._secret, self._centre_secret, *(each for _, each in self._opener_lines.values())):
                field.forget()
            self._secret.setFocus()

    def _show_openers(self, state: KeysState) -> None:
        words = self._look.words
        self._openers_title.setVisible(bool(state.quorum))
        self._openers_title.setText(words("centre.keys.openers", count=state.quorum, here=len(state.openers)))
        self._add.setVisible(bool(state.quorum))
        here = {face.path for face in state.openers}
        for path in [each for each in self._opener_lines if each not in here]:
            gone, _ = self._opener_lines.pop(path)
            self._openers.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for face in state.openers:
            if face.path not in self._opener_lines:
                self._opener_lines[face.path] = self._opener(face)
                self._openers.addWidget(self._opener_lines[face.path][0])

    def _opener(self, face: OpenerFace) -> tuple[QWidget, SecretField]:
        words = self._look.words
        made = QWidget()
        field = self._field(opener_field(face.path), words("centre.keys.opener.spoken", name=face.name))
        drop = partial(self._presenter.drop_opener, Path(face.path))
        line = row(made, spacing=12)
        line.addWidget(label(face.name, "strong"))
        line.addWidget(field, 1)
        line.addWidget(button(words("centre.keys.drop-opener"), "tool", "keys-drop-opener", drop))
        return made, field

    def _on_place(self) -> None:
        words, proposed = self._look.words, self._presenter.state.database
        choose_new_file(self, words("centre.keys.choose-place.title"), proposed, self._presenter.choose_database)

    def _on_opener(self) -> None:
        choose_kind(self, self._look.words, "key", self._presenter.add_opener)

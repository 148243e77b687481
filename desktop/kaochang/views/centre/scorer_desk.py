"""The pages around a scorer's screen: a packet opened by their key, a key made, and scores handed back as a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from kaochang.presenters.centre.scorer_desk import DeskState, ScorerDesk
from kaochang.views.centre.file_line import FileLine
from kaochang.views.centre.files import choose_kind
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.office.opening import choose_folder, choose_new_file
from kaochang.views.office.page_parts import card, centred, show_why
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.secret_card import SecretFields
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row
from kaochang.views.widgets.scrolled import take_keyboard

_WIDE = 760
_SPOKEN = "scorer.desk.passphrase"


def _alone(made: QWidget) -> QWidget:
    """As wide as it is, at the left."""
    held = QWidget()
    line = row(held)
    line.addWidget(made)
    line.addStretch(1)
    return held


class OpenPage(QWidget):
    """A packet, a key and its passphrase; below them a key for whoever has none."""

    def __init__(self, presenter: ScorerDesk, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._refused = RefusedStrip("desk-refused")
        self._choosing: list[QPushButton] = []
        self._packet = self._file("packet", "packet")
        self._key = self._file("key", "key")
        typed = presenter.type_passphrase
        self._secret = SecretFields(
            look,
            "desk",
            typed,
            typed,
            presenter.open,
            known="scorer.desk.known",
            new="scorer.desk.known",
            spoken=_SPOKEN,
        )
        self._open = button(words("scorer.desk.open"), "large", "desk-open", presenter.open)
        self._why = label("", "small", name="desk-why", wraps=True)
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(label(words("scorer.desk.title"), "title"))
        middle.addWidget(label(words("scorer.desk.what"), "label", wraps=True))
        middle.addWidget(self._refused)
        self._made = label("", "good", name="desk-made", wraps=True)
        middle.addWidget(self._made)
        made, inside = card("desk-card", words("scorer.desk.packet-card"), spacing=12)
        for part in (self._packet, self._key, self._secret, _alone(self._open), self._why):
            inside.addWidget(part)
        middle.addWidget(made)
        middle.addWidget(self._key_card())
        middle.addStretch(1)
        column(self).addWidget(centred("desk-page", inner, widest=_WIDE))
        self.setFocusProxy(self._packet_button)

    def _file(self, what: str, name: str) -> FileLine:
        words = self._look.words
        then = self._presenter.choose_packet if what == "packet" else self._presenter.choose_key
        choose = partial(choose_kind, self, words, what, then)
        made = button(words("centre.keys.choose"), "plain", f"desk-choose-{name}", choose)
        self._choosing.append(made)
        if what == "packet":
            self._packet_button = made
        return FileLine(words(f"scorer.desk.{what}"), f"desk-{name}", made)

    def _key_card(self) -> QFrame:
        words, presenter = self._look.words, self._presenter
        made, inside = card("desk-key-card", words("scorer.desk.key-card"), spacing=12)
        inside.addWidget(label(words("scorer.desk.key-what"), "label", wraps=True))
        self._name = text_field("desk-name", words("scorer.desk.name"), presenter.type_name)
        self._new = SecretFields(
            self._look,
            "desk-new",
            presenter.type_new,
            presenter.type_new_again,
            self._on_make,
            known="scorer.desk.new",
            new="scorer.desk.new",
            spoken=_SPOKEN,
        )
        self._make = button(words("scorer.desk.make"), "plain", "desk-make", self._on_make)
        self._key_why = label("", "small", name="desk-key-why", wraps=True)
        inside.addWidget(label(words("scorer.desk.name"), "section"))
        for part in (self._name, self._new, _alone(self._make), self._key_why):
            inside.addWidget(part)
        return made

    def show_state(self, state: DeskState) -> None:
        """Show the page."""
        none = self._look.words("centre.keys.none")
        self._refused.show_refused(state.refused)
        self._packet.show_path(state.packet, none)
        self._key.show_path(state.key, none)
        self._secret.show_face(state.secret)
        show_why(self._open, self._why, state.why)
        show_typed(self._name, state.key_name, is_wrong=False)
        self._new.show_face(state.key_secret)
        show_why(self._make, self._key_why, state.key_why)
        if state.made and state.made != self._made.text():
            take_keyboard(self._packet_button)  # the packet is next, and what was made is said above it
        self._made.setText(state.made)
        self._made.setVisible(bool(state.made))
        for each in (self._open, self._make):
            each.setEnabled(each.isEnabled() and not state.is_working)
        for each in self._choosing:
            each.setEnabled(not state.is_working)

    def _on_make(self) -> None:
        choose_folder(self, self._look.words("scorer.desk.make.where"), self._presenter.make_key)


class BackPage(QWidget):
    """What was scored goes back as a file; there may be more to score."""

    def __init__(self, presenter: ScorerDesk, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._proposed = ""
        words = look.words
        self._refused = RefusedStrip("desk-back-refused")
        self._left = label("", "", name="desk-left", wraps=True)
        self._written = label("", "good", name="desk-written", wraps=True)
        self._hand_back = button(words("scorer.desk.hand-back"), "large", "desk-hand-back", self._on_hand_back)
        self._on = button(words("scorer.desk.on"), "plain", "desk-on", presenter.go_on)
        self._other = button(words("scorer.desk.other"), "plain", "desk-other", presenter.other)
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(label(words("scorer.desk.back.title"), "title"))
        middle.addWidget(self._refused)
        made, inside = card("desk-back-card", words("scorer.desk.back"), spacing=12)
        inside.addWidget(self._left)
        inside.addWidget(label(words("scorer.desk.back.what"), "label", wraps=True))
        line = row(spacing=12)
        for part in (self._hand_back, self._on, self._other):
            line.addWidget(part)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._written)
        middle.addWidget(made)
        middle.addStretch(1)
        column(self).addWidget(centred("desk-back-page", inner, widest=_WIDE))
        self.setFocusProxy(self._hand_back)

    def show_state(self, state: DeskState) -> None:
        """Show the page."""
        self._refused.show_refused(state.refused)
        self._left.setText(state.left)
        self._written.setText(state.written)
        self._written.setVisible(bool(state.written))
        self._proposed = state.proposed
        for each in (self._hand_back, self._on, self._other):
            each.setEnabled(not state.is_working)

    def _on_hand_back(self) -> None:
        def chosen(path: Path) -> None:
            self._presenter.hand_back(path)

        choose_new_file(self, self._look.words("scorer.desk.hand-back"), self._proposed, chosen)

"""A passphrase on a card: its field, where it is made here a second one, and what is said of both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kaochang.presenters.office.strength import Strength
from kaochang.presenters.office.typed_secret import SecretFace
from kaochang.views.office.secret_field import SecretField
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label, set_state
from kaochang.views.widgets.scrolled import take_keyboard

_SIGNS = {Strength.WEAK: "warning", Strength.FAIR: "small", Strength.STRONG: "good"}


class SecretFields(QWidget):
    """`name` begins the names of its parts, `entered` is called by Enter where nothing is missing.

    `known` and `new` are the keys of what is said of a passphrase that is there, and of one that is made here,
    `spoken` that of the field's own name.
    """

    def __init__(
        self,
        look: Look,
        name: str,
        typed: Callable[[str], None],
        typed_again: Callable[[str], None],
        entered: Callable[[], None],
        *,
        known: str = "office.seal.known",
        new: str = "office.seal.new",
        spoken: str = "office.seal.passphrase",
    ) -> None:
        super().__init__()
        words = look.words
        self._words = words
        self._keys = (known, new)
        self._entered = entered
        self._turn = 0
        self._face = SecretFace()
        self._first = SecretField(look, f"{name}-passphrase", words(spoken), typed, self._on_enter)
        self._again = SecretField(look, f"{name}-again", words("office.seal.again"), typed_again, self._on_enter)
        self._what = label("", "label", name=f"{name}-passphrase-what", wraps=True)
        self._said = label("", "small", name=f"{name}-passphrase-said", wraps=True)
        self._again_title = label(words("office.seal.again"), "strong")
        self._again_said = label("", "small", name=f"{name}-again-said", wraps=True)
        inside = column(self, spacing=8)
        for each in (self._what, self._first, self._said, self._again_title, self._again, self._again_said):
            inside.addWidget(each)
        self.setFocusProxy(self._first)

    def say(self, known: str, new: str) -> None:
        """Say this of it from now on; keys of sentences."""
        self._keys = (known, new)

    def show_face(self, face: SecretFace) -> None:
        """What is said of it now."""
        if face.turn != self._turn:
            self._turn = face.turn
            self._first.forget()
            self._again.forget()
        self._face = face
        self._what.setText(self._words(self._keys[face.is_new]))
        self._what.setVisible(face.is_known)
        self._said.setText(face.said)
        self._said.setVisible(bool(face.said))
        set_state(self._said, "role", _SIGNS[face.strength] if face.strength is not None else "small")
        for each in (self._again_title, self._again):
            each.setVisible(face.is_known and face.is_new)
        self._again_said.setText(face.again_said)
        self._again_said.setVisible(bool(face.again_said))

    def _on_enter(self) -> None:
        if not self._face.why:
            self._entered()
        elif self._again.isVisible() and self._first.field.hasFocus():
            take_keyboard(self._again)

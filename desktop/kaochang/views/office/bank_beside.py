"""What the bank knows beside an item: its versions, the items that say nearly the same, and how it was used."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kaochang.presenters.office.bank import BankPresenter
from kaochang.presenters.office.bank_state import AlikeFace, ItemState, Side, VersionFace
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, frame, label, row


class BankBeside(QWidget):
    """One list, made anew where what it shows is another."""

    def __init__(self, presenter: BankPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._shown: object = None
        self._note = label("", "note", name="bank-beside-note", wraps=True)
        self._list: QVBoxLayout = column(spacing=8)
        whole = column(self, margins=(18, 14, 18, 14), spacing=10)
        whole.addWidget(self._note)
        whole.addLayout(self._list)
        whole.addStretch(1)

    def show_state(self, state: ItemState) -> None:
        """The side that is shown."""
        shown = (state.id, state.side, state.versions, state.alike, state.uses)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._list)
        self._note.setText(self._look.words(f"office.bank.{state.side}.note"))
        self._note.show()
        if state.side is Side.HISTORY:
            for version in state.versions:
                self._list.addWidget(self._version(version))
        elif state.side is Side.ALIKE:
            self._show_alike(state.alike)
        else:
            for text in state.uses or (self._look.words("office.bank.use.none"),):
                self._list.addWidget(label(text, "", name="bank-use", wraps=True))

    def _version(self, face: VersionFace) -> QWidget:
        made = frame("level", name=f"bank-version-{face.version}")
        inside = column(made, margins=(14, 8, 12, 10), spacing=4)
        head = row(spacing=8)
        head.addWidget(label(face.said, "strong", wraps=True), 1)
        if face.can_restore:
            then = partial(self._presenter.saving.restore, face.version)
            words = self._look.words("office.bank.restore", version=face.version)
            head.addWidget(button(words, "plain", f"bank-restore-{face.version}", then))
        inside.addLayout(head)
        for text in face.changes:
            inside.addWidget(label(text, "small", wraps=True))
        return made

    def _show_alike(self, alike: tuple[AlikeFace, ...] | None) -> None:
        words = self._look.words
        if not alike:
            key = "office.bank.looking" if alike is None else "office.bank.alike.none"
            self._list.addWidget(label(words(key), "label", name="bank-alike-none", wraps=True))
        for face in alike or ():
            shown = PlaceFace(face.said, face.stem, None)
            self._list.addWidget(place(words, f"bank-alike-{face.id}", shown, partial(self._presenter.open, face.id)))

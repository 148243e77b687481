"""What was sealed: the start code large, what to print, what to do now, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kaochang.presenters.office.done import PrintFace
from kaochang.views.office.opening import open_place
from kaochang.views.office.page_parts import card
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row, stop


class SealedCards(QWidget):
    """Everything on it can be read aloud, in the order in which it is needed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._path = Path()
        self._code = stop(label("", "challenge", name="done-code"))
        self._code_note = label("", "label", name="done-code-note", wraps=True)
        self._folder = label("", "label", name="done-folder", wraps=True)
        self._open = button(look.words("office.done.open"), "strong", "done-open", self._on_open)
        self._prints = column(spacing=6)
        self._steps = column(spacing=10)
        across = row(self, spacing=16)
        left, right = column(spacing=16), column(spacing=16)
        left.addWidget(self._code_card())
        left.addWidget(self._print_card())
        left.addStretch(1)
        right.addWidget(self._step_card())
        right.addStretch(1)
        across.addLayout(left, 1)
        across.addLayout(right, 1)

    def _code_card(self) -> QFrame:
        made, inside = card("done-code-card", self._look.words("office.done.code"), spacing=6)
        inside.addWidget(self._code)
        inside.addWidget(self._code_note)
        return made

    def _print_card(self) -> QFrame:
        made, inside = card("done-print-card", self._look.words("office.done.print"), spacing=10)
        inside.addLayout(self._prints)
        return made

    def _step_card(self) -> QFrame:
        words = self._look.words
        made, inside = card("done-step-card", words("office.done.now"), spacing=12)
        inside.addLayout(self._steps)
        inside.addWidget(label(words("office.done.where"), "section"))
        inside.addWidget(self._folder)
        line = row()
        line.addWidget(self._open)
        line.addStretch(1)
        inside.addLayout(line)
        return made

    def show_code(self, code: str, note: str) -> None:
        """The start code, "" where it is on paper only; `note` says what to do with it."""
        words = self._look.words
        self._code.setText(code)
        self._code.setAccessibleName(words("office.done.code-spoken", code=" ".join(code)))
        self._code.setVisible(bool(code))
        self._code_note.setText(note)

    def show_folder(self, folder: Path, prints: Sequence[PrintFace], steps: Sequence[str], *, is_there: bool) -> None:
        """Where it lies, what of it is printed, and what to do now."""
        self._path = folder
        self._folder.setText(str(folder))
        self._open.setEnabled(is_there)
        show_prints(self._prints, self._look, prints)
        clear(self._steps)
        for number, text in enumerate(steps, start=1):
            line = row(spacing=10)
            line.addWidget(label(str(number), "tag"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(text, "", wraps=True), 1)
            self._steps.addLayout(line)

    def _on_open(self) -> None:
        open_place(self._path)


def show_prints(into: QVBoxLayout, look: Look, prints: Sequence[PrintFace]) -> None:
    """Files to print, each with a button that opens it."""
    clear(into)
    for face in prints:
        line: QHBoxLayout = row(spacing=8)
        line.addWidget(label(face.name, "", wraps=True), 1)
        opens = partial(open_place, face.path)
        line.addWidget(button(look.words("office.done.open-file"), "tool", "done-open-file", opens))
        into.addLayout(line)

"""The response as it was written, large, with the marks on it; and the marks by word below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kaochang.presenters.centre.scorer_state import NoteFace, NoteKind, PartFace
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import Pane
from kaochang.views.widgets.parts import button, clear, column, follow_width, label, row
from kaochang.views.widgets.prose import Prose

_PIXELS = 20
_LINE = 1.75
_GAP = 6

Ground = tuple[int, int, str, str]
"""Where marked words stand, and the tokens of their ground and of the line below them."""

_GROUNDS = {
    NoteKind.GOOD: ("good_soft", "good"),
    NoteKind.ERROR: ("bad_soft", "bad"),
    NoteKind.NOTE: ("highlight", "marked"),
}
_PICKED = ("accent_soft", "accent")


class _Written(Prose):
    """One text of a response: never notation, every space as it was typed; words are selected, and marked."""

    def __init__(self, part: PartFace, look: Look, picked: Callable[[int, int], None]) -> None:
        super().__init__(part.text, _PIXELS, _LINE, look, gap=_GAP, is_typed=True)
        self.setObjectName("scorer-text")
        self.selectable = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the keyboard from the points
        self._grounds: tuple[Ground, ...] = ()
        self.selected.connect(lambda start, end: picked(part.start + start, part.start + end))

    def show_grounds(self, grounds: tuple[Ground, ...]) -> None:
        """Paint these marks."""
        if grounds != self._grounds:
            self._grounds = grounds
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The marks, and the text over them."""
        painter = QPainter(self)
        for ground in self._grounds:
            self._paint_ground(painter, *ground)
        painter.end()
        super().paintEvent(event)


class ResponseText(Pane):
    """A response scrolls by itself; its marks are listed below it by what they say."""

    def __init__(self, look: Look, picked: Callable[[int, int], None], drop: Callable[[int], None]) -> None:
        super().__init__(look.words("scorer.response"))
        self.setObjectName("scorer-response")
        self.setProperty("kind", "material")
        self._look = look
        self._picked = picked
        self._drop = drop
        self._parts: tuple[PartFace, ...] = ()
        self._notes: tuple[NoteFace, ...] = ()
        self._texts: list[tuple[PartFace, _Written]] = []
        body = QWidget()
        body.setProperty("ground", "surface")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = column(body, margins=(28, 18, 20, 18), spacing=10)
        self._written = column(spacing=8)
        self._listed = column(spacing=2)
        inside.addLayout(self._written)
        inside.addSpacing(6)
        inside.addLayout(self._listed)
        inside.addStretch(1)
        self.setWidget(body)

    def show_response(self, parts: tuple[PartFace, ...]) -> None:
        """Another response, from its beginning; the same one stays where it is."""
        if parts is self._parts:
            return
        self._parts = parts
        clear(self._written)
        self._texts = []
        for part in parts:
            if part.said:
                said = label(part.said, "label", wraps=True)
                follow_width(said)
                self._written.addWidget(said)
            made = _Written(part, self._look, self._picked)
            self._written.addWidget(made)
            self._texts.append((part, made))
        self.verticalScrollBar().setValue(0)

    def show_marks(self, notes: tuple[NoteFace, ...], picked: tuple[int, int] | None) -> None:
        """The marks, and what is selected for the next one."""
        grounds = [(each.start, each.end, *_GROUNDS[each.kind]) for each in notes]
        if picked is not None:
            grounds.append((*picked, *_PICKED))
        for part, text in self._texts:
            text.show_grounds(tuple(_within(part, grounds)))
        if notes != self._notes:
            self._notes = notes
            clear(self._listed)
            for at, note in enumerate(notes):
                self._listed.addLayout(self._listed_note(at, note))

    def _listed_note(self, at: int, note: NoteFace) -> QHBoxLayout:
        words = self._look.words
        role = {NoteKind.GOOD: "good", NoteKind.ERROR: "bad-note", NoteKind.NOTE: "doubt"}[note.kind]
        line = row(spacing=8)
        told = label(words("scorer.noted", quoted=note.quoted, text=note.text), role, name="scorer-note", wraps=True)
        gone = button(words("scorer.note.drop"), "quiet", "scorer-note-drop", partial(self._drop, at))
        gone.setProperty("compact", "true")
        line.addWidget(told, 1)
        line.addWidget(gone)
        return line

    def to_text(self) -> None:
        """Put the keyboard into the text, to select words in it."""
        if self._texts:
            self._texts[0][1].setFocus(Qt.FocusReason.TabFocusReason)


def _within(part: PartFace, grounds: Sequence[Ground]) -> list[Ground]:
    """What of these places lies in a part, by its own characters."""
    end = part.start + len(part.text)
    cut = [(max(start, part.start), min(stop, end), ground, line) for start, stop, ground, line in grounds]
    return [(start - part.start, stop - part.start, ground, line) for start, stop, ground, line in cut if start < stop]

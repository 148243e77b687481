"""The criteria of a response, each with its keys, its levels and what it was given; the one at hand has a ring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from kaochang.presenters.centre.scorer_state import CriterionFace, LevelFace
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import bring_into_sight
from kaochang.views.widgets.parts import clear, column, follow_width, frame, label, row, set_state, through
from kaochang.views.widgets.spoken import announce, speak_as

_KEY = 24


class _Pressed(QFrame):
    """A frame that is pressed as a whole."""

    def __init__(self, ground: str, name: str, then: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("ground", ground)
        self.setObjectName(name)
        self._then = then
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button presses it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._then()
            event.accept()
        else:
            super().mousePressEvent(event)


class _Level(_Pressed):
    """A level: its key, its name and points, and what a response of this level does."""

    def __init__(self, face: LevelFace, then: Callable[[], None]) -> None:
        super().__init__("level", "scorer-level", then)
        line = row(self, margins=(8, 6, 10, 6), spacing=10)
        if face.key:
            key = through(label(face.key, "key-cap"))
            key.setFixedSize(_KEY, _KEY)
            line.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        told = column(spacing=1)
        first = row(spacing=8)
        first.addWidget(through(label(face.name, "strong", wraps=True)), 1)
        first.addWidget(through(label(face.points, "small")))
        told.addLayout(first)
        if face.text:
            what = through(label(face.text, "small", wraps=True))
            follow_width(what)
            told.addWidget(what)
        line.addLayout(told, 1)


class _Criterion(_Pressed):
    """A criterion's card."""

    def __init__(self, face: CriterionFace, look: Look, then: Callable[[], None], level: Callable[[int], None]) -> None:
        super().__init__("criterion", "scorer-criterion", then)
        speak_as(self, "group")
        self._words = look.words
        inside = column(self, margins=(14, 10, 14, 12), spacing=6)
        head = row(spacing=8)
        head.addWidget(through(label(face.name, "strong", wraps=True)), 1)
        self._value = label("", "given", name="scorer-value")
        head.addWidget(through(self._value))
        head.addWidget(through(label(look.words("scorer.of", of=face.of), "small")))
        inside.addLayout(head)
        if face.good:
            good = through(label(look.words("scorer.good", text=face.good), "small", wraps=True))
            follow_width(good)
            inside.addWidget(good)
        self._levels = [_Level(each, partial(level, at)) for at, each in enumerate(face.levels)]
        for each in self._levels:
            inside.addWidget(each)
        self._hint = through(label(face.hint, "note", wraps=True))
        inside.addWidget(self._hint)

    def show_given(self, face: CriterionFace, *, has_keys: bool) -> None:
        """What was given, and whether keys go here."""
        self._value.setText(face.value or "—")
        set_state(self._value, "filled", bool(face.value))
        set_state(self, "here", face.is_here and has_keys)
        self._hint.setEnabled(face.is_here)
        for shown, level in zip(self._levels, face.levels, strict=True):
            set_state(shown, "chosen", level.is_chosen)
        spoken = self._words("scorer.spoken", name=face.name, value=face.value or "—", of=face.of, hint=face.hint)
        self.setAccessibleName(spoken)


class CriteriaBoard(QWidget):
    """Cards stay as long as the criteria are the same, from one response to the next."""

    def __init__(self, look: Look, focus: Callable[[int], None], level: Callable[[int, int], None]) -> None:
        super().__init__()
        self._look = look
        self._focus = focus
        self._level = level
        self._shape: object = None
        self._here = -1
        self._cards: list[_Criterion] = []
        self._list = column(self, spacing=10)

    def show_criteria(self, faces: tuple[CriterionFace, ...], *, has_keys: bool) -> None:
        """Show the criteria; the one at hand is brought into sight and spoken when it is another."""
        shape = [
            (each.name, each.of, each.good, [(one.key, one.name, one.text, one.points) for one in each.levels])
            for each in faces
        ]
        if shape != self._shape:
            self._shape = shape
            self._here = -1
            clear(self._list)
            self._cards = [self._card(at, face) for at, face in enumerate(faces)]
            for card in self._cards:
                self._list.addWidget(card)
        for at, (card, face) in enumerate(zip(self._cards, faces, strict=True)):
            card.show_given(face, has_keys=has_keys)
            if face.is_here and at != self._here:
                self._here = at
                bring_into_sight(card)
                announce(self, card.accessibleName(), waits=True)

    def _card(self, at: int, face: CriterionFace) -> _Criterion:
        return _Criterion(face, self._look, partial(self._focus, at), partial(self._level, at))


def section(title: str, text: str, name: str) -> QWidget:
    """A text under its heading, as the reference answer; hidden where there is none."""
    made = frame("said", name=name)
    inside = column(made, margins=(14, 10, 14, 12), spacing=4)
    inside.addWidget(label(title, "section"))
    told = label(text, wraps=True, name=f"{name}-text")
    follow_width(told)
    inside.addWidget(told)
    return made

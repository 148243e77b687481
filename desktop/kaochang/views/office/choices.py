"""Few values side by side, of which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QWidget

from kaochang.views.theme import font
from kaochang.views.widgets.parts import button, row

V = TypeVar("V")
_SIZE, _AROUND = 16, 28


class Choices(QWidget, Generic[V]):
    """`named` gives each value its object name and its words; `then` takes the one that somebody presses."""

    def __init__(self, named: Mapping[V, tuple[str, str]], then: Callable[[V], None]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._made = {value: button(text, "size", name, partial(then, value)) for value, (name, text) in named.items()}
        line = row(self, spacing=4)
        for each in self._made.values():
            each.setCheckable(True)
            each.setMinimumWidth(_wide_enough(each.text()))
            self._group.addButton(each)
            line.addWidget(each)

    def show_choices(self, values: Collection[V]) -> None:
        """Only these can be chosen now."""
        for each, made in self._made.items():
            made.setVisible(each in values)

    def show_chosen(self, value: V) -> None:
        """This is the one."""
        for each, made in self._made.items():
            made.setChecked(each == value)


def _wide_enough(text: str) -> int:
    """What is chosen is bold: a button's own measure is of the letters before."""
    return QFontMetrics(font(_SIZE, bold=True)).horizontalAdvance(text) + _AROUND

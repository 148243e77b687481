"""Few values side by side, of which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtWidgets import QButtonGroup, QWidget

from kaochang.views.widgets.parts import button, row

V = TypeVar("V")


class Choices(QWidget, Generic[V]):
    """`named` gives each value its object name and its words; `then` takes the one that somebody presses."""

    def __init__(self, named: Mapping[V, tuple[str, str]], then: Callable[[V], None]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._made = {value: button(text, "size", name, partial(then, value)) for value, (name, text) in named.items()}
        line = row(self, spacing=4)
        for each in self._made.values():
            each.setCheckable(True)
            self._group.addButton(each)
            line.addWidget(each)

    def show_chosen(self, value: V) -> None:
        """This is the one."""
        for each, made in self._made.items():
            made.setChecked(each == value)

"""The page of all keys: what each does, of those that do something in this exam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaochang.domain.items import ItemType
from kaochang.domain.ports import Words
from kaochang.domain.tools import Tool

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting
    from kaochang.presenters.candidate.exam_screen import ExamScreen
    from kaochang.presenters.candidate.versions import ExamBelow

_CHOOSING = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUEFALSE})


@dataclass(frozen=True)
class ShortcutPage:
    """Over the exam: (keys, what they do) of each line."""

    rows: tuple[tuple[str, str], ...]


class ShortcutDesk:
    """Opens the page; closed it is as every other that lies over the exam."""

    def __init__(self, sitting: Sitting, words: Words, screen: ExamScreen, exam: ExamBelow) -> None:
        self._sitting = sitting
        self._words = words
        self._screen = screen
        self._exam = exam

    def open(self) -> None:
        """Show all keys."""
        if self._exam.settle():
            words = self._words
            self._screen.overlay = ShortcutPage(
                tuple(
                    (words(f"candidate.shortcut.{each}.keys"), words(f"candidate.shortcut.{each}"))
                    for each in self._rows()
                )
            )
            self._exam.show()

    def _rows(self) -> Iterator[str]:
        exam = self._sitting.exam
        tools, types = exam.rules.tools, {placed.item.type for placed in exam.assessment.items()}
        if types & _CHOOSING:
            yield "choose"
        yield from ("move", "move-typing", "mark", "palette")
        if ItemType.ORDERING in types:
            yield "order"
        if ItemType.MATCHING in types:
            yield "match"
        if any(placed.item.is_typed for placed in exam.assessment.items()):
            yield "undo"
        yield from (tool.value for tool in tools)
        if Tool.HIGHLIGHTER in tools:
            yield "select"
        yield from ("tab", "press", "back", "acts", "this")

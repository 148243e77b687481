"""The page of all keys: what each does, of those that do something in this exam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from kaochang.domain.annotations import ELIMINABLE
from kaochang.domain.items import Item, ItemType
from kaochang.domain.ports import Words
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.picking import LETTERS
from kaochang.presenters.candidate.tools import PANELS

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting
    from kaochang.presenters.candidate.exam_screen import ExamScreen
    from kaochang.presenters.candidate.versions import ExamBelow

_CHOOSING = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUEFALSE})
_IN_ROWS = _CHOOSING | {ItemType.ORDERING, ItemType.MATCHING}


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
            self._screen.overlay = ShortcutPage(tuple(self._row(key, **said) for key, said in self._rows()))
            self._exam.show()

    def _row(self, key: str, **said: str | int) -> tuple[str, str]:
        return self._words(f"candidate.shortcut.{key}.keys", **said), self._words(f"candidate.shortcut.{key}")

    def _rows(self) -> Iterator[tuple[str, dict[str, str | int]]]:
        """Keys of the catalogue for what this exam has, with what their keys are to say."""
        exam = self._sitting.exam
        items, tools = [placed.item for placed in exam.assessment.items()], exam.rules.tools
        types = {item.type for item in items}
        if types & _CHOOSING:
            last = min(len(LETTERS), max(_choices(item) for item in items))
            yield "choose", {"letter": LETTERS[last - 1], "number": last}
            yield "clear", {}
        if types & _IN_ROWS:
            yield "rows", {}
        yield "move.turns" if any(item.stages for item in items) else "move", {}
        is_typed = any(item.is_typed for item in items)
        if is_typed:
            yield "move-typing", {}
        yield from (("mark", {}), ("palette", {}))
        if ItemType.ORDERING in types:
            yield "order", {}
        if ItemType.MATCHING in types:
            most = max(len(item.options) for item in items if item.type is ItemType.MATCHING)
            yield "match", {"letter": ascii_uppercase[most - 1]}
        if is_typed or Tool.NOTES in tools:
            yield "undo", {}
        for tool in tools:
            yield from self._of_tool(tool, items)
        yield from (("tab", {}), ("press", {}))
        yield "back.panel" if PANELS & set(tools) else "back", {}
        yield from (("acts", {}), ("this", {}))

    def _of_tool(self, tool: Tool, items: list[Item]) -> Iterator[tuple[str, dict[str, str | int]]]:
        if tool is not Tool.ELIMINATOR:
            yield tool.value, {}
        elif most := max((len(item.options) for item in items if item.type in ELIMINABLE), default=0):
            yield tool.value, {"letter": LETTERS[min(most, len(LETTERS)) - 1]}
        if tool is Tool.CALCULATOR:
            yield "calculate", {}
        if tool is Tool.HIGHLIGHTER:
            yield "select", {}


def _choices(item: Item) -> int:
    """How many options of an item have a key."""
    if item.type is ItemType.TRUEFALSE:
        return 2
    return len(item.options) if item.type in _CHOOSING else 0

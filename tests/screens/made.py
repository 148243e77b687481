"""Exams of a test's own items, and what an input method sends."""

from fractions import Fraction

from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.tools import Tool
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from screens import sample

RULES = Rules(duration_s=7200, tools=tuple(Tool), allow_empty=True)
ESSAY = Item(ItemType.ESSAY, "说一说。")


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"o{number}", f"选项 {number}") for number in range(count))


def single(count: int = 4, stem: str = "选一项。") -> Item:
    return Item(ItemType.SINGLE, stem, options=options(count))


def part(*items: Item, limit_s: int | None = None, item_s: int | None = None, first: int = 1) -> Section:
    """A section with a time of its own, or with a time of their own for its items, i1 and so on."""
    placed = tuple(
        PlacedItem(f"i{number}", item, Fraction(1), limit_s=item_s) for number, item in enumerate(items, first)
    )
    return Section(f"第 {first} 部分", placed, limit_s=limit_s)


def exam(*parts: Section, rules: Rules = RULES) -> Exam:
    return Exam(sample.TICKET.exam, Assessment("试题", parts), rules)


def compose(field, text: str, commit: str = "") -> None:
    """What an input method sends: what is being composed now, and what goes into the field."""
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(field, event)

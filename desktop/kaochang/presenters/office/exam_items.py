"""The items of an exam that is made of papers as they are: which are in, and what they are worth."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from kaochang.presenters.figures import figure
from kaochang.presenters.office.exam_desk import ExamDesk
from kaochang.presenters.office.exams_state import ItemRow, ItemsState, TypePoints
from kaochang.presenters.office.wishes import number_of, shown_number

if TYPE_CHECKING:
    from kaochang.flow.exam_making import ItemLook


class ExamItems:
    """Intents of the part in, its state out. What is typed and is no number stays in its field."""

    def __init__(self, desk: ExamDesk) -> None:
        self._desk = desk
        self._typed: dict[str, str] = {}

    def enter(self) -> None:
        """The part is shown."""
        self._typed = {}

    def toggle(self, item: str) -> None:
        """Leave an item out, or take it in again."""
        left = self._desk.draft.left_out
        self._desk.keep(left_out=tuple(each for each in left if each != item) if item in left else (*left, item))

    def type_points(self, kind: str, text: str) -> None:
        """What items of a type are worth where the paper does not say it."""
        points = number_of(text)
        others = {name: worth for name, worth in self._desk.draft.points.items() if name != kind}
        self._typed[kind] = text
        if points:
            self._desk.keep(points={**others, kind: points})
        else:
            self._desk.keep(points=others)

    @property
    def _items(self) -> tuple[ItemLook, ...]:
        return () if self._desk.looked is None else self._desk.looked.items

    @property
    def is_whole(self) -> bool:
        """Whether there is an item, and all that are in have points."""
        inside = [each for each in self._items if each.is_in]
        return bool(inside) and all(each.points and each.fits for each in inside)

    @property
    def state(self) -> ItemsState:
        """What is shown."""
        return ItemsState(
            rows=tuple(map(self._row, self._items)),
            unvalued=self._unvalued(),
            summary=self.summary,
            refused=self._desk.refused,
        )

    @property
    def summary(self) -> str:
        """How many items are in, and what they are worth as far as that is known."""
        inside = [each for each in self._items if each.is_in and each.fits]
        total = sum((each.points or Fraction(0) for each in inside), Fraction(0))
        words = self._desk.means.words
        return words("office.exams.items.summary", count=len(inside), total=figure(words, total))

    def _row(self, item: ItemLook) -> ItemRow:
        words = self._desk.means.words
        return ItemRow(
            id=item.id,
            place=item.place,
            type_name=words(f"type.{item.type}"),
            points="" if item.points is None else figure(words, item.points),
            stem=" ".join(item.stem.split()),
            is_in=item.is_in,
            note="" if item.fits else words("office.exams.item.unfit"),
        )

    def _unvalued(self) -> tuple[TypePoints, ...]:
        """The types of which an item does not say its points, with what was said for all of them."""
        words, points = self._desk.means.words, self._desk.draft.points
        counts = Counter(each.type for each in self._items if each.fits and not each.is_stated)
        return tuple(
            TypePoints(
                kind,
                words(f"type.{kind}"),
                count,
                self._typed.get(kind, shown_number(points.get(kind))),
                kind not in points,
            )
            for kind, count in counts.items()
        )

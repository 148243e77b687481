"""The items of an exam that is made of papers as they are: which are in, and what they are worth."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from kaochang.presenters.figures import figure
from kaochang.presenters.office.exam_desk import ExamDesk
from kaochang.presenters.office.exams_state import ItemRow, ItemsState, TypePoints
from kaochang.presenters.office.wishes import number_of, shown_number
from kaochang.presenters.phrases import duration

if TYPE_CHECKING:
    from kaochang.flow.exam_making import ItemLook


_SECONDS = re.compile("[1-9][0-9]{0,4}")
_A_DAY = 86_400


class ExamItems:
    """Intents of the part in, its state out. What is typed and is no number stays in its field."""

    def __init__(self, desk: ExamDesk) -> None:
        self._desk = desk
        self._typed: dict[str, str] = {}
        self._limits: dict[str, str] = {}

    def enter(self) -> None:
        """The part is shown."""
        self._typed, self._limits = {}, {}

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

    def type_limit(self, item: str, text: str) -> None:
        """How long an item may be worked on, in seconds; "" for as long as there is time."""
        told = text.strip()
        limits = {each: limit for each, limit in self._desk.draft.limits.items() if each != item}
        if told and not (_SECONDS.fullmatch(told) and int(told) <= _A_DAY):
            self._limits[item] = text
        else:
            self._limits.pop(item, None)
            limits |= {item: int(told)} if told else {}
        self._desk.keep(limits=limits)

    @property
    def _items(self) -> tuple[ItemLook, ...]:
        return () if self._desk.looked is None else self._desk.looked.items

    @property
    def is_whole(self) -> bool:
        """Whether there is an item, and all that are in have points."""
        inside = [each for each in self._items if each.is_in]
        return bool(inside) and not self._limits and all(each.points and each.fits for each in inside)

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
        words, limit = self._desk.means.words, self._desk.draft.limits.get(item.id)
        return ItemRow(
            id=item.id,
            place=item.place,
            type_name=words(f"type.{item.type}"),
            points="" if item.points is None else figure(words, item.points),
            limit="" if limit is None else duration(words, limit),
            limit_typed=self._limits.get(item.id, "" if limit is None else str(limit)),
            is_limit_wrong=item.id in self._limits,
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

"""What a person changes in a paper: each intent is one mend, or a refusal in words that changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from kaochang.domain.items import ItemType
from kaochang.domain.mends import (
    Drop,
    Join,
    Keep,
    LeaveKey,
    Mend,
    SetKey,
    SetOptions,
    SetPoints,
    SetSectionPoints,
    SetStem,
    SetType,
    Split,
)
from kaochang.domain.refusals import Refusal
from kaochang.presenters.office.pages import OfficeDesk
from kaochang.presenters.refusals import Refused, to_words

if TYPE_CHECKING:  # it comes with the first paper
    from kaochang.flow.mending import Mending

_MOST_POINTS = 1000


def replayed(mending: Mending, mends: Iterable[Mend]) -> int:
    """Make mends again on a paper that may be read differently by now; how many of them cannot be made any more."""
    missed = 0
    for mend in mends:
        try:
            mending.apply(mend)
        except Refusal:
            missed += 1
    return missed


class Mender:
    """Mends the paper on the desk. `mended` is called with the item to go to (None: stay), `show` after a refusal."""

    def __init__(self, desk: OfficeDesk, mended: Callable[[int | None], None], show: Callable[[], None]) -> None:
        self._desk = desk
        self._mended = mended
        self._show = show
        self.refused: Refused | None = None

    def set_key(self, at: int, written: str) -> bool:
        """The key as people type it; nothing typed leaves the item without one for now."""
        return self.make(SetKey(at, written.strip()) if written.strip() else LeaveKey(at))

    def set_points(self, at: int, written: str, *, is_all: bool = False) -> None:
        """What the item is worth, or, where `is_all`, each item of its section."""
        points = points_of(written.strip().removesuffix(self._desk.means.words("office.paper.points-unit")))
        if points is None:
            self.refuse("office.paper.no-points")
        else:
            self.make(SetSectionPoints(at, points) if is_all else SetPoints(at, points))

    def set_type(self, at: int, kind: ItemType) -> None:
        """Another type."""
        self.make(SetType(at, kind))

    def set_stem(self, at: int, text: str) -> bool:
        """The words of the stem."""
        return self.make(SetStem(at, text.strip()))

    def set_options(self, at: int, texts: tuple[str, ...]) -> bool:
        """The words of all options, in their order."""
        return self.make(SetOptions(at, tuple(text.strip() for text in texts)))

    def split(self, at: int, *, line: int = 0, row: int = 0) -> None:
        """Two items of one; the second begins at this line of the paper, or row of the item."""
        self.make(Split(at, line, row))

    def join(self, at: int) -> None:
        """One item of this one and the one before."""
        self.make(Join(at), at - 1)

    def drop(self, at: int) -> None:
        """Leave the item out."""
        self.make(Drop(at))

    def keep(self, at: int) -> None:
        """Take it in again."""
        self.make(Keep(at))

    def undo(self) -> None:
        """Take the last mend back."""
        self._step(lambda mending: mending.undo())

    def redo(self) -> None:
        """Make it again."""
        self._step(lambda mending: mending.redo())

    def make(self, mend: Mend, then_at: int | None = None) -> bool:
        """Whether a mend could be made; `then_at` is the item to go to afterwards."""
        mending = self._desk.work.mending
        if mending is None:
            return False
        try:
            mending.apply(mend)
        except Refusal as refusal:
            self.refused = to_words(refusal, self._desk.means.words)
            self._show()
            return False
        self._end(mending, then_at)
        return True

    def refuse(self, key: str, **params: object) -> None:
        """Say by the page's own words why something was not done."""
        words = self._desk.means.words
        self.refused = Refused(words(key, **params), words(f"{key}.next", **params))
        self._show()

    def _step(self, step: Callable[[Mending], None]) -> None:
        mending = self._desk.work.mending
        if mending is not None:
            step(mending)
            self._end(mending, None)

    def _end(self, mending: Mending, then_at: int | None) -> None:
        self.refused = None
        self._desk.keep(mends=mending.mends)
        self._mended(then_at)


def points_of(written: str) -> Fraction | None:
    """Points as people write them: 2, 1.5, 1/3; None for anything else."""
    text = written.strip()
    try:
        points = Fraction(text) if len(text) <= len("1000/1000") and "e" not in text.lower() else Fraction(0)
    except (ValueError, ZeroDivisionError):
        return None
    return points if 0 < points <= _MOST_POINTS else None

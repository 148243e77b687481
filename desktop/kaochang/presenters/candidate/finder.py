"""What of the palette is shown: all of it or what is left to do, folded sections, or only its counts."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import replace

from kaochang.presenters.candidate.exam_state import Cell, Palette


class Filter(enum.Enum):
    """Which items the palette shows; the value ends the key of its words. The current item is always among them."""

    ALL = "all"
    UNANSWERED = "unanswered"
    MARKED = "marked"

    def takes(self, cell: Cell) -> bool:
        """Whether an item is shown."""
        if cell.is_current or self is Filter.ALL:
            return True
        if self is Filter.MARKED:
            return cell.is_marked
        return cell.is_missing

    def shown(self, cells: Iterable[Cell]) -> frozenset[str]:
        """The items of these that are shown."""
        if self is Filter.ALL:  # asked at every item that is gone to
            return frozenset([cell.item for cell in cells])
        return frozenset(cell.item for cell in cells if self.takes(cell))


class Finder:
    """Remembers how this candidate wants the palette. `publish` is called after every change."""

    def __init__(self, publish: Callable[[], None]) -> None:
        self._publish = publish
        self._filter = Filter.ALL
        self._folded: frozenset[int] = frozenset()
        self._is_collapsed = False

    @property
    def chosen(self) -> tuple[Filter, frozenset[int], bool]:
        """All that `seen` depends on, beside the palette."""
        return self._filter, self._folded, self._is_collapsed

    def toggle(self) -> None:
        """Collapse the whole palette, or bring it back."""
        self._is_collapsed = not self._is_collapsed
        self._publish()

    def fold(self, section: int) -> None:
        """Fold a section (from 0) up to its heading, or unfold it."""
        self._folded ^= {section}
        self._publish()

    def choose(self, chosen: Filter) -> None:
        """Show only these items; chosen once more, all of them."""
        self._filter = Filter.ALL if chosen is self._filter else chosen
        self._publish()

    def seen(self, palette: Palette) -> Palette:
        """The palette as it is to be shown."""
        sections = tuple(
            replace(section, is_folded=place in self._folded, shown=self._filter.shown(section.cells))
            for place, section in enumerate(palette.sections)
        )
        return replace(palette, sections=sections, filter=self._filter.value, is_collapsed=self._is_collapsed)

"""Corrections while an attempt is under way: what is known, what comes, and what the candidate has read of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from kaochang.domain.guards import Happening
from kaochang.presenters import phrases
from kaochang.presenters.candidate.access import Access
from kaochang.presenters.candidate.errata_faces import (
    ErrataFaces,
    News,
    concerning,
    erratum_face,
    faces,
    kind_of,
)
from kaochang.presenters.candidate.exam_state import (
    CannotSave,
    Cell,
    ExamState,
    ItemFace,
    Overlay,
    Palette,
    PaletteSection,
)
from kaochang.presenters.candidate.finder import Filter
from kaochang.presenters.candidate.kept import Kept
from kaochang.presenters.candidate.siblings import withdrawn
from kaochang.presenters.refusals import to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.errata import Erratum
    from kaochang.domain.refusals import Refusal
    from kaochang.flow.corrections import ErrataWatch, Looked
    from kaochang.flow.sitting import Sitting


class ErrataDesk:
    """The corrections of one attempt. `note` journals (what, detail); `changed` is called when there is news.

    `watch` looks for newer ones, None where nobody does. What comes applies at once, and the clock goes on meanwhile.
    """

    def __init__(
        self,
        sitting: Sitting,
        means: Means,
        numbers: Mapping[str, int],
        watch: ErrataWatch | None,
        note: Callable[[str, str], None],
        changed: Callable[[], None],
    ) -> None:
        self._sitting = sitting
        self._means = means
        self._numbers = numbers
        self._watch = watch
        self._note = note
        self._changed = changed
        self._problems: tuple[Refusal, ...] = ()
        self._told = {note.detail for note in sitting.notes if note.what == Happening.ERRATUM_REFUSED}
        self._is_open = False
        self._palette = Kept[Palette]()
        self._entries: tuple[Erratum, ...] = ()
        self._faces: ErrataFaces
        self._take_in()
        self._fresh: tuple[Erratum, ...] = self._entries if sitting.corrections.is_news else ()

    def _take_in(self) -> None:
        self._entries = concerning(self._sitting.corrections.known.entries, self._numbers)
        self._faces = faces(self._entries, self._numbers, self._means)

    @property
    def withdrawn(self) -> frozenset[str]:
        """The items that need not be answered any more."""
        return self._faces.withdrawn

    def is_settled(self, item: str) -> bool:
        """Whether this item was withdrawn and the candidate has read so: it takes no responses any more."""
        return item in self.withdrawn and not self._fresh

    def over(self, state: ExamState) -> ExamState:
        """The exam screen with what was corrected: above the stem, under the header, in the palette and over all."""
        if not self._entries:
            return replace(state, standing=phrases.lines(state.standing, self.trouble)) if self._problems else state
        return replace(
            state,
            palette=self._palette.of((state.palette, self.withdrawn), lambda: self._seen(state.palette)),
            face=self._beside(state.face) if self.withdrawn else state.face,
            errata=self._faces.by_item.get(state.face.id, ()),
            is_settled=self.is_settled(state.face.id),
            notice=self._faces.bar,
            standing=phrases.lines(state.standing, self.trouble),
            overlay=self._overlay(state),
        )

    def _beside(self, face: ItemFace) -> ItemFace:
        """The item, none of whose siblings that were withdrawn is missed."""
        words = self._means.words
        return replace(
            face,
            siblings=tuple(withdrawn(each, words) if each.item in self.withdrawn else each for each in face.siblings),
        )

    def _overlay(self, state: ExamState) -> Overlay | None:
        """News wait until the exam is seen, and until what was given is saved."""
        is_seen = state.acts is None and state.suspended is None and state.away is None
        if not is_seen or isinstance(state.overlay, CannotSave):
            return state.overlay
        return self.news or state.overlay

    def _seen(self, palette: Palette) -> Palette:
        """The palette, in which nobody misses what was withdrawn."""
        if not self.withdrawn:
            return palette
        chosen = Filter(palette.filter)
        sections = tuple(self._section(section, chosen) for section in palette.sections)
        gone = [cell for section in sections for cell in section.cells if cell.is_withdrawn]
        return replace(
            palette,
            sections=sections,
            answered=palette.answered - sum(cell.is_answered for cell in gone),
            unanswered=sum(cell.is_missing for section in sections for cell in section.cells),
            missed=palette.missed - sum(cell.access is Access.CLOSED and _is_unanswered(cell) for cell in gone),
            closed=palette.closed - sum(cell.access is Access.CLOSED for cell in gone),
            later=palette.later - sum(cell.access is Access.LATER for cell in gone),
            marked=palette.marked - sum(cell.is_marked for cell in gone),
            partial=palette.partial - sum(cell.is_partial for cell in gone),
            panel=palette.panel - sum(not cell.is_asked for cell in gone),
            withdrawn=len(gone),
        )

    def _section(self, section: PaletteSection, chosen: Filter) -> PaletteSection:
        cells = tuple(self._cell(cell) for cell in section.cells)
        left = [cell for cell in cells if not cell.is_withdrawn]
        if len(left) == len(cells):
            return section
        progress = f"{sum(cell.is_answered for cell in left)} / {sum(cell.is_asked for cell in left)}"
        return replace(section, cells=cells, progress=progress, shown=chosen.shown(cells))

    def _cell(self, cell: Cell) -> Cell:
        if cell.item not in self.withdrawn:
            return cell
        return replace(cell, is_withdrawn=True, spoken=self._means.words("candidate.cell.withdrawn", cell=cell.spoken))

    @property
    def news(self) -> News | None:
        """What lies over the exam: new corrections until they are read, or all of them because somebody asked."""
        words = self._means.words
        if self._fresh:
            entries = tuple(erratum_face(entry, self._numbers, self._means) for entry in self._fresh)
            action = words("candidate.errata.read")
            title = words(f"candidate.errata.title.{kind_of(self._fresh)}")
            return News(title, words("candidate.errata.new.message"), entries, action)
        if self._is_open:
            message, action = words("candidate.errata.all.message"), words("candidate.errata.back")
            return News(words("candidate.errata.all"), message, self._faces.every, action)
        return None

    @property
    def trouble(self) -> str:
        """What is wrong with files of errata that lie here, for the proctor; "" for nothing."""
        if not self._problems:
            return ""
        why = to_words(self._problems[0], self._means.words)
        return self._means.words("candidate.errata.problem", file=_name(self._problems[0]), why=why.message)

    def show(self) -> None:
        """Show all corrections."""
        self._is_open = bool(self._entries)
        self._changed()

    def close(self) -> None:
        """The page of all corrections goes, for another item is there; what is new stays until it is read."""
        self._is_open = False

    def read(self) -> None:
        """The candidate has read what is shown."""
        self._fresh, self._is_open = (), False
        self._sitting.corrections.is_news = False
        self._changed()

    def poll(self) -> None:
        """Once a second: take in what was found since."""
        found = None if self._watch is None else self._watch.poll()
        if found is not None:
            self._on_found(found)

    def _on_found(self, found: Looked) -> None:
        self._problems = found.problems
        for problem in found.problems:
            if (name := _name(problem)) not in self._told:
                self._told.add(name)
                self._note(Happening.ERRATUM_REFUSED, name)
        if found.newer is None:
            return
        before = set(self._entries)
        self._sitting.corrections.known = found.newer
        self._note(Happening.ERRATUM_APPLIED, str(found.newer.counter))
        self._take_in()
        self._fresh += tuple(entry for entry in self._entries if entry not in before)
        self._changed()


def _is_unanswered(cell: Cell) -> bool:
    return cell.is_asked and not cell.is_answered


def _name(problem: Refusal) -> str:
    return PurePath(problem.where).name

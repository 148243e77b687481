"""The candidate's tools: what is drawn with them is journaled as their own, and never changes a response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaochang.domain.annotations import (
    ELIMINABLE,
    MAX_DRAFT,
    MAX_HIGHLIGHTS,
    Annotation,
    Drafted,
    Eliminated,
    Highlighted,
    Passage,
    Shown,
)
from kaochang.domain.attempts import Phase
from kaochang.domain.parts import material_holder
from kaochang.domain.ports import Words
from kaochang.domain.responses import Choice
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate import calculator, highlighting
from kaochang.presenters.candidate.calculator import Calculator
from kaochang.presenters.candidate.gestures import Chosen, Gesture, typable
from kaochang.presenters.candidate.tools_state import CalculatorFace, NotesFace, ToolsState

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.journal_log import Entry
    from kaochang.flow.sitting import Sitting

PANELS = frozenset({Tool.CALCULATOR, Tool.NOTES})
"""Tools that have a panel beside the item. One is open at a time: the item keeps its room."""


@dataclass(frozen=True)
class Surroundings:
    """What the tools need from the exam they lie in.

    `item` is the one that is shown, `goes_on` whether anything may be done now, `is_here` the same before the clock is
    asked. `save` takes an entry, `show` publishes the state, `warn` shows a calm line.
    """

    item: Callable[[], str]
    is_here: Callable[[], bool]
    goes_on: Callable[[], bool]
    save: Callable[[Entry], None]
    show: Callable[[], None]
    warn: Callable[[str], None]


class ToolsPresenter:
    """Drives the tools of one sitting. What is typed into the draft is journaled at the next tick or on leaving."""

    def __init__(self, sitting: Sitting, words: Words, exam: Surroundings) -> None:
        self._sitting = sitting
        self._words = words
        self._exam = exam
        self._open: Tool | None = None
        self._is_highlighting = False
        self._is_told = False
        self._typed: str | None = None
        self._shown: Shown | None = None
        self._calculator = Calculator()
        self._holders: dict[str, str] = {}

    @property
    def is_typing(self) -> bool:
        """Whether something of the draft is not journaled yet."""
        return self._typed is not None

    @property
    def state(self) -> ToolsState:
        """The tools as they stand, at the item that is shown."""
        drawn, item = self._sitting.state.annotations, self._exam.item()
        holder = self._holder(Passage.MATERIAL)
        return ToolsState(
            allowed=self._allowed,
            open=self._open,
            is_highlighting=self._is_highlighting,
            eliminated=frozenset(drawn.eliminated.get(item, ())),
            stem=highlighting.spans(drawn.highlighted.get(item, ()), Passage.STEM),
            material=highlighting.spans(drawn.highlighted.get(holder, ()), Passage.MATERIAL),
            notes=self._notes(),
            calculator=_face(self._calculator, self._words),
        )

    @property
    def _allowed(self) -> tuple[Tool, ...]:
        return self._sitting.exam.rules.tools

    def _notes(self) -> NotesFace:
        text = self._sitting.state.annotations.draft if self._typed is None else self._typed
        length = self._words("candidate.notes.length", count=len(text), most=MAX_DRAFT)
        return NotesFace(text, length, is_full=len(text) >= MAX_DRAFT)

    def toggle(self, tool: Tool) -> None:
        """Open a tool's panel or close it; turn the highlighter on or off. Nothing where the rules do not give it."""
        if tool not in self._allowed or not self._exam.goes_on():
            return
        self.flush()
        if tool in PANELS:
            self._open = None if self._open is tool else tool
        elif tool is Tool.HIGHLIGHTER:
            self._is_highlighting = not self._is_highlighting
            self._tell_how()
        self._exam.show()

    def _tell_how(self) -> None:
        """How the highlighter works, when it is first turned on."""
        if not self._is_told:
            self._is_told = True
            self._exam.warn(self._words("candidate.highlight.hint"))

    # -- options --------------------------------------------------------------------------------------------------

    def eliminate(self, label: str) -> None:
        """Strike an option out, or take that back.

        An option that is chosen stays as it is, and a line says why: what candidates draw for themselves never changes
        what they answered. To take the choice off with it would lose a response by a slip at a small button; to strike
        it out and count it all the same would say two things at once.
        """
        if not self._may(Tool.ELIMINATOR):
            return
        if label in self._chosen():
            self._exam.warn(self._words("candidate.eliminate.chosen"))
            return
        now = self._eliminated() ^ {label}
        self._draw(self._exam.item(), Eliminated(tuple(sorted(now))))
        self._exam.show()

    def eliminate_place(self, place: int, labels: tuple[str, ...]) -> None:
        """The same by keyboard: the option at this place (from 0) of those that are shown."""
        item = self._sitting.exam.placed(self._exam.item()).item
        if item.type in ELIMINABLE and place < len(labels):
            self.eliminate(labels[place])

    def after(self, gesture: Gesture) -> None:
        """What is chosen is no longer struck out."""
        if isinstance(gesture, Chosen) and gesture.label in self._eliminated() & self._chosen():
            self._draw(self._exam.item(), Eliminated(tuple(sorted(self._eliminated() - {gesture.label}))))

    def _eliminated(self) -> frozenset[str]:
        return frozenset(self._sitting.state.annotations.eliminated.get(self._exam.item(), ()))

    def _chosen(self) -> frozenset[str]:
        response = self._sitting.state.responses.get(self._exam.item())
        return frozenset(response.labels) if isinstance(response, Choice) else frozenset()

    # -- words ----------------------------------------------------------------------------------------------------

    def select(self, text: Passage, start: int, end: int) -> None:
        """Characters of a text were selected: highlight them, or take the highlight off that they lie in."""
        if not self._is_highlighting or not self._may(Tool.HIGHLIGHTER):
            return
        holder = self._holder(text)
        before = self._sitting.state.annotations.highlighted.get(holder, ())
        now = highlighting.after(before, text, start, end)
        if len(now) > MAX_HIGHLIGHTS:
            self._exam.warn(self._words("candidate.highlight.full"))
            return
        self._draw(holder, Highlighted(now))
        self._exam.show()

    def _holder(self, text: Passage) -> str:
        """The item that a text's highlights are kept with: those of a shared material are seen at each of its items."""
        item = self._exam.item()
        if text is Passage.STEM:
            return item
        if item not in self._holders:
            self._holders[item] = material_holder(self._sitting.exam, item)
        return self._holders[item]

    # -- the draft ------------------------------------------------------------------------------------------------

    def draft(self, text: str) -> None:
        """The draft now holds this; what is beyond its longest is cut off.

        It belongs to the whole exam: a part or an item that is over with these words takes none of them away.
        """
        if Tool.NOTES in self._allowed and self._exam.is_here():
            self._typed = typable(text, MAX_DRAFT)
            self._exam.goes_on()
            self._exam.show()

    def flush(self) -> None:
        """Journal the draft, and how the exam is shown, unless the attempt takes nothing now: then they wait."""
        if self._sitting.state.phase is not Phase.INTERACTING:
            return
        before, text, self._typed = self._sitting.state.annotations, self._typed, None
        if text is not None and text != before.draft:
            self._draw("", Drafted(text))
        if self._shown is not None and self._shown != before.shown:
            self._draw("", self._shown)

    def see(self, shown: Shown) -> None:
        """The candidate sees the exam like this now; journaled with the next that is, for after a crash or a move."""
        self._shown = shown

    # -- the calculator -------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Keys of the calculator, one after the other."""
        if self._may(Tool.CALCULATOR):
            for key in keys:
                self._calculator = calculator.press(self._calculator, key)
            self._exam.show()

    def _may(self, tool: Tool) -> bool:
        return tool in self._allowed and self._exam.goes_on()

    def _draw(self, item: str, annotation: Annotation) -> None:
        self._exam.save(self._sitting.annotate(item, annotation))


def _face(now: Calculator, words: Words) -> CalculatorFace:
    told = words("candidate.calculator.told", told=now.told) if now.told else ""
    memory = words("candidate.calculator.memory", number=now.memory_text) if now.has_memory else ""
    text = now.text if now.trouble is None else words(f"candidate.calculator.{now.trouble.value}")
    spoken = words("candidate.calculator.spoken", told=told, main=text) if told else text
    return CalculatorFace(text, told, memory, spoken, is_trouble=now.trouble is not None)

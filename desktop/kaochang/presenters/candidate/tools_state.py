"""What the candidate's tools show, as frozen values."""

from dataclasses import dataclass

from kaochang.domain.tools import Tool

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class CalculatorFace:
    """The calculator's display. `told` is the calculation whose result `main` is; `memory` is "" while it holds 0.

    `main` is words where there is no result (`is_trouble`); `spoken` is what a screen reader says.
    """

    main: str
    told: str
    memory: str
    spoken: str
    is_trouble: bool


@dataclass(frozen=True)
class NotesFace:
    """The draft as it stands, and how full it is."""

    text: str
    length: str
    is_full: bool


@dataclass(frozen=True)
class ToolsState:
    """The tools beside the item. `allowed` by the rules of the exam, `open` is whose panel is shown.

    `eliminated` are labels of the item's options, `stem` and `material` the places highlighted there.
    """

    allowed: tuple[Tool, ...]
    open: Tool | None
    is_highlighting: bool
    eliminated: frozenset[str]
    stem: Spans
    material: Spans
    notes: NotesFace
    calculator: CalculatorFace


NO_TOOLS = ToolsState(
    allowed=(),
    open=None,
    is_highlighting=False,
    eliminated=frozenset(),
    stem=(),
    material=(),
    notes=NotesFace("", "", is_full=False),
    calculator=CalculatorFace("0", "", "", "0", is_trouble=False),
)
"""Beside an item of an exam that gives none."""

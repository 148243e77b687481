"""The page of an attempt on its way between two PCs: what happens now, and the sticks to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from kaochang.domain.values import Record
from kaochang.presenters.candidate.code import CodeState
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # see line.py
    from kaochang.presenters.candidate.exam import ExamPresenter


def why_not_saved(exam: ExamPresenter) -> Refused | None:
    """Why the last rows of an attempt that goes on behind such a page cannot be saved; None where nothing is wrong."""
    from kaochang.presenters.candidate.exam_state import CannotSave

    overlay = exam.state.overlay
    return overlay.refused if isinstance(overlay, CannotSave) else None


class StickRow(Record, frozen=True):
    """One thing that can be pressed to go on with: a stick, or what lies on it."""

    name: str
    detail: str


class StickState(Record, frozen=True):
    """What happens, in steps; what to choose from. `waiting` says what the page waits for, "" for nothing.

    `again` and `back` are the words on two plain buttons, "" where there is none. While `is_busy` nothing is chosen.
    `clock` is the time left of an exam that goes on behind, "" where none does.
    """

    title: str
    message: str
    steps: tuple[str, ...] = ()
    rows: tuple[StickRow, ...] = ()
    waiting: str = ""
    refused: Refused | None = None
    again: str = ""
    back: str = ""
    is_busy: bool = False
    clock: str = ""


StickPage: TypeAlias = StickState | CodeState
"""Such a page, or the one that asks for the codes on the way."""


class ClockedPages:
    """Publishes such pages with the time left of an exam that goes on behind; `left` tells it, "" where none does."""

    def __init__(self, publish: Callable[[StickPage], None], left: Callable[[], str]) -> None:
        self._to_view = publish
        self._left = left
        self._shown = ""

    @property
    def is_late(self) -> bool:
        """Whether the time has gone on since the last page."""
        return self._left() != self._shown

    def publish(self, page: StickPage) -> None:
        """Show this page."""
        self._shown = self._left()
        self._to_view(replace(page, clock=self._shown))

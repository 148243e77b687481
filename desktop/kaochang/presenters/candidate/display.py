"""How the exam is shown to this candidate: the colours and the size of the item's text, chosen at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from kaochang.presenters.candidate.type_size import TypeSize

FIRST_THEME = "light"


@dataclass(frozen=True)
class DisplayState:
    """What is chosen, and whether the panel to choose it is open."""

    theme: str = FIRST_THEME
    size: TypeSize = TypeSize.NORMAL
    is_open: bool = False


@runtime_checkable
class _ExamPicture(Protocol):
    """What counts here of an exam's picture: its own module is imported when an exam begins."""

    @property
    def size(self) -> TypeSize: ...

    @property
    def overlay(self) -> object: ...

    @property
    def away(self) -> object: ...


class DisplayPresenter:
    """Holds one candidate's choice. `publish` is called after every change of the state.

    The size is the exam screen's while there is one: `resize` hands it on.
    """

    def __init__(self, publish: Callable[[], None], resize: Callable[[TypeSize], None]) -> None:
        self._publish = publish
        self._resize = resize
        self.state = DisplayState()

    def toggle(self) -> None:
        """Open the panel, or close it."""
        self._change(replace(self.state, is_open=not self.state.is_open))

    def close(self) -> None:
        """Close the panel."""
        self._change(replace(self.state, is_open=False))

    def choose_theme(self, theme: str) -> None:
        """Show everything in these colours."""
        self._change(replace(self.state, theme=theme))

    def choose_size(self, size: TypeSize) -> None:
        """Show items in this size."""
        if size is not self.state.size:
            self.state = replace(self.state, size=size)
            self._resize(size)
            self._publish()

    def follow(self, body: object, *, is_another: bool) -> DisplayState:
        """The state beside this screen. What must be seen now, and another screen, close the panel."""
        if isinstance(body, _ExamPicture):
            is_pressing = body.overlay is not None or body.away is not None
            self.state = replace(self.state, size=body.size, is_open=self.state.is_open and not is_pressing)
        if is_another:
            self.state = replace(self.state, is_open=False)
        return self.state

    def forget(self) -> None:
        """The next candidate chooses anew."""
        self.state = DisplayState()

    def _change(self, state: DisplayState) -> None:
        if state != self.state:
            self.state = state
            self._publish()

"""How the exam is shown to this candidate: the colours and the size of the item's text, chosen at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec.structs import replace

from kaochang.domain.annotations import Shown
from kaochang.domain.values import Record
from kaochang.presenters.candidate.type_size import TypeSize

if TYPE_CHECKING:  # see line.py
    from kaochang.presenters.candidate.exam import ExamPresenter

THEMES = ("light", "soft", "dark", "contrast")
"""The tables that there are (`resources/theme/`), in the order in which they are offered."""

FIRST_THEME = THEMES[0]


class DisplayState(Record, frozen=True):
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


def _shown(state: DisplayState) -> Shown:
    return Shown(state.theme, state.size.name.lower())


class DisplayPresenter:
    """Holds one candidate's choice. `publish` is called after every change of the state.

    The size is the exam screen's while there is one. What is chosen is journaled with the attempt, and comes back with
    it after a crash or at another PC.
    """

    def __init__(self, publish: Callable[[], None]) -> None:
        self._publish = publish
        self._exam: ExamPresenter | None = None
        self._told: Shown | None = None
        self.state = DisplayState()

    def come_back(self, shown: Shown | None) -> None:
        """An attempt goes on that was shown so, None where nothing was chosen; what was chosen since is newer."""
        if shown is None:
            return
        if self.state.theme == FIRST_THEME and shown.theme in THEMES:
            self.state = replace(self.state, theme=shown.theme)
        if self.state.size is TypeSize.NORMAL:
            size = TypeSize.__members__.get(shown.size.upper(), TypeSize.NORMAL)
            self.state = replace(self.state, size=size)

    def attend(self, exam: ExamPresenter) -> None:
        """This exam is shown so from now on."""
        self._exam, self._told = exam, _shown(DisplayState())
        exam.resize(self.state.size)
        self._tell()

    def _tell(self) -> None:
        now = _shown(self.state)
        if self._exam is not None and now != self._told:
            self._told = now
            self._exam.tools.see(now)

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
            if self._exam is not None:
                self._exam.resize(size)
            self._publish()

    def follow(self, body: object, *, is_another: bool) -> DisplayState:
        """The state beside this screen. What must be seen now, and another screen, close the panel."""
        if isinstance(body, _ExamPicture):
            is_pressing = body.overlay is not None or body.away is not None
            self.state = replace(self.state, size=body.size, is_open=self.state.is_open and not is_pressing)
        if is_another:
            self.state = replace(self.state, is_open=False)
        self._tell()
        return self.state

    def forget(self) -> None:
        """The next candidate chooses anew."""
        self.state, self._exam = DisplayState(), None

    def _change(self, state: DisplayState) -> None:
        if state != self.state:
            self.state = state
            self._publish()

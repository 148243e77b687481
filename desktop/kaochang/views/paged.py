"""What every window of pages shares: a page's view with its own presenter and state, and a size that fits the screen.

A page's view is a `PageView`: a widget with `render_state` for its page's frozen state, and `head`, the few controls
that stand at the right end of the window's head while it is shown (None for none).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kaochang.views.widgets.look import Look

USUAL = QSize(1366, 768)
LEAST = QSize(960, 600)
_AROUND = QSize(20, 60)
"""What a desktop needs around a window: a title bar, edges."""

T = TypeVar("T")
P = TypeVar("P")
S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)


class PageView(Protocol[S_contra]):
    """What a window needs of a page's view, which is a widget."""

    head: QWidget | None

    def render_state(self, state: S_contra, /) -> None:
        """Show what the page's presenter said."""


@dataclass(frozen=True)
class ShownPage:
    """A page's view as its window has it."""

    widget: QWidget
    head: Callable[[], QWidget | None]
    render: Callable[[object], None]


Builder = Callable[[object, Look], ShownPage]
"""Makes the view of a page over its presenter."""


def pair(presenter: type[P], view: Callable[[P, Look], PageView[S]], state: type[S]) -> Builder:
    """A page's view with its own kind of presenter and of state: the window itself knows neither."""

    def build(page: object, look: Look) -> ShownPage:
        made = view(_of(presenter, page), look)
        return ShownPage(_of(QWidget, made), lambda: made.head, lambda body: made.render_state(_of(state, body)))

    return build


def _of(kind: type[T], each: object) -> T:
    if not isinstance(each, kind):
        raise TypeError(type(each).__name__)
    return each


def show_fitting(window: QWidget) -> None:
    """Show a window in its usual size, or as large as a screen that is hardly larger."""
    room = window.screen().availableSize() - _AROUND
    if room.width() < USUAL.width() or room.height() < USUAL.height():
        window.showMaximized()
    else:
        window.show()

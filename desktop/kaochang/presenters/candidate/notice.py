"""Full-page messages with one thing to do: opening, a start problem, resumed after a crash."""

import enum
from collections.abc import Callable
from dataclasses import dataclass


class Mood(enum.Enum):
    """How a message is meant; shown by colour and sign."""

    CALM = "calm"
    GOOD = "good"
    PROBLEM = "problem"


@dataclass(frozen=True)
class NoticeState:
    """What happened, the facts that matter (label, value), what to do, and the buttons; none while busy.

    `action` is the button that goes on, `leave` the one that ends the program.
    """

    mood: Mood
    title: str
    message: str
    facts: tuple[tuple[str, str], ...] = ()
    next_step: str = ""
    action: str = ""
    leave: str = ""


class NoticePresenter:
    """Holds what the page's one button does now."""

    def __init__(self, publish: Callable[[NoticeState], None]) -> None:
        self._publish = publish
        self._then: Callable[[], None] | None = None

    def show(self, state: NoticeState, then: Callable[[], None] | None = None) -> None:
        """Show a message; `then` is what its button does."""
        self._then = then
        self._publish(state)

    def proceed(self) -> None:
        """The button was pressed."""
        if self._then is not None:
            self._then()

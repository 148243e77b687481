"""Full-page messages with one thing to do: opening, a start problem, resumed after a crash."""

import enum
from collections.abc import Callable

from kaochang.domain.ports import Words
from kaochang.domain.values import Record
from kaochang.presenters.refusals import Refused


class Mood(enum.Enum):
    """How a message is meant; shown by colour and sign."""

    CALM = "calm"
    GOOD = "good"
    PROBLEM = "problem"


class NoticeState(Record, frozen=True):
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


def opening_state(words: Words) -> NoticeState:
    """The exam is being opened."""
    return NoticeState(Mood.CALM, words("candidate.opening"), words("candidate.opening.message"))


def problem_state(refused: Refused, words: Words) -> NoticeState:
    """It cannot be opened, or gone on with: what happened, and a button to try again."""
    return NoticeState(
        Mood.PROBLEM,
        words("candidate.problem"),
        refused.message,
        next_step=refused.next_step,
        facts=((words("candidate.fact.where"), refused.where),) if refused.where else (),
        action=words("candidate.retry"),
        leave=words("candidate.exit"),
    )


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

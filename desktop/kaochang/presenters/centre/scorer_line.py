"""What a scorer's screen has on its way: responses fetched ahead, marks being saved in the order they were given."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection

from kaochang.flow.scoring import Given, Task
from kaochang.flow.scoring_work import Ahead, ScoringWork
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

_AHEAD = 8
_FEW = 4
"""So many responses are in hand before more are asked for."""


class WorkLine:
    """Keys never wait for it. What could not be saved stays here until it is, or the scorer leaves.

    `changed` is called when anything of it is another; `held` are the handles that the screen has.
    """

    def __init__(
        self, work: ScoringWork, means: Means, changed: Callable[[], None], held: Callable[[], Collection[str]]
    ) -> None:
        self._work = work
        self._means = means
        self._changed = changed
        self._held = held
        self._ahead: deque[Task] = deque()
        self._on_way: list[str] = []
        self._unsaved: dict[str, Given] = {}
        self._beyond = 0
        self._taken = ""
        self._is_fetching = self._is_known = self._is_over = self._has_failed = False
        self.trouble: Refused | None = None

    @property
    def scorer(self) -> str:
        """Who scores."""
        return self._work.scorer

    @property
    def saving(self) -> int:
        """Marks that are being saved."""
        return len(self._on_way)

    @property
    def unsaved(self) -> int:
        """Marks that could not be saved."""
        return len(self._unsaved)

    @property
    def left(self) -> int:
        """Responses that the screen does not have yet."""
        return len(self._ahead) + self._beyond

    @property
    def is_waiting(self) -> bool:
        """Whether there may be more once something has arrived."""
        return self._is_fetching or bool(self._beyond and not self._has_failed)

    def take(self) -> Task | None:
        """The next response that is in hand."""
        task = self._ahead.popleft() if self._ahead else None
        self._taken = "" if task is None else task.handle
        self.fetch()
        return task

    def fetch(self) -> None:
        """Ask for more where there are few in hand, and there are more or may be: what others score adds to it."""
        is_enough = len(self._ahead) >= _FEW or (self._is_known and not self._beyond)
        if self._is_fetching or self._is_over or self._has_failed or is_enough:
            return
        self._is_fetching = self._is_known = True
        known = frozenset(
            (self._taken, *self._held(), *(task.handle for task in self._ahead), *self._on_way, *self._unsaved)
        )
        count = _AHEAD - len(self._ahead)
        self._means.runner.run(lambda: self._work.ahead(count, known), self._on_ahead, self._on_no_ahead)

    def _on_ahead(self, ahead: Ahead) -> None:
        self._is_fetching = False
        self._clear()
        self._ahead.extend(ahead.tasks)
        self._beyond = ahead.left - len(ahead.tasks)
        self._changed()

    def _on_no_ahead(self, error: Exception) -> None:
        self._is_fetching, self._has_failed = False, True
        self.trouble = failure_to_words(error, self._means.words)
        self._changed()

    def save(self, handle: str, given: Given) -> None:
        """Save this behind what is on its way; it replaces what could not be saved of the same response."""
        self._unsaved.pop(handle, None)
        self._is_known = False
        self._on_way.append(handle)

        def failed(error: Exception) -> None:
            self._on_way.remove(handle)
            if handle not in self._on_way:  # else something newer for this response is on its way
                self._unsaved[handle] = given
            self.trouble = failure_to_words(error, self._means.words)
            self._changed()

        self._means.runner.run(lambda: self._work.give(handle, given), lambda _: self._on_saved(handle), failed)

    def _on_saved(self, handle: str) -> None:
        self._on_way.remove(handle)
        self._clear()
        self._changed()

    def _clear(self) -> None:
        if not self._unsaved and not self._has_failed:
            self.trouble = None

    def again(self) -> None:
        """Save once more what could not be, and ask once more."""
        self.trouble, self._has_failed, self._is_known = None, False, False
        for handle, given in list(self._unsaved.items()):
            self.save(handle, given)
        self.fetch()

    def close(self, then: Callable[[], None]) -> None:
        """`then` follows once everything that is on its way has arrived."""
        if not self._is_over:
            self._is_over = True
            self._means.runner.run(self._work.close, lambda _: then(), lambda _: then())

"""A stick that holds something of a candidate, noticed by itself while a page is shown that is about something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.presenters.refusals import log_bug
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.carried_logs import Carried, Seen

LOOK_MS = 5_000
"""How often the sticks are looked at."""


class StickHint:
    """Looks now and then, beside everything else; `changed` is called when other logs lie there than before."""

    def __init__(self, means: Means, changed: Callable[[], None]) -> None:
        self._means = means
        self._changed = changed
        self._look_at: Callable[[], Seen] | None = None
        self._looked_at = 0
        self.logs: tuple[Carried, ...] = ()

    def begin(self, look_at: Callable[[], Seen]) -> None:
        """Look for this from now on."""
        self._look_at, self._looked_at, self.logs = look_at, -LOOK_MS, ()

    def end(self) -> None:
        """Nobody looks any more; what a look still finds is told to nobody."""
        self._look_at, self.logs = None, ()

    def tick(self) -> None:
        """Once a second. A look that takes long is waited for."""
        look_at, now = self._look_at, self._means.clock.elapsed()
        if look_at is not None and now - self._looked_at >= LOOK_MS:
            self._looked_at = now + 10 * LOOK_MS  # until it has ended, or hangs for good
            self._means.aside.run(
                look_at, lambda seen: self._on_looked(look_at, seen), lambda error: self._on_failed(look_at, error)
            )

    def _on_looked(self, looked_at: Callable[[], Seen], seen: Seen) -> None:
        if looked_at is not self._look_at:
            return
        self._looked_at = self._means.clock.elapsed()
        if seen.logs != self.logs:
            self.logs = seen.logs
            self._changed()

    def _on_failed(self, looked_at: Callable[[], Seen], error: Exception) -> None:
        """A stick on its way out is no news; the next look tells."""
        log_bug(error)
        if looked_at is self._look_at:
            self._looked_at = self._means.clock.elapsed()

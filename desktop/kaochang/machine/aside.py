"""Jobs done aside, one after another, for a device that may hang: nobody waits longer for one than they choose to."""

import threading
from collections import deque
from collections.abc import Callable


class Aside:
    """A queue of jobs, and a thread that lives as long as there are any; it never keeps the program from ending.

    A job raises nothing: what it finds out it leaves where its giver looks for it.
    """

    def __init__(self) -> None:
        self._jobs = deque[Callable[[], None]]()
        self._is_busy = False
        self._changed = threading.Condition()

    def do(self, job: Callable[[], None]) -> None:
        """Does it after all that came before; returns at once."""
        with self._changed:
            self._jobs.append(job)
            if self._is_busy:
                return
            self._is_busy = True
        threading.Thread(target=self._run, name="kaochang-aside", daemon=True).start()

    def _run(self) -> None:
        while job := self._next():
            job()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            if self._jobs:
                return self._jobs.popleft()
            self._is_busy = False
            self._changed.notify_all()
            return None

    def wait(self, seconds: float) -> bool:
        """Whether everything is done, at the latest after so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._is_busy, seconds)

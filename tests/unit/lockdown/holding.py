"""Guards that are engaged in a test and released with it."""

from kaochang.domain.guards import Guard, GuardReport


class Hold:
    """Engages guards; what a test has not released by then is released after it, also when it failed.

    A guard left engaged would go on working in the tests that follow.
    """

    def __init__(self) -> None:
        self._held: list[Guard] = []

    def __call__(self, guard: Guard) -> GuardReport:
        self._held.append(guard)
        return guard.engage()

    def release(self, guard: Guard) -> None:
        self._held.remove(guard)
        guard.release()

    def release_all(self) -> None:
        while self._held:
            self._held.pop().release()

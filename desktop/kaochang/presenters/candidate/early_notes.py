"""Evidence from before an attempt: of the PC for whoever sits there, and of one candidate alone."""

from __future__ import annotations

from collections.abc import Callable


class EarlyNotes:
    """Kept until there is an attempt that can journal it, whoever's that is; no other attempt is told of it then."""

    def __init__(self) -> None:
        self._of_pc: list[tuple[str, str]] = []
        self._of_candidate: list[tuple[str, str]] = []

    def add(self, what: str, detail: str) -> None:
        """A guard saw something on this PC."""
        self._of_pc.append((what, detail))

    def add_own(self, what: str, detail: str) -> None:
        """The candidate who is logged in said or did something."""
        self._of_candidate.append((what, detail))

    def forget_own(self) -> None:
        """Another candidate logs in."""
        self._of_candidate.clear()

    def tell(self, note: Callable[[str, str], None]) -> None:
        """There is an attempt now."""
        told = (*self._of_pc, *self._of_candidate)
        self._of_pc.clear()
        self._of_candidate.clear()
        for what, detail in told:
            note(what, detail)

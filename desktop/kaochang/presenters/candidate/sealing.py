"""Sealing a closed attempt: what is being done, and what to do where it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.domain.attempts import ClosingReason
from kaochang.domain.values import Record
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.receipt import Uncopied
from kaochang.presenters.refusals import Refused, failure_to_candidate
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.hand_in import Receipt
    from kaochang.flow.sitting import Sitting


class SealingState(Record, frozen=True):
    """The page between hand-in and receipt. `refused`: it did not work; the button tries again."""

    title: str
    message: str
    steps: tuple[str, ...]
    refused: Refused | None = None


class SealingPresenter:
    """Hands in what is closed. `sealed` is called with the receipt, and the sticks that have no copy."""

    def __init__(
        self,
        line: Line,
        means: Means,
        publish: Callable[[SealingState], None],
        sealed: Callable[[Receipt, Uncopied], None],
    ) -> None:
        self._line = line
        self._means = means
        self._publish = publish
        self._sealed = sealed
        self._sitting: Sitting | None = None
        self._state = SealingState("", "", ())

    def seal(self, sitting: Sitting) -> None:
        """Seal this closed sitting."""
        self._sitting = sitting
        words = self._means.words
        is_expired = sitting.state.reason is ClosingReason.EXPIRED
        self._state = SealingState(
            title=words("candidate.sealing.expired" if is_expired else "candidate.sealing"),
            message=words("candidate.sealing.message"),
            steps=tuple(words(f"candidate.sealing.step.{step}") for step in ("seal", "write", "check")),
        )
        self.retry()

    def retry(self) -> None:
        """Try (again)."""
        sitting = self._sitting
        if sitting is None:
            return
        self._publish(self._state)
        missed: Uncopied = []
        self._means.runner.run(
            lambda: self._line.hand_in(sitting, lambda *failed: missed.append(failed)),
            lambda receipt: self._sealed(receipt, missed),
            self._on_failed,
        )

    def refuse(self, refused: Refused) -> None:
        """Say that it did not work; the button tries again."""
        words = self._means.words
        title, message = words("candidate.sealing.failed"), words("candidate.sealing.failed.message")
        self._publish(SealingState(title, message, (), refused))

    def _on_failed(self, error: Exception) -> None:
        self.refuse(failure_to_candidate(error, self._means.words))

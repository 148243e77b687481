"""The receipt's page: it stands until the next candidate is asked for, and goes by itself after some minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaochang.presenters import phrases
from kaochang.presenters.candidate.receipt import ReceiptState
from kaochang.presenters.running import Means

STAYS_MS = 3 * 60_000
"""How long a receipt stands."""


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt; `asks`: is this candidate done with it? `leaves_in` says when the page goes, "" for never."""

    receipt: ReceiptState
    leaves_in: str = ""
    asks: bool = False


class ReceiptPresenter:
    """Counts a receipt down, and leads to a clean login once: `next_one` is called.

    A receipt that names a stick without a copy does not go by itself: the proctor has to read it first.
    """

    def __init__(self, means: Means, publish: Callable[[ReceiptPage], None], next_one: Callable[[], None]) -> None:
        self._means = means
        self._publish = publish
        self._next_one = next_one
        self._receipt: ReceiptState | None = None
        self._ends = 0
        self._asks = False

    def show(self, receipt: ReceiptState) -> None:
        """This candidate is done."""
        self._receipt, self._asks = receipt, False
        self._ends = self._means.clock.elapsed() + STAYS_MS
        self._show()

    def tick(self) -> None:
        """Once a second while the page is shown."""
        receipt = self._receipt
        if receipt is None or receipt.missed:
            return
        if self._left_ms() > 0:
            self._show()
        else:
            self._leave()

    def ask_next(self) -> None:
        """The next candidate is there: ask whether this one is done."""
        self._asks = True
        self._show()

    def stay(self) -> None:
        """Not yet."""
        self._asks = False
        self._show()

    def confirm_next(self) -> None:
        """Yes."""
        if self._asks:
            self._leave()

    def _leave(self) -> None:
        if self._receipt is not None:
            self._receipt = None
            self._next_one()

    def _left_ms(self) -> int:
        return self._ends - self._means.clock.elapsed()

    def _show(self) -> None:
        if self._receipt is None:
            return
        left = phrases.minutes_and_seconds(self._left_ms())
        leaves_in = "" if self._receipt.missed else self._means.words("candidate.receipt.leaves-in", left=left)
        self._publish(ReceiptPage(self._receipt, leaves_in, self._asks))

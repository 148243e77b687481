"""The receipt's page: it stands until the next candidate is asked for, and goes by itself after some minutes.

Where a stick has no copy it stays, and tries again now and then: the stick may be back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.receipt import ReceiptState, Uncopied, receipt_state
from kaochang.presenters.refusals import log_bug
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.hand_in import Receipt
    from kaochang.flow.unlock import RoomFile

STAYS_MS = 3 * 60_000
"""How long a receipt stands."""

_AGAIN_MS = 10_000
"""How long after a copy that failed it is tried again by itself."""


class ReceiptPage(Record, frozen=True):
    """A receipt; `asks`: is this candidate done with it? `leaves_in` says when the page goes, "" for never.

    `is_copying`: a missing copy is being made.
    """

    receipt: ReceiptState
    leaves_in: str = ""
    asks: bool = False
    is_copying: bool = False


class HandedIn(Record, frozen=True):
    """Whose receipt it is; `is_repeated` where the candidate had handed in before and logged in again."""

    line: Line
    room: RoomFile
    ticket: Ticket
    means: Means
    is_repeated: bool

    def page(self, receipt: Receipt, missed: Uncopied) -> ReceiptState:
        """What the page says."""
        return receipt_state(receipt, self.ticket, self.means, missed, is_repeated=self.is_repeated)

    def copy(self) -> ReceiptState:
        """The same once the copies were made again, with those that are still missing."""
        missed: Uncopied = []
        receipt = self.line.copy_again(self.room, self.ticket, lambda *failed: missed.append(failed))
        return self.page(receipt, missed)


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
        self._copy: Callable[[], ReceiptState] | None = None
        self._next_try = 0
        self._is_copying = False

    def show(self, receipt: ReceiptState, copy: Callable[[], ReceiptState]) -> None:
        """This candidate is done; `copy` makes what copies are missing, away from the screen."""
        self._copy, self._asks, self._is_copying = copy, False, False
        self._begin(receipt)

    def _begin(self, receipt: ReceiptState) -> None:
        now = self._means.clock.elapsed()
        self._receipt, self._ends, self._next_try = receipt, now + STAYS_MS, now + _AGAIN_MS
        self._show()

    def copy_again(self) -> None:
        """A stick may be back: try the copies again."""
        if self._receipt is None or not self._receipt.missed or self._is_copying or self._copy is None:
            return
        self._is_copying = True
        self._show()
        self._means.runner.run(self._copy, self._on_copied, self._on_not_copied)

    def _on_copied(self, receipt: ReceiptState) -> None:
        self._is_copying = False
        if self._receipt is not None:
            self._begin(self._receipt if receipt.missed == self._receipt.missed else receipt)

    def _on_not_copied(self, error: Exception) -> None:
        """What is said about the sticks stays true."""
        log_bug(error)
        if self._receipt is not None:
            self._on_copied(self._receipt)

    def tick(self) -> None:
        """Once a second while the page is shown."""
        receipt = self._receipt
        if receipt is None:
            return
        if receipt.missed:
            if self._means.clock.elapsed() >= self._next_try:
                self.copy_again()
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
        self._publish(ReceiptPage(self._receipt, leaves_in, self._asks, self._is_copying))

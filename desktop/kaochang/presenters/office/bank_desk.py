"""What the parts of the bank's page share: the draft of what is typed, the bank in the background, and a pause."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from kaochang.flow.bank_draft import BankDraft, Unsaved, bank_drafts
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.kept_draft import KeptDraft
from kaochang.presenters.office.pages import OfficeDesk
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # it comes with the first look
    from kaochang.store.bank import Bank

T = TypeVar("T")

_PAUSE_MS = 250
"""How long nothing is typed before it is looked at."""


class BankDesk:
    """`changed` shows the page anew, `open` goes to an item, `again` reads the list anew; set by whoever leads."""

    def __init__(self, desk: OfficeDesk) -> None:
        self.desk = desk
        self.means: Means = desk.means
        self.folder = bank_drafts(desk.data)
        self.kept = KeptDraft(desk.means, self.folder, BankDraft(), self._on_saved)
        self.said = ""
        self.refused: Refused | None = None
        self.trouble: Refused | None = None
        self._lost: Refused | None = None
        self.is_nameless = self.is_busy = False
        self._waiting: dict[str, Callable[[], None]] = {}
        self.changed: Callable[[], None] = _nothing
        self.again: Callable[[], None] = _nothing
        self.open: Callable[[str], None] = _nowhere

    @property
    def draft(self) -> BankDraft:
        """What is kept."""
        return self.kept.now

    def take(self, draft: BankDraft) -> None:
        """Begin with this draft, as it was loaded; pictures that nothing names any more go at the next start.

        That one could not be read, and where it lies now, is told as long as the program runs.
        """
        self.kept.take(draft)
        lost = self.folder.put_aside
        if lost is not None:
            self.trouble = self._lost = failure_to_words(lost, self.means.words)
        named = {copy for each in draft.unsaved for copy in each.typed.added}
        self.keep(pictures=tuple(each for each in draft.pictures if each.copy in named))

    def keep(self, **members: object) -> None:
        """Change members of the draft."""
        self.kept.keep(members)

    def keep_unsaved(self, item: str, typed: Unsaved | None) -> None:
        """What was typed into an item from now on, None for nothing more."""
        others = tuple(each for each in self.draft.unsaved if each.item != item)
        self.keep(unsaved=others if typed is None else (*others, typed))

    def run(
        self, task: Callable[[Bank], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Do something with the office's bank in the background; it is opened for this alone."""
        self.means.runner.run(lambda: self.with_bank(task), done, failed or self.refuse)

    def with_bank(self, task: Callable[[Bank], T]) -> T:
        """The same here (blocks). A bank that is not there yet is none once nothing was put into it."""
        from kaochang.machine.safe_files import make_folder
        from kaochang.store.bank import Bank

        path = self.desk.office().bank
        make_folder(path.parent)
        with closing(Bank(path)) as bank:
            return task(bank)

    def say(self, key: str, **params: object) -> None:
        """Tell what was done."""
        self.said, self.refused = self.means.words(key, **params), None

    def refuse(self, error: Exception) -> None:
        """Tell why something was not."""
        self.said, self.refused = "", failure_to_words(error, self.means.words)
        self.changed()

    def quiet(self) -> None:
        """What was told is over."""
        self.said, self.refused, self.is_nameless = "", None, False

    def later(self, name: str, then: Callable[[], None]) -> None:
        """Do this once nothing was typed for a moment, the newest of a name; long work has the timer till it ends."""
        self._waiting[name] = then
        if not self.desk.is_busy:
            self.means.timer.start(_PAUSE_MS, self.settle)

    def settle(self) -> None:
        """Do now what waits."""
        waiting, self._waiting = self._waiting, {}
        for then in waiting.values():
            then()

    def leave(self) -> None:
        """Another page is shown: nothing waits any more."""
        self._waiting.clear()
        self.means.timer.stop()

    def _on_saved(self, trouble: Refused | None) -> None:
        trouble = trouble or self._lost
        if trouble != self.trouble:
            self.trouble = trouble
            self.changed()


class Latest:
    """One question to the bank at a time; of those asked meanwhile only the newest is."""

    def __init__(self, desk: BankDesk) -> None:
        self._desk = desk
        self._is_on = False
        self._next: Callable[[], None] | None = None

    def ask(self, task: Callable[[Bank], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Ask this now, or when the one that is on was answered."""

        def answered(result: T) -> None:
            self._is_on = False
            done(result)
            self._go()

        def refused(error: Exception) -> None:
            self._is_on = False
            failed(error)
            self._go()

        self._next = lambda: self._desk.run(task, answered, refused)
        self._go()

    def _go(self) -> None:
        if not self._is_on and self._next is not None:
            ask, self._next = self._next, None
            self._is_on = True
            ask()


def _nothing() -> None:
    """Before somebody leads."""


def _nowhere(_: str) -> None:
    """Before somebody leads."""

"""The page 题库: the bank's items beside the one that is open, its checks, and files in and out."""

from __future__ import annotations

from collections.abc import Callable

from kaochang.flow.bank_draft import NEW, BankDraft
from kaochang.presenters.office.bank_checks import BankChecks
from kaochang.presenters.office.bank_desk import BankDesk
from kaochang.presenters.office.bank_editor import BankEditor
from kaochang.presenters.office.bank_files import BankFiles
from kaochang.presenters.office.bank_list import BankList
from kaochang.presenters.office.bank_rubric import BankRubric
from kaochang.presenters.office.bank_saving import BankSaving
from kaochang.presenters.office.bank_state import BankState
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.pages import OfficeDesk, Show


class BankPresenter:
    """Leads through list and item; each of its parts takes its own intents."""

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._show_state = show
        self._own = BankDesk(desk)
        self.listing = BankList(self._own, self._show, self._open_first)
        self.editor = BankEditor(self._own, self._show, lambda: self.listing.papers)
        self.rubric = BankRubric(self._own, self.editor)
        self.saving = BankSaving(self._own, self.editor, self._show)
        self.checks = BankChecks(self._own, self._show)
        self.files = BankFiles(self._own, self.listing, self._show)
        self._own.changed, self._own.again, self._own.open = self._show, self.listing.enter, self.open
        self._is_loaded = False
        self.state = BankState(self.listing.state)

    def restore(self, then: Callable[[], None]) -> None:
        """The draft is loaded when the page is first shown."""
        then()

    def enter(self) -> None:
        """The page is shown."""
        if self._is_loaded:
            known = self.editor.known
            if known is not None:
                self.editor.open(known.entry.id)
            self._enter_here()
        else:
            self._own.means.runner.run(self._own.kept.load, self._on_loaded, self._on_not_loaded)

    def leave(self) -> None:
        """Another page is shown; what was typed is kept."""
        self._own.leave()

    def _on_loaded(self, draft: BankDraft) -> None:
        self._is_loaded = True
        self._own.take(draft)
        if draft.item != NEW:
            self.editor.open(draft.item)
        elif draft.of(NEW) is not None:
            self.editor.go_on()
        self._enter_here()

    def _on_not_loaded(self, error: Exception) -> None:
        self._is_loaded = True
        self._own.trouble = failure_to_words(error, self._own.means.words)
        self._enter_here()

    def _enter_here(self) -> None:
        self.listing.enter()
        self._show()

    def open(self, item: str) -> None:
        """Show an item, or go on writing the one that is not there yet."""
        self._own.quiet()
        if item == NEW:
            self.editor.go_on()
        else:
            self.editor.open(item)

    def _open_first(self, item: str) -> None:
        if self.editor.base is None:
            self.editor.open(item)

    def _show(self) -> None:
        own = self._own
        item = self.editor.state
        self.listing.here = NEW if item is None else item.id
        self.state = BankState(
            listed=self.listing.state,
            shown=item,
            checks=self.checks.state,
            by=own.draft.by,
            is_nameless=own.is_nameless,
            is_busy=own.is_busy,
            said=own.said,
            refused=own.refused or own.trouble,
        )
        self._show_state(self.state)

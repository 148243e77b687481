"""Versions of the bank's items: saved by name, over what was seen; retired, and taken back to what they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.bank_draft import NEW, Unsaved
from kaochang.presenters.office.bank_desk import BankDesk
from kaochang.presenters.office.bank_editor import BankEditor

if TYPE_CHECKING:  # they come with the first look
    from kaochang.store.bank import Bank
    from kaochang.store.bank_items import BankItem


class BankSaving:
    """What is done with the open item of `editor`."""

    def __init__(self, desk: BankDesk, editor: BankEditor, show: Callable[[], None]) -> None:
        self._desk = desk
        self._editor = editor
        self._show = show
        self._is_saving = False

    def sign(self, name: str) -> None:
        """Who edits from now on."""
        self._desk.is_nameless = False
        self._desk.keep(by=name)
        self._show()

    def save(self) -> None:
        """A version, by name; whoever was overtaken is told so, and nothing of theirs goes."""
        unsaved, base = self._editor.unsaved, self._editor.base
        if unsaved is None or base is None or self._is_saving or not self._has_name():
            return
        self._is_saving = True
        desk, place, item = self._desk, self._editor.place_of(), unsaved.item
        by, clock = desk.draft.by.strip(), desk.means.clock
        words = desk.means.words
        own = words("office.bank.own-paper")

        def work(bank: Bank) -> BankItem:
            from kaochang.flow import bank_edit
            from kaochang.presenters.office.bank_typed import revision_of

            if item == NEW:
                meant = revision_of(replace(unsaved.typed, type=None), base.item, base.scheme, place, words)
                into = unsaved.paper or _paper_called(bank, own)
                return bank_edit.add(bank, into, base.item.type, meant, by, clock, desk.desk.office().random)
            seen = replace(bank.found.get(item), version=unsaved.seen)
            meant = revision_of(unsaved.typed, seen.item, seen.scheme, place, words)
            return bank_edit.edit_shared(bank, seen, meant, by, clock)

        def done(made: BankItem) -> None:
            self._is_saving = False
            now = desk.draft.of(item)
            desk.keep_unsaved(item, None)
            if now is not None and now.typed != unsaved.typed:  # somebody typed on meanwhile
                desk.keep_unsaved(made.id, Unsaved(made.id, made.version, now.typed))
            self._changed(made, "office.bank.saved", item)

        def failed(error: Exception) -> None:
            self._is_saving = False
            self._on_refused(error)

        desk.run(work, done, failed)

    def _has_name(self) -> bool:
        self._desk.is_nameless = not self._desk.draft.by.strip()
        if self._desk.is_nameless:
            self._show()
        return not self._desk.is_nameless

    def _on_refused(self, error: Exception) -> None:
        """Somebody may have changed it meanwhile: it is shown as it is now, with what was typed here."""
        self._desk.refuse(error)
        known = self._editor.known
        if isinstance(error, Refusal) and error.outcome is Outcome.CONFLICT and known is not None:
            self._editor.open(known.entry.id)

    def _changed(self, made: BankItem, key: str, item: str) -> None:
        """Tell it, and show the item as it is now, unless somebody has gone on to another one."""
        self._desk.is_nameless = False
        self._desk.say(key, place=place_of(made.item), version=made.version)
        if self._desk.draft.item == item:
            self._editor.show_saved(made.id)
        self._desk.again()

    def save_over(self) -> None:
        """What was typed goes over what another has saved meanwhile, which stays in the history."""
        unsaved, known = self._editor.unsaved, self._editor.known
        if unsaved is not None and known is not None:
            self._desk.keep_unsaved(unsaved.item, replace(unsaved, seen=known.entry.version))
            self.save()

    def retire(self) -> None:
        """Out of use, or into use again."""
        known = self._editor.known
        if known is None or not self._has_name():
            return
        by, clock = self._desk.draft.by.strip(), self._desk.means.clock

        def work(bank: Bank) -> BankItem:
            from kaochang.flow import bank_edit

            change = bank_edit.bring_back if known.entry.is_retired else bank_edit.retire
            return change(bank, known.entry, by, clock)

        key = "office.bank.is-back" if known.entry.is_retired else "office.bank.is-retired"
        self._desk.run(work, lambda made: self._done_beside(made, key), self._on_refused)

    def restore(self, version: int) -> None:
        """As it was in an earlier version."""
        known = self._editor.known
        if known is None or not self._has_name():
            return
        by, clock = self._desk.draft.by.strip(), self._desk.means.clock

        def work(bank: Bank) -> BankItem:
            from kaochang.flow import bank_edit

            return bank_edit.restore(bank, known.entry, version, by, clock)

        self._desk.run(work, lambda made: self._done_beside(made, "office.bank.restored"), self._on_refused)

    def _done_beside(self, made: BankItem, key: str) -> None:
        """A change while fields hold something typed: that is over the new version now."""
        unsaved = self._editor.unsaved
        if unsaved is not None:
            self._desk.keep_unsaved(made.id, replace(unsaved, seen=made.version))
        self._changed(made, key, made.id)


def _paper_called(bank: Bank, title: str) -> int | str:
    """The paper of a title, or the title itself where there is none yet: it is made with its first item."""
    return next((number for number in bank.paper_numbers() if bank.paper_title(number) == title), title)

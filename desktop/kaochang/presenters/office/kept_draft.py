"""A draft that is saved by itself: after every change, in the background, the newest state last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import msgspec

from kaochang.domain.values import Value
from kaochang.flow.office_draft import DraftFolder
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

D = TypeVar("D", bound=Value)
T = TypeVar("T")


class KeptDraft(Generic[D]):
    """`now` is the draft as it stands. `told` hears after every saving why it failed, or None."""

    def __init__(self, means: Means, folder: DraftFolder[D], empty: D, told: Callable[[Refused | None], None]) -> None:
        self._means = means
        self.folder = folder
        self.now = self._saved = empty
        self._told = told
        self._is_saving = False
        self._turn = 0

    def load(self) -> D:
        """The draft as it lies in its folder (blocks)."""
        draft = self.folder.load()
        self.folder.tidy(draft)
        return draft

    def take(self, draft: D) -> None:
        """Begin with this draft, as it was loaded."""
        self.now = self._saved = draft

    def begin(self, draft: D) -> None:
        """Another draft from now on, or the same one once more."""
        if draft is not self.now:
            self._turn += 1
        self.keep(msgspec.structs.asdict(draft))

    def in_turn(self, then: Callable[[T], None]) -> Callable[[T], None]:
        """The same, as long as nobody has begun another draft: what was read for one is nothing to the next."""
        turn = self._turn

        def call(result: T) -> None:
            if turn == self._turn:
                then(result)

        return call

    def keep(self, members: Mapping[str, object]) -> None:
        """Change members of the draft."""
        self.now = msgspec.structs.replace(self.now, **members)
        self._save()

    def _save(self) -> None:
        if self._is_saving or self.now is self._saved:
            return
        self._is_saving = True
        draft = self.now

        def failed(error: Exception) -> None:
            self._on_saved(draft, failure_to_words(error, self._means.words))

        self._means.aside.run(lambda: self.folder.save(draft), lambda _: self._on_saved(draft, None), failed)

    def _on_saved(self, draft: D, trouble: Refused | None) -> None:
        self._is_saving = False
        self._saved = draft
        self._told(trouble)
        self._save()

"""The whole bank looked through for what is likely to be wrong: a list whose rows lead to items."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.ports import Progress, Words
from kaochang.presenters.office.bank_desk import BankDesk
from kaochang.presenters.office.bank_state import ChecksState, RemarkFace
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.far_work import FarWork, StoppedError
from kaochang.presenters.refusals import shown

if TYPE_CHECKING:  # they come with the first look
    from kaochang.domain.linting import Remark
    from kaochang.store.bank import Bank


class BankChecks:
    """Intents of the checks in, their state out; None while they are not shown."""

    def __init__(self, desk: BankDesk, show: Callable[[], None]) -> None:
        self._desk = desk
        self._show = show
        self._work = FarWork(desk.desk, self._show)
        self._state: ChecksState | None = None

    def start(self) -> None:
        """Look through every paper."""
        if self._work.is_on:
            return
        words = self._desk.means.words
        self._state = ChecksState()
        self._work.run(
            lambda progress: self._desk.with_bank(lambda bank: _looked_through(bank, words, progress)),
            self._on_done,
            self._on_failed,
        )
        self._show()

    def stop(self) -> None:
        """Look no further."""
        self._work.stop()
        self._show()

    def close(self) -> None:
        """The list of items again."""
        self._state = None
        self._show()

    def open(self, number: int) -> None:
        """Show the item that a remark is about."""
        if self._state is None:
            return
        self._state = replace(self._state, focus=number)
        item = self._state.remarks[number].item
        if item:
            self._desk.open(item)
        self._show()

    def _on_done(self, remarks: tuple[RemarkFace, ...]) -> None:
        words = self._desk.means.words
        told = "office.bank.checks.found" if remarks else "office.bank.checks.none"
        self._state = ChecksState(words(told, count=len(remarks)), remarks)
        self._end()

    def _on_failed(self, error: Exception) -> None:
        words = self._desk.means.words
        if isinstance(error, StoppedError):
            self._state = None
        else:
            self._state = ChecksState(refused=failure_to_words(error, words))
        self._end()

    def _end(self) -> None:
        self._desk.settle()
        self._show()

    @property
    def state(self) -> ChecksState | None:
        """What is shown."""
        if self._state is None or not self._work.is_on:
            return self._state
        return replace(self._state, percent=self._work.percent, is_stopping=self._work.is_stopping)


def _looked_through(bank: Bank, words: Words, progress: Progress) -> tuple[RemarkFace, ...]:
    """Every remark on every paper (blocks)."""
    from kaochang.flow.bank_lint import lint_paper

    found: list[RemarkFace] = []
    numbers = bank.paper_numbers()
    for done, number in enumerate(numbers):
        progress(done, len(numbers))
        title = bank.paper_title(number)
        remarks = enumerate(lint_paper(bank, number), len(found))
        found += [_face(at, title, each, words) for at, each in remarks]
    progress(len(numbers), len(numbers))
    return tuple(found)


def _face(number: int, title: str, remark: Remark, words: Words) -> RemarkFace:
    key = f"lint.{remark.rule.value}"
    params = {name: shown(name, value, words) for name, value in remark.params.items()}
    where = title if remark.where == "paper" else f"{title} · {remark.where}"
    text = words("office.joined", what=words(key, **params), then=words(f"{key}.next", **params))
    return RemarkFace(number, where, text, remark.items[0] if remark.items else "")

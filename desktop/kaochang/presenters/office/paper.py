"""The first page: a paper is chosen, read, looked at line by line, and mended until nothing red is left unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaochang.domain.items import ItemType
from kaochang.domain.mends import Mend
from kaochang.domain.papers import Severity
from kaochang.domain.values import Record
from kaochang.flow.office_draft import KeptFile, PageName
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.mender import Mender, replayed
from kaochang.presenters.office.pages import OfficeDesk, Show
from kaochang.presenters.office.paper_state import ItemFace, PaperState, Phase, Source
from kaochang.presenters.office.passing import PassDesk
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # they come with the first paper
    from kaochang.flow.mending import Mending
    from kaochang.presenters.office.paper_faces import Faces

T = TypeVar("T")

_MEANT = {"1": "T", "√": "T", "0": "F", "×": "F"}
"""What stands for true and false besides their letters."""


class _Made(Record, frozen=True):
    """What reading a paper gives: its mends are made but those `missed`, its pictures are read when asked for."""

    mending: Mending
    faces: Faces
    media: Mapping[str, bytes]
    missed: int


class PaperPresenter:
    """Intents of the reading page in, its state out. What is not asked for by a person changes nothing in the paper.

    What changes the paper is in `mends`, the question who passes a red line in `passing`.
    """

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._faces: Faces | None = None
        self._reading: Source | None = None
        self._ticket = 0
        self._media: Mapping[str, bytes] = {}
        self._here: int | None = None
        self._finding: int | None = None
        self._half: tuple[str, ...] = ()
        self._is_open = False
        self._is_keying = False
        self._asks_other = False
        self._ends_letter = False
        self._seen: Refused | None = None
        self.mends = Mender(desk, self._on_mended, self._show)
        self.passing = PassDesk(desk, self.mends, self._show)
        self.state = PaperState(Phase.EMPTY)

    # -- a page among others --------------------------------------------------------------------------------------

    def restore(self, then: Callable[[], None]) -> None:
        """Read the draft's paper again, and make its mends again."""
        draft = self._desk.draft
        if draft.paper is None:
            then()
            return
        self._read(draft.paper, draft.key, draft.mends, then)

    def enter(self) -> None:
        """The page is shown."""
        self._show()

    def leave(self) -> None:
        """Another page is shown: no question stays open here."""
        self.passing.forget()
        self._asks_other = False

    # -- files ----------------------------------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """Read this paper instead of whatever is there; its mends go with the paper they were made in."""
        self._take_file(path, lambda kept: self._read(kept, None, ()))

    def ask_other(self) -> bool:
        """Another paper is wanted: whether it is asked first, as mends would go with this one."""
        self._asks_other = bool(self._desk.draft.mends)
        self._show()
        return self._asks_other

    def stop_asking(self) -> None:
        """It is answered."""
        self._asks_other = False
        self._show()

    def add_key(self, path: Path) -> None:
        """Read the paper once more, with this file of its answers; mends that were made are kept."""
        paper = self._desk.draft.paper
        if paper is not None:
            self._take_file(path, lambda kept: self._read(paper, kept, self._desk.draft.mends))

    def cancel(self) -> None:
        """Wait no longer for the file that is being read: what comes of it is not taken."""
        self._ticket += 1
        self._reading = None
        self._show()

    def _take_file(self, path: Path, then: Callable[[KeptFile], None]) -> None:
        self._reading, self.mends.refused = Source(path.name), None
        self._show()
        self._run(lambda: self._desk.folder.keep(path), then, self._on_refused)

    def _run(self, task: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """In the background; what ends after a cancel is dropped."""
        self._ticket = ticket = self._ticket + 1

        def if_wanted(result: T) -> None:
            if ticket == self._ticket:
                done(result)

        def if_failed(error: Exception) -> None:
            if ticket == self._ticket:
                failed(error)

        self._desk.means.runner.run(task, if_wanted, if_failed)

    def _read(
        self,
        paper: KeptFile,
        key: KeptFile | None,
        mends: tuple[Mend, ...],
        then: Callable[[], None] | None = None,
    ) -> None:
        self._reading = Source(paper.name, "" if key is None else key.name)
        self._show()

        def work() -> _Made:
            from kaochang.flow.mending import Mending
            from kaochang.presenters.office.paper_faces import Faces

            read = self._desk.folder.read(paper, key)
            mending = Mending(read)
            missed = replayed(mending, mends)
            return _Made(mending, Faces(read.lines, self._desk.means.words), read.media, missed)

        def done(made: _Made) -> None:
            self._on_read(paper, key, made)
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            self._on_refused(error)
            if then is not None:
                then()

        self._run(work, done, failed)

    def _on_read(self, paper: KeptFile, key: KeptFile | None, made: _Made) -> None:
        mending, self._faces, self._media = made.mending, made.faces, made.media
        self._desk.work.mending = mending
        self._reading, self.mends.refused = None, None
        self._here = self._finding = None
        self.passing.forget()
        self._is_open = self._is_keying = self._asks_other = False
        self._desk.keep(paper=paper, key=key, mends=mending.mends)
        self._show()
        self.next_finding(1)
        if made.missed:
            self.mends.refuse("office.paper.mends-missed", count=made.missed)

    def _on_refused(self, error: Exception) -> None:
        self._reading = None
        self.mends.refused = failure_to_words(error, self._desk.means.words)
        self._show()

    def picture(self, name: str) -> bytes:
        """The bytes of a picture that an item names; none where the file does not have it."""
        return self._media.get(name, b"")

    # -- where one is ---------------------------------------------------------------------------------------------

    def focus(self, index: int) -> None:
        """The item that letters and the editor mean."""
        self._go_to(index, None)

    def open(self, index: int) -> None:
        """Open an item to be mended where it stands."""
        self._go_to(index, None)
        self._is_open = True
        self._show()

    def close(self) -> None:
        """Mend no item just now."""
        self._is_open = self._is_keying = False
        self._show()

    def focus_line(self, number: int) -> None:
        """A line of the paper: the item that it belongs to."""
        for line in self.state.lines:
            if line.number == number and line.item is not None:
                self._go_to(line.item, None)

    def focus_finding(self, number: int) -> None:
        """A finding: its item, opened to be mended, and its line."""
        found = next((each for each in self.state.findings if each.number == number), None)
        if found is not None:
            self._is_open = found.at is not None and not found.passed
            self._go_to(self._here if found.at is None else found.at, number)

    def next_finding(self, step: int) -> None:
        """The next open finding (1), or the one before (-1), round about."""
        numbers = [each.number for each in self.state.findings if not each.passed]
        if numbers:
            at = numbers.index(self._finding) + step if self._finding in numbers else (0 if step > 0 else -1)
            self.focus_finding(numbers[at % len(numbers)])

    def next_open(self) -> None:
        """The next item with something open: a doubt, or no key."""
        items = self.state.items
        after = -1 if self._here is None else self._here
        order = [*items[after + 1 :], *items[: after + 1]]
        found = next((each for each in order if not each.is_dropped and (each.is_pending or each.doubts)), None)
        if found is not None:
            self.open(found.index)

    def _go_to(self, index: int | None, finding: int | None) -> None:
        if index != self._here:
            self.mends.refused, self._half = None, ()
        self._ends_letter = False
        self._here, self._finding = index, finding
        self._show()

    # -- keys -----------------------------------------------------------------------------------------------------

    def letter(self, symbol: str) -> None:
        """A letter on the keyboard, or a letter's button: it sets the key of the item in focus.

        A to Z are options; T, 1 and √ mean true, F, 0 and × false. In several-choice items a letter is added or taken
        off. While keying, an item with one right letter gives way to the next without a key.
        """
        if self._here is None or self._here >= len(self.state.items):
            return
        item = self.state.items[self._here]
        meant = _MEANT.get(symbol, symbol.upper()) if item.type is ItemType.TRUEFALSE else symbol.upper()
        if meant not in item.letters or item.is_dropped:
            return
        self._ends_letter = False
        if item.type is ItemType.MULTIPLE:
            self._toggle(item, meant)
        else:
            self.mends.set_key(item.index, meant)
            if self._is_keying:
                self._next_pending()
                self._ends_letter = True

    def _toggle(self, item: ItemFace, letter: str) -> None:
        """A letter more or less; a single one is no key yet, and is held until there is another."""
        letters = set(self._half or item.chosen) ^ {letter}
        if len(letters) > 1:
            self.mends.set_key(item.index, "".join(sorted(letters)))
            return
        if item.chosen:
            self.mends.set_key(item.index, "")
        self._half = tuple(letters)
        self._show()

    def enter_key(self) -> None:
        """Enter: on to the next item without a key while keying, else to the next one with something open.

        It stays where it only ends a letter that went on by itself, and, once, before a refusal: that is to be read.
        """
        if self._half and self.mends.refused is None:
            self.mends.refuse("office.paper.half-key")
            self._seen = self.mends.refused
        elif self._ends_letter:
            self._ends_letter = False
        elif self.mends.refused not in (None, self._seen):
            self._seen = self.mends.refused
        elif self._is_keying:
            self._next_pending()
        else:
            self.next_open()

    def key_all(self) -> None:
        """Begin to key, at the first item that has no key, or end it."""
        self._is_keying = not self._is_keying
        if self._is_keying:
            self._here = None
            self._next_pending()
        else:
            self._show()

    def _next_pending(self) -> None:
        items = self.state.items
        after = -1 if self._here is None else self._here
        found = next((each for each in (*items[after + 1 :], *items[: after + 1]) if _is_to_key(each)), None)
        if found is None:
            self._is_keying = False
            self._show()
            return
        self._is_open = True
        self._go_to(found.index, None)

    # -- the state ------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """To the roster, where nothing red is left."""
        self._desk.go(PageName.ROSTER)

    def leave_key(self, at: int) -> None:
        """暂不定答案: the item has no key for now; who leaves a red line says so by name."""
        if self.mends.set_key(at, ""):
            found = next((each for each in self.state.findings if each.at == at and each.can_pass), None)
            if found is not None:
                self.ask_pass(found.number)

    def ask_pass(self, number: int) -> None:
        """Ask who passes a finding, and why; its places are seen meanwhile."""
        self.focus_finding(number)
        self.passing.ask(number)

    def _on_mended(self, here: int | None) -> None:
        """The paper is another; `here` is the item to go to, None to stay."""
        self._finding, self._half = None, ()
        self._here = self._here if here is None else here
        self.passing.forget()
        self._show()

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)
        if self.state.phase is not Phase.READING:  # until it is read again, it is as whole as it was
            self._desk.whole(PageName.PAPER, self.state.is_whole)

    def _state(self) -> PaperState:
        mending, faces, draft = self._desk.work.mending, self._faces, self._desk.draft
        refused = self.mends.refused
        if self._reading is not None:
            return PaperState(Phase.READING, self._reading)
        if mending is None or faces is None or draft.paper is None:
            return PaperState(Phase.EMPTY, refused=refused)
        paper = mending.paper
        items, findings = faces.items(paper), faces.findings(paper)
        here = None if self._here is None else min(self._here, len(items) - 1)
        kept = sum(not each.is_dropped for each in items)
        return PaperState(
            phase=Phase.SHOWN,
            source=Source(draft.paper.name, "" if draft.key is None else draft.key.name),
            refused=refused,
            lines=faces.lines(items),
            items=items,
            findings=findings,
            counts=faces.counts(findings),
            summary=faces.summary(items),
            here=here,
            finding=self._finding,
            half=self._half,
            is_open=self._is_open and here is not None,
            is_keying=self._is_keying,
            pending=sum(map(_is_to_key, items)),
            for_people=sum(each.is_marked_by_people and not each.is_dropped for each in items),
            kept=kept,
            asks_other=len(draft.mends) if self._asks_other else 0,
            can_undo=mending.can_undo,
            can_redo=mending.can_redo,
            is_whole=bool(kept) and not any(_is_red(each.severity, each.passed) for each in findings),
            passing=self.passing.face(findings),
        )


def _is_red(severity: Severity, passed: str) -> bool:
    return severity is Severity.ERROR and not passed


def _is_to_key(item: ItemFace) -> bool:
    return item.is_pending and not item.is_dropped

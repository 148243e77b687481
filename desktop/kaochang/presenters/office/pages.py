"""What every page of the office's window is, and what it is handed.

A page is one presenter (here, no Qt) and one view (`views/office/NAME.py`). The presenter keeps what is being done,
takes intents from its view (a method each: `choose`, `set_key`, …), and after every change says its whole state as one
frozen `Record`: `desk.show(state)`. The navigator puts that into an `WindowState`; the window gives `state.body` to the
page's view by `render_state`, nothing else reaches a view. Views are built when their page is first shown.

How pages hand over: all share one `OfficeDesk`. What is to outlive the program stands in `desk.draft` (a `QuickDraft`)
and is changed by `desk.keep(member=value, …)`, which saves it in the background; what is large and can be made again
from that (the paper with its mends, the roster as read) stands in `desk.work`. A page that is whole says
`desk.whole(PageName.X, True)`: the steps after it open. To go on, `desk.go(PageName.Y)`.

Work that takes long goes through `desk.means.runner` (`run(task, done, failed)`), never on the window's thread, with
`failures.failure_to_words(error, words)` for what is shown of a failure; progress is a number in the page's state.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Unpack

from kaochang.domain.values import Record
from kaochang.flow.office_draft import DraftChange, DraftFolder, PageName, QuickDraft
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.kept_draft import KeptDraft
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # they come with the first paper and the first roster
    from kaochang.flow.mending import Mending
    from kaochang.flow.office_seal import OfficeSealed
    from kaochang.flow.quick import QuickOffice
    from kaochang.papers.roster import RosterRead

STEPS = (PageName.PAPER, PageName.ROSTER, PageName.SETTINGS, PageName.SEAL)
"""From a paper to a stick."""

PLACES = (PageName.BANK, PageName.EXAMS, PageName.SESSIONS)
"""The whole way, behind 高级: each is open at any time."""


class Page(Protocol):
    """One page's presenter, as the navigator sees it."""

    def restore(self, then: Callable[[], None]) -> None:
        """Make again from the draft what this page keeps in `desk.work`; `then` follows, also where that failed.

        What failed is in the state that the page shows later. A page that keeps nothing there calls `then` at once.
        """

    def enter(self) -> None:
        """The page is shown now: say the state, with whatever other pages changed meanwhile."""

    def leave(self) -> None:
        """Another page is shown now; forget every secret that was typed here."""


class Work:
    """What pages hand on in memory: it can be made again from the draft."""

    def __init__(self) -> None:
        self.mending: Mending | None = None
        self.roster: RosterRead | None = None
        self.sealed: OfficeSealed | None = None


class OfficeDesk:
    """What all pages share: surroundings, the draft, the work, and the ways to say a state and to go on.

    `data` is the program's data folder of this user, `drives` the roots of the drives that are there now, `office`
    makes what sealing and taking back work with (blocks: it loads the flows). `go` and `changed` are set by the
    navigator, which also hands each page its own `show`.
    """

    def __init__(
        self,
        means: Means,
        data: Path,
        drives: Callable[[], tuple[Path, ...]],
        office: Callable[[], QuickOffice] | None = None,
    ) -> None:
        self.means = means
        self.data = data
        self.drives = drives
        self._office = office
        self.folder = DraftFolder(data / "office" / "draft", QuickDraft)
        self._kept = KeptDraft(means, self.folder, QuickDraft(), self._on_saved)
        self.work = Work()
        self.trouble: Refused | None = None
        self.is_busy = False
        self.go: Callable[[PageName], None] = _nowhere
        self.changed: Callable[[], None] = _nobody

    @property
    def draft(self) -> QuickDraft:
        """The short way's draft as it stands."""
        return self._kept.now

    def office(self) -> QuickOffice:
        """The office on this PC (blocks)."""
        if self._office is None:
            raise RuntimeError("this desk has no office")
        return self._office()

    def load(self) -> QuickDraft:
        """The draft as it lies in its folder (blocks)."""
        return self._kept.load()

    def take(self, draft: QuickDraft) -> None:
        """Begin with this draft, as it was loaded; one that could not be is told of until there is a paper again."""
        self._kept.take(draft)
        self.trouble = self._lost()

    def _lost(self) -> Refused | None:
        lost = self.folder.put_aside
        return None if lost is None or self.draft.paper is not None else failure_to_words(lost, self.means.words)

    def keep(self, **members: Unpack[DraftChange]) -> None:
        """Change members of the draft; it is saved in the background, the newest state last."""
        self._kept.keep(members)

    def whole(self, page: PageName, is_whole: bool) -> None:
        """Say whether a step needs nothing more; nothing changes where that is known."""
        known = tuple(each for each in STEPS if (is_whole if each is page else each in self.draft.whole))
        if known != self.draft.whole:
            self.keep(whole=known)
            self.changed()

    def may_go(self, page: PageName) -> bool:
        """Whether every step before this page is whole, and nothing goes on that must be seen to its end."""
        if self.is_busy:
            return False
        if page is PageName.DONE:
            return bool(self.draft.sealed)
        return page not in STEPS or all(each in self.draft.whole for each in STEPS[: STEPS.index(page)])

    def _on_saved(self, trouble: Refused | None) -> None:
        trouble = trouble or self._lost()
        if trouble != self.trouble:
            self.trouble = trouble
            self.changed()


def _nowhere(_: PageName) -> None:
    """Before the navigator is there."""


def _nobody() -> None:
    """Before the navigator is there."""


class StepFace(Record, frozen=True):
    """One step in the window's head: whether it is shown now, and whether it can be gone to."""

    page: PageName
    is_here: bool
    is_open: bool
    is_whole: bool


class WindowState(Record, frozen=True):
    """The whole window: which page, what stands on it, the steps above it, and why nothing can be kept (or None).

    `other` is the page that the other way was left on: the whole way's from the short one, and back.
    """

    page: PageName
    body: object
    steps: tuple[StepFace, ...]
    other: PageName
    trouble: Refused | None = None


Show = Callable[[object], None]
"""A page says its state by this; shown while its page is."""

"""Which page the office's window shows, and the four steps above it; see `pages.py` for what a page is.

paper ─→ roster ─→ settings ─→ seal ─→ done          take-back (from anywhere, and back)
bank, exams, sessions                                the whole way's places (from anywhere, and back)

A step can be gone to when all before it are whole. Killed and started again, the window is on the page it was on: what
its pages keep in memory is made again from the draft first, in the order of the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from kaochang.flow.office_draft import PageName, QuickDraft
from kaochang.presenters.office.failures import bug_in_words, failure_to_words
from kaochang.presenters.office.pages import PLACES, STEPS, OfficeDesk, Page, Show, StepFace, WindowState
from kaochang.presenters.office.paper import PaperPresenter


class OfficePresenter:
    """Leads through the pages; `render` takes every new state. A page's presenter is made when it is first needed."""

    def __init__(self, desk: OfficeDesk, render: Callable[[WindowState], None]) -> None:
        self._desk = desk
        self._render = render
        self._here = PageName.PAPER
        self._short = PageName.PAPER
        self._place = PLACES[0]
        self._body: object = None
        self._pages: dict[PageName, Page] = {}
        desk.go = self.go
        desk.changed = self._show

    def page(self, name: PageName) -> Page:
        """The presenter of a page, which its view forwards intents to."""
        if name not in self._pages:
            make = PaperPresenter if name is PageName.PAPER else _maker(name)
            self._pages[name] = make(self._desk, partial(self._shown, name))
        return self._pages[name]

    def start(self) -> None:
        """Load the draft and show the page that it was on."""
        self._desk.means.runner.run(self._desk.load, self._on_loaded, self._on_not_loaded)

    def _on_loaded(self, draft: QuickDraft) -> None:
        self._desk.take(draft)
        kept = {PageName.PAPER: draft.paper, PageName.ROSTER: draft.roster}
        self._restore([name for name in STEPS if kept.get(name) is not None], draft.page)

    def _on_not_loaded(self, error: Exception) -> None:
        self._desk.trouble = failure_to_words(error, self._desk.means.words)
        self._enter(PageName.PAPER)

    def _restore(self, left: list[PageName], page: PageName) -> None:
        if left:
            self.page(left[0]).restore(partial(self._restore, left[1:], page))
        else:
            self._enter(page if self._desk.may_go(page) else PageName.PAPER)

    def go(self, name: PageName) -> None:
        """Show another page, where the steps before it are whole."""
        if name is self._here or not self._desk.may_go(name):
            return
        self.page(self._here).leave()
        self._desk.keep(page=name)
        self._enter(name)

    def tell_bug(self) -> None:
        """Something that should never fail did; it is logged, what was done is kept, and the window goes on."""
        self._desk.trouble = bug_in_words(self._desk.means.words)
        self._show()

    def _enter(self, name: PageName) -> None:
        self._here = name
        if name in PLACES:
            self._place = name
        else:
            self._short = name
        self.page(name).enter()

    def _shown(self, name: PageName, body: object) -> None:
        """What a page says, as long as it is the one that is shown."""
        if name is self._here:
            self._body = body
            self._show()

    def _show(self) -> None:
        if self._body is not None:
            other = self._short if self._here in PLACES else self._place
            self._render(WindowState(self._here, self._body, self._steps(), other, self._desk.trouble))

    def _steps(self) -> tuple[StepFace, ...]:
        desk = self._desk
        return tuple(StepFace(each, each is self._here, desk.may_go(each), each in desk.draft.whole) for each in STEPS)


def _maker(name: PageName) -> Callable[[OfficeDesk, Show], Page]:
    """What makes the presenter of every page but the first: a start waits for none of them."""
    from kaochang.presenters.office.bank import BankPresenter
    from kaochang.presenters.office.done import DonePresenter
    from kaochang.presenters.office.exams import ExamsPresenter
    from kaochang.presenters.office.roster import RosterPresenter
    from kaochang.presenters.office.roster_holder import QuickRoster
    from kaochang.presenters.office.seal import SealPresenter
    from kaochang.presenters.office.sessions import SessionsPresenter
    from kaochang.presenters.office.settings import SettingsPresenter
    from kaochang.presenters.office.take_back import TakeBackPresenter

    makers: Mapping[PageName, Callable[[OfficeDesk, Show], Page]] = {
        PageName.ROSTER: lambda desk, show: RosterPresenter(QuickRoster(desk), show),
        PageName.SETTINGS: SettingsPresenter,
        PageName.SEAL: SealPresenter,
        PageName.DONE: DonePresenter,
        PageName.TAKE_BACK: TakeBackPresenter,
        PageName.BANK: BankPresenter,
        PageName.EXAMS: ExamsPresenter,
        PageName.SESSIONS: SessionsPresenter,
    }
    return makers[name]

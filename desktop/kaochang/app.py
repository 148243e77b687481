"""The composition root: builds each window's object graph, runs it, and takes it down again. Only this module wires."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace
from PySide6.QtCore import QLockFile, QStorageInfo, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import GuardReport
from kaochang.domain.ports import Clock, Words
from kaochang.domain.refusals import BUG_EXIT, Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.machine import allocator, garbage
from kaochang.machine.safe_files import make_folder
from kaochang.presenters.appearance import AppearancePresenter, appearance_of
from kaochang.presenters.candidate.flow_line import FlowLine
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.navigator import CandidatePresenter
from kaochang.presenters.candidate.screens import CandidateState
from kaochang.presenters.running import Means
from kaochang.presenters.words import LANGUAGES, load_words
from kaochang.views.application import application_of, bare_application, check_display, delete_now
from kaochang.views.bugs_told import bugs_told
from kaochang.views.candidate.window import CandidateWindow
from kaochang.views.interrupted import ended_by_ctrl_c
from kaochang.views.runner import BackgroundRunner, OneShotTimer
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look

if TYPE_CHECKING:  # the flows load cryptography, and the first picture must not wait for that
    from kaochang.cli.centre_window import CentreSetting
    from kaochang.cli.office_window import OfficeSetting
    from kaochang.cli.room import SitSetting
    from kaochang.cli.scorer_window import ScorerSetting
    from kaochang.flow.appearance import Appearance
    from kaochang.flow.quick import QuickOffice

_log = logging.getLogger(__name__)

_REGULAR = "NotoSansSC-Regular.ttf"
_STARTED_MS = 2_000
"""By then the login stands, also on a slow PC."""

Note = Callable[[str, str], None]
"""Takes (what, detail) of something a guard saw."""

Guards = Callable[[QWidget, Lockdown, Note], AbstractContextManager[Sequence[GuardReport]]]
"""Holds the PC around a window at a level, and notes what it sees; gives what each guard reported."""


class CandidateSetting(Record, frozen=True):
    """What the candidate's window is built from.

    `seat` is this PC's place, "" where tickets name it. Without `guards` the window holds nothing and does not fill
    the screen. `opened` is called with the window once it is shown.
    """

    line: Line
    clock: Clock
    resources: Path
    language: str
    seat: str = ""
    guards: Guards | None = None
    opened: Callable[[CandidateWindow], None] | None = None


def run_candidate(setting: CandidateSetting) -> int:
    """Run the candidate's window to its end; the exit code of the event loop.

    At the end the guards let go first: what they say of that is still journaled, and a slow disk holds no PC.
    """
    application = application_of(setting.resources, setting.language)
    words = load_words(setting.resources / "strings", setting.language)
    window = CandidateWindow(Look(load_theme(setting.resources / "theme"), words))
    means, runner, aside = _means_of(window, words, setting.clock)
    held = ExitStack()
    hold = _Hold(window, setting.guards, held)

    def render(state: CandidateState) -> None:
        window.show_state(state)
        hold.take(state.lockdown, presenter)

    is_guarded = setting.guards is not None
    presenter = CandidatePresenter(setting.line, means, setting.seat, render, is_guarded=is_guarded)
    window.connect_to(presenter)
    with held, bugs_told(presenter.tell_bug), ended_by_ctrl_c(application):
        window.closed.connect(application.quit)
        presenter.start()
        if setting.guards is None:
            window.show()
        else:  # no title bar, and all of the screen, already before the exam says how much of the PC it holds
            window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            window.showFullScreen()
        if setting.opened is not None:
            setting.opened(window)
        QTimer.singleShot(_STARTED_MS, window, garbage.search_as_ever)
        code = application.exec()
    aside.drain()
    runner.drain()
    presenter.shut()
    delete_now(application, window)
    return code


class _Hold:
    """Engages the guards as soon as the sealed exam says how much of the PC it holds, and anew where another one does.

    The presenter is told what they report.
    """

    def __init__(self, window: QWidget, guards: Guards | None, stack: ExitStack) -> None:
        self._window = window
        self._guards = guards
        self._stack = stack
        self._level: Lockdown | None = None

    def take(self, level: Lockdown | None, presenter: CandidatePresenter) -> None:
        """Engage at this level, unless it is unknown yet or the guards hold at it already."""
        if self._guards is None or level is None or level is self._level:
            return
        self._level = level
        self._stack.close()
        presenter.guarded(self._stack.enter_context(self._guards(self._window, level, presenter.note)))


def run_office(setting: OfficeSetting, opened: Callable[[QWidget], None] | None = None) -> int:
    """`kaochang office`: the office's window over this user's data folder; the exit code of the event loop.

    Everything is kept as it is done, so that the window may be closed at any moment. `opened` is called once it shows.
    """
    from kaochang.machine.clock import SystemClock
    from kaochang.machine.logs import logged_to
    from kaochang.machine.places import resources
    from kaochang.presenters.office.navigator import OfficePresenter
    from kaochang.presenters.office.pages import OfficeDesk
    from kaochang.views.office.window import OfficeWindow

    check_display(os.environ, sys.platform)
    folder, now = resources(), appearance_of(setting.data, setting.language, setting.is_asked)
    application, look = application_of(folder, now.language), _look_of(folder, now)
    if (lock := _locked(setting.data / "office" / "window.lock")) is None:
        return _tell_open_already(application, look, opened)
    window = OfficeWindow(look)
    means, runner, aside = _means_of(window, look.words, SystemClock())
    office = partial(_quick_office, setting.data, means, folder)
    desk = OfficeDesk(means, setting.data, mounted_drives, office)
    presenter = OfficePresenter(desk, window.show_state)
    anew = _Anew(window, means, setting.data, now, lambda: desk.is_busy)
    window.connect_to(presenter, anew.presenter)
    with logged_to(setting.data), bugs_told(presenter.tell_bug), ended_by_ctrl_c(application):
        window.closed.connect(application.quit)
        presenter.start()
        window.open()
        if opened is not None:
            opened(window)
        code = application.exec()
        runner.drain()  # what ends there is kept by the other
        aside.drain()
    delete_now(application, window)
    lock.unlock()
    return run_office(replace(setting, language=anew.language, is_asked=True), opened) if anew.language else code


class _Anew:
    """The window that comes after this one, where another language is chosen in it: `language` is "" for none.

    Everything is kept as it is done, so the window goes and another one takes its place; while something goes on it
    stays, and speaks the other language from the next start on.
    """

    def __init__(
        self, window: _Restyled, means: Means, data: Path, now: Appearance, is_busy: Callable[[], bool]
    ) -> None:
        self._window = window
        self._is_busy = is_busy
        self.language = ""
        self.presenter = AppearancePresenter(means, data, now, window.restyle, self._again)

    def _again(self) -> None:
        if not self._is_busy():
            self.language = self.presenter.state.language
            self._window.close()


class _Restyled(Protocol):
    """A window that takes other colours, and goes."""

    def restyle(self, theme: str) -> None:
        """These colours from now on."""

    def close(self) -> bool:
        """Go."""


def _look_of(folder: Path, now: Appearance) -> Look:
    return Look(load_theme(folder / "theme", now.theme), load_words(folder / "strings", now.language))


def _means_of(window: QWidget, words: Words, clock: Clock) -> tuple[Means, BackgroundRunner, BackgroundRunner]:
    """The surroundings of a window's presenters, and both runners, to be drained at its end."""
    runner, aside = BackgroundRunner(window), BackgroundRunner(window)
    zone = datetime.now(UTC).astimezone().tzinfo or UTC
    return Means(words, runner, OneShotTimer(window), clock, zone, aside), runner, aside


def _locked(path: Path) -> QLockFile | None:
    """A file that holds something for one window; None where another one holds it. One that was killed holds nothing.

    A folder that takes no lock takes nothing else either, and the window says so itself.
    """
    with suppress(Refusal):  # the window says so itself
        make_folder(path.parent)
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # no age makes a lock stale: the window may be open for days
    is_free = lock.tryLock(0) or lock.error() is not QLockFile.LockError.LockFailedError
    return lock if is_free else None


def _tell_open_already(application: QApplication, look: Look, opened: Callable[[QWidget], None] | None) -> int:
    """A page that says that the office's window is open already; the exit code of a conflict."""
    from kaochang.views.office.open_already import OpenAlreadyPage

    page = OpenAlreadyPage(look, application.quit)
    page.show()
    if opened is not None:
        opened(page)
    application.exec()
    delete_now(application, page)
    return int(Outcome.CONFLICT)


def run_centre(setting: CentreSetting, opened: Callable[[QWidget], None] | None = None) -> int:
    """`kaochang centre`: the centre's window, over a database where one was named; the exit code of the event loop.

    Whatever is done is in the database, so that the window may be closed at any moment.
    """
    from kaochang.machine.clock import SystemClock
    from kaochang.machine.logs import logged_to
    from kaochang.machine.places import resources
    from kaochang.presenters.centre.navigator import CentrePresenter
    from kaochang.presenters.centre.pages import CentreDesk
    from kaochang.views.centre.window import CentreWindow

    check_display(os.environ, sys.platform)
    folder = resources()
    now = appearance_of(setting.data, setting.language, setting.is_asked)
    application, look = application_of(folder, now.language), _look_of(folder, now)
    window = CentreWindow(look)
    means, runner, aside = _means_of(window, look.words, SystemClock())
    desk = CentreDesk(means, setting.data, mounted_drives, _held_database, folder / "fonts" / _REGULAR)
    presenter = CentrePresenter(desk, window.show_state, setting.database)
    anew = _Anew(window, means, setting.data, now, lambda: desk.is_busy)
    window.connect_to(presenter, anew.presenter)
    with logged_to(setting.data), bugs_told(presenter.tell_bug), ended_by_ctrl_c(application):
        window.closed.connect(application.quit)
        presenter.start()
        window.open()
        if opened is not None:
            opened(window)
        code = application.exec()
        presenter.stop()  # a merge ends at its next step; what is in stays in
        runner.drain()
        aside.drain()
    database = desk.database
    presenter.shut()
    delete_now(application, window)
    if anew.language:
        return run_centre(replace(setting, language=anew.language, is_asked=True, database=database), opened)
    return code


def run_scorer(setting: ScorerSetting, opened: Callable[[QWidget], None] | None = None) -> int:
    """`kaochang score open`: a packet opened, scored and handed back; the exit code of the event loop."""
    from kaochang.machine.clock import SystemClock
    from kaochang.machine.logs import logged_to
    from kaochang.machine.places import resources
    from kaochang.presenters.centre.scorer_desk import ScorerDesk
    from kaochang.sealing import kdf
    from kaochang.views.centre.scorer_window import ScorerWindow

    check_display(os.environ, sys.platform)
    folder = resources()
    application = application_of(folder, setting.language)
    words = load_words(folder / "strings", setting.language)
    window = ScorerWindow(Look(load_theme(folder / "theme"), words))
    means, runner, aside = _means_of(window, words, SystemClock())
    presenter = ScorerDesk(means, os.urandom, setting.cost or kdf.DEFAULT, window.show_state, window.leave)
    window.connect_to(presenter)
    with logged_to(setting.data), bugs_told(presenter.tell_bug), ended_by_ctrl_c(application):
        window.closed.connect(application.quit)
        window.open()
        known = setting.packet, setting.key, setting.opened
        presenter.start(*known)  # once it is shown: a hidden screen takes no keyboard
        if opened is not None:
            opened(window)
        code = application.exec()
        runner.drain()
        aside.drain()
    delete_now(application, window)
    return code


def _held_database(path: Path) -> Callable[[], None] | None:
    """A centre's database, held for one window; what lets it go, or None where another window has it."""
    lock = _locked(path.with_name(f"{path.name}.lock"))
    return None if lock is None else lock.unlock


def _quick_office(data: Path, means: Means, resources: Path) -> QuickOffice:
    """What the office's pages seal and take back with; its README speaks both languages."""
    from kaochang.flow.quick import OFFICE_FOLDER, QuickOffice

    return QuickOffice(
        folder=data / OFFICE_FOLDER,
        words=means.words,
        readers=[load_words(resources / "strings", each) for each in LANGUAGES],
        font=resources / "fonts" / _REGULAR,
        zone=means.zone,
        clock=means.clock,
        random=os.urandom,
    )


def mounted_drives() -> tuple[Path, ...]:
    """The roots of all drives that are there and can be read, but the system's own."""
    found = (each for each in QStorageInfo.mountedVolumes() if each.isValid() and each.isReady() and not each.isRoot())
    return tuple(sorted({Path(each.rootPath()) for each in found}))


def run_gave_up(language: str, is_windowed: bool, opened: Callable[[QWidget], None] | None = None) -> int:
    """A page that says that the program crashed too often, with as little of it as can be; always the same end."""
    from kaochang.machine.places import resources
    from kaochang.views.gave_up import GaveUpPage

    application = bare_application()
    words = load_words(resources() / "strings", language)
    page = GaveUpPage(words, application.quit)
    if is_windowed:
        page.show()
    else:
        page.showFullScreen()
    if opened is not None:
        opened(page)
    with ended_by_ctrl_c(application):
        application.exec()
    delete_now(application, page)
    return BUG_EXIT


def run_sit(setting: SitSetting, opened: Callable[[CandidateWindow], None] | None = None) -> int:
    """`kaochang sit`: the candidate's window over the real flows, with guards unless it was asked to stay a window."""
    from kaochang.flow.desk import Desk
    from kaochang.lockdown.levels import engage
    from kaochang.machine.clock import SystemClock
    from kaochang.machine.logs import logged_to
    from kaochang.machine.places import resources

    allocator.give_back()
    check_display(os.environ, sys.platform)
    if setting.keeper.gave_up:
        with logged_to(setting.data):
            return run_gave_up(setting.language, setting.windowed)
    clock = SystemClock()
    desk = Desk(setting.data, clock, os.urandom, second=setting.second, sticks=setting.sticks)
    line = FlowLine(
        setting.exam,
        setting.site,
        setting.room,
        desk,
        setting.sticks,
        setting.room_key,
        mounted_drives,
        setting.keeper,
    )
    candidate = CandidateSetting(
        line=line,
        clock=clock,
        resources=resources(),
        language=setting.language,
        seat=setting.seat,
        guards=None if setting.windowed else engage,
        opened=opened,
    )
    with logged_to(setting.data):
        return run_candidate(candidate)

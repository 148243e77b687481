"""The composition root: builds each window's object graph, runs it, and takes it down again. Only this module wires."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QLockFile, QStorageInfo, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import GuardReport
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import BUG_EXIT, Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.machine import allocator, display, garbage
from kaochang.machine.safe_files import make_folder
from kaochang.presenters.candidate.flow_line import FlowLine
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.navigator import CandidatePresenter
from kaochang.presenters.candidate.screens import CandidateState
from kaochang.presenters.running import Means
from kaochang.presenters.words import load_words
from kaochang.views.candidate.window import CandidateWindow
from kaochang.views.interrupted import ended_by_ctrl_c
from kaochang.views.runner import BackgroundRunner, OneShotTimer
from kaochang.views.theme import install_font, load_theme
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.typed_order import TypedOrder

if TYPE_CHECKING:  # the flows load cryptography, and the first picture must not wait for that
    from kaochang.cli.office_window import OfficeSetting
    from kaochang.cli.room import SitSetting
    from kaochang.flow.quick import QuickOffice

_log = logging.getLogger(__name__)

_LANGUAGES = ("zh_CN", "en")
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
    application = _application(setting.resources, setting.language)
    words = load_words(setting.resources / "strings", setting.language)
    window = CandidateWindow(Look(load_theme(setting.resources / "theme"), words))
    runner = BackgroundRunner(window)
    zone = datetime.now(UTC).astimezone().tzinfo or UTC
    aside = BackgroundRunner(window)
    means = Means(words, runner, OneShotTimer(window), setting.clock, zone, aside)
    held = ExitStack()
    hold = _Hold(window, setting.guards, held)

    def render(state: CandidateState) -> None:
        window.show_state(state)
        hold.take(state.lockdown, presenter)

    is_guarded = setting.guards is not None
    presenter = CandidatePresenter(setting.line, means, setting.seat, render, is_guarded=is_guarded)
    window.connect_to(presenter)
    with held, _bugs_told(presenter.tell_bug), ended_by_ctrl_c(application):
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
    _delete(application, window)
    return code


def _delete(application: QApplication, window: QWidget) -> None:
    """At once: no event loop runs any more that would do it."""
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def _bugs_told(tell: Callable[[], None]) -> Iterator[None]:
    """For a with block, an error in a slot, which Qt hands to `sys.excepthook`, is logged and told; nothing ends.

    A hook that somebody set before (a test's) is called too.
    """
    before, is_telling = sys.excepthook, False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal is_telling
        _log.error("a slot failed", exc_info=(kind, error, trace))
        if before is not sys.__excepthook__:
            before(kind, error, trace)
        if is_telling:
            return  # telling it failed too
        is_telling = True
        try:
            tell()
        except Exception:  # noqa: BLE001 - whatever is wrong with the page, the attempt goes on without it
            _log.exception("a bug could not be told")
        finally:
            is_telling = False

    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before


def _bare_application() -> QApplication:
    """The one application object, made where there is none yet. It ends where a window says so.

    Not where the last window closes: covers on other screens are windows too, and Qt would leave an event behind that
    ends the next event loop.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else _made()
    application.setQuitOnLastWindowClosed(False)
    return application


def _made() -> QApplication:
    is_x = sys.platform == "linux" and _is_x(os.environ)
    if is_x:
        os.environ["IBUS_ENABLE_SYNC_MODE"] = "1"  # Qt reads it as it starts
    application = QApplication(["kaochang"])
    if is_x:
        TypedOrder(application)
    return application


def _application(resources: Path, language: str) -> QApplication:
    """The application in our style and font, speaking the reader's language in its own menus too."""
    application = _bare_application()
    application.setStyle("Fusion")
    application.setFont(install_font(resources / "fonts"))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
    return application


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
    folder = resources()
    application = _application(folder, setting.language)
    words = load_words(folder / "strings", setting.language)
    look = Look(load_theme(folder / "theme"), words)
    if (lock := _locked(setting.data)) is None:
        return _tell_open_already(application, look, opened)
    window = OfficeWindow(look)
    runner, aside = BackgroundRunner(window), BackgroundRunner(window)
    zone = datetime.now(UTC).astimezone().tzinfo or UTC
    means = Means(words, runner, OneShotTimer(window), SystemClock(), zone, aside)
    office = partial(_quick_office, setting.data, means, folder)
    presenter = OfficePresenter(OfficeDesk(means, setting.data, mounted_drives, office), window.show_state)
    window.connect_to(presenter)
    with logged_to(setting.data), _bugs_told(presenter.tell_bug), ended_by_ctrl_c(application):
        window.closed.connect(application.quit)
        presenter.start()
        window.open()
        if opened is not None:
            opened(window)
        code = application.exec()
        runner.drain()  # what ends there is kept by the other
        aside.drain()
    _delete(application, window)
    lock.unlock()
    return code


def _locked(data: Path) -> QLockFile | None:
    """This user's office, held for one window; None where another one has it. A window that was killed holds nothing.

    A folder that takes no lock takes no draft either, and the window says so itself.
    """
    with suppress(Refusal):  # the window says so itself
        make_folder(data / "office")
    lock = QLockFile(str(data / "office" / "window.lock"))
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
    _delete(application, page)
    return int(Outcome.CONFLICT)


def _quick_office(data: Path, means: Means, resources: Path) -> QuickOffice:
    """What the office's pages seal and take back with; its README speaks both languages."""
    from kaochang.flow.quick import OFFICE_FOLDER, QuickOffice

    return QuickOffice(
        folder=data / OFFICE_FOLDER,
        words=means.words,
        readers=[load_words(resources / "strings", each) for each in _LANGUAGES],
        font=resources / "fonts" / _REGULAR,
        zone=means.zone,
        clock=means.clock,
        random=os.urandom,
    )


def mounted_drives() -> tuple[Path, ...]:
    """The roots of all drives that are there and can be read, but the system's own."""
    found = (each for each in QStorageInfo.mountedVolumes() if each.isValid() and each.isReady() and not each.isRoot())
    return tuple(sorted({Path(each.rootPath()) for each in found}))


def check_display(environment: Mapping[str, str], platform: str, opens: Callable[[str], bool] = display.opens) -> None:
    """Refuses (IO) where there is no screen to open a window on, or one that does not answer.

    Qt itself would end the program without a word.
    """
    if platform != "linux":
        return
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not any(environment.get(name) for name in names):  # to Qt, "" is as good as none
        raise Refusal(Outcome.IO, "display.missing")
    screen = environment.get("DISPLAY", "")
    if _is_x(environment) and not opens(screen):
        raise Refusal(Outcome.IO, "display.dead", screen)


def _is_x(environment: Mapping[str, str]) -> bool:
    """Whether a window opens on X11."""
    wayland, chosen = (environment.get(name, "") for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return not wayland and (chosen or "xcb").startswith("xcb")


def run_gave_up(language: str, is_windowed: bool, opened: Callable[[QWidget], None] | None = None) -> int:
    """A page that says that the program crashed too often, with as little of it as can be; always the same end."""
    from kaochang.machine.places import resources
    from kaochang.views.gave_up import GaveUpPage

    application = _bare_application()
    words = load_words(resources() / "strings", language)
    page = GaveUpPage(words, application.quit)
    if is_windowed:
        page.show()
    else:
        page.showFullScreen()
    if opened is not None:
        opened(page)
    application.exec()
    page.close()
    _delete(application, page)
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

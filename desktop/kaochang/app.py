"""The composition root: builds each window's object graph, runs it, and takes it down again. Only this module wires."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QStorageInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Lockdown, LoginField
from kaochang.domain.ports import Clock, Keeper
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.machine.keeper import NoKeeper
from kaochang.presenters.candidate.line import Line, RoomKeyFile
from kaochang.presenters.candidate.navigator import CandidatePresenter, CandidateState
from kaochang.presenters.running import Means
from kaochang.presenters.words import load_words
from kaochang.views.candidate.window import CandidateWindow
from kaochang.views.runner import BackgroundRunner, OneShotTimer
from kaochang.views.theme import install_font, load_theme
from kaochang.views.widgets.look import Look

if TYPE_CHECKING:  # the flows load cryptography, and the first picture must not wait for that
    from kaochang.cli.room import SitSetting
    from kaochang.flow.attempt_files import Desk, Found
    from kaochang.flow.hand_in import Missed, Receipt
    from kaochang.flow.keeping import GoneOn
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import Door, RoomFile
    from kaochang.flow.way_in import WayIn

_log = logging.getLogger(__name__)

Note = Callable[[str, str], None]
"""Takes (what, detail) of something a guard saw."""

Guards = Callable[[QWidget, Lockdown, Note], AbstractContextManager[object]]
"""Holds the PC around a window at a level, and notes what it sees."""


@dataclass(frozen=True)
class CandidateSetting:
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
    application = _application(setting)
    words = load_words(setting.resources / "strings", setting.language)
    window = CandidateWindow(Look(load_theme(setting.resources / "theme"), words))
    runner = BackgroundRunner(window)
    zone = datetime.now(UTC).astimezone().tzinfo or UTC
    means = Means(words, runner, OneShotTimer(window), setting.clock, zone)
    held = ExitStack()
    hold = _Hold(window, setting.guards, held)

    def render(state: CandidateState) -> None:
        window.show_state(state)
        hold.take(state.lockdown, presenter.note)

    presenter = CandidatePresenter(setting.line, means, setting.seat, render)
    window.connect_to(presenter)
    with held, _bugs_told(presenter.tell_bug):
        application.setQuitOnLastWindowClosed(False)  # covers on other screens are windows too
        window.closed.connect(application.quit)
        presenter.start()
        if setting.guards is None:
            window.show()
        else:  # no title bar, and all of the screen, already before the exam says how much of the PC it holds
            window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            window.showFullScreen()
        if setting.opened is not None:
            setting.opened(window)
        code = application.exec()
    runner.drain()
    presenter.shut()
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return code


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


def _application(setting: CandidateSetting) -> QApplication:
    """The one application object, in our style and font, speaking the reader's language in its own menus too."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["kaochang"])
    application.setStyle("Fusion")
    application.setFont(install_font(setting.resources / "fonts"))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{setting.language}", folder):
        application.installTranslator(translator)
    return application


class _Hold:
    """Engages the guards once, as soon as the sealed exam says how much of the PC it holds."""

    def __init__(self, window: QWidget, guards: Guards | None, stack: ExitStack) -> None:
        self._window = window
        self._guards = guards
        self._stack = stack

    def take(self, level: Lockdown | None, note: Note) -> None:
        """Engage at this level, unless it is unknown yet or the guards hold already."""
        if self._guards is not None and level is not None:
            guards, self._guards = self._guards, None
            self._stack.enter_context(guards(self._window, level, note))


def mounted_drives() -> tuple[Path, ...]:
    """The roots of all drives that are there and can be read, but the system's own."""
    found = (each for each in QStorageInfo.mountedVolumes() if each.isValid() and each.isReady() and not each.isRoot())
    return tuple(sorted({Path(each.rootPath()) for each in found}))


@dataclass(frozen=True)
class FlowLine:
    """The flows bound to one PC's files: the `Line` of the candidate's presenters. Loads the flows when used.

    `room_key` is a room key file named beforehand; `drives` tells where sticks are mounted now; `keeper` holds what an
    attempt needs to go on after a crash.
    """

    exam: Path
    site: Path | None
    room: str | None
    desk: Desk
    sticks: tuple[Path, ...]
    room_key: Path | None = None
    drives: Callable[[], tuple[Path, ...]] = mounted_drives
    keeper: Keeper = field(default_factory=NoKeeper)

    def check_disk(self) -> None:
        """Write a probe where attempts will live, and read it back."""
        from kaochang.machine.safe_files import io_refusals, make_folder, replace_file

        folder = make_folder(self.desk.folder)
        probe = folder / f".probe-{os.getpid()}"
        replace_file(probe, b"kaochang")
        with io_refusals(probe):
            probe.unlink()

    def _way_in(self) -> WayIn:
        from kaochang.flow.way_in import WayIn

        return WayIn(self.desk, self.exam, self.site, self.room, self.room_key)

    def go_on(self) -> GoneOn | None:
        """The attempt whose keys were kept."""
        if not self.keeper.held():
            return None
        from kaochang.flow import keeping

        return keeping.go_on(self.keeper, self._way_in())

    def door(self) -> Door:
        """Which room this is, and whether only its code opens it."""
        return self._way_in().door()

    def open_room(self, room_code: str = "") -> RoomFile:
        """The room's part of the sealed exam."""
        return self._way_in().open_room(room_code)

    def room_code_wait_s(self, door: Door) -> int:
        """Seconds until the room code may be tried."""
        return self._way_in().room_code_wait_s(door)

    def code_wait_s(self, room: RoomFile, ticket: Ticket) -> int:
        """Seconds until the start code and this ticket's PIN may be tried."""
        return self._way_in().code_wait_s(room, ticket)

    def is_whole(self, room: RoomFile) -> bool:
        """Whether the whole file is as it was sealed."""
        from kaochang.flow import unlock

        return unlock.is_whole(room)

    def find_ticket(self, room: RoomFile, typed: Mapping[LoginField, str]) -> Ticket:
        """The ticket that fits everything typed."""
        from kaochang.flow import unlock

        return unlock.find_ticket(room, typed)

    def found_attempt(self, room: RoomFile, ticket: Ticket) -> Found:
        """What of this ticket is on this PC."""
        from kaochang.flow import attempt_files

        return attempt_files.found_attempt(self.desk, room, ticket)

    def room_key_name(self, room: RoomFile) -> str:
        """What sealing calls this room's key file."""
        return self._way_in().key_beside(room.room.id).name

    def find_room_key(self, room: RoomFile) -> RoomKeyFile | None:
        """The file that was named, else the one beside the exam, else the first of this room's name on a stick.

        One that cannot be read is passed over: a stick may be on its way out.
        """
        beside = self._way_in().key_beside(room.room.id)
        first = beside if self.room_key is None else self.room_key
        for path in (first, *(folder / beside.name for folder in self._sticks())):
            if path.is_file():
                with suppress(Refusal):  # the next stick may hold the one that can be read
                    return self.read_room_key(path)
        return None

    def room_key_files(self) -> tuple[Path, ...]:
        """Every room key file on a stick, in its outermost folder or one below."""
        from kaochang.flow import unlock

        patterns = (f"{below}*.{unlock.ROOM_KEY_EXTENSION}" for below in ("", "*/"))
        found = (path for pattern in patterns for folder in self._sticks() for path in sorted(folder.glob(pattern)))
        return tuple(dict.fromkeys(found))

    def _sticks(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys((*self.sticks, *self.drives())))

    def read_room_key(self, path: Path) -> RoomKeyFile:
        """A room key file, which only the start code tells right from wrong."""
        from kaochang.flow import unlock

        return RoomKeyFile(path, unlock.read_room_key(path))

    def begin(
        self, room: RoomFile, code: str, ticket: Ticket, seat: str, pin: str, room_key: bytes, act: str = ""
    ) -> Sitting:
        """Unlock, take the act where one is given, then start or resume."""
        from kaochang.flow import entering, keeping

        unlocked = self._way_in().unlock(room, code, room_key)
        grant = entering.take(self.desk, unlocked, ticket, pin, act) if act else None
        return keeping.begin(self.keeper, self.desk, unlocked, ticket, seat, pin, grant)

    def ask_to_begin(self, room: RoomFile, code: str, ticket: Ticket, pin: str, room_key: bytes, kind: ActKind) -> str:
        """Draw a challenge; only to take an attempt over needs the exam unlocked."""
        from kaochang.flow import entering, take_act

        if kind is not ActKind.MOVE:
            return take_act.ask_to_enter(self.desk, room, ticket, kind)
        return entering.ask_to_go_on(self.desk, self._way_in().unlock(room, code, room_key), ticket, pin)

    def hand_in(self, sitting: Sitting, missed: Missed) -> Receipt:
        """Seal, read back, copy to the sticks. From then on nothing of the attempt needs to be kept."""
        from kaochang.flow import hand_in

        receipt = hand_in.hand_in(sitting, self.sticks, missed)
        self.keeper.forget()
        return receipt

    def receipt_of(self, room: RoomFile, ticket: Ticket) -> Receipt:
        """The receipt of an attempt handed in before."""
        from kaochang.flow import hand_in

        return hand_in.receipt_of(self.desk, room, ticket)

    def copy_again(self, room: RoomFile, ticket: Ticket, missed: Missed) -> Receipt:
        """The same, copied to the sticks."""
        from kaochang.flow import hand_in

        receipt = hand_in.copy_again(self.desk, room, ticket, self.sticks, missed)
        self.keeper.forget()
        return receipt


def check_display(environment: Mapping[str, str], platform: str) -> None:
    """Refuses (IO) where there is no screen to open a window on; Qt itself would end the program without a word."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if platform == "linux" and not any(environment.get(name) for name in named):
        raise Refusal(Outcome.IO, "display.missing")


def run_sit(setting: SitSetting, opened: Callable[[CandidateWindow], None] | None = None) -> int:
    """`kaochang sit`: the candidate's window over the real flows, with guards unless it was asked to stay a window."""
    from kaochang.flow.attempt_files import Desk
    from kaochang.lockdown.levels import engage
    from kaochang.machine.clock import SystemClock
    from kaochang.machine.logs import logged_to
    from kaochang.machine.places import resources

    check_display(os.environ, sys.platform)
    clock = SystemClock()
    desk = Desk(setting.data, clock, os.urandom, second=setting.second, sticks=setting.sticks)
    line = FlowLine(
        setting.exam, setting.site, setting.room, desk, setting.sticks, setting.room_key, keeper=setting.keeper
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

"""The keeper: a small process that starts the program as its child, and again when it crashes.

It holds, in memory alone, what an attempt needs to go on without codes: bytes that it cannot read, which its child
gives it over a wire (`machine/wires.py`) and gets back when it is started anew. It forgets them when the child says so
or takes its leave, and when it gives up because the child crashes again and again. A child that ends without leave has
crashed, whatever its exit code. One that shows windows is started a last time then, to say so on a page of its own.
Neither process needs the other: each notices that the other one is gone, and goes on.

Its process is there for as long as the program is, so what it imports counts twice: nothing of ours but wires, and of
Python only what a process and its child need (tests/journeys/test_light_start.py). The rest is imported on the day of
a crash.
"""

import enum
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from types import FrameType

from kaochang.machine import wires
from kaochang.machine.memory import keep_from_dumps, wipe
from kaochang.machine.wires import Wire

MOST_CRASHES = 3
WITHIN_MS = 60_000
"""So many crashes in this time, and the program is not started again."""

NOTHING, HOLD, FORGET, WENT_ON, LEAVE, GAVE_UP = b"N", b"K", b"F", b"W", b"L", b"G"
"""Kinds of messages. The keeper says the first, the second or the last, once, to each child; a child says the others
and the second.
"""

_ENDING = ("SIGTERM", "SIGHUP")
"""By these the system or its user ends the program: the child too, and for good."""


class News(enum.Enum):
    """What a keeper tells of its child, with a number."""

    CRASHED = "crashed"  # its exit code
    WENT_ON = "went-on"  # ms from when its end was noticed until the attempt was under way again
    GAVE_UP = "gave-up"  # crashes


Tell = Callable[[News, int], None]


def own_command() -> tuple[str, ...]:
    """How this very program was started, with all its arguments."""
    arguments = sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:]
    return (sys.executable, *arguments)


class Keeper:
    """Runs a command as its child until that ends for good. `elapsed` is a clock, ms.

    `has_page`: a child that is told so can show that it crashed too often.
    """

    def __init__(
        self, command: Sequence[str], elapsed: Callable[[], int], tell: Tell, *, has_page: bool = False
    ) -> None:
        self._command = command
        self._elapsed = elapsed
        self._tell = tell
        self._has_page = has_page
        self._held = bytearray()
        self._child: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self._crashes: deque[int] = deque(maxlen=MOST_CRASHES)

    def run(self) -> int:
        """The child's last exit code, as shells count it. Raises OSError where no child can be started."""
        keep_from_dumps()
        try:
            with self._ending_together():
                while True:
                    code = self._attend()
                    if self._is_over:
                        return code
                    self._crashes.append(self._elapsed())
                    self._tell(News.CRASHED, code)
                    if self._crashes_again_and_again():
                        self._tell(News.GAVE_UP, len(self._crashes))
                        break
        finally:
            self._forget()
        self._show_page()
        from kaochang.domain.refusals import BUG_EXIT

        return BUG_EXIT

    def _show_page(self) -> None:
        """The child's last start, with nothing in its hands; whatever becomes of it, the program ends as it would."""
        if self._has_page:
            with suppress(OSError), self._ending_together():  # where no child can be started, nothing is shown
                self._attend(GAVE_UP)

    def _crashes_again_and_again(self) -> bool:
        return len(self._crashes) == MOST_CRASHES and self._crashes[-1] - self._crashes[0] <= WITHIN_MS

    def _attend(self, first: bytes = b"") -> int:
        """One child from its start to its end; its exit code. `first` is what it is told instead of what is held."""
        self._child, wire = wires.start(self._command)
        if self._is_over:  # told so while it was being started
            self._child.terminate()
        try:
            with suppress(OSError):  # it is gone already, which shows below
                wire.send(first or (HOLD if self._held else NOTHING), self._held)
            with suppress(EOFError):
                while True:
                    self._take(*wire.receive())
        finally:
            wire.close()
        code = self._child.wait()
        return 128 - code if code < 0 else code

    def _take(self, kind: bytes, data: bytearray) -> None:
        if kind == HOLD:
            self._forget()
            self._held = data
        elif kind == WENT_ON and self._crashes:
            self._tell(News.WENT_ON, self._elapsed() - self._crashes[-1])
        elif kind in (FORGET, LEAVE):
            self._forget()
            self._is_over = self._is_over or kind == LEAVE

    def _forget(self) -> None:
        wipe(self._held)
        self._held = bytearray()

    @contextmanager
    def _ending_together(self) -> Iterator[None]:
        """For a with block, who ends this process ends the child; a Ctrl-C, which both get, is the child's to answer.

        By handlers, because a child would inherit it if a signal were ignored.
        """

        def end(_: int, __: FrameType | None) -> None:
            self._is_over = True
            if self._child is not None:
                self._child.terminate()

        wanted = {"SIGINT": lambda *_: None, **dict.fromkeys(_ENDING, end)}
        numbers = {getattr(signal, name): how for name, how in wanted.items() if hasattr(signal, name)}
        before = {number: signal.signal(number, how) for number, how in numbers.items()}
        try:
            yield
        finally:
            for number, how in before.items():
                signal.signal(number, how)


class NoKeeper:
    """Nobody keeps anything: after a crash the codes are asked for again."""

    is_there = False
    gave_up = False

    def held(self) -> bytearray:
        """Nothing."""
        return bytearray()

    def hold(self, keys: bytearray) -> None:
        """Nobody does."""

    def forget(self) -> None:
        """There is nothing."""

    def went_on(self) -> None:
        """Nobody waits for that."""

    def leave(self) -> None:
        """Nobody notices."""


class KeptProgram:
    """A child's side: what its keeper handed over, and what it may say to it. One that is gone is told nothing."""

    is_there = True

    def __init__(self, wire: Wire) -> None:
        keep_from_dumps()
        self._wire = wire
        self._held = bytearray()
        self.gave_up = False
        with suppress(EOFError):  # the keeper ended in this very moment
            kind, self._held = wire.receive()
            self.gave_up = kind == GAVE_UP
        Thread(target=self._watch, name="keeper", daemon=True).start()

    def _watch(self) -> None:
        """The keeper says nothing more: what ends this is its end."""
        with suppress(EOFError):
            while True:
                self._wire.receive()
        import logging

        logging.getLogger(__name__).warning("the keeper is gone: after a crash the codes are needed")

    def held(self) -> bytearray:
        """What the program that crashed left with the keeper; empty where that is nothing."""
        return self._held

    def hold(self, keys: bytearray) -> None:
        """The keeper shall hold these instead of what it held."""
        self._say(HOLD, keys)

    def forget(self) -> None:
        """Nothing shall be held any more, here neither."""
        wipe(self._held)
        self._held = bytearray()
        self._say(FORGET)

    def went_on(self) -> None:
        """The attempt is under way again; what was handed over has done its work here."""
        wipe(self._held)
        self._held = bytearray()
        self._say(WENT_ON)

    def leave(self) -> None:
        """The program ends by itself now, and shall not be started again."""
        self._say(LEAVE)

    def _say(self, kind: bytes, data: bytearray | bytes = b"") -> None:
        with suppress(OSError):
            self._wire.send(kind, data)


def keeper_of_this_process() -> KeptProgram | NoKeeper:
    """The keeper that started this program, if one did. To be asked once: it is the first thing that a program does."""
    wire = wires.inherited()
    return NoKeeper() if wire is None else KeptProgram(wire)

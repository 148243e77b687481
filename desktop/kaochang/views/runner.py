"""The one place where a window's work leaves the UI thread, and the one-shot timer of its presenters."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

from kaochang.views.widgets.after_paint import AfterPaint

T = TypeVar("T")

_TURN_S = 0.0005
"""So soon the worker's Python gives way to the window's; by itself Python lets a thread wait ten times as long."""


class BackgroundRunner(QObject):
    """A single worker thread: tasks run in order, one at a time; what follows runs on this object's thread.

    The attempt's journal lives on one connection, so one worker is a promise, not a limit. A task begins once what its
    gesture changed is painted: the worker would take turns with the painting, which somebody waits for.
    """

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_S)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kaochang")
        self._later = AfterPaint(self)
        self._open = 0
        self._is_over = False
        self._ended.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    def run(self, task: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Queue a task; exactly one of `done` and `failed` follows. After `drain` it is dropped: the program ends."""
        if self._is_over:
            return

        def work() -> None:
            try:
                result = task()
            except Exception as error:  # noqa: BLE001 - carried to `failed`, which tells refusals from bugs
                self._ended.emit(lambda error=error: failed(error))
            else:
                self._ended.emit(lambda: done(result))

        self._open += 1
        self._later.do(lambda: self._worker.submit(work))

    def drain(self) -> None:
        """Finish what is queued, also what that queues in turn; then take no more."""
        while self._open:
            self._later.do_now()
            self._worker.submit(lambda: None).result()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        self._is_over = True
        self._worker.shutdown(wait=True)

    def _follow(self, call: Any) -> None:  # noqa: ANN401 - a Qt signal carries any object
        self._open -= 1
        call()


class OneShotTimer:
    """The `Timer` of presenters, on a Qt timer."""

    def __init__(self, parent: QObject) -> None:
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._then: Callable[[], None] | None = None
        self._timer.timeout.connect(self._ring)

    def start(self, milliseconds: int, then: Callable[[], None]) -> None:
        """Ring after this time, instead of at whatever time was set before."""
        self._then = then
        self._timer.start(milliseconds)

    def stop(self) -> None:
        """Ring no more."""
        self._timer.stop()
        self._then = None

    def _ring(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

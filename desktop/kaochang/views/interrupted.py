"""Ctrl+C in the terminal from which a window was opened."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from kaochang.domain.refusals import STOPPED_EXIT


@contextmanager
def ended_by_ctrl_c(application: QApplication) -> Iterator[None]:
    """For a with block, Ctrl+C ends the event loop as closing the window would, with the exit code of what was stopped.

    While nothing happens Qt waits where Python hears of no signal, so each signal is written to a pipe that Qt watches;
    on Windows it can watch none. Where Ctrl+C is ignored (a background job inherits that) or somebody else answers it,
    it stays so.
    """
    if sys.platform == "win32" or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    hears, tells = os.pipe()
    os.set_blocking(tells, False)
    woken = QSocketNotifier(hears, QSocketNotifier.Type.Read)
    woken.activated.connect(lambda _: os.read(hears, 1))  # Python answers the signal before it runs this

    def end(*_: object) -> None:
        QTimer.singleShot(0, application, lambda: application.exit(STOPPED_EXIT))  # also where no loop runs yet

    signal.signal(signal.SIGINT, end)
    before = signal.set_wakeup_fd(tells, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        woken.setEnabled(False)
        os.close(hears)
        os.close(tells)

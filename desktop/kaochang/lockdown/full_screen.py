"""The exam window fills its screen and stays on top, with or without a window manager."""

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QWidget

from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.lockdown.application import bring_forward
from kaochang.lockdown.input_method import InputMethodWatch
from kaochang.lockdown.notes import Note

CHECK_MS = 500
"""A window that opens above the exam without taking the focus sends Qt no event: only looking again helps."""


class FullScreen:
    """Full screen and on top; looks every half second whether that is still so.

    Without a window manager the wish for full screen is ignored: then the geometry is set outright and the window
    raised at every look. `insist` raises it at every look in any case.
    """

    name = "full-screen"

    def __init__(self, window: QWidget, input_method: InputMethodWatch, note: Note, *, insist: bool) -> None:
        self._window = window
        self._input_method = input_method
        self._note = note
        self._keep_raising = insist
        self._fills = False
        self._before: tuple[Qt.WindowState, QRect, bool] | None = None
        self._timer = QTimer()
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self._look)

    def engage(self) -> GuardReport:
        """Ask for full screen. Window managers answer later, so the first report may be DEGRADED (settling)."""
        on_top = bool(self._window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint)
        self._before = (self._window.windowState(), self._window.geometry(), on_top)
        self._window.showFullScreen()
        self._stay_on_top(True)
        bring_forward(self._window)
        self._window.activateWindow()
        self._timer.start()
        self._fills = self._filling()
        if self._fills:
            return GuardReport(self.name, GuardState.HELD, "guard.full-screen.held")
        return GuardReport(self.name, GuardState.DEGRADED, "guard.full-screen.settling")

    def release(self) -> None:
        """Give the window the state, place and stacking it had."""
        self._timer.stop()
        if self._before is None:
            return
        state, geometry, on_top = self._before
        self._before = None
        self._stay_on_top(on_top)
        self._window.setWindowState(state)
        if state == Qt.WindowState.WindowNoState:
            self._window.setGeometry(geometry)

    def _stay_on_top(self, on_top: bool) -> None:
        # On the native window: QWidget.setWindowFlag would hide the window and lose the focus.
        self._window.windowHandle().setFlag(Qt.WindowType.WindowStaysOnTopHint, on_top)

    def _filling(self) -> bool:
        return self._window.isVisible() and self._window.geometry() == self._window.screen().geometry()

    def _look(self) -> None:
        if self._window.isMinimized():
            self._window.showFullScreen()
        fills = self._filling()
        if fills != self._fills:
            self._fills = fills
            self._note(Happening.GUARD_HELD if fills else Happening.GUARD_DEGRADED, self.name)
        if not fills:
            self._window.setGeometry(self._window.screen().geometry())
            self._keep_raising = True
        if self._keep_raising and not self._input_method.busy():
            bring_forward(self._window)

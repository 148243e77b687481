"""The exam takes the focus back from whatever took it."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from kaochang.domain.guards import GuardReport, GuardState
from kaochang.lockdown.application import activate, application
from kaochang.lockdown.input_method import InputMethodWatch

DELAY_MS = 50
"""Measured: raising at once loses against a window that is still being mapped."""

RETRY_MS = 250
"""How often it is tried again while the focus stays away."""


class Focus:
    """Brings the exam forward and activates it when the application loses the focus, until it has it again.

    Waits while an input method may have a window open: that window must not be covered.
    """

    name = "focus"

    def __init__(self, window: QWidget, input_method: InputMethodWatch) -> None:
        self._window = window
        self._input_method = input_method
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._take_back)

    def engage(self) -> GuardReport:
        """Start listening; a window that is not active yet is activated."""
        running = application()
        running.applicationStateChanged.connect(self._state_changed)
        self._state_changed(running.applicationState())
        return GuardReport(self.name, GuardState.HELD, "guard.focus.held")

    def release(self) -> None:
        """Let others have the focus."""
        self._timer.stop()
        application().applicationStateChanged.disconnect(self._state_changed)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._timer.stop()
        else:
            self._timer.start(DELAY_MS)

    def _take_back(self) -> None:
        if not self._input_method.busy():
            activate(self._window)
        self._timer.start(RETRY_MS)

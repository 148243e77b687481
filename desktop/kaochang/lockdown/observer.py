"""Notes what happens around the exam window; at the level `observe` it is the only guard."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QScreen

from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.lockdown.application import application
from kaochang.lockdown.notes import Note
from kaochang.machine.devices import Devices, devices_of

LOOK_MS = 2_000
"""How often the devices are looked at."""


class Observer:
    """Tells the journal when the exam loses or regains the focus, and when screens or devices come or go.

    Prevents nothing.
    """

    name = "observer"

    def __init__(self, note: Note, plugged_in: Callable[[], Devices] | None = None) -> None:
        self._note = note
        self._active = True
        self._plugged_in = plugged_in or devices_of()
        self._devices: Devices = {}
        self._timer = QTimer()
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def engage(self) -> GuardReport:
        """Start listening."""
        running = application()
        self._active = running.applicationState() == Qt.ApplicationState.ApplicationActive
        running.applicationStateChanged.connect(self._state_changed)
        running.screenAdded.connect(self._screen_added)
        running.screenRemoved.connect(self._screen_removed)
        self._devices = self._plugged_in()
        self._timer.start()
        return GuardReport(self.name, GuardState.HELD, "guard.observer.held")

    def release(self) -> None:
        """Stop listening."""
        self._timer.stop()
        running = application()
        running.applicationStateChanged.disconnect(self._state_changed)
        running.screenAdded.disconnect(self._screen_added)
        running.screenRemoved.disconnect(self._screen_removed)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        active = state == Qt.ApplicationState.ApplicationActive
        if active != self._active:
            self._active = active
            self._note(Happening.FOCUS_BACK if active else Happening.FOCUS_LOST, "")

    def _screen_added(self, screen: QScreen) -> None:
        self._note(Happening.SCREEN_ADDED, screen.name())

    def _screen_removed(self, screen: QScreen) -> None:
        self._note(Happening.SCREEN_REMOVED, screen.name())

    def _look(self) -> None:
        """Which devices came or went since the last look; one that was changed for another of its name did both."""
        before, self._devices = self._devices, self._plugged_in()
        for key in sorted(before.keys() - self._devices.keys()):
            self._note(Happening.DEVICE_REMOVED, before[key])
        for key in sorted(self._devices.keys() - before.keys()):
            self._note(Happening.DEVICE_ADDED, self._devices[key])

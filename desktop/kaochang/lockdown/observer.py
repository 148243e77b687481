"""Notes what happens around the exam window; at the level `observe` it is the only guard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QScreen

from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.lockdown.application import application
from kaochang.lockdown.notes import Note


class Observer:
    """Tells the journal when the exam loses or regains the focus and when screens come or go. Prevents nothing."""

    name = "observer"

    def __init__(self, note: Note) -> None:
        self._note = note
        self._active = True

    def engage(self) -> GuardReport:
        """Start listening."""
        running = application()
        self._active = running.applicationState() == Qt.ApplicationState.ApplicationActive
        running.applicationStateChanged.connect(self._state_changed)
        running.screenAdded.connect(self._screen_added)
        running.screenRemoved.connect(self._screen_removed)
        return GuardReport(self.name, GuardState.HELD, "guard.observer.held")

    def release(self) -> None:
        """Stop listening."""
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

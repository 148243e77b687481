"""Keys of the window manager and of other programs reach the exam instead (X11)."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.lockdown.application import application
from kaochang.lockdown.notes import Note

CHECK_MS = 500
"""A program that holds the keyboard (an open menu, a screen saver) tells nobody when it lets go: look this often."""

Grab = Callable[[QWindow, bool], bool]
"""Takes or gives back the keyboard for a window; says whether it worked."""


class Keyboard:
    """Grabs the keyboard for the exam's active window; tries again until it really holds, and keeps renewing.

    The grab is the window's, not a widget's: keys go on reaching the field with the focus and its input method.
    It follows the active window, because a grab for another one would send focus events and end the composing; that
    also brings the keyboard back when an open list of ours closes and gives it free.
    """

    name = "keyboard"

    def __init__(self, note: Note, grab: Grab = QWindow.setKeyboardGrabEnabled) -> None:
        self._note = note
        self._grab = grab
        self._held = False
        self._timer = QTimer()
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self._renew)

    def engage(self) -> GuardReport:
        """Grab now if a window of ours is active, otherwise as soon as one is (DEGRADED until then)."""
        application().focusWindowChanged.connect(self._renew)
        self._timer.start()
        self._held = self._try()
        if self._held:
            return GuardReport(self.name, GuardState.HELD, "guard.keyboard.held")
        return GuardReport(self.name, GuardState.DEGRADED, "guard.keyboard.waiting")

    def release(self) -> None:
        """Give the keyboard back. Should the program die first, the X server does the same."""
        self._timer.stop()
        for window in application().topLevelWindows():
            self._grab(window, False)
        self._held = False
        application().focusWindowChanged.disconnect(self._renew)

    def _renew(self) -> None:
        held = self._try()
        if held != self._held:
            self._held = held
            self._note(Happening.GUARD_HELD if held else Happening.GUARD_DEGRADED, self.name)

    def _try(self) -> bool:
        """Whether the keyboard is ours. While no window of ours has the focus, an earlier grab goes on holding;
        while a list is open it holds the keyboard for us, and a grab would take it from the list.
        """
        window = application().focusWindow()
        if window is None or QApplication.activePopupWidget() is not None:
            return self._held
        return self._grab(window, True)

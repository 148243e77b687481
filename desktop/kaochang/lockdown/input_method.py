"""Knows when a candidate is composing Chinese, so that no other guard raises the exam over the candidate window."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent
from shiboken6 import isValid

from kaochang.domain.guards import GuardReport, GuardState
from kaochang.lockdown.application import application

LINGER_MS = 2_000
"""An input method's window may stay for a while without composed text (associated words after a commit)."""


class InputMethodWatch(QObject):
    """Follows the field that has the focus and the text composed in it; `busy` is what the other guards ask.

    Only the focus object is filtered: a filter on the application would carry every event into Python.
    """

    name = "input-method"

    def __init__(self) -> None:
        super().__init__()
        self._field: QObject | None = None
        self._composing = False
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)

    def busy(self) -> bool:
        """Whether an input method's own window may be on the screen."""
        return self._composing or self._linger.isActive()

    def engage(self) -> GuardReport:
        """Start following."""
        running = application()
        running.focusObjectChanged.connect(self._follow)
        self._follow(running.focusObject())
        return GuardReport(self.name, GuardState.HELD, "guard.input-method.held")

    def release(self) -> None:
        """Stop following."""
        application().focusObjectChanged.disconnect(self._follow)
        self._follow(None)
        self._linger.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See composed text pass by; never takes an event."""
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
            self._linger.start()
        return False

    def _follow(self, field: QObject | None) -> None:
        """Watch this field instead. Text composed in the old one is gone: Qt resets it when the focus moves."""
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        if self._composing:
            self._composing = False
            self._linger.start()
        self._field = field
        if field is not None:
            field.installEventFilter(self)

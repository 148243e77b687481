"""Keys and what an input method makes of keys reach a field in the order in which they were typed, however busy the PC.

Under X11 Qt takes all the keys that have come, asks ibus about each, and hands the ones that ibus left alone to the
window; only then does it deliver what ibus sent meanwhile. So on a slow PC Enter came before the word it was to follow.
This needs ibus asked about one key at a time (`IBUS_ENABLE_SYNC_MODE`): else a key whose answer is there at once
overtakes the one before, and nobody can tell.
"""

import ctypes
import struct
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent

_EVENT = b"xcb_generic_event_t"
_KEY_PRESS = 2
_HEAD = struct.Struct("=BBHI")
"""How each event of X begins: its kind, the key's code, a sequence number, the time in ms."""

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)

Key = tuple[int, int]
"""A key press by its time and its code."""


class _Presses(QAbstractNativeEventFilter):
    """Tells each key press as X sends it, before the input method is asked about it."""

    def __init__(self, told: Callable[[Key], None]) -> None:
        super().__init__()
        self._told = told

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        """Never takes an event."""
        if kind == _EVENT:
            is_what, code, _, time = _HEAD.unpack(ctypes.string_at(int(message), _HEAD.size))
            if is_what & 0x7F == _KEY_PRESS:
                self._told((time, code))
        return False, 0


class TypedOrder(QObject):
    """Numbers the keys, and lets nothing through to the field ahead of what was typed before it.

    Each key press posts a mark behind what ibus had sent until then: what is delivered between two marks, the first of
    these two keys made.
    """

    _marked = Signal(int)
    _left = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._count = 0
        self._open: dict[Key, int] = {}
        self._reached = 0
        self._next: int | None = None
        self._held: list[tuple[int, QInputMethodEvent]] = []
        self._is_delivering = False
        self._marked.connect(self._reach, Qt.ConnectionType.QueuedConnection)
        self._left.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._presses = _Presses(self.pressed)
        application.installNativeEventFilter(self._presses)

    def pressed(self, key: Key) -> None:
        """X sent a key; the input method is asked next."""
        self._count += 1
        self._open[key] = self._count
        self._marked.emit(self._count)

    def holds(self, event: QEvent) -> bool:
        """Whether this event of the field comes too early, and is delivered later instead.

        Ahead of a key, all is delivered that earlier keys made.
        """
        if isinstance(event, QInputMethodEvent):
            return self._holds_made(event)
        if isinstance(event, QKeyEvent) and event.type() in _KEYS:
            self._make_way((event.timestamp(), event.nativeScanCode()))
        return False

    def _holds_made(self, event: QInputMethodEvent) -> bool:
        if self._is_delivering or self._next is None or self._reached < self._next:
            return False
        later = QInputMethodEvent(event.preeditString(), event.attributes())
        later.setCommitString(event.commitString(), event.replacementStart(), event.replacementLength())
        self._held.append((self._reached, later))
        return True

    def _make_way(self, key: Key) -> None:
        """Keys come here in order, so an earlier one that did not come was taken by the input method."""
        number = self._open.pop(key, None)
        taken = [each for each, its in self._open.items() if number is not None and its < number]
        if not taken:
            return
        for each in taken:
            del self._open[each]
        self._next = number
        self._deliver()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)  # messages of ibus come to Qt as such calls
        self._next = None
        if self._held:
            self._left.emit()

    def _reach(self, number: int) -> None:
        """Outside of a key's delivery all keys that Qt had taken were delivered."""
        self._reached = number
        if self._next is None:
            self._open = {key: its for key, its in self._open.items() if its > number}

    def _deliver(self) -> None:
        """What was held and comes before the key that is next, or all of it; to the field that has the keyboard now."""
        while self._held and (self._next is None or self._held[0][0] < self._next):
            _, event = self._held.pop(0)
            field = QGuiApplication.focusObject()
            if field is not None:
                self._is_delivering = True
                QCoreApplication.sendEvent(field, event)
                self._is_delivering = False

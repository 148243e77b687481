"""What an input method is composing is never lost: it goes into its field before the keyboard goes elsewhere.

Qt's own `QInputMethod.commit` is not enough. Under ibus it clears what is composed where the engine did not ask for
anything else, and pinyin engines do not; and once another control has the keyboard, Qt gives the text to that one.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from shiboken6 import isValid

from kaochang.views.widgets.typed_order import TypedOrder


class ComposedText(QObject):
    """Knows what is composed in the field that has the keyboard, as that field shows it.

    Only this field is filtered; a filter on the application would carry every event into Python. `composed` is emitted
    with every key of it.
    """

    composed = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._field: QObject | None = None
        self._order = application.findChild(TypedOrder)
        self._composed = ""
        self._dropped = ""
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._forget)
        application.focusObjectChanged.connect(self._follow)
        self._follow(application.focusObject())

    def finish(self) -> None:
        """Put it into the field now; what the input method commits by itself is not put in twice."""
        QGuiApplication.inputMethod().commit()
        text = self._composed or self._dropped
        self._composed = self._dropped = ""
        if text and self._field is not None and isValid(self._field):
            event = QInputMethodEvent()
            event.setCommitString(text)
            QCoreApplication.sendEvent(self._field, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See text being composed, and the keyboard about to go; takes only what was typed later, until its turn."""
        if self._order is not None and self._order.holds(event):
            return True
        if isinstance(event, QInputMethodEvent):
            self._take(event)
        elif event.type() == QEvent.Type.FocusAboutToChange:
            self.finish()
        return False

    def _take(self, event: QInputMethodEvent) -> None:
        """Text that goes without being committed was erased by the candidate, or dropped by Qt on the way out.

        Qt does so just before it says that the keyboard is about to go, so for the rest of this turn of the event loop
        the text is kept.
        """
        before, self._composed, self._dropped = self._composed, event.preeditString(), ""
        if self._composed:
            self.composed.emit()
        if before and not self._composed and not event.commitString():
            self._dropped = before
            self._turn.start()

    def _forget(self) -> None:
        self._dropped = ""

    def _follow(self, field: QObject | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field, self._composed, self._dropped = field, "", ""
        if field is not None:
            field.installEventFilter(self)


def watch_composing() -> ComposedText:
    """The application's one watch; from the first call on, leaving a field finishes what is composed in it."""
    application = QGuiApplication.instance()
    if not isinstance(application, QGuiApplication):
        raise TypeError("an input method needs a QGuiApplication")
    return application.findChild(ComposedText) or ComposedText(application)


def finish_composing() -> None:
    """What is being composed goes into its field now, while that field's item is still the current one."""
    watch_composing().finish()

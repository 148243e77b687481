"""What a screen reader is told: what a widget is, where Qt would not say so, and what must be heard at once."""

from functools import cache, partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget

_PROPERTY = "spokenAs"
_ROLES = {
    "text": QAccessible.Role.StaticText,
    "heading": QAccessible.Role.Heading,
    "dialog": QAccessible.Role.Dialog,
    "alert": QAccessible.Role.AlertMessage,
    "page": QAccessible.Role.Pane,
    "group": QAccessible.Role.Grouping,
    "row": QAccessible.Role.ListItem,
}


def speak_as(widget: QWidget, role: str) -> None:
    """Let a screen reader hear of this widget as a text, heading, dialog, alert, page, group or row.

    A page that is hidden is empty: Qt would go on telling what stands on it, as something that is not to be seen.

    Before it has a text or a name: Qt asks what it is as soon as there is something to tell, and only once.
    """
    widget.setProperty(_PROPERTY, role)


class _Spoken(QAccessibleWidget):
    """A widget in a role of our choice; a label without a name of its own is called by its text."""

    def text(self, kind: QAccessible.Text) -> str:
        """Its name, or whatever else Qt tells of it."""
        told = super().text(kind)
        widget = self.object()
        return widget.text() if kind == QAccessible.Text.Name and not told and isinstance(widget, QLabel) else told


class _Page(_Spoken):
    """A widget whose parts are there while it is shown."""

    def childCount(self) -> int:
        """How many parts it has for who asks now."""
        return 0 if self._is_hidden() else super().childCount()

    def child(self, index: int) -> QAccessibleInterface:
        """One of them; nothing stands at the place before the first."""
        return super().child(-1 if self._is_hidden() else index)

    def _is_hidden(self) -> bool:
        shown = self.object()
        return isinstance(shown, QWidget) and shown.isHidden()


def _interface(_: str, shown: QObject) -> QAccessibleInterface | None:
    role = shown.property(_PROPERTY) if isinstance(shown, QWidget) else None
    if not isinstance(shown, QWidget) or role not in _ROLES:
        return None
    return (_Page if role == "page" else _Spoken)(shown, _ROLES[role])


@cache
def install_roles() -> None:
    """Make `speak_as` be heard; once in a process."""
    QAccessible.installFactory(_interface)


def announce(widget: QWidget, text: str, *, waits: bool = False) -> None:
    """Say this over whatever is being read, or, where it `waits`, after that; nothing where there is nothing to say.

    Once all that the candidate just did is done: what is told before the keyboard moves is drowned by where it goes.
    """
    if text and QAccessible.isActive():
        QTimer.singleShot(0, widget, partial(_say, widget, text, waits=waits))


def _say(widget: QWidget, text: str, *, waits: bool) -> None:
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Polite if waits else politeness.Assertive)
    QAccessible.updateAccessibility(event)

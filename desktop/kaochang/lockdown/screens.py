"""Screens other than the exam's are covered."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QScreen
from PySide6.QtWidgets import QWidget

from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.lockdown.application import application, bring_forward
from kaochang.lockdown.notes import Note


class Cover(QWidget):
    """A black window over one screen that takes no focus and refuses to close."""

    def __init__(self, screen: QScreen) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), Qt.GlobalColor.black)
        self.setPalette(palette)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        screen.geometryChanged.connect(self.setGeometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse; the guard hides a cover, it never closes one."""
        event.ignore()


class Screens:
    """One cover per screen that shows nothing of the exam; made anew whenever a screen comes or goes.

    Tells when a screen comes that shows the exam too, and when the last such screen has gone.
    """

    name = "screens"

    def __init__(self, window: QWidget, note: Note) -> None:
        self._window = window
        self._note = note
        self._holds = True
        self._covers: list[Cover] = []
        self._soon = QTimer()
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._cover_anew)

    def engage(self) -> GuardReport:
        """Cover now and at every change; DEGRADED where another screen shows the same as the exam's."""
        running = application()
        running.screenAdded.connect(self._changed)
        running.screenRemoved.connect(self._changed)
        self._cover()
        self._holds = self._is_whole()
        if not self._holds:
            return GuardReport(self.name, GuardState.DEGRADED, "guard.screens.mirrored")
        return GuardReport(self.name, GuardState.HELD, "guard.screens.held")

    def release(self) -> None:
        """Show the other screens again."""
        self._soon.stop()
        self._uncover()
        running = application()
        running.screenAdded.disconnect(self._changed)
        running.screenRemoved.disconnect(self._changed)

    def _changed(self) -> None:
        """Take the covers away at once: Qt is about to move one whose screen went onto the exam's screen.

        New ones wait for the event loop, when every window has its screen again.
        """
        self._uncover()
        self._soon.start()

    def _is_whole(self) -> bool:
        return len(self._covers) >= len(application().screens()) - 1

    def _cover_anew(self) -> None:
        self._cover()
        holds = self._is_whole()
        if holds != self._holds:
            self._holds = holds
            self._note(Happening.GUARD_HELD if holds else Happening.GUARD_DEGRADED, self.name)

    def _cover(self) -> None:
        self._uncover()
        home = self._window.screen().geometry()
        for screen in application().screens():
            # A mirrored or overlapping screen is left bare: its cover would lie over the exam.
            if not screen.geometry().intersects(home):
                cover = Cover(screen)
                cover.show()
                self._covers.append(cover)
        bring_forward(self._window)

    def _uncover(self) -> None:
        for cover in self._covers:
            cover.hide()
            cover.deleteLater()
        self._covers.clear()

"""Nothing is pasted into the exam from outside, and nothing is carried out of it."""

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QClipboard

from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.lockdown.application import application
from kaochang.lockdown.notes import Note

PAUSE_MS = 200
"""Clipboard managers put back what was cleared; this bounds the quarrel with one, and the notes of it."""


class Clipboard:
    """Empties the clipboard and the mouse selection at both ends, and in between whenever another program fills one.

    Text copied inside the exam's own fields may be pasted within them.
    """

    name = "clipboard"

    def __init__(self, note: Note) -> None:
        self._note = note
        self._emptying = False
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._pause_over)

    def engage(self) -> GuardReport:
        """Empty both and listen."""
        self._empty(self._modes())
        application().clipboard().changed.connect(self._changed)
        return GuardReport(self.name, GuardState.HELD, "guard.clipboard.held")

    def release(self) -> None:
        """Stop listening, and give both up empty: what was copied in the exam stays in the exam."""
        self._pause.stop()
        board = application().clipboard()
        board.changed.disconnect(self._changed)
        for mode in self._modes():
            board.clear(mode)

    def _changed(self, mode: QClipboard.Mode) -> None:
        """Empty at once what another program filled; what comes within the pause is emptied at its end, unnoted."""
        if self._emptying or self._pause.isActive() or mode not in self._foreign():
            return
        self._note(Happening.CLIPBOARD_EMPTIED, "")
        self._empty([mode])
        self._pause.start()

    def _pause_over(self) -> None:
        foreign = self._foreign()
        if foreign:
            self._empty(foreign)
            self._pause.start()

    def _empty(self, modes: list[QClipboard.Mode]) -> None:
        """Own the modes, with nothing in them.

        Clearing them instead would leave them without an owner, and X11 reports that like another program's copying.
        """
        self._emptying = True  # this announces a change too, and some platforms never say that a mode is ours
        for mode in modes:
            application().clipboard().setMimeData(QMimeData(), mode)
        self._emptying = False

    def _foreign(self) -> list[QClipboard.Mode]:
        """The modes that another program owns; what it put there is not asked for, its owner could hang."""
        board = application().clipboard()
        own = {QClipboard.Mode.Clipboard: board.ownsClipboard, QClipboard.Mode.Selection: board.ownsSelection}
        return [mode for mode in self._modes() if not own[mode]()]

    def _modes(self) -> list[QClipboard.Mode]:
        if application().clipboard().supportsSelection():
            return [QClipboard.Mode.Clipboard, QClipboard.Mode.Selection]
        return [QClipboard.Mode.Clipboard]

"""What lies over the exam: the hand-in summary, the second confirmation, and "cannot save"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QWidget

from kaochang.presenters.candidate.errata_faces import News
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import CannotSave, Confirmation, EarlierVersions, Final, Overlay, Summary
from kaochang.presenters.candidate.shortcuts import ShortcutPage
from kaochang.views.candidate.dialog_parts import dialog, refused_box, two_buttons
from kaochang.views.candidate.errata import news_dialog
from kaochang.views.candidate.header import HEIGHT
from kaochang.views.candidate.shortcuts import shortcuts_dialog
from kaochang.views.candidate.summary import links, summary_dialog
from kaochang.views.candidate.versions import VersionsPanel
from kaochang.views.widgets import signs
from kaochang.views.widgets.arriving import Arriving
from kaochang.views.widgets.keys import claims_pages
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row, tab_within
from kaochang.views.widgets.spoken import announce

_CONFIRM = {
    Final.HAND_IN: "confirm-hand-in",
    Final.NEXT_PART: "confirm-next-part",
    Final.NEXT_TURN: "confirm-next-turn",
}


class Veil(QWidget):
    """Darkens the exam and holds one dialog; the keyboard stays within it."""

    def __init__(self, look: Look, presenter: ExamPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._presenter = presenter
        self._overlay: Overlay | None = None
        self._layout = column(self, margins=(24, HEIGHT + 4, 24, 12))  # clock and passing lines stay in sight
        self._dialog: QFrame | None = None
        self._arriving = Arriving()
        self.setObjectName("veil")
        self.hide()
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusChanged.connect(self._on_keyboard)

    def show_overlay(self, overlay: Overlay | None) -> bool:
        """Show this dialog, or none; says whether anything changed."""
        if overlay == self._overlay:
            return False
        before, self._overlay = self._overlay, overlay
        if isinstance(overlay, Summary) and self._dialog is not None and _is_kept_up(before, overlay):
            self._keep_up(self._dialog, overlay)
            return False
        if isinstance(overlay, EarlierVersions) and isinstance(self._dialog, VersionsPanel):
            self._dialog.show_versions(overlay)
            return bool(overlay.rows) and not self._dialog.has_keyboard
        if self._dialog is not None:
            self._layout.removeWidget(self._dialog)
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None
        if overlay is not None:
            self._dialog = self._make(overlay)
            self._name(self._dialog)
            self._layout.addWidget(self._dialog, 0, Qt.AlignmentFlag.AlignCenter)
            self.raise_()
        self.setVisible(overlay is not None)
        return True

    def _keep_up(self, dialog: QFrame, summary: Summary) -> None:
        """How long it is until one may hand in, or that one may now: in place, under whatever the keyboard is on."""
        refused, now = summary.refused, self._look.words("candidate.summary.now")
        said = (now, "") if refused is None else (refused.message, refused.next_step)
        for name, text in zip(("refused-message", "refused-next"), said, strict=True):
            for told in dialog.findChildren(QLabel, name):
                told.setText(text)
        for action in dialog.findChildren(QPushButton, "insist"):
            action.setEnabled(refused is None)
        if refused is None:
            announce(self, now)

    def _name(self, dialog: QFrame) -> None:
        """A screen reader calls a dialog by its first heading."""
        titles = [each.text() for each in dialog.findChildren(QLabel) if each.property("role") == "title"]
        dialog.setAccessibleName("".join(titles[:1]))

    def _on_keyboard(self, _: QWidget | None, now: QWidget | None) -> None:
        """Nothing below takes it while a dialog lies here, as a row would that was held by the mouse before."""
        if now is None or not self.isVisible() or self.isAncestorOf(now):
            return
        if (exam := self.parentWidget()) is not None and exam.isAncestorOf(now):
            self.focus_safe()

    def focus_safe(self) -> None:
        """Put the keyboard on the button that changes nothing; a screen reader reads an urgent dialog at once."""
        if isinstance(self._dialog, VersionsPanel):
            self._dialog.focus_first()
        elif self._dialog is not None and (safe := self._dialog.findChild(QWidget, "safe")) is not None:
            safe.setFocus()
        if self._dialog is not None and isinstance(self._overlay, CannotSave):
            announce(self, "\n".join(filter(None, (each.text() for each in self._dialog.findChildren(QLabel)))))
        else:
            self._arriving.tell(self._dialog)

    def _make(self, overlay: Overlay) -> QFrame:
        match overlay:
            case Summary():
                return summary_dialog(overlay, self._look, self._presenter)
            case Confirmation():
                return _confirmation(overlay, self._look, self._presenter)
            case CannotSave():
                return _cannot_save(overlay, self._look, self._presenter)
            case News():
                return news_dialog(overlay, self._look, self._presenter.errata.read)
            case EarlierVersions():
                return VersionsPanel(overlay, self._look, self._presenter.versions, self._presenter.go_back)
            case ShortcutPage():
                return shortcuts_dialog(overlay, self._look, self._presenter.go_back)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the dialog."""
        return tab_within(self, forward=forward)

    def event(self, event: QEvent) -> bool:
        """Keep the page keys for what scrolls in a dialog: the exam below hears none."""
        return claims_pages(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the items where that is one of the dialog's buttons."""
        if event.key() == Qt.Key.Key_Escape and isinstance(
            self._overlay, Summary | Confirmation | EarlierVersions | ShortcutPage
        ):
            self._presenter.go_back()
        else:
            event.accept()  # nothing below hears a key while a dialog is open

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken what is below."""
        QPainter(self).fillRect(self.rect(), self._look.colour("veil"))


def _is_kept_up(before: Overlay | None, now: Summary) -> bool:
    """Whether nothing changed but why one may not hand in yet."""
    if not isinstance(before, Summary) or before.refused is None:
        return False
    return now == replace(before, refused=now.refused)


def _confirmation(confirmation: Confirmation, look: Look, presenter: ExamPresenter) -> QFrame:
    words = look.words
    made, layout = dialog("confirmation", 620 if confirmation.chips else 520)
    step = confirmation.step
    layout.addWidget(label(words(f"candidate.{step.value}.title"), "title"))
    layout.addSpacing(8)
    layout.addWidget(label(confirmation.message, "", name="confirmation-message", wraps=True))
    if confirmation.headline:
        layout.addSpacing(14)
        layout.addWidget(links(confirmation, look, presenter, is_beside=False))
    layout.addSpacing(28)
    left = button(words(f"candidate.{step.value}.action"), "danger", _CONFIRM[step], presenter.confirm)
    right = button(words("candidate.summary.back"), "strong", "safe", presenter.go_back)
    layout.addLayout(two_buttons(left, right))
    return made


def _cannot_save(trouble: CannotSave, look: Look, presenter: ExamPresenter) -> QFrame:
    words = look.words
    made, layout = dialog("cannot-save", 600)
    head = row(spacing=16)
    head.addWidget(signs.Badge(signs.alert, look.colour("bad"), look.colour("bad_soft"), 44))
    head.addWidget(label(words("candidate.cannot-save.title"), "title"), 1)
    layout.addLayout(head)
    layout.addSpacing(16)
    layout.addWidget(refused_box(trouble.refused.message, trouble.refused.next_step))
    layout.addSpacing(14)
    layout.addWidget(label(words("candidate.cannot-save.keep"), "", wraps=True))
    layout.addSpacing(24)
    again = words("candidate.cannot-save.busy" if trouble.is_trying else "candidate.retry")
    retry: Callable[[], None] = presenter.retry_saving
    right = button(again, "strong", "safe", retry)
    right.setEnabled(not trouble.is_trying)
    line = row()
    line.addStretch(1)
    line.addWidget(right)
    layout.addLayout(line)
    return made

"""What lies over the exam: the hand-in summary, the second confirmation, and "cannot save"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kaochang.presenters.candidate.errata_faces import News
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import CannotSave, Confirmation, EarlierVersions, Final, Overlay, Summary
from kaochang.presenters.candidate.shortcuts import ShortcutPage
from kaochang.presenters.phrases import breadth
from kaochang.views.candidate.errata import news_dialog
from kaochang.views.candidate.shortcuts import shortcuts_dialog
from kaochang.views.candidate.versions import VersionsPanel
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.parts import button, column, frame, label, row, rule, tab_within
from kaochang.views.widgets.spoken import announce

_CONFIRM = {
    Final.HAND_IN: "confirm-hand-in",
    Final.NEXT_PART: "confirm-next-part",
    Final.NEXT_TURN: "confirm-next-turn",
}
_CHIP_COLUMNS, _LONG_CHIP_COLUMNS = 5, 3
_LONG_CHIP = 14
"""Columns of a chip's words from which on fewer chips stand in a row."""

_CHIPS_HIGHEST = 100
_BAR = 20


class Veil(QWidget):
    """Darkens the exam and holds one dialog; the keyboard stays within it."""

    def __init__(self, look: Look, presenter: ExamPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._presenter = presenter
        self._overlay: Overlay | None = None
        self._layout = column(self, margins=(24, 24, 24, 24))
        self._dialog: QFrame | None = None
        self.setObjectName("veil")
        self.hide()

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
            self._name(self._dialog, is_urgent=isinstance(overlay, CannotSave))
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

    def _name(self, dialog: QFrame, *, is_urgent: bool) -> None:
        """A screen reader calls a dialog by its first heading, and reads an urgent one at once."""
        labels = dialog.findChildren(QLabel)
        titles = [each.text() for each in labels if each.property("role") == "title"]
        dialog.setAccessibleName("".join(titles[:1]))
        if is_urgent:
            announce(self, "\n".join(each.text() for each in labels if each.text()))

    def focus_safe(self) -> None:
        """Put the keyboard on the button that changes nothing."""
        if isinstance(self._dialog, VersionsPanel):
            self._dialog.focus_first()
            return
        safe = None if self._dialog is None else self._dialog.findChild(QWidget, "safe")
        if safe is not None:
            safe.setFocus()

    def _make(self, overlay: Overlay) -> QFrame:
        match overlay:
            case Summary():
                return _summary(overlay, self._look, self._presenter)
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


def _dialog(name: str, width: int) -> tuple[QFrame, QVBoxLayout]:
    made = frame("dialog", name=name)
    made.setFixedWidth(width)
    return made, column(made, margins=(36, 30, 36, 30))


def _buttons(left: QPushButton, right: QPushButton) -> QHBoxLayout:
    right.setMinimumHeight(46)
    right.setMinimumWidth(128)
    line = row(spacing=12)
    line.addWidget(left)
    line.addStretch(1)
    line.addWidget(right)
    return line


def _summary(summary: Summary, look: Look, presenter: ExamPresenter) -> QFrame:
    words = look.words
    made, layout = _dialog("summary", 720)
    layout.addWidget(label(words("candidate.summary.title"), "title"))
    layout.addSpacing(4)
    layout.addWidget(label(words("candidate.summary.left", left=summary.time_left), "small"))
    layout.addSpacing(14)
    layout.addWidget(_table(summary, look))
    layout.addSpacing(18)
    layout.addWidget(_gaps(summary, look, presenter))
    if summary.refused is not None:
        layout.addSpacing(12)
        layout.addWidget(_refused(summary.refused.message, summary.refused.next_step))
    layout.addSpacing(24)
    hand_in = words("candidate.summary.insist" if summary.has_gaps else "candidate.summary.hand-in")
    left = button(hand_in, "danger", "insist", presenter.insist)
    left.setEnabled(summary.refused is None)
    right = button(words("candidate.summary.back"), "strong", "safe", presenter.go_back)
    layout.addLayout(_buttons(left, right))
    return made


def _table(summary: Summary, look: Look) -> QWidget:
    words = look.words
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(8)
    grid.setHorizontalSpacing(0)
    grid.setColumnStretch(0, 1)
    heads = ("section", "answered", "partial", "unanswered", "marked")
    for place, head in enumerate(heads):
        grid.addWidget(_figure(words(f"candidate.summary.header.{head}"), "small", is_first=place == 0), 0, place)
        grid.setColumnMinimumWidth(place, 72)
    for line, section in enumerate(summary.rows, start=1):
        grid.addWidget(rule(), 2 * line - 1, 0, 1, len(heads))
        grid.addWidget(_figure(section.title, "", is_first=True), 2 * line, 0)
        figures = (section.answered, section.partial, section.unanswered, section.marked)
        for place, figure in enumerate(figures, start=1):
            role = "gap" if place in (2, 3) and figure else ""
            grid.addWidget(_figure(str(figure), role, is_first=False), 2 * line, place)
    grid.addWidget(rule(), 2 * len(summary.rows) + 1, 0, 1, len(heads))
    return _within(body, 330)


def _figure(text: str, role: str, *, is_first: bool) -> QWidget:
    made = label(text, role, wraps=is_first)
    if not is_first:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _within(body: QWidget, highest: int) -> QWidget:
    """The body itself where it fits, in a scrolled area where it does not."""
    height = body.sizeHint().height()
    if height <= highest:
        return body
    layout = body.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, _BAR, 0)  # the scroll bar stands beside the last column, not over it
    area = QScrollArea()
    without_menus(area)
    area.setWidgetResizable(True)
    area.setWidget(body)
    area.setFixedHeight(highest)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    body.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def _gaps(summary: Summary, look: Look, presenter: ExamPresenter) -> QFrame:
    made = frame("marked" if summary.chips else "accent", name="gaps")
    layout = column(made, margins=(16, 12, 16, 12), spacing=4)
    layout.addWidget(label(summary.headline, "warning-strong" if summary.chips else "next", wraps=True))
    if not summary.chips:
        return made
    layout.addWidget(label(look.words("candidate.summary.links"), "warning"))
    layout.addSpacing(6)
    chips = QWidget()
    grid = QGridLayout(chips)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(8)
    is_long = any(breadth(chip.text) > _LONG_CHIP for chip in summary.chips)
    across = _LONG_CHIP_COLUMNS if is_long else _CHIP_COLUMNS
    for place, chip in enumerate(summary.chips):
        link = button(chip.text, "chip", f"chip-{chip.item}", partial(presenter.go, chip.item))
        if chip.is_marked:
            link.setIcon(signs.icon(signs.flag_before_words, look.colour("marked")))
        grid.addWidget(link, place // across, place % across)
    for place in range(across):
        grid.setColumnStretch(place, 1)
        grid.setColumnMinimumWidth(place, 92)
    layout.addWidget(_within(chips, _CHIPS_HIGHEST))
    return made


def _refused(message: str, next_step: str) -> QFrame:
    made = frame("bad", name="refused")
    layout = column(made, margins=(16, 12, 16, 12), spacing=4)
    layout.addWidget(label(message, "bad-strong", name="refused-message", wraps=True))
    layout.addWidget(label(next_step, "bad", name="refused-next", wraps=True))
    return made


def _confirmation(confirmation: Confirmation, look: Look, presenter: ExamPresenter) -> QFrame:
    words = look.words
    made, layout = _dialog("confirmation", 520)
    step = confirmation.step
    layout.addWidget(label(words(f"candidate.{step.value}.title"), "title"))
    layout.addSpacing(8)
    layout.addWidget(label(confirmation.message, "", wraps=True))
    layout.addSpacing(28)
    left = button(words(f"candidate.{step.value}.action"), "danger", _CONFIRM[step], presenter.confirm)
    right = button(words("candidate.summary.back"), "strong", "safe", presenter.go_back)
    layout.addLayout(_buttons(left, right))
    return made


def _cannot_save(trouble: CannotSave, look: Look, presenter: ExamPresenter) -> QFrame:
    words = look.words
    made, layout = _dialog("cannot-save", 600)
    head = row(spacing=16)
    head.addWidget(signs.Badge(signs.alert, look.colour("bad"), look.colour("bad_soft"), 44))
    head.addWidget(label(words("candidate.cannot-save.title"), "title"), 1)
    layout.addLayout(head)
    layout.addSpacing(16)
    layout.addWidget(_refused(trouble.refused.message, trouble.refused.next_step))
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

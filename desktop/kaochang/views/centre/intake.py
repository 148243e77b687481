"""A stick on its way in: where from, how far it is, and what it brought."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from kaochang.presenters.centre.collect import CollectPresenter
from kaochang.presenters.centre.collect_state import CollectState, Intake
from kaochang.views.centre.files import choose_merged
from kaochang.views.centre.matters import MatterList
from kaochang.views.office.drive_list import DriveList
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row


class IntakePanel(QFrame):
    """Hidden while nothing is taken in."""

    def __init__(self, presenter: CollectPresenter, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.setObjectName("intake")
        self._presenter = presenter
        self._look = look
        words = look.words
        self._title = label("", "heading", name="intake-title", wraps=True)
        self._drives = DriveList(look, "intake", self._take)
        self._files = button(words("centre.intake.files"), "quiet", "intake-files", self._on_files)
        self._choosing = QWidget()
        asks = column(self._choosing, spacing=8)
        asks.addWidget(label(words("centre.intake.what"), "label", wraps=True))
        asks.addWidget(self._drives)
        line = row()
        line.addWidget(self._files)
        line.addStretch(1)
        asks.addLayout(line)
        self._bar = QProgressBar()
        self._bar.setObjectName("intake-progress")
        self._bar.setRange(0, 100)
        self._pace = label("", "label", name="intake-pace", wraps=True)
        self._stop = button(words("office.wait.cancel"), "plain", "intake-stop", presenter.stop)
        self._working = QWidget()
        works = column(self._working, spacing=10)
        works.addWidget(self._bar)
        works.addWidget(self._pace)
        works.addWidget(label(words("centre.intake.note"), "note", wraps=True))
        line = row()
        line.addWidget(self._stop)
        line.addStretch(1)
        works.addLayout(line)
        self._text = label("", "", name="intake-brought", wraps=True)
        self._matters = MatterList(look, "intake-matter", presenter.open_matter)
        self._more = label("", "note", name="intake-more", wraps=True)
        self._brought = QWidget()
        says = column(self._brought, spacing=10)
        says.addWidget(self._text)
        says.addWidget(self._matters)
        says.addWidget(self._more)
        self._close = button(words("centre.close-panel"), "plain", "intake-close", presenter.stop_choosing)
        whole = column(self, margins=(22, 16, 22, 18), spacing=10)
        whole.addWidget(self._title)
        for part in (self._choosing, self._working, self._brought):
            whole.addWidget(part)
        line = row()
        line.addWidget(self._close)
        line.addStretch(1)
        whole.addLayout(line)

    def show_intake(self, state: CollectState) -> None:
        """Where it stands."""
        intake, words = state.intake, self._look.words
        is_new = not self.isVisible() and intake is not Intake.NONE
        self.setVisible(intake is not Intake.NONE)
        if intake is Intake.NONE:
            return
        is_working = intake in (Intake.MERGING, Intake.MARKING)
        self._title.setText(words(f"centre.intake.title.{intake.value}"))
        self._bar.setAccessibleName(self._title.text())
        self._choosing.setVisible(intake is Intake.CHOOSING)
        self._working.setVisible(is_working)
        self._brought.setVisible(intake is Intake.DONE)
        self._close.setVisible(not is_working)
        self._drives.show_drives(state.drives, "")
        self._bar.setValue(state.percent)
        self._pace.setText(state.pace)
        self._stop.setEnabled(not state.is_stopping)
        self._stop.setText(words("office.working.stopping" if state.is_stopping else "office.wait.cancel"))
        if state.brought is not None:
            self._text.setText(state.brought.text)
            self._matters.show_matters(state.brought.matters)
            self._more.setText(state.brought.more)
            self._more.setVisible(bool(state.brought.more))
        if is_new and intake is Intake.CHOOSING:
            self._files.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, path: Path) -> None:
        self._presenter.take_in([path])

    def _on_files(self) -> None:
        choose_merged(self, self._look.words, self._presenter.take_in)

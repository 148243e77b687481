"""The checks of the whole bank in the place of the list: a click or Enter leads to each item."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from kaochang.presenters.office.bank_checks import BankChecks
from kaochang.presenters.office.bank_state import ChecksState, RemarkFace
from kaochang.views.office.focused import FocusedList, FocusedPainter
from kaochang.views.office.listed import WRAPPED, Rows, text_height
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, label, row


class _Remarks(Rows[RemarkFace]):
    def spoken(self, face: RemarkFace) -> str:
        """Where, and what."""
        return f"{face.where} {face.text}"


class _Painter(FocusedPainter[RemarkFace]):
    def words_height(self, face: RemarkFace, width: int) -> int:
        """Two texts, one below the other."""
        return text_height(face.where, self.small, width) + text_height(face.text, self.plain, width) + 2

    def write(self, painter: QPainter, words: QRect, face: RemarkFace) -> None:
        """Where it is in small, and what is told of it."""
        painter.setFont(self.small)
        painter.setPen(self.look.colour("ink2"))
        painter.drawText(words, int(WRAPPED), face.where)
        painter.setFont(self.plain)
        painter.setPen(self.look.colour("ink"))
        top = text_height(face.where, self.small, words.width()) + 2
        painter.drawText(words.adjusted(0, top, 0, 0), int(WRAPPED), face.text)


class BankChecksPane(QFrame):
    """How far it is, or what was found."""

    def __init__(self, presenter: BankChecks, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        words = look.words
        self._summary = label("", "section", name="bank-checks-summary", wraps=True)
        self._refused = RefusedStrip("bank-checks-refused")
        self._bar = QProgressBar()
        self._bar.setObjectName("bank-checks-progress")
        self._bar.setAccessibleName(words("office.bank.checks.working"))
        self._bar.setRange(0, 100)
        self._stop = button(words("office.wait.cancel"), "plain", "bank-checks-stop", presenter.stop)
        self._working = QWidget()
        working = column(self._working, spacing=10)
        working.addWidget(label(words("office.bank.checks.working"), "label", wraps=True))
        working.addWidget(self._bar)
        line = row()
        line.addWidget(self._stop)
        line.addStretch(1)
        working.addLayout(line)
        self.list = FocusedList("bank-remarks", words("office.bank.checks"), look, _Remarks, _Painter, presenter.open)
        back = flush(button(words("office.bank.checks.back"), "quiet", "bank-checks-back", presenter.close), "left")
        whole = column(self)
        top = column(margins=(14, 12, 14, 8), spacing=8)
        top.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        for each in (self._summary, self._refused, self._working):
            top.addWidget(each)
        whole.addLayout(top)
        whole.addWidget(self.list, 1)

    def show_state(self, state: ChecksState) -> None:
        """Show the checks."""
        is_on = state.percent is not None
        self._working.setVisible(is_on)
        self._bar.setValue(state.percent or 0)
        self._stop.setEnabled(not state.is_stopping)
        self._summary.setText(state.summary)
        self._summary.setVisible(bool(state.summary))
        self._refused.show_refused(state.refused)
        self.list.show_faces(state.remarks, state.focus)

"""The receipt: the code, its QR for staff, and what to do now."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kaochang.presenters.candidate.receipt import ReceiptState
from kaochang.presenters.candidate.receipt_page import ReceiptPage, ReceiptPresenter
from kaochang.views.candidate.notice import card_page, next_step
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, flush, frame, label, row, rule, stop, take_focus


class ReceiptView(QWidget):
    """Filled when the receipt is there; then only its foot changes."""

    def __init__(self, presenter: ReceiptPresenter, look: Look, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("receipt")
        self._look = look
        self._presenter = presenter
        self._leave = leave
        self._built: ReceiptState | None = None
        self._asked = False
        self._again: QPushButton | None = None
        _, self._layout = card_page(self, 760)
        self._leaves_in = label("", "tiny", name="receipt-leaves")

    def render_state(self, page: ReceiptPage) -> None:
        """Show a receipt, how long it stands, and the question whether it may go."""
        if page.receipt is not self._built:
            self._built = page.receipt
            self._build(page.receipt)
        self._leaves_in.setText(page.leaves_in)
        self._show_copying(page)
        if page.asks != self._asked:
            self._asked = page.asks
            for each, is_shown in ((self._foot, not page.asks), (self._asked_line, page.asks)):
                each.setVisible(is_shown)
            take_focus(self._stay if page.asks else self._next)

    def _build(self, state: ReceiptState) -> None:
        layout, look = self._layout, self._look
        self._leaves_in.setParent(self)
        clear(layout)
        self._asked, self._again = False, None
        if not state.missed:  # what is missing takes this room, and nothing is all well yet
            layout.addWidget(signs.Badge(signs.tick, look.colour("good"), look.colour("good_soft")))
            layout.addSpacing(14)
        layout.addWidget(label(state.title, "title", name="receipt-title"))
        layout.addSpacing(2)
        layout.addWidget(label(state.message, "small", wraps=True))
        if state.missed:
            layout.addSpacing(12)
            layout.addWidget(self._missed(state.missed))
        layout.addSpacing(20)
        layout.addWidget(rule())
        layout.addSpacing(20)
        layout.addLayout(self._code_and_qr(state))
        layout.addSpacing(24)
        if not state.missed:
            layout.addWidget(next_step(state.next_step))
            layout.addSpacing(28)
        layout.addWidget(rule())
        layout.addSpacing(8)
        self._foot, self._asked_line = QWidget(), QWidget()
        self._fill_foot()
        self._fill_asked(state)
        layout.addWidget(self._foot)
        layout.addWidget(self._asked_line)
        self._asked_line.hide()
        take_focus(self._code)

    def _missed(self, missed: tuple[str, ...]) -> QWidget:
        """What has no copy, for the candidate to tell the proctor, and another try."""
        words = self._look.words
        made = frame("marked", name="missed")
        layout = column(made, margins=(16, 12, 16, 12), spacing=6)
        head = row(spacing=12)
        head.addWidget(label(words("candidate.receipt.missed"), "warning-strong", name="missed-title", wraps=True), 1)
        again = button(words("candidate.receipt.missed.again"), "", "copy-again", self._presenter.copy_again)
        head.addWidget(again)
        layout.addLayout(head)
        layout.addWidget(label(words("candidate.receipt.missed.next"), "warning", wraps=True))
        for text in missed:
            layout.addWidget(label(text, "warning", name="receipt-missed", wraps=True))
        self._again = again
        return made

    def _show_copying(self, page: ReceiptPage) -> None:
        """The button keeps the keyboard while it is busy: it is not switched off, and hears nothing meanwhile."""
        if self._again is not None:
            key = "candidate.receipt.missed.busy" if page.is_copying else "candidate.receipt.missed.again"
            self._again.setText(self._look.words(key))

    def _fill_foot(self) -> None:
        words = self._look.words
        line = row(self._foot, spacing=12)
        line.addWidget(flush(button(words("candidate.receipt.close"), "quiet", "close", self._leave), "left"))
        line.addStretch(1)
        line.addWidget(self._leaves_in)
        following = words("candidate.receipt.next-candidate")
        self._next = flush(button(following, "quiet", "next-candidate", self._presenter.ask_next), "right")
        line.addWidget(self._next)

    def _fill_asked(self, state: ReceiptState) -> None:
        words = self._look.words
        ask = "candidate.receipt.missed.ask" if state.missed else "candidate.receipt.next-candidate.ask"
        layout = column(self._asked_line, spacing=14)
        layout.addWidget(label(words(ask), "strong", name="next-ask", wraps=True))
        line = row(spacing=12)
        go = button(words("candidate.receipt.next-candidate.go"), "", "next-go", self._presenter.confirm_next)
        self._stay = button(words("candidate.receipt.next-candidate.stay"), "strong", "next-stay", self._presenter.stay)
        line.addWidget(go)
        line.addStretch(1)
        line.addWidget(self._stay)
        layout.addLayout(line)

    def _code_and_qr(self, state: ReceiptState) -> QHBoxLayout:
        words = self._look.words
        left = column(spacing=4)
        left.addWidget(label(words("candidate.receipt.code"), "small"))
        code = stop(label(state.code, "receipt", name="receipt-code"))
        left.addWidget(code, 0, Qt.AlignmentFlag.AlignLeft)
        self._code = code
        left.addWidget(label(words("candidate.receipt.code.use"), "tiny", wraps=True))
        left.addSpacing(16)
        left.addLayout(facts(state.facts, "quiet", "strong"))
        both = row(spacing=40)
        both.addLayout(left, 1)
        both.addLayout(self._qr(state.code))
        return both

    def _qr(self, code: str) -> QVBoxLayout:
        caption = label(self._look.words("candidate.receipt.qr"), "tiny")
        caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(spacing=6)
        layout.addWidget(QrView(code, self._look), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(caption)
        layout.addStretch(1)
        return layout


class QrView(QWidget):
    """A QR code drawn as squares, with its quiet zone."""

    def __init__(self, text: str, look: Look, side: int = 148) -> None:
        super().__init__()
        import segno  # wanted on this page only

        self._matrix = [list(line) for line in segno.make(text, error="m", micro=False).matrix]
        self._look = look
        self.setObjectName("qr")
        self.setAccessibleName(f"{look.words('candidate.receipt.qr')} {text}")
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint whole pixels only, so that a scanner sees even squares."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("paper"))
        painter.setPen(self._look.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        ink = self._look.colour("print")
        count = len(self._matrix) + 8
        cell = self.width() // count
        margin = (self.width() - cell * len(self._matrix)) // 2
        for line, cells in enumerate(self._matrix):
            for place, dark in enumerate(cells):
                if dark:
                    painter.fillRect(margin + place * cell, margin + line * cell, cell, cell, ink)

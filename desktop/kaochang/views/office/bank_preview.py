"""The open item as a candidate sees it, by the candidate's own widgets; above it what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.lengths import Length
from kaochang.presenters.office.bank_state import PreviewFace
from kaochang.views.candidate.sheet import ItemSheet, SheetActions
from kaochang.views.candidate.split import SplitMemory
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import clear, column, label


class BankPreview(QFrame):
    """The sheet is built anew when the item is another; what is pressed on it changes nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setObjectName("bank-preview")
        self.setAccessibleName(look.words("office.bank.preview"))
        self._look = look
        self._face: ItemFace | None = None
        self._memory = SplitMemory()
        self._memory.orientation = Qt.Orientation.Vertical
        self._actions = SheetActions(_nothing, _nothing, lambda: None)
        self._refused = RefusedStrip("bank-preview-refused")
        self._findings: tuple[str, ...] | None = None
        self._list: QVBoxLayout = column(margins=(18, 8, 18, 4), spacing=2)
        self._holder = column()
        whole = column(self)
        title = label(look.words("office.bank.preview"), "section")
        title.setContentsMargins(18, 10, 18, 0)
        whole.addWidget(title)
        whole.addWidget(self._refused)
        whole.addLayout(self._list)
        whole.addLayout(self._holder, 1)
        whole.addStretch()  # takes what is left only where no sheet does

    def show_face(self, face: PreviewFace) -> None:
        """The item, and what is wrong with it."""
        self._refused.show_refused(face.refused)
        if face.findings != self._findings:
            self._findings = face.findings
            clear(self._list)
            for text in face.findings:
                self._list.addWidget(label(f"▲ {text}", "warning", name="bank-finding", wraps=True))
        if face.face != self._face:
            self._face = face.face
            clear(self._holder)
            if face.face is not None:
                self._build(face.face)

    def _build(self, face: ItemFace) -> None:
        sheet = ItemSheet(face, self._look, self._actions, self._memory)
        sheet.show_response(None, Length("", is_amber=False), is_marked=False, versions="")
        self._holder.addWidget(sheet)


def _nothing(_: object) -> None:
    """Nobody responds to a preview."""

"""The findings: what is not sure, by weight, with what to do; a red line is passed here by name and reason."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit

from kaochang.domain.papers import Severity
from kaochang.presenters.office.paper import PaperPresenter
from kaochang.presenters.office.paper_state import FindingFace, PaperState, PassFace
from kaochang.views.office.focused import SIDE, FocusedList, FocusedPainter
from kaochang.views.office.listed import WRAPPED, PaintedList, Rows, text_height
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, has_keyboard, label, row, take_focus
from kaochang.views.widgets.spoken import announce

_TAG_PAD, _TAG_GAP, _TAG_HEIGHT = 6, 8, 19
_PASSED_GAP = 2
_GROUNDS = {Severity.ERROR: "bad_soft", Severity.WARNING: "marked_soft", Severity.INFO: "canvas"}
_INKS = {Severity.ERROR: "bad_dark", Severity.WARNING: "marked_dark", Severity.INFO: "ink2"}


class _Findings(Rows[FindingFace]):
    def spoken(self, face: FindingFace) -> str:
        """How much it weighs, what it is, and who passed it."""
        return f"{face.severity_name} {face.text} {face.passed}".strip()


class _FindingPainter(FocusedPainter[FindingFace]):
    def __init__(self, parent: PaintedList, rows: Rows[FindingFace], look: Look) -> None:
        super().__init__(parent, rows, look)
        self._strong = font(12, bold=True)

    def _tag_width(self, face: FindingFace) -> int:
        return QFontMetrics(self._strong).horizontalAdvance(face.severity_name) + 2 * _TAG_PAD

    def words_height(self, face: FindingFace, width: int) -> int:
        """Its words beside its weight, and below them who passed it."""
        room = width - self._tag_width(face) - _TAG_GAP
        passed = text_height(face.passed, self.small, room) + _PASSED_GAP if face.passed else 0
        return text_height(face.text, self.plain, room) + passed

    def write(self, painter: QPainter, words: QRect, face: FindingFace) -> None:
        """The weight on its own ground, then the words."""
        look = self.look
        tag = QRect(words.left(), words.top() + 1, self._tag_width(face), _TAG_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("surface" if face.number == self.focus else _GROUNDS[face.severity]))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setFont(self._strong)
        painter.setPen(look.colour(_INKS[face.severity]))
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), face.severity_name)
        beside = words.adjusted(tag.width() + _TAG_GAP, 0, 0, 0)
        painter.setFont(self.plain)
        painter.setPen(look.colour("ink2" if face.passed else "ink"))
        painter.drawText(beside, int(WRAPPED), face.text)
        if face.passed:
            below = beside.adjusted(0, text_height(face.text, self.plain, beside.width()) + _PASSED_GAP, 0, 0)
            painter.setFont(self.small)
            painter.setPen(look.colour("good"))
            painter.drawText(below, int(WRAPPED), face.passed)


class _PassForm(QFrame):
    """Who passes a red line, and why."""

    def __init__(self, presenter: PaperPresenter, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "marked")
        self.setObjectName("pass-form")
        self._presenter = presenter
        self._look = look
        self._asked: int | None = None
        self._by = self._field("pass-by", "office.paper.pass-by")
        self._reason = self._field("pass-reason", "office.paper.pass-reason")
        self._alike = QCheckBox()
        self._alike.setObjectName("pass-alike")
        whole = column(self, margins=(14, 10, 14, 10), spacing=6)
        whole.addWidget(label(look.words("office.paper.pass-what"), "warning", wraps=True))
        whole.addWidget(self._by)
        whole.addWidget(self._reason)
        whole.addWidget(self._alike)
        acts = row(spacing=6)
        acts.addWidget(button(look.words("office.paper.pass-now"), "marked", "pass-now", self._on_pass))
        acts.addWidget(button(look.words("office.paper.pass-not"), "quiet", "pass-not", presenter.passing.stop))
        acts.addStretch(1)
        whole.addLayout(acts)

    def _field(self, name: str, key: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setProperty("kind", "small")
        made.setMaxLength(200)
        made.setPlaceholderText(self._look.words(key))
        made.setAccessibleName(self._look.words(key))
        made.returnPressed.connect(self._on_pass)
        return made

    def show_face(self, face: PassFace | None) -> None:
        """The question, or nothing."""
        self.setVisible(face is not None)
        if face is None or face.finding == self._asked:
            self._asked = None if face is None else face.finding
            return
        self._asked = face.finding
        self._by.setText(face.by)
        self._reason.clear()
        self._alike.setText(self._look.words("office.paper.pass-alike", count=face.alike))
        self._alike.setVisible(face.alike > 0)
        self._alike.setChecked(False)
        take_focus(self._reason if face.by else self._by)

    def _on_pass(self) -> None:
        self._presenter.passing.give(self._by.text(), self._reason.text(), with_alike=self._alike.isChecked())


class FindingPane(QFrame):
    """The right column: counts, findings, the form of the one that is passed, and what was read in all."""

    def __init__(self, presenter: PaperPresenter, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._presenter = presenter
        self._look = look
        self._counts = label("", "section", name="paper-counts")
        self._summary = label("", "small", name="paper-summary", wraps=True)
        self._refused = label("", "bad", name="paper-refused", wraps=True)
        self._refused_strip = frame("bad")
        column(self._refused_strip, margins=(14, 8, 14, 8)).addWidget(self._refused)
        self._list = FocusedList(
            "paper-findings",
            look.words("office.paper.findings"),
            look,
            _Findings,
            _FindingPainter,
            presenter.focus_finding,
        )
        self._form = _PassForm(presenter, look)
        self._pass = button(look.words("office.paper.pass"), "plain", "finding-pass", self._on_pass)
        whole = column(self)
        head = row(margins=(SIDE, 12, 12, 8))
        head.addWidget(self._counts, 1)
        whole.addLayout(head)
        whole.addWidget(self._list, 1)
        foot = column(margins=(12, 8, 12, 12), spacing=8)
        self._hint = label("", "tiny", name="paper-hint", wraps=True)
        self._unkeyed = label("", "warning", name="paper-unkeyed", wraps=True)
        self._unkeyed_strip = frame("marked")
        column(self._unkeyed_strip, margins=(14, 8, 14, 8)).addWidget(self._unkeyed)
        for each in (
            self._refused_strip,
            self._pass,
            self._form,
            self._unkeyed_strip,
            self._summary,
            self._hint,
        ):
            foot.addWidget(each)
        whole.addLayout(foot)
        whole.addStretch(0)
        self._said = ""

    def show_state(self, state: PaperState) -> None:
        """Everything in the column."""
        words = self._look.words
        self._counts.setText(
            words("office.paper.counts", counts=state.counts) if state.counts else words("office.paper.clean")
        )
        people = words("office.paper.for-people", count=state.for_people) if state.for_people else ""
        self._summary.setText(f"{state.summary}{people}")
        self._hint.setText(words("office.paper.keying-hint" if state.is_keying else "office.paper.keys-hint"))
        self._show_unkeyed(state)
        refused = state.refused
        said = "" if refused is None else f"{refused.message} {refused.next_step}"
        self._refused.setText(said)
        self._refused_strip.setVisible(bool(said))
        if said != self._said:
            self._said = said
            announce(self._refused, said)
        self._list.show_faces(state.findings, state.finding)
        self._list.setVisible(bool(state.findings))
        found = next((each for each in state.findings if each.number == state.finding), None)
        self._pass.setVisible(found is not None and found.can_pass and state.passing is None)
        if state.passing is None and has_keyboard(self._form):
            self._list.setFocus()
        self._form.show_face(state.passing)

    def _show_unkeyed(self, state: PaperState) -> None:
        """What it means to go on with items that have no key, once nothing else holds."""
        words = self._look.words
        said = words("office.paper.unkeyed", count=state.pending) if state.is_whole and state.pending else ""
        if said and said != self._unkeyed.text():
            announce(self._unkeyed, said)
        self._unkeyed.setText(said)
        self._unkeyed_strip.setVisible(bool(said))

    def _on_pass(self) -> None:
        number = self._presenter.state.finding
        if number is not None:
            self._presenter.ask_pass(number)

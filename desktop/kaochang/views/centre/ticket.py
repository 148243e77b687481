"""The page of one ticket: where it stands at the left, its files and decisions below, its score item by item beside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kaochang.domain.decisions import DecisionKind
from kaochang.presenters.centre.ticket import TicketPresenter
from kaochang.presenters.centre.ticket_state import FileFace, ItemFace, TicketState
from kaochang.presenters.office.score_rows import Tone
from kaochang.views.centre.journal_rows import JournalRows
from kaochang.views.centre.matters import MatterList
from kaochang.views.office.page_parts import card
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.flow import FlowLine
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, flush, label, row, rule
from kaochang.views.widgets.scrolled import scrolled

_ROLES = {Tone.BAD: "bad-strong", Tone.DOUBT: "warning-strong", Tone.GOOD: "good"}


class TicketView(QWidget):
    """Built anew for each ticket: one ticket has few files and some dozens of items."""

    def __init__(self, presenter: TicketPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._state = TicketState()
        self._refused = RefusedStrip("ticket-refused")
        self._title = label("", "title", name="ticket-title", wraps=True)
        self._status = label("", "strong", name="ticket-status", wraps=True)
        self._looking = label(words("centre.ticket.looking"), "label", name="ticket-looking")
        self._facts, self._files, self._said, self._items = (column(spacing=8) for _ in range(4))
        self._matters = MatterList(look, "ticket-matter")
        self._kinds = FlowLine()
        back = flush(button(words("centre.back"), "quiet", "ticket-back", presenter.go_back), "left")
        head = row(margins=(24, 14, 24, 8), spacing=16)
        head.addWidget(back)
        head.addWidget(self._title)
        head.addWidget(self._status)
        head.addStretch(1)
        whole = column(self)
        whole.addLayout(head)
        whole.addWidget(self._refused)
        below = row(margins=(24, 4, 24, 16), spacing=16)
        below.addWidget(self._left(), 5)
        below.addWidget(self._right(), 6)
        whole.addLayout(below, 1)
        self.setFocusProxy(back)
        self.head: QWidget | None = None

    def _left(self) -> QWidget:
        words = self._look.words
        inner = QWidget()
        inside = column(inner, spacing=14)
        where, part = card("ticket-where", words("centre.ticket.where"), spacing=10)
        part.addWidget(self._looking)
        part.addLayout(self._facts)
        self._open, part = card("ticket-open", words("centre.ticket.decide"), spacing=12)
        part.addWidget(self._matters)
        part.addLayout(self._kinds)
        files, part = card("ticket-files", words("centre.ticket.files"), spacing=10)
        part.addLayout(self._files)
        self._more, part = card("ticket-said", words("centre.ticket.said"), spacing=10)
        part.addLayout(self._said)
        for made in (where, self._open, files, self._more):
            inside.addWidget(made)
        inside.addStretch(1)
        return scrolled(inner, centred=False, name="ticket-left")

    def _right(self) -> QWidget:
        inner = QWidget()
        inside: QVBoxLayout = column(inner, spacing=14)
        self._scored, part = card("ticket-items", self._look.words("centre.ticket.items"), spacing=10)
        part.addLayout(self._items)
        self._journal = JournalRows(self._look)
        inside.addWidget(self._journal)
        inside.addWidget(self._scored)
        inside.addStretch(1)
        self._beside = scrolled(inner, centred=False, name="ticket-right")
        return self._beside

    def render_state(self, state: TicketState) -> None:
        """Show the page."""
        before, self._state = self._state, state
        self._refused.show_refused(state.refused)
        self._title.setText(state.title)
        self._status.setText(state.status)
        self._status.setProperty("role", _ROLES.get(state.tone, "label"))
        self._status.style().polish(self._status)
        self._looking.setVisible(state.is_looking)
        self._matters.show_matters(state.matters)
        self._open.setVisible(bool(state.kinds or state.matters))
        self._more.setVisible(bool(state.acts or state.decisions))
        self._scored.setVisible(bool(state.items))
        if before.facts != state.facts:
            clear(self._facts)
            self._facts.addLayout(facts(state.facts, "label", "fact"))
        if before.files != state.files:
            self._show_files(state.files)
        if (before.acts, before.decisions) != (state.acts, state.decisions):
            clear(self._said)
            for text in (*state.decisions, *state.acts):
                self._said.addWidget(label(text, "", wraps=True))
        if before.items != state.items:
            self._show_items(state.items)
        self._journal.show_journal(state.journal, is_opening=state.is_opening)
        if state.journal is not None and before.journal is not state.journal:
            self._beside.verticalScrollBar().setValue(0)
        if before.kinds != state.kinds:
            self._show_kinds(state.kinds)

    def _show_files(self, faces: Sequence[FileFace]) -> None:
        clear(self._files)
        if not faces:
            self._files.addWidget(label(self._look.words("centre.ticket.no-files"), "label", wraps=True))
        for face in faces:
            self._files.addWidget(label(face.name, "strong", wraps=True))
            line = row(spacing=12)
            line.addWidget(label(face.said, _ROLES.get(face.tone, "label"), wraps=True), 1)
            if face.can_open:
                line.addWidget(self._opener(face))
            self._files.addLayout(line)
            for place in face.places:
                self._files.addWidget(label(place, "note", wraps=True))

    def _opener(self, face: FileFace) -> QWidget:
        words = self._look.words
        made = button(
            words("centre.journal.open"), "plain", "ticket-open-journal", partial(self._open_journal, face.sha256)
        )
        made.setAccessibleName(words("centre.journal.open.of", name=face.name))
        return made

    def _open_journal(self, sha256: str) -> None:
        self._presenter.open_journal(sha256)

    def _show_items(self, faces: Sequence[ItemFace]) -> None:
        clear(self._items)
        words = self._look.words
        for at, face in enumerate(faces):
            if at:
                self._items.addWidget(rule())
            line = row(spacing=12)
            line.addWidget(label(face.place, "strong", wraps=True), 1)
            line.addWidget(label(words("centre.item.scored", points=face.points, reason=face.reason), "label"))
            self._items.addLayout(line)
            self._items.addWidget(label(face.response, "", wraps=True))
            if face.correct:
                self._items.addWidget(label(words("centre.item.correct", correct=face.correct), "note", wraps=True))
            if face.by:
                self._items.addWidget(label(face.by, "note", wraps=True))

    def _show_kinds(self, kinds: Sequence[DecisionKind]) -> None:
        clear(self._kinds)
        for kind in kinds:
            text = self._look.words(f"centre.decide.kind.{kind}")
            self._kinds.addWidget(button(text, "plain", f"decide-{kind}", partial(self._presenter.decide, kind)))

"""The page that seals: what is sealed, where to, the centre's passphrase, and one button."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QStackedLayout, QWidget

from kaochang.presenters.office.seal import SealPhase, SealPresenter, SealState
from kaochang.views.office.drive_list import DriveList
from kaochang.views.office.page_parts import card, centred, show_why
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.secret_card import SecretFields
from kaochang.views.office.working import WorkPage
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row
from kaochang.views.widgets.spoken import announce

_WIDE = 980


class SealView(QWidget):
    """Two cards side by side: where to and what is sealed; the passphrase and the button."""

    def __init__(self, presenter: SealPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._phase: SealPhase | None = None
        self._told: tuple[tuple[str, str], ...] = ()
        self._refused = RefusedStrip("seal-refused")
        self._back = button(words("office.seal.back"), "plain", "seal-back", presenter.go_back)
        self._stopped = label(words("office.seal.stopped"), "label", name="seal-stopped", wraps=True)
        self._drives = DriveList(look, "seal", presenter.choose)
        self._facts = column()
        self._secret = SecretFields(look, "seal", presenter.type_passphrase, presenter.type_again, self._on_enter)
        self._seal = button(words("office.seal.now"), "large", "seal-now", presenter.seal)
        self._why = label("", "small", name="seal-why", wraps=True)
        self._open_ends = label("", "warning", name="seal-open-ends", wraps=True)
        self._open_strip = frame("marked")
        self._ask = self._page()
        self._working = WorkPage(look, "seal", presenter.stop)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._ask)
        self._stack.addWidget(self._working)
        self.head: QWidget | None = None

    def _page(self) -> QWidget:
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(label(self._look.words("office.seal.title"), "title", name="seal-title"))
        middle.addWidget(self._refused)
        line = row()
        line.addWidget(self._back)
        line.addStretch(1)
        middle.addLayout(line)
        middle.addWidget(self._stopped)
        cards = row(spacing=16)
        for each in ((self._place_card(), self._facts_card()), (self._secret_card(),)):
            side = column(spacing=16)
            for made in each:
                side.addWidget(made)
            side.addStretch(1)
            cards.addLayout(side, 1)
        middle.addLayout(cards)
        middle.addStretch(1)
        return centred("seal-page", inner, widest=_WIDE)

    def _place_card(self) -> QFrame:
        made, inside = card("seal-places", self._look.words("office.seal.where"), spacing=10)
        inside.addWidget(self._drives)
        return made

    def _facts_card(self) -> QFrame:
        made, inside = card("seal-facts", self._look.words("office.seal.what"), spacing=10)
        inside.addLayout(self._facts)
        column(self._open_strip, margins=(14, 8, 14, 8)).addWidget(self._open_ends)
        inside.addWidget(self._open_strip)
        return made

    def _secret_card(self) -> QFrame:
        made, inside = card("seal-secret", self._look.words("office.seal.passphrase"), spacing=8)
        inside.addWidget(self._secret)
        inside.addSpacing(8)
        inside.addWidget(self._seal)
        inside.addWidget(self._why)
        return made

    # -- what it shows --------------------------------------------------------------------------------------------

    def render_state(self, state: SealState) -> None:
        """Show the page."""
        self._secret.show_face(state.secret)
        is_asking = state.phase is SealPhase.ASK
        self._working.show_percent(state.percent, is_stopping=state.is_stopping)
        self._stack.setCurrentWidget(self._ask if is_asking else self._working)
        if is_asking:
            self._show_asked(state)
        if self._phase is not state.phase:
            self._phase = state.phase
            (self._secret if is_asking else self._working).setFocus()

    def _show_asked(self, state: SealState) -> None:
        words = self._look.words
        self._refused.show_refused(state.refused)
        self._back.setVisible(state.settings_refused)
        if state.stopped and not self._stopped.isVisible():
            announce(self._stopped, self._stopped.text())
        self._stopped.setVisible(state.stopped)
        self._drives.show_drives(state.drives, state.folder)
        self._show_facts(state.facts)
        self._open_ends.setText("\n".join(state.open_ends))
        self._open_strip.setVisible(bool(state.open_ends))
        show_why(self._seal, self._why, state.why)
        self._seal.setText(words("office.seal.now-rehearsal" if state.is_rehearsal else "office.seal.now"))

    def _show_facts(self, told: tuple[tuple[str, str], ...]) -> None:
        if told != self._told:
            self._told = told
            clear(self._facts)
            grid: QGridLayout = facts(told, "label", "")
            self._facts.addLayout(grid)

    def _on_enter(self) -> None:
        if self._presenter.state.can_seal:
            self._presenter.seal()

"""The part that seals a session: what is missing, what it is, where it goes, its secrets; then what was made."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from kaochang.flow.session_draft import SessionPart
from kaochang.presenters.office.session_seal import SessionSeal
from kaochang.presenters.office.sessions_state import CheckLine, SealedFace, SealingState, SealPhase
from kaochang.views.office.drive_list import DriveList
from kaochang.views.office.page_parts import bare_card, card, centred, show_why
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.sealed_cards import SealedCards
from kaochang.views.office.secret_card import SecretFields
from kaochang.views.office.session_rules import show_costs
from kaochang.views.office.working import WorkPage
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, label, row
from kaochang.views.widgets.spoken import announce

_WIDE = 980
_QUICK = ("office.seal.known", "office.seal.new")
_CERTIFIED = ("office.sessions.secret.known", "office.sessions.secret.new")
"""What is said of the office's passphrase at each level: a quick session's opens its results too."""


class SessionSealView(QWidget):
    """`go` leads to a part that is to be mended, `leave` back to the list."""

    def __init__(self, presenter: SessionSeal, look: Look, go: partial[None], leave: partial[None]) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._go = go
        self._leave = leave
        self._phase: SealPhase | None = None
        self._told: object = None
        self._mend_part: SessionPart | None = None
        words = look.words
        self._refused = RefusedStrip("session-seal-refused")
        self._mend = button(words("office.sessions.mend"), "plain", "session-mend", self._on_mend)
        self._stopped = label(words("office.seal.stopped"), "label", name="session-stopped", wraps=True)
        self._checks, self._facts, self._costs = column(spacing=6), column(), column(spacing=4)
        self._drives = DriveList(look, "session", presenter.choose)
        self._secret = SecretFields(look, "session", presenter.type_passphrase, presenter.type_again, self._on_enter)
        self._kit = SecretFields(
            look,
            "kit",
            presenter.type_kit,
            presenter.type_kit_again,
            self._on_enter,
            new="office.sessions.kit.new",
        )
        self._secret_title = label("", "heading")
        self._kit_title = label(words("office.sessions.kit"), "heading")
        self._seal = button(words("office.seal.now"), "large", "session-seal-now", presenter.seal)
        self._why = label("", "small", name="session-why", wraps=True)
        self._title = label("", "title", name="session-done-title", wraps=True)
        self._cards = SealedCards(look)
        self._working = WorkPage(look, "sessions", presenter.stop)
        self._ask, self._done = self._ask_page(), self._done_page()
        self._stack = QStackedLayout(self)
        for each in (self._ask, self._working, self._done):
            self._stack.addWidget(each)

    def _ask_page(self) -> QWidget:
        words = self._look.words
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(label(words("office.sessions.part.seal"), "title"))
        middle.addWidget(self._refused)
        line = row()
        line.addWidget(self._mend)
        line.addStretch(1)
        middle.addLayout(line)
        middle.addWidget(self._stopped)
        across = row(spacing=16)
        left, right = column(spacing=16), column(spacing=16)
        left.addWidget(_card("session-checks", words("office.sessions.checks"), self._checks))
        self._facts_card = _card("session-facts", words("office.seal.what"), self._facts)
        left.addWidget(self._facts_card)
        left.addWidget(_card("session-costs", words("office.sessions.level"), self._costs))
        left.addStretch(1)
        where, inside = card("session-places", words("office.seal.where"), spacing=10)
        inside.addWidget(self._drives)
        right.addWidget(where)
        secrets, inside = bare_card("session-secrets", spacing=8)
        for each in (self._secret_title, self._secret, self._kit_title, self._kit):
            inside.addWidget(each)
        inside.addSpacing(8)
        inside.addWidget(self._seal)
        inside.addWidget(self._why)
        right.addWidget(secrets)
        right.addStretch(1)
        across.addLayout(left, 1)
        across.addLayout(right, 1)
        middle.addLayout(across)
        middle.addStretch(1)
        return centred("session-seal-page", inner, widest=_WIDE)

    def _done_page(self) -> QWidget:
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(self._title)
        middle.addWidget(self._cards)
        line = row()
        line.addWidget(button(self._look.words("office.parts.back"), "plain", "session-done-back", self._leave))
        line.addStretch(1)
        middle.addLayout(line)
        middle.addStretch(1)
        return centred("session-done-page", inner, widest=_WIDE)

    # -- what it shows --------------------------------------------------------------------------------------------

    def render_state(self, state: SealingState) -> None:
        """Show the part."""
        self._working.show_percent(state.percent, is_stopping=state.is_stopping)
        self._secret.say(*(_QUICK if state.is_quick else _CERTIFIED))
        self._secret.show_face(state.secret)
        if state.kit_secret is not None:
            self._kit.show_face(state.kit_secret)
        if state.phase is SealPhase.DONE and state.done is not None:
            self._show_done(state.done)
            self._stack.setCurrentWidget(self._done)
        elif state.phase is SealPhase.SEALING:
            self._stack.setCurrentWidget(self._working)
        else:
            self._show_asked(state)
            self._stack.setCurrentWidget(self._ask)
        if self._phase is not state.phase:
            self._phase = state.phase
            if state.phase is SealPhase.SEALING:
                self._working.setFocus()

    def _show_asked(self, state: SealingState) -> None:
        self._refused.show_refused(state.refused)
        self._mend_part = state.mend
        self._mend.setVisible(state.mend is not None)
        if state.stopped and not self._stopped.isVisible():
            announce(self._stopped, self._stopped.text())
        self._stopped.setVisible(state.stopped)
        self._drives.show_drives(state.drives, state.folder)
        title = "office.seal.passphrase" if state.is_quick else "office.sessions.secret"
        self._secret_title.setText(self._look.words(title))
        for each in (self._kit_title, self._kit):
            each.setVisible(state.kit_secret is not None)
        if self._told != (state.checks, state.facts, state.costs):
            self._told = (state.checks, state.facts, state.costs)
            self._show_checks(state.checks)
            self._facts_card.setVisible(bool(state.facts))
            clear(self._facts)
            self._facts.addLayout(facts(state.facts, "label", ""))
            show_costs(self._costs, state.costs)
        show_why(self._seal, self._why, state.why)

    def _show_checks(self, checks: tuple[CheckLine, ...]) -> None:
        clear(self._checks)
        for each in checks:
            line = row(spacing=10)
            sign = label("✓" if each.is_good else "▲", "good" if each.is_good else "warning")
            line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(each.text, "", wraps=True), 1)
            go = partial(self._go, each.part)
            line.addWidget(
                button(self._look.words("office.sessions.mend"), "tool", f"check-{each.part}", go),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            self._checks.addLayout(line)

    def _show_done(self, done: SealedFace) -> None:
        words = self._look.words
        self._title.setText(words("office.done.title", title=done.title))
        self._cards.show_code(
            done.code, words("office.done.code-note" if done.code else "office.sessions.codes-printed")
        )
        self._cards.show_folder(done.folder, done.prints, done.steps, is_there=True)

    # -- what is done with it -------------------------------------------------------------------------------------

    def _on_mend(self) -> None:
        if self._mend_part is not None:
            self._go(self._mend_part)

    def _on_enter(self) -> None:
        if not self._presenter.state.why:
            self._presenter.seal()


def _card(name: str, heading: str, held: QVBoxLayout) -> QFrame:
    made, inside = card(name, heading, spacing=8)
    inside.addLayout(held)
    return made

"""The page that takes a stick back: the session that was found, the passphrase, one button; then the score table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kaochang.presenters.office.scores_state import BackPhase, BackState, SessionFace
from kaochang.presenters.office.take_back import TakeBackPresenter
from kaochang.views.office.opening import choose_folder
from kaochang.views.office.page_parts import card, centred, show_why
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.score_view import ScoreView
from kaochang.views.office.secret_field import SecretField
from kaochang.views.office.working import WorkPage
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row

_WIDE = 720


class TakeBackView(QWidget):
    """A stick that is put in shows its session by itself."""

    def __init__(self, presenter: TakeBackPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._turn = 0
        self._focus_for: tuple[BackPhase, bool] | None = None
        self._shown: tuple[Sequence[SessionFace], Sequence[SessionFace]] | None = None
        self._refused, self._scores_refused = RefusedStrip("back-refused"), RefusedStrip("scores-refused")
        self._none = label("", "label", name="back-none", wraps=True)
        self._found, self._earlier = column(spacing=8), column(spacing=8)
        self._earlier_title = label(words("office.back.earlier-title"), "section")
        self._secret_title = label(words("office.seal.passphrase"), "strong")
        self._secret = SecretField(
            look, "back-passphrase", words("office.seal.passphrase"), presenter.type_passphrase, presenter.take
        )
        self._take = button(words("office.back.take"), "large", "back-take", presenter.take)
        self._why = label("", "small", name="back-why", wraps=True)
        self._folder = button(words("office.drive.folder"), "quiet", "back-folder", self._on_folder)
        self._find = self._find_page()
        self._working = WorkPage(look, "back", presenter.stop)
        self._scores = ScoreView(presenter, look)
        scores = QWidget()
        inside = column(scores)
        inside.addWidget(self._scores_refused)
        inside.addWidget(self._scores, 1)
        self._scores_page = scores
        self._stack = QStackedLayout(self)
        for each in (self._find, self._working, scores):
            self._stack.addWidget(each)
        self._export = button(words("office.scores.export"), "strong", "scores-export", self._scores.export)
        self.head: QWidget | None = None

    def _find_page(self) -> QWidget:
        words = self._look.words
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(label(words("office.back.title"), "title", name="back-title"))
        middle.addWidget(label(words("office.back.what"), "label", wraps=True))
        middle.addWidget(self._refused)
        made, inside = card("back-card", words("office.back.found"), spacing=10)
        inside.addWidget(self._none)
        inside.addLayout(self._found)
        line = row()
        line.addWidget(self._folder)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._secret_title)
        inside.addWidget(self._secret)
        inside.addSpacing(6)
        inside.addWidget(self._take)
        inside.addWidget(self._why)
        middle.addWidget(made)
        middle.addWidget(self._earlier_title)
        middle.addLayout(self._earlier)
        middle.addStretch(1)
        return centred("back-page", inner, widest=_WIDE)

    def render_state(self, state: BackState) -> None:
        """Show the page."""
        if state.turn != self._turn:
            self._turn = state.turn
            self._secret.forget()
        pages = {BackPhase.FIND: self._find, BackPhase.TAKING: self._working, BackPhase.SCORES: self._scores_page}
        self.head = self._export if state.phase is BackPhase.SCORES else None
        if state.phase is BackPhase.FIND:
            self._show_found(state)
        elif state.phase is BackPhase.TAKING:
            self._working.show_percent(state.percent, is_stopping=state.is_stopping)
        elif state.scores is not None:
            self._scores_refused.show_refused(state.refused)
            self._scores.show_scores(state.scores)
        self._stack.setCurrentWidget(pages[state.phase])
        shown = (state.phase, bool(state.found))
        if shown != self._focus_for:
            self._focus_for = shown
            asks = self._secret if state.found else self._folder
            kept: dict[BackPhase, QWidget] = {
                BackPhase.FIND: asks,
                BackPhase.TAKING: self._working,
                BackPhase.SCORES: self._scores,
            }
            kept[state.phase].setFocus()

    def _show_found(self, state: BackState) -> None:
        words = self._look.words
        self._refused.show_refused(state.refused)
        self._none.setText(words("office.back.looking" if state.is_looking else "office.back.none"))
        self._none.setVisible(not state.found)
        for each in (self._secret_title, self._secret, self._take):
            each.setVisible(bool(state.found))
        show_why(self._take, self._why, state.why)
        self._why.setVisible(bool(state.found and state.why))
        self._earlier_title.setVisible(bool(state.earlier))
        if self._shown != (state.found, state.earlier):
            self._shown = (state.found, state.earlier)
            self._fill(self._found, state.found, is_found=True)
            self._fill(self._earlier, state.earlier, is_found=False)

    def _fill(self, into: QVBoxLayout, faces: Sequence[SessionFace], *, is_found: bool) -> None:
        clear(into)
        for face in faces:
            into.addWidget(self._session(face, is_found=is_found))

    def _session(self, face: SessionFace, *, is_found: bool) -> QWidget:
        words = self._look.words
        note = words("office.back.when", when=face.when, note=face.note)
        if is_found:
            row_of = PlaceFace(face.title, note, face.is_chosen)
            return place(words, "back-session", row_of, partial(self._presenter.choose_session, face.id))
        row_of = PlaceFace(face.title, note, None)
        return place(words, "back-earlier", row_of, partial(self._presenter.open_earlier, face.id))

    def _on_folder(self) -> None:
        choose_folder(self, self._look.words("office.back.choose"), self._presenter.choose)

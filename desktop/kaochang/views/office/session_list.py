"""The sessions that this office sealed, with what is known of the chosen one; above them, a new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from kaochang.presenters.office.session_after import AfterKind
from kaochang.presenters.office.session_list import SessionList
from kaochang.presenters.office.sessions_state import ListState, SessionDetail, SessionFace
from kaochang.views.office.asking import AskingStrip
from kaochang.views.office.opening import choose_folder, open_place
from kaochang.views.office.page_parts import bare_card
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.office.said import RefusedStrip
from kaochang.views.office.sealed_cards import show_prints
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, label, row
from kaochang.views.widgets.scrolled import scrolled

_LIST = 380


class SessionListView(QWidget):
    """Rows at the left, the chosen one's card at the right; `after` leads to what can still be done to it."""

    def __init__(self, presenter: SessionList, look: Look, after: Callable[[AfterKind], None]) -> None:
        super().__init__()
        self._presenter = presenter
        self._after = after
        self._look = look
        words = look.words
        self._faces: tuple[tuple[SessionFace, ...], str] | None = None
        self._detail: SessionDetail | None = None
        self._refused = RefusedStrip("sessions-refused")
        self._asking = AskingStrip(
            "sessions-ask",
            words("office.sessions.discard"),
            words("office.sessions.keep"),
            presenter.discard,
            presenter.keep_draft,
        )
        self._none = label("", "label", name="sessions-none", wraps=True)
        self._rows = column(spacing=8)
        self._new = button(words("office.sessions.new"), "strong", "sessions-new", presenter.new)
        self._go_on = button(words("office.sessions.go-on"), "plain", "sessions-go-on", presenter.go_on)
        self._title = label("", "heading", name="session-title", wraps=True)
        self._facts, self._prints = column(), column(spacing=6)
        self._prints_title = label(words("office.sessions.prints"), "section")
        self._again = button(words("office.sessions.again"), "plain", "session-again", presenter.again)
        self._again_note = label("", "note", name="session-again-note", wraps=True)
        self._supersede = button(words("office.sessions.version"), "plain", "session-version", presenter.supersede)
        self._supersede_note = label("", "note", name="session-version-note", wraps=True)
        self._lay = button(words("office.sessions.lay"), "plain", "session-lay", self._on_lay)
        self._stop = button(words("office.sessions.lay.stop"), "quiet", "session-lay-stop", presenter.stop_laying)
        self._laid = label("", "good", name="session-laid", wraps=True)
        self._retake = button(words("office.sessions.retake"), "plain", "session-retake", presenter.retake)
        self._card = self._make_card()
        whole = column(self)
        whole.addWidget(self._asking)
        across = row(margins=(24, 18, 24, 20), spacing=16)
        across.addWidget(self._left())
        across.addWidget(self._right(), 1)
        whole.addLayout(across, 1)

    def _left(self) -> QWidget:
        words = self._look.words
        made = QWidget()
        made.setFixedWidth(_LIST)
        inside = column(made, spacing=12)
        inside.addWidget(label(words("office.sessions.title"), "title"))
        inside.addWidget(label(words("office.sessions.what"), "label", wraps=True))
        line = row(spacing=8)
        line.addWidget(self._new)
        line.addWidget(self._go_on)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(self._refused)
        inside.addSpacing(6)
        inside.addWidget(label(words("office.sessions.list"), "section"))
        inside.addWidget(self._none)
        inner = QWidget()
        listed = column(inner)
        listed.addLayout(self._rows)
        listed.addStretch(1)
        inside.addWidget(scrolled(inner, centred=False, name="sessions-rows"), 1)
        return made

    def _right(self) -> QWidget:
        inner = QWidget()
        inside = column(inner)
        inside.addWidget(self._card)
        inside.addStretch(1)
        return scrolled(inner, centred=False, name="sessions-detail")

    def _make_card(self) -> QFrame:
        words = self._look.words
        made, inside = bare_card("session-card", spacing=10)
        inside.addWidget(self._title)
        inside.addLayout(self._facts)
        inside.addSpacing(6)
        inside.addWidget(self._prints_title)
        inside.addLayout(self._prints)
        inside.addWidget(label(words("office.sessions.kept-note"), "note", wraps=True))
        inside.addSpacing(6)
        line = row(spacing=8)
        line.addWidget(button(words("office.sessions.open"), "plain", "session-open", self._on_open))
        for kind in AfterKind:
            then = partial(self._after, kind)
            line.addWidget(button(words(f"office.after.{kind}.open"), "plain", f"session-{kind}", then))
        line.addStretch(1)
        inside.addLayout(line)
        line = row(spacing=8)
        line.addWidget(self._lay)
        line.addWidget(self._stop)
        line.addStretch(1)
        inside.addLayout(line)
        inside.addWidget(label(words("office.sessions.lay.note"), "note", wraps=True))
        inside.addWidget(self._laid)
        for made_button, note in (
            (self._again, self._again_note),
            (self._supersede, self._supersede_note),
            (self._retake, label(words("office.sessions.retake.note"), "note", wraps=True)),
        ):
            line = row()
            line.addWidget(made_button)
            line.addStretch(1)
            inside.addLayout(line)
            inside.addWidget(note)
        return made

    def render_state(self, state: ListState) -> None:
        """Show the list."""
        words = self._look.words
        self._refused.show_refused(state.refused)
        self._asking.ask(state.asked)
        self._go_on.setVisible(state.has_draft)
        is_empty = not state.sessions
        self._none.setText(words("office.sessions.looking" if state.is_looking else "office.sessions.none"))
        self._none.setVisible(is_empty)
        self._card.setVisible(state.shown is not None)
        here = "" if state.shown is None else state.shown.id
        if self._faces != (state.sessions, here):
            self._faces = (state.sessions, here)
            clear(self._rows)
            for face in state.sessions:
                row_of = PlaceFace(face.title, face.note, face.id == here)
                self._rows.addWidget(place(words, f"session-{face.id}", row_of, partial(self._presenter.open, face.id)))
        if state.shown is not None and state.shown != self._detail:
            self._show_detail(state.shown)
        is_laying = state.laying is not None
        said = words("office.sessions.laying", percent=state.laying) if is_laying else words("office.sessions.lay")
        self._lay.setText(said)
        self._lay.setEnabled(not is_laying)
        self._stop.setVisible(is_laying)
        self._laid.setText(state.laid)
        self._laid.setVisible(bool(state.laid))

    def _show_detail(self, shown: SessionDetail) -> None:
        self._detail = shown
        self._title.setText(shown.title)
        clear(self._facts)
        self._facts.addLayout(facts(shown.facts, "label", ""))
        self._prints_title.setVisible(bool(shown.prints))
        show_prints(self._prints, self._look, shown.prints)
        self._again.setEnabled(shown.can_again)
        self._again_note.setText(shown.again_note)
        self._retake.setEnabled(shown.can_retake)
        self._supersede.setEnabled(shown.can_supersede)
        self._supersede_note.setText(shown.version_note)

    def _on_lay(self) -> None:
        choose_folder(self, self._look.words("office.sessions.lay.where"), self._presenter.lay)

    def _on_open(self) -> None:
        if self._detail is not None:
            open_place(self._detail.folder)

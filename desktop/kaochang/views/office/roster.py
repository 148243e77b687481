"""The page of the roster: dropped, chosen or pasted; then its table, and what is wrong in it at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QStackedLayout, QWidget

from kaochang.presenters.office.roster import RosterPresenter
from kaochang.presenters.office.roster_state import RosterPhase, RosterState
from kaochang.views.office.choosing import choose_file
from kaochang.views.office.dropping import DropZone, WaitPage, dropped_file, put_in_the_middle
from kaochang.views.office.opening import choose_new_file
from kaochang.views.office.roster_problems import problem_list
from kaochang.views.office.roster_table import RosterTable
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row
from kaochang.views.widgets.spoken import announce

FORMS = "*.xlsx *.csv *.txt"
_WIDE = 980
_PANE = 330


class _PasteBox(QPlainTextEdit):
    """What is pasted here is taken at once; what is typed, by the button below."""

    def __init__(self, look: Look, then: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("roster-paste")
        self.setAccessibleName(look.words("office.roster.paste-here"))
        self.setPlaceholderText(look.words("office.roster.paste-example"))
        self.setTabChangesFocus(True)
        self._then = then

    def insertFromMimeData(self, source: QMimeData) -> None:
        """All of it is the roster."""
        if source.hasText():
            self.setPlainText(source.text())
            self._then(source.text())


class RosterView(QWidget):
    """Ctrl+V anywhere on the page takes what was copied; a file may be dropped."""

    def __init__(self, presenter: RosterPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._phase: RosterPhase | None = None
        self._empty_refused, self._shown_refused = RefusedStrip("roster-refused"), RefusedStrip("roster-cell-refused")
        self._saved = label("", "good", name="roster-saved", wraps=True)
        self._box = _PasteBox(look, presenter.paste)
        self._zone = DropZone(look, "roster", presenter.choose, FORMS)
        self._empty = self._first()
        self._wait = WaitPage(look, presenter.cancel)
        self._table = RosterTable(presenter, look)
        self._problems = problem_list(look, presenter.focus)
        self._summary = label("", "section", name="roster-summary", wraps=True)
        self._counts = label("", "section", name="roster-counts")
        self._clean = label(look.words("office.roster.clean"), "good", name="roster-clean", wraps=True)
        self._mend = label(look.words("office.roster.mend"), "note", wraps=True)
        self._undo = button(look.words("office.paper.undo"), "tool", "roster-undo", presenter.undo)
        self._shown = self._second()
        self._stack = QStackedLayout(self)
        for each in (self._empty, self._wait, self._shown):
            self._stack.addWidget(each)
        self._name = ElidedLabel("", "small", widest=240, narrowest=40)
        self._next = button("", "strong", "roster-next", presenter.go_on)
        self._held = self._make_head()
        self.head: QWidget | None = None
        self.setAcceptDrops(True)
        for key, then in (
            (QKeySequence.StandardKey.Paste, self._paste),
            (QKeySequence.StandardKey.Undo, presenter.undo),
        ):
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(then)

    def _first(self) -> QWidget:
        words = self._look.words
        inner = QWidget()
        inner.setMaximumWidth(_WIDE)
        middle = column(inner, spacing=14)
        middle.addWidget(label(words("office.roster.title"), "title", name="roster-title"))
        middle.addWidget(label(words("office.roster.what"), "label", wraps=True))
        middle.addWidget(self._empty_refused)
        ways = row(spacing=16)
        ways.addWidget(self._zone, 1)
        ways.addWidget(self._pasting(), 1)
        middle.addLayout(ways)
        line = row(spacing=12)
        line.addWidget(button(words("office.roster.template"), "plain", "roster-template", self._on_template))
        line.addWidget(self._saved, 1)
        middle.addLayout(line)
        made = QWidget()
        put_in_the_middle(made, inner)
        return made

    def _pasting(self) -> QFrame:
        words = self._look.words
        made = frame("card", name="roster-pasting")
        inside = column(made, margins=(24, 20, 24, 20), spacing=10)
        inside.addWidget(label(words("office.roster.paste-here"), "heading", wraps=True))
        inside.addWidget(self._box, 1)
        line = row()
        line.addWidget(label(words("office.roster.paste-keys"), "note", wraps=True), 1)
        line.addWidget(button(words("office.roster.use-text"), "plain", "roster-use-text", self._use_text))
        inside.addLayout(line)
        return made

    def _second(self) -> QWidget:
        made = QWidget()
        across = row(made)
        left = frame("surface")
        inside = column(left)
        head = row(margins=(18, 12, 18, 8), spacing=12)
        head.addWidget(self._summary, 1)
        head.addWidget(self._undo)
        inside.addLayout(head)
        held = row(margins=(18, 0, 18, 8))
        held.addWidget(self._shown_refused)
        inside.addLayout(held)
        inside.addWidget(self._table, 1)
        across.addWidget(left, 1)
        pane = frame("palette")
        pane.setFixedWidth(_PANE)
        right = column(pane)
        top = column(margins=(18, 12, 18, 8), spacing=6)
        for each in (self._counts, self._clean, self._mend):
            top.addWidget(each)
        right.addLayout(top)
        right.addWidget(self._problems, 1)
        across.addWidget(pane)
        return made

    def _make_head(self) -> QWidget:
        words = self._look.words
        made = QWidget()
        line = row(made, spacing=8)
        line.addWidget(self._name)
        line.addWidget(button(words("office.roster.other"), "plain", "roster-other", self._on_other))
        line.addWidget(self._next)
        made.hide()
        return made

    # -- what it shows --------------------------------------------------------------------------------------------

    def render_state(self, state: RosterState) -> None:
        """Show the page."""
        pages = {RosterPhase.EMPTY: self._empty, RosterPhase.READING: self._wait, RosterPhase.SHOWN: self._shown}
        self.head = self._held if state.phase is RosterPhase.SHOWN else None
        if state.phase is RosterPhase.EMPTY:
            self._empty_refused.show_refused(state.refused)
            if state.saved != self._saved.text():
                announce(self._saved, state.saved)
            self._saved.setText(state.saved)
        elif state.phase is RosterPhase.READING:
            self._wait.show_name(state.name)
        else:
            self._show_roster(state)
        self._stack.setCurrentWidget(pages[state.phase])
        if state.phase is not self._phase:
            self._phase = state.phase
            (self._zone if state.phase is RosterPhase.EMPTY else self._table).setFocus()

    def _show_roster(self, state: RosterState) -> None:
        self._shown_refused.show_refused(state.refused)
        self._summary.setText(state.summary)
        self._counts.setText(state.counts if state.problems else self._look.words("office.roster.problems"))
        self._clean.setVisible(not state.problems)
        self._mend.setVisible(bool(state.problems) and state.can_mend)
        self._undo.setVisible(state.can_undo)
        self._table.show_state(state)
        self._problems.show_faces(state.problems, state.here)
        self._name.show_text(state.name)
        self._next.setText(state.next)
        self._next.setEnabled(state.is_whole)
        self._next.setToolTip("" if state.is_whole else self._look.words("office.roster.not-yet"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file is taken anywhere on the page, also instead of the roster that is there."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is dropped."""
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self._presenter.choose(path)

    # -- what is done with it -------------------------------------------------------------------------------------

    def _paste(self) -> None:
        self._presenter.paste(QApplication.clipboard().text())

    def _use_text(self) -> None:
        self._presenter.paste(self._box.toPlainText())

    def _on_other(self) -> None:
        choose_file(self, self._look.words, "roster", self._presenter.choose, FORMS)

    def _on_template(self) -> None:
        words = self._look.words
        name = f"{words('office.roster.template.sheet')}.xlsx"
        choose_new_file(self, words("office.roster.template"), name, self._presenter.save_template)

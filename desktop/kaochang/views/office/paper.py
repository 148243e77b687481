"""The reading page: lines left, items in the middle, findings right; before that the place where a paper is dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QSplitter, QStackedLayout, QWidget

from kaochang.presenters.office.paper import PaperPresenter
from kaochang.presenters.office.paper_state import PaperState, Phase
from kaochang.views.office.asking import AskingStrip
from kaochang.views.office.choosing import choose_file
from kaochang.views.office.dropping import DropPage, WaitPage
from kaochang.views.office.findings import FindingPane
from kaochang.views.office.items import ItemList
from kaochang.views.office.lines import LineList
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row

_COLUMNS = (34, 44, 22)


class PaperView(QWidget):
    """Keys: F8 and Shift+F8 findings, Ctrl+Z and Ctrl+Y undo and redo, letters the key of the item in focus."""

    def __init__(self, presenter: PaperPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._phase: Phase | None = None
        self._drop = DropPage(look, presenter.choose)
        self._wait = WaitPage(look, presenter.cancel)
        self._lines = LineList(look, self._on_line)
        self._no_lines = label(look.words("office.paper.no-lines"), "note", name="paper-no-lines", wraps=True)
        self._line_count = label("", "section", name="paper-line-count")
        self._items = ItemList(presenter, look)
        self._pane = FindingPane(presenter, look)
        self._stack = QStackedLayout(self)
        self._undo = self._tool("undo", presenter.mends.undo)
        self._redo = self._tool("redo", presenter.mends.redo)
        self._key_all = button("", "tool", "paper-key-all", self._on_key_all)
        self._key_all.setCheckable(True)
        self._asking = self._ask_other()
        self._read = self._whole()
        for each in (self._drop, self._wait, self._read):
            self._stack.addWidget(each)
        self._file = ElidedLabel("", "small", widest=240, narrowest=40)
        self._next = button("", "strong", "paper-next", presenter.go_on)
        self._held = self._make_head()
        self.head: QWidget | None = None
        self._shortcut("F8", lambda: presenter.next_finding(1))
        self._shortcut("Shift+F8", lambda: presenter.next_finding(-1))
        self._shortcut("Ctrl+Z", presenter.mends.undo)
        self._shortcut("Ctrl+Y", presenter.mends.redo)
        self._shortcut("Ctrl+Shift+Z", presenter.mends.redo)

    # -- how it is put together -----------------------------------------------------------------------------------

    def _shortcut(self, keys: str, then: Callable[[], None]) -> None:
        QShortcut(QKeySequence(keys), self, then, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _tool(self, name: str, then: Callable[[], None]) -> QPushButton:
        return button(self._look.words(f"office.paper.{name}"), "tool", f"paper-{name}", then)

    def _ask_other(self) -> AskingStrip:
        words = self._look.words
        yes, no = words("office.paper.ask-other.yes"), words("office.paper.ask-other.no")
        return AskingStrip("paper-ask-other", yes, no, self._choose_other, self._presenter.stop_asking)

    def _whole(self) -> QWidget:
        made = QWidget()
        whole = column(made)
        whole.addWidget(self._asking)
        whole.addWidget(self._columns(), 1)
        return made

    def _columns(self) -> QSplitter:
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setObjectName("paper-columns")
        made.setChildrenCollapsible(False)
        made.setHandleWidth(5)
        for share, each in zip(_COLUMNS, (self._left(), self._middle(), self._pane), strict=True):
            made.addWidget(each)
            made.setStretchFactor(made.count() - 1, share)
        made.setSizes([share * 10 for share in _COLUMNS])
        return made

    def _left(self) -> QFrame:
        made = frame("surface")
        made.setMinimumWidth(200)
        whole = column(made)
        head = row(margins=(18, 12, 12, 8))
        head.addWidget(self._line_count, 1)
        whole.addLayout(head)
        whole.addWidget(self._no_lines)
        whole.addWidget(self._lines, 1)
        whole.addStretch(0)
        self._no_lines.setContentsMargins(18, 0, 18, 0)
        return made

    def _middle(self) -> QFrame:
        made = frame("canvas")
        made.setMinimumWidth(360)
        whole = column(made)
        head = row(margins=(22, 8, 22, 0), spacing=2)
        head.addWidget(self._key_all)
        head.addStretch(1)
        head.addWidget(self._undo)
        head.addWidget(self._redo)
        whole.addLayout(head)
        whole.addWidget(self._items, 1)
        return made

    def _make_head(self) -> QWidget:
        made = QWidget()
        line = row(made, spacing=8)
        line.addWidget(self._file)
        words = self._look.words
        line.addWidget(button(words("office.paper.other"), "plain", "paper-other", self._on_other))
        line.addWidget(button(words("office.paper.add-key"), "plain", "paper-add-key", self._on_add_key))
        line.addWidget(self._next)
        made.hide()
        return made

    # -- what it shows --------------------------------------------------------------------------------------------

    def render_state(self, state: PaperState) -> None:
        """Show the page."""
        pages = {Phase.EMPTY: self._drop, Phase.READING: self._wait, Phase.SHOWN: self._read}
        self.head = self._held if state.phase is Phase.SHOWN else None
        if state.phase is Phase.EMPTY:
            self._drop.show_refused(state.refused)
        elif state.phase is Phase.READING:
            self._wait.show_name(state.source.name)
        else:
            self._show_paper(state)
        self._stack.setCurrentWidget(pages[state.phase])
        if state.phase is not self._phase:
            self._phase = state.phase
            (self._items if state.phase is Phase.SHOWN else pages[state.phase]).setFocus()

    def _show_paper(self, state: PaperState) -> None:
        words = self._look.words
        has_lines = bool(state.lines)
        self._line_count.setText(words("office.paper.line-count", count=len(state.lines)) if has_lines else "")
        self._no_lines.setVisible(not has_lines)
        self._lines.setVisible(has_lines)
        self._items.show_state(state)
        self._lines.show_state(state)
        self._pane.show_state(state)
        self._undo.setEnabled(state.can_undo)
        self._redo.setEnabled(state.can_redo)
        self._key_all.setVisible(state.pending > 0 or state.is_keying)
        self._key_all.setText(words("office.paper.key-all", count=state.pending))
        self._key_all.setChecked(state.is_keying)
        count = state.asks_other
        self._asking.ask(words("office.paper.ask-other", count=count) if count else "")
        name, key = state.source.name, state.source.key
        self._file.show_text(words("office.paper.both-files", name=name, answers=key) if key else name)
        self._next.setText(words("office.paper.next", count=state.kept))
        self._next.setEnabled(state.is_whole)
        self._next.setToolTip("" if state.is_whole else words("office.paper.not-yet"))

    # -- what is done with it -------------------------------------------------------------------------------------

    def _on_line(self, number: int) -> None:
        self._presenter.focus_line(number)

    def _on_key_all(self) -> None:
        self._items.setFocus()
        self._presenter.key_all()

    def _on_other(self) -> None:
        if not self._presenter.ask_other():
            self._choose_other()

    def _choose_other(self) -> None:
        self._presenter.stop_asking()
        choose_file(self, self._look.words, "paper", self._presenter.choose)

    def _on_add_key(self) -> None:
        choose_file(self, self._look.words, "key", self._presenter.add_key)

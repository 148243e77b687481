"""The page 题库: the items at the left, the one that is open at the right; what concerns all of them in the head."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QMenu, QPushButton, QSplitter, QStackedLayout, QWidget

from kaochang.domain.items import ItemType
from kaochang.domain.papers import PaperFormat
from kaochang.presenters.office.bank import BankPresenter
from kaochang.presenters.office.bank_files import ENDINGS
from kaochang.presenters.office.bank_state import BankState
from kaochang.views.office.bank_checks import BankChecksPane
from kaochang.views.office.bank_item import BankItemPane
from kaochang.views.office.bank_list import BankListPane
from kaochang.views.office.choosing import choose_file
from kaochang.views.office.opening import choose_new_file
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, strip

_LEFT, _RIGHT = 360, 560


class BankView(QWidget):
    """Ctrl+F to the search, Ctrl+S saves, Ctrl+Z and Ctrl+Y go back and forth."""

    def __init__(self, presenter: BankPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._is_first = True
        self._said_strip = strip(frame("accent", name="bank-said-strip"))
        self._said = label("", "next", name="bank-said", wraps=True)
        column(self._said_strip, margins=(18, 6, 18, 6)).addWidget(self._said)
        self._refused = RefusedStrip("bank-refused")
        self._list = BankListPane(presenter, look)
        self._checks = BankChecksPane(presenter.checks, look)
        self._item = BankItemPane(presenter, look)
        self._nothing = label("", "label", name="bank-open-one", wraps=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._left, self._right = QStackedLayout(), QStackedLayout()
        self._empty = self._empty_page()
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._whole = self._columns()
        for page in (self._empty, self._whole):
            self._pages.addWidget(page)
        whole = column(self)
        whole.addWidget(self._said_strip)
        whole.addWidget(self._refused)
        whole.addWidget(pages, 1)
        self.head: QWidget | None = self._make_head()
        for keys, then in (
            ("Ctrl+F", self._to_search),
            ("Ctrl+S", presenter.saving.save),
            ("Ctrl+Z", presenter.editor.undo),
            ("Ctrl+Y", presenter.editor.redo),
            ("Ctrl+Shift+Z", presenter.editor.redo),
        ):
            QShortcut(QKeySequence(keys), self, then, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- how it is put together -----------------------------------------------------------------------------------

    def _columns(self) -> QSplitter:
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setObjectName("bank-columns")
        made.setChildrenCollapsible(False)
        made.setHandleWidth(5)
        for stack, pages, least in (
            (self._left, (self._list, self._checks), _LEFT),
            (self._right, (self._nothing, self._item), _RIGHT),
        ):
            holder = QWidget()
            holder.setLayout(stack)
            holder.setMinimumWidth(least)
            for page in pages:
                stack.addWidget(page)
            made.addWidget(holder)
        made.setStretchFactor(1, 1)
        made.setSizes([430, 936])
        return made

    def _empty_page(self) -> QFrame:
        words, made = self._look.words, frame("canvas", name="bank-empty")
        whole = column(made, margins=(24, 24, 24, 24), spacing=14)
        whole.addStretch(1)
        for text, role in (("office.bank.empty", "title"), ("office.bank.empty.what", "label")):
            said = label(words(text), role, wraps=True)
            said.setAlignment(Qt.AlignmentFlag.AlignCenter)
            whole.addWidget(said)
        line = row(spacing=10)
        line.addStretch(1)
        line.addWidget(button(words("office.bank.read-paper"), "strong", "bank-empty-read", self._read))
        line.addWidget(self._menu_button("bank-empty-new", "office.bank.new-item", self._fill_new))
        line.addStretch(1)
        whole.addLayout(line)
        whole.addStretch(2)
        return made

    def _make_head(self) -> QWidget:
        words, made = self._look.words, QWidget()
        line = row(made, spacing=8)
        line.addWidget(button(words("office.bank.read-paper"), "plain", "bank-read", self._read))
        line.addWidget(self._menu_button("bank-new", "office.bank.new-item", self._fill_new))
        line.addWidget(self._menu_button("bank-more", "office.bank.more", self._fill_more))
        made.hide()
        return made

    def _menu_button(self, name: str, key: str, fill: Callable[[QMenu], None]) -> QPushButton:
        made = button(self._look.words(key), "plain", name, lambda: None)
        menu = QMenu(made)
        fill(menu)
        made.setMenu(menu)
        return made

    def _fill_new(self, menu: QMenu) -> None:
        for kind in ItemType:
            menu.addAction(self._look.words(f"type.{kind}"), partial(self._new, kind))

    def _fill_more(self, menu: QMenu) -> None:
        words = self._look.words
        menu.addAction(words("office.bank.checks"), self._presenter.checks.start)
        menu.addAction(words("office.bank.bring"), self._bring)
        menu.addSeparator()
        for to in PaperFormat:
            menu.addAction(words("office.bank.export", format=words(f"office.bank.format.{to}")), partial(self._to, to))

    # -- what it shows --------------------------------------------------------------------------------------------

    def render_state(self, state: BankState) -> None:
        """Show the page."""
        self._show_said(self._said, state.said)
        self._refused.show_refused(state.refused)
        is_empty = state.listed.is_empty_bank and state.shown is None
        self._pages.setCurrentWidget(self._empty if is_empty else self._whole)
        self._list.show_state(state.listed)
        if state.checks is None:
            self._left.setCurrentWidget(self._list)
        else:
            self._checks.show_state(state.checks)
            self._left.setCurrentWidget(self._checks)
        self._item.show_state(state)
        self._right.setCurrentWidget(self._nothing if state.shown is None else self._item)
        self._nothing.setText("" if state.listed.refused else self._look.words("office.bank.open-one"))
        if self.head is not None:
            self.head.setEnabled(not state.is_busy)
        if self._is_first and not is_empty and state.listed.count:
            self._is_first = False
            self._list.rows.setFocus()

    def _show_said(self, line: QLabel, text: str) -> None:
        line.setText(text)
        self._said_strip.setVisible(bool(text))

    # -- what is done ---------------------------------------------------------------------------------------------

    def _to_search(self) -> None:
        self._presenter.checks.close()
        self._list.search.setFocus()
        self._list.search.selectAll()

    def _new(self, kind: ItemType) -> None:
        self._presenter.editor.new(kind)

    def _read(self) -> None:
        choose_file(self, self._look.words, "paper", self._presenter.files.read)

    def _bring(self) -> None:
        words = self._look.words
        chosen, _ = QFileDialog.getOpenFileName(self, words("office.bank.bring"))
        if chosen:
            self._presenter.files.bring(Path(chosen))

    def _to(self, to: PaperFormat) -> None:
        words = self._look.words
        name = f"{words('office.bank.export.name')}.{ENDINGS[to]}"
        ranges = self._list.rows.chosen
        choose_new_file(
            self, words("office.bank.export.to"), name, lambda out: self._presenter.files.export(to, out, ranges)
        )

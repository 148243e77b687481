"""The left of the bank's page: the search, what is filtered by, how many were found, and the rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from kaochang.domain.banked import Sort
from kaochang.presenters.office.bank import BankPresenter
from kaochang.presenters.office.bank_state import Chip, ChoiceFace, ListState, Menu
from kaochang.views.office.bank_fields import FaceChooser
from kaochang.views.office.bank_rows import BankRows
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.flow import FlowLine
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row

_SORT = 160


class BankListPane(QFrame):
    """Down in the search goes to the rows."""

    def __init__(self, presenter: BankPresenter, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._presenter = presenter
        self._look = look
        words, listing = look.words, presenter.listing
        self.search = text_field("bank-search", words("office.bank.search"), listing.search)
        self.search.setPlaceholderText(words("office.bank.search.hint"))
        self.search.setClearButtonEnabled(True)
        self._menus = {menu: self._menu(menu) for menu in Menu}
        self._chips = {chip: self._chip(chip) for chip in Chip}
        self._sort = FaceChooser(look, "bank-sort", words("office.bank.sort"))
        sorts = tuple(ChoiceFace(each.value, words(f"office.bank.sort.{each}")) for each in Sort)
        self._sort.show_faces(sorts, Sort.PAPER.value)
        self._sort.setMinimumWidth(_SORT)
        self._sort.activated.connect(lambda _: listing.sort(Sort(self._sort.value)))
        self._count = label("", "section", name="bank-count")
        self._unsaved = button("", "tool", "bank-unsaved", presenter.editor.next_unsaved)
        self._refused = RefusedStrip("bank-list-refused")
        self._none = label(words("office.bank.none"), "note", name="bank-none", wraps=True)
        self._reset = button(words("office.bank.reset"), "tool", "bank-reset", listing.reset)
        self.rows = BankRows(listing, look)
        self._lay()

    def _menu(self, menu: Menu) -> FaceChooser:
        made = FaceChooser(self._look, f"bank-menu-{menu}", self._look.words(f"office.bank.menu.{menu}"))
        made.activated.connect(lambda _: self._presenter.listing.choose(menu, made.value))
        return made

    def _chip(self, chip: Chip) -> QPushButton:
        then = partial(self._presenter.listing.toggle, chip)
        made = button(self._look.words(f"office.bank.chip.{chip}"), "filter", f"bank-chip-{chip}", then)
        made.setCheckable(True)
        return made

    def _lay(self) -> None:
        whole = column(self)
        top = QWidget()
        inside = column(top, margins=(14, 12, 14, 8), spacing=8)
        inside.addWidget(self.search)
        menus = QGridLayout()
        menus.setSpacing(8)
        for at, menu in enumerate(self._menus.values()):
            menus.addWidget(menu, at // 2, at % 2)
        inside.addLayout(menus)
        inside.addWidget(_flowing(list(self._chips.values())))
        line = row(spacing=8)
        line.addWidget(self._count)
        line.addWidget(self._reset)
        line.addStretch(1)
        line.addWidget(self._unsaved)
        line.addWidget(self._sort)
        inside.addLayout(line)
        inside.addWidget(self._refused)
        inside.addWidget(self._none)
        whole.addWidget(top)
        edge = frame("plain")
        edge.setProperty("rule", "true")
        whole.addWidget(edge)
        whole.addWidget(self.rows, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter in the search go to what was found, Escape empties it."""
        if self.search.hasFocus() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.rows.take_keyboard()
        elif self.search.hasFocus() and event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self._presenter.listing.search("")
        else:
            super().keyPressEvent(event)

    def show_state(self, state: ListState) -> None:
        """Show the list."""
        show_typed(self.search, state.words, is_wrong=False)
        for menu, made in self._menus.items():
            made.show_faces(state.menus.get(menu, ()), state.chosen.get(menu, ""))
        for chip, made_chip in self._chips.items():
            made_chip.setChecked(chip in state.chips)
        self._count.setText(state.count)
        self._unsaved.setText(state.unsaved)
        self._unsaved.setVisible(bool(state.unsaved))
        is_narrowed = bool(state.words or state.chips or any(state.chosen.values()))
        self._reset.setVisible(is_narrowed)
        self._none.setVisible(is_narrowed and state.total == 0 and not state.is_looking and state.refused is None)
        self._refused.show_refused(state.refused)
        self.rows.show_state(state)


def _flowing(widgets: Sequence[QWidget]) -> QWidget:
    made = QWidget()
    line = FlowLine()
    made.setLayout(line)
    for each in widgets:
        line.addWidget(each)
    return made

"""The right of the bank's page: the open item, what is done with it above, its sides below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSplitter, QStackedLayout, QWidget

from kaochang.presenters.office.bank import BankPresenter
from kaochang.presenters.office.bank_state import BankState, ItemState, Side
from kaochang.views.office.bank_beside import BankBeside
from kaochang.views.office.bank_form import BankForm
from kaochang.views.office.bank_preview import BankPreview
from kaochang.views.office.bank_rubric import BankRubricForm
from kaochang.views.office.choices import Choices
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, take_focus
from kaochang.views.widgets.scrolled import scrolled

_BESIDE = 820
"""From this width on the preview stands beside the fields, below it under them."""
_NAME = 120
_EDITED = frozenset({Side.CONTENT, Side.RUBRIC})


class BankItemPane(QFrame):
    """Ctrl+S saves, Ctrl+Z and Ctrl+Y go back and forth, wherever on the page the keyboard is."""

    def __init__(self, presenter: BankPresenter, look: Look) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self._presenter = presenter
        self._look = look
        self._id: str | None = None
        self._was_nameless = False
        words, editor, saving = look.words, presenter.editor, presenter.saving
        self._place = ElidedLabel("", "heading", widest=320, narrowest=60)
        self._place.setObjectName("bank-place")
        self._facts = ElidedLabel("", "small", widest=900, narrowest=60)
        self._undo = self._tool("undo", words("office.paper.undo"), editor.undo)
        self._redo = self._tool("redo", words("office.paper.redo"), editor.redo)
        self._discard = self._tool("discard", words("office.bank.discard"), editor.discard)
        self._retire = self._tool("retire", "", saving.retire)
        self._by = text_field("bank-by", words("office.bank.by"), saving.sign, width=_NAME)
        self._by.setPlaceholderText(words("office.bank.by"))
        self._save = button(words("office.bank.save"), "strong", "bank-save", saving.save)
        self._save.setToolTip(words("office.bank.save.hint"))
        self._sides = {side: (f"bank-side-{side}", words(f"office.bank.side.{side}")) for side in Side}
        self._choice: Choices[Side] = Choices(self._sides, editor.show_side)
        self._lost = self._lost_strip()
        self._form = BankForm(editor, look)
        self._rubric = BankRubricForm(presenter.rubric, look)
        self._beside = BankBeside(presenter, look)
        self._preview = BankPreview(look)
        fields = QWidget()
        self._fields = QStackedLayout(fields)
        self._areas = {
            Side.CONTENT: scrolled(self._form, centred=False, name="bank-form", ground="surface"),
            Side.RUBRIC: scrolled(self._rubric, centred=False, name="bank-rubric", ground="surface"),
        }
        for area in self._areas.values():
            self._fields.addWidget(area)
        self._split = self._make_split(fields)
        self._beside_area = scrolled(self._beside, centred=False, name="bank-beside", ground="surface")
        body = QWidget()
        self._body = QStackedLayout(body)
        self._lay(body)

    def _tool(self, name: str, text: str, then: Callable[[], None]) -> QPushButton:
        return button(text, "tool", f"bank-{name}", then)

    def _lost_strip(self) -> QFrame:
        words, made = self._look.words, frame("marked", name="bank-lost")
        line = row(made, margins=(16, 8, 12, 8), spacing=8)
        line.addWidget(label(words("office.bank.lost"), "warning", wraps=True), 1)
        line.addWidget(button(words("office.bank.lost.theirs"), "plain", "bank-theirs", self._presenter.editor.discard))
        over = self._presenter.saving.save_over
        line.addWidget(button(words("office.bank.lost.mine"), "marked", "bank-mine", over))
        return made

    def _make_split(self, fields: QWidget) -> QSplitter:
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setObjectName("bank-split")
        made.setChildrenCollapsible(False)
        made.setHandleWidth(5)
        for each in (fields, self._preview):
            made.addWidget(each)
        made.setSizes([520, 430])
        return made

    def _lay(self, body: QWidget) -> None:
        whole = column(self)
        top = frame("surface")
        inside = column(top, margins=(18, 8, 12, 4), spacing=4)
        first = row(spacing=4)
        first.addWidget(self._place, 1)
        for each in (self._undo, self._redo, self._discard, self._by, self._save):
            first.addWidget(each)
        inside.addLayout(first)
        inside.addWidget(self._facts)
        second = row(spacing=4)
        second.addWidget(self._choice)
        second.addStretch(1)
        second.addWidget(self._retire)
        inside.addLayout(second)
        whole.addWidget(top)
        whole.addWidget(self._lost)
        for page in (self._split, self._beside_area):
            self._body.addWidget(page)
        whole.addWidget(body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview beside the fields or under them."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _BESIDE
        self._split.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    def show_state(self, state: BankState) -> None:
        """Show the open item."""
        item = state.shown
        if item is None:
            return
        show_typed(self._by, state.by, is_wrong=state.is_nameless)
        if state.is_nameless and not self._was_nameless:
            take_focus(self._by)
        self._was_nameless = state.is_nameless
        self._show_head(item)
        if item.side in _EDITED:
            self._fields.setCurrentWidget(self._areas[item.side])
            self._body.setCurrentWidget(self._split)
        else:
            self._beside.show_state(item)
            self._body.setCurrentWidget(self._beside_area)
        self._form.show_state(item)
        self._rubric.show_form(item.form)
        self._preview.show_face(item.preview)
        if item.id != self._id:
            self._id = item.id
            for area in (*self._areas.values(), self._beside_area):
                area.verticalScrollBar().setValue(0)

    def _show_head(self, item: ItemState) -> None:
        words = self._look.words
        place = words("office.bank.place.unsaved", place=item.place) if item.is_unsaved else item.place
        self._place.show_text(words("office.bank.place.retired", place=place) if item.is_retired else place)
        self._facts.show_text(item.facts)
        self._undo.setEnabled(item.can_undo)
        self._redo.setEnabled(item.can_redo)
        self._discard.setEnabled(item.is_unsaved)
        self._save.setEnabled(item.is_unsaved and not item.is_lost)
        self._retire.setVisible(not item.is_new)
        self._retire.setText(words("office.bank.bring-back" if item.is_retired else "office.bank.retire"))
        self._choice.show_choices(frozenset(item.sides))
        self._choice.show_chosen(item.side)
        self._lost.setVisible(item.is_lost)

"""The items as read, as cards in a list; the one that is being mended is an editor in its place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from kaochang.presenters.office.paper import PaperPresenter
from kaochang.presenters.office.paper_state import ItemFace, PaperState
from kaochang.views.office.cards import GAP, PICTURE_HEIGHT, SIDE, Card, Pictures
from kaochang.views.office.editor import ItemEditor
from kaochang.views.office.keys import take_key
from kaochang.views.office.listed import Index, PaintedList, RowPainter, Rows
from kaochang.views.office.small_pictures import SmallPictures
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import has_keyboard


class _Items(Rows[ItemFace]):
    def spoken(self, face: ItemFace) -> str:
        """What it is, where it stands, what is doubted of it, and its words."""
        options = (f"{each.label} {each.text}{' ✓' if each.is_right else ''}" for each in face.options)
        doubts = (each.text for each in face.doubts)
        return " ".join((face.type_name, face.place, face.points, face.note, *doubts, face.stem, *options, face.key))


class _CardPainter(RowPainter[ItemFace]):
    def __init__(self, parent: ItemList, rows: _Items, look: Look, pictures: Pictures) -> None:
        super().__init__(parent, rows)
        self._look = look
        self._pictures = pictures
        self._cards: dict[int, tuple[ItemFace, int, Card]] = {}
        self.here: int | None = None
        self.editor: ItemEditor | None = None

    def _card(self, face: ItemFace, width: int) -> Card:
        known = self._cards.get(face.index)
        if known is None or known[0] is not face or known[1] != width:
            known = self._cards[face.index] = (face, width, Card(face, width, self._look, self._pictures))
        return known[2]

    def measure(self, face: ItemFace, width: int) -> int:
        """As high as its card, or as the editor in its place."""
        if self.editor is not None and self.editor.index == face.index:
            return self.editor.height_for(width - 2 * SIDE) + GAP
        return self._card(face, width).height

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The card; nothing where the editor is."""
        face = self.face(index)
        if self.editor is not None and self.editor.index == face.index:
            return
        rect = QRect(option.rect)
        self._card(face, rect.width()).paint(painter, rect, is_here=face.index == self.here)


class ItemList(PaintedList):
    """Letters set the key of the item in focus; Enter goes on to the next open one; a click opens an item."""

    def __init__(self, presenter: PaperPresenter, look: Look) -> None:
        super().__init__("paper-items", look.words("office.paper.items"))
        self._presenter = presenter
        self._look = look
        self.pictures = SmallPictures(presenter.picture, PICTURE_HEIGHT, self._on_picture, self)
        self._model = _Items(self)
        self._painter = _CardPainter(self, self._model, look, self.pictures)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setProperty("ground", "canvas")
        self.setViewportMargins(0, 16, 0, 0)
        self.clicked.connect(self._on_clicked)
        self._here: int | None = None
        self._keyed: int | None = None

    @property
    def editor(self) -> ItemEditor | None:
        """What the item in focus is mended in, where it is open."""
        return self._painter.editor

    def _on_clicked(self, index: QModelIndex) -> None:
        self._presenter.open(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the page first, then those of a list."""
        if not take_key(self._presenter, event):
            super().keyPressEvent(event)
            current = self.currentIndex()
            if current.isValid() and current.row() != self._here:
                self._presenter.focus(current.row())

    def show_state(self, state: PaperState) -> None:
        """The items, the one in focus, and its editor where it is open."""
        before = self._painter.editor
        if len(state.items) != len(self._model.faces) and before is not None:
            self._close()
        self._model.take(state.items)
        self._painter.here = state.here
        self._show_editor(state)
        if state.here is not None and (state.here != self._here or before is not self._painter.editor):
            index = self._model.index(state.here)
            self.setCurrentIndex(index)
            self.bring(state.here)
        self._here = state.here
        self._let_key(state)
        self.viewport().update()

    def _let_key(self, state: PaperState) -> None:
        """While one keys, the keyboard is on each key that is written as soon as its item is there."""
        before, self._keyed = self._keyed, state.here if state.is_keying else None
        if self._keyed not in (None, before) and self._painter.editor is not None:
            self._painter.editor.take_keyboard()

    def _on_picture(self) -> None:
        """One that took long can be seen now."""
        if self._painter.editor is not None:
            self._painter.editor.show_pictures()
            self._painter.forget(self._painter.editor.index)
        self.viewport().update()

    def _show_editor(self, state: PaperState) -> None:
        at = state.here if state.is_open else None
        editor = self._painter.editor
        if editor is not None and editor.index != at:
            self._close()
        if at is None:
            return
        editor = self._painter.editor
        if editor is None:
            editor = ItemEditor(self._presenter, state.items[at], state.lines, self._look, self.pictures)
            self._painter.editor = editor
            editor.resized.connect(lambda: self._painter.forget(at))
            self.setIndexWidget(self._model.index(at), editor.in_place(SIDE, GAP))
        editor.show_face(state.items[at], state.lines, state.half)
        self._painter.forget(at)

    def _close(self) -> None:
        editor, self._painter.editor = self._painter.editor, None
        if editor is None:
            return
        had_keyboard = has_keyboard(editor)
        row = editor.index
        if row < self._model.rowCount():
            self.closePersistentEditor(self._model.index(row))
            self._painter.forget(row)
        if had_keyboard:
            self.setFocus()

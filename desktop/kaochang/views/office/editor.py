"""The item that is being mended, in the place of its card: every part of it that a paper can get wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLayout, QLineEdit, QPushButton, QTextEdit, QWidget

from kaochang.domain.items import ItemType
from kaochang.presenters.office.paper import PaperPresenter
from kaochang.presenters.office.paper_state import ItemFace, LineFace
from kaochang.views.office.cards import short
from kaochang.views.office.fields import Chooser
from kaochang.views.office.keys import take_key
from kaochang.views.office.option_fields import WITH_OPTIONS, OptionFields
from kaochang.views.office.splitting import SplitRow
from kaochang.views.widgets.composing import finish_composing
from kaochang.views.widgets.flow import FlowLine
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, follow_width, frame, label, row, take_focus
from kaochang.views.widgets.spoken import speak_as

_TALLEST_STEM = 150
WITH_LETTERS = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUEFALSE})


class _Words(QTextEdit):
    """Plain text, as high as its words; `left` tells that the keyboard went, after something was typed."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setProperty("kind", "small")
        self.setObjectName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def fit(self, width: int) -> None:
        """Take the height that the words need in this width."""
        self.document().setTextWidth(max(width - 24, 50))
        self.setFixedHeight(min(round(self.document().size().height()) + 10, _TALLEST_STEM))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whatever was typed is a mend now."""
        super().focusOutEvent(event)
        if self.document().isModified():
            self.left.emit()

    def show_text(self, text: str) -> None:
        """Show this as what stands."""
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.document().setModified(False)


class ItemEditor(QFrame):
    """Shows one face, and takes another of the same item at any time without losing what is being typed."""

    resized = Signal()

    def __init__(
        self,
        presenter: PaperPresenter,
        face: ItemFace,
        lines: Sequence[LineFace],
        look: Look,
        pictures: Callable[[str], QPixmap],
    ) -> None:
        super().__init__()
        speak_as(self, "group")
        self.setProperty("ground", "editing")
        self.setObjectName("item-editor")
        self.index = face.index
        self._presenter = presenter
        self._look = look
        self._face: ItemFace | None = None
        self._type, self._points = self._make_type(), self._make_points()
        self._head = label("", "small", name="item-place")
        self._note = label("", "small", name="item-note")
        self._doubts = column(spacing=2)
        self._pictures = pictures
        self._material = label("", "small", name="item-material", wraps=True)
        self._beside = label("", "small", name="item-beside", wraps=True)
        self._shown = row(spacing=10)
        self._stem = _Words("item-stem")
        self._stem.setAccessibleName(look.words("office.paper.stem"))
        self._stem.left.connect(self._on_stem)
        self._options = OptionFields(look)
        self._options.given.connect(self._on_options)
        self._options.resized.connect(self.resized)
        self._letters: dict[str, QPushButton] = {}
        self._half: tuple[str, ...] = ()
        self._key_holder = _in_line()
        self._key: QLineEdit | None = None
        self._reference = _Words("item-reference")
        self._reference.setAccessibleName(look.words("office.paper.reference-name"))
        self._reference.setPlaceholderText(look.words("office.paper.reference-name"))
        self._reference.left.connect(self._on_reference)
        self._split = SplitRow(look, self._on_split)
        self._split.hide()
        self._lay()
        self.show_face(face, lines)

    # -- how it is put together -----------------------------------------------------------------------------------

    def _lay(self) -> None:
        whole = column(self, margins=(18, 12, 18, 12), spacing=6)
        points = row(spacing=6)
        points.addWidget(self._points)
        points.addWidget(label(self._look.words("office.paper.points-unit"), "small"))
        worth = QWidget()
        worth.setLayout(points)
        whole.addWidget(
            _in_line(self._type, self._head, worth, self._act("points-all", self._on_points_all), self._note)
        )
        whole.addLayout(self._doubts)
        whole.addWidget(self._material)
        whole.addWidget(self._stem)
        whole.addWidget(self._beside)
        whole.addLayout(self._shown)
        whole.addWidget(self._options)
        whole.addWidget(self._key_holder)
        whole.addWidget(self._reference)
        self._join = self._act("join", lambda: self._presenter.mends.join(self.index))
        self._open_split = self._act("split", self._toggle_split)
        self._drop = self._act("drop", self._on_drop)
        self._add = self._act("add-option", self._options.add)
        acts = _in_line(self._add, self._join, self._open_split, self._drop, self._act("close", self._presenter.close))
        whole.addWidget(self._split)
        whole.addWidget(acts)

    def _act(self, name: str, then: Callable[[], None]) -> QPushButton:
        return button(self._look.words(f"office.paper.{name}"), "tool", f"item-{name}", then)

    def _make_type(self) -> QComboBox:
        made = Chooser(self._look, "item-type", self._look.words("office.paper.type"))
        for kind in ItemType:
            made.addItem(self._look.words(f"type.{kind}"), kind.value)
        made.activated.connect(self._on_type)
        return made

    def _make_points(self) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName("item-points")
        made.setProperty("kind", "small")
        made.setFixedWidth(64)
        made.setMaxLength(9)
        made.setAccessibleName(self._look.words("office.paper.points-name"))
        made.editingFinished.connect(self._on_points)
        return made

    # -- what it shows --------------------------------------------------------------------------------------------

    def show_face(self, face: ItemFace, lines: Sequence[LineFace], half: tuple[str, ...] = ()) -> None:
        """The item as it stands now; `half` is what was given of a key that is none yet."""
        before, self._face = self._face, face
        self._show_half(face, half)
        if face is before:
            return
        words = self._look.words
        self.setAccessibleName(f"{face.type_name} {face.place}")
        self._type.setCurrentIndex(self._type.findData(face.type.value))
        self._head.setText(face.place)
        self._points.setText(face.points_value)
        self._stem.show_text(face.stem)
        self._show_doubts(face)
        self._show_beside(face)
        self._add.setVisible(face.type in WITH_OPTIONS)
        self._options.show_face(face)
        self._show_key(face, before)
        self._split.take(face, lines)
        self._join.setEnabled(face.index > 0)
        self._open_split.setEnabled(self._split.is_of_use)
        self._drop.setText(words("office.paper.keep" if face.is_dropped else "office.paper.drop"))
        self.resized.emit()

    def _show_doubts(self, face: ItemFace) -> None:
        clear(self._doubts)
        for doubt in face.doubts:
            role = "bad" if doubt.severity == "error" else "warning"
            self._doubts.addWidget(label(f"▲ {doubt.text}", role, name="item-doubt", wraps=True))

    def _show_beside(self, face: ItemFace) -> None:
        """What stands with the item and is not mended here."""
        prompts = "\n".join(f"{each.label} {each.text}" for each in face.prompts)
        for shown, text in (
            (self._material, short(face.material)),
            (self._beside, f"{face.tables}\n{prompts}".strip()),
        ):
            shown.setText(text)
            shown.setVisible(bool(text))
        self.show_pictures()

    def show_pictures(self) -> None:
        """The item's pictures, as far as they are there."""
        clear(self._shown)
        for name in self._face.pictures if self._face is not None else ():
            made = QLabel()
            made.setPixmap(self._pictures(name))
            self._shown.addWidget(made)
        self._shown.addStretch(1)

    def _show_key(self, face: ItemFace, before: ItemFace | None) -> None:
        if before is None or before.letters != face.letters or before.type is not face.type:
            self._make_key(face)
        self._show_half(face, self._half)
        if self._key is not None and self._key.text() != face.key:
            self._key.setText(face.key)
        if face.is_marked_by_people:
            self._reference.show_text(face.key)

    def _key_line(self) -> QLayout:
        line = self._key_holder.layout()
        if line is None:
            raise RuntimeError("the holder of the key has no layout")
        return line

    def _show_half(self, face: ItemFace, half: tuple[str, ...]) -> None:
        self._half = half
        for letter, made in self._letters.items():
            made.setChecked(letter in (half or face.chosen))
        self._note.setText(self._look.words("office.paper.half") if half else face.note)

    def _make_key(self, face: ItemFace) -> None:
        line = self._key_line()
        clear(line)
        self._letters, self._key = {}, None
        self._key_holder.setVisible(not face.is_marked_by_people)
        self._reference.setVisible(face.is_marked_by_people)
        line.addWidget(label(self._look.words("office.paper.key-label"), "small"))
        for letter in face.letters:
            made = self._letter(letter)
            self._letters[letter] = made
            line.addWidget(made)
        if not face.letters and not face.is_marked_by_people:
            self._key = self._key_field(face)
            line.addWidget(self._key)
        line.addWidget(self._act("leave", lambda: self._presenter.leave_key(self.index)))

    def _letter(self, letter: str) -> QPushButton:
        words = self._look.words
        shown = {"T": words("office.paper.true"), "F": words("office.paper.false")}
        is_judged = self._face is not None and self._face.type is ItemType.TRUEFALSE
        made = button(
            shown[letter] if is_judged else letter, "letter", f"key-{letter}", partial(self._on_letter, letter)
        )
        made.setCheckable(True)
        return made

    def _key_field(self, face: ItemFace) -> QLineEdit:
        field = QLineEdit()
        field.setProperty("kind", "small")
        field.setObjectName("item-key")
        field.setMinimumWidth(300)
        field.setAccessibleName(self._look.words("office.paper.key-label"))
        field.setPlaceholderText(self._look.words(f"office.paper.key-form.{_form_of(face.type)}"))
        field.editingFinished.connect(self._on_key)
        return field

    # -- what is done with it -------------------------------------------------------------------------------------

    def _on_letter(self, letter: str) -> None:
        self._presenter.letter(letter)
        if self._face is not None:
            self._show_half(self._face, self._half)

    def _on_key(self) -> None:
        if self._key is not None and self._key.isModified():
            self._key.setModified(False)
            self._presenter.mends.set_key(self.index, self._key.text())

    def _on_reference(self) -> None:
        self._presenter.mends.set_key(self.index, self._reference.toPlainText())

    def _on_type(self, _: int) -> None:
        kind = ItemType(self._type.currentData())
        if self._face is not None and kind is not self._face.type:
            self._presenter.mends.set_type(self.index, kind)
            self._show_again()

    def _on_points(self) -> None:
        if self._points.isModified():
            self._points.setModified(False)
            self._presenter.mends.set_points(self.index, self._points.text())

    def _on_points_all(self) -> None:
        self._presenter.mends.set_points(self.index, self._points.text(), is_all=True)

    def _on_stem(self) -> None:
        self._presenter.mends.set_stem(self.index, self._stem.toPlainText())

    def _on_options(self, texts: tuple[str, ...]) -> None:
        self._presenter.mends.set_options(self.index, texts)

    def _on_drop(self) -> None:
        if self._face is not None:
            (self._presenter.mends.keep if self._face.is_dropped else self._presenter.mends.drop)(self.index)

    def _toggle_split(self) -> None:
        self._split.setVisible(self._split.isHidden())
        self.resized.emit()

    def _on_split(self, line: int, at_row: int) -> None:
        self._presenter.mends.split(self.index, line=line, row=at_row)

    def _show_again(self) -> None:
        """A choice that was refused goes back to what stands."""
        if self._face is not None:
            self._type.setCurrentIndex(self._type.findData(self._face.type.value))

    # -- its size, its keys ---------------------------------------------------------------------------------------

    def height_for(self, width: int) -> int:
        """How high it stands in a width."""
        self._stem.fit(width - 36)
        self._reference.fit(width - 36)
        layout = self.layout()
        if layout is None:
            return 0
        layout.activate()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def event(self, event: QEvent) -> bool:
        """What its parts want is known only now: the row is as high as that."""
        is_taken = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.resized.emit()
        return is_taken

    def in_place(self, side: int, below: int) -> QWidget:
        """Itself in the row of a list, with the list's own room around it."""
        holder = frame("canvas")
        column(holder, margins=(side, 0, side, below)).addWidget(self)
        return holder

    def take_keyboard(self) -> None:
        """Let a key that is written be typed at once."""
        if self._key is not None:
            take_focus(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What its fields and buttons left over are keys of the page."""
        finish_composing()
        if not take_key(self._presenter, event):
            super().keyPressEvent(event)


def _form_of(kind: ItemType) -> str:
    """How the key of a type without letters is written; of one that lacks its options there is none to write."""
    return "none" if kind in WITH_LETTERS else kind.value


def _in_line(*parts: QWidget) -> QWidget:
    """Parts beside each other, and below where there is no room."""
    made, line = QWidget(), FlowLine()
    for each in parts:
        line.addWidget(each)
    made.setLayout(line)
    follow_width(made)
    return made

"""The fields of an item of the bank: everything that an item has but its rubric."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from kaochang.domain.items import ItemType, Mode
from kaochang.domain.mark_schemes import Difficulty
from kaochang.presenters.office.bank_editor import BankEditor
from kaochang.presenters.office.bank_state import ChoiceFace, FormFace, ItemState
from kaochang.views.office.bank_fields import FaceChooser, OwnSteps, Paragraph
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.widgets.flow import FlowLine
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, label, row

_LETTER = 40
_CHOICE = 132
_TOP = Qt.AlignmentFlag.AlignTop


class _OptionRow:
    """An option: its letter (which sets the key, where letters do), its words, and its way up, down and out."""

    def __init__(self, editor: BankEditor, look: Look, at: int) -> None:
        words = look.words
        self.letter: QPushButton = button("", "letter", f"bank-letter-{at}", self._press)
        self.letter.setCheckable(True)
        self.letter.setFixedWidth(_LETTER)
        self._editor = editor
        self._label = ""
        spoken = words("office.paper.option", label=chr(ord("A") + at))
        self.field = Paragraph(f"bank-option-{at}", spoken, partial(editor.write_option, at), lines=1)
        acts = {
            "up": ("↑", partial(editor.move_option, at, -1)),
            "down": ("↓", partial(editor.move_option, at, 1)),
            "drop": ("×", partial(editor.drop_option, at)),
        }
        self.line = row(spacing=4)
        self.line.addWidget(self.letter, 0, _TOP)
        self.line.addWidget(self.field, 1)
        for name, (sign, then) in acts.items():
            made = button(sign, "tool", f"bank-option-{name}-{at}", then)
            made.setAccessibleName(words(f"office.bank.option.{name}", label=chr(ord("A") + at)))
            made.setToolTip(made.accessibleName())
            self.line.addWidget(made, 0, _TOP)

    def _press(self) -> None:
        self._editor.press(self._label)

    def show_face(self, form: FormFace, at: int) -> None:
        """As it stands."""
        self._label = form.labels[at]
        self.letter.setText(self._label)
        self.letter.setEnabled(bool(form.letters))
        self.letter.setChecked(self._label in form.chosen)
        self.field.show_text(form.options[at])


class BankForm(QWidget):
    """Fields are built once; a state only fills and shows them."""

    def __init__(self, editor: BankEditor, look: Look) -> None:
        super().__init__()
        self._editor = editor
        self._look = look
        self._steps = OwnSteps(self)
        words = look.words
        self._paper = FaceChooser(look, "bank-into", words("office.bank.into"))
        self._paper.activated.connect(lambda _: editor.put_into(int(self._paper.value or 0)))
        self._type = self._make_type()
        self._difficulty = FaceChooser(look, "bank-difficulty", words("office.bank.field.difficulty"))
        none = ChoiceFace("", words("office.bank.difficulty.none"))
        levels = tuple(ChoiceFace(each.value, words(f"blueprint.difficulty.{each}")) for each in Difficulty)
        self._difficulty.show_faces((none, *levels), "")
        self._difficulty.activated.connect(lambda _: editor.write("difficulty", self._difficulty.value))
        self._points = self._line("points", width=72)
        self._section, self._competencies = self._line("section"), self._line("competencies")
        self._key = self._line("key")
        self._least, self._most = self._line("min_words", width=72), self._line("max_words", width=72)
        self._mode = self._make_mode()
        self._prompts = self._paragraph("prompts", lines=2)
        self._stages = self._paragraph("stages", lines=2)
        self._stages.setPlaceholderText(words("office.bank.stages.hint"))
        self._material = self._paragraph("material", lines=1)
        self._shared = label("", "note", name="bank-shared", wraps=True)
        self._stem = self._paragraph("stem", lines=2)
        self._reference = self._paragraph("key", lines=2, name="reference")
        self._explanation = self._paragraph("explanation", lines=1)
        self._pictures = FlowLine()
        self._picture_names: tuple[str, ...] = ()
        self._options: list[_OptionRow] = []
        self._option_rows = column(spacing=4)
        self._letters = {letter: self._judged(letter) for letter in ("T", "F")}
        self._titles: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._lay()
        self._steps.watch(self)

    # -- how it is put together -----------------------------------------------------------------------------------

    def _line(self, field: str, *, width: int = 0) -> QLineEdit:
        spoken = self._look.words(f"office.bank.field.{field}")
        return text_field(f"bank-{field}", spoken, partial(self._editor.write, field), width=width)

    def _paragraph(self, field: str, *, lines: int, name: str = "") -> Paragraph:
        spoken = self._look.words(f"office.bank.field.{name or field}")
        return Paragraph(f"bank-{name or field}", spoken, partial(self._editor.write, field), lines=lines)

    def _make_type(self) -> FaceChooser:
        made = FaceChooser(self._look, "bank-type", self._look.words("office.bank.field.type"))
        made.show_faces(tuple(ChoiceFace(each.value, self._look.words(f"type.{each}")) for each in ItemType), "")
        made.activated.connect(lambda _: self._editor.set_type(ItemType(made.value)))
        return made

    def _make_mode(self) -> FaceChooser:
        made = FaceChooser(self._look, "bank-mode", self._look.words("office.bank.field.mode"))
        made.setMinimumWidth(_CHOICE)
        made.show_faces(tuple(ChoiceFace(each.value, self._look.words(f"item-mode.{each}")) for each in Mode), "")
        made.activated.connect(lambda _: self._editor.write("mode", made.value))
        return made

    def _judged(self, letter: str) -> QPushButton:
        words = self._look.words("office.paper.true" if letter == "T" else "office.paper.false")
        made = button(words, "letter", f"bank-judged-{letter}", partial(self._editor.press, letter))
        made.setCheckable(True)
        return made

    def _lay(self) -> None:
        words = self._look.words
        self._grid.setContentsMargins(18, 14, 18, 14)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._add("into", self._paper)
        first = QWidget()
        line = FlowLine()
        first.setLayout(line)
        for chooser in (self._type, self._difficulty):
            chooser.setMinimumWidth(_CHOICE)
        for each in (self._type, self._points, label(words("office.paper.points-unit"), "small"), self._difficulty):
            line.addWidget(each)
        self._add("type", first)
        self._add("section", self._section)
        material = QWidget()
        inside = column(material, spacing=2)
        inside.addWidget(self._material)
        inside.addWidget(self._shared)
        self._add("material", material)
        self._add("stem", self._stem)
        self._add("pictures", self._in_line(self._pictures))
        self._add("mode", self._mode)
        self._add("stages", self._stages)
        self._add("prompts", self._prompts)
        options = QWidget()
        inside = column(options, spacing=4)
        inside.addLayout(self._option_rows)
        self._add_option = flush(
            button(words("office.paper.add-option"), "quiet", "bank-add-option", self._editor.add_option), "left"
        )
        inside.addWidget(self._add_option)
        self._add("options", options)
        judged = row(spacing=6)
        for made in self._letters.values():
            judged.addWidget(made)
        judged.addStretch(1)
        holder = QWidget()
        keyed = column(holder)
        keyed.addLayout(judged)
        keyed.addWidget(self._key)
        self._add("key", holder)
        self._add("reference", self._reference)
        self._add("lengths", self._make_lengths())
        self._add("explanation", self._explanation)
        self._add("competencies", self._competencies)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _make_lengths(self) -> QWidget:
        made = QWidget()
        line = row(made, spacing=6)
        for each in (self._least, label(self._look.words("office.bank.lengths.to"), "small"), self._most):
            line.addWidget(each)
        line.addStretch(1)
        return made

    def _in_line(self, line: FlowLine) -> QWidget:
        made = QWidget()
        made.setLayout(line)
        return made

    def _add(self, name: str, content: QWidget) -> None:
        at = self._grid.rowCount()
        title = label(self._look.words(f"office.bank.field.{name}"), "label")
        title.setMinimumHeight(32)
        title.setBuddy(content)
        self._titles[name] = title
        self._grid.addWidget(title, at, 0)
        self._grid.setAlignment(title, _TOP)
        self._grid.addWidget(content, at, 1)

    # -- what it shows --------------------------------------------------------------------------------------------

    def show_state(self, state: ItemState) -> None:
        """The fields as they stand."""
        form = state.form
        self._paper.show_faces(state.papers, state.paper)
        self._show_row("into", state.is_new)
        self._type.show_chosen(form.type.value)
        self._difficulty.show_chosen(form.difficulty)
        for field in (self._points, self._section, self._competencies, self._key, self._least, self._most):
            show_typed(field, str(getattr(form, field.objectName().removeprefix("bank-"))), is_wrong=False)
        self._key.setPlaceholderText(_key_hint(form, self._look))
        texts = {self._material: form.material, self._stem: form.stem, self._explanation: form.explanation}
        texts |= {self._prompts: form.prompts, self._stages: form.stages}
        for paragraph, text in texts.items():
            paragraph.show_text(text)
        self._reference.show_text(form.key)
        self._shared.setText(state.shared)
        self._shared.setVisible(bool(state.shared))
        self._show_key(form)
        self._show_answering(form)
        self._show_options(form)
        self._show_pictures(form)

    def _show_row(self, name: str, is_shown: bool) -> None:
        title = self._titles[name]
        title.setVisible(is_shown)
        title.buddy().setVisible(is_shown)

    def _show_key(self, form: FormFace) -> None:
        is_judged = form.type is ItemType.TRUEFALSE
        self._show_row("reference", form.is_open)
        self._show_row("key", is_judged or not (form.is_open or form.letters))
        for letter, made in self._letters.items():
            made.setVisible(is_judged)
            made.setChecked(letter in form.chosen)
        self._key.setVisible(not is_judged)

    def _show_answering(self, form: FormFace) -> None:
        """What only items of some types have."""
        self._mode.show_chosen(form.mode)
        self._show_row("mode", form.type is ItemType.INTERVIEW)
        self._show_row("stages", form.type is ItemType.SCENARIO)
        self._show_row("lengths", form.has_lengths)
        is_matched = form.type is ItemType.MATCHING
        self._show_row("prompts", is_matched)
        self._titles["options"].setText(self._look.words(f"office.bank.field.{'right' if is_matched else 'options'}"))

    def _show_options(self, form: FormFace) -> None:
        self._show_row("options", form.has_options)
        if len(self._options) != len(form.options):
            clear(self._option_rows)
            self._options = [_OptionRow(self._editor, self._look, at) for at in range(len(form.options))]
            for made in self._options:
                self._option_rows.addLayout(made.line)
            self._steps.watch(self)
        for at, made in enumerate(self._options):
            made.show_face(form, at)

    def _show_pictures(self, form: FormFace) -> None:
        names = tuple(each.name for each in form.pictures)
        if names == self._picture_names and self._pictures.count():
            return
        self._picture_names = names
        clear(self._pictures)
        words = self._look.words
        for each in form.pictures:
            made = button(f"{each.text} ×", "tool", f"bank-picture-{each.name}", self._dropping(each.name))
            made.setAccessibleName(words("office.bank.picture.drop", name=each.text))
            self._pictures.addWidget(made)
        self._pictures.addWidget(
            button(words("office.bank.picture.add"), "tool", "bank-add-picture", self._choose_picture)
        )

    def _dropping(self, name: str) -> Callable[[], None]:
        return partial(self._editor.drop_picture, name)

    def _choose_picture(self) -> None:
        words = self._look.words
        forms = f"{words('office.bank.picture.files')} (*.png *.jpg *.jpeg *.gif *.bmp *.webp)"
        chosen, _ = QFileDialog.getOpenFileName(self, words("office.bank.picture.add"), "", forms)
        if chosen:
            self._editor.add_picture(Path(chosen))


def _key_hint(form: FormFace, look: Look) -> str:
    kinds = (ItemType.BLANK, ItemType.ORDERING, ItemType.MATCHING)
    return look.words(f"office.paper.key-form.{form.type}") if form.type in kinds else ""

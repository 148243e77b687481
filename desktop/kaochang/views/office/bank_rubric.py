"""The rubric of an item that people mark: criteria as cards, each with what is good and its levels."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from kaochang.flow.bank_draft import TypedCriterion, TypedLevel
from kaochang.presenters.office.bank_rubric import BankRubric
from kaochang.presenters.office.bank_state import FormFace
from kaochang.views.office.bank_fields import OwnSteps, Paragraph
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, frame, label, row

_POINTS = 64
_LEVEL = 90


class _LevelRow:
    def __init__(self, rubric: BankRubric, look: Look, at: int, level: int) -> None:
        words, name = look.words, f"{at}-{level}"
        self.line = row(spacing=6)
        self.fields: dict[str, QLineEdit] = {}
        for field, width in (("name", _LEVEL), ("points", _POINTS), ("text", 0)):
            spoken = words(f"office.bank.level.{field}")
            then = partial(rubric.write_level, at, level, field)
            made = text_field(f"bank-level-{field}-{name}", spoken, then, width=width)
            made.setPlaceholderText(spoken)
            made.setMaxLength(1000)
            self.fields[field] = made
            self.line.addWidget(made, int(not width))
        drop = button("×", "tool", f"bank-level-drop-{name}", partial(rubric.drop_level, at, level))
        drop.setAccessibleName(words("office.bank.level.drop"))
        drop.setToolTip(drop.accessibleName())
        self.line.addWidget(drop)

    def show_face(self, level: TypedLevel) -> None:
        """As it stands."""
        for field, made in self.fields.items():
            show_typed(made, str(getattr(level, field)), is_wrong=False)


class _Card:
    """One criterion."""

    def __init__(self, rubric: BankRubric, look: Look, at: int) -> None:
        words = look.words
        self._rubric, self._look, self._at = rubric, look, at
        self.made = frame("criterion", name=f"bank-criterion-{at}")
        self.made.setAccessibleName(words("office.bank.criterion", number=at + 1))
        inside = column(self.made, margins=(14, 10, 10, 12), spacing=6)
        head = row(spacing=6)
        self._name = text_field(
            f"bank-criterion-name-{at}", words("office.bank.criterion.name"), partial(rubric.write, at, "name")
        )
        self._name.setPlaceholderText(words("office.bank.criterion.name"))
        spoken = words("office.paper.points-name")
        self._points = text_field(
            f"bank-criterion-points-{at}", spoken, partial(rubric.write, at, "points"), width=_POINTS
        )
        head.addWidget(label(f"{at + 1}", "strong"))
        head.addWidget(self._name, 1)
        head.addWidget(self._points)
        head.addWidget(label(words("office.paper.points-unit"), "small"))
        for sign, name, then in (("↑", "up", rubric.move_up), ("×", "drop", rubric.drop)):
            made = button(sign, "tool", f"bank-criterion-{name}-{at}", partial(then, at))
            made.setAccessibleName(words(f"office.bank.criterion.{name}"))
            made.setToolTip(made.accessibleName())
            head.addWidget(made)
        inside.addLayout(head)
        good = words("office.bank.criterion.good")
        self._good = Paragraph(f"bank-criterion-good-{at}", good, partial(rubric.write, at, "good"), lines=1)
        self._good.setPlaceholderText(good)
        inside.addWidget(self._good)
        self._levels: list[_LevelRow] = []
        self._rows = column(spacing=4)
        inside.addLayout(self._rows)
        then_add = partial(rubric.add_level, at)
        inside.addWidget(
            flush(button(words("office.bank.level.add"), "quiet", f"bank-level-add-{at}", then_add), "left")
        )

    def show_face(self, criterion: TypedCriterion) -> bool:
        """As it stands; whether there are other fields than before."""
        show_typed(self._name, criterion.name, is_wrong=False)
        show_typed(self._points, criterion.points, is_wrong=False)
        self._good.show_text(criterion.good)
        is_other = len(self._levels) != len(criterion.levels)
        if is_other:
            clear(self._rows)
            count = len(criterion.levels)
            self._levels = [_LevelRow(self._rubric, self._look, self._at, level) for level in range(count)]
            for made in self._levels:
                self._rows.addLayout(made.line)
        for made, level in zip(self._levels, criterion.levels, strict=True):
            made.show_face(level)
        return is_other


class BankRubricForm(QWidget):
    """Begun by a press with what 考察… names, or criterion by criterion."""

    def __init__(self, rubric: BankRubric, look: Look) -> None:
        super().__init__()
        self._rubric = rubric
        self._look = look
        self._steps = OwnSteps(self)
        words = look.words
        self._cards: list[_Card] = []
        self._text = Paragraph("bank-rubric-text", words("office.bank.field.rubric"), rubric.write_text, lines=2)
        self._sum = label("", "strong", name="bank-rubric-sum")
        self._start = button(words("office.bank.rubric.start"), "plain", "bank-rubric-start", rubric.start)
        self._add = button(words("office.bank.criterion.add"), "plain", "bank-criterion-add", rubric.add)
        self._holder = column(spacing=8)
        whole = column(self, margins=(18, 14, 18, 14), spacing=8)
        whole.addWidget(label(words("office.bank.field.rubric"), "label"))
        whole.addWidget(self._text)
        whole.addWidget(label(words("office.bank.rubric.what"), "note", wraps=True))
        whole.addLayout(self._holder)
        line = row(spacing=8)
        for each in (self._add, self._start):
            line.addWidget(each)
        line.addStretch(1)
        line.addWidget(self._sum)
        whole.addLayout(line)
        whole.addStretch(1)
        self._steps.watch(self)

    def show_form(self, form: FormFace) -> None:
        """The rubric as it stands."""
        self._text.show_text(form.rubric)
        self._sum.setText(form.rubric_sum)
        self._start.setVisible(form.can_start)
        is_other = len(self._cards) != len(form.criteria)
        if is_other:
            clear(self._holder)
            self._cards = [_Card(self._rubric, self._look, at) for at in range(len(form.criteria))]
            for card in self._cards:
                self._holder.addWidget(card.made)
        others = [card.show_face(face) for card, face in zip(self._cards, form.criteria, strict=True)]
        if is_other or any(others):
            self._steps.watch(self)

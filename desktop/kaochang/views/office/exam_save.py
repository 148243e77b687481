"""The part that saves an exam: what it is now, what is against it, findings passed by name, and one button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kaochang.flow.exam_draft import ExamPart
from kaochang.presenters.office.exam_save import ExamSave
from kaochang.presenters.office.exams_state import SaveState
from kaochang.views.office.form import show_typed, text_field
from kaochang.views.office.opening import choose_new_file
from kaochang.views.office.page_parts import bare_card, centred, show_why
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row

_WIDE = 820


class ExamSaveView(QWidget):
    """`go` leads to the part in which something is to be mended."""

    def __init__(self, presenter: ExamSave, look: Look, go: Callable[[ExamPart], None]) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._go = go
        self._mend_part: ExamPart | None = None
        self._told: tuple[tuple[str, str], ...] | None = None
        words = look.words
        self._refused = RefusedStrip("exam-save-refused")
        self._mend = button(words("office.sessions.mend"), "plain", "exam-mend", self._on_mend)
        self._facts = column()
        self._facts_card, inside = bare_card("exam-facts", spacing=10)
        inside.addLayout(self._facts)
        line = row(spacing=8)
        for with_answers, key, name in (
            (False, "office.exams.print-paper", "exam-save-print"),
            (True, "office.exams.print-key", "exam-save-print-key"),
        ):
            line.addWidget(button(words(key), "plain", name, partial(self._print, with_answers)))
        line.addStretch(1)
        inside.addLayout(line)
        self._said = label("", "good", name="exam-save-said", wraps=True)
        inside.addWidget(self._said)
        self._red_strip = frame("marked")
        red = column(self._red_strip, margins=(18, 12, 18, 12), spacing=8)
        self._red = label("", "warning", name="exam-red", wraps=True)
        self._by = text_field("exam-passed-by", words("office.exams.red.by"), presenter.type_passed_by)
        self._reason = text_field("exam-passed-reason", words("office.exams.red.reason"), presenter.type_reason)
        red.addWidget(self._red)
        red.addWidget(label(words("office.exams.red.note"), "note", wraps=True))
        for key, field in (("by", self._by), ("reason", self._reason)):
            across = row(spacing=8)
            across.addWidget(label(words(f"office.exams.red.{key}"), "label"))
            across.addWidget(field, 1)
            red.addLayout(across)
        self._save = button(words("office.exams.save"), "large", "exam-save", presenter.save)
        self._why = label("", "small", name="exam-save-why", wraps=True)
        inner = QWidget()
        middle = column(inner, spacing=12)
        middle.addWidget(label(words("office.exams.part.save"), "title"))
        middle.addWidget(self._refused)
        line = row()
        line.addWidget(self._mend)
        line.addStretch(1)
        middle.addLayout(line)
        for each in (self._red_strip, self._facts_card, self._save, self._why):
            middle.addWidget(each)
        middle.addStretch(1)
        column(self).addWidget(centred("exam-save-page", inner, widest=_WIDE))

    def render_state(self, state: SaveState) -> None:
        """Show the part."""
        self._refused.show_refused(state.refused)
        self._mend_part = state.mend
        self._mend.setVisible(state.mend not in (None, ExamPart.SAVE))
        self._red_strip.setVisible(state.red > 0)
        self._red.setText(self._look.words("office.exams.red", count=state.red) if state.red else "")
        show_typed(self._by, state.passed_by, is_wrong=False)
        show_typed(self._reason, state.passed_reason, is_wrong=False)
        self._facts_card.setVisible(bool(state.facts))
        self._said.setText(state.said)
        self._said.setVisible(bool(state.said))
        if state.facts != self._told:
            self._told = state.facts
            clear(self._facts)
            self._facts.addLayout(facts(state.facts, "label", ""))
        show_why(self._save, self._why, state.why)

    def _on_mend(self) -> None:
        if self._mend_part is not None:
            self._go(self._mend_part)

    def _print(self, with_answers: bool) -> None:
        words = self._look.words
        title = words("office.exams.print-key" if with_answers else "office.exams.print-paper")
        name = self._told[0][1] if self._told else title
        choose_new_file(self, title, f"{name}.docx", partial(self._write, with_answers))

    def _write(self, with_answers: bool, path: Path) -> None:
        self._presenter.print_paper(path, with_answers=with_answers)

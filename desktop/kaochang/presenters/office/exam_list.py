"""The exams that the bank has: what each holds, as a ticket has it; printed, and made again with changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kaochang.flow.exam_draft import ExamDraft, ExamPart, noted_drafts
from kaochang.presenters.figures import figure
from kaochang.presenters.office.exam_desk import ExamDesk, printed
from kaochang.presenters.office.exams_state import ExamDetail, ExamListState, ExamRow, PlacedRow
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.phrases import date, duration
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:
    from kaochang.domain.assessments import Exam
    from kaochang.domain.banked import BankExam

_FIRST_TICKET = "00000001"
"""Any number: it only shows what some ticket would draw."""


class ExamList:
    """Intents of the list in, its state out. `begin` is called with a draft that is made from now on."""

    def __init__(self, desk: ExamDesk, begin: Callable[[ExamDraft], None]) -> None:
        self._desk = desk
        self._begin = begin
        self._here = ""
        self._ticket = _FIRST_TICKET
        self._shown: Exam | None = None
        self._is_looking = False
        self._refused: Refused | None = None
        self._said = ""
        self._waits: Callable[[], None] | None = None

    def enter(self, exam: str = "") -> None:
        """Look which exams there are; show this one, if it is named."""
        self._is_looking, self._waits, self._said = True, None, ""
        self._here = exam or self._here

        def work() -> tuple[BankExam, ...]:
            from kaochang.flow.office_sessions import exams_there

            return exams_there(self._desk.office())

        def done(found: tuple[BankExam, ...]) -> None:
            self._desk.exams, self._is_looking, self._refused = found, False, None
            if self._here not in [each.exam.id for each in found]:
                self._here = found[0].exam.id if found else ""
            self._desk.changed()
            self._look()

        self._desk.means.runner.run(work, done, self._on_failed)

    def _look(self) -> None:
        """The shown exam, as the ticket that was named has it."""
        exam, ticket = self._here, self._ticket
        if not exam:
            self._shown = None
            return

        def work() -> Exam:
            from kaochang.flow.exam_making import shown_exam

            return shown_exam(self._desk.office(), exam, ticket)

        def done(found: Exam) -> None:
            if (exam, ticket) == (self._here, self._ticket):
                self._shown = found
                self._desk.changed()

        self._desk.means.aside.run(work, done, self._on_failed)

    # -- intents --------------------------------------------------------------------------------------------------

    def open(self, exam: str) -> None:
        """Show an exam."""
        self._here, self._refused, self._said, self._waits = exam, None, "", None
        self._desk.changed()
        self._look()

    def type_ticket(self, text: str) -> None:
        """Show what this ticket would draw."""
        if text.strip():
            self._ticket = text.strip()
            self._look()

    def new(self) -> None:
        """Begin an exam from nothing."""
        self._unless_begun(lambda: self._begin(ExamDraft()))

    def go_on(self) -> None:
        """Go on with the one that is half made."""
        self._begin(self._desk.draft)

    def again(self) -> None:
        """Make another from what the shown exam was made of."""
        folder = noted_drafts(self._desk.desk.data, self._here)

        def begin(draft: ExamDraft) -> None:
            self._begin(msgspec.structs.replace(draft, part=ExamPart.PAPERS, is_begun=True))

        def load() -> None:
            self._desk.means.runner.run(folder.load_noted, self._desk.kept.in_turn(begin), self._on_failed)

        self._unless_begun(load)

    def print_paper(self, path: Path, *, with_answers: bool) -> None:
        """The shown exam as a Word paper."""
        exam = self._shown
        if exam is None:
            return

        def work() -> int:
            from kaochang.flow.exam_making import print_exam

            return print_exam(self._desk.office(), exam, path, with_answers=with_answers)

        def done(losses: int) -> None:
            self._refused, self._said = None, printed(self._desk.means.words, path, losses)
            self._desk.changed()

        self._desk.means.runner.run(work, done, self._on_failed)

    def _unless_begun(self, then: Callable[[], None]) -> None:
        """Do it, or ask first where an exam is half made that would go."""
        self._refused, self._said = None, ""
        if self._desk.draft.is_begun:
            self._waits = then
            self._desk.changed()
        else:
            then()

    def discard(self) -> None:
        """The half made exam goes, for what was asked for."""
        then, self._waits = self._waits, None
        if then is not None:
            then()

    def keep_draft(self) -> None:
        """It stays."""
        self._waits = None
        self._desk.changed()

    def _on_failed(self, error: Exception) -> None:
        self._is_looking = False
        self._refused, self._said = failure_to_words(error, self._desk.means.words), ""
        self._desk.changed()

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> ExamListState:
        """What is shown."""
        words = self._desk.means.words
        return ExamListState(
            exams=tuple(map(self._row, self._desk.exams)),
            here=self._here,
            shown=self._detail(),
            has_draft=self._desk.draft.is_begun,
            is_looking=self._is_looking,
            asked=words("office.exams.ask-discard") if self._waits is not None else "",
            said=self._said,
            refused=self._refused,
        )

    def _row(self, found: BankExam) -> ExamRow:
        words, exam = self._desk.means.words, found.exam
        said = [
            words(
                "office.exams.items.summary",
                count=exam.assessment.count,
                total=figure(words, exam.assessment.total),
            ),
            date(words, found.made, self._desk.means.zone),
        ]
        if exam.draw is not None:
            said.append(words("office.sessions.exam.drawn"))
        return ExamRow(exam.id, exam.assessment.title, words("office.separator").join(said))

    def _detail(self) -> ExamDetail | None:
        found = next((each.exam for each in self._desk.exams if each.exam.id == self._here), None)
        if found is None or self._shown is None or self._shown.id != found.id:
            return None
        words, rules = self._desk.means.words, found.rules
        mark = rules.pass_mark
        told = {
            "items": words(
                "office.exams.items.summary",
                count=found.assessment.count,
                total=figure(words, found.assessment.total),
            ),
            "minutes": duration(words, rules.duration_s),
            "pass": words("office.exams.no-mark")
            if mark is None
            else words("office.exams.mark", mark=figure(words, mark)),
        }
        if found.draw is not None:
            pool = sum(1 for _ in found.assessment.items())
            told["draw"] = words("office.exams.drawn-each", pool=pool, seed=found.draw.seed)
        return ExamDetail(
            id=found.id,
            title=found.assessment.title,
            facts=tuple((words(f"office.exams.fact.{name}"), value) for name, value in told.items()),
            items=self._placed(self._shown),
            is_drawn=found.draw is not None,
            ticket=self._ticket,
            can_again=noted_drafts(self._desk.desk.data, found.id).folder.is_dir(),
        )

    def _placed(self, exam: Exam) -> tuple[PlacedRow, ...]:
        words = self._desk.means.words
        return tuple(
            PlacedRow(
                section.title,
                str(number),
                words(f"type.{placed.item.type}"),
                figure(words, placed.points),
                " ".join(placed.item.stem.split()),
            )
            for section in exam.assessment.sections
            for number, placed in enumerate(section.items, start=1)
        )

"""The last part of making an exam: what it is now, what is against it, open findings passed by name, and saving it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.refusals import Refusal
from kaochang.flow.exam_draft import ExamDraft, ExamPart, noted_drafts
from kaochang.presenters.figures import figure
from kaochang.presenters.office.exam_desk import ExamDesk, printed
from kaochang.presenters.office.exams_state import SaveState
from kaochang.presenters.office.failures import failure_to_words, refusal_to_words
from kaochang.presenters.phrases import duration
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:
    from kaochang.domain.assessments import Exam

_MENDED_AT = {
    "exam-draft.no-paper": ExamPart.PAPERS,
    "exam-draft.no-title": ExamPart.PAPERS,
    "exam-draft.no-line": ExamPart.ITEMS,
    "assemble.limits": ExamPart.RULES,
    "assemble.carry-over": ExamPart.RULES,
    "assemble.no-section": ExamPart.RULES,
    "assemble.findings": ExamPart.SAVE,
    "exam.pass-mark": ExamPart.RULES,
    "exam.earliest-hand-in": ExamPart.RULES,
    "exam.latest-entry": ExamPart.RULES,
}
"""In which part a refused exam is mended; else it is the items."""

_SEED_BYTES = 4


class ExamSave:
    """Intents of the part in, its state out; `saved` is called with an exam that was made."""

    def __init__(self, desk: ExamDesk, saved: Callable[[str], None]) -> None:
        self._desk = desk
        self._saved = saved
        self._is_busy = False
        self._refused: Refused | None = None
        self._said = ""

    def enter(self) -> None:
        """The part is shown: what the bank has now.

        What is drawn once gets a seed here at the latest: what is shown and printed is then what is saved.
        """
        self._refused, self._said = None, ""
        draft, desk = self._desk.draft, self._desk
        if draft.by_blueprint and not draft.per_candidate and not draft.seed:
            drawn = desk.kept.in_turn(self._on_seed)
            desk.means.aside.run(lambda: desk.office().random(_SEED_BYTES).hex(), drawn, self._on_failed)
        desk.look(anew=True)

    def _on_seed(self, seed: str) -> None:
        if self._desk.draft.by_blueprint and not self._desk.draft.seed:
            self._desk.keep(seed=seed)

    def _on_failed(self, error: Exception) -> None:
        self._refused, self._said = failure_to_words(error, self._desk.means.words), ""
        self._desk.changed()

    # -- intents --------------------------------------------------------------------------------------------------

    def type_passed_by(self, text: str) -> None:
        """Who passes the open findings."""
        self._refused = None
        self._desk.keep(passed_by=text)

    def type_reason(self, text: str) -> None:
        """Why."""
        self._refused = None
        self._desk.keep(passed_reason=text)

    def save(self) -> None:
        """Keep the exam in the bank; what it was made of is noted beside it."""
        if self._is_busy or self._why():
            return
        draft, desk = self._desk.draft, self._desk
        self._is_busy = desk.desk.is_busy = True
        self._refused = None

        def work() -> Exam:
            from kaochang.flow.exam_making import make

            made = make(desk.office(), draft)
            with suppress(Refusal):  # the exam stands; only making another like it begins from nothing
                noted_drafts(desk.desk.data, made.id).save(draft)
            return made

        def done(made: Exam) -> None:
            self._is_busy = desk.desk.is_busy = False
            desk.kept.begin(ExamDraft())
            self._saved(made.id)

        def failed(error: Exception) -> None:
            self._is_busy = desk.desk.is_busy = False
            self._refused = failure_to_words(error, desk.means.words)
            desk.look(anew=True)
            desk.changed()

        desk.means.runner.run(work, done, failed)
        desk.changed()

    def print_paper(self, path: Path, *, with_answers: bool) -> None:
        """The exam as it would be saved now, as a Word paper."""
        looked, desk = self._desk.looked, self._desk
        if looked is None or looked.exam is None:
            return
        exam = looked.exam

        def work() -> int:
            from kaochang.flow.exam_making import print_exam

            return print_exam(desk.office(), exam, path, with_answers=with_answers)

        def done(losses: int) -> None:
            self._refused, self._said = None, printed(desk.means.words, path, losses)
            desk.changed()

        desk.means.runner.run(work, done, self._on_failed)

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> SaveState:
        """What is shown."""
        draft, looked = self._desk.draft, self._desk.looked
        refused = self._against()
        return SaveState(
            facts=self._facts(),
            refused=self._refused or self._desk.refused or (None if refused is None else self._words_of(refused)),
            mend=None if refused is None else _MENDED_AT.get(refused.key, ExamPart.ITEMS),
            red=0 if looked is None else looked.red,
            passed_by=draft.passed_by,
            passed_reason=draft.passed_reason,
            is_busy=self._is_busy,
            said=self._said,
            why=self._why(),
        )

    def _words_of(self, refusal: Refusal) -> Refused:
        return refusal_to_words(refusal, self._desk.means.words)

    def _against(self) -> Refusal | None:
        from kaochang.flow.exam_making import check_begun

        try:
            check_begun(self._desk.draft)
        except Refusal as refusal:
            return refusal
        return None if self._desk.looked is None else self._desk.looked.refused

    def _why(self) -> str:
        """What keeps it from being saved, "" for nothing."""
        words, looked = self._desk.means.words, self._desk.looked
        if self._is_busy:
            return words("office.exams.saving")
        if looked is None or self._desk.is_looking:
            return words("office.exams.looking")
        if self._against() is not None or looked.exam is None:
            return words("office.exams.why")
        return ""

    def _facts(self) -> tuple[tuple[str, str], ...]:
        looked, words, draft = self._desk.looked, self._desk.means.words, self._desk.draft
        if looked is None or looked.exam is None:
            return ()
        made, rules = looked.exam.assessment, looked.exam.rules
        separator = words("list.separator")
        told = {
            "title": made.title,
            "items": words("office.exams.items.summary", count=made.count, total=figure(words, made.total)),
            "sections": separator.join(
                words(
                    "office.exams.section.told",
                    title=each.title,
                    count=each.count,
                    total=figure(words, each.total),
                )
                for each in made.sections
            ),
            "minutes": duration(words, rules.duration_s),
            "pass": words("office.exams.no-mark")
            if rules.pass_mark is None
            else words("office.exams.mark", mark=figure(words, rules.pass_mark)),
        }
        if draft.by_blueprint:
            pool = sum(1 for _ in made.items())
            key = "office.exams.drawn-each" if draft.per_candidate else "office.exams.drawn-once"
            told["draw"] = words(key, pool=pool, seed=draft.seed or words("office.exams.chance"))
        return tuple((words(f"office.exams.fact.{name}"), value) for name, value in told.items())

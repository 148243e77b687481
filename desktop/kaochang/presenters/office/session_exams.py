"""A session's exams: chosen from those of the office's bank."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.presenters.figures import figure
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.session_desk import SessionDesk
from kaochang.presenters.office.sessions_state import ExamFace, ExamsState
from kaochang.presenters.phrases import date, duration
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:
    from kaochang.domain.banked import BankExam


class SessionExams:
    """Intents of the part in, its state out."""

    def __init__(self, desk: SessionDesk, show: Callable[[], None]) -> None:
        self._desk = desk
        self._show = show
        self._is_looking = False
        self._refused: Refused | None = None

    def enter(self, then: Callable[[], None] | None = None) -> None:
        """Look which exams the bank has now; `then` follows, also where that failed."""
        self._is_looking = True

        def work() -> tuple[BankExam, ...]:
            from kaochang.flow.office_sessions import exams_there

            return exams_there(self._desk.office())

        def done(found: tuple[BankExam, ...]) -> None:
            self._desk.exams, self._is_looking, self._refused = found, False, None
            self._show()
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            self._is_looking = False
            self._refused = failure_to_words(error, self._desk.means.words)
            self._show()
            if then is not None:
                then()

        self._desk.means.runner.run(work, done, failed)

    def leave(self) -> None:
        """Nothing secret is typed here."""

    def toggle(self, exam: str) -> None:
        """Take an exam in, or out again."""
        chosen = self._desk.draft.exams
        there = tuple(each for each in chosen if each != exam)
        self._desk.keep(exams=there if exam in chosen else (*chosen, exam))

    def type_title(self, text: str) -> None:
        """What the session is called; "" for the first exam's title."""
        self._desk.keep(title=text)

    @property
    def state(self) -> ExamsState:
        """What is shown."""
        chosen = self._desk.chosen
        ids = {each.exam.id for each in chosen}
        return ExamsState(
            exams=tuple(self._face(each, each.exam.id in ids) for each in self._desk.exams),
            title=self._desk.draft.title,
            usual_title=chosen[0].exam.assessment.title if chosen else "",
            said=self._desk.said,
            is_looking=self._is_looking,
            refused=self._refused,
        )

    def _face(self, found: BankExam, is_chosen: bool) -> ExamFace:
        words, exam = self._desk.means.words, found.exam
        rules, assessment = exam.rules, exam.assessment
        said = [
            words("office.sessions.exam.items", count=assessment.count, total=figure(words, assessment.total)),
            duration(words, rules.duration_s),
        ]
        if rules.pass_mark is not None:
            said.append(words("office.sessions.exam.pass", mark=figure(words, rules.pass_mark)))
        if exam.draw is not None:
            said.append(words("office.sessions.exam.drawn"))
        said.append(words("office.sessions.exam.made", day=date(words, found.made, self._desk.means.zone)))
        return ExamFace(exam.id, assessment.title, words("office.separator").join(said), is_chosen)

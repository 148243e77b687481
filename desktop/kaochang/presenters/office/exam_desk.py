"""What the parts of an exam that is being made share: its draft, and how that stands in the bank, looked at anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.ports import Words
from kaochang.flow.exam_draft import ExamDraft, ExamPart, exam_drafts
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.kept_draft import KeptDraft
from kaochang.presenters.office.pages import OfficeDesk
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # they come with the first look
    from kaochang.domain.banked import BankExam
    from kaochang.flow.exam_making import ExamLook
    from kaochang.flow.quick import QuickOffice


class ExamDesk:
    """`go` shows another part, `changed` the page anew; both are set by whoever leads through the parts.

    After every change of what decides items and points the bank is looked at again, in the background: one look at a
    time, the newest draft last. `looked` is None before the first.
    """

    def __init__(self, desk: OfficeDesk) -> None:
        self.desk = desk
        self.means: Means = desk.means
        self.kept = KeptDraft(desk.means, exam_drafts(desk.data), ExamDraft(), self.tell)
        self.looked: ExamLook | None = None
        self.exams: tuple[BankExam, ...] = ()
        self.refused: Refused | None = None
        self.trouble: Refused | None = None
        self.is_looking = False
        self._seen: ExamDraft | None = None
        self.go: Callable[[ExamPart], None] = _nowhere
        self.changed: Callable[[], None] = _nobody

    @property
    def draft(self) -> ExamDraft:
        """The exam as it stands."""
        return self.kept.now

    def keep(self, **members: object) -> None:
        """Change members of the draft; whoever changes anything has begun."""
        self.kept.keep({"is_begun": True, **members})
        self.look()
        self.changed()

    def office(self) -> QuickOffice:
        """The office on this PC (blocks)."""
        return self.desk.office()

    def look(self, *, anew: bool = False) -> None:
        """Look at the bank, unless the draft was looked at as it is; `anew`: the bank may be another."""
        if anew:
            self._seen = None
        if self.is_looking or self._seen is self.draft:
            return
        self.is_looking, self._seen, draft = True, self.draft, self.draft

        def work() -> ExamLook:
            from kaochang.flow.exam_making import look

            return look(self.office(), draft)

        def done(looked: ExamLook) -> None:
            self.looked, self.refused = looked, None
            end()

        def failed(error: Exception) -> None:
            self.refused = failure_to_words(error, self.means.words)
            end()

        def end() -> None:
            self.is_looking = False
            self.changed()
            self.look()

        self.means.aside.run(work, done, failed)

    def take(self, draft: ExamDraft) -> None:
        """Begin with this draft, as it was loaded; one that could not be read is told of."""
        self.kept.take(draft)
        lost = self.kept.folder.put_aside
        if lost is not None:
            self.tell(failure_to_words(lost, self.means.words))

    def tell(self, trouble: Refused | None) -> None:
        """Say above every page that nothing can be kept, or that it can again (None)."""
        if trouble != self.trouble:
            self.trouble = self.desk.trouble = trouble
            self.desk.changed()


def printed(words: Words, path: Path, losses: int) -> str:
    """What is said of a paper that was written, but for so much that Word cannot show."""
    key = "office.exams.printed-less" if losses else "office.exams.printed"
    return words(key, name=path.name, count=losses)


def _nowhere(_: ExamPart) -> None:
    """Before somebody leads."""


def _nobody() -> None:
    """Before somebody leads."""

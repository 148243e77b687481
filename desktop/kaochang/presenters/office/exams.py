"""组卷: the exams that the bank has, and one that is being made of its papers, as they are or by a blueprint.

list ─→ papers ─→ items (chosen, or a blueprint's table) ─→ rules ─→ save ─→ list

Each part can be gone to at any time. The draft is saved after every change: killed and started again, the page is at
the part it was at.
"""

from __future__ import annotations

from collections.abc import Callable

from kaochang.flow.exam_draft import ExamDraft, ExamPart
from kaochang.presenters.figures import figure
from kaochang.presenters.office.exam_blueprint import ExamBlueprint
from kaochang.presenters.office.exam_desk import ExamDesk
from kaochang.presenters.office.exam_items import ExamItems
from kaochang.presenters.office.exam_list import ExamList
from kaochang.presenters.office.exam_papers import ExamPapers
from kaochang.presenters.office.exam_rules import ExamRules
from kaochang.presenters.office.exam_save import ExamSave
from kaochang.presenters.office.exams_state import ExamListState, ExamsState
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.pages import OfficeDesk, Show
from kaochang.presenters.office.part_face import PartFace
from kaochang.presenters.phrases import duration


class ExamsPresenter:
    """Leads through list and parts; each of them takes its own intents."""

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._show_state = show
        self._own = ExamDesk(desk)
        self._own.go, self._own.changed = self.go, self._show
        self.papers = ExamPapers(self._own)
        self.items = ExamItems(self._own)
        self.blueprint = ExamBlueprint(self._own)
        self.rules = ExamRules(self._own)
        self.saving = ExamSave(self._own, self._on_saved)
        self.listing = ExamList(self._own, self._begin)
        self._is_loaded = self._is_making = False
        self.state = ExamsState()

    # -- a page among others --------------------------------------------------------------------------------------

    def restore(self, then: Callable[[], None]) -> None:
        """The draft is loaded when the page is first shown."""
        then()

    def enter(self) -> None:
        """The page is shown."""
        if self._is_loaded:
            self._enter_here()
            return
        self._show()
        self._own.means.runner.run(self._own.kept.load, self._on_loaded, self._on_not_loaded)

    def leave(self) -> None:
        """Nothing secret is typed here."""

    def _on_loaded(self, draft: ExamDraft) -> None:
        self._is_loaded = True
        self._own.take(draft)
        self._is_making = draft.is_begun
        self._enter_here()

    def _on_not_loaded(self, error: Exception) -> None:
        self._is_loaded = True
        self._own.tell(failure_to_words(error, self._own.means.words))
        self._enter_here()

    def _enter_here(self) -> None:
        self.listing.enter()
        if self._is_making:
            self._enter_part()
        self._show()

    # -- leading --------------------------------------------------------------------------------------------------

    def _begin(self, draft: ExamDraft) -> None:
        """Make an exam of this draft from now on."""
        own = self._own
        own.kept.begin(draft)
        own.looked = None
        self._is_making = True
        self._enter_part()

    def _on_saved(self, exam: str) -> None:
        self._is_making = False
        self.listing.enter(exam)
        self._show()

    def go(self, part: ExamPart) -> None:
        """Another part."""
        if not self._own.desk.is_busy and part is not self._own.draft.part:
            self._own.keep(part=part)
            self._enter_part()

    def to_list(self) -> None:
        """Back to the list; what is half made stays."""
        if self._own.desk.is_busy:
            return
        self._is_making = False
        self.listing.enter()
        self._show()

    def _enter_part(self) -> None:
        part, draft = self._own.draft.part, self._own.draft
        if part is ExamPart.ITEMS:
            (self.blueprint.enter if draft.by_blueprint else self.items.enter)()
        elif part is ExamPart.RULES:
            self.rules.enter()
        elif part is ExamPart.SAVE:
            self.saving.enter()
        self._own.look(anew=part is ExamPart.PAPERS)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.state = self._state()
        self._show_state(self.state)

    def _state(self) -> ExamsState:
        if not self._is_making:
            return ExamsState(self.listing.state if self._is_loaded else ExamListState(is_looking=True))
        here = self._own.draft.part
        return ExamsState(parts=self._parts(here), here=here, body=self._body(here))

    def _body(self, part: ExamPart) -> object:
        match part:
            case ExamPart.PAPERS:
                return self.papers.state
            case ExamPart.ITEMS:
                return self.blueprint.state if self._own.draft.by_blueprint else self.items.state
            case ExamPart.RULES:
                return self.rules.state
            case ExamPart.SAVE:
                return self.saving.state

    def _parts(self, here: ExamPart) -> tuple[PartFace[ExamPart], ...]:
        words, draft = self._own.means.words, self._own.draft
        notes, whole = self._notes(), self._whole()
        items = "office.exams.part.blueprint" if draft.by_blueprint else "office.exams.part.items"
        titles = {
            ExamPart.PAPERS: words("office.exams.part.papers"),
            ExamPart.ITEMS: words(items),
            ExamPart.RULES: words("office.exams.part.rules"),
            ExamPart.SAVE: words("office.exams.part.save"),
        }
        return tuple(PartFace(part, titles[part], notes[part], part is here, whole[part]) for part in ExamPart)

    def _whole(self) -> dict[ExamPart, bool]:
        items = self.blueprint if self._own.draft.by_blueprint else self.items
        return {
            ExamPart.PAPERS: self.papers.is_whole,
            ExamPart.ITEMS: items.is_whole,
            ExamPart.RULES: self.rules.is_whole,
            ExamPart.SAVE: False,
        }

    def _notes(self) -> dict[ExamPart, str]:
        """What was settled in each part, in a few words."""
        own, words = self._own, self._own.means.words
        draft, looked = own.draft, own.looked
        total = None if looked is None or looked.exam is None else looked.exam.assessment.total
        return {
            ExamPart.PAPERS: words("office.exams.note.papers", count=len(draft.papers)),
            ExamPart.ITEMS: self.blueprint.summary if draft.by_blueprint else self.items.summary,
            ExamPart.RULES: duration(words, draft.rules.duration_s),
            ExamPart.SAVE: "" if total is None else words("office.exams.total", total=figure(words, total)),
        }

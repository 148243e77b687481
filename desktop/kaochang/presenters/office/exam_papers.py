"""Which papers of the bank an exam is made of, what it is called, and whether its items are chosen or drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.presenters.office.exam_desk import ExamDesk
from kaochang.presenters.office.exams_state import PaperRow, PapersState
from kaochang.presenters.phrases import date

if TYPE_CHECKING:
    from kaochang.domain.banked import BankPaper


class ExamPapers:
    """Intents of the part in, its state out."""

    def __init__(self, desk: ExamDesk) -> None:
        self._desk = desk

    def toggle(self, number: int) -> None:
        """Take a paper in, or out again; an exam without a title of its own is called as its first paper."""
        papers = self._desk.draft.papers
        chosen = tuple(each for each in papers if each != number) if number in papers else (*papers, number)
        title = self._desk.draft.title
        if not title or title in [each.title for each in self._papers]:
            title = next((each.title for each in self._papers if chosen and each.number == chosen[0]), "")
        looked = self._desk.looked
        gone = {each.id for each in ([] if looked is None else looked.items) if each.paper not in chosen}
        left = tuple(each for each in self._desk.draft.left_out if each not in gone)
        limits = {item: limit for item, limit in self._desk.draft.limits.items() if item not in gone}
        self._desk.keep(papers=chosen, title=title, left_out=left, limits=limits)

    def type_title(self, text: str) -> None:
        """What the exam is called."""
        self._desk.keep(title=text)

    def choose_way(self, by_blueprint: bool) -> None:
        """Items as they stand in the papers, or drawn by a blueprint."""
        if by_blueprint != self._desk.draft.by_blueprint:
            self._desk.keep(by_blueprint=by_blueprint)

    @property
    def _papers(self) -> tuple[BankPaper, ...]:
        return () if self._desk.looked is None else self._desk.looked.papers

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return bool(self._desk.draft.papers) and bool(self._desk.draft.title.strip())

    @property
    def state(self) -> PapersState:
        """What is shown."""
        draft = self._desk.draft
        return PapersState(
            papers=tuple(self._row(each, each.number in draft.papers) for each in self._papers),
            title=draft.title,
            by_blueprint=draft.by_blueprint,
            is_looking=self._desk.looked is None,
            refused=self._desk.refused,
        )

    def _row(self, paper: BankPaper, is_chosen: bool) -> PaperRow:
        words = self._desk.means.words
        day = date(words, paper.added, self._desk.means.zone)
        note = words("office.exams.paper.note", count=paper.items, day=day)
        return PaperRow(paper.number, paper.title, note, is_chosen)

"""The page 组卷: the list of exams, or the parts of the one that is being made with a rail beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.flow.exam_draft import ExamPart
from kaochang.presenters.office.exams import ExamsPresenter
from kaochang.presenters.office.exams_state import (
    BlueprintState,
    ExamsState,
    ItemsState,
    PapersState,
    RulesState,
    SaveState,
)
from kaochang.views.office.exam_blueprint import ExamBlueprintView
from kaochang.views.office.exam_list import ExamListView
from kaochang.views.office.exam_parts import ExamItemsView, ExamPapersView
from kaochang.views.office.exam_rules import ExamRulesView
from kaochang.views.office.exam_save import ExamSaveView
from kaochang.views.office.part_rail import PartRail
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import row


class ExamsView(QWidget):
    """Views of parts are built when the page is."""

    def __init__(self, presenter: ExamsPresenter, look: Look) -> None:
        super().__init__()
        self.head: QWidget | None = None
        self._list = ExamListView(presenter.listing, look)
        self._rail = PartRail(look, "exams", ExamPart, presenter.go, presenter.to_list)
        self._papers = ExamPapersView(presenter.papers, look)
        self._items = ExamItemsView(presenter.items, look)
        self._blueprint = ExamBlueprintView(presenter.blueprint, look)
        self._rules = ExamRulesView(presenter.rules, look)
        self._save = ExamSaveView(presenter.saving, look, presenter.go)
        self._making = QWidget()
        across = row(self._making)
        across.addWidget(self._rail)
        self._parts = QStackedLayout()
        across.addLayout(self._parts, 1)
        # Into a layout that has its place: Qt shows the first at once, and would as a window of its own.
        for each in (self._papers, self._items, self._blueprint, self._rules, self._save):
            self._parts.addWidget(each)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._making)

    def render_state(self, state: ExamsState) -> None:
        """Show the page."""
        if not state.parts:
            self._list.render_state(state.listed)
            self._stack.setCurrentWidget(self._list)
            return
        self._rail.show_parts(state.parts)
        self._parts.setCurrentWidget(self._show_body(state.body))
        self._stack.setCurrentWidget(self._making)

    def _show_body(self, body: object) -> QWidget:
        match body:
            case PapersState():
                self._papers.render_state(body)
                return self._papers
            case ItemsState():
                self._items.render_state(body)
                return self._items
            case BlueprintState():
                self._blueprint.render_state(body)
                return self._blueprint
            case RulesState():
                self._rules.render_state(body)
                return self._rules
            case SaveState():
                self._save.render_state(body)
                return self._save
        raise TypeError(type(body).__name__)

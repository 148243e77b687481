"""The page 收卷: the figures, the rooms, what has to be seen to, and the stick that is taken in."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kaochang.presenters.centre.collect import CollectPresenter
from kaochang.presenters.centre.collect_state import CollectState, FigureFace, Intake
from kaochang.views.centre.figures import Figures
from kaochang.views.centre.files import dropped
from kaochang.views.centre.intake import IntakePanel
from kaochang.views.centre.matters import MatterList
from kaochang.views.centre.rooms import RoomTable
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, frame, label, row
from kaochang.views.widgets.scrolled import scrolled

_WAITS = "waits"


class CollectView(QWidget):
    """Sticks, folders and files may be dropped anywhere on it."""

    def __init__(self, presenter: CollectPresenter, look: Look) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._presenter = presenter
        self._look = look
        words = look.words
        self._refused = RefusedStrip("collect-refused")
        self._figures = Figures(look, self._on_figure)
        self._manifests = label("", "section", name="collect-manifests")
        self._rooms = RoomTable(look, presenter.open_room)
        self._closed = label("", "strong", name="collect-closed", wraps=True)
        self._intake = IntakePanel(presenter, look)
        self._matters = MatterList(look, "matter", presenter.open_matter)
        self._nothing = label(words("centre.matters.none"), "good", name="matters-none", wraps=True)
        self._more = flush(button("", "quiet", "matters-all", presenter.open_matters), "left")
        self._import = button(words("centre.import"), "strong", "import", presenter.choose_source)
        self.head: QWidget | None = self._import
        whole = column(self, margins=(24, 18, 24, 20), spacing=16)
        whole.addWidget(self._refused)
        whole.addWidget(self._figures)
        below = row(spacing=16)
        below.addWidget(self._rooms_card(), 13)
        below.addWidget(self._beside(), 7)
        whole.addLayout(below, 1)

    def _rooms_card(self) -> QFrame:
        made = frame("card", name="rooms-card")
        inside = column(made, margins=(20, 16, 20, 16), spacing=10)
        line = row(spacing=12)
        line.addWidget(label(self._look.words("centre.collect.rooms"), "heading"))
        line.addStretch(1)
        line.addWidget(self._manifests)
        inside.addLayout(line)
        inside.addWidget(self._rooms, 1)
        return made

    def _beside(self) -> QWidget:
        inner = QWidget()
        inside = column(inner, spacing=16)
        inside.addWidget(self._intake)
        inside.addWidget(self._matters_card())
        inside.addStretch(1)
        return scrolled(inner, centred=False, name="collect-beside")

    def _matters_card(self) -> QFrame:
        made = frame("card", name="matters-card")
        inside: QVBoxLayout = column(made, margins=(22, 16, 22, 16), spacing=10)
        inside.addWidget(label(self._look.words("centre.matters"), "heading"))
        for part in (self._closed, self._nothing, self._matters):
            inside.addWidget(part)
        line = row()
        line.addWidget(self._more)
        line.addStretch(1)
        inside.addLayout(line)
        return made

    def render_state(self, state: CollectState) -> None:
        """Show the page."""
        self._refused.show_refused(state.refused)
        self._figures.show_figures(state.figures)
        self._manifests.setText(state.manifests)
        self._rooms.show_rooms(state.rooms)
        self._closed.setText(state.closed)
        self._closed.setVisible(bool(state.closed))
        self._nothing.setVisible(not state.matters and not state.closed)
        self._matters.show_matters(state.matters)
        self._more.setText(state.more or self._look.words("centre.matters.all"))
        self._intake.show_intake(state)
        self._import.setEnabled(state.intake not in (Intake.MERGING, Intake.MARKING) and not state.closed)

    def _on_figure(self, face: FigureFace) -> None:
        if face.name == _WAITS:
            self._presenter.open_matters()
        else:
            self._presenter.open_group(face.group)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this PC are taken."""
        if dropped(event.mimeData()) and self._import.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """They are dropped."""
        paths = dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._presenter.take_in(paths)

"""The middle of the exam screen: one item with its material, set so that nothing else is as large as the stem."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QSplitterHandle, QWidget

from kaochang.domain.responses import Response
from kaochang.presenters.candidate.exam_state import ItemFace, OwnTime
from kaochang.presenters.candidate.gestures import Gesture
from kaochang.views.candidate.conversation import Conversation
from kaochang.views.candidate.exhibits import PictureView, TableView
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.candidate.interactions.factory import make_interaction
from kaochang.views.candidate.interactions.writing import WritingInteraction
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label, row, set_state
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.signs import Sign, flag

WIDEST = 860


class ItemSheet(QWidget):
    """One item. It is built for its item and size, and shows that item's changing response."""

    def __init__(self, face: ItemFace, look: Look, respond: Callable[[Gesture], None]) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self._look = look
        self._is_locked = False
        self._own_time = label("", "own-time", name="own-time")
        self.interaction: Interaction = make_interaction(face, look)
        self.interaction.setObjectName("interaction")
        self._respond = respond
        self.interaction.gesture.connect(respond)
        layout = column(self)
        item = scrolled(self._item(face), centred=not face.material, name="item-scroll")
        if face.material:
            split = _Split(look)
            split.setObjectName("split")
            split.addWidget(scrolled(self._material(face), centred=False, name="material-scroll", ground="surface"))
            split.addWidget(item)
            split.setSizes([470, 530])
            layout.addWidget(split)
        else:
            layout.addWidget(item)

    def _meta(self, face: ItemFace) -> QHBoxLayout:
        line = row(spacing=12)
        line.addWidget(label(face.tag, "tag"))
        line.addWidget(label(face.place, "meta", name="item-place"))
        line.addWidget(label(face.worth, "meta", wraps=True), 1)
        if not face.turn:
            line.addWidget(self._own_time)
        self._flag = Sign(flag, self._look.colour("marked"), 12)
        self._marked = label(self._look.words("candidate.item.marked"), "mark", name="item-marked")
        mark = row(spacing=6)
        mark.addWidget(self._flag)
        mark.addWidget(self._marked)
        line.addLayout(mark)
        return line

    def _item(self, face: ItemFace) -> QWidget:
        body = QWidget()
        margins = (28, 22, 28, 22) if face.material else (0, 22, 0, 22)
        layout = column(body, margins=margins, spacing=0)
        layout.addLayout(self._meta(face))
        layout.addSpacing(12)
        pixels = self._look.pixels(18 if face.material else 20)
        stem = Prose(face.stem, pixels, 1.75, self._look.colour("ink"))
        stem.setObjectName("stem")
        layout.addWidget(stem)
        layout.addSpacing(20)
        if not face.material:
            self._exhibits(face, layout.addWidget)
        if face.turn:
            layout.addWidget(Conversation(face, self._look, self._own_time))
            layout.addSpacing(12)
        layout.addWidget(self.interaction, 1 if isinstance(self.interaction, WritingInteraction) else 0)
        layout.addStretch(0 if isinstance(self.interaction, WritingInteraction) else 1)
        return body

    def _material(self, face: ItemFace) -> QWidget:
        body = QWidget()
        layout = column(body, margins=(28, 22, 28, 22), spacing=12)
        layout.addWidget(label(face.material_title, "section"))
        material = Prose(face.material, self._look.pixels(17), 1.85, self._look.colour("ink"), gap=8)
        material.setObjectName("material")
        layout.addWidget(material)
        self._exhibits(face, layout.addWidget)
        layout.addStretch(1)
        return body

    def _exhibits(self, face: ItemFace, add: Callable[[QWidget], None]) -> None:
        for table in face.tables:
            add(TableView(table, self._look))
        for picture in face.pictures:
            add(PictureView(picture, self._look))

    def go_to_field(self) -> None:
        """Of a long conversation, show its end and the field."""
        area = self.findChild(QScrollArea, "item-scroll")
        if area is not None:
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())

    def show_own_time(self, own_time: OwnTime | None) -> None:
        """Show what is left for this item or turn; once it is over, nothing can be changed."""
        self._own_time.setVisible(own_time is not None)
        is_over = own_time is not None and own_time.is_over
        if own_time is not None:
            self._own_time.setText(own_time.text)
            set_state(self._own_time, "amber", str(own_time.is_amber).lower())
        if is_over is not self._is_locked:
            self._is_locked = is_over
            self.interaction.lock(is_locked=is_over)

    def retire(self) -> None:
        """Another sheet takes this one's place: whatever still comes from its fields belongs to no item any more."""
        self.interaction.gesture.disconnect(self._respond)

    def show_response(self, response: Response | None, length: str, *, is_marked: bool) -> None:
        """Show what the candidate has given to this item."""
        self.interaction.show_response(response, length)
        self._flag.setVisible(is_marked)
        self._marked.setVisible(is_marked)


def scrolled(body: QWidget, *, centred: bool, name: str, ground: str = "canvas") -> QScrollArea:
    """A body that scrolls up and down; centred, it is never wider than reads well."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if centred:
        outer = QWidget()
        body.setMaximumWidth(WIDEST)
        line = row(outer, margins=(40, 0, 40, 0))
        line.addStretch(1)
        line.addWidget(body, 1000)
        line.addStretch(1)
        body = outer
    body.setProperty("ground", ground)
    body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(body)
    return area


class _Handle(QSplitterHandle):
    """The movable bar, with three dots to take hold of."""

    def __init__(self, orientation: Qt.Orientation, split: "_Split") -> None:
        super().__init__(orientation, split)
        self._look = split.look
        self.setAccessibleName(self._look.words("candidate.material.divider"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("canvas"))
        painter.setPen(self._look.colour("line"))
        painter.drawLine(0, 0, 0, self.height())
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("ink3"))
        for step in (-6, 0, 6):
            centre = self.rect().center()
            painter.drawEllipse(centre.x() - 1, centre.y() + step - 1, 3, 3)


class _Split(QSplitter):
    """Material left, response right."""

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.look = look
        self.setHandleWidth(9)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Our own bar."""
        return _Handle(self.orientation(), self)

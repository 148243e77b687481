"""Material and response in two panes: side by side or one above the other, with a bar between them that moves."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from kaochang.views.widgets.keys import claims
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import Pane

_STEP = 24
_BAR = 13
_SIDE = Qt.Orientation.Horizontal
_STACKED = Qt.Orientation.Vertical
_ARROWS = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Up: -_STEP, Qt.Key.Key_Right: _STEP, Qt.Key.Key_Down: _STEP}


class SplitMemory:
    """How a candidate has set up the panes, for the rest of the exam, and how far each material is scrolled.

    `shares` is the material's part of the room, for each of the two ways of standing.
    """

    def __init__(self) -> None:
        self.orientation = _SIDE
        self.shares = {_SIDE: 0.47, _STACKED: 0.42}
        self.places: dict[str, tuple[int, int]] = {}


class Split(QSplitter):
    """The material's pane first, the response's second."""

    def __init__(self, material: QWidget, response: QWidget, look: Look, memory: SplitMemory) -> None:
        super().__init__(memory.orientation)
        self.look = look
        self._memory = memory
        self.setObjectName("split")
        self.setHandleWidth(_BAR)
        self.setChildrenCollapsible(False)
        self.addWidget(material)
        self.addWidget(response)
        self.handle(1).setObjectName("split-handle")
        self._place()
        self.splitterMoved.connect(self._remember)

    def createHandle(self) -> QSplitterHandle:
        """Our own bar."""
        return _Handle(self.orientation(), self)

    def arrive(self) -> None:
        """Stand as the candidate has set the panes by now."""
        if self.orientation() != self._memory.orientation:
            self.setOrientation(self._memory.orientation)
        self._place()

    def turn(self) -> None:
        """Side by side becomes one above the other, and the other way round."""
        self._memory.orientation = _STACKED if self.orientation() == _SIDE else _SIDE
        self.setOrientation(self._memory.orientation)
        self._place()

    @property
    def other_way(self) -> str:
        """The name of how the panes could stand instead."""
        return "stacked" if self.orientation() == _SIDE else "side"

    def move_bar(self, by: int) -> None:
        """Move the bar by so many pixels, as far as the panes let it."""
        self.moveSplitter(self.sizes()[0] + by, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What comes or goes below the panes takes its room from the lower one: an item that is read stays there."""
        first = self.sizes()[0]
        super().resizeEvent(event)
        is_same_page = self.isVisible() and event.oldSize().width() == event.size().width()
        if is_same_page and self.orientation() == _STACKED:
            self.setSizes([first, self.height() - first - self.handleWidth()])

    def _place(self) -> None:
        share = self._memory.shares[self._memory.orientation]
        self.setSizes([round(share * 1000), round((1 - share) * 1000)])

    def _remember(self) -> None:
        first, second = self.sizes()
        self._memory.shares[self._memory.orientation] = first / max(1, first + second)


class _Handle(QSplitterHandle):
    """The bar, with three dots to take hold of; Tab reaches it, and arrows move it."""

    def __init__(self, orientation: Qt.Orientation, split: Split) -> None:
        super().__init__(orientation, split)
        self._split = split
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(split.look.words("candidate.split.handle"))

    def event(self, event: QEvent) -> bool:
        """Keep the arrows for the bar before they turn to another item."""
        return claims(event, _ARROWS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the bar."""
        if event.key() in _ARROWS:
            self._split.move_bar(_ARROWS[Qt.Key(event.key())])
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, its dots, and a frame where it has the keyboard."""
        look, box = self._split.look, self.rect()
        is_upright = self.orientation() == _SIDE
        painter = QPainter(self)
        painter.fillRect(box, look.colour("accent_soft" if self.underMouse() or self.hasFocus() else "canvas"))
        painter.setPen(look.colour("line"))
        if is_upright:
            painter.drawLine(box.topLeft(), box.bottomLeft())
            painter.drawLine(box.topRight(), box.bottomRight())
        else:
            painter.drawLine(box.topLeft(), box.topRight())
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("ink3"))
        for step in (-7, 0, 7):
            middle = QPointF(box.center()) + (QPointF(0, step) if is_upright else QPointF(step, 0))
            painter.drawEllipse(middle, 1.7, 1.7)


class MaterialArea(Pane):
    """The material's pane; it is where it was scrolled to, from one of its sub-questions to the next.

    How high the material stands is known only once it is laid out, so its place is put back whenever that changes,
    until somebody scrolls.
    """

    def __init__(self, material: str, memory: SplitMemory, name: str) -> None:
        super().__init__(name)
        self._material = material
        self._memory = memory
        self._is_let_go = False
        self.setProperty("kind", "material")
        self.verticalScrollBar().rangeChanged.connect(self._put_back)
        self.verticalScrollBar().actionTriggered.connect(self._let_go)

    def arrive(self) -> None:
        """Where the material was scrolled to by now."""
        self._put_back()

    def keep_place(self) -> None:
        """Remember how far it is scrolled now."""
        bar = self.verticalScrollBar()
        if self._is_let_go:
            self._memory.places[self._material] = (bar.value(), bar.maximum())

    def _let_go(self, _: int) -> None:
        self._is_let_go = True

    def _put_back(self) -> None:
        if not self._is_let_go:
            value, maximum = self._memory.places.get(self._material, (0, 1))
            self.verticalScrollBar().setValue(round(value * self.verticalScrollBar().maximum() / max(1, maximum)))

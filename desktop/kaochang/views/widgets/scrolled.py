"""Pages that scroll up and down, for what is longer than the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.pane import BAR
from kaochang.views.widgets.parts import row

_WIDEST = 860


def scrolled(
    body: QWidget, *, centred: bool, name: str, ground: str = "canvas", area: QScrollArea | None = None
) -> QScrollArea:
    """A body that scrolls up and down, in this area or one of its own; centred, it is never wider than reads well.

    Where it lies on something that has its own ground, `ground` is "".
    """
    if area is None:
        area = QScrollArea()
        without_menus(area)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if centred:
        outer = QWidget()
        body.setMaximumWidth(_WIDEST)
        line = row(outer, margins=(40, 0, 40 - BAR, 0))
        line.addStretch(1)
        line.addWidget(body, 1000)
        line.addStretch(1)
        body = outer
    area.setWidget(body)
    if ground:
        body.setProperty("ground", ground)
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    else:
        body.setAutoFillBackground(False)  # Qt has just turned it on
    return area


def take_keyboard(widget: QWidget) -> None:
    """Put the keyboard on a part of a page, and the page so that it is seen: Qt does that for Tab alone."""
    widget.setFocus()
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget)

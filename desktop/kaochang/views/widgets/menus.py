"""No menus: each would be a window of its own, over guards that hold the screen, and in the system's language."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea


def without_menus(area: QAbstractScrollArea) -> None:
    """Neither the area nor its bars, which Qt gives a menu of their own, open one."""
    for each in (area, area.horizontalScrollBar(), area.verticalScrollBar()):
        each.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

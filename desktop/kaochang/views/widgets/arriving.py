"""What a screen reader says of a page when somebody comes to it: its title and what it tells, before any control."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kaochang.views.widgets.spoken import announce

_TITLES = ("title", "cover-title")
_TOLD = ("", "small", "next", "warning-strong", "doubt")
"""Roles of labels that tell what happened and what to do, where they may take more than one line."""

_FACT = "strong"


def told_on(page: QWidget) -> list[str]:
    """What a page tells, from above: titles, messages, facts by their names. What refuses speaks for itself."""
    return [each.accessibleName() or each.text() for each in page.findChildren(QLabel) if _is_told(each, page)]


def _is_told(label: QLabel, page: QWidget) -> bool:
    if not label.text() or not label.isVisibleTo(page) or isinstance(label.parentWidget(), QAbstractButton):
        return False
    role, is_named = label.property("role"), bool(label.accessibleName())
    return role in _TITLES or (label.wordWrap() and role == _FACT if is_named else role in _TOLD and label.wordWrap())


class Arriving:
    """Remembers what was told of the page that is shown: another page is told whole, of the same one what is new."""

    def __init__(self) -> None:
        self._page: QWidget | None = None
        self._before: list[str] = []

    def tell(self, page: QWidget | None) -> None:
        """This page is shown now, after its keyboard was placed; None for one that tells of itself."""
        if not QAccessible.isActive():
            return
        told = [] if page is None else told_on(page)
        is_another = page is not self._page or told[:1] != self._before[:1]
        new = told if is_another else [each for each in told if each not in self._before]
        self._page, self._before = page, told
        if page is not None:
            announce(page, "\n".join(each for each in new if each != page.accessibleName()), waits=True)

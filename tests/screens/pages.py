"""Every page that is pictured, as a living window: for tests that go through them all.

with at_page("22-summary", words, theme="dark", size=(1024, 768)) as page:
    page.window.grab()
"""

from collections.abc import Iterator
from contextlib import contextmanager

import shots
from conftest import RESOURCES
from kaochang.domain.ports import Words
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

PAGES = tuple(shots.SHOTS)
"""The names of all pages."""

FEW = (
    "03-login",
    "line-picker",
    "line-wait-start",
    "131-moving-stick",
    "r01-matching-responding",
    "15-exam-ordering",
    "22-summary",
    "110-errata-new",
    "119-tools-calculator",
    "33-receipt",
)
"""Those that every test run goes through; the rest is gone through by the long one."""


@contextmanager
def at_page(
    name: str,
    words: Words,
    *,
    theme: str = "light",
    size: tuple[int, int] = (1366, 768),
    type_size: TypeSize = TypeSize.NORMAL,
) -> Iterator[shots.Stage]:
    """A window that was led to a page, and has the keyboard."""
    look = Look(load_theme(RESOURCES / "theme", theme), words)
    stage = shots.stage(look, size, name)
    try:
        stage.presenter.display.choose_theme(theme)
        shots.SHOTS[name](stage)
        stage.presenter.display.choose_theme(theme)
        stage.presenter.display.choose_size(type_size)
        QTest.qWaitForWindowExposed(stage.window)
        stage.window.activateWindow()
        QTest.qWaitForWindowActive(stage.window)
        QTest.mouseMove(stage.window, QPoint(size[0] - 4, size[1] // 2))
        settle()
        yield stage
    finally:
        stage.window.hide()
        stage.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle() -> None:
    """Let everything that is laid out come to rest."""
    for _ in range(3):
        QApplication.processEvents()


def top_of(window: QWidget) -> QWidget:
    """What of a window can be used now: a dialog or a panel where one lies over the rest."""
    over = [each for name in ("display", "veil", "zoom") for each in window.findChildren(QWidget, name)]
    return next((each for each in over if each.isVisible()), window)

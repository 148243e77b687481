"""A hand that works the real window as a person would: finds a control by name, waits until it can be used, uses it.

Qt's own timer drives it, so it never blocks the window; every step has a deadline, and one that is missed ends the
program with the name of the control that was not there.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_EVERY_MS = 25
_DEADLINE_MS = 30_000
LOST_EXIT = 3

Step = Callable[["Hand"], bool]
"""Does one thing and says whether it is done; asked again until it is."""


class Hand(QObject):
    """Works through steps on one window."""

    def __init__(self, window: QWidget, steps: Iterator[tuple[str, Step]]) -> None:
        super().__init__(window)
        self.window = window
        self._steps = steps
        self._now: tuple[str, Step] | None = None
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(_EVERY_MS)

    def _go_on(self) -> None:
        if self._now is None:
            self._now = next(self._steps, None)
            self._waited = 0
            if self._now is None:
                self._timer.stop()
                return
        name, step = self._now
        self._waited += _EVERY_MS
        if step(self):
            self._now = None
        elif self._waited > _DEADLINE_MS:
            print(f"the hand could not: {name}", file=sys.stderr, flush=True)
            QApplication.exit(LOST_EXIT)

    def find(self, name: str) -> QWidget | None:
        """The control of this name, once it can be seen and used."""
        for found in self.window.findChildren(QWidget, name):
            if found.isVisible() and found.isEnabled():
                return found
        return None


def click(name: str) -> tuple[str, Step]:
    """Clicks the middle of a control."""

    def step(hand: Hand) -> bool:
        found = hand.find(name)
        if found is not None:
            QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        return found is not None

    return f"click {name}", step


def fill(name: str, text: str) -> tuple[str, Step]:
    """Puts the caret into a field and types; text that has no keys comes as an input method commits it."""

    def step(hand: Hand) -> bool:
        found = hand.find(name)
        if found is None:
            return False
        found.setFocus()
        if text.isascii():
            QTest.keyClicks(found, text)
        elif isinstance(found, QLineEdit):
            found.insert(text)
        elif isinstance(found, QPlainTextEdit | QTextEdit):
            found.insertPlainText(text)
        return True

    return f"fill {name}", step


def see(name: str) -> tuple[str, Step]:
    """Waits until a control can be seen."""
    return f"see {name}", lambda hand: hand.find(name) is not None


def reach(name: str, past: str) -> tuple[str, Step]:
    """Waits until a control can be seen, and clicks another one that may stand in the way."""

    def step(hand: Hand) -> bool:
        between = hand.find(past)
        if between is not None:
            QTest.mouseClick(between, Qt.MouseButton.LeftButton)
        return between is None and hand.find(name) is not None

    return f"reach {name} past {past}", step


def start(person: str, name: str, code: str) -> Iterator[tuple[str, Step]]:
    """From the login up to the start of the exam, by staff number, name and start code."""
    yield fill("login-person", person)
    yield fill("login-name", name)
    yield click("log-in")
    yield click("pledge")
    yield click("identity-confirm")
    yield reach("group-1", "input-works")
    for at, group in enumerate(code.split("-"), start=1):
        yield fill(f"group-{at}", group)
    yield click("start")


def until(what: str, true: Callable[[], bool]) -> tuple[str, Step]:
    """Waits for anything else."""
    return what, lambda _: true()


def shot(path: Path) -> tuple[str, Step]:
    """Saves what the window shows."""
    return f"shot {path.name}", lambda hand: hand.window.grab().save(str(path))


def say(line: Callable[[], str]) -> tuple[str, Step]:
    """Prints a line for the parent process."""

    def step(_: Hand) -> bool:
        print(line(), flush=True)
        return True

    return "say", step


def leave() -> tuple[str, Step]:
    """Ends the program."""

    def step(_: Hand) -> bool:
        QApplication.exit(0)
        return True

    return "leave", step

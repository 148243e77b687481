"""A program for the tests of this folder: the candidate's real window over a certified exam, worked by a hand.

The hand tries to carry out every code that it types. The first line on standard input is a JSON object: what it needs.
Prints the name of each moment, and waits for another line before it goes on.
"""

import json
import os
import select
import sys
from pathlib import Path

import hand
from hand import Hand, Step
from kaochang import app, lockdown
from kaochang.flow.desk import Desk
from kaochang.machine.clock import SystemClock
from kaochang.machine.places import resources
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

KEYS = (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_Insert)


def moment(name: str) -> tuple[str, Step]:
    """Tells the parent and goes on when it has looked."""
    told: list[str] = []

    def step(_: Hand) -> bool:
        if not told:
            told.append(name)
            print(name, flush=True)
        return bool(select.select([sys.stdin], [], [], 0)[0] and sys.stdin.readline())

    return f"moment {name}", step


def carry_out(name: str) -> tuple[str, Step]:
    """Marks everything in a field in every way there is, and copies it by keyboard."""

    def step(at: Hand) -> bool:
        found = at.find(name)
        if found is None:
            return False
        found.setFocus()
        QTest.keyClick(found, Qt.Key.Key_Home)
        QTest.keyClick(found, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
        for key in KEYS:
            QTest.keyClick(found, key, Qt.KeyboardModifier.ControlModifier)
        if isinstance(found, QLineEdit):
            drag(found)
            QTest.mouseDClick(found, Qt.MouseButton.LeftButton)
            text = found.text()
            QTest.keyClick(found, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(found, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
            if found.text() != text:
                found.selectAll()
                QTest.keyClicks(found, text)
        return True

    return f"carry out {name}", step


def drag(field: QWidget) -> None:
    """The mouse over all of a field."""
    edge = QPoint(field.width() - 2, field.height() // 2)
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=QPoint(2, edge.y()))
    QTest.mouseMove(field, edge)
    QTest.mouseRelease(field, Qt.MouseButton.LeftButton, pos=edge)


def code(prefix: str, text: str):
    """Types a code, and tries to carry out each of its groups."""
    groups = list(enumerate(text.split("-"), start=1))
    for number, group in groups:
        yield hand.fill(f"{prefix}group-{number}", group)
    for number, _ in groups:
        yield carry_out(f"{prefix}group-{number}")


def steps(told):
    """The way of a candidate."""
    yield hand.see("room-group-1")
    yield from code("room-", told["room_code"])
    yield moment("room-code")
    yield hand.click("open-room")
    yield hand.see("login-person")
    yield hand.fill("login-person", told["person"])
    yield hand.fill("login-name", told["name"])
    yield hand.click("log-in")
    yield hand.see("pledge")
    yield hand.click("pledge")
    yield hand.click("identity-confirm")
    yield hand.reach("pin-group-1", "input-works")
    yield from code("pin-", told["pin"])
    yield hand.click("pin-switch")
    yield from (carry_out(f"pin-group-{number}") for number in (1, 2))
    yield from code("", told["code"])
    yield moment("codes")
    yield hand.click("start")
    yield hand.see("exam")
    yield hand.click("option-B")
    for _ in range(told["last"]):
        yield hand.click("next")
    yield hand.fill("writing", told["essay"])
    yield moment("answers")
    yield carry_out("writing")
    yield moment("copied")
    yield hand.click("hand-in")
    yield hand.click("insist")
    yield hand.click("confirm-hand-in")
    yield hand.see("receipt")
    yield moment("receipt")
    yield hand.leave()


def main() -> int:
    told = json.loads(sys.stdin.readline())
    clock = SystemClock()
    exam, hands = Path(told["exam"]), []
    desk = Desk(Path(told["data"]), clock, os.urandom)
    line = app.FlowLine(exam, exam.with_name("site.kcx"), "R01", desk, (), Path(told["room_key"]))

    def opened(window: QWidget) -> None:
        hands.append(Hand(window, steps(told)))

    return app.run_candidate(
        app.CandidateSetting(line, clock, resources(), "zh_CN", "01", guards=lockdown.engage, opened=opened)
    )


if __name__ == "__main__":
    sys.exit(main())

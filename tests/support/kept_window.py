"""`kaochang sit` with its keeper and its real window, and a hand that works it: `kept_window.py FOLDER sit …`.

FOLDER/told.json says whom the hand plays and by which codes. The first window that it meets with a login it takes
through it; one that a keeper started again it takes from the notice back into the exam, without typing anything. Then
it does what FOLDER/next says: "answer" (every item, told as "saved ITEM"), "hand-in". Each line is told on standard
output: "login", "resumed", "exam ITEM REMAINING_MS", "holds ITEM …", "receipt".
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import hand
from hand import Hand, Step
from kaochang import app
from kaochang.cli import keeping, verbs
from kaochang.cli.room import SitSetting
from kaochang.domain.items import ItemType
from kaochang.machine.places import resources
from PySide6.QtWidgets import QWidget

Steps = Iterator[tuple[str, Step]]


def tell(text):
    """Prints a text, or what it gives when it is its turn."""
    return hand.say(text if callable(text) else lambda: text)


class Player:
    """What the hand does at one window."""

    def __init__(self, window, folder):
        self.window, self.folder = window, folder
        self.told = json.loads((folder / "told.json").read_text("utf-8"))

    @property
    def sitting(self):
        return self.window._presenter._sitting

    def sees(self, name):
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    def steps(self) -> Steps:
        yield hand.until(
            "login, notice or receipt", lambda: any(map(self.sees, ("login-person", "notice-action", "receipt")))
        )
        if self.sees("login-person"):
            yield from self.log_in()
        elif self.sees("notice-action"):
            yield tell("resumed")
            yield hand.click("notice-action")
        if not self.sees("receipt"):
            yield hand.see("exam")
            yield tell(lambda: f"exam {self.sitting.state.current} {self.sitting.remaining_ms()}")
            yield tell(lambda: " ".join(["holds", *sorted(self.sitting.state.responses)]))
            yield from self.play()
        yield hand.see("receipt")
        yield tell("receipt")
        yield hand.until("told to leave", lambda: self.order() == "leave")
        yield hand.leave()

    def log_in(self) -> Steps:
        yield tell("login")
        yield from hand.start(self.told["person"], self.told["name"], self.told["code"])
        yield hand.until("begun", lambda: self.sees("exam") or self.sees("notice-action"))
        if self.sees("notice-action"):
            yield tell("resumed by codes")
            yield hand.click("notice-action")

    def order(self):
        path = self.folder / "next"
        return path.read_text("utf-8") if path.exists() else ""

    def play(self) -> Steps:
        yield hand.until("an order", lambda: self.order() in {"answer", "hand-in"})
        if self.order() == "answer":
            yield from self.answer()
            yield hand.until("told to hand in", lambda: self.order() == "hand-in")
        yield hand.click("hand-in")
        yield hand.click("insist")
        yield hand.click("confirm-hand-in")

    def answer(self) -> Steps:
        """The first four items; it stays at the last of them."""
        for at, item in enumerate(self.sitting.arrangement.items()[:4]):
            if at:
                yield hand.click("next")
            placed = self.sitting.exam.placed(item)
            yield hand.until("shown", lambda item=item: self.sitting.state.current == item)
            if placed.item.type is ItemType.TRUEFALSE:
                yield hand.click("option-true")
            else:
                yield hand.click(f"option-{placed.item.options[1].label}")
            yield hand.until("saved", lambda item=item: self.is_saved(item))
            yield tell(f"saved {item}")

    def is_saved(self, item):
        exam = self.window._presenter.exam
        return item in self.sitting.state.responses and exam._saver.is_idle


def main():
    folder = Path(sys.argv[1])
    hands = []

    def opened(window):
        hands.append(Hand(window, Player(window, folder).steps()))

    def launch(setting: SitSetting) -> int:
        return app.run_sit(setting, opened)

    arguments = sys.argv[2:]
    return keeping.kept(arguments, lambda: verbs.main(arguments, resources(), launch))


if __name__ == "__main__":
    sys.exit(main())

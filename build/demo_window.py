"""One part of the demonstration, played by a hand in the candidate's real window, in a process of its own.

    demo_window.py PART EXAM ROOM PERSON NAME SEAT DATA SHOTS CODE_FILE LANGUAGE [--show]

Parts: `first` answers everything and hands in; `killed` answers until its parent kills it; `resumed` goes on after
that and hands in; `expired` answers a little and lets a clock that runs fast close the attempt. Tells its parent, a
line each: "saved ITEM DIGEST" after a durable save, "holds ITEM DIGEST" after a resume, "receipt CODE ANSWERED".
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

import hand
import msgspec
from hand import Hand, Step
from kaochang import app, lockdown
from kaochang.custody.journal_log import Entry
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.attempts import Responded
from kaochang.domain.items import ItemType
from kaochang.domain.responses import Response
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import to_plain
from kaochang.flow.desk import Desk
from kaochang.flow.hand_in import Missed, Receipt
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import RoomFile
from kaochang.machine.clock import SystemClock
from PySide6.QtCore import QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

ESSAY = "我会先认真倾听，复述客户的诉求并致歉，再说明处理人和答复时间，最后按时回访。"
LOOK_MS, BETWEEN_LOOKS_MS = 20, 4_000
"""How often the window of the fast clock looks at it, and how far it goes between two looks."""

Steps = Iterator[tuple[str, Step]]


class FastClock:
    """The machine's clock, going on by some seconds each time that the window looks at it, and the window looks often.

    Half an hour passes in nine seconds, and never so much between two looks that the PC seems to have hung.
    """

    def __init__(self) -> None:
        self._real = SystemClock()
        self._wall, self._elapsed = self._real.wall(), self._real.elapsed()
        self._gone = 0

    def drive(self, window: QWidget) -> None:
        """From now on the window's own seconds drive this clock."""
        directly = Qt.FindChildOption.FindDirectChildrenOnly
        [looks] = [each for each in window.findChildren(QTimer, options=directly) if not each.isSingleShot()]
        looks.setInterval(LOOK_MS)
        looks.timeout.connect(self._go_on)

    def _go_on(self) -> None:
        self._gone += BETWEEN_LOOKS_MS

    def wall(self) -> int:
        return self._wall + self._gone

    def elapsed(self) -> int:
        return self._elapsed + self._gone

    def awake(self) -> int:
        return self.elapsed()

    def boot(self) -> str:
        return self._real.boot()


def digest(response: Response) -> str:
    return hashlib.sha256(json.dumps(to_plain(response), sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class Told:
    """What the flows told while the window ran."""

    sitting: Sitting | None = None
    receipt: Receipt | None = None


class ToldLine(app.FlowLine, frozen=True):
    """The real line; it also tells what happened."""

    told: Told = msgspec.field(default_factory=Told)

    def begin(
        self, room: RoomFile, code: str, ticket: Ticket, seat: str, pin: str, room_key: bytes, act: str = ""
    ) -> Sitting:
        sitting = super().begin(room, code, ticket, seat, pin, room_key, act)
        durable = sitting.save

        def save(entry: Entry) -> int:
            wall = durable(entry)
            if isinstance(entry.event, Responded):
                print("saved", entry.event.item, digest(entry.event.response), flush=True)
            return wall

        sitting.save = save  # type: ignore[method-assign] # this one sitting also tells of its saves
        for item, response in sitting.state.responses.items():
            print("holds", item, digest(response), flush=True)
        self.told.sitting = sitting
        return sitting

    def hand_in(self, sitting: Sitting, missed: Missed) -> Receipt:
        self.told.receipt = super().hand_in(sitting, missed)
        return self.told.receipt


@dataclass(frozen=True)
class Part:
    """What the hand knows: whom it plays, and where its pictures go."""

    name: str
    person: str
    candidate: str
    code: str
    shots: Path
    told: Told

    def shot(self, name: str) -> tuple[str, Step]:
        return hand.shot(self.shots / f"{self.name}-{name}.png")

    def sitting(self) -> Sitting:
        assert self.told.sitting is not None
        return self.told.sitting

    def to_exam(self) -> Steps:
        yield hand.see("login-person")
        yield self.shot("1-login")
        yield hand.fill("login-person", self.person)
        yield hand.fill("login-name", self.candidate)
        yield hand.click("log-in")
        yield hand.see("pledge")
        yield hand.click("pledge")
        yield self.shot("2-identity")
        yield hand.click("identity-confirm")
        yield hand.reach("group-1", "input-works")
        for at, group in enumerate(self.code.split("-"), start=1):
            yield hand.fill(f"group-{at}", group)
        yield self.shot("3-code")
        yield hand.click("start")

    def answer(self, placed: PlacedItem, *, whole: bool) -> Steps:
        labels = [option.label for option in placed.item.options]
        match placed.item.type:
            case ItemType.SINGLE:
                yield hand.click(f"option-{labels[1]}")
            case ItemType.MULTIPLE:
                yield from (hand.click(f"option-{label}") for label in labels[: 3 if whole else 1])
            case ItemType.TRUEFALSE:
                yield hand.click("option-true")
            case ItemType.BLANK:
                yield from (hand.fill(f"blank-{n}", f"填空{n}") for n in range(1, placed.item.blanks + 1))
            case ItemType.ORDERING:
                yield hand.click(f"down-{labels[0]}")
            case ItemType.MATCHING:
                for prompt, label in zip(placed.item.prompts, labels, strict=False):
                    yield hand.click(f"prompt-{prompt.label}")
                    yield hand.click(f"match-{label}")
            case _:
                yield hand.fill("writing", ESSAY)
                for turn in range(1, len(placed.item.stages)):
                    yield hand.click("next")
                    yield hand.until("the next turn", partial(self._is_at_turn, placed.id, turn))
                    yield hand.fill("writing", ESSAY)

    def _is_at_turn(self, item: str, turn: int) -> bool:
        return self.sitting().state.turns[item].stage == turn

    def saved(self) -> tuple[str, Step]:
        """Waits until everything given so far is durable."""
        return hand.until("saved", lambda: self._is_saved())

    def _is_saved(self) -> bool:
        sitting = self.sitting()
        current = sitting.state.current
        return current in sitting.state.responses

    def through(self, first: int, last: int, *, whole: bool) -> Steps:
        items = self.sitting().arrangement.items()
        for at, item in list(enumerate(items, start=1))[first - 1 : last]:
            yield hand.see("stem")
            yield from self.answer(self.sitting().exam.placed(item), whole=whole)
            yield self.saved()
            if at in (2, 5, 9, 12, 14, 16):
                yield self.shot(f"4-item-{at:02}")
            if at < len(items):
                yield hand.click("next")

    def out(self) -> Steps:
        yield hand.see("receipt")
        yield self.shot("7-receipt")
        yield hand.say(self._receipt)
        yield hand.leave()

    def _receipt(self) -> str:
        assert self.told.receipt is not None
        return f"receipt {self.told.receipt.code} {self.told.receipt.answered}"

    def hand_in(self) -> Steps:
        yield hand.click("hand-in")
        yield hand.see("insist")
        yield self.shot("5-summary")
        yield hand.click("insist")
        yield hand.see("confirm-hand-in")
        yield self.shot("6-confirm")
        yield hand.click("confirm-hand-in")


def first(part: Part) -> Steps:
    yield from part.to_exam()
    yield hand.see("exam")
    count = len(part.sitting().arrangement.items())
    yield hand.click("mark")
    yield from part.through(1, count - 1, whole=True)
    yield from part.hand_in()
    yield from part.out()


def killed(part: Part) -> Steps:
    yield from part.to_exam()
    yield hand.see("exam")
    yield from part.through(1, len(part.sitting().arrangement.items()), whole=False)


def resumed(part: Part) -> Steps:
    yield from part.to_exam()
    yield hand.see("notice-action")
    yield part.shot("4-resumed")
    yield hand.click("notice-action")
    yield hand.see("exam")
    yield part.shot("4-item")
    yield from part.hand_in()
    yield from part.out()


def expired(part: Part) -> Steps:
    yield from part.to_exam()
    yield hand.see("exam")
    yield from part.through(1, 3, whole=True)
    yield hand.until("little time left", lambda: part.sitting().remaining_ms() < 280_000)
    yield part.shot("5-warning")
    yield from part.out()


def quiet(_: QtMsgType, __: QMessageLogContext, message: str) -> None:
    """Qt's own messages, less the one by which the offscreen platform says that it has no window manager."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


PARTS = {"first": first, "killed": killed, "resumed": resumed, "expired": expired}


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if argument != "--show"]
    name, exam, room, person, candidate, seat, data, shots, code_file, language = arguments
    show = "--show" in sys.argv
    qInstallMessageHandler(quiet)
    clock = FastClock() if name == "expired" else SystemClock()
    told = Told()
    desk = Desk(Path(data), clock, os.urandom)
    line = ToldLine(Path(exam), Path(exam).with_name("site.kcx"), room, desk, (), told=told)
    part = Part(name, person, candidate, Path(code_file).read_text("utf-8"), Path(shots), told)
    hands: list[Hand] = []

    def opened(window: QWidget) -> None:
        if not show:
            window.resize(1366, 768)
        if isinstance(clock, FastClock):
            clock.drive(window)
        hands.append(Hand(window, PARTS[name](part)))

    setting = app.CandidateSetting(
        line=line,
        clock=clock,
        resources=ROOT / "resources",
        language=language,
        seat=seat,
        guards=lockdown.engage if show else None,
        opened=opened,
    )
    return app.run_candidate(setting)


if __name__ == "__main__":
    sys.exit(main())

"""A page on a display of its own that is worked from outside: the exam's window, or the bare page beside it."""

import itertools
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pixels.picture_session import ESSAY, PictureSession
from pixels.server import Box, MissedError, Server, server
from pixels.times import Times
from sealed_sample import ROOM

FOLDER = Path(__file__).resolve().parent
GOOD = "#21734f"
"""The colour of the saved sign's dot."""

WORK = ("click", "next", "type")
"""What can be done on every page."""

DOUBLE_CLICK_S = 0.4
"""Two presses of one button within this time (Qt's own) are one double click, which goes on by one item only."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LINE = 40
"""Letters before the line is begun anew."""


class Page:
    """Where the controls of a page are, and what a person does with them."""

    def __init__(self, at: Server, process: "subprocess.Popen[str]") -> None:
        self.server = at
        self.process = process
        self._dot: tuple[int, ...] = ()
        self._dice = random.Random(6)
        self._options = itertools.cycle("AB")
        self._letters = itertools.cycle(LETTERS)
        self._typed = 0
        self._at: dict[str, list[int]] = {}

    def _ask(self, line: str) -> dict[str, list[int]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(line, file=self.process.stdin, flush=True)
        told: dict[str, list[int]] = json.loads(self.process.stdout.readline())
        return told

    def show_dot(self, x: int, y: int) -> None:
        """This page has a saved sign; its dot is here."""
        self._dot = (x, y)

    def where(self, *names: str) -> list[Box]:
        """Where these controls are, asked until they show."""
        while True:
            told = self._ask(f"where {' '.join(names)}")
            if all(told.values()):
                return [(x, y, w, h) for x, y, w, h in told.values()]

    def begin(self, work: str) -> None:
        """Brings the page to where this kind of work is done."""
        if self._dot:
            self._ask(f"open cell-{ESSAY}" if work == "type" else "open cell-1")
            time.sleep(0.5)
        if work == "type":
            self._click_into(self.where("writing")[0])

    def _click_into(self, box: Box) -> None:
        self.server.hand.move(box[0] + 60, box[1] + 60)
        self.server.hand.button(is_down=True)
        self.server.hand.button(is_down=False)

    def do(self, work: str, count: int, times: Times) -> None:
        """So much work of a kind, its times added."""
        self.begin(work)
        action = {"click": self._choose, "next": self._go_on, "type": self._type}[work]
        for _ in range(count):
            pause = DOUBLE_CLICK_S if work == "next" else 0
            time.sleep(pause + self._dice.uniform(0.02, 0.06))  # so that no timer's beat falls in with the work
            try:
                action(times)
            except MissedError:
                times.missed += 1

    def _press(self, box: Box) -> None:
        """Presses a control, and waits until it shows that."""
        x, y, width, height = box
        self.server.hand.move(x + min(width // 2, 60), y + height // 2)
        time.sleep(0.02)
        self.server.hand.button(is_down=True)
        time.sleep(0.02)

    def _release(self) -> None:
        self.server.hand.button(is_down=False)

    def _choose(self, times: Times) -> None:
        """Saved is what the saved sign's dot says: it turns to saving and back, or keeps its colour where that took
        no longer than painting the choice. A page without that sign counts what it has saved.
        """
        option, count = self.where(f"option-{next(self._options)}", "saved")
        x, y, _, height = option
        sign = (x, y + height // 2 - 8, 60, 16)
        self._press(option)
        if not self._dot:
            chosen, saved = self.server.changes((sign, (*count[:2], 100, count[3])), self._release)
            times.add("click", chosen)
            times.add("saved", max(chosen, saved))
            return
        place = (*self._dot, 1, 1)
        chosen, saved = self.server.changes((sign,), self._release, also=(place,), rests=self._is_saved)
        times.add("click", chosen)
        times.add("saved", max(chosen, saved))

    def _is_saved(self) -> bool:
        return self.server.screen.colour(*self._dot) == GOOD

    def _go_on(self, times: Times) -> None:
        following, stem, last = self.where("next", "stem", "option-D")
        places = ((stem[0], stem[1], 200, min(stem[3], 40)), (last[0] + 60, last[1], 400, last[3]))
        self._press(following)
        times.add("next", self.server.changed(places, self._release))

    def _type(self, times: Times) -> None:
        x, y, width, _ = self.where("writing")[0]
        if self._typed % LINE == 0:
            self._begin_line()
        self._typed += 1
        letter = next(self._letters)
        self.server.hand.move(x + width // 2, y + 120)
        times.add("type", self.server.changed(((x + 2, y + 4, 700, 34),), lambda: self._key(letter)))

    def _key(self, letter: str) -> None:
        self.server.hand.key(letter, is_down=True)
        self.server.hand.key(letter, is_down=False)

    def _begin_line(self) -> None:
        hand = self.server.hand
        hand.key("Control_L", is_down=True)
        self._key("a")
        hand.key("Control_L", is_down=False)
        self._key("Delete")
        time.sleep(0.1)


@contextmanager
def exam(session: PictureSession, data: Path, **more: str) -> Iterator[Page]:
    """The exam's window at its first item; `more` goes into its environment."""
    arguments = [str(session.path), ROOM, str(data), session.code]
    with _started("exam_page.py", arguments, more) as page:
        [(x, y, _, height)] = page.where("saved")
        page.show_dot(x - 12, y + height // 2)
        yield page


@contextmanager
def bare(session: PictureSession) -> Iterator[Page]:
    """The bare page."""
    journal = session.pictures.with_name("bare.db")
    with _started("bare_page.py", [str(session.pictures), str(journal)], {}) as page:
        yield page


@contextmanager
def _started(script: str, arguments: list[str], more: Mapping[str, str]) -> Iterator[Page]:
    with server() as at:
        process = subprocess.Popen(
            [sys.executable, "-P", str(FOLDER / script), *arguments],
            env={**at.env, **more},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            try:
                assert process.stdout is not None
                process.stdout.readline()
                yield Page(at, process)
            finally:
                process.kill()

"""A candidate's desk: the exam's window on a display of its own, an input method, and a person who sits there.

with at_desk(told_window(day, tmp_path, "strict")) as desk:
    desk.person.log_in()
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.exam_day import ExamDay
from x11.reader import NO_READER, SETTING, Person, Reader, listening
from x11.session import NO_PINYIN, pinyin, session
from x11.xvfb import DEADLINE_S, Desktop, desktop, missing

ROOT = Path(__file__).resolve().parents[2]
NEEDED = missing("Xvfb", "openbox", "xdotool") or NO_PINYIN or NO_READER
"""Why nobody can sit here; empty where somebody can."""

ROSTER = "姓名,工号,准考证号,考场\n测试,G7001,T0001,一号教室\n"
"""The name is the first word that pinyin offers for how it sounds."""


def told_window(day: ExamDay, folder: Path, level: str) -> list[str]:
    """The window that tells what it saved, held at this level."""
    return [str(ROOT / "tests/x11/told_window.py"), str(day.exam), "R01", str(folder / "pc"), level]


@dataclass
class Desk:
    """Everything at one desk."""

    display: Desktop
    reader: Reader
    person: Person
    process: "subprocess.Popen[bytes]"
    said: Path
    errors: Path

    def responses(self) -> list[dict[str, Any]]:
        """What the window told of saved responses so far, in order."""
        return [json.loads(line)[1] for line in self.said.read_text("utf-8").splitlines()]

    def last(self) -> dict[str, Any]:
        """What each item was responded to with last."""
        return dict(json.loads(line) for line in self.said.read_text("utf-8").splitlines())

    def texts(self) -> list[str]:
        """The texts among them."""
        return [response["text"] for response in self.responses() if response["type"] == "text"]


@contextmanager
def at_desk(program: list[str], folder: Path) -> Iterator[Desk]:
    """Somebody at a PC on which this program (arguments of Python) runs; everything ends with the block."""
    said, errors = folder / "said", folder / "errors"
    with (
        desktop(size="1366x768") as plain,
        session(plain) as display,
        pinyin(display),
        said.open("wb") as out,
        errors.open("wb") as err,
    ):
        env = {**display.env, **SETTING, "QT_IM_MODULE": "ibus", "PYTHONPATH": str(ROOT / "desktop")}
        process = subprocess.Popen([sys.executable, "-P", *program], env=env, stdout=out, stderr=err)
        try:
            with listening(display) as reader:
                yield Desk(display, reader, Person(display, reader), process, said, errors)
        finally:
            if shots := os.environ.get("KAOCHANG_TEST_SHOTS"):
                display.screenshot(Path(shots) / f"{folder.name}.png")
            process.terminate()
            process.wait(DEADLINE_S)

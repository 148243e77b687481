"""The demonstrated day itself: who takes part, where everything lies, how it speaks, and what it promises."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from demo_words import WORDS
from kaochang.domain.assessments import Exam, Session
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Words
from kaochang.domain.rosters import Ticket
from kaochang.machine.clock import SystemClock
from kaochang.presenters.words import load_words

ROOT = Path(__file__).resolve().parent.parent
FONT = ROOT / "resources/fonts/NotoSansSC-Regular.ttf"
PASSPHRASE = "demo: 中心口令"
STEPS = 13
PEOPLE = (
    ("陈𬭎宇", "1001"), ("李饕", "1002"), ("王小棠", "1003"), ("赵一鸣", "1004"), ("孙可心", "1005"),
    ("周子涵", "1006"), ("吴桐", "1007"), ("郑好", "1008"), ("冯鱻", "1009"), ("褚云", "1010"), ("卫青禾", "1011"),
    ("蒋知夏", "1012"), ("沈一舟", "1013"), ("韩梅", "1014"), ("杨帆", "1015"), ("朱砂", "1016"),
)  # fmt: skip
FIRST, KILLED, EXPIRED, ABSENT = 0, 1, 2, 15
"""Places in `PEOPLE` of those who have a part of their own."""

CLOCK = SystemClock()
ZONE = datetime.now(UTC).astimezone().tzinfo or UTC


class NotKept(Exception):  # noqa: N818 - a promise is kept or not; that is no error of the program
    """A promise of the day that did not hold."""


@dataclass
class Day:
    """Where everything of the day lies, and how it speaks."""

    out: Path
    language: str
    show: bool
    began: float = field(default_factory=time.monotonic)
    steps: int = 0

    def words(self) -> Words:
        """The program's own words."""
        return load_words(ROOT / "resources/strings", self.language)

    def word(self, key: str) -> str:
        return WORDS[self.language][key]

    def tell(self, text: object) -> None:
        print(f"      {text}", flush=True)

    def say(self, key: str, **params: object) -> None:
        self.tell(self.word(key).format(**params))

    def step(self, key: str) -> None:
        self.steps += 1
        print(f"[{time.monotonic() - self.began:5.1f} s] {self.steps:2}/{STEPS} {self.word(key)}", flush=True)

    def promise(self, kept: bool, what: str) -> None:
        if not kept:
            raise NotKept(what)

    def folder(self, name: str) -> Path:
        path = self.out / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def pc(self, ticket: Ticket) -> Path:
        """The folder that stands for one exam-room PC."""
        return self.folder(f"pcs/{ticket.room}-{ticket.seat}")


@dataclass(frozen=True)
class Sealed:
    """The sealed session as the rooms and the centre get it."""

    session: Session
    exams: tuple[Exam, ...]
    schemes: Mapping[str, MarkScheme]
    tickets: tuple[Ticket, ...]
    code: str
    rooms: Path
    proctors: Path
    kit: Path

    @property
    def exam_file(self) -> Path:
        return self.rooms / "session.kcb"

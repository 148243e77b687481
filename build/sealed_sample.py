"""A session to seal, of any size, for benchmarks: made-up items with pictures that are cut from one file of noise."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

from kaochang.custody import site
from kaochang.custody.exam_plan import ExamPlan, Pictures
from kaochang.custody.exam_sealing import ExamOrder, seal_exam
from kaochang.custody.session_keys import make_session_keys
from kaochang.domain.assessments import Assessment, Exam, Kind, Level, PlacedItem, Room, Rules, Section, Session
from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.rosters import Ticket
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.flow import unlock
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.machine.safe_files import new_file
from kaochang.sealing import codes, signatures
from kaochang.sealing.kdf import KdfParams

EXAM, ROOM = "exam-1", "R1"
KIB, MIB = 1024, 1024 * 1024
HOUR_MS = 3_600_000
SEATS = 30


@dataclass(frozen=True)
class Size:
    """How large a session is: items, pictures of 90 to 110 KiB, and how many of those have 4 MiB instead.

    `essays` more items, whose responses are long texts, come after the others.
    """

    items: int
    pictures: int
    large: int = 0
    essays: int = 0

    def of_pictures(self) -> dict[str, int]:
        """The bytes of every picture by name, the large ones spread among the others."""
        every = self.pictures // self.large if self.large else self.pictures + 1
        numbers = range(1, self.pictures + 1)
        return {f"p{n:05}": 90 * KIB + n * 7919 % (20 * KIB) if n % every else 4 * MIB for n in numbers}


class Sample:
    """A session in a folder of its own: `noise` holds its pictures one after the other, `path` is the sealed exam."""

    def __init__(self, folder: Path, size: Size, cost: KdfParams) -> None:
        folder.mkdir()
        self.noise, self.path = folder / "noise", folder / "session.kcb"
        self.sizes = size.of_pictures()
        self.total = sum(self.sizes.values())
        self._starts = dict(zip(self.sizes, accumulate(self.sizes.values(), initial=0), strict=False))
        self._write_noise()
        self._source = self.noise.open("rb", buffering=0)
        self._office = site.make_office(os.urandom)
        self._code = codes.new_code(os.urandom)
        plan = self._plan(size)
        keys = make_session_keys(plan.session, plan.tickets, os.urandom)
        secrets = SessionSecrets(Level.QUICK, {ROOM: self._code})
        self._order = ExamOrder(plan, self._office, keys, secrets, cost)

    def _write_noise(self) -> None:
        left, block = self.total, os.urandom(MIB)
        with self.noise.open("wb") as stream:
            while left:
                left -= stream.write(block[: min(left, MIB)])

    def _plan(self, size: Size) -> ExamPlan:
        names = list(self.sizes)
        items = [_item(number, names[number :: size.items]) for number in range(size.items)]
        items += [_essay(size.items + number) for number in range(size.essays)]
        placed = tuple(PlacedItem(f"i{number}", item, Fraction(1)) for number, item in enumerate(items))
        exam = Exam(EXAM, Assessment("客服上岗认证", (Section("全部", placed),)), Rules(duration_s=3600))
        now = time.time_ns() // 1_000_000
        session = Session(
            "bench", "客服上岗认证", Kind.REHEARSAL, Level.QUICK, now, now + HOUR_MS, (Room(ROOM, "一号考场"),)
        )
        tickets = [Ticket(f"T{n:03}", f"考生{n}", f"P{n:03}", EXAM, ROOM, f"{n:02}") for n in range(1, SEATS + 1)]
        centre = signatures.public_of(signatures.new_seed(os.urandom))
        return ExamPlan(session, [exam], tickets, centre, now + 100 * HOUR_MS, Pictures(self.sizes, self.picture))

    def picture(self, name: str) -> bytes:
        """A picture as the office has it."""
        self._source.seek(self._starts[name])
        return self._source.read(self.sizes[name])

    def seal(self, step: Callable[[], None] = lambda: None) -> None:
        """Seals the session, in place of an earlier sealing; `step` as of `seal_exam`."""
        self.path.unlink(missing_ok=True)
        with new_file(self.path) as stream:
            seal_exam(self._order, stream, os.urandom, step)

    def lay_out(self) -> None:
        """The site file beside the exam, as the office hands both out."""
        self.path.with_name("site.kcx").write_bytes(site.pack_site(self._office, time.time_ns() // 1_000_000))

    def room(self) -> RoomFile:
        """The sealed exam before the start code."""
        return unlock.open_room(self.path, self._office.site, ROOM)

    def unlock(self, room: RoomFile) -> Unlocked:
        """The sealed exam with the start code."""
        return unlock.unlock(room, self._code)

    def close(self) -> None:
        """Lets go of the noise."""
        self._source.close()


def stem_text(number: int) -> str:
    """What an item asks."""
    return f"第{number}题：客户来电反映新购设备无法开机，请说明接听后的处理步骤，并指出需要记录的信息。"


def option_text(number: int, letter: str) -> str:
    """What one of its options says."""
    return f"选项{letter}的文字，说明第{number}题的一种做法"


def _item(number: int, pictures: list[str]) -> Item:
    options = tuple(Option(letter, option_text(number, letter)) for letter in "ABCD")
    images = tuple(Image(name, "image/png") for name in pictures)
    return Item(ItemType.SINGLE, stem_text(number), str(number), options=options, images=images)


def _essay(number: int) -> Item:
    return Item(ItemType.ESSAY, f"第{number}题：请写出一次完整的客户来电处理过程。", str(number))

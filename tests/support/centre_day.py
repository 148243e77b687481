"""A day as it comes to the centre, by the real flows: seven rooms, each with its stick, and all that goes wrong on one.

上海 301 is whole; in 302 two were absent; from 303 a result is missing that its manifest names; in 南京 201 somebody
has two of them; the stick of 合肥 105 has not come.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody.kits import open_centre_kit
from kaochang.domain.attempts import ClosingReason
from kaochang.flow import collect, hand_in, pinning, quick_seal, sit, unlock
from kaochang.flow.collect import CollectOrder
from kaochang.flow.desk import Desk
from kaochang.flow.script import response_from
from support.quick_day import PASSPHRASE, QuickDay
from support.small_paper import GOOD, POOR

ROOMS = {"上海 301": 30, "上海 302": 30, "上海 303": 28, "杭州 101": 36, "杭州 102": 36, "南京 201": 40, "合肥 105": 24}
NAMES = tuple(ROOMS)
_ONE = {"单选题#1": "B"}


@dataclass
class CentreDay:
    """Made once by `make`; `sticks` holds a folder for each room, of so many `seats`."""

    folder: Path
    seats: dict[str, int] = field(default_factory=lambda: {name: count // 6 for name, count in ROOMS.items()})

    @property
    def kit(self) -> Path:
        return self.folder / "centre.kck"

    def stick(self, room) -> Path:
        return self.folder / "sticks" / room

    def log_of(self, number) -> Path:
        """A ticket's journal, as it lies on its stick."""
        return next(self.folder.rglob(f"sticks/**/{number}-*.kcj"))

    def sealed_kit(self) -> Path:
        """The kit of a session that nobody sits."""
        self.folder.mkdir(exist_ok=True)
        self._seal(QuickDay(self.folder))
        return self.kit

    def _seal(self, day):
        lines = ["姓名,工号,准考证号,考场,机位"]
        at = 0
        for room, count in self.seats.items():
            for seat in range(1, count + 1):
                at += 1
                lines.append(f"测试{at:03},G7{at:03},2026{at:04},{room},{seat}")
        order = day.order(roster="\n".join(lines) + "\n", title="客户服务专员（二级）")
        sealed = quick_seal.seal_quick(day.office, order)
        shutil.copy(sealed.kept / "centre.kck", self.kit)
        return sealed

    def make(self):
        """Every room has sat, and its proctor collected it."""
        day = QuickDay(self.folder)
        sealed = self._seal(day)
        kit = open_centre_kit(self.kit.read_bytes(), PASSPHRASE)
        exam = sealed.folder / day.office.words("quick.folder.rooms") / "session.kcb"
        site = pinning.read_site(exam.with_name("site.kcx"), self.folder / "pc")
        for room in kit.session.rooms:
            tickets = [each for each in kit.tickets if each.room == room.id]
            unlocked = unlock.unlock(unlock.open_room(exam, site, room.id), sealed.code)
            absent = {"上海 302": 2, "杭州 102": 1}.get(room.name, 0)
            for number, ticket in enumerate(tickets[: len(tickets) - absent]):
                written = (GOOD, POOR, _ONE)[number % 3]
                self._sit(day, unlocked, ticket, f"pcs/{room.id}/{ticket.seat}", written)
            self._collect(day, sealed, room, [each.number for each in tickets[len(tickets) - absent :]])
            if room.name == "南京 201":
                self._sit(day, unlocked, tickets[1], "pcs/second", _ONE)
                late = next((self.folder / "pcs/second").rglob("*.kcr"))
                shutil.copy(late, self.stick(room.name) / f"{tickets[1].number}-late.kcr")
            if room.name == "上海 303":
                next(self.stick(room.name).rglob(f"{tickets[2].number}-*.kcr")).unlink()
        return self

    def _sit(self, day, unlocked, ticket, pc, responses):
        desk = Desk(self.folder / pc, day.office.clock, os.urandom)
        sitting = sit.begin(desk, unlocked, ticket, ticket.seat)
        places = {f"{each.item.section}#{each.item.number}": each for each in sitting.exam.assessment.items()}
        for place, written in responses.items():
            sitting.save(sitting.respond(places[place].id, response_from(places[place], written)))
        sitting.save(sitting.close(ClosingReason.HANDED_IN))
        hand_in.hand_in(sitting, [])
        sitting.shut()

    def _collect(self, day, sealed, room, absent):
        kit = collect.open_kit(next(sealed.folder.rglob(f"{room.id}.kcp")), sealed.code)
        stick = self.stick(room.name)
        stick.mkdir(parents=True)
        sources, memory = [self.folder / "pcs" / room.id], self.folder / "proctors" / room.id
        collect.collect(kit, CollectOrder(sources, stick, absent=frozenset(absent), memory=memory), day.office.clock)

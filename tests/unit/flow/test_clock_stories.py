"""Stories of clocks: what happened on the day, and to the second what time the candidate has left after it.

Each runs through the real flow on a clock that goes when it is told to. The sample exam has one hour, gives ten
minutes back for one outage and twenty for all; a heartbeat of five seconds is what a gap costs.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from kaochang.domain.acts import ActKind, Grant, Reach
from kaochang.domain.attempts import HEARTBEAT_MS, Phase
from kaochang.domain.rosters import Ticket
from kaochang.flow import attempt_files, sit
from kaochang.flow.desk import Desk
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import Unlocked
from msgspec.structs import replace
from support.clocks import ManualClock
from support.exams import CLOSES, OPENS
from support.seeded import seeded

SECOND = 1_000
MINUTE = 60
HOUR = 3_600
YEAR = 365 * 24 * HOUR


class Sat(Unlocked, frozen=True):
    """The sealed session with other rules and limits of sections."""

    rules: dict = msgspec.field(default_factory=dict)
    sections: tuple[dict, ...] = ()

    def exam(self, exam_id):
        exam = super().exam(exam_id)
        rules = msgspec.structs.replace(exam.rules, **self.rules)
        changes = self.sections or ({}, {})
        sections = tuple(
            msgspec.structs.replace(section, **change)
            for section, change in zip(exam.assessment.sections, changes, strict=True)
        )
        return msgspec.structs.replace(
            exam, rules=rules, assessment=msgspec.structs.replace(exam.assessment, sections=sections)
        )

    def exam_for(self, ticket):
        return self.exam(ticket.exam)


@dataclass
class Day:
    """One candidate's day; every method is one thing that happens, in seconds."""

    unlocked: Unlocked
    ticket: Ticket
    clock: ManualClock
    folder: Path
    sitting: Sitting | None = None
    pcs: int = 1
    acts: int = 0

    @property
    def desk(self):
        return Desk(self.folder / f"pc-{self.pcs}", self.clock, seeded(self.pcs))

    def save(self, entries):
        for entry in entries:
            self.sitting.save(entry)

    def begin(self):
        self.sitting = sit.begin(self.desk, self.unlocked, self.ticket, "07")

    def rules(self, rules):
        self.unlocked = replace(self.unlocked, rules=rules)

    def sections(self, first, second):
        self.unlocked = replace(self.unlocked, sections=(first, second))

    def extra(self, seconds):
        self.ticket = msgspec.structs.replace(self.ticket, extra_time_s=seconds)

    def work(self, seconds):
        """As in the window, which looks each second; what comes after the last heartbeat is not journaled."""
        beat = None
        for second in range(1, seconds + 1):
            self.clock.go_on(SECOND)
            self.due()
            if self.sitting.state.reason is not None:
                return
            if second * SECOND % HEARTBEAT_MS == 0:
                beat = self.sitting.tick()
        self.save([] if beat is None else [beat])

    def due(self):
        if self.sitting.is_due():
            self.save(self.sitting.due())

    def crash(self, seconds):
        self.sitting.shut()
        self.clock.go_on(seconds * SECOND)
        self.begin()

    def crashes(self, count, every, away=0):
        for _ in range(count):
            self.clock.go_on(every * SECOND)
            self.crash(away)

    def off(self, seconds):
        """The PC is off, and stays so."""
        self.sitting.shut()
        self.clock.reboot(seconds * SECOND)

    def reboot(self, seconds, wall_wrong_by=0):
        self.off(seconds)
        self.wall(wall_wrong_by)
        self.begin()

    def wall(self, seconds):
        """Somebody, or a service, or a dead battery, sets the date by so much."""
        self.clock.set_wall(max(0, self.clock.wall() + seconds * SECOND))

    def dead_battery(self, seconds):
        self.off(seconds)
        self.clock.set_wall(90 * SECOND)
        self.begin()

    def asleep(self, seconds):
        """The PC sleeps while the program lives, and the window looks at the clock as soon as it wakes."""
        self.clock.sleep(seconds * SECOND)
        self.due()

    def hangs(self, seconds):
        """The PC does nothing for a while, but does not sleep."""
        self.clock.go_on(seconds * SECOND)
        self.due()

    def act(self, kind, minutes=0):
        self.acts += 1
        grant = Grant(ActKind(kind), Reach.ROOM, minutes, "", f"CODE{self.acts}")
        self.save([self.sitting.act(grant)])

    def paused(self, seconds):
        self.act("pause")
        self.clock.go_on(seconds * SECOND)
        self.due()
        self.act("continue")

    def advance(self):
        self.save([self.sitting.advance()])

    def leaves(self):
        self.save([self.sitting.left()])

    def moves(self, seconds, other_wall=0):
        """The files go to another PC, whose clocks are its own."""
        before = self.desk.folder
        self.off(seconds)
        self.wall(other_wall)
        self.clock.go_on_elapsed(3 * HOUR * SECOND)
        self.pcs += 1
        shutil.copytree(before, self.desk.folder)
        seed = self.unlocked.ticket_seed(self.ticket.number, "")
        attempt = attempt_files.reopen(self.desk, self.unlocked, self.ticket, seed)
        exam = self.unlocked.exam(self.ticket.exam)
        self.sitting = Sitting(self.unlocked.room, self.ticket, exam, lambda name: b"", attempt, self.desk, lambda: b"")
        self.sitting.recall()
        self.clock.go_on(20 * SECOND)
        self.act("move")
        self.save(self.sitting.go_on(f"mark-{self.pcs}"))

    def played(self, story):
        for what, *how in story:
            getattr(self, what)(*how)
        return self.sitting


def line(kind, length, by_rule=0, by_act=0):
    return kind, length, by_rule, by_act


NO_CREDIT = ("rules", {"outage_credit_s": 0})
BEGIN = ("begin",)

STORIES = {
    # a program that dies
    "a crash of 3 s is work": ([BEGIN, ("work", 60), ("crash", 3)], 3537, []),
    "a crash of 5 s costs a heartbeat": ([BEGIN, ("work", 60), ("crash", 5)], 3535, []),
    "a crash of 30 s is given back but for a heartbeat": (
        [BEGIN, ("work", 60), ("crash", 30)],
        3535,
        [line("crash", 25, 25)],
    ),
    "a crash 3 s after the last row": ([BEGIN, ("work", 63), ("crash", 30)], 3535, [line("crash", 28, 28)]),
    "a crash of 9 min": ([BEGIN, ("work", 60), ("crash", 540)], 3535, [line("crash", 535, 535)]),
    "a crash of exactly the rule": ([BEGIN, ("work", 60), ("crash", 605)], 3535, [line("crash", 600, 600)]),
    "a crash of 11 min waits": ([BEGIN, ("work", 60), ("crash", 660)], 3480, [line("crash", 655, 600)]),
    "a crash of 11 min, given back by an act": (
        [BEGIN, ("work", 60), ("crash", 660), ("asleep", 300), ("act", "resume", 11), ("work", 10)],
        3525,
        [line("crash", 655, 600, 55)],
    ),
    "a crash of 11 min of which the proctor gives nothing more": (
        [BEGIN, ("work", 60), ("crash", 660), ("act", "resume", 0), ("work", 10)],
        3470,
        [line("crash", 655, 600)],
    ),
    "killed every 4 s for 2 min": ([BEGIN, ("crashes", 30, 4)], 3480, []),
    "killed every 6 s for 2 min": ([BEGIN, ("crashes", 20, 6)], 3500, [line("crash", 1, 1)] * 20),
    "two outages reach the total, the third waits": (
        [BEGIN, ("crash", 605), ("crash", 605), ("work", 60), ("crash", 35)],
        3600 - 15 - 60 - 30,
        [line("crash", 600, 600), line("crash", 600, 600), line("crash", 30)],
    ),
    "where the rule gives nothing, 30 s wait for an act": (
        [NO_CREDIT, BEGIN, ("work", 60), ("crash", 30), ("act", "resume", 1), ("work", 5)],
        3530,
        [line("crash", 25, 0, 25)],
    ),
    # a machine that dies
    "a reboot of 2 min": ([BEGIN, ("work", 60), ("reboot", 120)], 3535, [line("reboot", 115, 115)]),
    "a power cut of 40 min": ([BEGIN, ("work", 60), ("reboot", 2400)], 3540 - 1800, [line("reboot", 2395, 600)]),
    "a power cut of 40 min and one code for the room": (
        [BEGIN, ("work", 60), ("reboot", 2400), ("act", "resume", 30)],
        3535,
        [line("reboot", 2395, 600, 1795)],
    ),
    "a reboot with the date an hour back is not believed and waits": (
        [BEGIN, ("work", 60), ("reboot", 120, -HOUR), ("asleep", 600)],
        3535,
        [line("reboot", 0)],
    ),
    "a reboot with the date a year ahead is not believed": (
        [BEGIN, ("work", 60), ("reboot", 120, YEAR), ("act", "resume", 0), ("work", 5)],
        3530,
        [line("reboot", 0)],
    ),
    "a dead battery": ([BEGIN, ("work", 60), ("dead_battery", 120)], 3535, [line("reboot", 0)]),
    "a dead battery, and a proctor who gives 2 min": (
        [BEGIN, ("work", 60), ("dead_battery", 120), ("act", "extra-time", 2)],
        3655,
        [line("reboot", 0)],
    ),
    "a reboot with the date ten minutes ahead costs no more than it gives": (
        [BEGIN, ("work", 60), ("reboot", 120, 300)],
        3535,
        [line("reboot", 415, 415)],
    ),
    # a clock that is set
    "a time server steps the date by 3 s": ([BEGIN, ("work", 60), ("wall", 3), ("work", 60)], 3480, []),
    "somebody sets the date back a day": ([BEGIN, ("work", 60), ("wall", -24 * HOUR), ("work", 60)], 3480, []),
    "somebody sets the date back, and the program dies": (
        [BEGIN, ("work", 60), ("wall", -24 * HOUR), ("crash", 65)],
        3535,
        [line("crash", 60, 60)],
    ),
    # a PC that hangs
    "hangs for 10 s is work": ([BEGIN, ("work", 60), ("hangs", 10)], 3530, []),
    "hangs for 1 min": ([BEGIN, ("work", 60), ("hangs", 60)], 3535, [line("crash", 55, 55)]),
    "hangs for longer than the rule, and waits": (
        [BEGIN, ("work", 60), ("hangs", 905), ("hangs", 300)],
        3235,
        [line("crash", 900, 600)],
    ),
    "hangs, and then sleeps": (
        [BEGIN, ("work", 60), ("hangs", 60), ("asleep", 60)],
        3475,
        [line("crash", 55, 55), line("candidate", 55)],
    ),
    # a lid that is closed
    "asleep for 1 min": ([BEGIN, ("work", 60), ("asleep", 60)], 3480, [line("candidate", 55)]),
    "asleep for 1 h": ([BEGIN, ("work", 60), ("asleep", HOUR)], 0, [line("candidate", 3595)]),
    "asleep for 10 s is work": ([BEGIN, ("work", 60), ("asleep", 10)], 3530, []),
    "asleep, and the proctor gives the time": (
        [BEGIN, ("work", 60), ("asleep", 65), ("act", "resume", 5), ("act", "extra-time", 1)],
        3535,
        [line("candidate", 60)],
    ),
    # a pause
    "a pause of 20 min": ([BEGIN, ("work", 60), ("paused", 1200)], 3540, [line("pause", 1200)]),
    "a pause in which the power is cut": (
        [BEGIN, ("work", 60), ("act", "pause"), ("asleep", 300), ("reboot", 600), ("act", "continue"), ("work", 5)],
        3535,
        [line("pause", 900)],
    ),
    "a pause that no clock can measure": (
        [BEGIN, ("work", 60), ("act", "pause"), ("dead_battery", 600), ("act", "continue")],
        3540,
        [line("reboot", 0), line("pause", 0)],
    ),
    "a crash after a long pause is given back as ever": (
        [BEGIN, ("work", 60), ("paused", 7000), ("crash", 305)],
        3535,
        [line("pause", 7000), line("crash", 300, 300)],
    ),
    # whose time is another
    "a latecomer ends with the session": ([("wall", 9540), BEGIN, ("work", 60)], 1140, []),
    "a latecomer's outage is given back beyond the session's end": (
        [("wall", 9540), BEGIN, ("work", 60), ("crash", 305)],
        1135,
        [line("crash", 300, 300)],
    ),
    "a latecomer with the whole time": ([("rules", {"late_full_time": True}), ("wall", 9540), BEGIN], 3600, []),
    "that latecomer's outage is given back too": (
        [("rules", {"late_full_time": True}), ("wall", 9540), BEGIN, ("crash", 305)],
        3595,
        [line("crash", 300, 300)],
    ),
    "a candidate with a quarter more": ([("extra", 900), BEGIN, ("work", 60)], 4440, []),
    "a quarter more, and late": ([("extra", 900), ("wall", 9540), BEGIN], 1200 + 900, []),
    # another PC
    "moved within 5 min": (
        [BEGIN, ("work", 60), ("leaves",), ("moves", 280)],
        3540,
        [line("moved", 300, 300)],
    ),
    "moved to a PC whose clock is 10 min ahead": (
        [BEGIN, ("work", 60), ("leaves",), ("moves", 280, 600)],
        3540 - 300,
        [line("moved", 900, 600)],
    ),
    "moved to a PC whose clock is 10 min behind": (
        [BEGIN, ("work", 60), ("leaves",), ("moves", 280, -600)],
        3540,
        [line("moved", 0)],
    ),
    "moved from a PC that died": ([BEGIN, ("work", 60), ("moves", 280)], 3535, [line("moved", 295, 295)]),
    "moved in a pause, which goes on": (
        [BEGIN, ("work", 60), ("act", "pause"), ("leaves",), ("moves", 1180), ("act", "continue"), ("work", 5)],
        3535,
        [line("moved", 0), line("pause", 1200)],
    ),
    # the end
    "the time runs out while the program is gone": (
        [BEGIN, ("work", 3590), ("crash", 15), ("due",)],
        5,
        [line("crash", 10, 10)],
    ),
    "the heartbeat of a gap is the last one": (
        [BEGIN, ("work", 3595), ("crash", 65), ("due",)],
        0,
        [line("crash", 60, 60)],
    ),
    "a power cut that takes all the time waits for an act": (
        [BEGIN, ("work", 1800), ("reboot", 3605), ("due",), ("act", "resume", 30)],
        1800 - 5 - 3600 + 600 + 1800,
        [line("reboot", 3600, 600, 1800)],
    ),
}


TWO_PARTS = ("sections", {"limit_s": 1200}, {"limit_s": 2400})
CARRIED = ("sections", {"limit_s": 1200, "carries_over": True}, {"limit_s": 2400})
SHORT = ("sections", {"limit_s": 600}, {"limit_s": 600})

IN_PARTS = {
    "the first part has its time": ([TWO_PARTS, BEGIN, ("work", 60)], 0, 1140, 3540),
    "the next part begins when its time is over": ([TWO_PARTS, BEGIN, ("work", 1200)], 1, 2400, 2400),
    "on early, and the rest is gone": ([TWO_PARTS, BEGIN, ("work", 600), ("advance",)], 1, 2400, 2400),
    "on early, and the rest is carried over": ([CARRIED, BEGIN, ("work", 600), ("advance",)], 1, 3000, 3000),
    "a crash of 30 s": ([TWO_PARTS, BEGIN, ("work", 60), ("crash", 30)], 0, 1135, 3535),
    "a crash of 11 min waits": ([TWO_PARTS, BEGIN, ("work", 60), ("crash", 660), ("asleep", 99)], 0, 1080, 3480),
    "and is given back": ([TWO_PARTS, BEGIN, ("work", 60), ("crash", 660), ("act", "resume", 11)], 0, 1135, 3535),
    "a power cut that takes the part's time waits": ([TWO_PARTS, BEGIN, ("work", 60), ("reboot", 2400)], 0, 0, 1740),
    "nothing is given back, and the next part begins": (
        [TWO_PARTS, BEGIN, ("work", 60), ("reboot", 2400), ("act", "resume", 0), ("due",)],
        *(1, 1740, 1740),
    ),
    "all is given back, and the part goes on": (
        [TWO_PARTS, BEGIN, ("work", 60), ("reboot", 2400), ("act", "resume", 30), ("due",)],
        *(0, 1135, 3535),
    ),
    "a crash in the part's last seconds": ([TWO_PARTS, BEGIN, ("work", 1195), ("crash", 65), ("due",)], 1, 2400, 2400),
    "what a crash gives back is carried over as well": (
        [CARRIED, BEGIN, ("work", 595), ("crash", 65), ("advance",)],
        *(1, 3000, 3000),
    ),
    "asleep beyond the part's end": ([TWO_PARTS, BEGIN, ("work", 60), ("asleep", 1800)], 1, 1740, 1740),
    "a pause": ([TWO_PARTS, BEGIN, ("work", 60), ("paused", 3000)], 0, 1140, 3540),
    "a dead battery": ([TWO_PARTS, BEGIN, ("work", 60), ("dead_battery", 99)], 0, 1135, 3535),
    "a date that is set": ([TWO_PARTS, BEGIN, ("work", 60), ("wall", 900), ("work", 60)], 0, 1080, 3480),
    "a quarter more for each part": ([("extra", 900), TWO_PARTS, BEGIN, ("work", 60)], 0, 1440, 4440),
    "extra time goes to the open part": (
        [TWO_PARTS, BEGIN, ("work", 60), ("act", "extra-time", 5)],
        *(0, 1440, 3840),
    ),
    "moved in a part": ([TWO_PARTS, BEGIN, ("work", 60), ("leaves",), ("moves", 280)], 0, 1140, 3540),
    "a latecomer has less of the last part": (
        [TWO_PARTS, ("wall", 9540), BEGIN, ("work", 600), ("advance",)],
        *(1, 600, 600),
    ),
    "the last part's end is the attempt's": ([SHORT, BEGIN, ("work", 1195)], 1, 5, 5),
    "which closes it": ([SHORT, BEGIN, ("work", 1200)], 1, 0, 0),
}


def seen(sitting):
    return [
        (each.line.value, each.length // SECOND, each.by_rule // SECOND, each.by_act // SECOND)
        for each in sitting.ledger
    ]


@pytest.fixture
def candidates_day(unlocked, ticket, tmp_path):
    """A PC a minute before the story begins; the session has just opened."""
    sat = Sat(unlocked.room, unlocked.content, unlocked.secrets, unlocked.errata)
    made = Day(sat, ticket, ManualClock(OPENS + 60_000), tmp_path)
    yield made
    if made.sitting is not None:
        made.sitting.shut()


@pytest.mark.parametrize(("story", "left", "ledger"), STORIES.values(), ids=STORIES)
@pytest.mark.attack(56)
def test_a_story_of_clocks_leaves_exactly_this_time(candidates_day, story, left, ledger):
    sitting = candidates_day.played(story)
    assert (sitting.remaining_ms(), seen(sitting)) == (left * SECOND, ledger)
    assert (sitting.state.phase is Phase.CLOSED) is (left == 0)


@pytest.mark.parametrize(("story", "part", "part_left", "left"), IN_PARTS.values(), ids=IN_PARTS)
@pytest.mark.attack(56)
def test_a_story_of_parts_leaves_exactly_this_time(candidates_day, story, part, part_left, left):
    sitting = candidates_day.played(story)
    found = sitting.state.part, sitting.part_remaining_ms(), sitting.remaining_ms()
    assert found == (part, part_left * SECOND, left * SECOND)


WATCHED = {
    "a date set forward": ([BEGIN, ("work", 60), ("wall", 3), ("work", 5)], [("clock.changed", "3")]),
    "a date set back": ([BEGIN, ("work", 60), ("wall", -HOUR), ("work", 5)], [("clock.changed", "-3600")]),
    "a date set while the program was gone": (
        [BEGIN, ("work", 60), ("wall", 7), ("crash", 3)],
        [("clock.changed", "7")],
    ),
    "a clock that drifts": ([BEGIN, ("work", 60), ("wall", 2), ("work", 5), ("wall", -2), ("work", 5)], []),
    "a date set in a pause": (
        [BEGIN, ("act", "pause"), ("wall", 60), ("due",), ("act", "continue")],
        [("clock.changed", "60")],
    ),
    "a sleep": ([BEGIN, ("work", 60), ("asleep", 70)], [("clock.slept", "70")]),
    "a PC that hung": ([BEGIN, ("work", 60), ("hangs", 70)], [("clock.stalled", "70")]),
    "a sleep in a pause is nobody's": ([BEGIN, ("paused", 700)], []),
    "a date nobody can believe": ([BEGIN, ("work", 60), ("reboot", 60, YEAR)], [("clock.not-believed", "31536060")]),
}


@pytest.mark.parametrize(("story", "notes"), WATCHED.values(), ids=WATCHED)
def test_what_happens_to_a_clock_stands_in_the_evidence(candidates_day, story, notes):
    sitting = candidates_day.played(story)
    assert [(note.what, note.detail) for note in sitting.notes] == notes


def test_there_are_at_least_forty_stories():
    assert len(STORIES) + len(IN_PARTS) >= 40
    assert CLOSES - OPENS == 3 * HOUR * SECOND

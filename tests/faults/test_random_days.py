"""Random days of one candidate: events and faults in any order, held against ten lines that say what is owed.

After each thing that happens, the time left and every acknowledged answer are what the model says; at the end the
sealed result has them.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from faults.crashes import scratch
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from kaochang.custody import act_codes, results
from kaochang.custody.act_codes import ActPlace
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import HEARTBEAT_MS, ClosingReason
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.flow import attempt_database, hand_in, move, sit, sticks, take_act
from kaochang.flow.attempt_files import LOG_NAME
from kaochang.flow.desk import Desk
from kaochang.sealing import frame
from msgspec.structs import replace
from support.clocks import ManualClock
from support.exams import CLOSES, OPENS, RESPONSES
from support.other_pc import mark_of
from support.put_in import put_in
from support.seeded import seeded

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
RULE, RULE_IN_ALL = 10 * MINUTE, 20 * MINUTE
SOME_TIME = st.integers(0, 25 * 60)
"""Seconds that a program or a PC is away: often within the rule, sometimes far beyond it."""
STANDSTILL = st.integers(11, 25 * 60)
"""Seconds that a program lives and sees nothing of: longer than the two heartbeats that count as work."""


@dataclass
class Model:
    """What a candidate is owed, ms. `stands`: the time stands still until somebody grants what is not given back."""

    left: int = HOUR
    by_rule: int = RULE_IN_ALL
    owed: int = 0
    stands: bool = False
    is_paused: bool = False
    responses: dict = field(default_factory=dict)

    def work(self, ms):
        self.left -= 0 if self.stands or self.is_paused else ms

    def gap(self, length, *, believed=True, by_hand=False, is_left=False):
        """Time that nobody saw go by; after a PC was left no work is in it."""
        if self.stands or self.is_paused:
            return
        worked = 0 if is_left else min(length, HEARTBEAT_MS) if believed else HEARTBEAT_MS
        outage = length - worked if believed else 0
        credit = 0 if by_hand else min(outage, RULE, self.by_rule)
        self.stands = self.left > worked and (not believed or (credit < outage and not by_hand))
        self.left -= worked + outage - credit
        self.by_rule -= credit
        self.owed += 0 if by_hand else outage - credit

    def granted(self, minutes, *, is_extra):
        credit = minutes * MINUTE if is_extra else min(minutes * MINUTE, self.owed)
        self.left += credit
        self.owed -= 0 if is_extra else credit
        self.stands = self.stands and (is_extra or self.left <= 0)


def log_torn(folder):
    path = folder / LOG_NAME
    path.write_bytes(path.read_bytes()[:-37])


def log_in_zeros(folder):
    path = folder / LOG_NAME
    path.write_bytes(path.read_bytes() + bytes(4_096))


def log_gone(folder):
    (folder / LOG_NAME).unlink()


def database_gone(folder):
    for path in folder.glob("attempt*.db*"):
        path.unlink()


def database_garbage(folder):
    database_gone(folder)
    (folder / "attempt.db").write_bytes(b"garbage " * 1_000)


def database_row_flipped(folder):
    """A bit of a row in the middle, which only the log still has."""
    with closing(sqlite3.connect(attempt_database.database_of(folder))) as connection:
        rows = connection.execute("SELECT seq, sealed FROM rows ORDER BY seq").fetchall()
        number, sealed = rows[len(rows) // 2]
        connection.execute("UPDATE rows SET sealed = ? WHERE seq = ?", (sealed[:-1] + bytes([sealed[-1] ^ 1]), number))
        connection.commit()


DAMAGES = [log_torn, log_in_zeros, log_gone, database_gone, database_garbage, database_row_flipped]
DAMAGE = st.sampled_from([None, None, None, *DAMAGES])


def row_flipped_and_log_torn(folder):
    database_row_flipped(folder)
    log_torn(folder)


def both_garbage(folder):
    database_garbage(folder)
    (folder / LOG_NAME).write_bytes(b"garbage")


LOSS = st.sampled_from([shutil.rmtree, row_flipped_and_log_torn, both_garbage])
"""What only a second place helps against."""


class RandomDay(RuleBasedStateMachine):
    """One candidate, at one PC or another; every rule is one thing that happens."""

    day = unlocked = None

    def __init__(self):
        super().__init__()
        self._undo = scratch()
        folder = self._undo.__enter__()
        self.clock, self.model = ManualClock(OPENS + MINUTE), Model()
        self.folder, self.chance, self.pc = folder, seeded(3), "a"
        self.ticket = self.unlocked.room.tickets[0]
        self.place = ActPlace(self.day.context, "R1", self.day.keys.act_keys["R1"])
        self.unsaved = 0
        self.begin()

    def teardown(self):
        try:
            if self.model.responses and not self.model.is_paused:
                self.hand_in()
        finally:
            self.sitting.shut()
            self._undo.__exit__(None, None, None)

    # What the program does, as the window drives it.

    @property
    def desk(self):
        pc = mark_of(self.pc)
        return Desk(self.folder / self.pc, self.clock, self.chance, pc, disk=lambda _: "")  # scratch lies in memory

    def begin(self):
        self.sitting = sit.begin(self.desk, self.unlocked, self.ticket, "07")
        self.look()

    def save(self, *entries):
        """What is saved is certain: a gap begins here."""
        for entry in entries:
            self.sitting.save(entry)
            self.model.work(self.unsaved)
            self.unsaved = 0

    def look(self):
        if self.sitting.is_due():
            self.save(*self.sitting.due())

    @property
    def is_over(self):
        return self.sitting.state.reason is not None

    def restart(self, length, damage=None, *, believed=True):
        """The program is gone; `length` after its last row it is there again."""
        folder = self.sitting.attempt.files.folder
        self.sitting.shut()
        if damage is not None:
            damage(folder)
        self.model.gap(length, believed=believed)
        self.unsaved = 0
        self.begin()

    def pass_time(self, seconds):
        for second in range(1, seconds + 1):
            self.clock.go_on(SECOND)
            self.unsaved += SECOND
            self.look()
            if self.is_over:
                return
            if second * SECOND % HEARTBEAT_MS == 0:
                self.save(self.sitting.tick())

    def code(self, kind, minutes=0):
        """A challenge, and the proctor's answer to it, once no wrong code before makes it wait."""
        self.pass_time(-(-self.sitting.wait_s() // 5) * 5)
        if self.is_over:
            return False
        asked = take_act.ask(self.sitting, kind, minutes)
        self.save(asked)
        taken = take_act.take(
            self.sitting, act_codes.make_response(self.place, self.ticket.number, asked.event.challenge, minutes)
        )
        assert taken.refused is None
        self.save(taken.entry)
        return True

    # What happens.

    goes_on = precondition(lambda self: not self.is_over)
    answers = precondition(lambda self: not (self.is_over or self.model.stands or self.model.is_paused))

    @goes_on
    @rule(beats=st.integers(1, 60))
    def works(self, beats):
        self.pass_time(beats * HEARTBEAT_MS // SECOND)

    @goes_on
    @rule(ms=st.integers(1, HEARTBEAT_MS - 1))
    def a_moment_passes(self, ms):
        self.clock.go_on(ms)
        self.unsaved += ms
        self.look()

    @answers
    @rule(item=st.sampled_from(sorted(RESPONSES)), more=st.text("文字答案", max_size=40))
    def answers_an_item(self, item, more):
        response = RESPONSES[item]
        response = Text(response.text + more) if isinstance(response, Text) else response
        self.save(self.sitting.respond(item, response))
        self.model.responses[item] = response

    @goes_on
    @rule(seconds=SOME_TIME, damage=DAMAGE)
    def the_program_is_killed(self, seconds, damage):
        gap = self.unsaved + seconds * SECOND
        self.clock.go_on(seconds * SECOND)
        self.restart(gap, damage)

    @goes_on
    @rule(seconds=SOME_TIME, wrong_by=st.sampled_from([0, 0, 0, -HOUR, 4 * HOUR, -40_000 * HOUR]), damage=DAMAGE)
    def the_pc_is_rebooted(self, seconds, wrong_by, damage):
        last = self.clock.wall() - self.unsaved
        self.clock.reboot(seconds * SECOND)
        self.clock.set_wall(self.clock.wall() + wrong_by)
        gap = self.clock.wall() - last
        self.restart(gap, damage, believed=0 <= gap <= CLOSES - OPENS)

    @goes_on
    @rule(seconds=STANDSTILL, asleep=st.booleans())
    def the_pc_sleeps_or_hangs(self, seconds, asleep):
        (self.clock.sleep if asleep else self.clock.go_on)(seconds * SECOND)
        self.model.work(self.unsaved)
        self.model.gap(seconds * SECOND, by_hand=asleep)
        self.unsaved = 0
        self.look()

    @goes_on
    @rule()
    def the_disk_fails_a_commit(self):
        """What is saved next finds the database broken, and is written anew with everything else."""
        self.sitting.attempt.files._journal.is_broken = True

    @goes_on
    @rule(by=st.sampled_from([-HOUR, -MINUTE, MINUTE, HOUR]))
    def somebody_sets_the_date(self, by):
        self.clock.set_wall(self.clock.wall() + by)
        self.look()

    @goes_on
    @rule()
    def somebody_types_a_wrong_code(self):
        self.pass_time(-(-self.sitting.wait_s() // 5) * 5)
        if self.is_over:
            return
        asked = take_act.ask(self.sitting, ActKind.EXTRA_TIME, 5)
        self.save(asked)
        other = act_codes.make_response(self.place, "T2", asked.event.challenge, 5)
        taken = take_act.take(self.sitting, other)
        assert taken.refused.outcome is Outcome.CODE
        self.save(taken.entry)

    @goes_on
    @rule(minutes=st.integers(1, 30), is_extra=st.booleans())
    def a_proctor_grants_time(self, minutes, is_extra):
        if self.code(ActKind.EXTRA_TIME if is_extra else ActKind.RESUME, minutes):
            self.model.granted(minutes, is_extra=is_extra)

    @answers
    @rule()
    def a_proctor_pauses(self):
        self.model.is_paused = self.code(ActKind.PAUSE)

    @precondition(lambda self: self.model.is_paused)
    @rule()
    def a_proctor_lets_it_go_on(self):
        self.code(ActKind.CONTINUE)
        self.model.is_paused = False

    @goes_on
    @rule(pc=st.sampled_from("abc"), seconds=SOME_TIME, apart=st.sampled_from([0, 0, MINUTE, -MINUTE, 4 * HOUR]))
    def the_attempt_leaves_for_another_pc(self, pc, seconds, apart):
        self.save(self.sitting.tick())
        self.sitting.shut()
        move.leave(self.desk, self.unlocked, self.ticket, "", sticks.choose(put_in(self.folder / "stick")))
        self.arrives_at(pc, seconds, apart, is_left=True)

    @goes_on
    @rule(pc=st.sampled_from("abc"), seconds=SOME_TIME, apart=st.sampled_from([0, 0, MINUTE, -MINUTE]), damage=DAMAGE)
    def the_pc_dies_and_another_one_has_its_disk(self, pc, seconds, apart, damage):
        if pc == self.pc:
            return
        folder = self.sitting.attempt.files.folder
        self.sitting.shut()
        if damage is not None:
            damage(folder)
        stick, exam = put_in(self.folder / "stick"), self.unlocked.room.sealed
        move.from_disk(exam, self.ticket.number, self.folder / self.pc, stick, self.chance)
        self.arrives_at(pc, seconds, apart, is_left=False)

    def arrives_at(self, pc, seconds, apart, *, is_left):
        """The stick comes to a PC, whose clock may be apart, and the proctor grants the move."""
        self.pc, last = pc, self.clock.wall() - self.unsaved
        self.clock.go_on(seconds * SECOND)
        self.clock.set_wall(self.clock.wall() + apart)
        move.bring_in(self.desk, self.unlocked, self.ticket, "", self.folder / "stick")
        waiting = move.waiting(self.desk, self.unlocked, self.ticket, "")
        self.clock.go_on(waiting.wait_s() * SECOND)
        asked = take_act.ask(waiting, ActKind.MOVE, 0)
        waiting.save(asked)
        self.clock.go_on(20 * SECOND)
        code = act_codes.make_response(self.place, self.ticket.number, asked.event.challenge, 0)
        waiting.save(take_act.take(waiting, code).entry)
        waiting.shut()
        gap = self.clock.wall() - last
        self.model.gap(gap, is_left=is_left, believed=0 <= gap <= CLOSES - OPENS)
        self.unsaved = 0
        self.begin()

    @precondition(lambda self: self.is_over)
    @rule(damage=DAMAGE)
    def the_program_is_killed_after_the_end(self, damage):
        folder = self.sitting.attempt.files.folder
        self.sitting.shut()
        if damage is not None:
            damage(folder)
        self.begin()
        assert self.is_over

    @invariant()
    def the_time_left_is_what_is_owed(self):
        if self.is_over:
            assert self.model.left <= 0
            return
        running = 0 if self.model.stands or self.model.is_paused else self.unsaved
        assert self.sitting.remaining_ms() == max(0, self.model.left - running)

    @invariant()
    def every_acknowledged_answer_is_there(self):
        assert self.sitting.state.responses == self.model.responses

    def hand_in(self):
        if not self.is_over:
            self.save(self.sitting.close(ClosingReason.HANDED_IN))
        receipt = hand_in.hand_in(self.sitting, [], lambda *_: None)  # a stick that is out gets none
        data = (self.sitting.attempt.files.folder / "result.kcr").read_bytes()
        framed = frame.unpack(data)
        body = results.open_result(
            framed, results.check_result(framed, self.day.ticket_keys), self.day.keys.results_seed
        )
        assert (body.responses, results.receipt_of(data)) == (self.model.responses, receipt.code)


class RandomDayInTwoPlaces(RandomDay):
    """The same with a second place, a stick at each PC, that may be pulled out: all that a PC has may be lost."""

    is_in = True

    @property
    def second(self):
        return self.folder / f"second at {self.pc}"

    @property
    def desk(self):
        return replace(super().desk, second=put_in(self.second) if self.is_in else self.second)

    def save(self, *entries):
        for entry in entries:
            super().save(entry)
            self.sitting.settle()

    goes_on = precondition(lambda self: not self.is_over)
    is_whole = precondition(lambda self: not self.sitting.is_second_place_lost)

    @is_whole
    @goes_on
    @rule(seconds=SOME_TIME, loss=LOSS)
    def the_pc_loses_what_it_has(self, seconds, loss):
        gap = self.unsaved + seconds * SECOND
        self.clock.go_on(seconds * SECOND)
        self.restart(gap, loss)

    @is_whole
    @precondition(lambda self: self.is_over)
    @rule(loss=LOSS)
    def the_pc_loses_what_it_has_after_the_end(self, loss):
        folder = self.sitting.attempt.files.folder
        self.sitting.shut()
        loss(folder)
        self.begin()
        assert self.is_over

    @goes_on
    @rule()
    def the_stick_is_pulled_out_or_put_back(self):
        pocket = self.second.with_name("pocket")
        before, after = (self.second, pocket) if self.is_in else (pocket, self.second)
        before.rename(after)
        self.is_in = not self.is_in
        self.save(self.sitting.tick())
        if not self.is_in:
            assert self.sitting.is_second_place_lost

    def arrives_at(self, *given, **more):
        if not self.is_in:  # with the candidate
            self.second.with_name("pocket").rename(put_in(self.second))
            self.is_in = True
        super().arrives_at(*given, **more)


@pytest.fixture(params=[RandomDay, RandomDayInTwoPlaces])
def machine(request, day, unlocked):
    """Random days in room R1."""
    return type(f"{request.param.__name__}InRoom", (request.param,), {"day": day, "unlocked": unlocked})


def run(machine, runs, steps):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_on_forty_random_days_time_and_answers_are_what_the_model_says(machine):
    run(machine, 40, 30)


@pytest.mark.heavy
def test_on_a_thousand_random_days_time_and_answers_are_what_the_model_says(machine):
    run(machine, 1_000, 50)

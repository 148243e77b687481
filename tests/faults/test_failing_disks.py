"""A disk that fails at any step of an attempt, SQLite's steps too: what was acknowledged is there, whatever comes next.

The n-th step that changes the disk fails, once or from there on, for every n; the program says so, or goes on without
(a log, a copy). Then it is started again, or the power fails as well: what a failed sync covered is then uncertain for
good, even where a later sync succeeds.
"""

import errno
import itertools
import os
import random
import threading
import time
from collections import Counter
from contextlib import suppress

import pytest
from faults.crashes import Judgements, record, replayed, scratch
from faults.disk import Synced, Told
from faults.recorder import recording
from faults.scenarios import WholeAttempt
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import sit
from kaochang.presenters.candidate.saving import Saver, Sign
from kaochang.views.runner import BackgroundRunner
from PySide6.QtCore import QTimer
from support.exams import RESPONSES

ERRORS = [pytest.param(errno.EIO, id="EIO"), pytest.param(errno.ENOSPC, id="ENOSPC")]


class Failing:
    """Lets the n-th step of some kinds fail, counting from 1; `lasting`: every one from there on."""

    def __init__(self, at, number, lasting=False, kinds=object):
        self.at, self.number, self.lasting, self.kinds = at, number, lasting, kinds
        self.taken = 0

    def __call__(self, operation):
        self.taken += isinstance(operation, self.kinds)
        if self.taken >= self.at and (self.lasting or (self.taken == self.at and isinstance(operation, self.kinds))):
            raise OSError(self.number, os.strerror(self.number))


def attempted(scenario, folder, before):
    """What was done and told until the end or a refusal, which is the only error that there may be."""
    refused = None
    with recording(folder, before) as recorder:
        try:
            scenario.run(folder, recorder.tell)
        except Refusal as refusal:
            refused = refusal
    return recorder, refused


def told_by(recorder):
    return [operation.what for operation in recorder.operations if isinstance(operation, Told)]


@pytest.fixture(scope="module")
def steps(unlocked):
    """How many steps an undisturbed attempt takes."""
    operations = record(WholeAttempt(unlocked)).operations
    return sum(not isinstance(operation, Told) for operation in operations)


LOGGED = {"kaochang.flow.hand_in"}
"""Where a stick that takes no copy is logged; the result is safe on the PC then."""


def assert_nothing_is_lost(unlocked, steps, number, every):
    """Over every n-th step: after a restart, and after a power cut at any later acknowledgement."""
    dice, refused = random.Random(number), set()
    for at in range(1, steps + 1, every):
        for lasting in (False, True):
            scenario = WholeAttempt(unlocked, tries=3)
            with scratch() as folder, scratch() as other:
                recorder, refusal = attempted(scenario, folder, Failing(at, number, lasting))
                refused.add(refusal and refusal.outcome)
                complaint = scenario.judge(folder, told_by(recorder))
                assert not complaint, f"step {at}: {complaint}"
                assert not after_a_power_cut(scenario, recorder, other, dice), f"step {at}"
    return refused


def after_a_power_cut(scenario, recorder, folder, dice):
    """What is wrong with any disk that a power cut leaves some time after the failed step."""
    judgements, told = Judgements(scenario, folder), []
    for _, operation, disk in replayed(recorder):
        if isinstance(operation, Told):
            told.append(operation.what)
            if disk.missed:
                new = (each for each in disk.images(dice, 1) if judgements.is_new(each, tuple(told)))
                for complaint in (judgements.of(image, tuple(told)) for image in new):
                    if complaint:
                        return f"{complaint}, after {operation}"
    return ""


@pytest.mark.parametrize("number", ERRORS)
def test_a_disk_that_fails_at_some_steps_loses_no_acknowledged_answer(unlocked, steps, number, caplog):
    assert steps > 150
    refused = assert_nothing_is_lost(unlocked, steps, number, every=12)
    assert Outcome.DISK_FULL in refused if number == errno.ENOSPC else Outcome.IO in refused
    assert {record.name for record in caplog.records} == LOGGED


@pytest.mark.heavy
@pytest.mark.parametrize("number", ERRORS)
def test_a_disk_that_fails_at_any_step_loses_no_acknowledged_answer(unlocked, steps, number, caplog):
    assert_nothing_is_lost(unlocked, steps, number, every=1)
    assert {record.name for record in caplog.records} == LOGGED


def test_a_disk_that_fails_once_while_somebody_answers_stops_nobody(unlocked, steps, caplog):
    """Everything is written anew, which the result tells, and the answer that met the failure is saved there."""
    ends = Counter()
    for at in range(1, steps + 1, 3):
        scenario = WholeAttempt(unlocked)
        with scratch() as folder:
            recorder, refusal = attempted(scenario, folder, Failing(at, errno.EIO))
            told = told_by(recorder)
            is_answering = 0 in told and "closed" not in told
            assert refusal is None or not is_answering, f"step {at}: {refusal.key}"
            ends[refusal is None, any(path.name == "attempt-2.db" for path in folder.rglob("*.db"))] += 1
    assert ends[True, True] > 20, ends
    assert {record.name for record in caplog.records} <= LOGGED


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.heavy)])
def test_a_program_that_is_started_again_after_a_failed_sync_loses_nothing_to_a_power_cut(unlocked, caplog, every):
    """What a failed sync covered looks saved while the power is on: it is written once more before it is built on."""
    dice, again = random.Random(3), 0
    for at in itertools.count(2, every):
        scenario, failing = WholeAttempt(unlocked), Failing(at, errno.EIO, lasting=True, kinds=Synced)
        with scratch() as folder, scratch() as other:
            with recording(folder, failing) as recorder:
                with suppress(Refusal):
                    scenario.run(folder, recorder.tell)
                recorder.ask(None)
                if "closed" in told_by(recorder):
                    break
                again += 1
                scenario.run(folder, recorder.tell)
            assert not after_a_power_cut(scenario, recorder, other, dice), f"sync {at}"
    assert again > 8
    assert {record.name for record in caplog.records} <= LOGGED


class HeldSync:
    """A disk whose syncs take until they are let go."""

    def __init__(self):
        self.is_waiting, self.go = threading.Event(), threading.Event()

    def __call__(self, operation):
        if isinstance(operation, Synced):
            self.is_waiting.set()
            self.go.wait(30)


def test_nothing_is_acknowledged_while_the_disk_still_syncs_and_answering_goes_on(unlocked, tmp_path, qtbot):
    """However long it takes: the sign says "saving", the event loop turns, and further answers are taken at once."""
    held, scenario, ticks = HeldSync(), WholeAttempt(unlocked), []
    with recording(tmp_path) as recorder:
        sitting = sit.begin(scenario.desk(tmp_path, scenario.clock()), unlocked, scenario.ticket, "01")
        recorder.ask(held)
        runner = BackgroundRunner()
        saver = Saver(sitting.save, sitting.settle, runner, lambda: None)
        saver.put(sitting.respond("single", RESPONSES["single"]))
        qtbot.waitUntil(held.is_waiting.is_set)
        ticking = QTimer()
        ticking.timeout.connect(lambda: ticks.append(saver.sign))
        ticking.start(1)
        saver.put(sitting.respond("multiple", RESPONSES["multiple"]))
        qtbot.waitUntil(lambda: len(ticks) > 20)
        ticking.stop()
        assert set(ticks) == {Sign.SAVING}
        held.go.set()
        qtbot.waitUntil(lambda: saver.sign is Sign.SAVED)
        runner.drain()
        sitting.shut()


@pytest.mark.parametrize("delay", [0.05, pytest.param(1, marks=pytest.mark.heavy)])
def test_an_acknowledgement_is_never_earlier_than_the_slowest_sync(unlocked, tmp_path, delay):
    scenario = WholeAttempt(unlocked)

    def slow(operation):
        if isinstance(operation, Synced):
            time.sleep(delay)  # the disk, not a wait for anything

    with recording(tmp_path) as recorder:
        sitting = sit.begin(scenario.desk(tmp_path, scenario.clock()), unlocked, scenario.ticket, "01")
        recorder.ask(slow)
        for item in ("single", "multiple"):
            entry, began = sitting.respond(item, RESPONSES[item]), time.monotonic()
            sitting.save(entry)
            assert time.monotonic() - began >= delay
        recorder.ask(None)
        sitting.shut()


def test_on_a_real_full_disk_every_acknowledged_answer_is_there_and_the_attempt_goes_on(unlocked, small_disk, tmp_path):
    scenario = WholeAttempt(unlocked)
    told, ballast = [], small_disk / "other"
    sit.begin(scenario.desk(small_disk, scenario.clock()), unlocked, scenario.ticket, "01").shut()
    free = os.statvfs(small_disk)
    ballast.write_bytes(bytes(free.f_bavail * free.f_bsize - 120_000))
    with pytest.raises(Refusal) as refused:
        scenario.run(small_disk, told.append)
    assert refused.value.outcome is Outcome.DISK_FULL
    ballast.unlink()
    scenario.run(small_disk, told.append)
    assert scenario.judge(small_disk, told) == ""

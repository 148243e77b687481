"""On a disk that forgets, what is shown as saved lies in the second place for good; one that hangs stops no other."""

import threading
import time

import msgspec
import pytest
from kaochang.custody.journal_log import open_log
from kaochang.domain.assessments import Kind
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import hand_in, second_place, sit
from kaochang.flow.desk import Desk
from kaochang.machine import mounts
from kaochang.machine.appending import Appender
from msgspec.structs import replace
from support.exams import RESPONSES
from support.put_in import put_in
from support.refusals import refuses
from support.seeded import seeded
from unit.flow.test_second_place import ORDER, answer, forgotten, log_on, notes, pulled, put_back


@pytest.fixture
def stick(tmp_path):
    """The folder of a stick that is in the PC."""
    return put_in(tmp_path / "stick")


@pytest.fixture
def keeping(tmp_path, clock, stick):
    """A PC whose disk keeps, with a second place."""
    return Desk(tmp_path / "pc", clock, seeded(77), second=stick)


@pytest.fixture
def desk(keeping, monkeypatch):
    """A PC whose disk is seen to forget, with a second place that keeps."""
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    return replace(keeping, disk=lambda folder: "tmpfs")


@pytest.fixture
def sitting(desk, unlocked, ticket):
    """An attempt that has just begun."""
    begun = sit.begin(desk, unlocked, ticket, "01")
    yield begun
    begun.shut()


def saved(sitting, item):
    """Saves an answer as the window does, which settles only when nothing waits."""
    entry = sitting.respond(item, RESPONSES[item])
    sitting.save(entry)
    return entry


@pytest.fixture
def synced(monkeypatch):
    """How long each file of a second place was, by its name, when it was last made durable."""
    sizes, real = {}, Appender.sync

    def sync(self):
        real(self)
        sizes[self._path.name] = self._path.stat().st_size

    monkeypatch.setattr(Appender, "sync", sync)
    return sizes


def test_an_answer_is_saved_no_sooner_than_it_is_durable_in_the_second_place(sitting, stick, synced):
    for item in ORDER:
        saved(sitting, item)
        path = log_on(stick)
        assert path.read_bytes() == sitting.attempt.files.log_bytes()
        assert synced[path.name] == path.stat().st_size


def test_on_a_disk_that_keeps_nobody_waits_for_the_second_place(keeping, unlocked, ticket, stick, synced):
    sitting = sit.begin(keeping, unlocked, ticket, "01")
    saved(sitting, "single")
    path = log_on(stick)
    assert path.read_bytes() == sitting.attempt.files.log_bytes()
    assert synced.get(path.name) != path.stat().st_size
    sitting.settle()
    assert synced[path.name] == path.stat().st_size
    sitting.shut()


def test_while_the_second_place_is_lost_nothing_is_saved_and_then_everything_once(
    sitting, desk, unlocked, ticket, stick, monkeypatch
):
    saved(sitting, "single")
    pulled(monkeypatch, stick)
    entry = sitting.respond("multiple", RESPONSES["multiple"])
    for _ in range(3):
        with refuses(Outcome.IO, "second-place.cannot-save"):
            sitting.save(entry)
    assert sitting.is_second_place_lost
    rows = sitting.attempt.files.count
    put_back(monkeypatch, stick)
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    sitting.save(entry)
    assert sitting.attempt.files.count == rows
    assert log_on(stick).read_bytes() == sitting.attempt.files.log_bytes()
    assert notes(sitting) == []
    sitting.shut()
    forgotten(desk)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert set(again.state.responses) == {"single", "multiple"}
    again.shut()


def test_an_attempt_goes_on_without_its_second_place_and_shows_and_notes_it(sitting, desk, unlocked, ticket):
    saved(sitting, "single")
    sitting.shut()
    without = sit.begin(replace(desk, second=None), unlocked, ticket, "01")
    assert without.is_second_place_lost
    assert notes(without) == [Happening.SECOND_PLACE_LOST]
    saved(without, "multiple")
    without.shut()


def test_a_rehearsal_without_a_second_place_misses_none(desk, unlocked, ticket):
    sealed = unlocked.room.sealed
    session = msgspec.structs.replace(sealed.header.session, kind=Kind.REHEARSAL)
    header = msgspec.structs.replace(sealed.header, session=session)
    rehearsal = replace(unlocked, room=replace(unlocked.room, sealed=replace(sealed, header=header)))
    sitting = sit.begin(replace(desk, second=None), rehearsal, ticket, "01")
    assert (sitting.forgets, sitting.is_second_place_lost, notes(sitting)) == (True, False, [])
    sitting.shut()


def test_a_hand_in_without_any_copy_that_stays_is_not_told_as_done(sitting, stick, monkeypatch, tmp_path):
    saved(sitting, "single")
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    pulled(monkeypatch, stick)
    missed = []
    with refuses(Outcome.IO, "second-place.cannot-save"):
        hand_in.hand_in(sitting, [], lambda *failed: missed.append(failed))
    receipt = hand_in.hand_in(sitting, [put_in(tmp_path / "another")], lambda *failed: missed.append(failed))
    assert [(path, refusal.key) for path, refusal in missed] == [(stick, "stick.not-there")] * 2
    assert receipt.copies == 1
    put_back(monkeypatch, stick)
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    assert hand_in.hand_in(sitting, []).code == receipt.code


# A place that hangs.


@pytest.fixture
def hanging(monkeypatch, stick):
    """Writing to the stick hangs once this is called, until what it gives is called."""

    def hang():
        goes_on, real = threading.Event(), Appender.append

        def append(self, data):
            if stick in self._path.parents:
                goes_on.wait(20)
            real(self, data)

        def go_on():
            monkeypatch.setattr(second_place, "_PATIENCE_S", 10)
            goes_on.set()

        monkeypatch.setattr(second_place, "_PATIENCE_S", 0.05)
        monkeypatch.setattr(Appender, "append", append)
        return go_on

    return hang


def test_a_place_that_hangs_holds_up_no_answer_is_lost_and_gets_everything_when_it_goes_on(
    keeping, unlocked, ticket, stick, hanging
):
    sitting = sit.begin(keeping, unlocked, ticket, "01")
    go_on, began = hanging(), time.monotonic()
    answer(sitting, *ORDER)
    assert sitting.is_second_place_lost
    assert notes(sitting) == [Happening.SECOND_PLACE_LOST]
    assert time.monotonic() - began < 5
    go_on()
    assert sitting.attempt.files.second._aside.wait(60)
    answer(sitting, "single")
    assert not sitting.is_second_place_lost
    assert log_on(stick).read_bytes() == sitting.attempt.files.log_bytes()
    assert notes(sitting) == [Happening.SECOND_PLACE_BACK]
    sitting.shut()


def test_a_hand_in_waits_for_no_place_that_hangs_and_names_it(keeping, unlocked, ticket, stick, hanging):
    sitting = sit.begin(keeping, unlocked, ticket, "01")
    go_on = hanging()
    answer(sitting, "single")
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    missed = []
    receipt = hand_in.hand_in(sitting, [], lambda *failed: missed.append(failed))
    assert (receipt.copies, [(path, refusal.key) for path, refusal in missed]) == (0, [(stick, "stick.not-there")])
    go_on()
    sitting.shut()


def test_on_a_disk_that_forgets_saving_waits_for_a_place_that_hangs_but_not_for_ever(sitting, stick, hanging):
    go_on = hanging()
    entry = sitting.respond("single", RESPONSES["single"])
    with refuses(Outcome.IO, "second-place.cannot-save"):
        sitting.save(entry)
    go_on()
    sitting.attempt.files.second._aside.wait(10)
    sitting.save(entry)
    assert len(open_log(log_on(stick).read_bytes(), None).rows) == sitting.attempt.files.count


def test_a_place_whose_last_check_refuses_is_lost(keeping, unlocked, ticket, monkeypatch):
    sitting = sit.begin(keeping, unlocked, ticket, "01")
    with monkeypatch.context() as patch, refuses(Outcome.CONFLICT, "stick.exchanged"):
        patch.setattr(mounts, "check_same", exchanged)
        sitting.attempt.files.second.take(lambda: [sitting.attempt.files.log_bytes()])
    assert sitting.is_second_place_lost
    sitting.shut()


def exchanged(folder, before):
    raise Refusal(Outcome.CONFLICT, "stick.exchanged", str(folder))

"""A disk that fails while somebody answers: what was acknowledged is written anew, or it is said that it cannot be."""

import errno
import os
import shutil
from contextlib import suppress

import pytest
from faults.disk import Synced
from faults.recorder import recording
from kaochang.custody.journal_log import open_log
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import attempt_database, sit
from kaochang.flow.attempt_files import LOG_NAME
from support.exams import RESPONSES
from support.refusals import refuses


class Disk:
    """Lets the next sync fail, or (`lasting`) everything from then on, until it is well again."""

    def __init__(self):
        self.number, self.lasting, self.is_broken = 0, False, False

    def fail(self, number=errno.EIO, *, lasting=False):
        self.number, self.lasting, self.is_broken = number, lasting, False

    def be_well(self):
        self.number = 0

    def __call__(self, operation):
        if self.number and (isinstance(operation, Synced) or self.is_broken):
            number, self.is_broken = self.number, self.lasting
            self.number = number if self.lasting else 0
            raise OSError(number, os.strerror(number))


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def recorder(desk, disk):
    desk.folder.mkdir(parents=True)
    with recording(desk.folder, disk) as recorder:
        yield recorder


@pytest.fixture
def sitting(recorder, desk, unlocked, ticket):
    """An attempt with one answer."""
    begun = sit.begin(desk, unlocked, ticket, "")
    begun.save(begun.respond("single", RESPONSES["single"]))
    begun.settle()
    yield begun
    begun.shut()


@pytest.fixture
def folder(sitting):
    return sitting.attempt.files.folder


def answer(sitting, *items):
    for item in items:
        sitting.save(sitting.respond(item, RESPONSES[item]))
        sitting.settle()


def assert_whole(sitting, desk, unlocked, ticket, *items):
    """Another start of the program finds these answers, each given once, in database and log."""
    sitting.shut()
    again = sit.begin(desk, unlocked, ticket, "")
    again.shut()
    assert again.state.responses == {item: RESPONSES[item] for item in items}
    assert set(again.state.revisions.values()) == {1}
    log = (again.attempt.files.folder / LOG_NAME).read_bytes()
    assert len(open_log(log, None).rows) == again.attempt.files.count


def databases(folder):
    return sorted(path.name for path in folder.glob("*.db"))


@pytest.mark.attack(50)
def test_after_a_failed_sync_everything_is_in_a_new_database_and_log(sitting, folder, disk, desk, unlocked, ticket):
    disk.fail()
    answer(sitting, "multiple", "essay")
    assert sitting.attempt.files.renewals == 1
    assert databases(folder) == ["attempt-2.db"]
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple", "essay")


def test_it_may_fail_again_and_again(sitting, folder, disk, desk, unlocked, ticket):
    for item in ("multiple", "essay", "blank"):
        disk.fail()
        answer(sitting, item)
    assert databases(folder) == ["attempt-4.db"]
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple", "essay", "blank")


def landed(read):
    """The old database has the row whose commit failed; SQLite takes it away where it can."""

    def read_database(folder):
        connection, head, rows = read(folder)
        return connection, head, [*rows, b"the row whose commit failed"]

    return read_database


def test_a_row_that_lies_in_the_old_database_unacknowledged_comes_once(
    sitting, folder, disk, monkeypatch, desk, unlocked, ticket
):
    """Also where the log is gone, so that only the old database has what was acknowledged."""
    (folder / LOG_NAME).unlink()
    disk.fail()
    with monkeypatch.context() as broken:
        broken.setattr(attempt_database, "read_database", landed(attempt_database.read_database))
        answer(sitting, "multiple")
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")


def test_it_is_noted_once_in_the_result(sitting, disk):
    disk.fail()
    answer(sitting, "multiple")
    assert sitting.is_due()
    assert [entry.event.what for entry in sitting.due()] == [Happening.SAVED_ANEW]
    assert sitting.due() == []


@pytest.mark.attack(50)
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_a_disk_that_goes_on_failing_is_told_and_what_was_refused_is_saved_once_it_is_well(
    sitting, disk, desk, unlocked, ticket, number
):
    disk.fail(number, lasting=True)
    entry = sitting.respond("multiple", RESPONSES["multiple"])
    for _ in range(3):
        with refuses(Outcome.IO, "journal.cannot-save"):
            sitting.save(entry)
    disk.be_well()
    sitting.save(entry)
    answer(sitting, "essay")
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple", "essay")


def test_a_disk_on_which_nothing_can_be_written_anew_because_it_is_full_is_called_full(
    sitting, disk, monkeypatch, desk, unlocked, ticket
):
    def full(*_):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full")

    disk.fail()
    entry = sitting.respond("multiple", RESPONSES["multiple"])
    with monkeypatch.context() as broken:
        broken.setattr(attempt_database, "write_anew", full)
        with refuses(Outcome.DISK_FULL, "io.disk-full"):
            sitting.save(entry)
    sitting.save(entry)
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")


def test_a_program_that_ends_before_the_disk_is_well_has_everything_that_was_acknowledged(
    sitting, disk, desk, unlocked, ticket
):
    disk.fail(lasting=True)
    with pytest.raises(Refusal):
        answer(sitting, "multiple")
    with suppress(Refusal):
        sitting.shut()
    disk.be_well()
    again = sit.begin(desk, unlocked, ticket, "")
    again.shut()
    assert {"single"} <= set(again.state.responses) <= {"single", "multiple"}
    assert again.state.revisions["single"] == 1


def unreadable(folder):
    raise Refusal(Outcome.PAYLOAD, "journal.not-a-database", str(folder))


def test_where_the_old_database_can_no_longer_be_read_the_log_has_it(
    sitting, disk, monkeypatch, desk, unlocked, ticket
):
    disk.fail()
    with monkeypatch.context() as broken:
        broken.setattr(attempt_database, "read_database", unreadable)
        answer(sitting, "multiple")
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")


def altered(read):
    """Of the old database one row comes back otherwise than it was acknowledged."""

    def read_database(folder):
        connection, head, rows = read(folder)
        return connection, head, [*rows[:-2], rows[-2][:-1] + bytes([rows[-2][-1] ^ 1]), rows[-1]]

    return read_database


def test_what_comes_back_otherwise_than_it_was_acknowledged_is_not_taken(
    sitting, disk, monkeypatch, desk, unlocked, ticket
):
    disk.fail()
    with monkeypatch.context() as broken:
        broken.setattr(attempt_database, "read_database", altered(attempt_database.read_database))
        answer(sitting, "multiple")
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")


def test_where_neither_can_be_read_it_is_said_and_nothing_is_given_up(
    sitting, folder, disk, monkeypatch, desk, unlocked, ticket
):
    disk.fail()
    log = (folder / LOG_NAME).read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(attempt_database, "read_database", unreadable)
        (folder / LOG_NAME).write_bytes(log[:-50])
        entry = sitting.respond("multiple", RESPONSES["multiple"])
        with refuses(Outcome.IO, "journal.cannot-save"):
            sitting.save(entry)
    assert databases(folder) == ["attempt.db"]
    sitting.save(entry)
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")


def test_a_new_database_that_does_not_read_back_never_gets_its_name(
    sitting, folder, disk, monkeypatch, desk, unlocked, ticket
):
    write_database = attempt_database.write_database
    disk.fail()
    with monkeypatch.context() as broken:
        broken.setattr(
            attempt_database, "write_database", lambda path, head, rows: write_database(path, head, rows[:-1])
        )
        entry = sitting.respond("multiple", RESPONSES["multiple"])
        with refuses(Outcome.IO, "journal.cannot-save"):
            sitting.save(entry)
    assert databases(folder) == ["attempt.db"]
    sitting.save(entry)
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")


def test_an_old_database_that_comes_back_is_not_looked_at(sitting, folder, disk, desk, unlocked, ticket):
    """A power cut may bring back names that were removed."""
    old = {path.name: path.read_bytes() for path in folder.glob("attempt.db*")}
    disk.fail()
    answer(sitting, "multiple")
    sitting.shut()
    for name, data in old.items():
        (folder / name).write_bytes(data)
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")


def test_where_the_new_one_is_rubbish_later_the_old_one_does_not_take_its_place(
    sitting, folder, disk, desk, unlocked, ticket
):
    shutil.copy(folder / "attempt.db", folder / "kept")
    disk.fail()
    answer(sitting, "multiple")
    sitting.shut()
    (folder / "kept").rename(folder / "attempt.db")
    (folder / "attempt-2.db").write_bytes(b"rubbish " * 1_000)
    assert_whole(sitting, desk, unlocked, ticket, "single", "multiple")
    assert databases(folder) == ["attempt.db", "damaged-1.db", "damaged-2.db"]


def syncs(recorder, act):
    before = len(recorder.operations)
    act()
    return [each for each in recorder.operations[before:] if isinstance(each, Synced)]


def test_an_answer_waits_for_one_sync_and_the_logs_comes_after_it(sitting, recorder):
    entry = sitting.respond("multiple", RESPONSES["multiple"])
    saving = syncs(recorder, lambda: sitting.save(entry))
    settling = syncs(recorder, sitting.settle)
    assert len(saving) == len(settling) == 1
    assert saving != settling
    assert syncs(recorder, sitting.settle) == []


def test_a_log_that_was_not_synced_yet_is_when_the_program_ends(sitting, recorder, folder):
    sitting.save(sitting.respond("multiple", RESPONSES["multiple"]))
    (log,) = {each.file for each in syncs(recorder, sitting.attempt.files._settle_log)}
    sitting.save(sitting.respond("essay", RESPONSES["essay"]))
    assert log in {each.file for each in syncs(recorder, sitting.shut)}


def test_a_log_whose_sync_fails_is_written_whole_and_never_synced_again(sitting, recorder, disk, folder):
    sitting.save(sitting.respond("multiple", RESPONSES["multiple"]))
    disk.fail()
    before = (folder / LOG_NAME).stat().st_ino
    sitting.settle()
    assert (folder / LOG_NAME).stat().st_ino != before
    assert (folder / LOG_NAME).read_bytes() == sitting.attempt.files.log_bytes()
    assert not (folder / "attempt-behind.kcj").exists()


def test_a_log_that_somebody_deletes_is_written_again(sitting, folder):
    (folder / LOG_NAME).unlink()
    answer(sitting, "multiple")
    assert (folder / LOG_NAME).read_bytes() == sitting.attempt.files.log_bytes()

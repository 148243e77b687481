"""Disks that fail and programs that die at any step: nothing acknowledged is lost, and everything can be done again.

One candidate sits, answers and hands in, a proctor collects, a centre merges; then the same again for every step that
changes the disk, with that step failing or being the program's last.
"""

import json
import os
import shutil
import sqlite3
import warnings
from functools import partial
from pathlib import Path

import msgspec
import pytest
from kaochang.custody import journal_log, results
from kaochang.custody.envelope import digest
from kaochang.custody.journal_log import open_log
from kaochang.custody.results import ResultBody
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.flow import collect, hand_in, merge, sit, unlock
from kaochang.flow.attempt_files import Found, found_attempt
from kaochang.flow.collect import CollectOrder
from kaochang.flow.desk import Desk
from kaochang.flow.reconcile import reconcile
from kaochang.sealing import frame
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import OPENS, RESPONSES
from support.put_in import put_in
from support.refusals import outcome_of
from support.seeded import seeded
from unit.machine.faults import IO_ERROR, NO_SPACE, broken, end_of_process

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a program is killed at an exact step by forking it")
FAULTS = [
    pytest.param((NO_SPACE, Outcome.DISK_FULL), id="disk full"),
    pytest.param((IO_ERROR, Outcome.IO), id="disk broken", marks=pytest.mark.heavy),
]


@pytest.fixture(scope="module")
def unlocked(day):
    """Room R1 after the start code."""
    return unlock.unlock(unlock.open_room(day.exam_path, day.office.site, "R1"), day.code)


def no_matter(stick, refusal):
    """A stick without a copy costs that copy alone."""


class Desktop:
    """One candidate's PC with a stick in it, as often as its program has to be started."""

    def __init__(self, unlocked, folder):
        self.unlocked = unlocked
        self.ticket = unlocked.room.tickets[0]
        self.desk = Desk(folder / "pc", ManualClock(OPENS + 60_000), seeded(77))
        self.stick = put_in(folder / "stick")

    def answer(self, acknowledged, stop_after=None):
        """Begins or goes on, answers what is not answered yet, and hands in; what was acknowledged is said at once."""
        sitting = sit.begin(self.desk, self.unlocked, self.ticket, "01")
        try:
            if sitting.state.reason is None:
                for item, response in RESPONSES.items():
                    if item not in sitting.state.responses:
                        sitting.save(sitting.respond(item, response))
                        acknowledged(item)
                    if item == stop_after:
                        return None
                sitting.save(sitting.close(ClosingReason.HANDED_IN))
                acknowledged("closed")
            receipt = hand_in.hand_in(sitting, [self.stick], no_matter)
            acknowledged(receipt.code)
            return receipt
        finally:
            sitting.shut()

    def finish(self):
        """What a candidate or proctor does after a failure: start the program again, until there is a receipt."""
        if found_attempt(self.desk, self.unlocked.room, self.ticket) is Found.CLOSED:
            return hand_in.copy_again(self.desk, self.unlocked.room, self.ticket, [self.stick], no_matter)
        return self.answer(lambda _: None)

    @property
    def folder(self):
        return self.desk.attempt_folder(self.unlocked.room.session.id, self.ticket.number)


def handed_in(day, desktop):
    """What lies sealed on the PC, as the centre opens it, and its receipt."""
    data = (desktop.folder / "result.kcr").read_bytes()
    framed = frame.unpack(data)
    header = results.check_result(framed, day.ticket_keys)
    return results.open_result(framed, header, day.keys.results_seed), results.receipt_of(data)


def assert_nothing_was_lost(day, desktop, acknowledged):
    """After one more start: every answer is in the result, once, and every receipt that was told is the result's."""
    receipt = desktop.finish()
    body, code = handed_in(day, desktop)
    assert body.responses == RESPONSES
    assert receipt.code == code
    receipts = {said for said in acknowledged if said not in {*RESPONSES, "closed"}}
    assert receipts <= {code}
    assert set(body.revisions.values()) == {1}


@pytest.fixture(scope="module")
def steps(unlocked, tmp_path_factory):
    """How many steps an undisturbed attempt takes on the disk."""
    with broken() as taken:
        Desktop(unlocked, tmp_path_factory.mktemp("undisturbed")).answer(lambda _: None)
    assert len(taken.taken) > 40
    return len(taken.taken)


@pytest.mark.attack(50)
@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_at_any_step_of_an_attempt_loses_no_acknowledged_answer(day, unlocked, steps, tmp_path, fault):
    breaker, outcome = fault
    seen = set()
    for step in range(1, steps + 1):
        desktop, acknowledged = Desktop(unlocked, tmp_path / str(step)), []
        with broken(step, breaker):
            seen.add(outcome_of(partial(desktop.answer, acknowledged.append)))
        assert_nothing_was_lost(day, desktop, acknowledged)
    assert seen == {outcome, Outcome.OK}  # a log or a copy that fails stops nobody: the journal has the answer


def killed_at(step, act):
    """What `act(acknowledged)` had acknowledged when its process ended at this step; None where it came to its end."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads of the test runner do not matter here
        child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with broken(step, end_of_process):
                act(lambda said: os.write(writing, json.dumps(said).encode() + b"\n"))
            os._exit(0)
        finally:
            os._exit(3)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = [json.loads(line) for line in pipe.read().splitlines()]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return said if status == 9 else None


@needs_fork
@pytest.mark.attack(51)
def test_a_program_killed_at_any_step_of_an_attempt_loses_no_acknowledged_answer(day, unlocked, tmp_path):
    """Also where it dies twice: the second start dies at the same step of its own."""
    step = 1
    while True:
        desktop = Desktop(unlocked, tmp_path / str(step))
        acknowledged = killed_at(step, desktop.answer)
        if acknowledged is None:
            break
        again = killed_at(step, lambda said, desktop=desktop: desktop.finish())
        assert again is None or not again
        assert_nothing_was_lost(day, desktop, acknowledged)
        step += 1
    assert step > 40


@pytest.fixture
def room_pc(day, tmp_path):
    """A PC's data folder with the attempts of both candidates of the room."""
    for ticket in ("T1", "T2"):
        sat = day.sit(ticket)
        folder = tmp_path / "pc" / ticket
        folder.mkdir(parents=True)
        (folder / "result.kcr").write_bytes(day.result_of(sat))
        (folder / "attempt.kcj").write_bytes(sat.log)
    return tmp_path / "pc"


def collected(day, pc, place):
    order = CollectOrder([pc], put_in(place / "stick"), memory=place / "memory")
    return collect.collect(day.proctor_kit, order, ManualClock())


@pytest.mark.attack(50)
@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_at_any_step_of_a_collection_leaves_whole_files_and_the_next_round_is_complete(
    day, room_pc, tmp_path, fault
):
    breaker, outcome = fault
    with broken() as taken:
        collected(day, room_pc, tmp_path / "whole")
    assert len(taken.taken) > 20
    for step in range(1, len(taken.taken) + 1):
        place = tmp_path / str(step)
        with broken(step, breaker):
            assert outcome_of(lambda place=place: collected(day, room_pc, place)) is outcome
        genuine = {digest(path.read_bytes()) for path in room_pc.rglob("*.kc?")}
        for path in [*place.rglob("*.kcr"), *place.rglob("*.kcj")]:
            assert digest(path.read_bytes()) in genuine
        found = collected(day, room_pc, place)
        assert [entry.result is not None for entry in found.entries] == [True, True]
        assert found.problems == ()
        centre = Centre(place / "centre.db")
        merge.merge(centre, day.centre_kit, [place / "stick"], ManualClock())
        assert {problem.key for problem in reconcile(centre).problems} == {"problem.no-manifest"}
        centre.close()


@needs_fork
@pytest.mark.attack(50)
def test_a_collection_killed_at_any_step_leaves_whole_files_and_the_next_round_is_complete(day, room_pc, tmp_path):
    step = 1
    while True:
        place = tmp_path / str(step)
        if killed_at(step, lambda _, place=place: collected(day, room_pc, place)) is None:
            break
        found = collected(day, room_pc, place)
        assert ([entry.result is not None for entry in found.entries], found.problems) == ([True, True], ())
        step += 3
    assert step > 20


def long_result(day, ticket):
    """A result whose one answer fills many pages of a database."""
    sat = day.sit(ticket, "R2" if ticket == "T3" else "R1")
    body = msgspec.structs.replace(day.body_of(sat), responses={"essay": Text("考" * 20_000)}, revisions={"essay": 1})
    return results.pack_result(body, sat.certificate, sat.seed, day.keys.results_public)


@pytest.mark.attack(50)
def test_a_centre_whose_disk_is_full_at_any_page_keeps_whole_files_and_merges_the_rest_later(day, tmp_path):
    """SQLite may grow by so many pages and no more; then there is space again."""
    stick, outcomes, pages = tmp_path / "stick", [], 0
    stick.mkdir()
    for ticket in ("T1", "T2", "T3"):
        (stick / f"{ticket}.kcr").write_bytes(long_result(day, ticket))
    while Outcome.OK not in outcomes:
        centre = Centre(tmp_path / f"{pages}.db")
        connection = centre._store._database.conn
        now = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={now + pages}")
        outcomes.append(outcome_of(lambda centre=centre: merge.merge(centre, day.centre_kit, [stick], ManualClock())))
        whole = {record.sha256 for record in centre.files()}
        assert set(centre.results(ResultBody)) == whole
        connection.execute("PRAGMA max_page_count=1000000")
        count = merge.merge(centre, day.centre_kit, [stick], ManualClock())
        assert (count.accepted, count.known) == (3 - len(whole), len(whole))
        assert len(reconcile(centre).results) == 3
        centre.close()
        pages += 4
    assert set(outcomes[:-1]) == {Outcome.DISK_FULL}
    assert len(outcomes) > 5


@pytest.fixture
def interrupted(unlocked, tmp_path):
    """A PC whose power failed after six answers: the files as they lay there, with SQLite's WAL beside the database."""
    desktop, said = Desktop(unlocked, tmp_path), []
    sitting = sit.begin(desktop.desk, unlocked, desktop.ticket, "01")
    for item in list(RESPONSES)[:6]:
        sitting.save(sitting.respond(item, RESPONSES[item]))
        said.append(item)
    shutil.copytree(desktop.folder, tmp_path / "power-cut")
    sitting.shut()
    shutil.rmtree(desktop.folder)
    (tmp_path / "power-cut").rename(desktop.folder)
    assert (desktop.folder / "attempt.db-wal").stat().st_size > 10_000
    return desktop, said


def garbage(path):
    path.write_bytes(os.urandom(path.stat().st_size))


def zeroed_head(path):
    with path.open("r+b") as stream:
        stream.write(bytes(4096))


def cut_in_half(path):
    os.truncate(path, path.stat().st_size // 2)


def emptied(path):
    os.truncate(path, 0)


DAMAGES = {
    "WAL deleted": [("attempt.db-wal", Path.unlink)],
    "WAL garbage": [("attempt.db-wal", garbage)],
    "WAL cut": [("attempt.db-wal", cut_in_half)],
    "WAL emptied": [("attempt.db-wal", emptied)],
    "WAL head zeroed": [("attempt.db-wal", zeroed_head)],
    "header page zeroed": [("attempt.db", zeroed_head)],
    "database garbage": [("attempt.db", garbage)],
    "database emptied": [("attempt.db", emptied)],
    "database deleted": [("attempt.db", Path.unlink), ("attempt.db-wal", Path.unlink)],
    "log deleted": [("attempt.kcj", Path.unlink)],
    "log emptied": [("attempt.kcj", emptied)],
    "log cut": [("attempt.kcj", cut_in_half)],
    "log garbage": [("attempt.kcj", garbage)],
}


@pytest.mark.attack(52)
@pytest.mark.parametrize("damages", DAMAGES.values(), ids=DAMAGES)
def test_damage_to_one_of_an_attempts_two_files_costs_no_acknowledged_answer(day, interrupted, damages):
    desktop, said = interrupted
    for name, spoil in damages:
        spoil(desktop.folder / name)
    sitting = sit.begin(desktop.desk, desktop.unlocked, desktop.ticket, "01")
    assert {item: sitting.state.responses[item] for item in said} == {item: RESPONSES[item] for item in said}
    sitting.shut()
    assert_nothing_was_lost(day, desktop, said)


@pytest.mark.attack(52)
@pytest.mark.parametrize("damage", ["WAL deleted", "WAL garbage", "WAL cut", "database deleted"])
def test_damage_to_both_files_is_told_with_the_row_or_the_file_and_changes_nothing(interrupted, damage):
    desktop, _ = interrupted
    for name, spoil in [*DAMAGES[damage], ("attempt.kcj", cut_in_half)]:
        spoil(desktop.folder / name)
    before = (desktop.folder / "attempt.kcj").read_bytes()
    with pytest.raises(Refusal) as caught:
        sit.begin(desktop.desk, desktop.unlocked, desktop.ticket, "01")
    assert (caught.value.outcome, caught.value.key) in {
        (Outcome.DECRYPT, "journal.row-damaged"),
        (Outcome.PAYLOAD, "journal.not-a-database"),
    }
    assert ("row" in caught.value.params) == (caught.value.outcome is Outcome.DECRYPT)
    assert (desktop.folder / "attempt.kcj").read_bytes() == before


@pytest.mark.attack(52)
def test_every_row_of_a_journal_that_is_torn_anywhere_is_kept_up_to_the_tear(day):
    """Of a log alone, cut at every byte of its last three rows."""
    whole = open_log(day.sat.log, day.ticket_keys)
    last = sum(4 + len(row) for row in whole.rows[-3:])
    for length in range(len(day.sat.log) - last, len(day.sat.log)):
        log = open_log(day.sat.log[:length], day.ticket_keys)
        assert whole.rows[: len(log.rows)] == log.rows
        complete = (
            len(day.sat.log)
            - last
            + sum(4 + len(row) for row in whole.rows[-3:][: len(log.rows) - len(whole.rows) + 3])
        )
        assert log.torn == (length != complete)


@pytest.fixture
def branches(day, unlocked, tmp_path):
    """An attempt whose files were copied after three answers and put back later: two histories of one attempt."""
    desktop = Desktop(unlocked, tmp_path)
    desktop.answer(lambda _: None, stop_after=list(RESPONSES)[2])
    shutil.copytree(desktop.folder, tmp_path / "snapshot")
    ends = []
    for at in range(2):
        desktop.finish()
        ends.append({name: (desktop.folder / name).read_bytes() for name in ("result.kcr", "attempt.kcj")})
        shutil.rmtree(desktop.folder)
        shutil.copytree(tmp_path / "snapshot", desktop.folder)
        desktop.desk.clock.go_on(1_000 + at)
    return ends


@pytest.mark.attack(54)
def test_an_old_copy_of_a_journal_that_is_gone_on_with_reuses_no_salt(day, branches):
    """Every row begins with 24 random bytes: two histories share them up to the copy and nowhere after it."""
    logs = [open_log(each["attempt.kcj"], day.ticket_keys) for each in branches]
    same = sum(one == other for one, other in zip(logs[0].rows, logs[1].rows, strict=False))
    assert 3 < same < min(len(log.rows) for log in logs)
    salts = [row[:24] for log in logs for row in log.rows[same:]]
    assert len(set(salts)) == len(salts)
    key = journal_log.recover_key(logs[0].header, day.keys.results_seed)
    assert key == journal_log.recover_key(logs[1].header, day.keys.results_seed)


@pytest.mark.attack(54)
def test_two_histories_of_one_attempt_are_found_at_the_centre(day, branches, tmp_path):
    centre = Centre(tmp_path / "centre.db")
    stick = tmp_path / "carried"
    stick.mkdir()
    (stick / "a.kcr").write_bytes(branches[0]["result.kcr"])
    (stick / "b.kcj").write_bytes(branches[1]["attempt.kcj"])
    merge.merge(centre, day.centre_kit, [stick], ManualClock())
    assert "problem.journal-differs" in {problem.key for problem in reconcile(centre).problems}
    (stick / "b.kcr").write_bytes(branches[1]["result.kcr"])
    merge.merge(centre, day.centre_kit, [stick], ManualClock())
    standing = reconcile(centre)
    centre.close()
    assert "problem.two-results" in {problem.key for problem in standing.problems}
    assert standing.results == {}


@pytest.mark.attack(52)
def test_what_is_broken_above_is_really_broken(interrupted, tmp_path):
    """The WAL of the copy holds answers that the database alone has not: losing it is a loss."""
    desktop, _ = interrupted
    shutil.copy(desktop.folder / "attempt.db", tmp_path / "alone.db")
    with sqlite3.connect(tmp_path / "alone.db") as alone, sqlite3.connect(desktop.folder / "attempt.db") as both:
        tables = [name for (name,) in both.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = [sum(both.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)]
        try:
            counts.append(sum(alone.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables))
        except sqlite3.DatabaseError:
            counts.append(0)
    alone.close()
    both.close()
    assert counts[1] < counts[0]

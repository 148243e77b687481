"""A merge that is stopped at any moment is gone on with by the next, and ends with the same content."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from kaochang.custody.envelope import digest
from kaochang.domain.refusals import Outcome
from kaochang.flow import centre_kit, merge, merge_checks
from kaochang.flow.simulate import SimulateOrder
from kaochang.flow.simulate_results import simulate_results
from kaochang.machine import mounts, workers
from kaochang.sealing import kdf
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import refuses
from support.seeded import seeded

ROOT = Path(__file__).resolve().parents[3]
FILES = 40


@pytest.fixture(scope="module")
def large(words, tmp_path_factory):
    """A stick of results, and the kit that opens them."""
    folder = tmp_path_factory.mktemp("large") / "day"
    order = SimulateOrder(2, FILES // 2, 4, 60, folder, 3, kdf.MINIMUM)
    day = simulate_results(order, words, ManualClock(), seeded(3))
    (folder / "passphrase").write_text(day.passphrase, "utf-8")
    name = next(day.stick.rglob("*.kcr"))
    (name.parent / "again.kcr").write_bytes(name.read_bytes())
    (name.parent / "noise.kcr").write_bytes(b"noise")
    return folder


def started(large, database, processes=2):
    program = ROOT / "tests/support/merging_program.py"
    return subprocess.Popen(
        [sys.executable, program, large, database, str(processes)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "desktop", ROOT / "tests")))},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def content(database):
    """Every row of every table, in its order."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def merged_whole(large, database, processes=2):
    with started(large, database, processes) as program:
        last = program.stdout.read().splitlines()[-1].split()
    assert program.returncode == 0
    assert last[0] == "done"
    return last[1:]


@pytest.fixture(scope="module")
def whole(large, tmp_path_factory):
    """What a merge gives that nobody stops."""
    database = tmp_path_factory.mktemp("whole") / "centre.db"
    assert merged_whole(large, database) == [str(FILES), "1", str(FILES)]
    return content(database)


def test_one_process_and_several_give_the_same_database(large, whole, tmp_path):
    merged_whole(large, tmp_path / "centre.db", processes=1)
    assert content(tmp_path / "centre.db") == whole


KILLS = [3, pytest.param(50, marks=pytest.mark.heavy)]


@pytest.mark.parametrize("kills", KILLS)
def test_a_merge_that_is_killed_at_any_moment_ends_the_same_when_it_is_run_again(large, whole, tmp_path, kills):
    """Killed after any of its words or a moment later. Its processes end with it: they hold the pipe that is read."""
    chance, stopped = random.Random(kills), 0
    for at in range(kills):
        database = tmp_path / str(at) / "centre.db"
        database.parent.mkdir()
        with started(large, database) as program:
            for _ in range(chance.randrange(0, 13)):
                program.stdout.readline()
            killing = threading.Timer(chance.random() * 0.05, program.kill)
            killing.start()
            stopped += "done" not in program.stdout.read()
            killing.join()
        merged_whole(large, database)
        assert content(database) == whole
    assert stopped > kills // 2


def opened(large):
    return centre_kit.read_kit(large / "centre.kck").open((large / "passphrase").read_text("utf-8"))


def at(moment, happens):
    """A progress that lets something happen when so many files are done."""
    return lambda done, of: happens() if done == moment else None


def test_a_stick_that_is_pulled_out_stops_the_merge_and_what_was_read_before_stays(large, tmp_path, monkeypatch):
    stick, gone = tmp_path / "stick", tmp_path / "gone"
    stick.mkdir()
    for path in sorted((large / "stick").rglob("*.kcr"))[:12]:
        (stick / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(merge, "_PIECE_FILES", 4)
    with closing(Centre(tmp_path / "centre.db")) as centre:
        with refuses(Outcome.MISSING, "merge.source-gone"):
            merge.merge(
                centre, opened(large), [stick], ManualClock(), lambda done, of: done == 8 and stick.rename(gone)
            )
        assert [record.outcome for record in centre.files()] == [0] * 8
        gone.rename(stick)
        count = merge.merge(centre, opened(large), [stick], ManualClock())
        assert (count.accepted, count.known, count.refused) == (4, 8, 0)


def test_one_file_that_goes_from_a_stick_that_stays_is_named_and_settled_when_it_is_back(large, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    for path in sorted((large / "stick").rglob("*.kcr"))[:3]:
        (stick / path.name).write_bytes(path.read_bytes())
    lost, data = sorted(stick.iterdir())[1], sorted(stick.iterdir())[1].read_bytes()
    monkeypatch.setattr(merge, "_PIECE_FILES", 1)
    with closing(Centre(tmp_path / "centre.db")) as centre:
        merge.merge(centre, opened(large), [stick], ManualClock(), at(1, lost.unlink))
        assert [record.outcome for record in centre.files()] == [0, Outcome.MISSING, 0]
        lost.write_bytes(data)
        merge.merge(centre, opened(large), [stick], ManualClock())
        assert sorted(record.outcome for record in centre.files()) == [0, 0, 0]
        assert centre.places(digest(data)) == [str(lost)]


def test_few_files_start_no_other_process(large, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "multiprocessing", None)
    with closing(Centre(tmp_path / "centre.db")) as centre:
        assert merge.merge(centre, opened(large), [large / "stick"], ManualClock()).accepted == FILES


@pytest.mark.parametrize(("number", "is_refused"), [(37, True), (38, True), (36, False)], ids=["cifs", "nfs", "a disk"])
def test_a_database_on_another_computers_folder_is_refused_and_nothing_is_made_there(tmp_path, number, is_refused):
    told = mounts.Told("linux", tmp_path / "proc", tmp_path / "by-uuid")
    (told.proc / "fdinfo").mkdir(parents=True)
    for descriptor in range(256):
        (told.proc / "fdinfo" / str(descriptor)).write_text(f"mnt_id:\t{number}\n")
    (told.proc / "mountinfo").write_text(
        "36 27 8:17 / /media/stick rw - exfat /dev/sdb1 rw\n"
        "37 27 0:40 / /mnt/share rw - cifs //server/exams rw\n"
        "38 27 0:41 / /mnt/nfs rw - nfs4 host:/exams rw\n"
    )
    if is_refused:
        with refuses(Outcome.POLICY, "database.on-share"):
            Centre(tmp_path / "centre.db", told)
    else:
        Centre(tmp_path / "centre.db", told).close()
    assert not (tmp_path / "centre.db").exists()


def test_a_process_that_checks_has_no_key_that_signs(large):
    kit = opened(large)
    assert kit.centre_seed
    setting = merge_checks.setting_of(kit, set())
    assert setting.kit.centre_seed == ""
    assert setting.kit.schemes == {}


def test_what_each_process_is_sent_has_no_names_and_every_room_once(large):
    setting = merge_checks.setting_of(opened(large), set())
    assert setting.kit.tickets == ()
    assert len({id(place) for place in setting.places.values()}) < len(setting.places)

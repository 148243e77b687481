"""The journal: rows are durable before they are acknowledged, one writer at a time, and errors are named."""

import hashlib
import random
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine import safe_files
from kaochang.store.journal import Journal, connect, read_stored, write_database
from support.refusals import refuses
from unit.machine.faults import IO_ERROR, broken

_real_connect = sqlite3.connect


def seal(number, plaintext):
    return b"%d:" % number + plaintext


@pytest.fixture
def opened(tmp_path):
    """Opens journals at a path, and closes every connection at the end."""
    connections = []

    def open_at(path=tmp_path / "attempt.db"):
        connections.append(connect(path))
        return Journal(connections[-1], seal, "attempt")

    yield open_at
    for connection in connections:
        connection.close()


@pytest.fixture
def impatient(monkeypatch):
    """SQLite waits for another writer no longer than it must."""
    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: _real_connect(path, **options, timeout=0))


def test_rows_come_back_sealed_and_in_order(opened):
    journal = opened()
    assert [journal.append(text) for text in (b"a", b"b", b"lost")] == [b"1:a", b"2:b", b"3:lost"]
    journal.mend(b"head", 2, [b"sealed before"])
    assert journal.append(b"c") == b"4:c"
    assert list(journal.rows()) == [b"1:a", b"2:b", b"sealed before", b"4:c"]


def test_more_rows_than_are_read_at_once_come_back_and_more_may_be_written_meanwhile(opened):
    journal = opened()
    journal.mend(b"head", 0, (b"%d" % at for at in range(1_000)))
    rows = journal.rows()
    assert next(rows) == b"0"
    journal.append(b"later")
    assert [*rows] == [*(b"%d" % at for at in range(1, 1_000)), b"1001:later"]


def test_what_is_mended_is_there_as_a_whole_or_not_at_all(opened):
    journal = opened()
    journal.append(b"a")

    def rows():
        yield b"sealed before"
        raise Refusal(Outcome.DECRYPT, "journal.row-damaged")

    with refuses(Outcome.DECRYPT):
        journal.mend(b"head", 0, rows())
    assert [*journal.rows()] == [b"1:a"]
    assert journal.append(b"b") == b"2:b"


def test_a_database_that_is_written_at_once_is_one_file_with_everything(tmp_path, opened):
    write_database(tmp_path / "new.db", b"head", iter([b"one", b"two"]))
    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]
    connection = connect(tmp_path / "new.db")
    assert read_stored(connection, "attempt") == (b"head", [b"one", b"two"])
    connection.close()


def test_a_row_that_folds_into_the_file_is_there_without_the_write_ahead_log(opened, tmp_path):
    journal = opened()
    journal.append(b"a")
    journal.fold()
    assert (tmp_path / "attempt.db-wal").stat().st_size == 0
    assert [*journal.rows()] == [b"1:a"]


def test_rows_are_in_the_one_file_after_closing(opened, tmp_path):
    journal = opened()
    journal.append(b"a")
    journal.close()
    assert [path.name for path in tmp_path.iterdir()] == ["attempt.db"]
    assert [*opened().rows()] == [b"1:a"]


def test_a_seal_that_refuses_leaves_no_row(opened):
    journal = opened()
    with pytest.raises(ZeroDivisionError):
        Journal(journal._connection, lambda number, _: number // 0, "attempt").append(b"a")
    assert [*journal.rows()] == []


def test_settings_are_made_before_anything_else_is_said(tmp_path, monkeypatch):
    said = []

    def traced(*args, **options):
        connection = _real_connect(*args, **options)
        connection.set_trace_callback(said.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    connection = connect(tmp_path / "attempt.db")
    assert said[:5] == [
        "PRAGMA synchronous=EXTRA",
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA locking_mode=EXCLUSIVE",
        "PRAGMA cache_size=-256",
    ]
    assert not [word for word in said[5:] if "=" in word]
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_the_new_files_name_is_made_durable(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr("kaochang.store.journal.sync_folder", synced.append)
    connect(tmp_path / "attempt.db").close()
    assert synced == [tmp_path]


def test_a_second_writer_is_refused_from_the_moment_the_first_has_connected(tmp_path, impatient):
    first = connect(tmp_path / "attempt.db")
    with refuses(Outcome.CONFLICT, "journal.other-writer"):
        connect(tmp_path / "attempt.db")
    journal = Journal(first, seal, "attempt")
    journal.append(b"a")
    with refuses(Outcome.CONFLICT, "journal.other-writer"):
        connect(tmp_path / "attempt.db")
    assert journal.append(b"b") == b"2:b"
    journal.close()
    connect(tmp_path / "attempt.db").close()


@pytest.mark.attack(50)
def test_a_full_journal_refuses_and_goes_on_when_there_is_space_again(opened):
    journal = opened()
    journal.append(b"a")
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count={pages}")
    with refuses(Outcome.DISK_FULL, "io.disk-full"):
        journal.append(bytes(100_000))
    assert [*journal.rows()] == [b"1:a"]
    journal._connection.execute("PRAGMA max_page_count=1000000")
    assert journal.append(b"b") == b"2:b"


@pytest.mark.attack(50)
def test_on_a_real_full_disk_nothing_acknowledged_is_lost_and_the_journal_goes_on(opened, small_disk):
    journal = opened(small_disk / "attempt.db")
    (small_disk / "other").write_bytes(bytes(400_000))
    acknowledged = []
    with refuses(Outcome.DISK_FULL):
        for _ in range(1_000):
            acknowledged.append(journal.append(bytes(5_000)))
    assert len(acknowledged) > 10
    assert [*journal.rows()] == acknowledged
    (small_disk / "other").unlink()
    acknowledged.append(journal.append(b"space again"))
    assert [*journal.rows()] == acknowledged


@pytest.mark.parametrize("content", [b"this is no database" * 1_000, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "attempt.db"
    path.write_bytes(content)
    with refuses(Outcome.PAYLOAD, "journal.not-a-database") as caught:
        connect(path)
    assert caught.value.where == str(path)
    assert path.read_bytes() == content


@pytest.mark.attack(52)
def test_a_damaged_page_is_refused_when_its_rows_are_read(opened, tmp_path):
    journal = opened()
    for _ in range(50):
        journal.append(bytes(1_000))
    journal.close()
    path = tmp_path / "attempt.db"
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xff" * 8192 + data[16384:])
    with refuses(Outcome.PAYLOAD, "journal.not-a-database"):
        list(opened().rows())


def test_whatever_stands_in_a_damaged_table_is_given_as_bytes(tmp_path):
    """A row that is no longer bytes is one that does not open, not a surprise."""
    connection = connect(tmp_path / "attempt.db")
    connection.execute("CREATE TABLE rows (seq INTEGER PRIMARY KEY, sealed)")
    connection.execute("CREATE TABLE head (frame)")
    connection.execute("INSERT INTO rows (sealed) VALUES (NULL), (7), ('text'), (x'00ff')")
    connection.execute("INSERT INTO head VALUES (NULL)")
    assert read_stored(connection, "attempt") == (b"", [b"", b"7", b"text", b"\x00\xff"])
    connection.close()


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: None], ids=["folder", "no parent"])
def test_a_path_that_cannot_hold_a_database_is_refused(tmp_path, make):
    path = tmp_path / "attempt.db"
    make(path)
    with refuses(Outcome.IO, "journal.cannot-save"):
        connect(path if path.exists() else tmp_path / "no" / "attempt.db")


def test_a_disk_that_cannot_make_the_name_durable_is_refused(tmp_path):
    with broken(1, IO_ERROR), refuses(Outcome.IO, "io.failed"):
        connect(tmp_path / "attempt.db")


def test_a_file_system_that_silently_keeps_another_mode_is_refused(tmp_path, monkeypatch):
    class NoWal(sqlite3.Connection):
        def execute(self, sql, *values):
            return super().execute(sql.replace("journal_mode=WAL", "journal_mode=DELETE"), *values)

    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: _real_connect(path, factory=NoWal, **options))
    with refuses(Outcome.IO, "journal.no-wal"):
        connect(tmp_path / "attempt.db")


class Failing:
    """A connection whose every statement but the first ones gives an error."""

    def __init__(self, code, good=0):
        self.code, self.good = code, good

    def execute(self, *_):
        self.good -= 1
        if self.good < 0:
            error = sqlite3.OperationalError("…")
            error.sqlite_errorcode = self.code
            raise error
        return self

    def fetchall(self):
        return [(0,)]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, Outcome.IO),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Outcome.CONFLICT),
        (sqlite3.SQLITE_CORRUPT_SEQUENCE, Outcome.PAYLOAD),
        (sqlite3.SQLITE_FULL, Outcome.DISK_FULL),
    ],
)
def test_errors_are_told_apart_by_their_kind_wherever_they_happened(code, outcome):
    with refuses(outcome):
        Journal(Failing(code), seal, "attempt")


def test_rows_whose_numbers_do_not_grow_are_damaged_pages_and_not_read_for_ever(opened):
    class Circle:
        def execute(self, *_):
            return self

        def fetchall(self):
            return [(1, b"row")]

    with refuses(Outcome.PAYLOAD, "journal.not-a-database"):
        list(Journal(Circle(), seal, "attempt").rows())


@pytest.mark.parametrize(
    ("code", "is_broken"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, True),
        (sqlite3.SQLITE_IOERR_WRITE, True),
        (sqlite3.SQLITE_CORRUPT, True),
        (sqlite3.SQLITE_FULL, False),
        (sqlite3.SQLITE_BUSY, False),
        (0, False),
    ],
)
def test_after_an_error_of_the_disk_nothing_more_is_written(code, is_broken):
    connection = Failing(code, good=3)
    journal = Journal(connection, seal, "attempt")
    with pytest.raises(Refusal):
        journal.append(b"a")
    assert journal.is_broken == is_broken
    connection.good = 100
    if is_broken:
        with refuses(Outcome.IO, "journal.cannot-save"):
            journal.append(b"a")
        assert connection.good == 100
    else:
        assert journal.append(b"a") == b"0:a"


# A candidate's PC that is killed. What it prints is an acknowledgement; the parent kills it at a random time. The
# control acknowledges twenty rows and then commits them: a row that is only being synced survives a kill anyway.
_CHILD = """
import hashlib, sys
from pathlib import Path
from kaochang.store.journal import Journal, connect
journal = Journal(connect(Path(sys.argv[1])), lambda n, text: text + hashlib.sha256(text).digest(), "attempt")
last, early = len(list(journal.rows())), 20 if sys.argv[2] == "before" else 0
while True:
    last += 1
    if early and last % early == 1:
        print(last + early - 1, flush=True)
    journal.append(b"%d " % last + bytes(500))
    if not early:
        print(last, flush=True)
"""


def kill_once(path, delay, acknowledge):
    """(last number acknowledged, rows on disk) of a program that was killed `delay` seconds after its first row."""
    command = [sys.executable, "-c", _CHILD, str(path), acknowledge]
    environment = {"PYTHONPATH": str(Path(safe_files.__file__).parents[2])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as child:
        said = child.stdout.readline()
        time.sleep(delay)  # not a wait for anything: the random moment of the kill
        child.kill()
        said += child.stdout.read()
    whole = said[: said.rfind(b"\n")].splitlines()
    connection = connect(path)
    rows = list(Journal(connection, seal, "attempt").rows())
    assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    connection.close()
    return int(whole[-1]), rows


def whole_rows(rows):
    """How many rows there are, each one whole and in its place."""
    for at, row in enumerate(rows, start=1):
        assert row.startswith(b"%d " % at)
        assert row[-32:] == hashlib.sha256(row[:-32]).digest()
    return len(rows)


def killed_often(folder, rounds, acknowledge):
    """(kills, acknowledged rows that were missing, acknowledged rows): three kills on each of `rounds` journals."""
    dice = random.Random(20)

    def one_journal(job):
        name, delays = job
        return [kill_once(folder / name, delay, acknowledge) for delay in delays]

    jobs = [(f"{at}.db", [dice.uniform(0, 0.05) for _ in range(3)]) for at in range(rounds)]
    with ThreadPoolExecutor(3) as pool:
        kills = [kill for found in pool.map(one_journal, jobs) for kill in found]
    lost = sum(max(0, acked - whole_rows(rows)) for acked, rows in kills)
    return len(kills), lost, sum(acked for acked, _ in kills)


@pytest.mark.attack(51)
def test_thirty_kills_lose_nothing_that_was_acknowledged(tmp_path):
    kills, lost, acknowledged = killed_often(tmp_path, 10, "after")
    assert (kills, lost) == (30, 0)
    assert acknowledged >= 60


@pytest.mark.attack(51)
def test_the_same_kills_do_lose_rows_that_are_acknowledged_before_they_are_durable(tmp_path):
    folders = [tmp_path / str(at) for at in range(10)]
    for folder in folders:
        folder.mkdir()
    assert any(killed_often(folder, 2, "before")[1] for folder in folders)

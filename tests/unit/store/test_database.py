"""What bank and centre share: which files are opened, which are refused, and errors by their kind."""

import os
import sqlite3

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Response, Text
from kaochang.store import database
from kaochang.store.bank import Bank
from kaochang.store.centre import Centre
from kaochang.store.database import database_refusals, pack, unpack
from support.refusals import refuses

KINDS = [Bank, Centre]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


def change(path, statement):
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def make(kind, path):
    """A database that has been written to once, closed again."""
    store = kind(path)
    with store._store.change():
        pass
    store.close()


def test_a_new_file_is_made_and_opened_again(kind, path):
    make(kind, path)
    kind(path).close()
    assert [each.name for each in path.parent.iterdir()] == ["store.db"]


def test_a_new_file_that_never_came_to_hold_anything_goes_again(kind, path):
    kind(path).close()
    assert list(path.parent.iterdir()) == []


def test_a_new_file_that_another_program_has_opened_meanwhile_stays(kind, path, monkeypatch):
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: real(path, timeout=0))
    store, other = kind(path), kind(path)
    store.close()
    with other._store.change():
        pass
    other.close()
    assert [each.name for each in path.parent.iterdir()] == ["store.db"]


def test_a_new_file_that_cannot_be_set_up_leaves_nothing_behind(kind, path, monkeypatch):
    def full(*_):
        error = sqlite3.OperationalError("full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(database, "_prepare", full)
    with refuses(Outcome.DISK_FULL, "io.disk-full"):
        kind(path)
    assert list(path.parent.iterdir()) == []


def test_nobody_but_its_owner_can_read_a_database_or_what_lies_beside_it(kind, path):
    before = os.umask(0o022)
    try:
        store = kind(path)
        with store._store.change():
            pass
        beside = sorted(path.parent.iterdir())
        assert [each.name for each in beside] == ["store.db", "store.db-shm", "store.db-wal"]
        assert [oct(each.stat().st_mode & 0o777) for each in beside] == ["0o600"] * 3
        store.close()
    finally:
        os.umask(before)


def test_commits_are_durable(kind, path):
    store = kind(path)
    assert store._store._database.execute("PRAGMA synchronous").fetchone() == (3,)
    assert store._store._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()


def test_an_empty_file_becomes_one_of_ours(kind, path):
    path.touch()
    kind(path).close()


def test_another_programs_database_is_refused_and_left_alone(kind, path):
    change(path, "CREATE TABLE theirs (id)")
    before = path.read_bytes()
    with refuses(Outcome.PAYLOAD, "database.not-ours") as caught:
        kind(path)
    assert caught.value.where == str(path)
    assert path.read_bytes() == before


def test_a_bank_is_no_centre_and_a_centre_no_bank(path):
    for one, other in (KINDS, reversed(KINDS)):
        make(one, path.with_suffix(f".{one.__name__}"))
        with refuses(Outcome.PAYLOAD, "database.not-ours"):
            other(path.with_suffix(f".{one.__name__}"))


def test_a_newer_programs_database_is_refused(kind, path):
    make(kind, path)
    change(path, "PRAGMA user_version=99")
    with refuses(Outcome.VERSION, "database.newer"):
        kind(path)


@pytest.mark.parametrize("content", [b"no database " * 100, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_refused(kind, path, content):
    path.write_bytes(content)
    with refuses(Outcome.PAYLOAD, "database.not-ours"):
        kind(path)
    assert path.read_bytes() == content


def test_a_folder_or_pipe_is_refused(kind, path, tmp_path):
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file"):
        kind(tmp_path)
    os.mkfifo(path)
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file"):
        kind(path)


def test_a_missing_folder_is_named(kind, tmp_path):
    with refuses(Outcome.MISSING, "io.missing") as caught:
        kind(tmp_path / "no" / "store.db")
    assert caught.value.where == str(tmp_path / "no")


def test_a_database_in_use_is_refused(kind, path, monkeypatch):
    make(kind, path)
    real = sqlite3.connect
    other = real(path, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: real(path, timeout=0))
    with refuses(Outcome.CONFLICT, "database.in-use"):
        kind(path)
    other.close()


def test_a_cut_file_is_refused_when_it_is_read(path):
    make(Bank, path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    with refuses(Outcome.PAYLOAD, "database.not-ours"):
        Bank(path).paper_numbers()


def test_a_disk_that_fills_up_is_told_and_nothing_half_is_kept(path):
    centre = Centre(path)
    pages = centre._store._database.execute("PRAGMA page_count").fetchone()[0]
    centre._store._database.execute(f"PRAGMA max_page_count={pages}")
    with refuses(Outcome.DISK_FULL, "io.disk-full"), centre._store.change() as table:
        for at in range(1_000):
            table("places").insert({"sha256": str(at), "path": "x" * 500})
    assert centre._store.rows("places") == []
    centre.close()


def test_a_file_that_cannot_be_changed_is_told_from_one_that_cannot_be_opened(path, monkeypatch):
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    path.write_bytes(b"")
    with refuses(Outcome.IO, "io.failed"), database_refusals(path):
        raise error
    monkeypatch.setattr(os, "access", lambda *_: False)
    with refuses(Outcome.IO, "database.read-only"), database_refusals(path):
        raise error


@pytest.mark.parametrize(
    ("code", "outcome", "key"),
    [
        (sqlite3.SQLITE_FULL, Outcome.DISK_FULL, "io.disk-full"),
        (sqlite3.SQLITE_BUSY_RECOVERY, Outcome.CONFLICT, "database.in-use"),
        (sqlite3.SQLITE_LOCKED, Outcome.CONFLICT, "database.in-use"),
        (sqlite3.SQLITE_CORRUPT_VTAB, Outcome.PAYLOAD, "database.not-ours"),
        (sqlite3.SQLITE_IOERR_WRITE, Outcome.IO, "io.failed"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, Outcome.IO, "database.read-only"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, Outcome.IO, "io.failed"),
    ],
)
def test_an_error_is_a_refusal_by_its_kind_that_names_the_file(path, code, outcome, key):
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    with refuses(outcome, key) as caught, database_refusals(path):
        raise error
    assert caught.value.where == str(path)


def test_a_broken_rule_of_the_tables_is_a_bug_and_no_refusal(path):
    with pytest.raises(sqlite3.IntegrityError), database_refusals(path):
        raise sqlite3.IntegrityError


def test_a_column_holds_a_value_as_json():
    assert pack(Text("考")) == '{"type":"text","text":"考"}'
    assert unpack(Response, pack(Text("考"))) == Text("考")


@pytest.mark.parametrize("text", ["", "{", '{"type":"text"}', "nonsense", '{"type":"text","text":1}'])
def test_a_column_that_holds_no_value_is_refused(text):
    with refuses(Outcome.PAYLOAD, "payload"):
        unpack(Response, text)

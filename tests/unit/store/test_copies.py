"""Copies of databases that may be in use."""

import sqlite3

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.store.bank import Bank
from kaochang.store.centre import Centre
from kaochang.store.copies import belongs_to_database, check_copy, copied, is_database
from support.refusals import refuses


@pytest.fixture
def bank(tmp_path):
    """A bank in use, with a medium that is so far only in the file beside it."""
    opened = Bank(tmp_path / "office.bank")
    with opened._store.change() as table:
        table("media").insert({"name": "one", "data": b"\x89PNG" * 100})
    yield opened
    opened.close()


def media_in(path):
    with sqlite3.connect(path) as database:
        found = dict(database.execute("select name, data from media"))
    database.close()
    return found


def test_a_copy_has_what_is_only_in_the_log_so_far_and_goes_when_it_is_done_with(bank):
    assert bank._store.path.with_name("office.bank-wal").stat().st_size > 0
    with copied(bank._store.path) as copy:
        assert media_in(copy) == {"one": b"\x89PNG" * 100}
        assert copy.stat().st_mode & 0o777 == 0o600
    assert not [path for path in copy.parent.iterdir() if "backup" in path.name]


def test_what_is_written_after_the_copy_was_taken_is_not_in_it(bank):
    with copied(bank._store.path) as copy:
        with bank._store.change() as table:
            table("media").insert({"name": "two", "data": b""})
        assert set(media_in(copy)) == {"one"}


def test_a_copy_of_a_closed_database_leaves_nothing_beside_it(bank):
    bank.close()
    before = sorted(path.name for path in bank._store.path.parent.iterdir())
    with copied(bank._store.path):
        pass
    assert sorted(path.name for path in bank._store.path.parent.iterdir()) == before == ["office.bank"]


def test_a_copy_that_a_killed_backup_left_is_in_nobodys_way(bank):
    left = bank._store.path.with_name(".office.bank.backup")
    left.write_bytes(b"half a copy")
    with copied(bank._store.path) as copy:
        assert media_in(copy)
    assert not left.exists()


def test_a_centres_database_is_copied_too(tmp_path):
    centre = Centre(tmp_path / "centre.db")
    try:
        with copied(tmp_path / "centre.db") as copy:
            check_copy(copy)
    finally:
        centre.close()


def test_a_database_that_is_not_ours_is_refused_under_its_own_name(tmp_path):
    foreign = tmp_path / "photos.db"
    database = sqlite3.connect(foreign)
    database.execute("create table photos (name)")
    database.commit()
    database.close()
    with refuses(Outcome.PAYLOAD, "database.not-ours") as refused, copied(foreign):
        pass
    assert refused.value.where == str(foreign)


def test_a_database_that_is_damaged_inside_is_refused(bank):
    bank.close()
    path = bank._store.path
    data = bytearray(path.read_bytes())
    data[4096 : 4096 + 200] = bytes(200)
    path.write_bytes(data)
    with refuses(Outcome.PAYLOAD), copied(path):
        pass
    with refuses(Outcome.PAYLOAD):
        check_copy(path)


def test_a_database_that_is_locked_for_good_is_in_use(bank, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **given: connect(*args, **{**given, "timeout": 0}))
    bank.close()
    holder = connect(bank._store.path, isolation_level=None)
    try:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        with refuses(Outcome.CONFLICT, "database.in-use"), copied(bank._store.path):
            pass
    finally:
        holder.close()


def test_a_database_is_told_by_its_first_bytes_and_its_companions_by_their_names(bank, tmp_path):
    text = tmp_path / "notes-wal"
    text.write_text("no database beside it")
    assert is_database(bank._store.path)
    assert not is_database(text)
    assert belongs_to_database(tmp_path / "office.bank-wal")
    assert not belongs_to_database(text)

"""Backup and restore: everything or nothing, and every file as it was."""

import shutil
import sqlite3

import pytest
from kaochang.custody import backups
from kaochang.domain.refusals import Outcome
from kaochang.flow import backup, offices
from kaochang.flow.backup import BackupOrder
from kaochang.sealing import kdf
from kaochang.store.bank import Bank
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import flip, refuses
from support.seeded import seeded

PASSPHRASE = "备份口令 9031"
COST = kdf.MINIMUM
PICTURE = b"\x89PNG" * 50_000


def back_up(order, target, chance=1):
    return backup.back_up(order, target, PASSPHRASE, ManualClock(), seeded(chance), COST)


def made_office(folder, chance=1):
    offices.make_office(folder, PASSPHRASE, ManualClock(), seeded(chance), COST)
    return folder


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """An office with a session's key, a bank in use and two centres of one name."""
    folder = tmp_path_factory.mktemp("places")
    office = made_office(folder / "office")
    (office / "sessions").mkdir()
    (office / "sessions" / "20251018.kcy").write_bytes(b"a session's keys")
    (office / "说明.txt").write_text("给接班人")
    (office / ".site.kcx.77.part").write_bytes(b"half written")
    (office / "earlier.kcz").write_bytes(b"an earlier backup")
    bank = Bank(folder / "office.bank")
    with bank._store.change() as table:
        table("media").insert({"name": "picture", "data": PICTURE})
    for name in ("one", "two"):
        (folder / name).mkdir()
        with Centre(folder / name / "centre.db")._store.change() as table:
            table("places").insert({"sha256": name, "path": name}, ignore=True)
    yield folder
    bank.close()


@pytest.fixture(scope="module")
def order(places):
    return BackupOrder(
        [places / "office"], [places / "office.bank"], [places / n / "centre.db" for n in ("one", "two")]
    )


@pytest.fixture(scope="module")
def kcz(order, tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "all.kcz"
    back_up(order, path)
    return path


def test_everything_comes_back_and_databases_are_whole_in_one_file(kcz, places, tmp_path):
    restored = backup.restore(kcz, PASSPHRASE, tmp_path / "new")
    found = files_in(tmp_path / "new")
    assert set(found) == {
        "office/office.kco",
        "office/site.kcx",
        "office/sessions/20251018.kcy",
        "office/说明.txt",
        "bank/office.bank",
        "centre/centre.db",
        "centre/centre-2.db",
    }
    assert (restored.files, restored.size) == (len(found), sum(map(len, found.values())))
    for name in ("office.kco", "site.kcx", "说明.txt"):
        assert found[f"office/{name}"] == (places / "office" / name).read_bytes()
    with sqlite3.connect(tmp_path / "new" / "bank" / "office.bank") as database:
        assert database.execute("select data from media").fetchall() == [(PICTURE,)]
    database.close()


def test_a_backup_is_private_and_leaves_nothing_beside_what_it_copied(kcz, places):
    assert kcz.stat().st_mode & 0o777 == 0o600
    assert not [path for path in places.rglob("*") if path.suffix == ".backup"]
    assert [path.name for path in kcz.parent.iterdir()] == ["all.kcz"]


def test_nothing_is_restored_over_anything(kcz, tmp_path):
    target = tmp_path / "there"
    target.mkdir()
    with refuses(Outcome.EXISTS):
        backup.restore(kcz, PASSPHRASE, target)
    with refuses(Outcome.EXISTS):
        backup.restore(kcz, PASSPHRASE, kcz)


def test_a_wrong_passphrase_and_a_damaged_backup_restore_nothing_and_are_told_apart(kcz, tmp_path):
    with refuses(Outcome.CODE, "passphrase.wrong") as refused:
        backup.restore(kcz, "not the passphrase", tmp_path / "new")
    assert refused.value.where == str(kcz)
    damaged = tmp_path / "damaged.kcz"
    damaged.write_bytes(flip(kcz.read_bytes(), 10_000))
    with refuses(Outcome.DECRYPT, "backup.damaged"):
        backup.restore(damaged, PASSPHRASE, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.kcz"]


def test_a_restore_that_fails_half_way_leaves_no_folder(kcz, tmp_path, monkeypatch):
    check = backup.check_copy

    def fails(path):
        check(path)
        raise backup.Refusal(Outcome.PAYLOAD, "database.damaged", str(path))

    monkeypatch.setattr(backup, "check_copy", fails)
    with refuses(Outcome.PAYLOAD, "database.damaged"):
        backup.restore(kcz, PASSPHRASE, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_restore_left_is_cleared_away(kcz, tmp_path):
    left = tmp_path / f".new.{backup.os.getpid()}.part"
    left.mkdir()
    (left / "office").write_bytes(b"half")
    backup.restore(kcz, PASSPHRASE, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_disk_that_fills_up_leaves_no_backup_and_no_folder(order, kcz, small_disk):
    big = small_disk / "big"
    big.write_bytes(bytes(900_000))
    with refuses(Outcome.DISK_FULL):
        back_up(order, small_disk / "all.kcz")
    with refuses(Outcome.DISK_FULL):
        backup.restore(kcz, PASSPHRASE, small_disk / "new")
    assert [path.name for path in small_disk.iterdir()] == ["big"]


def test_nothing_named_and_what_is_not_there_are_refused(tmp_path):
    with refuses(Outcome.MISSING, "backup.nothing"):
        back_up(BackupOrder([], [], []), tmp_path / "b.kcz")
    with refuses(Outcome.MISSING, "office.none-here"):
        back_up(BackupOrder([tmp_path / "no"], [], []), tmp_path / "b.kcz")
    with refuses(Outcome.MISSING, "io.missing"):
        back_up(BackupOrder([], [tmp_path / "no"], []), tmp_path / "b.kcz")
    assert list(tmp_path.iterdir()) == []


def other_things(folder):
    """What somebody might name instead of what was asked, by its own name."""
    (folder / "paper.txt").write_text("no bank")
    (folder / "empty.bank").write_bytes(b"")
    (folder / "folder").mkdir()
    foreign = sqlite3.connect(folder / "foreign.db")
    foreign.execute("create table t (x)")
    foreign.close()
    (folder / "not-an-office").mkdir()
    (folder / "not-an-office" / "office.kco").write_bytes(b"no key at all")


@pytest.mark.parametrize(
    ("what", "name", "outcome", "key"),
    [
        ("banks", "paper.txt", Outcome.PAYLOAD, "database.not-ours"),
        ("banks", "foreign.db", Outcome.PAYLOAD, "database.not-ours"),
        ("banks", "empty.bank", Outcome.EMPTY, "frame.empty"),
        ("banks", "folder", Outcome.NOT_A_FILE, "io.not-a-file"),
        ("banks", "one/centre.db", Outcome.PAYLOAD, "database.is-centre"),
        ("centres", "office.bank", Outcome.PAYLOAD, "database.is-bank"),
        ("centres", "folder", Outcome.NOT_A_FILE, "io.not-a-file"),
        ("offices", "paper.txt", Outcome.NOT_A_FILE, "io.not-a-folder"),
        ("offices", "folder", Outcome.MISSING, "office.none-here"),
        ("offices", "not-an-office", Outcome.FRAME, "frame.not-ours"),
    ],
)
def test_what_is_not_what_it_is_said_to_be_is_refused_before_anything_is_copied(
    places, tmp_path, what, name, outcome, key
):
    other_things(tmp_path)
    path = places / name if (places / name).exists() else tmp_path / name
    order = BackupOrder(**{"offices": [], "banks": [], "centres": [], what: [path]})
    with refuses(outcome, key) as refused:
        backup.check_order(order, tmp_path / "b.kcz")
    assert refused.value.where.startswith(str(path))
    with refuses(outcome, key):
        back_up(order, tmp_path / "b.kcz")
    assert not (tmp_path / "b.kcz").exists()


def test_nothing_is_backed_up_twice_or_over_anything(places, order, kcz, tmp_path):
    again = places / "one" / ".." / "office.bank"
    with refuses(Outcome.DUPLICATE, "backup.twice") as refused:
        backup.check_order(BackupOrder([], [*order.banks, again], []), tmp_path / "b.kcz")
    assert refused.value.where == str(again)
    with refuses(Outcome.EXISTS):
        backup.check_order(order, kcz)


def test_two_offices_lie_in_folders_of_their_own_and_whatever_is_renamed_is_told(places, tmp_path):
    paths = [made_office(tmp_path / where / "office", at) for at, where in enumerate(("east", "west"), 1)]
    centres = [places / name / "centre.db" for name in ("one", "two")]
    told = back_up(BackupOrder(paths, [], centres), tmp_path / "b.kcz")
    assert told.renamed == (("office/office-2", paths[1]), ("centre/centre-2.db", centres[1]))
    backup.restore(tmp_path / "b.kcz", PASSPHRASE, tmp_path / "new")
    found = files_in(tmp_path / "new")
    assert set(found) == {
        *(f"office/{office}/{name}" for office in ("office", "office-2") for name in ("office.kco", "site.kcx")),
        "centre/centre.db",
        "centre/centre-2.db",
    }
    for folder, path in (("office", paths[0]), ("office-2", paths[1])):
        assert found[f"office/{folder}/office.kco"] == (path / "office.kco").read_bytes()


def test_a_backup_never_replaces_another(order, kcz):
    before = kcz.read_bytes()
    with refuses(Outcome.EXISTS):
        back_up(order, kcz, chance=2)
    assert kcz.read_bytes() == before


def test_a_link_in_an_office_is_not_followed(places, tmp_path):
    office = tmp_path / "office"
    shutil.copytree(places / "office", office)
    (office / "link.kcy").symlink_to(tmp_path / "elsewhere")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file") as refused:
        back_up(BackupOrder([office], [], []), tmp_path / "b.kcz")
    assert refused.value.where == str(office / "link.kcy")


def test_a_database_in_an_offices_folder_is_copied_as_one(tmp_path):
    office = made_office(tmp_path / "office")
    bank = Bank(office / "mine.bank")
    with bank._store.change() as table:
        table("media").insert({"name": "picture", "data": b"png"})
    back_up(BackupOrder([office], [], []), tmp_path / "b.kcz")
    bank.close()
    backup.restore(tmp_path / "b.kcz", PASSPHRASE, tmp_path / "new")
    assert set(files_in(tmp_path / "new")) == {"office/mine.bank", "office/office.kco", "office/site.kcx"}
    with sqlite3.connect(tmp_path / "new" / "office" / "mine.bank") as database:
        assert database.execute("select data from media").fetchall() == [(b"png",)]
    database.close()


def test_what_did_not_reach_the_disk_is_no_backup(order, tmp_path, monkeypatch):
    def differs(*_):
        raise backup.Refusal(Outcome.DECRYPT, "backup.damaged")

    monkeypatch.setattr(backups, "check_body", differs)
    with refuses(Outcome.IO, "io.read-back"):
        back_up(order, tmp_path / "b.kcz")
    assert list(tmp_path.iterdir()) == []

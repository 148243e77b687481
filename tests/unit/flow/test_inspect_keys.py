"""What inspect and verify say of keys, cards and backups: whole, but whose is for people to tell."""

import pytest
from kaochang.custody import key_files
from kaochang.custody.key_files import KeyRole, make_key
from kaochang.domain.refusals import Outcome
from kaochang.flow import backup, inspect, offices
from kaochang.flow.backup import BackupOrder
from kaochang.flow.inspect import Trust
from kaochang.sealing import codes, kdf
from kaochang.sealing.frame import FileType
from support.clocks import ManualClock
from support.refusals import flip, refuses
from support.seeded import seeded

PASSPHRASE = "王的口令 5521"
KEY = make_key(KeyRole.OPENER, "王", seeded(1), 1_760_000_000_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An office's folder with a key file and its card, and a backup of all of it."""
    folder = tmp_path_factory.mktemp("keys")
    offices.make_office(folder / "office", PASSPHRASE, ManualClock(), seeded(4), kdf.MINIMUM)
    params = kdf.new_params(seeded(2), kdf.MINIMUM)
    (folder / "office" / "key.kcy").write_bytes(key_files.pack_key(KEY, PASSPHRASE, params))
    (folder / "office" / "key.kcd").write_bytes(key_files.pack_card(KEY))
    order = BackupOrder([folder / "office"], [], [])
    backup.back_up(order, folder / "all.kcz", PASSPHRASE, ManualClock(), seeded(3), kdf.MINIMUM)
    return folder


@pytest.mark.parametrize(("name", "kind"), [("key.kcy", FileType.KEY_FILE), ("key.kcd", FileType.KEY_CARD)])
def test_a_key_file_and_its_card_say_whose_they_are_and_what_to_compare(folder, name, kind):
    told = inspect.inspect(folder / "office" / name)
    facts = dict(told.facts)
    assert told.type is kind
    assert (facts["role"], facts["name"]) == ("opener", "王")
    assert facts["signed-by"] == codes.fingerprint(KEY.signing)
    assert facts["sealing-key"] == codes.fingerprint(KEY.sealing)


def test_a_backup_says_when_it_was_made_and_that_all_of_it_is_whole(folder, tmp_path):
    told = inspect.inspect(folder / "all.kcz")
    assert told.type is FileType.BACKUP
    assert dict(told.facts)["made"] == ManualClock().wall()
    data = (folder / "all.kcz").read_bytes()
    for place in range(2000, len(data), 3000):
        damaged = tmp_path / "damaged.kcz"
        damaged.write_bytes(flip(data, place))
        with refuses(Outcome.DECRYPT, "backup.damaged"):
            inspect.inspect(damaged)


def test_a_key_is_vouched_for_only_as_the_centres_that_an_exam_names(folder, day, tmp_path):
    for name in ("key.kcy", "key.kcd"):
        with refuses(Outcome.KEYRING, "verify.needs-exam"):
            inspect.verify(folder / "office" / name, Trust())
        with refuses(Outcome.KEYRING, "verify.whose-key"):
            inspect.verify(folder / "office" / name, trust_in(day, tmp_path))


def trust_in(day, folder):
    (folder / "site.kcx").write_bytes(day.kcx)
    return inspect.trust_from(folder / "site.kcx", day.exam_path)


def test_nobody_vouches_for_a_backup(folder):
    with refuses(Outcome.KEYRING, "verify.backup"):
        inspect.verify(folder / "all.kcz", Trust())


def test_a_damaged_key_is_refused(folder, tmp_path):
    for name in ("key.kcy", "key.kcd"):
        data = (folder / "office" / name).read_bytes()
        path = tmp_path / name
        path.write_bytes(flip(data, len(data) - 20))
        with refuses(Outcome.SIGNATURE):
            inspect.inspect(path)


def test_an_envelope_of_a_header_only_file_holds_the_header_and_no_body(folder):
    envelope = inspect.dsse_envelope(folder / "all.kcz")
    assert envelope["payloadType"] == "application/vnd.kaochang.backup.v1"
    assert len(envelope["payload"]) < 2000
    assert len(envelope["signatures"]) == 1

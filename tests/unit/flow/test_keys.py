"""Keys made, carded, under another passphrase, and an office rotated, whatever cuts it off."""

import shutil

import msgspec
import pytest
from kaochang.custody import key_files, site
from kaochang.custody.key_files import KeyRole
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import keys, offices
from kaochang.flow.offices import OFFICE_FILE, SITE_FILE
from kaochang.machine import safe_files
from kaochang.sealing import codes, kdf
from support.clocks import ManualClock
from support.refusals import refuses
from support.seeded import seeded

OLD, NEW = "旧的口令 5521", "新的口令 7742"
COST = kdf.MINIMUM


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch):
    """Argon2id as ever, but with so little memory that a hundred passphrases cost no time."""
    argon = kdf.Argon2id
    monkeypatch.setattr(kdf, "Argon2id", lambda **given: argon(**{**given, "memory_cost": 8, "iterations": 1}))


def made(folder, role=KeyRole.OPENER, name="王", chance=1):
    return keys.make(role, name, folder, OLD, ManualClock(), seeded(chance), COST)


def office_in(folder, passphrase=OLD, chance=1):
    if (folder / OFFICE_FILE).exists():
        return offices.open_office(folder, passphrase)
    return offices.make_office(folder, passphrase, ManualClock(), seeded(chance), COST)


def rotated(folder, chance=2, passphrase=OLD):
    clock = ManualClock()
    clock.go_on(chance * 1000)
    return keys.rotate(folder, passphrase, clock, seeded(chance), COST)


def site_file(folder):
    return (folder / SITE_FILE).read_bytes()


@pytest.fixture
def office_folder(tmp_path):
    """An office with a centre's key and a session's."""
    folder = tmp_path / "office"
    office_in(folder)
    made(folder, KeyRole.CENTRE, "中心")
    session = key_files.make_key(KeyRole.SESSION, "s-1", seeded(7), 0, {"exam": bytes(32)})
    (folder / "sessions").mkdir()
    (folder / "sessions" / "s-1.kcy").write_bytes(key_files.pack_key(session, OLD, kdf.new_params(seeded(7), COST)))
    return folder


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_key_and_its_card_are_written_for_their_holder_alone(tmp_path):
    new = made(tmp_path / "keys")
    assert keys.open_key(new.file, OLD, KeyRole.OPENER) == new.key
    assert key_files.open_card(new.card.read_bytes()).signing
    assert new.file.name == f"opener-{codes.fingerprint(new.key.signing)[:4]}.kcy"
    assert {path.stat().st_mode & 0o777 for path in (new.file, new.card)} == {0o600}


def test_a_centre_has_one_key_in_a_folder(tmp_path):
    first = made(tmp_path, KeyRole.CENTRE)
    before = everything(tmp_path)
    assert first.file.name == "centre.kcy"
    with refuses(Outcome.EXISTS):
        made(tmp_path, KeyRole.CENTRE, chance=2)
    assert everything(tmp_path) == before


def test_a_key_whose_card_cannot_be_written_is_not_there_either(tmp_path):
    made(tmp_path, KeyRole.CENTRE).file.unlink()
    with refuses(Outcome.EXISTS):
        made(tmp_path, KeyRole.CENTRE)
    assert [path.name for path in tmp_path.iterdir()] == ["centre.kcd"]


def test_a_short_passphrase_leaves_no_file(tmp_path):
    with refuses(Outcome.POLICY, "passphrase.short"):
        keys.make(KeyRole.OPENER, "王", tmp_path / "keys", "short", ManualClock(), seeded(1), COST)
    assert not (tmp_path / "keys").exists()


def test_a_card_is_written_again_from_its_key_file_byte_for_byte(tmp_path):
    new = made(tmp_path)
    assert keys.write_card(new.file, OLD, tmp_path / "again.kcd") == new.key
    assert (tmp_path / "again.kcd").read_bytes() == new.card.read_bytes()
    with refuses(Outcome.EXISTS):
        keys.write_card(new.file, OLD, new.card)


def test_a_wrong_passphrase_is_told_with_the_file(tmp_path):
    new = made(tmp_path)
    with refuses(Outcome.CODE, "passphrase.wrong") as refused:
        keys.open_key(new.file, NEW)
    assert refused.value.where == str(new.file)


def test_a_folders_keys_go_under_a_new_passphrase_together(office_folder):
    office = office_in(office_folder)
    changed = keys.change_passphrase([office_folder], OLD, NEW, seeded(9), COST)
    assert sorted(path.name for path in changed) == ["centre.kcy", "office.kco", "s-1.kcy"]
    assert office_in(office_folder, NEW) == office
    assert keys.open_key(office_folder / "sessions" / "s-1.kcy", NEW).seed("exam") == bytes(32)
    for path in changed:
        with refuses(Outcome.CODE):
            keys._open(path.read_bytes(), OLD)


def test_the_site_file_stays_as_pcs_have_pinned_it_when_the_passphrase_changes(office_folder):
    before = site_file(office_folder)
    keys.change_passphrase([office_folder / OFFICE_FILE], OLD, NEW, seeded(9), COST)
    (office_folder / SITE_FILE).unlink()
    office_in(office_folder, NEW)
    assert site_file(office_folder) == before


def test_one_file_that_does_not_open_leaves_all_as_they_were(office_folder):
    stranger = keys.make(KeyRole.OPENER, "李", office_folder, "李的口令 0000", ManualClock(), seeded(5), COST)
    before = everything(office_folder)
    with refuses(Outcome.CODE) as refused:
        keys.change_passphrase([office_folder], OLD, NEW, seeded(9), COST)
    assert refused.value.where == str(stranger.file)
    assert everything(office_folder) == before


def test_a_change_that_was_cut_off_is_finished_by_the_same_call(office_folder, monkeypatch):
    replaced = []

    def cut_off(path, data):
        if replaced:
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))
        replaced.append(path)
        safe_files.replace_file(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(keys, "replace_file", cut_off)
        with refuses(Outcome.DISK_FULL):
            keys.change_passphrase([office_folder], OLD, NEW, seeded(9), COST)
    rest = keys.change_passphrase([office_folder], OLD, NEW, seeded(10), COST)
    assert len(rest) == 2
    assert set(rest).isdisjoint(replaced)
    assert office_in(office_folder, NEW)


def test_a_change_that_is_done_already_changes_nothing(office_folder):
    keys.change_passphrase([office_folder], OLD, NEW, seeded(9), COST)
    before = everything(office_folder)
    assert keys.change_passphrase([office_folder], OLD, NEW, seeded(10), COST) == ()
    assert everything(office_folder) == before


def test_a_file_that_is_named_has_to_hold_a_key_whatever_its_name(office_folder, tmp_path):
    renamed = tmp_path / "the centre's"
    shutil.copy(office_folder / "centre.kcy", renamed)
    assert keys.key_files_below([renamed, renamed]) == [renamed]
    for name in ("centre.kcd", SITE_FILE):
        with refuses(Outcome.FRAME, "keys.not-a-key") as refused:
            keys.key_files_below([office_folder, office_folder / name])
        assert refused.value.where == str(office_folder / name)
    with refuses(Outcome.MISSING, "io.missing"):
        keys.key_files_below([tmp_path / "nowhere"])


def test_a_key_file_is_looked_at_before_its_passphrase_is_asked_for(office_folder, tmp_path):
    keys.check_key_file(office_folder / "centre.kcy")
    (tmp_path / "empty.kcy").write_bytes(b"")
    for path, outcome in (
        (office_folder / SITE_FILE, Outcome.FRAME),
        (office_folder, Outcome.NOT_A_FILE),
        (tmp_path / "empty.kcy", Outcome.EMPTY),
        (tmp_path / "no.kcy", Outcome.MISSING),
    ):
        with refuses(outcome) as refused:
            keys.check_key_file(path)
        assert refused.value.where == str(path)


def test_what_a_lost_key_costs_is_told_until_somebody_is_sure(office_folder, tmp_path):
    site_now = office_in(office_folder).site
    with refuses(Outcome.POLICY, "keys.lost-unsure") as refused:
        keys.check_lost(office_folder, sure=False)
    assert (refused.value.params["site"], refused.value.params["version"]) == (site_now.id, 1)
    keys.check_lost(office_folder, sure=True)
    (office_folder / SITE_FILE).unlink()
    for folder, outcome in (
        (office_folder, Outcome.MISSING),
        (tmp_path / "nowhere", Outcome.MISSING),
        (office_folder / OFFICE_FILE, Outcome.NOT_A_FILE),
    ):
        with refuses(outcome):
            keys.check_lost(folder, sure=True)


def test_a_key_that_still_opens_is_not_lost(office_folder):
    before = everything(office_folder)
    with refuses(Outcome.POLICY, "keys.not-lost"):
        keys.replace_lost(office_folder, OLD, ManualClock(), seeded(4), COST)
    assert everything(office_folder) == before
    (office_folder / OFFICE_FILE).write_bytes(b"damaged")
    assert keys.replace_lost(office_folder, OLD, ManualClock(), seeded(4), COST).after.version == 2


def test_a_key_that_could_not_be_written_leaves_no_folder(tmp_path, monkeypatch):
    def full(path, data):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))

    monkeypatch.setattr(keys, "write_new", full)
    with refuses(Outcome.DISK_FULL):
        made(tmp_path / "people" / "王")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_keys_and_a_short_new_passphrase_are_refused(tmp_path, office_folder):
    (tmp_path / "empty").mkdir()
    with refuses(Outcome.MISSING, "keys.none-here"):
        keys.change_passphrase([tmp_path / "empty"], OLD, NEW, seeded(9), COST)
    with refuses(Outcome.POLICY, "passphrase.short"):
        keys.change_passphrase([office_folder], OLD, "short", seeded(9), COST)


def test_a_rotation_leaves_an_office_that_opens_and_a_site_file_signed_by_both(office_folder):
    before, old = site_file(office_folder), office_in(office_folder)
    rotation = rotated(office_folder)
    office = office_in(office_folder)
    assert (rotation.before, rotation.after, rotation.kept) == (old.site, office.site, None)
    assert site.open_successor(site_file(office_folder), before) == office.site
    assert office.former_seeds == (old.seed,)


def test_offices_are_rotated_again_and_again(office_folder):
    first = site_file(office_folder)
    for chance in (2, 3):
        rotated(office_folder, chance)
    assert site.open_successor(site_file(office_folder), first).version == 3


@pytest.mark.parametrize("reached", [0, 1])
def test_a_rotation_cut_off_at_any_write_is_whole_when_the_office_is_next_opened(office_folder, monkeypatch, reached):
    before, old = site_file(office_folder), office_in(office_folder)
    done = []

    def cut_off(path, data):
        if len(done) == reached:
            raise Refusal(Outcome.IO, "io.failed", str(path), detail="")
        done.append(path)
        safe_files.replace_file(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(keys, "replace_file", cut_off)
        with refuses(Outcome.IO):
            rotated(office_folder)
    office = office_in(office_folder)
    assert site.open_site(site_file(office_folder)) == office.site
    assert office.site.version == 1 + reached
    assert site.open_successor(site_file(office_folder), before) == office.site
    assert (office == old) == (reached == 0)


def test_an_office_is_rotated_only_with_its_passphrase_and_where_it_is(office_folder, tmp_path):
    before = everything(office_folder)
    with refuses(Outcome.CODE):
        rotated(office_folder, passphrase="not the passphrase")
    assert everything(office_folder) == before
    with refuses(Outcome.MISSING):
        rotated(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_lost_office_gets_a_key_of_its_own_and_the_old_file_is_kept(office_folder):
    before, old_key = site_file(office_folder), (office_folder / OFFICE_FILE).read_bytes()
    rotation = keys.replace_lost(office_folder, NEW, ManualClock(), seeded(4), COST)
    office = office_in(office_folder, NEW)
    assert (office.site, office.site.version, office.former_seeds) == (rotation.after, 2, ())
    assert rotation.kept.read_bytes() == old_key
    assert rotation.kept.name == "office-1.kco.lost"
    with refuses(Outcome.KEYRING, "site.not-signed-on"):
        site.open_successor(site_file(office_folder), before)


def test_an_office_that_is_lost_altogether_starts_again_from_its_site_file_alone(tmp_path, office_folder):
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / SITE_FILE).write_bytes(site_file(office_folder))
    rotation = keys.replace_lost(folder, NEW, ManualClock(), seeded(4), COST)
    assert rotation.kept is None
    assert office_in(folder, NEW).site.id == rotation.before.id


def test_a_lost_office_goes_under_no_short_passphrase(office_folder):
    before = everything(office_folder)
    with refuses(Outcome.POLICY, "passphrase.short"):
        keys.replace_lost(office_folder, "short", ManualClock(), seeded(4), COST)
    assert everything(office_folder) == before


def test_another_offices_site_file_beside_a_key_is_refused(office_folder, tmp_path):
    other = office_in(tmp_path / "other", chance=8)
    (office_folder / SITE_FILE).write_bytes(site_file(tmp_path / "other"))
    with refuses(Outcome.KEYRING, "site.not-the-offices") as refused:
        office_in(office_folder)
    assert refused.value.where == str(office_folder / SITE_FILE)
    usurper = msgspec.structs.replace(other, site=msgspec.structs.replace(other.site, id=office_id(office_folder)))
    (office_folder / SITE_FILE).write_bytes(site.pack_site(usurper, 0))
    with refuses(Outcome.KEYRING, "site.not-the-offices"):
        office_in(office_folder)


def office_id(folder):
    return site.open_office((folder / OFFICE_FILE).read_bytes(), OLD).site.id


def test_a_new_office_has_key_and_site_file_of_one_moment(tmp_path):
    office_in(tmp_path / "office")
    before = site_file(tmp_path / "office")
    (tmp_path / "office" / SITE_FILE).unlink()
    office_in(tmp_path / "office")
    assert site_file(tmp_path / "office") == before

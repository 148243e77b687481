"""Pinning: the first site file stays, and only its own office can send another."""

import pytest
from kaochang.custody import site
from kaochang.custody.site import make_office, pack_site
from kaochang.domain.refusals import Outcome
from kaochang.flow import pinning
from support.refusals import refuses
from support.seeded import seeded

FIRST = make_office(seeded(1))
FIRST_FILE = pack_site(FIRST, 1)
SECOND = site.rotate(FIRST, FIRST_FILE, seeded(2))
SECOND_FILE = pack_site(SECOND, 2)
LOST = site.replace_lost(FIRST_FILE, seeded(3))
LOST_FILE = pack_site(LOST, 3)
ELSEWHERE = make_office(seeded(4))


@pytest.fixture
def pc(tmp_path):
    return tmp_path / "pc"


@pytest.fixture
def brought(tmp_path):
    """Puts a site file on a stick."""

    def bring(data):
        path = tmp_path / "site.kcx"
        path.write_bytes(data)
        return path

    return bring


def kept(pc):
    return pinning.pinned_path(pc, FIRST.site.id).read_bytes()


def test_the_first_site_file_is_kept_and_the_same_one_is_taken_again(pc, brought):
    assert pinning.pin(brought(FIRST_FILE), pc) == pinning.Pinned(FIRST.site, None)
    assert kept(pc) == FIRST_FILE
    assert pinning.pin(brought(FIRST_FILE), pc) == pinning.Pinned(FIRST.site, FIRST.site)
    assert pinning.read_site(brought(FIRST_FILE), pc) == FIRST.site


def test_where_the_same_one_is_pinned_nothing_is_written(pc, brought, monkeypatch):
    pinning.pin(brought(FIRST_FILE), pc)
    for name in ("write_new", "replace_file"):
        monkeypatch.delattr(pinning, name)
    assert pinning.pin(brought(FIRST_FILE), pc) == pinning.Pinned(FIRST.site, FIRST.site)


def test_what_is_only_looked_at_is_kept_when_that_is_said_and_held_against_what_is_pinned(pc, brought):
    looked = pinning.look(brought(FIRST_FILE), pc)
    assert (looked, pc.exists()) == (pinning.Pinned(FIRST.site, None), False)
    pinning.keep(looked, pc)
    assert kept(pc) == FIRST_FILE
    newer = pinning.look(brought(SECOND_FILE), pc)
    assert (newer, kept(pc)) == (pinning.Pinned(SECOND.site, FIRST.site), FIRST_FILE)
    with refuses(Outcome.KEYRING):
        pinning.look(brought(LOST_FILE), pc)
    pinning.keep(newer, pc)
    assert kept(pc) == SECOND_FILE
    with refuses(Outcome.ROLLBACK, "site.older"):  # pinned in between by another program
        pinning.keep(looked, pc)


@pytest.mark.attack(30)
def test_a_rotated_office_is_followed_and_the_older_one_refused_from_then_on(pc, brought):
    pinning.read_site(brought(FIRST_FILE), pc)
    assert pinning.pin(brought(SECOND_FILE), pc) == pinning.Pinned(SECOND.site, FIRST.site)
    assert kept(pc) == SECOND_FILE
    with refuses(Outcome.ROLLBACK, "site.older"):
        pinning.read_site(brought(FIRST_FILE), pc)
    assert kept(pc) == SECOND_FILE


@pytest.mark.attack(31)
def test_what_the_known_office_has_not_signed_is_refused_and_changes_nothing(pc, brought):
    pinning.read_site(brought(FIRST_FILE), pc)
    with refuses(Outcome.KEYRING, "site.not-signed-on") as refused:
        pinning.read_site(brought(LOST_FILE), pc)
    assert refused.value.where.endswith("site.kcx")
    assert kept(pc) == FIRST_FILE


def test_a_pc_is_set_up_anew_by_hand_only(pc, brought):
    pinning.read_site(brought(FIRST_FILE), pc)
    assert pinning.pin_anew(brought(LOST_FILE), pc) == pinning.Pinned(LOST.site, FIRST.site)
    assert pinning.read_site(brought(LOST_FILE), pc) == LOST.site


def test_each_site_is_pinned_for_itself(pc, brought):
    pinning.read_site(brought(FIRST_FILE), pc)
    assert pinning.read_site(brought(pack_site(ELSEWHERE, 1)), pc) == ELSEWHERE.site
    assert kept(pc) == FIRST_FILE


def test_a_damaged_pin_is_never_replaced_by_itself(pc, brought):
    pinning.read_site(brought(FIRST_FILE), pc)
    pinning.pinned_path(pc, FIRST.site.id).write_bytes(FIRST_FILE[:-1])
    with refuses(Outcome.KEYRING, "site.pin-damaged"):
        pinning.read_site(brought(FIRST_FILE), pc)
    assert kept(pc) == FIRST_FILE[:-1]
    assert pinning.pin_anew(brought(FIRST_FILE), pc) == pinning.Pinned(FIRST.site, None)
    assert kept(pc) == FIRST_FILE


def test_a_file_that_is_no_site_file_pins_nothing(pc, brought):
    with refuses(Outcome.FRAME):
        pinning.read_site(brought(b"KCHG-S1\n"), pc)
    with refuses(Outcome.FRAME):
        pinning.pin_anew(brought(b"no site file at all"), pc)
    assert not pc.exists()


def test_a_full_disk_pins_nothing_and_says_so(small_disk, brought):
    (small_disk / "filler").write_bytes(bytes(1024 * 1024 - 16 * 4096))
    try:
        while True:
            (small_disk / f"more-{len(list(small_disk.iterdir()))}").write_bytes(bytes(4096))
    except OSError:
        pass
    with refuses(Outcome.DISK_FULL):
        pinning.read_site(brought(FIRST_FILE), small_disk)
    assert not pinning.pinned_path(small_disk, FIRST.site.id).exists()

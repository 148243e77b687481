"""The site file, the office's key file, and how one office follows upon another."""

import msgspec
import pytest
from kaochang.custody import site
from kaochang.custody.envelope import header_bytes, payload_bytes, read_header
from kaochang.custody.site import (
    FORMER_LIMIT,
    OfficeHeader,
    SiteHeader,
    make_office,
    open_office,
    open_site,
    open_successor,
    pack_office,
    pack_site,
)
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import LATEST_WALL, bytes_to_text, text_to_bytes
from kaochang.sealing import frame, kdf, keys, signatures
from kaochang.sealing.contexts import Context, bind
from kaochang.sealing.frame import FileType
from support.refusals import flip, refuses
from support.seeded import seeded

replace = msgspec.structs.replace

PASSPHRASE = "办公室口令 2264"
MADE = 1_760_000_000_000
SMALL_ORDER = bytes_to_text(bytes(32))


def params(salt=1):
    return kdf.new_params(seeded(salt), kdf.MINIMUM)


FIRST = make_office(seeded(1))
FIRST_FILE = pack_site(FIRST, MADE)
SECOND = site.rotate(FIRST, FIRST_FILE, seeded(2))
SECOND_FILE = pack_site(SECOND, MADE + 1)
THIRD = site.rotate(SECOND, SECOND_FILE, seeded(3))
THIRD_FILE = pack_site(THIRD, MADE + 2)
STRANGER = make_office(seeded(9))


@pytest.fixture(scope="module")
def first_key_file():
    return pack_office(FIRST, PASSPHRASE, params(), MADE)


@pytest.fixture(scope="module")
def third_key_file():
    return pack_office(THIRD, PASSPHRASE, params(3), MADE + 2)


def signed(header, body, *offices):
    """A site file of this header and body, signed by these offices."""
    return frame.pack(FileType.SITE, header_bytes(header), body, [text_to_bytes(each.seed) for each in offices])


def header_of(data):
    return read_header(SiteHeader, frame.unpack(data))


def changed(data, *offices, **members):
    """A site file with other members in its header, signed by these offices."""
    framed = frame.unpack(data)
    return signed(replace(read_header(SiteHeader, framed), **members), framed.body, *offices)


def test_a_site_comes_back_from_its_file_with_its_whole_history():
    assert open_site(FIRST_FILE) == FIRST.site
    assert open_site(THIRD_FILE) == THIRD.site
    assert (THIRD.site.version, [each.office for each in THIRD.site.former]) == (
        3,
        [SECOND.site.office, FIRST.site.office],
    )


def test_a_site_file_of_one_moment_has_the_same_bytes_each_time():
    assert pack_site(SECOND, MADE + 1) == SECOND_FILE != pack_site(SECOND, MADE + 2)


def test_the_office_comes_back_under_its_passphrase_only(first_key_file):
    assert open_office(first_key_file, PASSPHRASE) == FIRST
    with refuses(Outcome.CODE, "passphrase.wrong"):
        open_office(first_key_file, "another one")
    with refuses(Outcome.SIGNATURE):
        open_office(flip(first_key_file, len(first_key_file) - 150), PASSPHRASE)


def test_a_rotated_office_comes_back_with_every_key_it_had(third_key_file):
    assert open_office(third_key_file, PASSPHRASE) == THIRD
    assert THIRD.former_seeds == (SECOND.seed, FIRST.seed)


def test_an_office_key_goes_under_no_short_passphrase():
    with refuses(Outcome.POLICY, "passphrase.short"):
        pack_office(FIRST, "1234567", params(), MADE)


def test_no_file_holds_a_private_key_and_no_trace_shows_one(first_key_file, third_key_file):
    for seed in (FIRST.seed, SECOND.seed, THIRD.seed):
        for data in (FIRST_FILE, THIRD_FILE, first_key_file, third_key_file):
            assert text_to_bytes(seed) not in data
            assert seed.encode() not in data
        assert seed not in repr(THIRD) + repr(FIRST)


def test_two_offices_have_nothing_secret_in_common():
    mine, theirs = ({each.seed, each.site.id, each.site.office, each.site.key} for each in (FIRST, STRANGER))
    assert not mine & theirs
    assert FIRST.site.office == bytes_to_text(signatures.public_of(text_to_bytes(FIRST.seed)))


def test_a_rotation_changes_office_key_and_site_key_but_not_the_site():
    assert SECOND.site.id == FIRST.site.id
    assert {SECOND.site.office, SECOND.site.key}.isdisjoint({FIRST.site.office, FIRST.site.key})


def test_only_the_offices_own_site_file_is_rotated():
    with refuses(Outcome.KEYRING, "site.not-the-offices"):
        site.rotate(FIRST, SECOND_FILE, seeded(4))


def test_what_was_wrapped_under_any_site_key_of_the_sites_history_opens():
    context = bind(Context.EXAM_SITE_SLOT, b"nonce", b"R1")
    for office in (FIRST, SECOND, THIRD):
        wrapped = kdf.wrap(keys.subkey(text_to_bytes(office.site.key), context), b"room key", context)
        assert THIRD.site.unwrap(wrapped, context) == b"room key"
    with refuses(Outcome.KEYRING, "site"):
        FIRST.site.unwrap(wrapped, context)


@pytest.mark.parametrize(("data", "pinned"), [(SECOND_FILE, FIRST_FILE), (THIRD_FILE, SECOND_FILE)])
def test_the_next_version_succeeds_by_both_signatures(data, pinned):
    assert open_successor(data, pinned) == open_site(data)
    assert open_successor(pinned, pinned) == open_site(pinned)


@pytest.mark.attack(31)
def test_a_pc_that_missed_a_version_still_finds_the_signature_it_knows():
    assert open_successor(THIRD_FILE, FIRST_FILE) == THIRD.site


@pytest.mark.attack(30)
def test_an_older_version_is_a_rollback():
    with refuses(Outcome.ROLLBACK, "site.older"):
        open_successor(FIRST_FILE, SECOND_FILE)


@pytest.mark.attack(31)
def test_a_next_version_by_the_new_key_alone_is_refused():
    with refuses(Outcome.KEYRING, "site.not-signed-on"):
        open_successor(changed(SECOND_FILE, SECOND), FIRST_FILE)


@pytest.mark.attack(31)
def test_a_next_version_by_the_old_key_alone_is_refused():
    with refuses(Outcome.SIGNATURE):
        open_successor(changed(SECOND_FILE, FIRST), FIRST_FILE)


@pytest.mark.attack(23, 31)
def test_a_next_version_signed_twice_by_the_new_key_is_refused():
    with refuses(Outcome.KEYRING, "site.not-signed-on"):
        open_successor(changed(SECOND_FILE, SECOND, SECOND), FIRST_FILE)


@pytest.mark.attack(31)
def test_another_office_under_the_same_site_is_refused():
    usurper = replace(STRANGER, site=replace(STRANGER.site, id=FIRST.site.id))
    with refuses(Outcome.KEYRING, "site.other-office"):
        open_successor(pack_site(usurper, MADE), FIRST_FILE)


def test_another_file_of_the_same_version_is_refused():
    with refuses(Outcome.KEYRING, "site.other-office"):
        open_successor(pack_site(FIRST, MADE + 5), FIRST_FILE)


def test_another_site_is_no_successor():
    with refuses(Outcome.KEYRING, "site"):
        open_successor(pack_site(STRANGER, MADE), FIRST_FILE)


def test_a_next_version_upon_another_file_than_the_pinned_one_is_refused():
    other_history = changed(SECOND_FILE, SECOND, FIRST, previous=header_of(SECOND_FILE).previous[::-1])
    with refuses(Outcome.KEYRING, "site.not-signed-on"):
        open_successor(other_history, FIRST_FILE)


def test_an_office_in_the_place_of_a_lost_one_is_accepted_by_nobody_and_keeps_no_trust_in_the_lost_key():
    lost = site.replace_lost(SECOND_FILE, seeded(5))
    assert (lost.site.version, lost.former_seeds) == (3, ())
    assert [each.office for each in lost.site.former] == [FIRST.site.office]
    with refuses(Outcome.KEYRING, "site.not-signed-on"):
        open_successor(pack_site(lost, MADE), SECOND_FILE)


def test_a_lost_office_that_is_rotated_again_comes_back_from_its_key_file():
    lost = site.replace_lost(SECOND_FILE, seeded(5))
    after = site.rotate(lost, pack_site(lost, MADE), seeded(6))
    assert open_office(pack_office(after, PASSPHRASE, params(), MADE), PASSPHRASE) == after
    assert open_successor(pack_site(after, MADE), pack_site(lost, MADE)) == after.site


def test_a_site_forgets_its_oldest_offices_when_no_more_signatures_fit():
    office, data = FIRST, FIRST_FILE
    for chance in range(FORMER_LIMIT + 2):
        office = site.rotate(office, data, seeded(100 + chance))
        data = pack_site(office, MADE)
    assert len(office.site.former) == len(office.former_seeds) == FORMER_LIMIT
    assert len(frame.unpack(data).signatures) == frame.MAX_SIGNATURES
    assert open_site(data) == office.site
    assert open_office(pack_office(office, PASSPHRASE, params(), MADE), PASSPHRASE) == office


def test_a_site_file_that_pins_a_key_it_is_not_signed_by_is_refused():
    with refuses(Outcome.SIGNATURE):
        open_site(changed(FIRST_FILE, FIRST, office=STRANGER.site.office))


@pytest.mark.parametrize("made", [-1, LATEST_WALL + 1, 2**53 - 1])
def test_a_date_that_no_calendar_has_is_no_header(made):
    with refuses(Outcome.HEADER, "header"):
        open_site(pack_site(FIRST, made))
    assert open_site(pack_site(FIRST, LATEST_WALL)) == FIRST.site


@pytest.mark.parametrize("body", [b"", bytes(31), bytes(33), bytes(64)])
def test_a_body_that_is_not_one_key_for_each_office_is_refused(body):
    with refuses(Outcome.PAYLOAD):
        open_site(signed(header_of(FIRST_FILE), body, FIRST))


@pytest.mark.parametrize(
    "history",
    [
        {"version": 0},
        {"version": -1},
        {"version": 1_000_001},
        {"version": 2},
        {"previous": "AAAA"},
        {"former": (STRANGER.site.office,)},
        {"version": 2, "previous": "AAAA", "former": (STRANGER.site.office,) * 2},
        {"version": 99, "previous": "AAAA", "former": (STRANGER.site.office,) * (FORMER_LIMIT + 1)},
        {"site": "../../up"},
        {"site": ""},
    ],
)
def test_an_impossible_history_or_a_site_that_is_no_plain_id_is_no_header(history):
    with refuses(Outcome.HEADER, "header"):
        open_site(changed(FIRST_FILE, FIRST, **history))


@pytest.mark.attack(27)
def test_small_order_keys_are_refused_as_office_and_as_former_office():
    with refuses(Outcome.CERT):
        open_site(changed(FIRST_FILE, FIRST, office=SMALL_ORDER))
    with refuses(Outcome.CERT):
        open_site(changed(SECOND_FILE, SECOND, former=(SMALL_ORDER,)))


def test_an_office_key_file_whose_inside_is_not_what_its_header_says_is_refused(third_key_file):
    header = read_header(OfficeHeader, frame.unpack(third_key_file))
    slot = bind(Context.OFFICE_KEY_SLOT, header.site.encode())
    kek = kdf.derive(PASSPHRASE, header.kdf, slot)
    kept = tuple(site.FormerSeeds(each.seed, each.site.key) for each in (SECOND, FIRST))
    for seeds in (
        site.OfficeSeeds(STRANGER.seed, THIRD.site.key, kept),
        site.OfficeSeeds(THIRD.seed, "AAAA", kept),
        site.OfficeSeeds(THIRD.seed, THIRD.site.key, kept[:1]),
        site.OfficeSeeds(THIRD.seed, THIRD.site.key, (replace(kept[0], office=STRANGER.seed), kept[1])),
        site.OfficeSeeds(THIRD.seed, THIRD.site.key, (replace(kept[0], key="AA"), kept[1])),
        site.OfficeSeeds("AA", THIRD.site.key, kept),
    ):
        sealed = site.streams.seal(kek, slot, site.streams.pad(payload_bytes(seeds), site.streams.blocks))
        data = frame.pack(FileType.OFFICE_KEY, header_bytes(header), sealed, [text_to_bytes(THIRD.seed)])
        with refuses(Outcome.PAYLOAD, "payload"):
            open_office(data, PASSPHRASE)

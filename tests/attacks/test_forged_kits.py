"""A forged centre kit in the place of the true one: told from it before anybody types a passphrase.

It has every right shape, opens by the openers' own keys, and verifies by the key that it names: anybody can make one,
because openers' public keys stand in the true kit's header.
"""

import msgspec
import pytest
from kaochang.custody import key_files, kits, site
from kaochang.custody.envelope import digest
from kaochang.custody.key_files import KeyRole
from kaochang.custody.kits import QuorumLock, SecretLock
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.flow import centre_kit, inspect, pinning
from kaochang.sealing import signatures
from kaochang.sealing.codes import fingerprint
from support.exam_day import kaochang
from support.refusals import refuses
from support.sealed import PASSPHRASE
from support.seeded import seeded

replace = msgspec.structs.replace
FORGER = bytes(range(32))


def forged(day, **change):
    """A kit for the same openers, or under the same passphrase, signed by a key of the forger's."""
    kit = replace(day.centre_kit, exam_key=bytes_to_text(signatures.public_of(FORGER)), **change)
    lock = QuorumLock(day.quorum, day.members) if day.quorum else SecretLock(PASSPHRASE, day.params(2))
    return kits.pack_centre_kit(kit, lock, FORGER, seeded(9))


@pytest.fixture
def place(tmp_path):
    """The stick that a kit came on."""
    return tmp_path / "centre.kck"


@pytest.fixture
def trust(certified, tmp_path):
    """What the centre holds kits against: the sealed exam, by the office's site file."""
    return trust_of(certified, tmp_path)


def trust_of(day, folder):
    (folder / "site.kcx").write_bytes(day.kcx)
    return centre_kit.trust_in(day.exam_path, pinning.pin(folder / "site.kcx", folder / "pc"))


@pytest.mark.attack(61)
def test_a_forged_kit_opens_by_the_openers_keys_and_is_told_by_the_exam_only(certified, place, trust):
    place.write_bytes(forged(certified))
    seeds = [key.seed("sealing") for key in certified.openers[:2]]
    assert kits.open_centre_kit_together(place.read_bytes(), seeds).tickets
    with refuses(Outcome.CERT, "kit.forged") as caught:
        centre_kit.read_kit(place, trust)
    assert caught.value.where == str(place)
    place.write_bytes(certified.kck)
    assert centre_kit.read_kit(place, trust).open_together(certified.openers[:2]) == certified.centre_kit


@pytest.mark.attack(61)
def test_no_certified_kit_is_read_without_the_sealed_exam(certified, place):
    for data in (certified.kck, forged(certified)):
        place.write_bytes(data)
        with refuses(Outcome.KEYRING, "verify.needs-exam"):
            centre_kit.read_kit(place)


@pytest.mark.attack(61)
@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"exam_file": digest(b"another sealing")}, Outcome.CONTEXT),
        ({"session": "another-session"}, Outcome.CONTEXT),
        ({"kind": Kind.REHEARSAL}, Outcome.POLICY),
    ],
    ids=["sealing", "session", "kind"],
)
def test_a_kit_of_another_sealing_session_or_kind_is_refused_whoever_signed_it(
    certified, place, trust, change, outcome
):
    told = replace(certified.context, **change)
    session = replace(certified.session, id=told.session, kind=told.kind)
    kit = replace(certified.centre_kit, context=told, session=session)
    lock = QuorumLock(certified.quorum, certified.members)
    place.write_bytes(kits.pack_centre_kit(kit, lock, certified.keys.exam_seed, seeded(9)))
    with refuses(outcome):
        centre_kit.read_kit(place, trust)


@pytest.mark.attack(61)
def test_a_forged_kit_that_calls_itself_quick_has_no_openers_and_is_told_before_they_type(certified, place, trust):
    told = replace(certified.context, level=Level.QUICK)
    kit = replace(certified.centre_kit, context=told, session=replace(certified.session, level=Level.QUICK))
    lock = SecretLock("forger's passphrase", certified.params(2))
    place.write_bytes(kits.pack_centre_kit(kit, lock, FORGER, seeded(9)))
    with refuses(Outcome.POLICY, "kit.no-openers"):
        centre_kit.read_kit(place).check_opens_together([place])
    with refuses(Outcome.CONTEXT):
        centre_kit.read_kit(place, trust)


@pytest.mark.attack(61)
def test_a_kit_that_names_another_centre_than_the_exam_is_refused_though_rightly_signed(certified, place, trust):
    kit = replace(certified.centre_kit, centre_key=bytes_to_text(signatures.public_of(FORGER)))
    lock = QuorumLock(certified.quorum, certified.members)
    place.write_bytes(kits.pack_centre_kit(kit, lock, certified.keys.exam_seed, seeded(9)))
    with refuses(Outcome.CERT, "kit.forged"):
        centre_kit.read_kit(place, trust).open_together(certified.openers[:2])


@pytest.mark.attack(61)
def test_an_exam_of_another_office_vouches_for_no_kit(certified, place, trust, other_day, tmp_path):
    place.write_bytes(certified.kck)
    (tmp_path / "other").mkdir()
    with refuses(Outcome.CERT):
        centre_kit.trust_in(other_day.exam_path, pinning.pin(tmp_path / "site.kcx", tmp_path / "pc"))
    with refuses(Outcome.CONTEXT):
        centre_kit.read_kit(place, trust_of(other_day, tmp_path / "other"))


@pytest.mark.attack(61)
def test_a_kit_for_several_people_is_told_before_anybody_types_a_passphrase(certified, place, trust):
    place.write_bytes(certified.kck)
    with refuses(Outcome.POLICY, "kit.openers-needed"):
        centre_kit.read_kit(place, trust).check_opens_by_passphrase()


@pytest.mark.attack(61)
def test_key_files_that_would_not_open_the_kit_are_told_before_their_holders_type(certified, place, trust, tmp_path):
    place.write_bytes(certified.kck)
    kit = centre_kit.read_kit(place, trust)
    stranger = key_files.make_key(KeyRole.OPENER, "stranger", seeded(7), certified.session.opens)
    files = []
    for at, key in enumerate((*certified.openers, stranger)):
        files.append(tmp_path / f"{at}.kcy")
        files[-1].write_bytes(key_files.pack_key(key, f"passphrase {at} of nobody", certified.params(4)))
    kit.check_opens_together(files[:2])
    with refuses(Outcome.CODE, "kit.stranger"):
        kit.check_opens_together(files[1:])
    for too_few in (files[:1], files[:1] * 2):
        with refuses(Outcome.POLICY, "kit.too-few"):
            kit.check_opens_together(too_few)


@pytest.mark.attack(61)
def test_a_quick_kit_is_held_against_the_exam_where_one_is_given(day, place, tmp_path):
    place.write_bytes(forged(day))
    trust = trust_of(day, tmp_path)
    with refuses(Outcome.CERT, "kit.forged"):
        centre_kit.read_kit(place, trust)
    place.write_bytes(day.kck)
    for held in (centre_kit.read_kit(place), centre_kit.read_kit(place, trust)):
        assert held.open(PASSPHRASE) == day.centre_kit


@pytest.mark.attack(61)
def test_verifying_says_of_a_forged_kit_that_it_is_one(certified, place, trust):
    place.write_bytes(forged(certified))
    with refuses(Outcome.CERT, "kit.forged"):
        inspect.verify(place, trust)


@pytest.mark.attack(61)
def test_merging_by_a_forged_kit_reads_no_openers_key_and_makes_no_database(certified, place, trust, tmp_path):
    """Whatever would be asked for is named by files that do not exist: none of them is looked for."""
    place.write_bytes(forged(certified))
    (tmp_path / "stick").mkdir()
    nobody = [part for name in ("a", "b") for part in ("--opener", tmp_path / name)]
    merge = ["merge", tmp_path / "stick", "--kit", place, "--db", tmp_path / "centre.db", *nobody]
    exam = ["--exam", certified.exam_path, "--site", tmp_path / "site.kcx", "--data", tmp_path / "pc"]
    assert kaochang(*merge, *exam).code == int(Outcome.CERT)
    assert kaochang(*merge).code == int(Outcome.KEYRING)
    place.write_bytes(certified.kck)
    assert kaochang(*merge, *exam).code == int(Outcome.MISSING)
    assert not (tmp_path / "centre.db").exists()


@pytest.mark.attack(61)
def test_a_centre_pins_the_offices_site_file_and_takes_no_other_for_the_same_site(certified, place, trust, tmp_path):
    """As exam-room PCs do, by the same rules."""
    place.write_bytes(certified.kck)
    (tmp_path / "stick").mkdir()
    other = site.pack_site(certified.office, certified.session.opens + 1)
    (tmp_path / "site.kcx").write_bytes(other)
    merge = ["merge", tmp_path / "stick", "--kit", place, "--db", tmp_path / "centre.db"]
    exam = ["--exam", certified.exam_path, "--site", tmp_path / "site.kcx", "--data", tmp_path / "pc"]
    assert kaochang(*merge, *exam).code == int(Outcome.KEYRING)
    assert pinning.pinned_path(tmp_path / "pc", certified.office.site.id).read_bytes() == certified.kcx


@pytest.mark.attack(61)
def test_a_site_file_that_is_new_to_the_centre_is_told_with_its_fingerprint_before_anybody_types(
    certified, place, tmp_path
):
    place.write_bytes(certified.kck)
    (tmp_path / "site.kcx").write_bytes(certified.kcx)
    (tmp_path / "stick").mkdir()
    merge = ["merge", tmp_path / "stick", "--kit", place, "--db", tmp_path / "centre.db", "--opener", tmp_path / "a"]
    exam = ["--exam", certified.exam_path, "--site", tmp_path / "site.kcx", "--data", tmp_path / "pc"]
    told = [fingerprint(office) in kaochang(*merge, *exam).out for office in certified.office.site.offices() * 2]
    assert told == [True, True]
    assert not (tmp_path / "pc").exists()  # nothing has borne it out yet

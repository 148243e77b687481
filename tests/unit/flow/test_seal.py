"""Sealing: a session checked first, codes made as its level has them, its files written all together or not at all."""

import dataclasses
import shutil
import tracemalloc
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from kaochang.custody.exam_plan import Pictures
from kaochang.custody.key_files import KeyRole
from kaochang.custody.kits import read_kit_header
from kaochang.domain.assessments import Level, Rules
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import centre_kit, centre_side, collect, keys, offices, pinning, seal, unlock
from kaochang.flow.offices import CENTRE_KEY_FILE, KEY_FILE_LIMIT, OFFICE_FILE, SITE_FILE
from kaochang.flow.seal import Sealers, SealTarget, places_below
from kaochang.flow.session_plan import SealOrder, keep_until
from kaochang.machine import safe_files
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import codes, frame, kdf
from support.clocks import ManualClock
from support.exams import OPENS, PICTURE, SCHEMES, make_exam, make_session, make_tickets
from support.refusals import refuses
from support.sealed import pictures
from support.seeded import seeded

PASSPHRASE = "办公室口令 2264"
KIT_PASSPHRASE = "中心文件口令 5501"
MEDIA = {PICTURE: b"png"}
SHEETS = {"start-sheet.pdf": b"%PDF", "slips-R1.pdf": b"%PDF slips"}


def office_in(folder, passphrase=PASSPHRASE, chance=1):
    if (folder / OFFICE_FILE).exists():
        return offices.open_office(folder, passphrase)
    return offices.make_office(folder, passphrase, ManualClock(), seeded(chance), kdf.MINIMUM)


def order(level=Level.QUICK, **change):
    session = make_session(level=level)
    given = {"session": session, "exams": [make_exam()], "schemes": SCHEMES, "tickets": make_tickets()}
    given |= {"keep_until": keep_until(session), "media": pictures(MEDIA), "cost": kdf.MINIMUM}
    return SealOrder(**{**given, **change})


def sealers_in(folder, level=Level.QUICK, *, openers=0, quorum=0):
    """The office in a folder; certified with the cards of a centre and so many openers."""
    office, clock = office_in(folder / "office"), ManualClock()
    if level is Level.QUICK:
        side = centre_side.of_office(folder / "office", PASSPHRASE, clock, seeded(2), kdf.MINIMUM)
        return Sealers(office, PASSPHRASE, side)
    made = [
        keys.make(role, name, folder / name, PASSPHRASE, clock, seeded(at), kdf.MINIMUM)
        for at, (role, name) in enumerate(
            [(KeyRole.CENTRE, "centre"), *((KeyRole.OPENER, f"opener-{at}") for at in range(openers))]
        )
    ]
    cards = [each.card for each in made]
    side = centre_side.of_cards(cards[0], cards[1:], quorum)
    return Sealers(office, PASSPHRASE, side if quorum else centre_side.under_passphrase(side, KIT_PASSPHRASE))


def target_in(folder, sealed_order):
    places = places_below(folder / "out", folder / "office", sealed_order.session.id)
    return SealTarget(places, read_whole(folder / "office" / SITE_FILE, KEY_FILE_LIMIT), SHEETS)


def sealed_in(folder, wanted=None, sealers=None, chance=3):
    """A sealed session and its secrets."""
    wanted = wanted or order()
    sealers = sealers or sealers_in(folder)
    secrets = seal.new_secrets(wanted.session, wanted.tickets, seeded(chance))
    done = seal.seal(wanted, secrets, sealers, target_in(folder, wanted), ManualClock(), seeded(chance))
    return done, secrets


@pytest.fixture
def no_cost(monkeypatch):
    """Secrets that cost nothing to try, for tests that are about files and not about secrets."""
    monkeypatch.setattr(kdf, "derive", lambda secret, params, context: sha256(secret.encode() + context).digest())


def files_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def room_of(folder, room, room_code=""):
    rooms = folder / "out" / "rooms"
    site = pinning.read_site(rooms / SITE_FILE, folder / "pc")
    return unlock.open_room(rooms / seal.EXAM_FILE, site, room, room_code)


def test_an_office_whose_site_file_is_gone_gets_the_same_one_again(tmp_path):
    office = office_in(tmp_path / "office")
    (tmp_path / "office" / SITE_FILE).unlink()
    office_in(tmp_path / "office")
    assert pinning.read_site(tmp_path / "office" / SITE_FILE, tmp_path / "pc") == office.site


def test_an_office_that_failed_half_way_can_be_made_after_all(tmp_path, monkeypatch):
    def full(path, data):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))

    with monkeypatch.context() as broken:
        broken.setattr(offices, "write_new", full)
        with refuses(Outcome.DISK_FULL):
            office_in(tmp_path / "office")
    office_in(tmp_path / "office")
    assert {path.name for path in (tmp_path / "office").iterdir()} == {OFFICE_FILE, SITE_FILE}


def test_a_mistyped_folder_makes_no_second_office(tmp_path):
    office_in(tmp_path / "office")
    with refuses(Outcome.MISSING, "office.none-here") as caught:
        offices.open_office(tmp_path / "ofice", PASSPHRASE)
    assert caught.value.where == str(tmp_path / "ofice")
    assert not (tmp_path / "ofice").exists()


@pytest.mark.parametrize(
    ("name", "outcome", "key"),
    [
        ("office", Outcome.EXISTS, "office.is-here"),
        ("full", Outcome.EXISTS, "office.not-empty"),
        ("file", Outcome.NOT_A_FILE, "io.not-a-folder"),
    ],
)
def test_a_new_office_has_a_folder_of_its_own(tmp_path, name, outcome, key):
    office_in(tmp_path / "office")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / SITE_FILE).write_bytes(b"of an office whose key is lost")
    (tmp_path / "file").write_bytes(b"")
    before = files_below(tmp_path)
    with refuses(outcome, key):
        offices.make_office(tmp_path / name, PASSPHRASE, ManualClock(), seeded(5), kdf.MINIMUM)
    assert files_below(tmp_path) == before


def test_a_new_office_goes_into_an_empty_folder_whatever_the_system_hides_there(tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / ".DS_Store").write_bytes(b"")
    assert office_in(tmp_path / "office") == offices.open_office(tmp_path / "office", PASSPHRASE)


def test_a_quick_session_has_one_start_code_and_nothing_else_to_tell():
    secrets = seal.new_secrets(make_session(), make_tickets(), seeded())
    assert secrets.start_codes.keys() == {"R1", "R2"}
    assert len(set(secrets.start_codes.values())) == 1
    assert [*secrets.room_codes, *secrets.proctor_codes, *secrets.pins] == []


def test_a_certified_session_has_codes_of_their_own_for_everybody():
    secrets = seal.new_secrets(make_session(level=Level.CERTIFIED), make_tickets(), seeded())
    rooms = [secrets.start_codes, secrets.room_codes, secrets.proctor_codes]
    assert [each.keys() for each in rooms] == [{"R1", "R2"}] * 3
    assert secrets.pins.keys() == {"T1", "T2", "T3"}
    told = [code for each in (*rooms, secrets.pins) for code in each.values()]
    assert len(set(told)) == len(told) == 9
    assert all(codes.normalise(pin, codes.PIN) == pin for pin in secrets.pins.values())


def test_secrets_stand_in_no_trace():
    secrets = seal.new_secrets(make_session(level=Level.CERTIFIED), make_tickets(), seeded())
    shown = repr(secrets)
    told = [*secrets.start_codes.values(), *secrets.room_codes.values(), *secrets.pins.values()]
    assert not [code for code in told if code in shown]


def kit_of(done):
    """The centre kit, held against the sealed exam as at the centre."""
    rooms = done.folders["rooms"]
    pinned = pinning.pin(rooms / SITE_FILE, rooms.parent.parent / "centre-pc")
    trust = centre_kit.trust_in(rooms / "session.kcb", pinned)
    return centre_kit.read_kit(done.folders["centre"] / "centre.kck", trust)


def test_what_is_sealed_opens_with_its_secrets_and_holds_no_mark_scheme(tmp_path):
    done, secrets = sealed_in(tmp_path)
    room = room_of(tmp_path, "R2")
    assert room.sealed.context == done.context
    assert unlock.unlock(room, secrets.start_codes["R2"]).exam("exam-1") == make_exam()
    kit = kit_of(done).open(PASSPHRASE)
    assert (kit.schemes, kit.exams) == (SCHEMES, (make_exam(),))
    assert (kit.centre_key, kit.act_keys.keys()) == (kit.centre_key, {"R1", "R2"})
    assert collect.open_kit(done.folders["proctors"] / "R1.kcp", secrets.start_codes["R1"]).room == "R1"
    assert done.folders.keys() == {"rooms", "proctors", "centre", "envelope"}
    assert files_below(tmp_path / "out").keys() == {
        "rooms/session.kcb",
        "rooms/site.kcx",
        "proctors/R1.kcp",
        "proctors/R2.kcp",
        "centre/centre.kck",
        "envelope/start-sheet.pdf",
        "envelope/slips-R1.pdf",
    }


def test_a_quick_office_makes_the_centres_key_once_and_the_kit_holds_it(tmp_path):
    sealers = sealers_in(tmp_path)
    done, _ = sealed_in(tmp_path, sealers=sealers)
    key = keys.open_key(tmp_path / "office" / CENTRE_KEY_FILE, PASSPHRASE, KeyRole.CENTRE)
    kit = kit_of(done).open(PASSPHRASE)
    assert kit.centre_seed == key.seeds["signing"]
    assert room_of(tmp_path, "R1").sealed.centre_key == key.signing
    assert sealers_in(tmp_path).centre == sealers.centre
    with refuses(Outcome.CODE):
        centre_side.of_office(tmp_path / "office", "another 1234", ManualClock(), seeded(), kdf.MINIMUM)


def test_a_certified_session_opens_with_everybodys_own_secrets(tmp_path):
    wanted = order(Level.CERTIFIED, room_key_files=True, photos=pictures({"T1": b"a face"}))
    sealers = sealers_in(tmp_path, Level.CERTIFIED, openers=3, quorum=2)
    done, secrets = sealed_in(tmp_path, wanted, sealers)
    room = room_of(tmp_path, "R1", secrets.room_codes["R1"])
    room_key = unlock.read_room_key(done.folders["room-keys"] / "R1.kroom")
    assert (len(room_key), room.needs_pin, room.needs_room_key) == (32, True, True)
    assert (room.photo("T1"), room.photo("T2")) == (b"a face", None)
    opened = unlock.unlock(room, secrets.start_codes["R1"], room_key)
    assert opened.exam("exam-1") == make_exam()
    assert opened.ticket_seed("T1", secrets.pins["T1"])
    assert collect.open_kit(done.folders["proctors"] / "R1.kcp", secrets.proctor_codes["R1"]).room == "R1"
    present = [keys.open_key(next(tmp_path.glob(f"opener-{at}/*.kcy")), PASSPHRASE) for at in (2, 0)]
    kit = kit_of(done).open_together(present)
    assert (kit.centre_seed, kit.schemes) == ("", SCHEMES)
    assert [member.name for member in read_kit_header(frame.unpack(kck_of(done))).members] == [
        "opener-0",
        "opener-1",
        "opener-2",
    ]


def kck_of(done):
    return (done.folders["centre"] / "centre.kck").read_bytes()


def test_a_certified_kit_without_openers_has_a_passphrase_of_its_own(tmp_path):
    sealers = sealers_in(tmp_path, Level.CERTIFIED)
    done, _ = sealed_in(tmp_path, order(Level.CERTIFIED), sealers)
    assert kit_of(done).open(KIT_PASSPHRASE).centre_seed == ""
    with refuses(Outcome.CODE, "passphrase.wrong"):
        kit_of(done).open(PASSPHRASE)
    assert "room-keys" not in done.folders


def test_the_office_keeps_what_a_new_code_or_a_correction_needs_and_no_more(tmp_path):
    wanted = order(Level.CERTIFIED, room_key_files=True)
    _, secrets = sealed_in(tmp_path, wanted, sealers_in(tmp_path, Level.CERTIFIED))
    key = keys.open_key(tmp_path / "office" / "sessions" / "s-2025-10.kcy", PASSPHRASE, KeyRole.SESSION)
    rooms = {f"{what}/{room}" for what in ("room", "kit", "room-file") for room in ("R1", "R2")}
    assert key.seeds.keys() == {"signing", "exam", "content", *rooms}
    room = room_of(tmp_path, "R1", secrets.room_codes["R1"])
    assert key.seed("content") == unlock.unlock(room, secrets.start_codes["R1"], key.seed("room-file/R1")).content_key
    assert key.name == "s-2025-10 十月认证"


@pytest.mark.usefixtures("no_cost")
@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"session": msgspec.structs.replace(make_session(), closes=make_session().opens)}, "seal.window"),
        ({"tickets": make_tickets()[:2]}, "seal.empty-room"),
        ({"exams": [make_exam(Rules(duration_s=3600, pass_mark=Fraction(23)))]}, "exam.pass-mark"),
        ({"exams": [make_exam(Rules(duration_s=3600, latest_entry_s=3 * 3600 + 1))]}, "seal.latest-entry"),
        ({"exams": [make_exam(Rules(duration_s=3 * 3600 + 1))]}, "seal.window-short"),
        (
            {"tickets": [msgspec.structs.replace(each, extra_time_s=7201) for each in make_tickets()]},
            "seal.window-short",
        ),
        ({"room_key_files": True}, "seal.needs-certified"),
    ],
)
def test_a_session_that_cannot_work_is_not_sealed(tmp_path, change, key):
    with refuses(Outcome.POLICY, key):
        sealed_in(tmp_path, order(**change))
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_cost")
def test_openers_belong_to_the_certified_level(tmp_path):
    quick, certified = sealers_in(tmp_path), sealers_in(tmp_path, Level.CERTIFIED, openers=2, quorum=2)
    with refuses(Outcome.POLICY, "seal.needs-certified"):
        sealed_in(tmp_path, sealers=dataclasses.replace(quick, centre=certified.centre))


@pytest.mark.usefixtures("no_cost")
def test_a_picture_that_changes_meanwhile_stops_the_sealing(tmp_path):
    read = {PICTURE: b"grown"}.__getitem__
    wanted = order(media=dataclasses.replace(pictures(MEDIA), read=read))
    with refuses(Outcome.CONFLICT, "seal.changed") as caught:
        sealed_in(tmp_path, wanted)
    assert caught.value.params == {"name": PICTURE}
    assert not files_below(tmp_path / "out")


@pytest.mark.usefixtures("no_cost")
def test_many_pictures_take_no_more_memory_than_one(tmp_path):
    size = 1024 * 1024
    media = Pictures({f"p{at}": size for at in range(24)}, lambda _: bytes(size))
    sealers = sealers_in(tmp_path)
    tracemalloc.start()
    try:
        done, _ = sealed_in(tmp_path, order(media=media), sealers)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (done.folders["rooms"] / seal.EXAM_FILE).stat().st_size > 24 * size
    assert peak < 8 * size


def everything(tmp_path):
    return {**files_below(tmp_path / "out"), **files_below(tmp_path / "office" / "sessions")}


@pytest.mark.usefixtures("no_cost")
@pytest.mark.parametrize("files_that_fit", range(7))
def test_the_files_of_a_session_are_written_all_together_or_not_at_all(tmp_path, monkeypatch, files_that_fit):
    left, write, sealers = [files_that_fit], seal.write_new, sealers_in(tmp_path)

    def almost_full(path, data):
        if not left[0]:
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))
        left[0] -= 1
        write(path, data)

    with monkeypatch.context() as broken:
        broken.setattr(seal, "write_new", almost_full)
        with refuses(Outcome.DISK_FULL):
            sealed_in(tmp_path, sealers=sealers)
    assert everything(tmp_path) == {}
    assert {path.name for path in tmp_path.iterdir()} == {"office"}
    assert not (tmp_path / "office" / "sessions").exists()
    sealed_in(tmp_path, sealers=sealers)


@pytest.mark.usefixtures("no_cost")
def test_an_exam_that_never_got_its_name_takes_its_kits_with_it(tmp_path, monkeypatch):
    sealers, name = sealers_in(tmp_path), safe_files._name_once

    def no_name(temporary, final):
        if final.name == seal.EXAM_FILE:
            raise OSError(5, "the stick is gone")
        name(temporary, final)

    with monkeypatch.context() as broken:
        broken.setattr(safe_files, "_name_once", no_name)
        with refuses(Outcome.IO):
            sealed_in(tmp_path, sealers=sealers)
    assert everything(tmp_path) == {}


@pytest.mark.usefixtures("no_cost")
def test_somebody_who_stops_the_sealing_leaves_nothing_behind(tmp_path, monkeypatch):
    sealers, write = sealers_in(tmp_path), seal.write_new

    def stopped(path, data):
        write(path, data)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(seal, "write_new", stopped)
        with pytest.raises(KeyboardInterrupt):
            sealed_in(tmp_path, sealers=sealers)
    assert [name for name in everything(tmp_path) if "session.kcb" in name] == []


@pytest.mark.usefixtures("no_cost")
def test_a_disk_that_lets_go_of_nothing_still_says_why_it_took_nothing(tmp_path, monkeypatch):
    sealers, write = sealers_in(tmp_path), seal.write_new

    def locked(path, missing_ok=False):
        raise PermissionError(13, "locked", str(path))

    def full(path, data):
        if path.suffix == ".kcx":
            monkeypatch.setattr(Path, "unlink", locked)
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))
        write(path, data)

    try:
        monkeypatch.setattr(seal, "write_new", full)
        with refuses(Outcome.DISK_FULL):
            sealed_in(tmp_path, sealers=sealers)
    finally:
        monkeypatch.undo()


@pytest.mark.usefixtures("no_cost")
def test_a_sealing_that_is_refused_leaves_folders_that_were_there_and_what_others_put_into_new_ones(tmp_path):
    sealers, other = sealers_in(tmp_path), tmp_path / "out" / "envelope" / "of another.txt"
    (tmp_path / "out" / "centre").mkdir(parents=True)

    def stopped(*_):
        other.write_text("laid here meanwhile")
        raise Refusal(Outcome.DISK_FULL, "io.disk-full", "")

    wanted, target = order(), target_in(tmp_path, order())
    secrets = seal.new_secrets(wanted.session, wanted.tickets, seeded())
    with refuses(Outcome.DISK_FULL):
        seal.seal(wanted, secrets, sealers, target, ManualClock(), seeded(), stopped)
    left = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*")}
    assert left == {"centre", "envelope", "envelope/of another.txt"}


@pytest.mark.usefixtures("no_cost")
def test_places_that_are_taken_are_told_before_anything_is_sealed(tmp_path):
    done, _ = sealed_in(tmp_path)
    for path in (done.folders["rooms"] / seal.EXAM_FILE, tmp_path / "office" / "sessions" / "s-2025-10.kcy"):
        with refuses(Outcome.EXISTS) as caught:
            places_below(tmp_path / "out", tmp_path / "office", "s-2025-10").check_free()
        assert caught.value.where == str(path)
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
    with refuses(Outcome.EXISTS):
        sealed_in(tmp_path)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_cost")
def test_an_older_sealing_is_never_touched(tmp_path):
    sealed_in(tmp_path)
    before = everything(tmp_path)
    with refuses(Outcome.EXISTS):
        sealed_in(tmp_path)
    assert everything(tmp_path) == before
    (tmp_path / "out" / "rooms" / seal.EXAM_FILE).unlink()
    with refuses(Outcome.EXISTS):
        sealed_in(tmp_path)


@pytest.mark.usefixtures("no_cost")
@pytest.mark.parametrize("level", Level)
def test_progress_counts_every_slot_object_and_kit_up_to_the_end(tmp_path, level):
    told = []
    wanted, sealers = order(level), sealers_in(tmp_path, level)
    secrets = seal.new_secrets(wanted.session, wanted.tickets, seeded())
    target = target_in(tmp_path, wanted)
    seal.seal(wanted, secrets, sealers, target, ManualClock(), seeded(), lambda *each: told.append(each))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert {of for _, of in told} == {len(told)}


def test_the_cost_of_pins_is_measured_on_this_pc(monkeypatch):
    clock = ManualClock(OPENS)
    monkeypatch.setattr(kdf, "derive", lambda *_: clock.go_on(200))
    monkeypatch.setattr(kdf, "cores", lambda _: 2)
    assert seal.seconds_for_pins(50, clock, seeded()) == 5
    assert seal.seconds_for_pins(1, clock, seeded()) == 1

"""Sealing: an office made once and healed, a session checked first, its files written all together or not at all."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.assessments import Rules
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import merge, seal, unlock
from kaochang.flow.seal import EXAM_FILE, OFFICE_FILE, SITE_FILE, SealedSession, SealOrder
from kaochang.sealing import kdf
from support.clocks import ManualClock
from support.exams import PICTURE, SCHEMES, make_exam, make_session, make_tickets
from support.refusals import refuses
from support.seeded import seeded

PASSPHRASE = "办公室口令 2264"
MEDIA = {PICTURE: b"png"}
SEALED = SealedSession(b"exam", b"kit", {"R1": b"one", "R2": b"two"}, "code")


def office_in(folder, passphrase=PASSPHRASE, chance=1):
    return seal.open_office(folder, passphrase, ManualClock(), seeded(chance), kdf.MINIMUM)


def order(**change):
    given = {"session": make_session(), "exams": [make_exam()], "schemes": SCHEMES, "tickets": make_tickets()}
    return SealOrder(**{**given, "media": MEDIA, "cost": kdf.MINIMUM, **change})


def test_an_office_is_made_once_and_opened_ever_after(tmp_path):
    first = office_in(tmp_path / "office")
    assert office_in(tmp_path / "office", chance=2) == first
    with refuses(Outcome.CODE):
        office_in(tmp_path / "office", "another 9999")


def test_a_short_passphrase_makes_no_office(tmp_path):
    with refuses(Outcome.POLICY, "passphrase.short"):
        office_in(tmp_path / "office", "7 signs")
    assert not (tmp_path / "office").exists()


def test_an_office_whose_site_file_is_gone_gets_the_same_one_again(tmp_path):
    office = office_in(tmp_path / "office")
    (tmp_path / "office" / SITE_FILE).unlink()
    office_in(tmp_path / "office")
    assert unlock.read_site(tmp_path / "office" / SITE_FILE) == office.site


def test_an_office_that_failed_half_way_can_be_made_after_all(tmp_path, monkeypatch):
    def full(path, data):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))

    with monkeypatch.context() as broken:
        broken.setattr(seal, "write_new", full)
        with refuses(Outcome.DISK_FULL):
            office_in(tmp_path / "office")
    office_in(tmp_path / "office")
    assert {path.name for path in (tmp_path / "office").iterdir()} == {OFFICE_FILE, SITE_FILE}


def test_what_is_sealed_opens_with_its_secrets_and_holds_no_mark_scheme(tmp_path):
    office = office_in(tmp_path / "office")
    sealed = seal.seal(order(), office, PASSPHRASE, seeded(3))
    folders = seal.write_sealed(tmp_path / "out", sealed, tmp_path / "office" / SITE_FILE, b"%PDF")
    room = unlock.open_room(folders["rooms"] / EXAM_FILE, unlock.read_site(folders["rooms"] / SITE_FILE), "R2")
    exam = unlock.unlock(room, sealed.start_code).exam("exam-1")
    assert exam == make_exam()
    kit = merge.open_kit(folders["centre"] / "centre.kck", PASSPHRASE)
    assert (kit.schemes, kit.exams) == (SCHEMES, (make_exam(),))
    assert {path.name for path in folders["proctors"].iterdir()} == {"R1.kcp", "R2.kcp"}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"session": msgspec.structs.replace(make_session(), closes=make_session().opens)}, "seal.window"),
        ({"tickets": make_tickets()[:2]}, "seal.empty-room"),
        ({"exams": [make_exam(Rules(duration_s=3600, pass_mark=Fraction(23)))]}, "seal.pass-mark"),
    ],
)
def test_a_session_that_cannot_work_is_not_sealed(day, change, key):
    with refuses(Outcome.POLICY, key):
        seal.seal(order(**change), day.office, PASSPHRASE, seeded())


@pytest.mark.parametrize("files_that_fit", range(6))
def test_the_files_of_a_session_are_written_all_together_or_not_at_all(tmp_path, monkeypatch, files_that_fit):
    (tmp_path / SITE_FILE).write_bytes(b"site")
    left, write = [files_that_fit], seal.write_new

    def almost_full(path, data):
        if not left[0]:
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))
        left[0] -= 1
        write(path, data)

    with monkeypatch.context() as broken:
        broken.setattr(seal, "write_new", almost_full)
        with refuses(Outcome.DISK_FULL):
            seal.write_sealed(tmp_path / "out", SEALED, tmp_path / SITE_FILE, b"%PDF")
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []
    seal.write_sealed(tmp_path / "out", SEALED, tmp_path / SITE_FILE, b"%PDF")


def test_an_older_sealing_is_never_touched(tmp_path):
    (tmp_path / SITE_FILE).write_bytes(b"site")
    seal.write_sealed(tmp_path / "out", SEALED, tmp_path / SITE_FILE, b"%PDF")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    with refuses(Outcome.EXISTS):
        seal.write_sealed(tmp_path / "out", SEALED, tmp_path / SITE_FILE, b"%PDF")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")} == before

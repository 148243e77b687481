"""Sealing: an office made once and healed, a session checked first, its files written all together or not at all."""

from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from kaochang.domain.assessments import Kind, Rules
from kaochang.domain.papers import Finding, Paper, PaperItem
from kaochang.domain.papers import Kind as FindingKind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import merge, seal, unlock
from kaochang.flow.seal import EXAM_FILE, OFFICE_FILE, SITE_FILE, SealedSession, SealOrder, SessionWish
from kaochang.papers.roster import RosterRow
from kaochang.sealing import kdf
from kaochang.store.bank import Bank, PaperEntry, Passed
from support.clocks import ManualClock
from support.exams import OPENS, PICTURE, SCHEMES, make_exam, make_session, make_tickets
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


@pytest.fixture
def bank(tmp_path):
    made = Bank(tmp_path / "bank.db")
    exam = make_exam()
    findings = (Finding(FindingKind.MISSING_ANSWER, index=0, section="客观题", number="1"),)
    items = tuple(PaperItem(each.item, SCHEMES[each.id]) for each in exam.assessment.items())
    ids = [each.id for each in exam.assessment.items()]
    made.add_paper(PaperEntry("paper.txt", 1, Paper("客服试卷", items, findings), ids, MEDIA))
    made.pass_findings([1], Passed("张老师", "纸质试卷如此"))
    made.save_exam(exam, [1], 1)
    yield made
    made.close()


def row(name, room, **more):
    blank = {"line": 2, "person": name, "ticket": "", "seat": "", "exam": "", "extra_minutes": 0}
    return RosterRow(name=name, room=room, **(blank | more))


def test_everything_that_is_to_be_sealed_comes_from_bank_roster_and_clock(bank):
    wish = SessionWish(exams=["exam-1", "exam-1"])
    rows = [row("甲", "一号"), row("乙", "二号"), row("丙", "一号")]
    planned = seal.plan_session(bank, wish, rows, ManualClock(OPENS), seeded())
    exam = make_exam()
    assert [each.id for each in planned.exams] == ["exam-1"]
    assert planned.schemes == {each.id: SCHEMES[each.id] for each in exam.assessment.items()}
    assert planned.media == MEDIA
    assert planned.session.title == exam.assessment.title
    assert planned.session.closes == OPENS + exam.rules.duration_s * 1000 + 30 * 60_000
    assert [(ticket.room, ticket.number[-5:]) for ticket in planned.tickets] == [
        ("R01", "01001"),
        ("R02", "02001"),
        ("R01", "01002"),
    ]


def test_findings_that_were_passed_travel_with_who_passed_them_and_why(bank):
    planned = seal.plan_session(bank, SessionWish(exams=["exam-1"]), [row("甲", "一号")], ManualClock(OPENS), seeded())
    (passed,) = planned.passed_findings
    assert "张老师" in str(passed)
    assert "纸质试卷如此" in str(passed)


def test_what_the_office_says_of_a_session_stands(bank):
    said = {"title": "秋季场", "kind": Kind.REHEARSAL, "opens": OPENS, "closes": OPENS + 9, "rooms": ["三号"]}
    wish = SessionWish(exams=["exam-1"], **said)
    planned = seal.plan_session(bank, wish, [row("甲", "")], ManualClock(1), seeded())
    session = planned.session
    assert (session.title, session.kind, session.opens, session.closes) == ("秋季场", Kind.REHEARSAL, OPENS, OPENS + 9)
    assert [room.name for room in session.rooms] == ["三号"]


def test_a_disk_that_lets_go_of_nothing_still_says_why_it_took_nothing(tmp_path, monkeypatch):
    (tmp_path / SITE_FILE).write_bytes(b"site")
    write, unlink = seal.write_new, Path.unlink

    def full(path, data):
        if path.name == EXAM_FILE:
            monkeypatch.setattr(Path, "unlink", locked)
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))
        write(path, data)

    def locked(path, missing_ok=False):
        raise PermissionError(13, "locked", str(path))

    monkeypatch.setattr(seal, "write_new", full)
    with refuses(Outcome.DISK_FULL):
        seal.write_sealed(tmp_path / "out", SEALED, tmp_path / SITE_FILE, b"%PDF")
    monkeypatch.setattr(Path, "unlink", unlink)


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


def test_a_window_that_is_over_already_is_refused_before_anything_is_sealed(bank):
    wish = SessionWish(exams=["exam-1"], opens=OPENS, closes=OPENS + 9)
    with refuses(Outcome.POLICY, "seal.window-over"):
        seal.plan_session(bank, wish, [row("甲", "一号")], ManualClock(OPENS + 9), seeded())

"""A room PC deletes what two different sticks hold, by manifests that the room's proctor signed, and nothing else."""

import shutil

import msgspec
import pytest
from kaochang.custody import manifests
from kaochang.custody.envelope import digest
from kaochang.custody.manifests import FileEntry, StickMark, TicketEntry
from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import collect, release, unlock
from kaochang.flow.collect import CollectOrder
from kaochang.flow.release import Fate
from kaochang.machine import mounts
from kaochang.sealing import frame
from support.clocks import ManualClock
from support.exams import CLOSES
from support.put_in import put_in
from support.refusals import refuses

A, B = StickMark("stick-a", "volume-a"), StickMark("stick-b", "volume-b")


@pytest.fixture
def exam(day):
    return unlock.open_exam(day.exam_path, day.office.site)


@pytest.fixture
def pc(day, tmp_path):
    """A room PC's data folder: T1 handed in, T3 never did."""
    folder = tmp_path / "pc"
    for ticket in ("T1", "T3"):
        attempt = put_in(folder / day.session.id / ticket)
        (attempt / "attempt.kcj").write_bytes(day.sat.log)
    (folder / day.session.id / "T1" / "result.kcr").write_bytes(day.kcr)
    return folder


@pytest.fixture
def own_media(monkeypatch):
    """Every folder is a medium of its own, as real sticks are: here all lie on one disk."""
    monkeypatch.setattr(mounts, "_medium", lambda mount, told: str(mount.folder))


def line(day, *held, data=None, ticket="T1"):
    data = day.kcr if data is None else data
    return TicketEntry(ticket, TicketStatus.SUBMITTED, "", FileEntry("a.kcr", len(data), digest(data)), None, held)


def manifest(day, *lines, **change):
    seed = change.pop("seed", None)
    return day.manifest_of(day.room_record(entries=lines, **change), seed)


def fates(exam, pc, tmp_path, *files, clock=None):
    """What becomes of each attempt, by the files on one stick; and what was wrong with these."""
    stick = put_in(tmp_path / "found")
    for number, data in enumerate(files):
        (stick / f"{number}.kcm").write_bytes(data)
    signed = release.read_manifests([stick], exam)
    held = release.collected(exam, signed, pc, clock or ManualClock(CLOSES + 1))
    return {each.ticket: each.fate for each in held}, [problem.outcome for problem in signed.problems]


def test_what_two_sticks_hold_goes_and_what_was_never_handed_in_stays(day, exam, pc, tmp_path):
    found, problems = fates(exam, pc, tmp_path, manifest(day, line(day, A, B)))
    assert (found, problems) == ({"T1": Fate.COLLECTED, "T3": Fate.NO_RESULT}, [])
    assert [fate.goes for fate in found.values()] == [True, False]


def test_two_manifests_may_name_a_stick_each(day, exam, pc, tmp_path):
    two = [manifest(day, line(day, each), counter=number) for number, each in ((1, A), (2, B))]
    assert fates(exam, pc, tmp_path, *two)[0]["T1"] is Fate.COLLECTED


@pytest.mark.parametrize(
    "held",
    [
        (A,),
        (A, A),
        (A, StickMark("stick-a", "volume-b")),
        (A, StickMark("stick-b", "volume-a")),
        (A, StickMark("stick-a", "volume-b"), StickMark("stick-c", "volume-a")),
    ],
    ids=["one", "twice", "a copied stick", "a second folder on the stick", "both"],
)
@pytest.mark.attack(71)
def test_one_stick_under_two_names_is_one_stick(day, exam, pc, tmp_path, held):
    assert fates(exam, pc, tmp_path, manifest(day, line(day, *held)))[0]["T1"] is Fate.ONE_STICK


def test_a_line_that_names_no_stick_lets_nothing_go(day, exam, pc, tmp_path):
    assert fates(exam, pc, tmp_path, manifest(day, line(day)))[0]["T1"] is Fate.NOT_COLLECTED


def test_a_manifest_of_the_first_format_names_no_stick(day, exam, pc, tmp_path):
    record = day.room_record(entries=(line(day),))
    first = manifests.ManifestHeader(
        record.context, "R1", 1, "", record.made, manifests._root(record.entries, 1), {}, None, format=1
    )
    plain = manifests.to_format(manifests._Body(record.entries, ""), 1)
    body = manifests.canonical.encode(plain, depth=32, nfc=False)
    header = manifests.header_bytes(first)
    data = frame.pack(frame.FileType.MANIFEST, header, body, [day.keys.proctor_seeds["R1"]])
    assert b"held" not in body
    assert fates(exam, pc, tmp_path, data) == ({"T1": Fate.NOT_COLLECTED, "T3": Fate.NO_RESULT}, [])


@pytest.mark.parametrize("signer", [None, "R2", "exam"], ids=str)
@pytest.mark.attack(71)
def test_a_manifest_that_the_rooms_proctor_did_not_sign_is_named_and_lets_nothing_go(day, exam, pc, tmp_path, signer):
    seeds = {"R2": day.keys.proctor_seeds["R2"], "exam": day.keys.exam_seed}
    good, bad = manifest(day, line(day, A)), manifest(day, line(day, A, B), seed=seeds.get(signer))
    if signer is None:
        framed = frame.unpack(bad)
        bad = frame.pack(frame.FileType.MANIFEST, framed.header, framed.body, [])
    found, problems = fates(exam, pc, tmp_path, good, bad)
    assert (found["T1"], problems) == (Fate.ONE_STICK, ["SIGNATURE"])


@pytest.mark.attack(71)
def test_another_rooms_manifest_says_nothing_of_this_rooms_tickets(day, exam, pc, tmp_path):
    other = manifest(day, line(day, A, B), room="R2", seed=day.keys.proctor_seeds["R2"])
    assert fates(exam, pc, tmp_path, other)[0]["T1"] is Fate.NOT_COLLECTED


@pytest.mark.attack(71)
def test_another_sessions_manifest_counts_for_nothing_and_where_there_is_no_other_that_is_said(
    day, other_day, exam, pc, tmp_path
):
    other = other_day.manifest_of(other_day.room_record(entries=(line(day, A, B),)))
    assert fates(exam, pc, tmp_path, other, manifest(day, line(day)))[0]["T1"] is Fate.NOT_COLLECTED
    shutil.rmtree(tmp_path / "found")
    with refuses(Outcome.MISSING, "release.no-manifest"):
        fates(exam, pc, tmp_path, other)


@pytest.mark.parametrize("change", [{"kind": Kind.REHEARSAL}, {"exam_file": "A" * 43}], ids=str)
@pytest.mark.attack(71)
def test_a_manifest_of_another_kind_or_sealing_counts_for_nothing_though_the_proctor_signed_it(
    day, exam, pc, tmp_path, change
):
    context = msgspec.structs.replace(day.context, **change)
    found, problems = fates(
        exam, pc, tmp_path, manifest(day, line(day, A)), manifest(day, line(day, A, B), context=context)
    )
    assert (found["T1"], problems) == (Fate.ONE_STICK, [])


@pytest.mark.attack(71)
def test_another_tickets_line_says_nothing_of_this_one_even_with_its_bytes(day, exam, pc, tmp_path):
    assert fates(exam, pc, tmp_path, manifest(day, line(day, A, B, ticket="T2")))[0]["T1"] is Fate.NOT_COLLECTED


@pytest.mark.attack(71)
def test_a_result_that_changed_since_it_was_collected_stays(day, exam, pc, tmp_path):
    other = day.result_of(day.sit(attempt="second-attempt"))
    (pc / day.session.id / "T1" / "result.kcr").write_bytes(other)
    assert fates(exam, pc, tmp_path, manifest(day, line(day, A, B)))[0]["T1"] is Fate.OTHER_COLLECTED


@pytest.mark.attack(71)
def test_two_sticks_that_hold_two_results_of_a_ticket_are_one_stick_for_each(day, exam, pc, tmp_path):
    other = day.result_of(day.sit(attempt="second-attempt"))
    two = [manifest(day, line(day, A)), manifest(day, line(day, B, data=other), counter=2)]
    assert fates(exam, pc, tmp_path, *two)[0]["T1"] is Fate.ONE_STICK


def test_a_result_under_another_tickets_name_stays(day, exam, pc, tmp_path):
    (pc / day.session.id / "T1").rename(pc / day.session.id / "T2")
    assert fates(exam, pc, tmp_path, manifest(day, line(day, A, B, ticket="T2")))[0]["T2"] is Fate.NOT_COLLECTED


@pytest.mark.parametrize("damage", ["rubbish", "folder"])
def test_a_result_that_cannot_be_read_stays(day, exam, pc, tmp_path, damage):
    path = pc / day.session.id / "T1" / "result.kcr"
    path.write_bytes(b"rubbish")
    if damage == "folder":
        path.unlink()
        path.mkdir()
    assert fates(exam, pc, tmp_path, manifest(day, line(day, A, B)))[0]["T1"] is Fate.UNREADABLE


def test_nothing_goes_while_the_session_is_open(day, exam, pc, tmp_path):
    with refuses(Outcome.POLICY, "release.session-open"):
        fates(exam, pc, tmp_path, manifest(day, line(day, A, B)), clock=ManualClock(CLOSES))


def test_a_stick_that_is_not_there_is_named(exam, tmp_path):
    with refuses(Outcome.MISSING, "io.missing"):
        release.read_manifests([tmp_path / "unplugged"], exam)


def collected(day, pc, tmp_path, *sticks):
    for name in sticks:
        order = CollectOrder([pc], put_in(tmp_path / name), memory=tmp_path / "proctor-pc")
        newest = collect.collect(day.proctor_kit, order, ManualClock())
    return newest


@pytest.mark.usefixtures("own_media")
def test_after_two_real_collections_the_second_stick_alone_proves_both(day, exam, pc, tmp_path):
    collected(day, pc, tmp_path, "a")
    assert release.collected(exam, release.read_manifests([tmp_path / "a"], exam), pc, ManualClock(CLOSES + 1))[
        0
    ].fate is (Fate.ONE_STICK)
    collected(day, pc, tmp_path, "b")
    signed = release.read_manifests([tmp_path / "b"], exam)
    (gone, _) = release.collected(exam, signed, pc, ManualClock(CLOSES + 1))
    assert gone.fate is Fate.COLLECTED
    release.delete(gone)
    assert not (pc / day.session.id / "T1").exists()
    assert {path.read_bytes() for path in tmp_path.glob("[ab]/**/*.kcr")} == {day.kcr}


@pytest.mark.usefixtures("own_media")
@pytest.mark.attack(71)
def test_a_stick_that_was_copied_file_by_file_does_not_count_twice(day, exam, pc, tmp_path):
    collected(day, pc, tmp_path, "a")
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    collected(day, pc, tmp_path, "copy")
    signed = release.read_manifests([tmp_path / "copy"], exam)
    assert release.collected(exam, signed, pc, ManualClock(CLOSES + 1))[0].fate is Fate.ONE_STICK


@pytest.mark.attack(71)
def test_two_folders_on_one_disk_are_one_medium(day, exam, pc, tmp_path):
    collected(day, pc, tmp_path, "a", "b")
    signed = release.read_manifests([tmp_path / "b"], exam)
    assert release.collected(exam, signed, pc, ManualClock(CLOSES + 1))[0].fate is Fate.ONE_STICK


def test_an_attempt_that_stays_is_never_deleted_by_mistake(day, exam, pc, tmp_path):
    signed = manifests.read_manifest(frame.unpack(manifest(day, line(day, A))), None)
    (held, _) = release.collected(exam, release.Signed([signed]), pc, ManualClock(CLOSES + 1))
    with pytest.raises(ValueError, match="stays"):
        release.delete(held)

"""The centre says which results it has, and a room PC deletes exactly those, never silently and never too early."""

import os

import msgspec
import pytest
from kaochang.custody import checkpoints, receipt_lists
from kaochang.custody.envelope import digest
from kaochang.custody.key_files import SIGNING
from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome
from kaochang.flow import centre_kit, ledger, merge, pinning, receipts, release, unlock
from kaochang.flow.ledger import Signing
from kaochang.flow.release import Fate
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import CLOSES
from support.refusals import refuses


@pytest.fixture
def signing(day):
    return Signing(day.centre.seed(SIGNING))


@pytest.fixture
def centre(day, signing, tmp_path):
    """A centre with T1's result, the room's manifest, and a result that the manifest does not name."""
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "T1.kcr").write_bytes(day.kcr)
    (stick / "T2.kcr").write_bytes(day.result_of(day.sit("T2")))
    (stick / "R1.kcm").write_bytes(day.kcm)
    made = Centre(tmp_path / "centre.db")
    ledger.merge_signed(made, day.centre_kit, [stick], signing, ManualClock())
    yield made
    made.close()


def test_the_list_holds_what_counts_and_nothing_else(day, centre, signing):
    made = receipts.make_list(centre, signing, ManualClock())
    listed = receipt_lists.read_receipt_list(made.data, day.centre.signing)
    assert (made.number, made.count, listed.header.counter) == (1, 1, 1)
    assert [(each.ticket, each.result) for each in listed.receipts] == [("T1", digest(day.kcr))]
    checkpoint = checkpoints.read_checkpoint(centre.checkpoints()[-1], None)
    assert listed.header.checkpoint == checkpoint.sha256
    assert receipts.make_list(centre, signing, ManualClock()).number == 2


def test_what_is_not_signed_yet_is_before_the_list_is(day, signing, tmp_path):
    (tmp_path / "T3.kcr").write_bytes(day.result_of(day.sit("T3", "R2")))
    centre = Centre(tmp_path / "centre.db")
    ledger.merge_signed(centre, day.centre_kit, [tmp_path / "T3.kcr"], Signing(b""), ManualClock())
    assert centre.checkpoints() == []
    assert receipts.make_list(centre, signing, ManualClock()).count == 1
    assert len(centre.checkpoints()) == 1
    centre.close()


def test_looking_first_says_what_no_list_could_be_made_with(day, centre, other_day, tmp_path):
    out, folder = tmp_path / "receipts.kcl", tmp_path / "a-file"
    folder.write_bytes(b"")
    kit = {}
    for each, name in ((day, "own"), (other_day, "other")):
        (tmp_path / f"{name}.kck").write_bytes(each.kck)
        kit[name] = centre_kit.read_kit(tmp_path / f"{name}.kck")
    receipts.look_first(centre, out, [tmp_path], kit["own"])
    with refuses(Outcome.CONTEXT, "centre.other-session"):
        receipts.look_first(centre, out, [], kit["other"])
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        receipts.look_first(centre, out, [folder])
    out.write_bytes(b"an older list")
    with refuses(Outcome.EXISTS, "io.exists"):
        receipts.look_first(centre, out, [])


def test_the_kit_of_a_certified_session_signs_no_list(certified_day, tmp_path):
    centre = Centre(tmp_path / "centre.db")
    merge.begin(centre, certified_day.centre_kit)
    for name, data in (("site.kcx", certified_day.kcx), ("centre.kck", certified_day.kck)):
        (tmp_path / name).write_bytes(data)
    pinned = pinning.pin(tmp_path / "site.kcx", tmp_path / "pc")
    kit = centre_kit.read_kit(tmp_path / "centre.kck", centre_kit.trust_in(certified_day.exam_path, pinned))
    with refuses(Outcome.POLICY, "ledger.needs-key"):
        receipts.look_first(centre, tmp_path / "receipts.kcl", [], kit)
    centre.close()


def test_no_list_is_made_without_the_centres_key_or_without_results(day, centre, signing, tmp_path):
    with refuses(Outcome.POLICY, "ledger.needs-key"):
        receipts.make_list(centre, Signing(b""), ManualClock())
    empty = Centre(tmp_path / "empty.db")
    ledger.merge_signed(empty, day.centre_kit, [tmp_path / "stick" / "R1.kcm"], signing, ManualClock())
    with refuses(Outcome.MISSING, "receipts.none"):
        receipts.make_list(empty, signing, ManualClock())
    empty.close()


def test_no_list_is_made_of_a_database_that_its_ledger_contradicts(day, centre, signing):
    with centre._store.change() as table:
        table("results").update(digest(day.kcr), {"document": "{}"})
    with refuses(Outcome.SIGNATURE, "ledger.altered"):
        receipts.make_list(centre, signing, ManualClock())
    assert centre.receipt_lists() == 0


@pytest.fixture
def exam(day):
    return unlock.open_exam(day.exam_path, day.office.site)


@pytest.fixture
def listed(day, exam, tmp_path):
    path = tmp_path / "list.kcl"
    path.write_bytes(day.kcl)
    return release.read_list(path, exam)


@pytest.fixture
def pc(day, tmp_path):
    """A room PC's data folder: T1 handed in, T2 is another candidate's result, T3 was never handed in."""
    folder = tmp_path / "pc"
    results = {"T1": day.kcr, "T2": day.result_of(day.sit("T2")), "T3": None}
    for ticket, data in results.items():
        attempt = folder / day.session.id / ticket
        attempt.mkdir(parents=True)
        for name in ("attempt.db", "attempt.db-wal", "attempt.kcj", "receipt.json", "damaged-1.db"):
            (attempt / name).write_bytes(b"x")
        if data is not None:
            (attempt / "result.kcr").write_bytes(data)
    (folder / day.session.id / "errata.json").write_bytes(b"{}")
    (folder / "another-session" / "T1").mkdir(parents=True)
    (folder / "another-session" / "T1" / "result.kcr").write_bytes(day.kcr)
    return folder


def after():
    return ManualClock(CLOSES + 1)


def fates(held):
    return {each.ticket: each.fate for each in held}


def test_each_attempt_is_held_against_the_list(exam, listed, pc):
    held = release.listed(exam, listed, pc, after())
    assert fates(held) == {"T1": Fate.LISTED, "T2": Fate.NOT_LISTED, "T3": Fate.NO_RESULT}
    assert [each.fate.goes for each in held] == [True, False, False]


def test_only_the_very_bytes_that_the_centre_has_may_go(day, exam, listed, pc):
    other = day.result_of(day.sit(attempt="second-attempt"))
    (pc / day.session.id / "T1" / "result.kcr").write_bytes(other)
    assert fates(release.listed(exam, listed, pc, after()))["T1"] is Fate.OTHER_RESULT


def test_a_result_under_another_tickets_name_stays(day, exam, listed, pc):
    (pc / day.session.id / "T1").rename(pc / day.session.id / "T9")
    assert fates(release.listed(exam, listed, pc, after()))["T9"] is Fate.NOT_LISTED


def test_a_result_that_cannot_be_read_stays(day, exam, listed, pc):
    path = pc / day.session.id / "T1" / "result.kcr"
    path.unlink()
    path.mkdir()
    assert fates(release.listed(exam, listed, pc, after()))["T1"] is Fate.UNREADABLE


def test_a_link_is_no_attempt_and_where_it_leads_nothing_is_deleted(day, exam, listed, pc, tmp_path):
    (pc / day.session.id / "T1").rename(tmp_path / "elsewhere")
    (pc / day.session.id / "T1").symlink_to(tmp_path / "elsewhere")
    assert "T1" not in fates(release.listed(exam, listed, pc, after()))


def test_a_session_that_is_a_link_holds_no_attempts(day, exam, listed, pc, tmp_path):
    (pc / day.session.id).rename(tmp_path / "elsewhere")
    (pc / day.session.id).symlink_to(tmp_path / "elsewhere")
    with refuses(Outcome.MISSING, "release.nothing"):
        release.listed(exam, listed, pc, after())


def test_a_released_attempt_is_gone_and_everything_else_is_left(day, exam, listed, pc):
    before = {path for path in pc.rglob("*") if not path.is_relative_to(pc / day.session.id / "T1")}
    (gone,) = [each for each in release.listed(exam, listed, pc, after()) if each.fate.goes]
    assert release.delete(gone) == []
    assert set(pc.rglob("*")) == before


def test_what_stays_is_never_deleted_by_mistake(exam, listed, pc):
    staying = [each for each in release.listed(exam, listed, pc, after()) if not each.fate.goes]
    for each in staying:
        with pytest.raises(ValueError, match="stays"):
            release.delete(each)
    assert len(staying) == 2


def test_a_folder_inside_an_attempt_is_left_and_named(day, exam, listed, pc):
    (pc / day.session.id / "T1" / "copies").mkdir()
    (gone,) = [each for each in release.listed(exam, listed, pc, after()) if each.fate.goes]
    assert release.delete(gone) == ["copies"]
    assert [path.name for path in (pc / day.session.id / "T1").iterdir()] == ["copies"]


def test_the_result_goes_last_so_that_a_cut_off_release_leaves_no_ticket_to_sit_again(exam, listed, pc, monkeypatch):
    gone = next(each for each in release.listed(exam, listed, pc, after()) if each.fate.goes)
    deleted = []
    monkeypatch.setattr(release, "delete_file", lambda path: deleted.append(path.name))
    monkeypatch.setattr(release, "delete_folder", lambda path: None)
    release.delete(gone)
    assert deleted[-1] == "result.kcr"
    assert sorted(deleted) == sorted(os.listdir(gone.folder))


def test_a_disk_that_refuses_is_told(exam, listed, pc, monkeypatch):
    gone = next(each for each in release.listed(exam, listed, pc, after()) if each.fate.goes)
    monkeypatch.setattr(release.delete_file.__globals__["Path"], "unlink", _no_permission)
    with refuses(Outcome.IO):
        release.delete(gone)
    assert (gone.folder / "result.kcr").exists()


def _no_permission(path, missing_ok=False):
    raise PermissionError(13, "no", str(path))


def test_nothing_goes_while_the_session_is_open(exam, listed, pc):
    with refuses(Outcome.POLICY, "release.session-open"):
        release.listed(exam, listed, pc, ManualClock(CLOSES))


def test_after_the_time_to_be_kept_every_attempt_of_the_session_may_go(exam, pc):
    until = exam.header.keep_until
    with refuses(Outcome.POLICY, "release.not-expired"):
        release.expired(exam, pc, ManualClock(until))
    held = release.expired(exam, pc, ManualClock(until + 1))
    assert fates(held) == dict.fromkeys(("T1", "T2", "T3"), Fate.EXPIRED)


def test_a_folder_without_an_attempt_of_the_session_is_named(exam, listed, tmp_path):
    with refuses(Outcome.MISSING, "release.nothing") as refused:
        release.listed(exam, listed, tmp_path / "nowhere", after())
    assert refused.value.where == str(tmp_path / "nowhere")
    with refuses(Outcome.MISSING, "release.nothing"):
        release.expired(exam, tmp_path / "nowhere", ManualClock(exam.header.keep_until + 1))


def test_a_list_of_another_session_or_kind_or_signer_is_refused_as_that(day, other_day, exam, tmp_path):
    path = tmp_path / "list.kcl"
    path.write_bytes(other_day.kcl)
    with refuses(Outcome.CONTEXT):
        release.read_list(path, exam)
    checkpoint = checkpoints.read_checkpoint(day.kct, None)
    receipt = receipt_lists.read_receipt_list(day.kcl, None).receipts
    path.write_bytes(receipt_lists.pack_receipt_list(checkpoint, receipt, 1, other_day.centre.seed(SIGNING), 1))
    with refuses(Outcome.SIGNATURE):
        release.read_list(path, exam)
    header = msgspec.structs.replace(
        checkpoint.header, context=msgspec.structs.replace(day.context, kind=Kind.REHEARSAL)
    )
    other = msgspec.structs.replace(checkpoint, header=header)
    path.write_bytes(receipt_lists.pack_receipt_list(other, receipt, 1, day.centre.seed(SIGNING), 1))
    with refuses(Outcome.POLICY, "context.kind"):
        release.read_list(path, exam)

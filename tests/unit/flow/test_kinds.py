"""What was sat as a rehearsal or practice never counts as live: every type of file is refused by its kind (POLICY)."""

import pytest
from kaochang.custody import checkpoints, receipt_lists
from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome
from kaochang.flow import errata, ledger, merge, release, unlock
from kaochang.flow.checkpoint_chain import CheckpointChain
from kaochang.flow.ledger import Signing
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import refuses
from support.sealed import make_day

OTHERS = [Kind.REHEARSAL, Kind.PRACTICE]


@pytest.fixture(scope="module", params=OTHERS, ids=lambda kind: kind.value)
def other(request, tmp_path_factory):
    """The same session with the same keys and candidates, but for a rehearsal or practice."""
    return make_day(tmp_path_factory.mktemp(request.param.value), kind=request.param)


def files_of(day):
    """One file of each type that a merge takes."""
    made = {".kcr": day.kcr, ".kcj": day.sat.log, ".kcm": day.kcm, ".kce": day.kce}
    return {**made, ".kca": day.kca} if hasattr(day, "kca") else made


@pytest.fixture
def centre(tmp_path):
    centre = Centre(tmp_path / "centre.db")
    yield centre
    centre.close()


def merged(centre, day, files, folder):
    folder.mkdir()
    for ending, data in files.items():
        (folder / f"file{ending}").write_bytes(data)
    merge.merge(centre, day.centre_kit, [folder], ManualClock())
    return {f".{record.type}": (record.outcome, record.key) for record in centre.files()}


def test_a_live_merge_refuses_every_type_of_file_of_another_kind(centre, day, other, tmp_path):
    found = merged(centre, day, files_of(other), tmp_path / "stick")
    assert found == dict.fromkeys(files_of(other), (int(Outcome.POLICY), "context.kind"))
    kept = (merge.merged_results, merge.merged_logs, merge.merged_manifests, merge.merged_errata, merge.merged_act_logs)
    assert not any(read(centre) for read in kept)


def test_no_other_merge_takes_a_live_file_either(centre, day, other, tmp_path):
    found = merged(centre, other, files_of(day), tmp_path / "stick")
    assert set(found.values()) == {(int(Outcome.POLICY), "context.kind")}


def test_the_same_files_are_taken_by_a_merge_of_their_own_kind(centre, other, tmp_path):
    assert set(merged(centre, other, files_of(other), tmp_path / "stick").values()) == {(0, "")}


def test_a_live_database_takes_no_kit_of_another_kind(centre, day, other, tmp_path):
    merged(centre, day, {".kcr": day.kcr}, tmp_path / "stick")
    with refuses(Outcome.CONTEXT, "centre.other-session"):
        merge.merge(centre, other.centre_kit, [tmp_path / "stick"], ManualClock())


def test_a_live_ledger_passes_over_a_checkpoint_of_another_kind_and_misses_its_own(centre, day, other, tmp_path):
    merged(centre, day, {".kcr": day.kcr}, tmp_path / "stick")
    (tmp_path / "other.kct").write_bytes(other.kct)
    standing = ledger.audit(centre, [tmp_path / "other.kct"])
    assert (standing.faults, standing.passed_over, standing.outcome) == ((), 1, Outcome.MISSING)
    assert checkpoints.read_checkpoint(other.kct, day.centre.signing)


def test_a_live_database_that_holds_a_checkpoint_of_another_kind_is_told(day, other):
    chain = CheckpointChain(day.centre.signing, day.context)
    chain.keep(1, other.kct)
    assert [(fault.key, fault.outcome) for fault in chain.faults] == [("checkpoint", Outcome.POLICY)]


def test_a_live_pc_releases_nothing_on_a_list_of_another_kind(day, other, tmp_path):
    (tmp_path / "list.kcl").write_bytes(other.kcl)
    assert receipt_lists.read_receipt_list(other.kcl, day.centre.signing)
    with refuses(Outcome.POLICY, "context.kind"):
        release.read_list(tmp_path / "list.kcl", unlock.open_exam(day.exam_path, day.office.site))


def test_a_live_exam_takes_no_errata_of_another_kind(day, other, tmp_path):
    (tmp_path / "errata.kce").write_bytes(other.kce)
    with refuses(Outcome.POLICY, "context.kind"):
        errata.find(tmp_path, unlock.open_exam(day.exam_path, day.office.site), day.keys.content_key)


def test_a_rehearsal_is_merged_and_signed_for_itself(centre, other, tmp_path):
    (tmp_path / "T1.kcr").write_bytes(other.kcr)
    signing = Signing(other.centre.seed("signing"))
    _, standing = ledger.merge_signed(centre, other.centre_kit, [tmp_path / "T1.kcr"], signing, ManualClock())
    assert standing.newest.header.context.kind is other.session.kind

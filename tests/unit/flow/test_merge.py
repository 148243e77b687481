"""What arrives at the centre, against what the manifests promise: one status a ticket, every gap by name."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import merge
from kaochang.flow.reconcile import reconcile
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import refuses


@pytest.fixture
def centre(tmp_path):
    centre = Centre(tmp_path / "centre.db")
    yield centre
    centre.close()


def merged(centre, day, folder, **files):
    """Merges these files (name with __ for a dot); where the session then stands."""
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    merge.merge(centre, day.centre_kit, [folder], ManualClock())
    return reconcile(centre)


def named(standing):
    return {(problem.name, problem.key, problem.outcome) for problem in standing.problems}


NO_MANIFEST = ("R2", "problem.no-manifest", "MISSING")


def test_a_whole_room_is_accounted_for_and_a_room_without_a_manifest_is_named(centre, day, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.kcr, R1__kcm=day.kcm)
    assert standing.statuses == {
        "T1": TicketStatus.SUBMITTED,
        "T2": TicketStatus.ABSENT,
        "T3": TicketStatus.MISSING_FILE,
    }
    assert list(standing.results) == ["T1"]
    assert named(standing) == {NO_MANIFEST}


def test_two_results_of_one_ticket_count_neither_until_people_decide(centre, day, tmp_path):
    other = day.result_of(day.sit(attempt="second-attempt"))
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.kcr, other__kcr=other, R1__kcm=day.kcm)
    assert standing.results == {}
    assert named(standing) == {
        NO_MANIFEST,
        ("T1", "problem.two-results", "CONFLICT"),
        ("other.kcr", "problem.not-in-manifest", "CONFLICT"),
    }


def test_the_newest_manifest_of_a_room_holds_and_two_of_one_number_are_named(centre, day, tmp_path):
    newer = day.manifest_of(day.room_record(counter=2, notes="newer"))
    twin = day.manifest_of(day.room_record(counter=2, notes="another"))
    files = {"T1__kcr": day.kcr, "a__kcm": day.kcm, "b__kcm": newer, "c__kcm": twin}
    standing = merged(centre, day, tmp_path / "stick", **files)
    assert named(standing) == {NO_MANIFEST, ("R1-002.kcm", "problem.two-manifests", "CONFLICT")}


def test_a_manifest_that_leaves_a_ticket_out_is_refused(centre, day, tmp_path):
    record = day.room_record()
    short = day.manifest_of(msgspec.structs.replace(record, entries=record.entries[:1]))
    standing = merged(centre, day, tmp_path / "stick", R1__kcm=short)
    assert ("R1.kcm", "problem.refused", "HEADER") in named(standing)


def test_two_bad_files_of_one_name_are_both_named(centre, day, tmp_path):
    merged(centre, day, tmp_path / "a", T9__kcr=b"")
    standing = merged(centre, day, tmp_path / "b", T9__kcr=b"noise")
    strays = {(problem.name, problem.outcome) for problem in standing.problems if problem.key == "problem.refused"}
    assert strays == {("T9.kcr", "EMPTY"), ("T9.kcr", "FRAME")}


def test_a_result_under_another_room_than_its_tickets_belongs_nowhere(centre, day, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.result_of(day.sit("T1", "R2")))
    assert ("T1.kcr", "problem.refused", "CONTEXT") in named(standing)
    assert standing.results == {}


def test_a_link_on_a_stick_is_not_followed(centre, day, tmp_path):
    (tmp_path / "outside.kcr").write_bytes(day.kcr)
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "T1.kcr").symlink_to(tmp_path / "outside.kcr")
    standing = merged(centre, day, tmp_path / "stick")
    assert ("T1.kcr", "problem.refused", "NOT_A_FILE") in named(standing)
    assert merged(centre, day, tmp_path / "stick").problems == standing.problems


def test_a_database_takes_one_session_only(centre, day, other_day, tmp_path):
    merged(centre, day, tmp_path / "stick", T1__kcr=day.kcr)
    with refuses(Outcome.CONTEXT, "centre.other-session"):
        merge.merge(centre, other_day.centre_kit, [tmp_path / "stick"], ManualClock())


def test_a_source_that_is_not_there_leaves_the_database_as_it_was(centre, day, tmp_path):
    with refuses(Outcome.MISSING, "io.missing"):
        merge.merge(centre, day.centre_kit, [tmp_path / "nowhere"], ManualClock())
    with refuses(Outcome.MISSING, "centre.empty"):
        centre.session()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_where_the_session_stands_does_not_depend_on_the_order_of_arrival(tmp_path, day, data):
    files = {
        "T1.kcr": day.kcr,
        "T1.kcj": day.sat.log,
        "again.kcr": day.kcr,
        "R1.kcm": day.kcm,
        "cut.kcr": day.kcr[:900],
        "T2.kcr": b"noise",
        "T2.KCR": b"other noise",
    }
    told = set()
    for at in range(2):
        order = data.draw(st.permutations(sorted(files)))
        folder = tmp_path / f"{at}-{'-'.join(order)}"
        folder.mkdir(exist_ok=True)
        (folder / "centre.db").unlink(missing_ok=True)
        centre = Centre(folder / "centre.db")
        for name in order:
            (folder / name).write_bytes(files[name])
            merge.merge(centre, day.centre_kit, [folder / name], ManualClock())
        standing = reconcile(centre)
        centre.close()
        told.add((tuple(standing.statuses.items()), tuple(standing.results.items()), standing.problems))
    assert len(told) == 1

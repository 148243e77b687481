"""What arrives at the centre, against what the manifests promise: one status a ticket, every gap by name."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kaochang.custody import journal_log, manifests, results
from kaochang.custody.envelope import digest
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Pairs
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import merge
from kaochang.flow.reconcile import reconcile
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import OPENS, RESPONSES
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


@pytest.fixture
def other(day):
    """A rightly signed result of another attempt of T1: anyone who knows the start code can make one."""
    return day.result_of(day.sit(attempt="second-attempt"))


@pytest.mark.attack(37)
def test_two_results_of_one_ticket_count_neither_until_people_decide(centre, day, other, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.kcr, other__kcr=other)
    assert (standing.results, standing.statuses["T1"]) == ({}, TicketStatus.SUBMITTED)
    assert ("T1", "problem.two-results", "CONFLICT") in named(standing)


@pytest.mark.attack(37)
def test_of_two_results_the_one_that_the_manifest_names_counts(centre, day, other, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.kcr, other__kcr=other, R1__kcm=day.kcm)
    assert standing.results == {"T1": digest(day.kcr)}
    assert named(standing) == {
        NO_MANIFEST,
        ("other.kcr", "problem.not-in-manifest", "CONFLICT"),
        ("T1.kcr, other.kcr", "problem.two-attempts", "CONFLICT"),
    }


def test_a_result_that_contradicts_the_manifest_never_stands_in_for_the_missing_one(centre, day, other, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", other__kcr=other, R1__kcm=day.kcm)
    assert (standing.results, standing.statuses["T1"]) == ({}, TicketStatus.MISSING_FILE)
    assert named(standing) == {
        NO_MANIFEST,
        ("T1-attemp.kcr", "problem.missing", "MISSING"),
        ("other.kcr", "problem.not-in-manifest", "CONFLICT"),
    }


def test_a_result_of_a_ticket_that_the_manifest_calls_absent_waits_for_people(centre, day, tmp_path):
    forged = day.result_of(day.sit("T2"))
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.kcr, T2__kcr=forged, R1__kcm=day.kcm)
    assert (list(standing.results), standing.statuses["T2"]) == (["T1"], TicketStatus.ABSENT)
    assert ("T2.kcr", "problem.not-in-manifest", "CONFLICT") in named(standing)


def chain(day, *records):
    """Manifests of the room, each after the one before unless its record says otherwise."""
    made = []
    for number, change in enumerate(records, start=1):
        previous = digest(made[-1]) if made else ""
        made.append(day.manifest_of(day.room_record(**{"counter": number, "previous": previous, **change})))
    return made


def manifest_problems(centre, day, folder, *data):
    files = {f"m{at}__kcm": each for at, each in enumerate(data)}
    standing = merged(centre, day, folder, T1__kcr=day.kcr, **files)
    return named(standing) - {NO_MANIFEST}


def test_the_newest_manifest_of_a_room_holds(centre, day, tmp_path):
    first, second = day.room_record().entries
    later = (first, msgspec.structs.replace(second, status=TicketStatus.ON_PAPER))
    one, two = chain(day, {}, {"entries": later})
    assert manifest_problems(centre, day, tmp_path / "stick", two, one) == set()
    assert reconcile(centre).statuses["T2"] is TicketStatus.ON_PAPER


@pytest.mark.attack(41)
def test_a_manifest_whose_one_before_is_not_here_is_named(centre, day, tmp_path):
    _, two, three = chain(day, {}, {}, {})
    gap = {("R1-002.kcm", "problem.manifest-gap", "MISSING")}
    assert manifest_problems(centre, day, tmp_path / "stick", two, three) == gap


@pytest.mark.attack(41)
def test_a_later_manifest_that_names_none_before_it_is_a_gap(centre, day, tmp_path):
    (one,), (alone,) = chain(day, {}), chain(day, {"counter": 2})
    gap = {("R1-002.kcm", "problem.manifest-gap", "MISSING")}
    assert manifest_problems(centre, day, tmp_path / "stick", one, alone) == gap


FORKS = {"of one number": 2, "after the same one": 3}


@pytest.mark.parametrize("counter", FORKS.values(), ids=FORKS)
@pytest.mark.attack(41)
def test_two_different_manifests_in_one_place_are_a_fork(centre, day, tmp_path, counter):
    one, two = chain(day, {}, {"notes": "newer"})
    twin = day.manifest_of(day.room_record(counter=counter, previous=digest(one), notes="another"))
    fork = {(f"R1-{counter:03}.kcm", "problem.two-manifests", "CONFLICT")}
    assert manifest_problems(centre, day, tmp_path / "stick", one, two, twin) == fork


def test_the_same_content_signed_twice_for_two_sticks_is_no_problem(centre, day, tmp_path):
    one, two = chain(day, {}, {})
    again = day.manifest_of(day.room_record(counter=2, previous=digest(one), made=day.room_record().made + 60_000))
    assert again != two
    assert manifest_problems(centre, day, tmp_path / "stick", one, two, again) == set()


@pytest.mark.attack(41)
def test_a_manifest_that_counts_backwards_is_named(centre, day, tmp_path):
    one, two, back = chain(day, {}, {"counter": 5}, {"counter": 4})
    order = {("R1-004.kcm", "problem.manifest-order", "ROLLBACK")}
    assert manifest_problems(centre, day, tmp_path / "stick", one, two, back) == order


def forged(day, **change):
    """A rightly signed result that says something else than its attempt."""
    body = msgspec.structs.replace(day.body_of(day.sat), **change)
    return results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)


def test_a_result_that_no_attempt_could_have_led_to_is_refused(centre, day, tmp_path):
    pairs = Pairs(tuple((prompt, option) for prompt in ("(1)", "(2)") for option in "ABC"))
    data = forged(day, responses={"matching": pairs})
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=data)
    assert (standing.results, standing.statuses["T1"]) == ({}, TicketStatus.MISSING_FILE)
    assert ("T1.kcr", "problem.refused", "PAYLOAD") in named(standing)


def test_a_result_with_a_time_that_no_calendar_has_is_refused(centre, day, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=forged(day, started=2**53 - 1))
    assert ("T1.kcr", "problem.refused", "PAYLOAD") in named(standing)


def test_a_result_that_tells_of_a_walk_in_is_taken_on_a_reserve_ticket_only(centre, day, tmp_path):
    act = Acted(0, OPENS, ActKind.WALK_IN, 0, 0, "", "A", "G9 欧阳")
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=forged(day, acts=(act,)))
    assert ("T1.kcr", "problem.refused", "PAYLOAD") in named(standing)


def test_a_closing_time_outside_the_session_is_told_and_counts(centre, day, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=forged(day, closed=0))
    assert list(standing.results) == ["T1"]
    assert ("T1.kcr", "problem.clock", "CONTEXT") in named(standing)


@pytest.mark.parametrize("log_first", [True, False])
@pytest.mark.attack(54)
def test_a_result_that_differs_from_the_log_of_its_attempt_is_named(centre, day, tmp_path, log_first):
    files = {"T1.kcr": forged(day, responses={**RESPONSES, "single": Choice(("A",))}), "T1.kcj": day.sat.log}
    for name in sorted(files, reverse=not log_first):
        (tmp_path / name).write_bytes(files[name])
        merge.merge(centre, day.centre_kit, [tmp_path / name], ManualClock())
    assert ("T1.kcr", "problem.journal-differs", "CONFLICT") in named(reconcile(centre))


def test_a_log_that_is_cut_is_named_until_a_whole_one_is_here(centre, day, tmp_path):
    cut = day.sat.log_head + journal_log.record(day.sat.rows[0])
    standing = merged(centre, day, tmp_path / "a", T1__kcr=day.kcr, T1__kcj=cut)
    assert ("T1.kcr", "problem.journal-short", "FRAME") in named(standing)
    standing = merged(centre, day, tmp_path / "b", T1__kcj=day.sat.log)
    assert {key for _, key, _ in named(standing)} == {"problem.no-manifest"}


@pytest.mark.parametrize("other", ["result", "log"])
def test_a_second_attempt_of_a_ticket_is_named_and_says_nothing_about_the_first_ones_result(
    centre, day, tmp_path, other
):
    second = day.sit(attempt="second-attempt")
    files = {"T1__kcj": second.log} if other == "log" else {"second__kcr": day.result_of(second)}
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.kcr, **files)
    names = "T1.kcj, T1.kcr" if other == "log" else "T1.kcr, second.kcr"
    assert (names, "problem.two-attempts", "CONFLICT") in named(standing)
    keys = {key for _, key, _ in named(standing)} - {"problem.two-results"}
    assert keys == {"problem.no-manifest", "problem.two-attempts"}


def test_two_attempts_whose_files_have_one_name_are_told_by_where_they_lay(centre, day, tmp_path):
    for pc, sat in (("a", day.sat), ("b", day.sit(attempt="second-attempt"))):
        (tmp_path / pc).mkdir()
        (tmp_path / pc / "attempt.kcj").write_bytes(sat.log)
    merge.merge(centre, day.centre_kit, [tmp_path], ManualClock())
    both = ", ".join(str(tmp_path / pc / "attempt.kcj") for pc in "ab")
    assert (both, "problem.two-attempts", "CONFLICT") in named(reconcile(centre))


def test_a_damaged_copy_is_named_even_where_a_good_one_is_here(centre, day, tmp_path):
    spoiled = bytearray(day.kcr)
    spoiled[len(spoiled) // 2] ^= 1
    for name, data in (("a", day.kcr), ("b", bytes(spoiled))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "T1-attemp.kcr").write_bytes(data)
    (tmp_path / "a" / "R1.kcm").write_bytes(day.kcm)
    merge.merge(centre, day.centre_kit, [tmp_path / "a", tmp_path / "b"], ManualClock())
    standing = reconcile(centre)
    assert (list(standing.results), standing.statuses["T1"]) == (["T1"], TicketStatus.SUBMITTED)
    assert named(standing) == {NO_MANIFEST, ("T1-attemp.kcr", "problem.damaged-copy", "SIGNATURE")}


def test_a_manifest_whose_notes_are_not_for_this_centre_is_refused(centre, day, other_day, tmp_path):
    notes = manifests.pack_manifest(day.room_record(), day.keys.proctor_seeds["R1"], other_day.keys.results_public)
    standing = merged(centre, day, tmp_path / "stick", R1__kcm=notes)
    assert ("R1.kcm", "problem.refused", "DECRYPT") in named(standing)


@pytest.mark.attack(40)
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


@pytest.mark.attack(32)
def test_a_result_under_another_room_than_its_tickets_belongs_nowhere(centre, day, tmp_path):
    standing = merged(centre, day, tmp_path / "stick", T1__kcr=day.result_of(day.sit("T1", "R2")))
    assert ("T1.kcr", "problem.refused", "CONTEXT") in named(standing)
    assert standing.results == {}


@pytest.mark.attack(46)
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
        "short.kcj": day.sat.log_head,
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

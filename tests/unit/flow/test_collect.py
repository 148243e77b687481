"""The proctor's round: every ticket of the room has a line, every odd file is named, later rounds count up."""

import errno
import shutil

import pytest
from kaochang.custody import manifests
from kaochang.custody.envelope import digest
from kaochang.domain.acts import ActKind
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import act, collect, gather, sticks
from kaochang.flow.accounted import Lack
from kaochang.flow.collect import CollectOrder
from kaochang.flow.sticks import MARKER
from kaochang.sealing import frame
from support.put_in import put_in
from support.refusals import refuses
from unit.machine.faults import broken, error


@pytest.fixture
def pc(tmp_path, day):
    """A PC's data folder with the attempt of T1."""
    folder = tmp_path / "pc" / "T1"
    folder.mkdir(parents=True)
    (folder / "result.kcr").write_bytes(day.kcr)
    (folder / "attempt.kcj").write_bytes(day.sat.log)
    return tmp_path / "pc"


def round_of(day, clock, *sources, to, **declared):
    memory = declared.pop("memory", to.parent / "proctor-pc")
    put_in(to)
    return collect.collect(day.proctor_kit, CollectOrder(sources, to, memory=memory, **declared), clock)


def statuses(collection):
    return {entry.ticket: entry.status for entry in collection.entries}


def named(collection):
    return [(problem.key, problem.outcome) for problem in collection.problems]


def test_every_ticket_of_the_room_has_a_line(day, clock, pc, tmp_path):
    found = round_of(day, clock, pc, to=tmp_path / "stick")
    assert statuses(found) == {"T1": TicketStatus.SUBMITTED, "T2": TicketStatus.NOT_STARTED}
    first = found.entries[0]
    assert (first.result.name, first.result.size) == ("T1-attempt-1_______.kcr", len(day.kcr))
    assert first.journal.size == len(day.sat.log)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("declared", "status"),
    [({"absent": frozenset({"T2"})}, TicketStatus.ABSENT), ({"on_paper": frozenset({"T2"})}, TicketStatus.ON_PAPER)],
)
def test_what_the_proctor_saw_stands_in_the_manifest(day, clock, pc, tmp_path, declared, status):
    assert statuses(round_of(day, clock, pc, to=tmp_path / "stick", **declared))["T2"] is status


def test_a_result_is_stronger_than_what_the_proctor_saw(day, clock, pc, tmp_path):
    found = round_of(day, clock, pc, to=tmp_path / "stick", absent=frozenset({"T1"}))
    assert statuses(found)["T1"] is TicketStatus.SUBMITTED


def test_a_log_without_a_result_says_that_somebody_was_here(day, clock, pc, tmp_path):
    (pc / "T1" / "result.kcr").unlink()
    found = round_of(day, clock, pc, to=tmp_path / "stick")
    assert (statuses(found)["T1"], found.entries[0].result) == (TicketStatus.PRESENT, None)
    assert found.entries[0].journal is not None


def test_of_several_copies_of_a_log_the_longest_is_taken(day, clock, pc, tmp_path):
    shorter = tmp_path / "pc" / "copy"
    shorter.mkdir()
    (shorter / "attempt.kcj").write_bytes(day.sat.log[: -len(day.sat.rows[-1]) - 4])
    found = round_of(day, clock, pc, to=tmp_path / "stick")
    assert found.entries[0].journal.size == len(day.sat.log)


@pytest.mark.attack(37)
def test_two_results_of_one_ticket_are_both_kept_and_named(day, clock, pc, tmp_path):
    second = tmp_path / "pc" / "second"
    second.mkdir()
    (second / "result.kcr").write_bytes(day.result_of(day.sit(attempt="second-attempt")))
    found = round_of(day, clock, pc, to=tmp_path / "stick")
    assert named(found) == [("problem.two-results", "CONFLICT"), ("problem.two-attempts", "CONFLICT")]
    assert len(list((tmp_path / "stick").rglob("*.kcr"))) == 2


def test_files_of_another_session_and_of_another_room_are_counted_and_left(day, other_day, clock, pc, tmp_path):
    elsewhere = tmp_path / "pc" / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.kcr").write_bytes(day.result_of(day.sit("T3", "R2")))
    (elsewhere / "b.kcr").write_bytes(other_day.kcr)
    found = round_of(day, clock, pc, to=tmp_path / "stick")
    assert named(found) == []
    assert found.elsewhere == 2
    assert len(list((tmp_path / "stick").rglob("*.kcr"))) == 1


def test_a_later_round_counts_up_and_names_the_one_before(day, clock, pc, tmp_path):
    stick = tmp_path / "stick"
    first = round_of(day, clock, pc, to=stick).manifest
    second = round_of(day, clock, pc, to=stick, absent=frozenset({"T2"})).manifest
    headers = [manifests.read_manifest(frame.unpack(path.read_bytes()), None).header for path in (first, second)]
    assert [header.counter for header in headers] == [1, 2]
    assert headers[0].previous == ""
    assert headers[1].previous == digest(first.read_bytes())


def test_a_manifest_by_somebody_else_neither_counts_nor_stops_the_round(day, clock, pc, tmp_path):
    stick = tmp_path / "stick"
    folder = round_of(day, clock, pc, to=stick).manifest.parent
    forged = day.manifest_of(day.room_record(counter=900), seed=b"\7" * 32)
    (folder / "R1-900.kcm").write_bytes(forged)
    found = round_of(day, clock, pc, to=stick)
    assert named(found) == [("problem.refused", "SIGNATURE")]
    assert found.manifest.name == "R1-901.kcm"


def test_no_name_on_a_stick_uses_up_the_numbers_of_a_room(day, clock, pc, tmp_path):
    stick = tmp_path / "stick"
    folder = round_of(day, clock, pc, to=stick).manifest.parent
    (folder / "R1-999999.kcm").write_bytes(b"rubbish")
    assert round_of(day, clock, pc, to=stick).manifest.name == "R1-001.kcm"


def test_a_stranger_cannot_be_absent(day, clock, pc, tmp_path):
    with refuses(Outcome.CONTEXT, "context.ticket"):
        round_of(day, clock, pc, to=tmp_path / "stick", absent=frozenset({"T3"}))
    assert list((tmp_path / "stick").iterdir()) == []


def test_notes_are_for_the_centre_and_counts_are_for_everyone(day, clock, pc, tmp_path):
    found = round_of(day, clock, pc, to=tmp_path / "stick", incidents={"power-cut": 2}, notes="二号机位断电")
    data = found.manifest.read_bytes()
    manifest = manifests.read_manifest(frame.unpack(data), None)
    assert manifest.header.incidents == {"power-cut": 2}
    assert "断电".encode() not in data
    assert manifests.open_notes(manifest, day.keys.results_seed) == "二号机位断电"


def names(folder):
    return sorted(path.name for path in folder.rglob("*.kc*"))


def header(path):
    return manifests.read_manifest(frame.unpack(path.read_bytes()), None).header


def held(collection):
    """(which sticks, by their folders' names, hold a ticket's result) as a manifest says it."""
    folders = collection.manifest.parents[3].parent
    ids = {
        (folder / "kaochang" / MARKER).read_text().strip(): folder.name
        for folder in folders.iterdir()
        if (folder / "kaochang" / MARKER).exists()
    }
    return {entry.ticket: [ids.get(each.id) for each in entry.held] for entry in collection.entries}


def test_a_second_stick_gets_the_same_files_and_a_manifest_that_names_both_sticks(day, clock, pc, tmp_path):
    first = round_of(day, clock, pc, to=tmp_path / "a")
    assert held(first) == {"T1": ["a"], "T2": []}
    shutil.rmtree(pc)
    pc.mkdir()
    second = round_of(day, clock, pc, to=tmp_path / "b")
    assert held(second) == {"T1": ["a", "b"], "T2": []}
    assert second.manifest.with_name(first.manifest.name).read_bytes() == first.manifest.read_bytes()
    assert names(tmp_path / "b") == names(tmp_path / "proctor-pc")
    assert second.problems == ()


def test_a_stick_that_holds_everything_already_gets_no_further_manifest(day, clock, pc, tmp_path):
    for name in ("a", "b"):
        newest = round_of(day, clock, pc, to=tmp_path / name)
    for name in ("b", "a", "a"):
        again = round_of(day, clock, pc, to=tmp_path / name)
        assert again.manifest.read_bytes() == newest.manifest.read_bytes()


def test_what_another_result_of_the_ticket_was_held_by_says_nothing_of_this_one(day, clock, pc, tmp_path):
    round_of(day, clock, pc, to=tmp_path / "a")
    for path in [*pc.rglob("*.kc[rj]"), *tmp_path.rglob("T1-*")]:
        path.unlink()
    (pc / "T1" / "result.kcr").write_bytes(day.result_of(day.sit(attempt="second-attempt")))
    assert held(round_of(day, clock, pc, to=tmp_path / "b"))["T1"] == ["b"]


def test_a_stick_on_which_a_result_is_not_read_back_is_not_said_to_hold_it(day, clock, pc, tmp_path, monkeypatch):
    real = sticks.read_back

    def worn_out(path, limit):
        data = real(path, limit)
        return bytes(len(data)) if path.suffix == ".kcr" and "stick" in path.parts else data

    monkeypatch.setattr(sticks, "read_back", worn_out)
    with refuses(Outcome.IO, "io.read-back"):
        round_of(day, clock, pc, to=tmp_path / "stick")
    assert list(tmp_path.rglob("*.kcm")) == []


def test_a_stick_that_is_exchanged_before_the_manifest_is_signed_is_in_none(day, clock, pc, tmp_path, monkeypatch):
    real = collect._Room.collect_ticket

    def exchanged(room, ticket, before):
        (tmp_path / "stick" / "kaochang" / MARKER).write_text("another-stick")
        return real(room, ticket, before)

    monkeypatch.setattr(collect._Room, "collect_ticket", exchanged)
    with refuses(Outcome.CONFLICT, "stick.exchanged"):
        round_of(day, clock, pc, to=tmp_path / "stick")
    assert list(tmp_path.rglob("*.kcm")) == []


def test_a_second_stick_carries_on_the_count_and_holds_every_manifest_before(day, clock, pc, tmp_path):
    first = round_of(day, clock, pc, to=tmp_path / "a").manifest
    second = round_of(day, clock, pc, to=tmp_path / "b", absent=frozenset({"T2"})).manifest
    assert (header(second).counter, header(second).previous) == (2, digest(first.read_bytes()))
    assert (second.with_name(first.name)).read_bytes() == first.read_bytes()


def test_without_the_proctors_pc_the_count_goes_on_from_the_stick(day, clock, pc, tmp_path):
    round_of(day, clock, pc, to=tmp_path / "a")
    again = round_of(day, clock, pc, to=tmp_path / "a", memory=tmp_path / "other-pc", absent=frozenset({"T2"}))
    assert header(again.manifest).counter == 2


def test_another_pc_goes_on_from_the_manifest_in_its_sources(day, clock, pc, tmp_path):
    first = round_of(day, clock, pc, to=tmp_path / "a", absent=frozenset({"T2"}), memory=tmp_path / "pc-a").manifest
    again = round_of(day, clock, tmp_path / "a", to=tmp_path / "b", memory=tmp_path / "pc-b", notes="换机")
    assert (header(again.manifest).counter, header(again.manifest).previous) == (2, digest(first.read_bytes()))
    assert statuses(again) == {"T1": TicketStatus.SUBMITTED, "T2": TicketStatus.ABSENT}
    assert again.manifest.with_name(first.name).read_bytes() == first.read_bytes()
    third = round_of(day, clock, tmp_path / "b", to=tmp_path / "c", memory=tmp_path / "pc-c")
    assert (header(third.manifest).counter, header(third.manifest).previous) == (3, digest(again.manifest.read_bytes()))
    assert held(third)["T1"] == ["a", "b", "c"]


@pytest.fixture
def twins(day, clock, pc, nothing, tmp_path):
    """Two sticks with a first manifest each, by two PCs: of T1's result, and of two absences."""
    more = round_of(day, clock, pc, to=tmp_path / "a", absent=frozenset({"T2"}), memory=tmp_path / "pc-a").manifest
    less = round_of(day, clock, nothing, to=tmp_path / "b", absent=frozenset({"T1"}), memory=tmp_path / "pc-b").manifest
    return more, less


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_of_two_manifests_with_one_number_the_one_that_says_more_is_gone_on_from(day, clock, twins, tmp_path, order):
    more, less = twins
    found = round_of(day, clock, *(tmp_path / name for name in order), to=tmp_path / "c", memory=tmp_path / "pc-c")
    assert named(found) == [("problem.manifest-twin", "CONFLICT")]
    assert found.problems[0].name == str(less)
    assert (header(found.manifest).counter, header(found.manifest).previous) == (2, digest(more.read_bytes()))
    on_stick = {path.read_bytes() for path in (tmp_path / "c").rglob("*.kcm")}
    assert on_stick == {more.read_bytes(), less.read_bytes(), found.manifest.read_bytes()}
    again = round_of(day, clock, tmp_path / "a", tmp_path / "b", to=tmp_path / "c", memory=tmp_path / "pc-c")
    assert (again.problems, again.manifest) == ((), found.manifest)


def test_manifests_of_other_rooms_and_sessions_in_the_sources_change_no_number(day, other_day, clock, pc, tmp_path):
    (pc / "R1-007.kcm").write_bytes(other_day.manifest_of(other_day.room_record()))
    (pc / "R2-003.kcm").write_bytes(day.manifest_of(day.room_record(room="R2"), seed=day.keys.proctor_seeds["R2"]))
    found = round_of(day, clock, pc, to=tmp_path / "stick")
    assert (named(found), found.elsewhere) == ([], 2)
    assert found.manifest.name == "R1-001.kcm"


@pytest.mark.parametrize(("said", "status"), [("absent", TicketStatus.ABSENT), ("on_paper", TicketStatus.ON_PAPER)])
def test_a_later_round_remembers_who_was_not_there(day, clock, pc, tmp_path, said, status):
    stick = tmp_path / "stick"
    round_of(day, clock, pc, to=stick, **{said: frozenset({"T2"})}, incidents={"power-cut": 1})
    later = round_of(day, clock, pc, to=stick, notes="改")
    assert statuses(later)["T2"] is status
    assert header(later.manifest).incidents == {"power-cut": 1}
    (pc / "late").mkdir()
    (pc / "late" / "result.kcr").write_bytes(day.result_of(day.sit("T2")))
    assert statuses(round_of(day, clock, pc, to=stick))["T2"] is TicketStatus.SUBMITTED


def test_a_result_that_every_place_has_lost_stays_named(day, clock, pc, tmp_path):
    first = round_of(day, clock, pc, to=tmp_path / "stick")
    for path in [*pc.rglob("*.kc[rj]"), *tmp_path.rglob("T1-*")]:
        path.unlink()
    assert round_of(day, clock, pc, to=tmp_path / "stick").entries == first.entries


def test_other_bytes_under_the_name_are_left_alone_and_said(day, clock, pc, tmp_path):
    folder = tmp_path / "stick" / "kaochang" / day.session.id / "R1"
    folder.mkdir(parents=True)
    taken = folder / "T1-attempt-1_______.kcr"
    taken.write_bytes(b"something else")
    found = round_of(day, clock, pc, to=tmp_path / "stick")
    assert taken.read_bytes() == b"something else"
    assert ("problem.name-taken", "CONFLICT") in named(found)
    assert (folder / found.entries[0].result.name).read_bytes() == day.kcr
    assert round_of(day, clock, pc, to=tmp_path / "stick").entries == found.entries


@pytest.mark.parametrize("deep", range(3))
@pytest.mark.attack(47)
def test_nothing_is_written_through_a_link_on_the_stick(day, clock, pc, tmp_path, deep):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = tmp_path.joinpath("stick", *("kaochang", day.session.id, "R1")[: deep + 1])
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere, target_is_directory=True)
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        round_of(day, clock, pc, to=tmp_path / "stick")
    assert not list(elsewhere.iterdir())


@pytest.mark.attack(48)
def test_only_the_bytes_that_were_checked_are_copied(day, clock, pc, tmp_path, monkeypatch):
    stream = gather.arrived_result

    def swapped(data, *given):
        (pc / "T1" / "result.kcr").write_bytes(b"swapped")
        return stream(data, *given)

    monkeypatch.setattr(gather, "arrived_result", swapped)
    with refuses(Outcome.CONFLICT, "collect.changed"):
        round_of(day, clock, pc, to=tmp_path / "stick")
    assert not list((tmp_path / "stick").rglob("*.kc*"))


NOT_STARTED, PRESENT, LOST = Lack.NOT_STARTED, Lack.PRESENT, Lack.LOST


def lacking(collection):
    return {each.ticket.number: each.lack for each in collection.missing}


def test_who_is_not_accounted_for_is_named_until_everybody_is(day, clock, pc, tmp_path):
    result = pc / "T1" / "result.kcr"
    data = result.read_bytes()
    result.unlink()
    stick = tmp_path / "stick"
    assert lacking(round_of(day, clock, pc, to=stick)) == {"T1": PRESENT, "T2": NOT_STARTED}
    result.write_bytes(data)
    assert lacking(round_of(day, clock, pc, to=stick)) == {"T2": NOT_STARTED}
    assert lacking(round_of(day, clock, pc, to=stick, absent=frozenset({"T2"}))) == {}


@pytest.mark.parametrize("said", ["absent", "on_paper"])
def test_whoever_was_said_to_be_absent_or_on_paper_is_accounted_for(day, clock, pc, tmp_path, said):
    assert lacking(round_of(day, clock, pc, to=tmp_path / "stick", **{said: frozenset({"T2"})})) == {}


def test_a_result_that_is_named_and_nowhere_any_more_is_not_accounted_for(day, clock, pc, tmp_path):
    round_of(day, clock, pc, to=tmp_path / "stick", absent=frozenset({"T2"}))
    for path in [*pc.rglob("*.kc[rj]"), *tmp_path.rglob("T1-*")]:
        path.unlink()
    assert lacking(round_of(day, clock, pc, to=tmp_path / "stick")) == {"T1": LOST}


@pytest.fixture
def nothing(tmp_path):
    """A place without any file of the session."""
    folder = tmp_path / "nothing"
    folder.mkdir()
    return folder


def test_nothing_is_signed_for_a_room_of_which_nothing_is_here_and_nothing_is_said(day, clock, nothing, tmp_path):
    (nothing / "T3.kcr").write_bytes(day.result_of(day.sit("T3", "R2")))
    with refuses(Outcome.MISSING, "collect.nothing") as refused:
        round_of(day, clock, nothing, to=tmp_path / "stick")
    assert refused.value.params == {"sources": (str(nothing),), "elsewhere": 1}
    assert list((tmp_path / "stick").iterdir()) == []
    assert not (tmp_path / "proctor-pc").exists()


def test_an_act_log_alone_says_nothing_of_who_came(day, clock, nothing, tmp_path):
    asked = act.Asked("监考甲", "换键盘", tmp_path / "proctor-pc", (nothing,))
    act.for_room(day.proctor_kit, ActKind.PAUSE, 0, asked, clock)
    with refuses(Outcome.MISSING, "collect.nothing"):
        round_of(day, clock, nothing, to=tmp_path / "stick")
    assert list(tmp_path.rglob("*.kcm")) == []


@pytest.mark.parametrize(
    "said",
    [{"absent": frozenset({"T1"})}, {"on_paper": frozenset({"T2"})}, {"notes": "无人到考"}, {"incidents": {"late": 1}}],
    ids=str,
)
def test_what_is_said_of_an_empty_room_is_signed(day, clock, nothing, tmp_path, said):
    assert header(round_of(day, clock, nothing, to=tmp_path / "stick", **said).manifest).counter == 1


def test_what_cannot_be_used_is_named_though_nothing_else_is_here(day, clock, nothing, tmp_path):
    (nothing / "T1.kcr").write_bytes(b"KCX1 no result")
    found = round_of(day, clock, nothing, to=tmp_path / "stick")
    assert named(found) == [("problem.refused", "FRAME")]
    assert (found.barren, lacking(found)) == ((nothing,), {"T1": NOT_STARTED, "T2": NOT_STARTED})


def test_a_pc_with_files_of_other_sessions_alone_is_nothing_to_sign_for(day, other_day, clock, nothing, tmp_path):
    (nothing / "T1.kcr").write_bytes(other_day.kcr)
    with refuses(Outcome.MISSING, "collect.nothing") as refused:
        round_of(day, clock, nothing, to=tmp_path / "stick")
    assert refused.value.params["elsewhere"] == 1


def test_a_source_without_any_file_of_the_session_is_named(day, clock, pc, nothing, tmp_path):
    found = round_of(day, clock, pc, nothing, to=tmp_path / "stick")
    assert found.barren == (nothing,)


def test_a_source_that_brought_a_manifest_or_an_act_log_is_not_called_empty(day, clock, pc, nothing, tmp_path):
    (nothing / "R1-001.kcm").write_bytes(day.manifest_of(day.room_record()))
    assert round_of(day, clock, pc, nothing, to=tmp_path / "stick").barren == ()


def test_a_source_that_is_not_there_is_named_before_anything_is_written(day, clock, pc, tmp_path):
    with refuses(Outcome.MISSING, "io.missing") as refused:
        round_of(day, clock, pc, tmp_path / "unplugged", to=tmp_path / "stick")
    assert refused.value.where == str(tmp_path / "unplugged")
    assert list((tmp_path / "stick").iterdir()) == []
    with refuses(Outcome.MISSING, "io.missing"):  # before any code is typed
        collect.look_first(CollectOrder([tmp_path / "unplugged"], tmp_path / "stick", memory=tmp_path / "memory"))


def test_a_stick_that_is_not_in_is_never_made_on_the_pcs_own_disk(day, clock, pc, tmp_path):
    order = CollectOrder([pc], tmp_path / "stick", memory=tmp_path / "memory")
    for looked in (lambda: collect.look_first(order), lambda: collect.collect(day.proctor_kit, order, clock)):
        with refuses(Outcome.MISSING, "stick.not-there") as refused:
            looked()
        assert refused.value.where == str(tmp_path / "stick")
    assert not (tmp_path / "stick").exists()
    assert not (tmp_path / "memory").exists()


def test_a_target_that_takes_no_files_is_told_before_any_code_is_typed(pc, tmp_path):
    (tmp_path / "file").write_bytes(b"a file")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        collect.look_first(CollectOrder([pc], tmp_path / "file", memory=tmp_path / "memory"))
    order = CollectOrder([pc], put_in(tmp_path / "stick"), memory=tmp_path / "memory")
    with broken(1, error(errno.EROFS)), refuses(Outcome.IO, "io.read-only"):
        collect.look_first(order)


def test_nobody_is_absent_and_on_paper(day, clock, pc, tmp_path):
    said = {"absent": frozenset({"T1", "T2"}), "on_paper": frozenset({"T2"})}
    with refuses(Outcome.USAGE, "collect.said-twice") as refused:
        round_of(day, clock, pc, to=tmp_path / "stick", **said)
    assert refused.value.params == {"tickets": ("T2",)}
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_stick_that_was_pulled_out_while_the_code_was_typed_gets_nothing(day, tmp_path, clock):
    stick = put_in(tmp_path / "stick")
    chosen = sticks.choose(stick)
    stick.rename(tmp_path / "pulled")
    put_in(stick)
    order = CollectOrder([put_in(tmp_path / "pc")], stick, memory=tmp_path / "memory", chosen=chosen)
    with refuses(Outcome.MISSING, "stick.pulled-out"):
        collect.collect(day.proctor_kit, order, clock)
    assert list(stick.iterdir()) == []

"""What can happen to a room's files between the room and the centre: every loss, swap and forgery is named, exactly."""

import os
import stat
import unicodedata
from pathlib import Path

import msgspec
import pytest
from kaochang.custody import manifests, results
from kaochang.custody.envelope import digest, payload_bytes
from kaochang.custody.manifests import FileEntry, TicketEntry
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import merge, merge_checks
from kaochang.flow.reconcile import reconcile
from kaochang.machine import safe_files
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.hostile import NAMES
from support.refusals import outcome_of

replace = msgspec.structs.replace
NO_MANIFEST = ("R2", "problem.no-manifest", "MISSING", "")


class Room:
    """Room R1 with two candidates who handed in, as its stick leaves the room: files by name."""

    def __init__(self, day):
        self.day = day
        self.second = day.sit("T2")
        self.of = {"T1": day.kcr, "T2": day.result_of(self.second)}
        self.logs = {"T1": day.sat.log, "T2": self.second.log}
        self.names = {ticket: f"{ticket}-attempt.kcr" for ticket in self.of}
        self.files = {self.names[ticket]: data for ticket, data in self.of.items()}
        self.files |= {f"{ticket}-attempt.kcj": log for ticket, log in self.logs.items()}
        self.files["R1-001.kcm"] = self.manifest()

    def line(self, ticket):
        """What the proctor signs of a ticket."""
        result, log = self.of[ticket], self.logs[ticket]
        return TicketEntry(
            ticket,
            TicketStatus.SUBMITTED,
            results.receipt_of(result),
            FileEntry(self.names[ticket], len(result), digest(result)),
            FileEntry(f"{ticket}-attempt.kcj", len(log), digest(log)),
        )

    def manifest(self, *entries, **change):
        lines = entries or (self.line("T1"), self.line("T2"))
        return self.day.manifest_of(self.day.room_record(entries=lines, **change))


@pytest.fixture
def room(day):
    return Room(day)


@pytest.fixture
def centre(tmp_path):
    centre = Centre(tmp_path / "centre.db")
    yield centre
    centre.close()


def carried(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def arrived(centre, day, *folders):
    merge.merge(centre, day.centre_kit, folders, ManualClock())
    return reconcile(centre)


def named(standing):
    """Every problem but the other room's missing manifest."""
    found = {(problem.name, problem.key, problem.outcome, problem.ticket) for problem in standing.problems}
    return found - {NO_MANIFEST}


def spoiled(data):
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.attack(39)
def test_a_room_that_arrives_whole_has_no_problem(room, centre, day, tmp_path):
    standing = arrived(centre, day, carried(tmp_path / "stick", room.files))
    assert named(standing) == set()
    assert standing.results == {ticket: digest(data) for ticket, data in room.of.items()}


@pytest.mark.attack(39)
@pytest.mark.parametrize("kind", ["kcr", "kcj"])
def test_a_missing_file_is_named_with_its_ticket(room, centre, day, tmp_path, kind):
    del room.files[f"T2-attempt.{kind}"]
    standing = arrived(centre, day, carried(tmp_path / "stick", room.files))
    assert named(standing) == {(f"T2-attempt.{kind}", "problem.missing", "MISSING", "T2")}
    assert list(standing.results) == (["T1"] if kind == "kcr" else ["T1", "T2"])


@pytest.mark.attack(39)
@pytest.mark.parametrize("kind", ["kcr", "kcj"])
def test_one_byte_changed_is_named_as_damage_of_that_file(room, centre, day, tmp_path, kind):
    name = f"T1-attempt.{kind}"
    room.files[name] = spoiled(room.files[name])
    standing = arrived(centre, day, carried(tmp_path / "stick", room.files))
    outcome = "SIGNATURE" if kind == "kcr" else "DECRYPT"
    assert (name, "problem.damaged", outcome, "T1") in named(standing)
    assert {problem[0] for problem in named(standing)} == {name}


@pytest.mark.attack(39)
def test_a_file_that_was_added_is_named(room, centre, day, tmp_path):
    third = day.result_of(day.sit("T1", attempt="third"))
    standing = arrived(centre, day, carried(tmp_path / "stick", {**room.files, "added.kcr": third}))
    assert named(standing) == {
        ("added.kcr", "problem.not-in-manifest", "CONFLICT", "T1"),
        ("T1-attempt.kcr, added.kcr", "problem.two-attempts", "CONFLICT", "T1"),
    }
    assert standing.results["T1"] == digest(room.of["T1"])


@pytest.mark.attack(33, 39)
def test_two_files_with_each_others_names_are_still_whose_they_are(room, centre, day, tmp_path):
    one, other = room.names.values()
    room.files[one], room.files[other] = room.files[other], room.files[one]
    standing = arrived(centre, day, carried(tmp_path / "stick", room.files))
    assert named(standing) == set()
    assert standing.results == {ticket: digest(data) for ticket, data in room.of.items()}


@pytest.mark.attack(39)
def test_files_that_were_renamed_and_moved_are_found_by_their_content(room, centre, day, tmp_path):
    renamed = {
        f"deeper/still/{at}{Path(name).suffix.upper()}": data for at, (name, data) in enumerate(room.files.items())
    }
    standing = arrived(centre, day, carried(tmp_path / "stick", renamed))
    assert named(standing) == set()
    assert len(standing.results) == 2


@pytest.mark.attack(39)
def test_a_manifest_whose_lines_were_removed_doubled_or_added_afterwards_does_not_count(room, centre, day, tmp_path):
    one, two = room.line("T1"), room.line("T2")
    header = frame.unpack(room.files["R1-001.kcm"]).header
    for at, entries in enumerate([(one,), (one, one, two), (two, one), (one, two, replace(one, ticket="T9"))]):
        body = payload_bytes(manifests._Body(entries, "AAAA"))
        seed = day.keys.proctor_seeds["R1"]
        forged = frame.pack(FileType.MANIFEST, header, body, [seed])
        standing = arrived(centre, day, carried(tmp_path / str(at), {f"{at}.kcm": forged}))
        assert (f"{at}.kcm", "problem.refused", "HEADER", "") in named(standing)
        assert ("R1", "problem.no-manifest", "MISSING", "") in named(standing)


@pytest.mark.attack(40)
@pytest.mark.parametrize(
    "tickets", [("T1",), ("T2",), (), ("T1", "T2", "T3"), ("T1", "T2", "T9"), ("T1", "T9")], ids=str
)
def test_a_manifest_without_a_line_for_each_ticket_of_its_roster_or_with_a_stranger_is_named(
    room, centre, day, tmp_path, tickets
):
    """Signed by the proctor, with a tree made over exactly these lines."""
    lines = tuple(
        room.line(ticket) if ticket in room.of else TicketEntry(ticket, TicketStatus.ABSENT) for ticket in tickets
    )
    record = replace(day.room_record(), entries=lines)
    standing = arrived(centre, day, carried(tmp_path / "stick", {"R1.kcm": day.manifest_of(record)}))
    assert ("R1.kcm", "problem.refused", "HEADER", "") in named(standing)
    assert centre.files()[0].key == "manifest.roster"


@pytest.mark.attack(42)
def test_a_manifest_of_one_room_says_nothing_about_the_files_of_another(room, centre, day, tmp_path):
    """The proctor of R2 vouches for R1's tickets, and for R1's files under a ticket of their own."""
    stranger = day.manifest_of(
        replace(day.room_record(), entries=(room.line("T1"), room.line("T2"))), day.keys.proctor_seeds["R2"]
    )
    own = room.line("T1")
    lines = (replace(own, ticket="T3"),)
    record = replace(day.room_record(room="R2"), entries=lines)
    mixed = day.manifest_of(record, day.keys.proctor_seeds["R2"])
    files = {"T1.kcr": room.of["T1"], "stranger.kcm": stranger, "R2-001.kcm": mixed}
    standing = arrived(centre, day, carried(tmp_path / "stick", files))
    assert ("stranger.kcm", "problem.refused", "SIGNATURE", "") in named(standing)
    assert standing.statuses["T3"] is TicketStatus.MISSING_FILE
    assert "T3" not in standing.results
    assert {problem[3] for problem in named(standing) if problem[1] == "problem.missing"} == {"T3"}


@pytest.mark.attack(42)
def test_a_proctor_who_names_one_candidates_file_for_another_hides_nobody(room, centre, day, tmp_path):
    """T2's result is gone, and the manifest gives T1's in its place: T2 is missing by name, and T1 counts."""
    first = room.line("T1")
    swapped = replace(first, ticket="T2")
    files = {"T1.kcr": room.of["T1"], "T1.kcj": room.logs["T1"], "R1.kcm": room.manifest(first, swapped)}
    standing = arrived(centre, day, carried(tmp_path / "stick", files))
    assert standing.statuses["T2"] is TicketStatus.MISSING_FILE
    assert list(standing.results) == ["T1"]
    assert {problem[1:] for problem in named(standing)} == {("problem.missing", "MISSING", "T2")}


@pytest.mark.attack(36, 47)
def test_one_file_under_many_names_and_on_many_sticks_counts_once_and_every_place_is_kept(room, centre, day, tmp_path):
    composed, decomposed = (unicodedata.normalize(form, "结果é.kcr") for form in ("NFC", "NFD"))
    names = ["T1-attempt.kcr", "t1-ATTEMPT.KCR", composed, decomposed, "again/T1-attempt.kcr"]
    sticks = [carried(tmp_path / f"stick{at}", dict.fromkeys(names, room.of["T1"])) for at in range(2)]
    found = sum(len(list(stick.rglob("*.[kK][cC][rR]"))) for stick in sticks)
    count = merge.merge(centre, day.centre_kit, sticks, ManualClock())
    assert (count.files, count.accepted, count.known, count.refused) == (found, 1, found - 1, 0)
    again = merge.merge(centre, day.centre_kit, sticks, ManualClock())
    assert (again.accepted, again.known) == (0, found)
    assert list(reconcile(centre).results) == ["T1"]
    assert len(centre.files()) == 1


@pytest.mark.attack(47)
def test_a_folder_reached_by_a_link_as_well_is_read_once(room, centre, day, tmp_path):
    stick = carried(tmp_path / "stick", room.files)
    (stick / "link").symlink_to(stick, target_is_directory=True)
    (stick / "outside").symlink_to(carried(tmp_path / "outside", {"T9.kcr": b"noise"}), target_is_directory=True)
    count = merge.merge(centre, day.centre_kit, [stick], ManualClock())
    assert (count.files, count.refused) == (len(room.files), 0)


@pytest.mark.attack(46)
def test_what_is_no_plain_file_is_named_and_never_opened(room, centre, day, tmp_path):
    stick = carried(tmp_path / "stick", room.files)
    outside = carried(tmp_path / "outside", {"T1.kcr": room.of["T1"]}) / "T1.kcr"
    (stick / "link.kcr").symlink_to(outside)
    (stick / "dangling.kcr").symlink_to(tmp_path / "nowhere")
    (stick / "device.kcr").symlink_to("/dev/zero")
    os.mkfifo(stick / "pipe.kcr")
    (stick / "folder.kcr").mkdir()
    standing = arrived(centre, day, stick)
    refused = {(name, outcome) for name, key, outcome, _ in named(standing) if key == "problem.refused"}
    assert refused == {(f"{name}.kcr", "NOT_A_FILE") for name in ("link", "dangling", "device", "pipe")}
    assert len(standing.results) == 2


@pytest.mark.attack(46)
def test_a_second_name_of_a_file_elsewhere_is_that_file_and_nothing_more(room, centre, day, tmp_path):
    """A hard link cannot be told from a file: it is read, judged by its content, and never written to."""
    outside = carried(tmp_path / "outside", {"note.txt": b"private"}) / "note.txt"
    stick = carried(tmp_path / "stick", room.files)
    os.link(outside, stick / "T9.kcr")
    standing = arrived(centre, day, stick)
    assert named(standing) == {("T9.kcr", "problem.refused", "FRAME", "")}
    assert outside.read_bytes() == b"private"


@pytest.mark.attack(45)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_a_manifest_is_shown_and_never_a_path(room, centre, day, tmp_path, name):
    line = replace(room.line("T2"), result=FileEntry(name, 5, digest(b"gone")))
    stick = carried(tmp_path / "stick" / "deep" / "er", {"R1.kcm": room.manifest(room.line("T1"), line)})
    before = sorted(tmp_path.rglob("*"))
    standing = arrived(centre, day, stick)
    missing = {
        problem.name for problem in standing.problems if problem.key == "problem.missing" and problem.ticket == "T2"
    }
    assert missing == {name, "T2-attempt.kcj"}
    assert {path for path in tmp_path.rglob("*") if "centre.db" not in path.name} <= set(before)


@pytest.mark.attack(48)
def test_every_file_is_read_once_so_that_what_was_checked_is_what_is_used(room, centre, day, tmp_path, monkeypatch):
    """Each file is replaced by another the moment after it was read: what counts is what was read."""
    stick = carried(tmp_path / "stick", room.files)
    read, seen = merge_checks.read_whole, []

    def replaced(path, limit):
        data = read(path, limit)
        seen.append(path.name)
        path.write_bytes(spoiled(data))
        return data

    monkeypatch.setattr(merge_checks, "read_whole", replaced)
    standing = arrived(centre, day, stick)
    assert sorted(seen) == sorted(room.files)
    assert named(standing) == set()
    assert standing.results == {ticket: digest(data) for ticket, data in room.of.items()}


def failing_after(count):
    """A reader that fails as a pulled stick does, after so many files."""
    left = [count]

    def read(path, limit):
        left[0] -= 1
        if left[0] < 0:
            raise Refusal(Outcome.IO, "io.failed", str(path))
        return safe_files.read_whole(path, limit)

    return read


@pytest.mark.attack(49)
def test_a_stick_pulled_after_any_file_leaves_whole_files_and_can_be_put_in_again(room, day, tmp_path, monkeypatch):
    """The centre has what came before, whole, and after a second try all of it."""
    total = len(room.files)
    stick = carried(tmp_path / "stick", room.files)
    for whole in range(total + 1):
        centre = Centre(tmp_path / f"{whole}.db")
        with monkeypatch.context() as patch:
            patch.setattr(merge_checks, "read_whole", failing_after(whole))
            standing = arrived(centre, day, stick)
        assert len({problem[0] for problem in named(standing) if problem[2] == "IO"}) == total - whole
        assert sum(record.outcome == 0 for record in centre.files()) == whole
        standing = arrived(centre, day, stick)
        assert standing.results == {ticket: digest(data) for ticket, data in room.of.items()}
        assert named(standing) == set()  # what could not be read before is settled
        centre.close()


@pytest.mark.attack(49)
@pytest.mark.parametrize(("by", "outcomes"), [(-100, {"FRAME"}), (100, set())], ids=["shrinks", "grows"])
def test_a_file_that_changes_its_length_while_it_is_read(room, centre, day, tmp_path, monkeypatch, by, outcomes):
    """Between measuring and reading: what is cut is named, what grew is taken as it was."""
    stick = carried(tmp_path / "stick", {"T1-attempt.kcr": room.of["T1"]})
    fstat, looks = os.fstat, []

    def measured(descriptor):
        """The first look asks what kind of file it is, the second how large."""
        found = fstat(descriptor)
        looks.extend([found] if stat.S_ISREG(found.st_mode) else [])
        if len(looks) == 2:
            os.truncate(stick / "T1-attempt.kcr", len(room.of["T1"]) + by)
        return found

    monkeypatch.setattr(safe_files.os, "fstat", measured)
    standing = arrived(centre, day, stick)
    assert {problem[2] for problem in named(standing) if problem[1] == "problem.refused"} == outcomes
    assert list(standing.results) == ([] if outcomes else ["T1"])


@pytest.mark.attack(37)
def test_of_two_rightly_signed_results_none_is_chosen_and_both_are_kept(room, centre, day, tmp_path):
    rival = day.result_of(day.sit("T1", attempt="rival"))
    standing = arrived(centre, day, carried(tmp_path / "stick", {"a.kcr": room.of["T1"], "b.kcr": rival}))
    assert "T1" not in standing.results
    assert ("T1", "problem.two-results", "CONFLICT", "T1") in named(standing)
    assert {record.sha256 for record in centre.files()} == {digest(room.of["T1"]), digest(rival)}


@pytest.mark.attack(32)
def test_a_result_shown_at_another_session_or_sealing_is_refused_by_name(room, day, other_day, tmp_path):
    centre = Centre(tmp_path / "other.db")
    elsewhere = arrived(centre, other_day, carried(tmp_path / "stick", {"T1.kcr": room.of["T1"]}))
    centre.close()
    assert {(name, outcome) for name, _, outcome, _ in named(elsewhere) if name == "T1.kcr"} == {("T1.kcr", "CONTEXT")}


@pytest.mark.attack(34)
def test_a_result_stripped_of_its_signature_and_signed_by_an_attempt_of_ones_own_is_refused(room, day, tmp_path):
    """A neighbour with a ticket and an attempt key of their own claims the sealed answers of T1."""
    thief = day.sit("T2", attempt="thief")
    body = day.body_of(thief)
    envelope = frame.unpack(room.of["T1"]).body
    header = frame.unpack(day.result_of(thief)).header
    stolen = frame.pack(FileType.RESULT, header, envelope, [thief.seed])
    framed = frame.unpack(stolen)
    claimed = results.check_result(framed, day.ticket_keys)
    assert claimed.identity.ticket == "T2"
    assert outcome_of(lambda: results.open_result(framed, claimed, day.keys.results_seed)) is Outcome.DECRYPT
    known = replace(body, attempt_key=results.attempt_key_of(day.body_of(day.sat).attempt_key))
    data = results.pack_result(known, thief.certificate, thief.seed, day.keys.results_public)
    framed = frame.unpack(data)
    claimed = results.check_result(framed, day.ticket_keys)
    assert outcome_of(lambda: results.open_result(framed, claimed, day.keys.results_seed)) is Outcome.CONTEXT

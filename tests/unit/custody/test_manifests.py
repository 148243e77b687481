"""The room manifest: one line for every ticket, signed by the room's proctor, its notes for the centre only."""

import hashlib

import msgspec
import pytest
from kaochang.custody import manifests
from kaochang.custody.envelope import check_context, payload_bytes
from kaochang.custody.manifests import FileEntry, TicketEntry, open_notes, read_manifest
from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.values import LATEST_WALL, bytes_to_text
from kaochang.sealing import envelopes, frame
from kaochang.sealing.frame import FileType
from support.refusals import refuses
from support.sealed import NOTES

replace = msgspec.structs.replace


def read(data, day):
    return read_manifest(frame.unpack(data, FileType.MANIFEST), day.keys.proctor_publics())


def with_entries(day, entries):
    """The manifest's header over other lines, signed by the proctor as if nothing were wrong."""
    framed = frame.unpack(day.kcm)
    body = payload_bytes(manifests._Body(tuple(entries), "AAAA"))
    return frame.pack(FileType.MANIFEST, framed.header, body, [day.keys.proctor_seeds["R1"]])


def test_a_manifest_comes_back_line_by_line_with_its_counts(day):
    manifest = read(day.kcm, day)
    record = day.room_record()
    assert manifest.entries == record.entries
    header = manifest.header
    assert (header.context, header.room, header.counter, header.previous, header.made, header.incidents) == (
        record.context,
        record.room,
        record.counter,
        record.previous,
        record.made,
        record.incidents,
    )


def test_the_notes_open_for_the_centre_only(day, other_day):
    manifest = read(day.kcm, day)
    assert open_notes(manifest, day.keys.results_seed) == NOTES
    with refuses(Outcome.DECRYPT):
        open_notes(manifest, other_day.keys.results_seed)


@pytest.mark.parametrize("change", [{"room": "R2"}, {"counter": 2}, {"session": "s-2"}, {"exam_file": "AAAA"}], ids=str)
def test_notes_moved_to_another_manifest_open_nothing(day, change):
    manifest = read(day.kcm, day)
    if set(change) & {"session", "exam_file"}:
        change = {"context": replace(manifest.header.context, **change)}
    moved = replace(manifest, header=replace(manifest.header, **change))
    with refuses(Outcome.DECRYPT):
        open_notes(moved, day.keys.results_seed)


def changed_entries(entries):
    first, second = entries
    yield "removed", [first]
    yield "all removed", []
    yield "doubled", [first, second, second]
    yield "same ticket with two statuses", [first, second, replace(second, status=TicketStatus.SUBMITTED)]
    yield "added", [first, second, TicketEntry("T3", TicketStatus.ABSENT)]
    yield "swapped", [second, first]
    yield "status", [first, replace(second, status=TicketStatus.ON_PAPER)]
    yield "receipt", [replace(first, receipt="0000-0000-0000"), second]
    yield "hash", [replace(first, result=FileEntry(first.result.name, first.result.size, "AAAA")), second]
    yield "size", [replace(first, result=replace(first.result, size=1)), second]
    yield "name", [replace(first, result=replace(first.result, name="T2.kcr")), second]
    yield "result lost", [replace(first, result=None), second]


@pytest.mark.attack(39)
def test_every_change_to_the_lines_is_refused_even_under_the_proctors_signature(day):
    seen = []
    for name, entries in changed_entries(day.room_record().entries):
        seen.append(name)
        with refuses(Outcome.HEADER, "manifest.entries"):
            read(with_entries(day, entries), day)
    assert len(seen) == 12


@pytest.mark.attack(39)
def test_a_ticket_with_two_lines_is_refused_even_if_the_tree_was_made_over_both(day):
    first, second = day.room_record().entries
    with refuses(Outcome.HEADER, "manifest.entries"):
        read(day.manifest_of(day.room_record(entries=(first, second, second))), day)


@pytest.mark.attack(39)
def test_lines_changed_by_anyone_else_are_refused_by_the_signature(day):
    genuine = frame.unpack(day.kcm)
    body = genuine.body.replace(b'"absent"', b'"on-paper"')
    for seeds in ([], [day.keys.proctor_seeds["R2"]], [day.keys.exam_seed]):
        with refuses(Outcome.SIGNATURE):
            read(frame.pack(FileType.MANIFEST, genuine.header, body, seeds), day)


@pytest.mark.attack(30, 42)
def test_a_manifest_of_another_room_or_session_is_refused(day, other_day):
    with refuses(Outcome.SIGNATURE):
        read(other_day.kcm, day)
    with refuses(Outcome.SIGNATURE):
        read(day.manifest_of(day.room_record(room="R2")), day)
    with refuses(Outcome.CONTEXT, "context.room") as caught:
        read(day.manifest_of(day.room_record(room="R9")), day)
    assert caught.value.params == {"room": "R9"}


def test_a_rightly_signed_manifest_of_another_kind_or_sealing_is_refused(day):
    for change, outcome in (({"kind": Kind.REHEARSAL}, Outcome.POLICY), ({"exam_file": "AAAA"}, Outcome.CONTEXT)):
        record = day.room_record(context=replace(day.context, **change))
        manifest = read(day.manifest_of(record), day)
        with refuses(outcome):
            check_context(manifest.header.context, day.context)


def test_a_signed_header_over_something_that_is_no_manifest_is_refused(day):
    header = frame.unpack(day.kcm).header
    for body in (b"", b"{}", b'{"entries":[],"notes":""} '):
        with refuses(Outcome.PAYLOAD):
            read(frame.pack(FileType.MANIFEST, header, body, [day.keys.proctor_seeds["R1"]]), day)


@pytest.mark.parametrize("change", [{"made": LATEST_WALL + 1}, {"made": 2**53 - 1}, {"made": -1}, {"counter": -1},
                                    {"incidents": {"x": -1}}, {"incidents": {"x": 2**53 - 1}}], ids=str)  # fmt: skip
def test_a_time_or_a_count_that_cannot_be_is_no_header(day, change):
    with refuses(Outcome.HEADER, "header"):
        read_manifest(frame.unpack(day.manifest_of(day.room_record(**change))), None)


def test_notes_that_are_no_text_are_refused(day):
    info = manifests._info(day.context, "R1", 1)
    sealed = bytes_to_text(envelopes.seal(day.keys.results_public, b"\xff\xfe", info))
    with refuses(Outcome.PAYLOAD):
        open_notes(replace(read(day.kcm, day), notes=sealed), day.keys.results_seed)


def test_an_empty_room_has_a_tree_too(day):
    assert read(day.manifest_of(day.room_record(entries=())), day).entries == ()


@pytest.mark.attack(43)
def test_the_header_says_what_the_tree_of_rfc_9162_says(day):
    leaves = [hashlib.sha256(b"\0" + payload_bytes(entry)).digest() for entry in day.room_record().entries]
    root = hashlib.sha256(b"\1" + leaves[0] + leaves[1]).digest()
    assert read(day.kcm, day).header.root == bytes_to_text(root)

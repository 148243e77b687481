"""The act log: the proctor's signed word for every act; who and why for the centre only, and no code in it."""

import hashlib

import msgspec
import pytest
from kaochang.custody import act_codes, act_logs
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.act_logs import ActEntry, ActNote, ActRecord, open_act_notes, pack_act_log, read_act_log
from kaochang.custody.envelope import check_context, payload_bytes
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from support.exams import OPENS
from support.refusals import refuses
from support.seeded import seeded

replace = msgspec.structs.replace
CHALLENGE = act_codes.draw_challenge(ActKind.EXTRA_TIME, 10, seeded(5))
OWN = ActEntry(1, OPENS, ActKind.EXTRA_TIME, Reach.TICKET, "T1", 15, CHALLENGE, 0)
CARD = ActEntry(2, OPENS + 1, ActKind.RESUME, Reach.CARD, "", 10, "", 1)
ROOM = ActEntry(3, OPENS + 2, ActKind.PAUSE, Reach.ROOM, "", 0, "", 2)
NOTES = {1: ActNote("监考甲", "键盘坏了，换键盘用去八分钟"), 2: ActNote("监考甲", "备用")}


def record(day, **change):
    entries = change.pop("entries", (OWN, CARD, ROOM))
    declared = {
        "counter": 4,
        "previous": "before",
        "made": OPENS + 9,
        "entries": entries,
        "notes": tuple(NOTES.items()),
    }
    return ActRecord(**{"context": day.context, "room": "R1", **declared, **change})


def packed(day, seed=None, **change):
    seed = seed or day.keys.proctor_seeds["R1"]
    return pack_act_log(record(day, **change), seed, day.keys.results_public)


def read(data, day):
    return read_act_log(frame.unpack(data, FileType.ACT_LOG), day.keys.proctor_publics())


def test_a_log_comes_back_entry_by_entry(day):
    log = read(packed(day), day)
    header = log.header
    assert log.entries == (OWN, CARD, ROOM)
    assert (header.context, header.room, header.counter, header.previous, header.made) == (
        *(day.context, "R1", 4, "before", OPENS + 9),
    )


def test_who_and_why_open_for_the_centre_only(day, other_day):
    data = packed(day)
    log = read(data, day)
    assert open_act_notes(log, day.keys.results_seed) == NOTES
    with refuses(Outcome.DECRYPT):
        open_act_notes(log, other_day.keys.results_seed)
    assert "监考甲".encode() not in data


@pytest.mark.parametrize("change", [{"room": "R2"}, {"counter": 5}], ids=str)
def test_notes_moved_to_another_log_open_nothing(day, change):
    log = read(packed(day), day)
    with refuses(Outcome.DECRYPT):
        open_act_notes(replace(log, header=replace(log.header, **change)), day.keys.results_seed)


def test_no_code_of_a_card_or_room_stands_in_the_log(day):
    place = ActPlace(day.context, "R1", day.keys.act_keys["R1"])
    data = packed(day)
    for entry in (CARD, ROOM):
        code = act_codes.make_card(place, entry.kind, entry.reach, entry.minutes, entry.serial)
        assert code.encode() not in data
        assert code[6:].encode() not in data
    assert act_codes.make_response(place, "T1", CHALLENGE, 15).encode() not in data


def test_only_the_proctor_of_its_room_signs_a_log(day):
    with refuses(Outcome.SIGNATURE):
        read(packed(day, seed=day.keys.proctor_seeds["R2"]), day)
    with refuses(Outcome.CONTEXT, "context.room"):
        read(packed(day, room="R9"), day)


BROKEN = {
    "a number is missing": (OWN, ROOM),
    "numbers from 0": (replace(OWN, number=0),),
    "an own act without a ticket": (replace(OWN, ticket=""),),
    "an own act without a challenge": (replace(OWN, challenge=""),),
    "an own act with a serial": (replace(OWN, serial=1),),
    "a card without a serial": (OWN, replace(CARD, serial=0)),
    "a card for a ticket": (OWN, replace(CARD, ticket="T1")),
    "minutes of a kind that has none": (replace(OWN, kind=ActKind.UNLOCK),),
    "minutes on a room-wide pause": (OWN, CARD, replace(ROOM, minutes=5)),
    "a card with a challenge": (OWN, replace(CARD, challenge=CHALLENGE)),
}


@pytest.mark.parametrize("entries", BROKEN.values(), ids=BROKEN)
def test_entries_that_no_proctors_program_writes_are_refused(day, entries):
    with refuses(Outcome.HEADER, "act-log.entries"):
        read(packed(day, entries=entries, notes=()), day)


def test_entries_under_another_header_are_refused(day):
    framed = frame.unpack(packed(day))
    body = payload_bytes(act_logs._Body((OWN,), "AAAA"))
    data = frame.pack(FileType.ACT_LOG, framed.header, body, [day.keys.proctor_seeds["R1"]])
    with refuses(Outcome.HEADER, "act-log.entries"):
        read(data, day)


def test_notes_on_entries_that_are_not_there_are_refused(day):
    log = read(packed(day, notes=((9, NOTES[1]),)), day)
    with refuses(Outcome.PAYLOAD, "act-log.entries"):
        open_act_notes(log, day.keys.results_seed)


def test_a_log_of_a_rehearsal_or_another_sealing_is_told_apart(day):
    for change, outcome in (({"kind": Kind.REHEARSAL}, Outcome.POLICY), ({"exam_file": "AAAA"}, Outcome.CONTEXT)):
        log = read(packed(day, context=replace(day.context, **change)), day)
        with refuses(outcome):
            check_context(log.header.context, day.context)


def test_the_header_says_what_the_tree_of_rfc_9162_says(day):
    leaves = [hashlib.sha256(b"\0" + payload_bytes(entry)).digest() for entry in (OWN, CARD)]
    root = hashlib.sha256(b"\1" + leaves[0] + leaves[1]).digest()
    assert read(packed(day, entries=(OWN, CARD)), day).header.root == bytes_to_text(root)

"""Start slots that were made later: of this exam only, of its level only, and none is lost by the next file."""

import msgspec
import pytest
from kaochang.custody.envelope import Context, header_bytes
from kaochang.custody.sealed_exam import open_sealed_exam
from kaochang.custody.start_slots import carried_on, pack_start_slots
from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import codes, frame, signatures
from kaochang.sealing.frame import FileType
from support.exams import OPENS
from support.refusals import flip, refuses
from support.seeded import seeded

replace = msgspec.structs.replace


def opened(day):
    return open_sealed_exam(day.exam_path, *day.office.site.offices())


@pytest.fixture(scope="module")
def exam(day):
    return opened(day)


@pytest.fixture(scope="module")
def certified(certified_day):
    return opened(certified_day)


@pytest.fixture(scope="module")
def slots(day):
    return day.start_slots(codes.new_code(seeded(11)))


@pytest.fixture(scope="module")
def certified_slots(certified_day):
    return certified_day.start_slots(codes.new_code(seeded(12)), codes.new_code(seeded(13)))


def lay_beside(exam, header, seed, body=b""):
    return exam.with_start_slots(frame.pack(FileType.START_SLOTS, header_bytes(header), body, [seed]))


def test_slots_of_this_exam_are_taken(day, exam, slots, certified_day, certified, certified_slots):
    assert exam.with_start_slots(pack_start_slots(slots, day.keys.exam_seed)).reissued == slots
    taken = certified.with_start_slots(pack_start_slots(certified_slots, certified_day.keys.exam_seed))
    assert taken.reissued == certified_slots


def test_slots_that_the_exam_key_did_not_sign_are_refused(day, exam, slots):
    data = pack_start_slots(slots, day.keys.exam_seed)
    with refuses(Outcome.SIGNATURE):
        exam.with_start_slots(flip(data, len(data) - 10))
    stranger = day.keys.proctor_seeds["R1"]
    with refuses(Outcome.SIGNATURE):
        lay_beside(exam, slots, stranger)
    with refuses(Outcome.CERT, "cert"):
        lay_beside(exam, replace(slots, exam_key=bytes_to_text(signatures.public_of(stranger))), stranger)
    with refuses(Outcome.FRAME, "frame.other-type"):
        exam.with_start_slots(day.kcp)


def test_slots_of_another_exam_are_refused_even_under_its_own_key(day, exam, slots):
    for change, key in (({"session": "s-2"}, "context.session"), ({"exam_file": "AAAA"}, "context.sealing")):
        with refuses(Outcome.CONTEXT, key):
            lay_beside(exam, replace(slots, context=replace(day.context, **change)), day.keys.exam_seed)
    rehearsal = Context(day.context.session, day.context.exam_file, Kind.REHEARSAL, day.context.level)
    with refuses(Outcome.POLICY, "context.kind"):
        lay_beside(exam, replace(slots, context=rehearsal), day.keys.exam_seed)


def test_slots_hold_nothing_but_their_header(day, exam, slots):
    with refuses(Outcome.PAYLOAD, "payload"):
        lay_beside(exam, slots, day.keys.exam_seed, body=b"x")


QUICK_LIES = {
    "nothing at all": lambda h, c: replace(h, start=()),
    "for one room of two": lambda h, c: replace(h, start=(replace(h.start[0], rooms=("R1",)),)),
    "two slots": lambda h, c: replace(h, start=h.start * 2),
    "with a room key file": lambda h, c: replace(h, start=(replace(h.start[0], room_key=True),)),
    "with a room under a code": lambda h, c: replace(h, rooms=c.rooms),
    "counted from nothing": lambda h, c: replace(h, counter=0),
}
CERTIFIED_LIES = {
    "nothing at all": lambda h, q: replace(h, start=(), rooms={}),
    "one slot for all rooms": lambda h, q: replace(h, start=q.start),
    "a slot for a room that is not there": lambda h, q: replace(h, start=(replace(h.start[0], rooms=("R9",)),)),
    "a slot for no room": lambda h, q: replace(h, start=(replace(h.start[0], rooms=()),)),
    "a room twice": lambda h, q: replace(h, start=h.start * 2),
    "a room key of a room that is not there": lambda h, q: replace(h, rooms={"R9": h.rooms["R1"]}),
}


@pytest.mark.parametrize("lie", QUICK_LIES.values(), ids=QUICK_LIES)
def test_slots_that_a_quick_exam_cannot_have_are_refused(day, exam, slots, certified_slots, lie):
    with refuses(Outcome.HEADER, "exam.level"):
        lay_beside(exam, lie(slots, certified_slots), day.keys.exam_seed)


@pytest.mark.parametrize("lie", CERTIFIED_LIES.values(), ids=CERTIFIED_LIES)
def test_slots_that_a_certified_exam_cannot_have_are_refused(certified_day, certified, slots, certified_slots, lie):
    with refuses(Outcome.HEADER, "exam.level"):
        lay_beside(certified, lie(certified_slots, slots), certified_day.keys.exam_seed)


def test_the_next_file_keeps_what_it_does_not_replace(certified_day, certified_slots):
    context, key, (slot,) = certified_day.context, certified_day.keys.exam_public, certified_slots.start
    other = replace(slot, rooms=("R2",))
    second = carried_on(certified_slots, context, key, OPENS, [other], {})
    assert (second.counter, second.start, second.rooms) == (2, (slot, other), certified_slots.rooms)
    newer = replace(slot, wrapped="newer")
    third = carried_on(second, context, key, OPENS, [newer], {"R2": certified_slots.rooms["R1"]})
    assert (third.counter, third.start) == (3, (other, newer))
    assert third.rooms.keys() == {"R1", "R2"}

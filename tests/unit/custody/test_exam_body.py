"""The body under construction: places dealt out before anything is sealed, and read back before anything counts."""

import hashlib
import io
import threading

import pytest
from kaochang.custody import hashing
from kaochang.custody.envelope import payload_bytes
from kaochang.custody.exam_body import LEAST_BODY, Body, document, naming_document, picture
from kaochang.custody.exam_shapes import ObjectName, ObjectRef, Roster
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import streams
from kaochang.sealing.contexts import Context as Purpose
from support.exams import make_tickets
from support.refusals import refuses
from support.sealed import pictures
from support.seeded import seeded

KEY, NONCE, START = bytes(range(32)), bytes(16), 100


def name(text, room=""):
    return ObjectName(Purpose.EXAM_PHOTO if room else Purpose.EXAM_OBJECT, text, room)


def parts_of(found, order=lambda names: names):
    read = pictures(found)
    return [picture(name(each), KEY, read.sizes[each], read.read) for each in order(list(found))]


def written(parts, chance=1):
    """A body written to memory behind some bytes that are not its own."""
    body, stream, steps = Body(parts, NONCE, seeded(chance)), io.BytesIO(b"x" * START), []
    body.write(stream, START, lambda: steps.append(1))
    assert len(steps) == len(parts)
    return body, stream


def opened(body, stream, each):
    ref = body.refs[each]
    sealed = stream.getvalue()[START + ref.offset :][: ref.length]
    assert bytes_to_text(hashlib.sha256(sealed).digest()) == ref.sha256
    return streams.unpad(streams.open_(KEY, each.context(NONCE), sealed))


FOUND = {f"p{at}": bytes([at]) * (at * 5_000) for at in range(12)}


def test_every_object_opens_from_its_own_place():
    body, stream = written(parts_of(FOUND))
    assert {each: opened(body, stream, name(each)) for each in FOUND} == FOUND
    assert stream.getvalue()[:START] == b"x" * START
    assert len(stream.getvalue()) == START + body.length
    digest = bytes_to_text(hashlib.sha256(stream.getvalue()[START:]).digest())
    assert body.read_back(stream, START) == digest


def test_the_order_depends_on_chance_only():
    def places(order, chance):
        body = Body(parts_of(FOUND, order), NONCE, seeded(chance))
        return sorted(FOUND, key=lambda each: body.refs[name(each)].offset)

    assert len({tuple(places(lambda names: names, chance)) for chance in range(20)}) == 20
    assert places(lambda names: names, 1) != list(FOUND)


def test_objects_that_name_others_have_room_for_the_longest_references():
    names = [name(each) for each in FOUND]
    late = ObjectName(Purpose.EXAM_INDEX, "index")

    def naming(refs):
        return Roster(tuple(make_tickets()[0] for each in names if isinstance(refs(each), ObjectRef)))

    body, stream = written([*parts_of(FOUND), naming_document(late, KEY, naming)])
    assert opened(body, stream, late).count(b"4400") == len(names)
    assert body.refs[late].length == streams.sealed_length(4096)


def test_a_small_body_looks_like_any_other_small_one():
    one, _ = written([document(name("a"), KEY, Roster(()))])
    other, _ = written(parts_of({f"p{at}": b"x" * 15_000 for at in range(12)}))
    assert one.length == other.length == LEAST_BODY


def test_a_changed_bit_anywhere_in_an_object_is_found_when_it_is_read_back():
    body, stream = written(parts_of(FOUND))
    data = stream.getvalue()
    for ref in body.refs.values():
        for place in (0, 30, ref.length - 1):
            at = START + ref.offset + place
            changed = io.BytesIO(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            with refuses(Outcome.IO, "io.read-back"):
                body.read_back(changed, START)


@pytest.fixture
def short_stretches(monkeypatch):
    """As in a session of many megabytes: several objects in a stretch, and objects longer than one."""
    monkeypatch.setattr(hashing, "STRETCH", 40_000)


@pytest.mark.usefixtures("short_stretches")
def test_a_body_of_many_stretches_is_sealed_and_read_back_the_same():
    names = [name(each) for each in FOUND]
    late = [ObjectName(Purpose.EXAM_ROOM, room) for room in ("R1", "R2")]
    told = []

    def naming(refs):
        told.append([refs(each) for each in names])
        return Roster(())

    body, stream = written([*parts_of(FOUND), *(naming_document(each, KEY, naming) for each in late)])
    assert told[-2:] == [[body.refs[each] for each in names]] * 2
    assert {each: opened(body, stream, name(each)) for each in FOUND} == FOUND
    assert {opened(body, stream, each) for each in late} == {payload_bytes(Roster(()))}
    data = stream.getvalue()
    assert body.read_back(stream, START) == bytes_to_text(hashlib.sha256(data[START:]).digest())
    for ref in body.refs.values():
        at = START + ref.offset + ref.length // 2
        changed = io.BytesIO(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with refuses(Outcome.IO, "io.read-back"):
            body.read_back(changed, START)


@pytest.mark.usefixtures("short_stretches")
@pytest.mark.parametrize("at", [0, 5, 11])
def test_a_picture_that_changed_meanwhile_stops_the_sealing_and_leaves_no_thread(at):
    read, threads = pictures(FOUND), threading.active_count()
    names = list(FOUND)
    parts = [picture(name(each), KEY, read.sizes[each] + (each == names[at]), read.read) for each in names]
    with refuses(Outcome.CONFLICT, "seal.changed"):
        Body(parts, NONCE, seeded()).write(io.BytesIO(), 0, lambda: None)
    assert threading.active_count() == threads


def test_a_disk_that_swallowed_the_end_is_found_when_it_is_read_back():
    body, stream = written(parts_of({"p": bytes(600_000)}))
    with refuses(Outcome.IO, "io.read-back"):
        body.read_back(io.BytesIO(stream.getvalue()[:300_000]), START)


def test_two_objects_of_one_name_are_a_bug():
    with pytest.raises(ValueError, match="two objects"):
        Body(parts_of({"a": b"1"}) * 2, NONCE, seeded())


def test_the_room_is_part_of_a_photos_name():
    contexts = {name("T1", room).context(NONCE) for room in ("R1", "R2", "")}
    assert len(contexts) == 3

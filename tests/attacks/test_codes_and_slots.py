"""Wrong codes, PINs and room key files, and slots and objects in another place: told apart, and good for nothing."""

import itertools

import msgspec
import pytest
from kaochang.custody import (
    exam_content,
    sealed_exam,
    slots,
)
from kaochang.custody.envelope import digest, header_bytes, payload_bytes, read_header, read_payload
from kaochang.custody.exam_shapes import INDEX, ExamHeader, Index, ObjectName, ObjectRef, RoomObject
from kaochang.custody.sealed_exam import OpenedRoom
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import text_to_bytes
from kaochang.flow import sit, unlock
from kaochang.flow.desk import Desk
from kaochang.sealing import codes, frame, kdf, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType
from support.clocks import ManualClock
from support.exams import OPENS
from support.refusals import flip, outcome_of, refuses
from support.seeded import seeded

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def exam(day):
    return sealed_exam.open_sealed_exam(day.exam_path, *day.office.site.offices())


@pytest.fixture(scope="module")
def strict(certified):
    """The certified session's exam."""
    return sealed_exam.open_sealed_exam(certified.exam_path, *certified.office.site.offices())


@pytest.fixture
def no_work(monkeypatch):
    """Argon2id that nobody may start."""
    monkeypatch.setattr(kdf, "Argon2id", None)


def re_signed(day, header, body, folder):
    """The exam with another header and body, signed by its own key, opened."""
    path = folder / "changed.kcb"
    path.write_bytes(frame.pack(FileType.EXAM, header_bytes(header), body, [day.keys.exam_seed]))
    return sealed_exam.open_sealed_exam(path, *day.office.site.offices())


FORMS = {
    "lower case": str.lower,
    "without hyphens": lambda code: code.replace("-", ""),
    "spaces": lambda code: code.replace("-", "  "),
    "look-alikes": lambda code: code.replace("0", "O").replace("1", "l"),
    "full width": lambda code: "".join(chr(ord(symbol) + 0xFEE0) for symbol in code),
    "another dash": lambda code: code.replace("-", "－"),
}


@pytest.mark.attack(13)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_code_opens_however_it_is_typed(exam, day, form):
    assert exam.content_key(form(day.code), "R1") == day.keys.content_key


@pytest.mark.attack(13)
@pytest.mark.parametrize("bit", range(0, 55, 11))
def test_a_code_wrong_by_one_symbol_is_a_wrong_code_even_with_the_right_check_symbol(exam, day, bit):
    wrong = codes.encode(codes.decode(day.code, codes.START_CODE) ^ 1 << bit, codes.START_CODE)
    with refuses(Outcome.CODE, "code.wrong"):
        exam.content_key(wrong, "R1")


@pytest.mark.attack(13)
@pytest.mark.usefixtures("no_work")
def test_a_wrong_check_symbol_is_told_without_any_work(exam, day):
    for place in (4, 10, 15):
        wrong = day.code[:place] + ("7" if day.code[place] != "7" else "8") + day.code[place + 1 :]
        with refuses(Outcome.CODE, "code.group"):
            exam.content_key(wrong, "R1")


@pytest.mark.attack(14)
@pytest.mark.parametrize("length", [31, 33, 1, 4096])
def test_a_room_key_file_of_another_length_is_a_wrong_one(strict, certified, length):
    with refuses(Outcome.CODE):
        strict.content_key(certified.code, "R1", (certified.room_key * 200)[:length])


@pytest.mark.attack(14)
def test_the_right_code_with_another_rooms_key_file_or_one_wrong_bit_opens_nothing(strict, certified):
    for wrong in (certified.keys.room_files["R2"], flip(certified.room_key, 31), bytes(32)):
        with refuses(Outcome.CODE, "code.or-room-key"):
            strict.content_key(certified.code, "R1", wrong)
    with refuses(Outcome.POLICY, "exam.room-key-needed"):
        strict.content_key(certified.code, "R1", b"")
    assert strict.content_key(certified.code, "R1", certified.room_key) == certified.keys.content_key


@pytest.fixture(scope="module")
def second_sealing(day):
    """Header and body of the same session sealed again, with the same codes and keys."""
    framed = frame.unpack(day.seal_exam(77))
    return read_header(ExamHeader, framed), framed.body


@pytest.mark.attack(16)
def test_slots_of_another_sealing_are_wrong_codes_though_every_code_and_key_is_the_same(
    exam, day, second_sealing, tmp_path
):
    other, _ = second_sealing
    body = frame.unpack(day.exam).body
    assert other.nonce != exam.header.nonce
    swapped = re_signed(day, replace(exam.header, start=other.start), body, tmp_path)
    with refuses(Outcome.CODE, "code.wrong"):
        swapped.content_key(day.code, "R1")
    rooms = {name: replace(slot, wrapped=other.rooms[name].wrapped) for name, slot in exam.header.rooms.items()}
    with refuses(Outcome.KEYRING, "site"):
        re_signed(day, replace(exam.header, rooms=rooms), body, tmp_path).room("R1", day.office.site)


@pytest.mark.attack(16)
def test_slots_swapped_between_rooms_or_tickets_are_wrong_codes(strict, certified, tmp_path):
    header, body = strict.header, frame.unpack(certified.exam).body
    one, two = header.rooms["R1"], header.rooms["R2"]
    rooms = {"R1": replace(one, wrapped=two.wrapped, kdf=two.kdf), "R2": two}
    swapped = re_signed(certified, replace(header, rooms=rooms), body, tmp_path)
    for code in (certified.room_code, certified.secrets.room_codes["R2"]):
        with refuses(Outcome.CODE, "room-code.wrong"):
            swapped.room("R1", certified.office.site, code)
    slots_of = secrets_of(strict, certified, "R1").pins
    for own, pin in itertools.product(("T1", "T2"), repeat=2):
        opened = outcome_of(
            lambda own=own, pin=pin: slots.open_pin(
                slots_of[own], certified.secrets.pins[pin], strict.body.nonce, "R1", "T1"
            )
        )
        assert opened is (Outcome.OK if (own, pin) == ("T1", "T1") else Outcome.CODE)


def secrets_of(exam, day, room):
    """What lies under a certified room's start code."""
    name = ObjectName(Purpose.EXAM_ROOM, room)
    key = day.keys.room_keys[room]
    content = read_payload(RoomObject, exam.body.open(exam.header.rooms[room].object, name, key))
    return exam.secrets(day.keys.content_key, OpenedRoom(content, key))


def indexed(exam, day, folder, body, **change):
    """The exam with its index changed, sealed and signed anew by whoever has both keys."""
    content = exam_content.open_content(exam, day.keys.content_key)
    plaintext = payload_bytes(replace(content.index, **change))
    sealed = streams.seal(day.keys.content_key, INDEX.context(exam.body.nonce), streams.pad(plaintext, streams.blocks))
    ref = ObjectRef(len(body), len(sealed), digest(sealed))
    header = replace(exam.header, index=ref, body=digest(body + sealed))
    return exam_content.open_content(re_signed(day, header, body + sealed, folder), day.keys.content_key)


@pytest.mark.attack(18)
def test_an_object_opens_under_its_own_name_in_its_own_sealing_only(exam, day, second_sealing, tmp_path):
    """One object under two names; a picture as an item; an object of an older sealing under its own name."""
    own, body = exam_content.open_content(exam, day.keys.content_key).index, frame.unpack(day.exam).body
    header, older = second_sealing
    index = read_payload(Index, open_object(day, header, older, header.index, INDEX))
    stale = index.items["essay"]
    grafted = ObjectRef(len(body), stale.length, stale.sha256)
    longer = body + older[stale.offset : stale.offset + stale.length]
    changes = {
        "two names": {**own.items, "essay": own.items["single"]},
        "a picture": {**own.items, "essay": next(iter(own.media.values()))},
        "an older one": {**own.items, "essay": grafted},
    }
    for items in changes.values():
        with refuses(Outcome.DECRYPT, "decrypt"):
            indexed(exam, day, tmp_path, longer, items=items).exam("exam-1")


def open_object(day, header, body, ref, name):
    """An object of a body in memory."""
    context = name.context(text_to_bytes(header.nonce))
    return streams.unpad(streams.open_(day.keys.content_key, context, body[ref.offset : ref.offset + ref.length]))


@pytest.mark.attack(18)
def test_two_objects_exchanged_in_their_places_are_both_refused(exam, day, tmp_path):
    content = exam_content.open_content(exam, day.keys.content_key)
    one, other = content.index.items["case-1"], content.index.items["case-2"]
    body = bytearray(frame.unpack(day.exam).body)
    first, second = (slice(ref.offset, ref.offset + ref.length) for ref in (one, other))
    assert one.length == other.length
    body[first], body[second] = body[second], body[first]
    swapped = re_signed(day, exam.header, bytes(body), tmp_path)
    with refuses(Outcome.DECRYPT, "exam.body-damaged"):
        swapped.check_body()
    with refuses(Outcome.DECRYPT, "exam.object-damaged") as caught:
        exam_content.open_content(swapped, day.keys.content_key).exams()
    assert caught.value.params["name"] in {"case-1", "case-2"}


@pytest.fixture(scope="module")
def room(certified):
    """Room R1 of the certified session after room code, start code and room key file."""
    opened = unlock.open_room(certified.exam_path, certified.office.site, "R1", certified.room_code)
    return unlock.unlock(opened, certified.code, certified.room_key)


def everything_in(folder):
    """Every file but the count of wrong tries."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "tries.json")
    return {path: path.read_bytes() for path in paths}


@pytest.mark.attack(55)
def test_an_attempt_is_gone_on_with_by_its_own_pin_only_and_a_wrong_one_changes_nothing(certified, room, tmp_path):
    desk, ticket = Desk(tmp_path, ManualClock(OPENS + 60_000), seeded(5)), room.room.tickets[0]
    pins = certified.secrets.pins
    sit.begin(desk, room, ticket, "01", pin=pins["T1"]).shut()
    before = everything_in(tmp_path)
    wrong = codes.encode(codes.decode(pins["T1"], codes.PIN) ^ 1, codes.PIN)
    for pin, key in ((wrong, "pin.wrong"), (pins["T2"], "pin.wrong"), ("", "ticket.pin-needed"), ("?", "pin.form")):
        with pytest.raises(Refusal) as caught:
            sit.begin(desk, room, ticket, "01", pin=pin)
        assert caught.value.key == key
        assert caught.value.outcome in {Outcome.CODE, Outcome.POLICY}
        assert everything_in(tmp_path) == before
    assert sit.begin(desk, room, ticket, "01", pin=pins["T1"]).resumed

"""The sealed exam: slots open what they should and nothing else; a key holder can read, but not put anything in."""

import msgspec
import pytest
from kaochang.custody import certificates
from kaochang.custody.envelope import digest, header_bytes, payload_bytes, read_payload
from kaochang.custody.exam_content import open_content
from kaochang.custody.exam_shapes import (
    INDEX,
    ObjectName,
    ObjectRef,
    centre_bindings,
    exam_bindings,
    front_of,
)
from kaochang.custody.sealed_exam import claimed_exam, open_sealed_exam
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.items import Item
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import codes, frame, kdf, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType
from support.exams import ITEMS, PICTURE, make_exam, make_tickets
from support.refusals import flip, refuses
from support.sealed import MEDIA, PHOTOS
from support.seeded import seeded

replace = msgspec.structs.replace


def opened(day, path=None):
    return open_sealed_exam(path or day.exam_path, *day.office.site.offices())


def room_of(exam, day, room="R1"):
    return exam.room(room, day.office.site, day.secrets.room_codes.get(room, ""))


@pytest.fixture(scope="module")
def exam(day):
    return opened(day)


@pytest.fixture(scope="module")
def certified(certified_day):
    return opened(certified_day)


@pytest.fixture
def put(tmp_path, day):
    """Writes changed bytes as an exam file, and opens it."""

    def put_and_open(data):
        path = tmp_path / "changed.kcb"
        path.write_bytes(data)
        return opened(day, path)

    return put_and_open


def re_sealed(day, header, body, seed=None):
    return frame.pack(FileType.EXAM, header_bytes(header), body, [seed or day.keys.exam_seed])


def body_of(day):
    return frame.unpack(day.exam).body


def content_of(exam, day):
    return open_content(exam, day.keys.content_key)


def test_the_header_says_what_everyone_may_know(exam, day):
    assert exam.header.session == day.session
    assert exam.context == day.context
    assert exam.exam_key == signatures.public_of(day.keys.exam_seed)
    assert exam.centre_key == day.centre.signing
    assert {room: slot.proctor for room, slot in exam.header.rooms.items()} == day.keys.proctor_publics()
    assert (exam.header.section_codes, exam.header.supersedes) == ((), "")
    exam.check_body()


def test_the_site_key_opens_each_rooms_own_roster_and_rules(exam, day):
    for room, numbers in (("R1", ["T1", "T2"]), ("R2", ["T3"])):
        found = room_of(exam, day, room).content
        assert found.tickets == tuple(ticket for ticket in make_tickets() if ticket.room == room)
        assert found.ticket_keys == {number: day.ticket_keys[number] for number in numbers}
        assert found.fronts == (front_of(make_exam()),)


def test_the_start_code_opens_items_pictures_act_key_and_ticket_keys(exam, day):
    key = exam.content_key(day.code.lower().replace("-", " "), "R1")
    assert key == day.keys.content_key
    content = open_content(exam, key)
    assert content.exams() == {"exam-1": make_exam()}
    assert content.media(PICTURE) == MEDIA[PICTURE]
    for room, number in (("R1", "T1"), ("R2", "T3")):
        secrets = exam.secrets(key, room_of(exam, day, room))
        assert exam.ticket_seed(secrets, room, number) == day.keys.ticket_seeds[number]
        assert text_to_bytes(secrets.act_key) == day.keys.act_keys[room]
        assert not secrets.pins


def test_a_candidates_picture_opens_with_the_room_and_only_there(exam, day):
    room = room_of(exam, day)
    assert room.content.photos.keys() == {"T1"}
    assert exam.photo(room, "T1") == PHOTOS["T1"]
    assert not room_of(exam, day, "R2").content.photos
    stranger = replace(room.content, room="R2")
    with refuses(Outcome.DECRYPT, "decrypt"):
        exam.photo(type(room)(stranger, room.key), "T1")


def test_a_certified_room_opens_by_its_own_code_and_a_ticket_by_its_own_pin(certified, certified_day):
    day, secrets_of = certified_day, certified_day.secrets
    assert certified.needs_room_code("R1")
    key = certified.content_key(day.code, "R1", day.room_key)
    for room, number in (("R1", "T1"), ("R2", "T3")):
        found = certified.secrets(key, room_of(certified, day, room))
        assert not found.seeds
        pin = secrets_of.pins[number].lower()
        assert certified.ticket_seed(found, room, number, pin) == day.keys.ticket_seeds[number]
    assert open_content(certified, key).exams() == {"exam-1": make_exam()}


def test_a_certified_room_stays_shut_without_its_code(certified, certified_day):
    site = certified_day.office.site
    with refuses(Outcome.POLICY, "exam.room-code-needed") as caught:
        certified.room("R1", site)
    assert caught.value.params == {"room": "R1"}
    for wrong in (certified_day.secrets.room_codes["R2"], certified_day.code):
        with refuses(Outcome.CODE, "room-code.wrong"):
            certified.room("R1", site, wrong)
    with refuses(Outcome.CODE, "room-code.form"):
        certified.room("R1", site, "12345")


def test_a_ticket_without_its_pin_can_sign_nothing(certified, certified_day):
    pins = certified_day.secrets.pins
    secrets = certified.secrets(certified_day.keys.content_key, room_of(certified, certified_day))
    with refuses(Outcome.POLICY, "ticket.pin-needed"):
        certified.ticket_seed(secrets, "R1", "T1")
    with refuses(Outcome.CODE, "pin.wrong"):
        certified.ticket_seed(secrets, "R1", "T1", pins["T2"])
    with refuses(Outcome.CODE, "pin.group"):
        certified.ticket_seed(secrets, "R1", "T1", pins["T1"][:-1] + ("0" if pins["T1"][-1] != "0" else "1"))
    swapped = replace(secrets, pins={"T1": secrets.pins["T2"], "T2": secrets.pins["T1"]})
    with refuses(Outcome.CODE, "pin.wrong"):
        certified.ticket_seed(swapped, "R1", "T1", pins["T2"])


def test_the_start_code_alone_opens_nothing_where_a_room_key_file_belongs_to_it(certified, certified_day, day):
    with refuses(Outcome.POLICY, "exam.room-key-needed"):
        certified.content_key(certified_day.code, "R1")
    for wrong in (certified_day.keys.room_files["R2"], bytes(32)):
        with refuses(Outcome.CODE, "code.or-room-key"):
            certified.content_key(certified_day.code, "R1", wrong)
    for length in (1, 31, 33):
        with refuses(Outcome.CODE, "code.room-key"):
            certified.content_key(certified_day.code, "R1", bytes(length))
    with refuses(Outcome.CODE, "code.or-room-key"):
        certified.content_key(certified_day.secrets.start_codes["R2"], "R1", certified_day.room_key)


def test_a_room_key_file_is_left_aside_where_none_belongs_to_the_code(exam, day):
    assert exam.content_key(day.code, "R1", bytes(32)) == day.keys.content_key


def test_another_sites_file_opens_no_roster(exam, other_day):
    with refuses(Outcome.KEYRING, "site"):
        exam.room("R1", other_day.office.site)


def test_a_room_that_the_session_does_not_have_is_told_with_those_it_has(exam, day):
    with refuses(Outcome.CONTEXT, "exam.no-such-room") as caught:
        exam.room("R9", day.office.site)
    assert caught.value.params == {"room": "R9", "rooms": ("R1", "R2")}
    with refuses(Outcome.CONTEXT):
        exam.content_key(day.code, "R9")
    with refuses(Outcome.CONTEXT):
        exam.needs_room_code("R9")


def test_the_start_code_of_another_session_is_a_wrong_code(exam, other_day):
    with refuses(Outcome.CODE, "code.wrong"):
        exam.content_key(other_day.code, "R1")


@pytest.mark.parametrize("typed", ["", "12345", "?????-?????-????"])
@pytest.mark.attack(13)
def test_what_is_no_code_at_all_costs_no_time(exam, typed, monkeypatch):
    monkeypatch.setattr(kdf, "derive", None)
    with refuses(Outcome.CODE, "code.form"):
        exam.content_key(typed, "R1")


def test_an_exam_of_another_office_is_not_certified(day, other_day):
    with refuses(Outcome.CERT, "cert"):
        open_sealed_exam(day.exam_path, *other_day.office.site.offices())
    assert claimed_exam(day.exam_path).context == day.context


@pytest.mark.parametrize("change", [{"id": "s-2"}, {"kind": Kind.REHEARSAL}, {"level": Level.CERTIFIED}], ids=str)
@pytest.mark.attack(30)
def test_an_exam_key_is_certified_for_one_session_kind_and_level(day, exam, put, change):
    header = replace(exam.header, session=replace(day.session, **change))
    with refuses(Outcome.CERT):
        put(re_sealed(day, header, body_of(day)))


def test_a_centre_key_is_certified_by_the_office_for_its_site(day, exam, put):
    seed, site = text_to_bytes(day.office.seed), exam.header.site
    for issuer, role, bindings in (
        (day.keys.exam_seed, certificates.CENTRE, centre_bindings(site)),
        (seed, certificates.EXAM, centre_bindings(site)),
        (seed, certificates.CENTRE, centre_bindings("another")),
    ):
        forged = certificates.issue(issuer, role, day.centre.signing, bindings)
        with refuses(Outcome.CERT, "cert"):
            put(re_sealed(day, replace(exam.header, centre_key=forged), body_of(day)))


def test_an_exam_signed_by_another_key_is_refused(day, exam, put):
    with refuses(Outcome.SIGNATURE):
        put(re_sealed(day, exam.header, body_of(day), seed=day.keys.proctor_seeds["R1"]))
    stranger = certificates.issue(day.keys.exam_seed, certificates.EXAM, exam.exam_key, exam_bindings(day.session))
    with refuses(Outcome.CERT):
        put(re_sealed(day, replace(exam.header, exam_key=stranger), body_of(day)))


def test_a_header_that_was_edited_is_refused(day, put):
    edited = day.exam.replace('"title":"十月认证"'.encode(), '"title":"九月认证"'.encode())
    assert edited != day.exam
    with refuses(Outcome.SIGNATURE):
        put(edited)


@pytest.mark.attack(17)
def test_the_header_of_one_exam_on_the_body_of_another_opens_nothing(day, put):
    framed = frame.unpack(day.exam)
    other = frame.unpack(day.seal_exam(77)).body
    assert len(other) == len(framed.body)
    swapped = put(day.exam.replace(framed.body, other))
    with refuses(Outcome.DECRYPT, "exam.body-damaged"):
        swapped.check_body()
    with refuses(Outcome.DECRYPT, "exam.object-damaged"):
        swapped.room("R1", day.office.site)
    with refuses(Outcome.DECRYPT, "exam.object-damaged"):
        content_of(swapped, day)


def damaged_at(day, put, ref, into=0):
    """The exam with one bit of an object turned over."""
    return put(flip(day.exam, len(day.exam) - 101 - len(body_of(day)) + ref.offset + into))


@pytest.mark.attack(2)
def test_a_damaged_item_is_refused_by_name_and_costs_nothing_else(day, exam, put):
    damaged = damaged_at(day, put, content_of(exam, day).index.items["essay"], 40)
    with refuses(Outcome.DECRYPT, "exam.object-damaged") as caught:
        content_of(damaged, day).exams()
    assert caught.value.params == {"name": "essay"}
    assert damaged.room("R1", day.office.site).content.room == "R1"
    assert content_of(damaged, day).media(PICTURE) == MEDIA[PICTURE]
    with refuses(Outcome.DECRYPT, "exam.body-damaged"):
        damaged.check_body()


@pytest.mark.attack(2)
def test_a_damaged_picture_costs_that_picture_only(day, exam, put):
    damaged = damaged_at(day, put, content_of(exam, day).index.media[PICTURE])
    assert content_of(damaged, day).exams() == {"exam-1": make_exam()}
    with refuses(Outcome.DECRYPT, "exam.object-damaged") as caught:
        content_of(damaged, day).media(PICTURE)
    assert caught.value.params == {"name": PICTURE}


def test_a_damaged_photo_costs_that_photo_only(day, exam, put):
    damaged = damaged_at(day, put, room_of(exam, day).content.photos["T1"])
    room = room_of(damaged, day)
    assert content_of(damaged, day).exams() == {"exam-1": make_exam()}
    with refuses(Outcome.DECRYPT, "exam.object-damaged") as caught:
        damaged.photo(room, "T1")
    assert caught.value.params == {"name": "T1"}


def sealed_object(day, exam, name, data, key=None):
    context = name.context(exam.body.nonce)
    return streams.seal(key or day.keys.content_key, context, streams.pad(data, streams.blocks))


@pytest.mark.attack(19)
def test_a_key_holder_cannot_put_another_item_in_its_place(day, exam, put):
    """What somebody with the content key can make: an item sealed anew in its old place, everything else as it was."""
    ref = content_of(exam, day).index.items["single"]
    name = ObjectName(Purpose.EXAM_OBJECT, "single")
    sealed, body = sealed_object(day, exam, name, payload_bytes(ITEMS["truefalse"])), body_of(day)
    assert len(sealed) == ref.length
    changed = body[: ref.offset] + sealed + body[ref.offset + ref.length :]
    with refuses(Outcome.DECRYPT, "exam.object-damaged") as caught:
        content_of(put(day.exam.replace(body, changed)), day).exams()
    assert caught.value.params == {"name": "single"}


def re_indexed(day, exam, change):
    """The exam with its index changed and sealed anew by a holder of content key and exam key."""
    index = content_of(exam, day).index
    plaintext = payload_bytes(replace(index, items={**index.items, **change(index)}))
    sealed, body = sealed_object(day, exam, INDEX, plaintext), body_of(day)
    ref = ObjectRef(len(body), len(sealed), digest(sealed))
    return replace(exam.header, index=ref, body=digest(body + sealed)), body + sealed


@pytest.mark.attack(20)
def test_a_rewritten_index_needs_the_exam_keys_signature(day, exam, put):
    header, body = re_indexed(day, exam, lambda index: {"single": index.items["truefalse"]})
    with refuses(Outcome.SIGNATURE):
        put(re_sealed(day, header, body, seed=day.keys.ticket_seeds["T1"]))


@pytest.mark.attack(18)
def test_two_items_swapped_in_a_signed_index_still_open_under_their_own_names_only(day, exam, put):
    header, body = re_indexed(day, exam, lambda index: {"single": index.items["truefalse"]})
    with refuses(Outcome.DECRYPT, "decrypt"):
        content_of(put(re_sealed(day, header, body)), day).exams()


@pytest.mark.parametrize(("offset", "length"), [(-1, 10), (0, 2**40), (2**40, 1), (0, -1)])
def test_an_object_outside_the_body_is_refused(day, exam, put, offset, length):
    header, body = re_indexed(day, exam, lambda _: {"single": ObjectRef(offset, length, digest(b""))})
    with refuses(Outcome.FRAME, "frame"):
        content_of(put(re_sealed(day, header, body)), day).exams()


def test_a_room_object_of_other_tickets_than_the_rooms_is_refused(day, exam, put):
    right = room_of(exam, day)
    name, body = ObjectName(Purpose.EXAM_ROOM, "R1"), body_of(day)
    tickets = right.content.tickets
    for change in (
        {"room": "R2"},
        {"tickets": (replace(tickets[0], room="R2"), tickets[1])},
        {"tickets": tickets[:1]},
        {"ticket_keys": {}},
        {"photos": {"T9": ObjectRef(0, 1, "")}},
        {"tickets": (replace(tickets[0], number="../T1"), tickets[1])},
    ):
        plaintext = payload_bytes(replace(right.content, **change))
        sealed = sealed_object(day, exam, name, plaintext, day.keys.room_keys["R1"])
        slot = replace(exam.header.rooms["R1"], object=ObjectRef(len(body), len(sealed), digest(sealed)))
        header = replace(exam.header, rooms={**exam.header.rooms, "R1": slot}, body=digest(body + sealed))
        with refuses(Outcome.PAYLOAD, "payload"):
            put(re_sealed(day, header, body + sealed)).room("R1", day.office.site)


def test_a_rooms_secrets_of_the_other_level_or_of_other_tickets_are_refused(
    day, exam, certified, certified_day, monkeypatch
):
    right = exam.secrets(day.keys.content_key, room_of(exam, day))
    pins = certified.secrets(certified_day.keys.content_key, room_of(certified, certified_day)).pins
    room = room_of(exam, day)
    for change in ({"pins": pins}, {"seeds": {}, "pins": pins}, {"seeds": {"T1": ""}}, {"act_key": "AAAA"}):
        plaintext = payload_bytes(replace(right, **change))
        with monkeypatch.context() as forged:
            forged.setattr(type(exam.body), "open", lambda *_, found=plaintext: found)
            with refuses(Outcome.PAYLOAD, "payload"):
                exam.secrets(day.keys.content_key, room)


@pytest.mark.attack(48, 49)
def test_a_file_that_is_gone_or_cut_after_opening_is_refused(day, put):
    found = put(day.exam)
    found.path.write_bytes(day.exam[:4_000])
    with refuses(Outcome.DECRYPT):
        found.room("R2", day.office.site)
    with refuses(Outcome.DECRYPT):
        found.check_body()
    found.path.unlink()
    with refuses(Outcome.MISSING):
        found.check_body()


def test_nothing_of_a_mark_scheme_can_stand_in_an_item(exam, day):
    index = content_of(exam, day).index
    for name, ref in index.items.items():
        plaintext = exam.body.open(ref, ObjectName(Purpose.EXAM_OBJECT, name), day.keys.content_key)
        assert read_payload(Item, plaintext) == ITEMS[name]


def objects_of(exam, day):
    """Every object's reference by name, of both rooms."""
    index = content_of(exam, day).index
    found = {"index": exam.header.index, **index.items, **index.media}
    for room, slot in exam.header.rooms.items():
        found |= {f"{room}.object": slot.object, f"{room}.tickets": slot.tickets}
        found |= room_of(exam, day, room).content.photos
    return found


@pytest.mark.parametrize("level", ["day", "certified_day"])
def test_objects_lie_side_by_side_in_one_order_that_is_not_the_authored_one(level, request):
    day = request.getfixturevalue(level)
    exam = opened(day)
    by_place = sorted(objects_of(exam, day).items(), key=lambda each: each[1].offset)
    end = 0
    for _, ref in by_place:
        assert ref.offset == end
        end += ref.length
    names = [name for name, _ in by_place]
    assert [name for name in names if name in ITEMS] != list(ITEMS)
    kinds = ["item" if name in ITEMS else "room" if "." in name else name for name in names]
    assert kinds != sorted(kinds)


def test_the_body_ends_in_random_bytes_up_to_a_size_that_says_little(exam, day):
    body, objects = body_of(day), objects_of(exam, day)
    end = max(ref.offset + ref.length for ref in objects.values())
    assert len(body) == streams.padme(max(end, 256 * 1024)) > end
    tail = body[end:]
    assert len({tail[at : at + 16] for at in range(0, len(tail), 16)}) == -(-len(tail) // 16)


@pytest.mark.attack(62)
def test_two_sealings_of_the_same_exam_with_the_same_keys_share_no_block(day):
    one, other = body_of(day), frame.unpack(day.seal_exam(day.chance + 50)).body
    assert len(one) == len(other)
    blocks = {one[at : at + 16] for at in range(len(one) - 15)}
    assert len(blocks) == len(one) - 15
    assert not any(other[at : at + 16] in blocks for at in range(len(other) - 15))


def test_a_code_made_anew_opens_before_the_old_one_which_stays_good(exam, day):
    fresh = codes.new_code(seeded(day.chance + 900))
    later = exam.with_start_slots(day.kcn)
    assert later.content_key(fresh, "R2") == day.keys.content_key
    assert later.content_key(day.code, "R1") == day.keys.content_key
    with refuses(Outcome.CODE, "code.wrong"):
        exam.content_key(fresh, "R1")
    with refuses(Outcome.CODE, "code.wrong"):
        later.content_key(codes.new_code(seeded(5)), "R1")


def test_a_room_code_made_anew_opens_its_room_and_no_other(certified, certified_day):
    fresh = codes.new_code(seeded(71), codes.ROOM_CODE)
    start = codes.new_code(seeded(72))
    later = replace(certified, reissued=certified_day.start_slots(start, fresh))
    site = certified_day.office.site
    assert later.room("R1", site, fresh).key == certified_day.keys.room_keys["R1"]
    assert later.room("R1", site, certified_day.room_code).key == certified_day.keys.room_keys["R1"]
    with refuses(Outcome.CODE, "room-code.wrong"):
        later.room("R2", site, fresh)
    assert later.content_key(start, "R1") == certified_day.keys.content_key
    assert not later.needs_room_key("R1")
    assert later.needs_room_key("R2")


def test_a_room_object_is_padded_so_that_its_size_counts_no_heads(day):
    exam = opened(day)
    lengths = {slot.object.length for slot in exam.header.rooms.values()}
    assert lengths == {streams.sealed_length(4096)}

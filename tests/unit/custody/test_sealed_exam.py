"""The sealed exam: what each key opens, what is refused, and that a key holder can read but not put anything in."""

import msgspec
import pytest
from kaochang.custody import certificates, sealed_exam
from kaochang.custody.envelope import digest, header_bytes, payload_bytes, read_payload
from kaochang.custody.exam_sealing import seal_exam
from kaochang.custody.sealed_exam import ObjectRef, claimed_exam, exam_bindings, front_of, open_sealed_exam
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import frame, kdf, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType
from support.exams import ITEMS, PICTURE, make_exam, make_tickets
from support.refusals import flip, refuses
from support.sealed import MEDIA
from support.seeded import seeded

replace = msgspec.structs.replace


def office_of(day):
    return text_to_bytes(day.office.site.office)


@pytest.fixture(scope="module")
def exam(day):
    return open_sealed_exam(day.exam_path, office_of(day))


@pytest.fixture
def put(tmp_path, day):
    """Writes changed bytes as an exam file, and opens it."""

    def opened(data):
        path = tmp_path / "changed.kcb"
        path.write_bytes(data)
        return open_sealed_exam(path, office_of(day))

    return opened


def re_sealed(day, header, body, seed=None):
    return frame.pack(FileType.EXAM, header_bytes(header), body, [seed or day.keys.exam_seed])


def body_of(day):
    return frame.unpack(day.exam).body


def test_the_header_says_what_everyone_may_know(exam, day):
    assert exam.header.session == day.session
    assert exam.context == day.context
    assert exam.exam_key == signatures.public_of(day.keys.exam_seed)
    assert {room: slot.proctor for room, slot in exam.header.rooms.items()} == day.keys.proctor_publics()
    assert (exam.header.section_codes, exam.header.supersedes) == ((), "")
    exam.check_body()


def test_the_site_key_opens_each_rooms_own_roster_and_rules(exam, day):
    for room, numbers in (("R1", ["T1", "T2"]), ("R2", ["T3"])):
        found = exam.room(room, day.office.site)
        assert found.tickets == tuple(ticket for ticket in make_tickets() if ticket.room == room)
        assert found.ticket_keys == {number: day.ticket_keys[number] for number in numbers}
        assert found.fronts == (front_of(make_exam()),)


def test_the_start_code_opens_items_pictures_and_ticket_keys(exam, day):
    key = exam.content_key(day.code.lower().replace("-", " "), "R1")
    assert key == day.keys.content_key
    assert exam.exams(key) == {"exam-1": make_exam()}
    assert exam.media(key)(PICTURE) == MEDIA[PICTURE]
    assert [exam.ticket_seed(key, room, number) for room, number in (("R1", "T1"), ("R2", "T3"))] == [
        day.keys.ticket_seeds["T1"],
        day.keys.ticket_seeds["T3"],
    ]


def test_another_sites_file_opens_no_roster(exam, other_day):
    with refuses(Outcome.KEYRING, "site"):
        exam.room("R1", other_day.office.site)


def test_a_room_that_the_session_does_not_have_is_told_with_those_it_has(exam, day):
    with refuses(Outcome.CONTEXT, "exam.no-such-room") as caught:
        exam.room("R9", day.office.site)
    assert caught.value.params == {"room": "R9", "rooms": "R1、R2"}
    with refuses(Outcome.CONTEXT):
        exam.content_key(day.code, "R9")


def test_the_start_code_of_another_session_is_a_wrong_code(exam, other_day):
    with refuses(Outcome.CODE, "code.wrong"):
        exam.content_key(other_day.code, "R1")


@pytest.mark.parametrize("typed", ["", "12345", "?????-?????-????"])
def test_what_is_no_code_at_all_costs_no_time(exam, typed, monkeypatch):
    monkeypatch.setattr(kdf, "derive", None)
    with refuses(Outcome.CODE, "code.form"):
        exam.content_key(typed, "R1")


def test_an_exam_of_another_office_is_not_certified(day, other_day):
    with refuses(Outcome.CERT, "cert"):
        open_sealed_exam(day.exam_path, office_of(other_day))
    assert claimed_exam(day.exam_path).context == day.context


@pytest.mark.parametrize("change", [{"id": "s-2"}, {"kind": Kind.REHEARSAL}, {"level": Level.CERTIFIED}], ids=str)
def test_an_exam_key_is_certified_for_one_session_kind_and_level(day, exam, put, change):
    header = replace(exam.header, session=replace(day.session, **change))
    with refuses(Outcome.CERT):
        put(re_sealed(day, header, body_of(day)))


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


def test_the_header_of_one_exam_on_the_body_of_another_opens_nothing(day, put):
    again = seal_exam(day.plan, day.office, day.keys, day.code, day.params(1), seeded(77))
    framed = frame.unpack(day.exam)
    other = frame.unpack(again).body
    swapped = put(day.exam.replace(framed.body, other))
    with refuses(Outcome.DECRYPT, "exam.body-damaged"):
        swapped.check_body()
    with refuses(Outcome.DECRYPT, "exam.object-damaged"):
        swapped.room("R1", day.office.site)
    with refuses(Outcome.DECRYPT, "exam.object-damaged"):
        swapped.exams(day.keys.content_key)


def index_of(exam, key):
    return exam._index(key)


def test_a_damaged_item_is_refused_by_name_and_costs_nothing_else(day, exam, put):
    index = index_of(exam, day.keys.content_key)
    place = len(day.exam) - 101 - len(body_of(day)) + index.items["essay"].offset + 40
    damaged = put(flip(day.exam, place))
    with refuses(Outcome.DECRYPT, "exam.object-damaged") as caught:
        damaged.exams(day.keys.content_key)
    assert caught.value.params == {"name": "essay"}
    assert damaged.room("R1", day.office.site).room == "R1"
    assert damaged.media(day.keys.content_key)(PICTURE) == MEDIA[PICTURE]
    with refuses(Outcome.DECRYPT, "exam.body-damaged"):
        damaged.check_body()


def test_a_damaged_picture_costs_that_picture_only(day, exam, put):
    index = index_of(exam, day.keys.content_key)
    damaged = put(flip(day.exam, len(day.exam) - 101 - len(body_of(day)) + index.media[PICTURE].offset))
    assert damaged.exams(day.keys.content_key) == {"exam-1": make_exam()}
    with refuses(Outcome.DECRYPT, "exam.object-damaged"):
        damaged.media(day.keys.content_key)(PICTURE)


def key_holder_swaps(day, exam, name, data):
    """What somebody with the content key can make: an item sealed anew in its old place, everything else as it was."""
    ref = index_of(exam, day.keys.content_key).items[name]
    context = bind(Purpose.EXAM_OBJECT, text_to_bytes(exam.header.nonce), name.encode())
    sealed = streams.seal(day.keys.content_key, context, streams.pad(data, streams.blocks))
    body = body_of(day)
    assert len(sealed) == ref.length
    return body[: ref.offset] + sealed + body[ref.offset + ref.length :]


def test_a_key_holder_cannot_put_another_item_in_its_place(day, exam, put):
    body = key_holder_swaps(day, exam, "single", payload_bytes(ITEMS["truefalse"]))
    forged = put(day.exam.replace(body_of(day), body))
    with refuses(Outcome.DECRYPT, "exam.object-damaged") as caught:
        forged.exams(day.keys.content_key)
    assert caught.value.params == {"name": "single"}


def re_indexed(day, exam, change):
    """The exam with its index changed and sealed anew by a holder of content key and exam key."""
    index = index_of(exam, day.keys.content_key)
    context = bind(Purpose.EXAM_INDEX, text_to_bytes(exam.header.nonce), b"index")
    plaintext = payload_bytes(replace(index, items={**index.items, **change(index)}))
    sealed = streams.seal(day.keys.content_key, context, streams.pad(plaintext, streams.blocks))
    body = body_of(day)
    ref = ObjectRef(len(body), len(sealed), digest(sealed))
    header = replace(exam.header, index=ref, body=digest(body + sealed))
    return header, body + sealed


def test_a_rewritten_index_needs_the_exam_keys_signature(day, exam, put):
    header, body = re_indexed(day, exam, lambda index: {"single": index.items["truefalse"]})
    with refuses(Outcome.SIGNATURE):
        put(re_sealed(day, header, body, seed=day.keys.ticket_seeds["T1"]))


def test_two_items_swapped_in_a_signed_index_still_open_under_their_own_names_only(day, exam, put):
    header, body = re_indexed(day, exam, lambda index: {"single": index.items["truefalse"]})
    forged = put(re_sealed(day, header, body))
    with refuses(Outcome.DECRYPT, "decrypt"):
        forged.exams(day.keys.content_key)


@pytest.mark.parametrize(("offset", "length"), [(-1, 10), (0, 2**40), (2**40, 1), (0, -1)])
def test_an_object_outside_the_body_is_refused(day, exam, put, offset, length):
    header, body = re_indexed(day, exam, lambda _: {"single": ObjectRef(offset, length, digest(b""))})
    with refuses(Outcome.FRAME, "frame"):
        put(re_sealed(day, header, body)).exams(day.keys.content_key)


def test_a_file_that_is_gone_or_cut_after_opening_is_refused(day, put, tmp_path):
    opened = put(day.exam)
    opened.path.write_bytes(day.exam[:4_000])
    with refuses(Outcome.DECRYPT):
        opened.room("R2", day.office.site)
    with refuses(Outcome.DECRYPT):
        opened.check_body()
    opened.path.unlink()
    with refuses(Outcome.MISSING):
        opened.check_body()


def test_nothing_of_a_mark_scheme_can_stand_in_an_item(exam, day):
    index = index_of(exam, day.keys.content_key)
    for name, ref in index.items.items():
        plaintext = exam._open(ref, Purpose.EXAM_OBJECT, name, day.keys.content_key)
        assert read_payload(sealed_exam.Item, plaintext) == ITEMS[name]


def test_items_lie_in_an_order_that_is_not_the_authored_one(exam, day):
    index = index_of(exam, day.keys.content_key)
    by_place = sorted(index.items, key=lambda name: index.items[name].offset)
    assert sorted(by_place) == sorted(ITEMS)
    assert by_place != list(ITEMS)


def test_two_sealings_of_the_same_exam_with_the_same_keys_share_no_block(day):
    again = seal_exam(day.plan, day.office, day.keys, day.code, day.params(1), seeded(day.chance))
    one, other = body_of(day), frame.unpack(again).body
    assert len(one) == len(other)
    blocks = {one[at : at + 16] for at in range(len(one) - 15)}
    assert len(blocks) == len(one) - 15
    assert not any(other[at : at + 16] in blocks for at in range(len(other) - 15))

"""Sealed exams in every size and shape: whatever is put in comes out, and slots have one lawful form for each level."""

import io
from functools import cache
from itertools import combinations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import Context, read_payload
from kaochang.custody.exam_body import LEAST_BODY, Body, document, naming_document, picture
from kaochang.custody.exam_checks import check_header
from kaochang.custody.exam_shapes import ExamHeader, ObjectName, ObjectRef, RoomSlot, Roster, StartSlot
from kaochang.custody.quorum import Member, check_shares, make_shares, open_shares
from kaochang.domain.assessments import Kind, Level, Room, Session
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import envelopes, kdf, streams
from kaochang.sealing.contexts import Context as Purpose
from support.refusals import outcome_of
from support.seeded import seeded

KEY, NONCE = bytes(range(32)), bytes(16)
PARAMS = kdf.new_params(seeded(), kdf.MINIMUM)
NAMES = st.text(min_size=1, max_size=20)
BLOBS = st.binary(max_size=3_000) | st.integers(0, 80_000).map(bytes)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(NAMES, BLOBS, max_size=8), st.dictionaries(NAMES, BLOBS, max_size=4), st.integers(0, 999))
def test_whatever_is_put_into_a_body_comes_out_of_it_and_the_rest_is_filled(media, photos, chance):
    found = {ObjectName(Purpose.EXAM_OBJECT, name): data for name, data in media.items()}
    found |= {ObjectName(Purpose.EXAM_PHOTO, name, "R1"): data for name, data in photos.items()}
    ticket = Ticket("T1", "a", "b", "c", "R1")
    index, item = ObjectName(Purpose.EXAM_INDEX, "index"), ObjectName(Purpose.EXAM_TICKETS, "R1")

    def naming(refs):
        return Roster(tuple(ticket for name in found if refs(name).length))

    parts = [picture(name, KEY, len(data), lambda _, found=data: found) for name, data in found.items()]
    parts += [naming_document(index, KEY, naming), document(item, KEY, Roster((ticket,)))]
    body, stream = Body(parts, NONCE, seeded(chance)), io.BytesIO()
    body.write(stream, 7, lambda: None)
    body.read_back(stream, 7)
    data = stream.getvalue()[7:]

    def opened(name):
        ref = body.refs[name]
        sealed = data[ref.offset : ref.offset + ref.length]
        return streams.unpad(streams.open_(KEY, name.context(NONCE), sealed))

    assert {name: opened(name) for name in found} == found
    assert len(read_payload(Roster, opened(index)).tickets) == len(found)
    places = sorted((ref.offset, ref.length) for ref in body.refs.values())
    ends = [offset + length for offset, length in places]
    assert [offset for offset, _ in places] == [0, *ends[:-1]]
    assert len(data) == body.length == streams.padme(max(ends[-1], LEAST_BODY))


def header_of(level, rooms, start, coded):
    """A header of these rooms; `start` are (rooms, with a key file), `coded` the rooms that open by a code."""
    ref, certificate = ObjectRef(0, 1, ""), Certificate("", "")
    return ExamHeader(
        nonce=bytes_to_text(NONCE),
        version=1,
        supersedes="",
        session=Session("s", "t", Kind.LIVE, level, 1, 2, tuple(Room(room, room) for room in rooms)),
        site="site",
        exam_key=certificate,
        centre_key=certificate,
        results_key="",
        roster="",
        rooms={room: RoomSlot("", PARAMS if room in coded else None, ref, ref, "") for room in rooms},
        start=tuple(StartSlot(PARAMS, "", tuple(group), with_file) for group, with_file in start),
        index=ref,
        body="",
        section_codes=(),
        minimum_client="0.1.0",
        keep_until=3,
    )


ROOMS = st.lists(st.sampled_from(["R1", "R2", "R3"]), max_size=4)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(Level),
    st.lists(st.sampled_from(["R1", "R2", "R3"]), min_size=1, max_size=3, unique=True),
    st.lists(st.tuples(ROOMS, st.booleans()), max_size=4),
    st.sets(st.sampled_from(["R1", "R2", "R3"])),
)
def test_of_all_slots_that_can_be_written_each_level_takes_its_own_form_only(level, rooms, start, coded):
    outcome = outcome_of(lambda: check_header(header_of(level, rooms, start, coded)))
    if level is Level.QUICK:
        lawful = len(start) == 1 and sorted(start[0][0]) == sorted(rooms) and not start[0][1] and not coded & set(rooms)
    else:
        lawful = sorted(tuple(group) for group, _ in start) == sorted((room,) for room in rooms) and coded >= set(rooms)
    assert outcome is (Outcome.OK if lawful else Outcome.HEADER)


@given(st.sampled_from(Level), st.lists(st.sampled_from(["R1", "R2", "R3"]), min_size=1, unique=True), st.booleans())
def test_the_lawful_forms_are_taken(level, rooms, with_file):
    quick = level is Level.QUICK
    start = [(rooms, False)] if quick else [([room], with_file) for room in rooms]
    check_header(header_of(level, rooms, start, set() if quick else set(rooms)))


@cache
def people(of):
    seeds = [envelopes.new_seed(seeded(at)) for at in range(of)]
    return seeds, tuple(Member(f"p{at}", bytes_to_text(envelopes.public_of(seed))) for at, seed in enumerate(seeds))


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 6).flatmap(lambda of: st.tuples(st.just(of), st.integers(2, of))), st.randoms(), st.booleans())
def test_any_people_open_a_key_exactly_when_they_are_enough(numbers, dice, sorted_by_place):
    of, quorum = numbers
    seeds, members = people(of)
    context = Context("s", bytes_to_text(bytes(32)), Kind.LIVE, Level.CERTIFIED)
    shares = make_shares(KEY, quorum, members, context)
    check_shares(quorum, members, shares)
    assert len(shares) == len(list(combinations(range(of), quorum)))
    present = dice.sample(seeds, dice.randint(0, of))
    if sorted_by_place:
        present.sort(key=seeds.index)
    opened = []
    outcome = outcome_of(lambda: opened.append(open_shares(present, quorum, members, shares, context)))
    enough = len(present) >= quorum
    assert (outcome, opened) == ((Outcome.OK, [KEY]) if enough else (Outcome.POLICY, []))


@settings(max_examples=60)
@given(st.integers(0, 2), st.lists(st.integers(-1, 4), max_size=4).map(tuple))
def test_a_share_for_another_group_than_its_place_says_is_refused(place, group):
    _, members = people(3)
    shares = list(make_shares(KEY, 2, members, Context("s", bytes_to_text(bytes(32)), Kind.LIVE, Level.CERTIFIED)))
    lawful = shares[place].members == group
    shares[place] = msgspec.structs.replace(shares[place], members=group)
    outcome = outcome_of(lambda: check_shares(2, members, shares))
    assert outcome is (Outcome.OK if lawful else Outcome.HEADER)

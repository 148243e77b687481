"""A signed header can still lie: every way in which its slots contradict its level or each other is refused."""

import kaochang
import msgspec
import pytest
from kaochang.custody import certificates
from kaochang.custody.envelope import header_bytes
from kaochang.custody.exam_checks import check_header
from kaochang.custody.exam_shapes import ExamHeader, exam_bindings
from kaochang.custody.sealed_exam import claimed_exam, open_sealed_exam
from kaochang.domain.assessments import Level, Room
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.sealing import frame, kdf
from kaochang.sealing.frame import FileType
from support.refusals import refuses
from support.sealed import frame_header
from support.seeded import seeded

replace = msgspec.structs.replace
PARAMS = kdf.new_params(seeded(), kdf.MINIMUM)


@pytest.fixture(scope="module")
def quick(day) -> ExamHeader:
    return frame_header(day.exam)


@pytest.fixture(scope="module")
def certified(certified_day) -> ExamHeader:
    return frame_header(certified_day.exam)


def with_room(header, room, **change):
    return replace(header, rooms={**header.rooms, room: replace(header.rooms[room], **change)})


def with_session(header, **change):
    return replace(header, session=replace(header.session, **change))


def with_start(header, *slots):
    return replace(header, start=slots)


def test_headers_as_they_are_sealed_are_good(quick, certified):
    check_header(quick)
    check_header(certified)


QUICK_LIES = {
    "it says certified": lambda h: with_session(h, level=Level.CERTIFIED),
    "a room is under a code": lambda h: with_room(h, "R1", kdf=PARAMS),
    "no start slot": lambda h: with_start(h),
    "two start slots": lambda h: with_start(h, h.start[0], h.start[0]),
    "a start slot for one room of two": lambda h: with_start(h, replace(h.start[0], rooms=("R1",))),
    "a start slot for a room twice": lambda h: with_start(h, replace(h.start[0], rooms=("R1", "R2", "R2"))),
    "a start slot for a room that is not there": lambda h: with_start(h, replace(h.start[0], rooms=("R1", "R2", "R3"))),
    "a room key file": lambda h: with_start(h, replace(h.start[0], room_key=True)),
}
CERTIFIED_LIES = {
    "it says quick": lambda h: with_session(h, level=Level.QUICK),
    "a room is under the site key": lambda h: with_room(h, "R1", kdf=None),
    "no start slot": lambda h: with_start(h),
    "a room without a start slot": lambda h: with_start(h, h.start[0]),
    "a start slot twice": lambda h: with_start(h, h.start[0], h.start[0], h.start[1]),
    "one start slot for two rooms": lambda h: with_start(h, replace(h.start[0], rooms=("R1", "R2"))),
    "two start slots of which one is for two rooms": lambda h: with_start(
        h, h.start[0], replace(h.start[1], rooms=("R1", "R2"))
    ),
    "a start slot for no room": lambda h: with_start(h, *h.start, replace(h.start[0], rooms=())),
    "a start slot for a room that is not there": lambda h: with_start(h, *h.start, replace(h.start[0], rooms=("R3",))),
}


@pytest.mark.parametrize("lie", QUICK_LIES.values(), ids=QUICK_LIES)
def test_a_quick_header_that_contradicts_its_level_is_refused(quick, lie):
    with refuses(Outcome.HEADER, "exam.level"):
        check_header(lie(quick))


@pytest.mark.parametrize("lie", CERTIFIED_LIES.values(), ids=CERTIFIED_LIES)
def test_a_certified_header_that_contradicts_its_level_is_refused(certified, lie):
    with refuses(Outcome.HEADER, "exam.level"):
        check_header(lie(certified))


def rooms(*ids):
    return tuple(Room(room, room) for room in ids)


LIES = {
    "a nonce of another length": lambda h: replace(h, nonce="AAAA"),
    "a room of the session without a slot": lambda h: with_session(h, rooms=rooms("R1", "R2", "R3")),
    "a slot for no room of the session": lambda h: with_session(h, rooms=rooms("R1")),
    "a room twice": lambda h: with_session(h, rooms=rooms("R1", "R2", "R2")),
    "a session id that is a path": lambda h: with_session(h, id="../up"),
    "a window that ends before it begins": lambda h: with_session(h, closes=h.session.opens),
    "kept for less than the exam lasts": lambda h: replace(h, keep_until=h.session.closes - 1),
    "section codes, which are reserved": lambda h: replace(h, section_codes=("x",)),
    "a minimum client that is no version": lambda h: replace(h, minimum_client="soon"),
    "a minimum client of many parts": lambda h: replace(h, minimum_client="1.1.1.1.1"),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
@pytest.mark.parametrize("level", ["quick", "certified"])
def test_a_header_that_cannot_be_is_refused_at_either_level(level, lie, request):
    with refuses(Outcome.HEADER, "header"):
        check_header(lie(request.getfixturevalue(level)))


def test_a_room_id_that_is_a_path_is_refused(quick):
    slot = quick.rooms["R1"]
    start = replace(quick.start[0], rooms=("../R1", "R2"))
    moved = replace(quick, rooms={"../R1": slot, "R2": quick.rooms["R2"]}, start=(start,))
    with refuses(Outcome.HEADER, "header"):
        check_header(with_session(moved, rooms=rooms("../R1", "R2")))


@pytest.mark.parametrize("newer", ["0.1.1", "0.2", "1", "0.1.0.1", "10.0.0"])
def test_an_exam_for_a_newer_program_says_so(quick, newer):
    with refuses(Outcome.VERSION, "version"):
        check_header(replace(quick, minimum_client=newer))


@pytest.mark.parametrize("older", ["0.1.0", "0.1", "0", "0.0.9999"])
def test_an_exam_for_this_or_an_older_program_is_read(quick, older, monkeypatch):
    monkeypatch.setattr(kaochang, "__version__", "0.1.0")
    check_header(replace(quick, minimum_client=older))


@pytest.mark.parametrize("opener", [claimed_exam, "checked"])
def test_whoever_opens_an_exam_checks_its_header_behind_the_signature(day, quick, tmp_path, opener):
    lying = with_room(quick, "R1", kdf=PARAMS)
    body = frame.unpack(day.exam).body
    path = tmp_path / "lying.kcb"
    open_it = (
        claimed_exam if opener is claimed_exam else lambda file: open_sealed_exam(file, *day.office.site.offices())
    )
    path.write_bytes(frame.pack(FileType.EXAM, header_bytes(lying), body, [day.keys.exam_seed]))
    with refuses(Outcome.HEADER, "exam.level"):
        open_it(path)
    path.write_bytes(frame.pack(FileType.EXAM, header_bytes(lying), body, [day.keys.proctor_seeds["R1"]]))
    with refuses(Outcome.SIGNATURE):
        open_it(path)


def test_the_office_itself_cannot_pass_a_quick_exam_off_as_certified(day, quick, tmp_path):
    session = replace(quick.session, level=Level.CERTIFIED)
    issued = certificates.issue(
        text_to_bytes(day.office.seed), certificates.EXAM, day.keys.exam_public, exam_bindings(session)
    )
    path = tmp_path / "passed-off.kcb"
    header = replace(quick, session=session, exam_key=issued)
    body = frame.unpack(day.exam).body
    path.write_bytes(frame.pack(FileType.EXAM, header_bytes(header), body, [day.keys.exam_seed]))
    with refuses(Outcome.HEADER, "exam.level"):
        open_sealed_exam(path, *day.office.site.offices())


BEFORE = bytes_to_text(bytes(32))


@pytest.mark.parametrize(
    ("session", "version", "supersedes", "is_lawful"),
    [
        ("s", 1, "", True),
        ("s-v2", 2, BEFORE, True),
        ("s", 2, BEFORE, False),
        ("s-v2", 1, "", False),
        ("s-v2", 3, BEFORE, False),
        ("s-v2", 2, "", False),
        ("s", 1, BEFORE, False),
        ("s-v2", 2, bytes_to_text(bytes(31)), False),
    ],
)
def test_a_version_is_the_one_of_its_id_and_every_later_one_takes_anothers_place(
    quick, session, version, supersedes, is_lawful
):
    header = replace(with_session(quick, id=session), version=version, supersedes=supersedes)
    if is_lawful:
        check_header(header)
    else:
        with refuses(Outcome.HEADER, "header"):
            check_header(header)

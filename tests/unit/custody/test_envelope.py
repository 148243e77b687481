"""Headers and documents: typed, of a known version, and of the session that is asked for."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.custody.envelope import (
    PAYLOAD_DEPTH,
    Context,
    check_context,
    digest,
    header_bytes,
    payload_bytes,
    read_header,
    read_payload,
)
from kaochang.custody.exam_shapes import ExamFront, RoomObject
from kaochang.custody.journal_log import LogHeader, open_log
from kaochang.custody.site import SiteHeader
from kaochang.domain.assessments import Kind, Level, Rules
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import later_members, to_plain
from kaochang.sealing import canonical
from kaochang.sealing.frame import FileType, Frame
from support.refusals import refuses

HEADER = {
    "format": 1,
    "suite": 1,
    "optional": [],
    "site": "s",
    "office": "o",
    "made": 5,
    "version": 1,
    "former": [],
    "previous": "",
}
CONTEXT = Context("s", "hash", Kind.LIVE, Level.QUICK)


def framed(header):
    return Frame(FileType.SITE, header, b"", ())


def test_a_header_comes_back_typed():
    header = SiteHeader("s", "o", 5, 1, (), "")
    assert read_header(SiteHeader, framed(header_bytes(header))) == header


@pytest.mark.parametrize("change", [{"format": 2}, {"format": 0}, {"suite": 2}, {"suite": 99}], ids=str)
@pytest.mark.attack(21)
def test_another_format_or_suite_is_a_version_we_do_not_know(change):
    with refuses(Outcome.VERSION, "version"):
        read_header(SiteHeader, framed(canonical.encode({**HEADER, **change, "new-field": []})))


@pytest.mark.attack(22)
def test_a_member_that_the_signer_calls_optional_may_be_unknown():
    header = read_header(SiteHeader, framed(canonical.encode({**HEADER, "optional": ["more"], "more": {"a": 1}})))
    assert (header.site, header.optional) == ("s", ("more",))


@pytest.mark.attack(22)
def test_any_other_unknown_member_is_for_a_newer_program():
    with refuses(Outcome.VERSION, "version"):
        read_header(SiteHeader, framed(canonical.encode({**HEADER, "optional": ["less"], "more": 1})))


@pytest.mark.parametrize(
    "plain",
    [
        {**HEADER, "optional": ["more", 1]},
        {name: value for name, value in HEADER.items() if name != "optional"},
        {**HEADER, "made": "5"},
        {**HEADER, "format": True},
        {**HEADER, "suite": "2"},
        {name: value for name, value in HEADER.items() if name != "format"},
        {name: value for name, value in HEADER.items() if name != "made"},
        [],
        5,
        None,
    ],
    ids=str,
)
def test_a_header_of_another_shape_is_refused(plain):
    with refuses(Outcome.HEADER, "header"):
        read_header(SiteHeader, framed(canonical.encode(plain)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b" ",
        lambda data: data.replace(b",", b", ", 1),
        lambda data: data.replace(b'"made":5', b'"made":5.0'),
        lambda data: data.replace(b'"made":5', b'"made":5,"made":5'),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'"s"', b'"\\u0073"'),
        lambda data: data.replace(b'"s"', '"e\u0301"'.encode()),
        lambda data: b"",
    ],
)
@pytest.mark.attack(5)
def test_the_same_header_in_another_spelling_is_refused(spoil):
    with refuses(Outcome.HEADER):
        read_header(SiteHeader, framed(spoil(canonical.encode(HEADER))))


def test_a_document_keeps_what_was_typed():
    typed = Text("e\u0301 ①\u200b\0\n")
    assert read_payload(Text, payload_bytes(typed)) == typed


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"text":1,"type":"text"}', b'{"text":""}', b'{ "text":"","type":"text"}', b"[" * 40]
)
def test_a_document_of_another_shape_or_spelling_is_refused(data):
    with refuses(Outcome.PAYLOAD):
        read_payload(Text, data)


@pytest.mark.parametrize("member", ["seat", "extra_time_s", "number"])
def test_a_document_that_leaves_a_member_out_is_refused_whatever_it_would_stand_for(member):
    plain = to_plain(Ticket("T1", "甲", "1", "exam-1", "R1"))
    assert read_payload(Ticket, canonical.encode(plain)) == Ticket("T1", "甲", "1", "exam-1", "R1")
    del plain[member]
    with refuses(Outcome.PAYLOAD, "payload"):
        read_payload(Ticket, canonical.encode(plain))


RULES = {**to_plain(Rules(3600)), "late_full_time": True, "second_place": False}
FIRST_RULES = {name: each for name, each in RULES.items() if name not in later_members(Rules, 1)}


def test_a_document_of_format_1_is_read_without_what_came_with_format_2():
    assert read_payload(Rules, canonical.encode(FIRST_RULES), 1) == Rules(3600)
    assert read_payload(Rules, canonical.encode(RULES), 2) == Rules(3600, late_full_time=True)


@pytest.mark.parametrize(
    ("plain", "of_format"),
    [
        (RULES, 1),
        (FIRST_RULES, 2),
        ({**FIRST_RULES, "second_place": False}, 1),
        ({**FIRST_RULES, "second_place": False}, 2),
        ({name: each for name, each in FIRST_RULES.items() if name != "pledge"}, 1),
        ({**FIRST_RULES, "more": 1}, 1),
    ],
    ids=["2 as 1", "1 as 2", "half of 2 as 1", "half of 2 as 2", "less than 1", "more than 1"],
)
def test_a_document_has_exactly_the_members_of_its_format(plain, of_format):
    with refuses(Outcome.PAYLOAD, "payload"):
        read_payload(Rules, canonical.encode(plain), of_format)


def test_what_stands_inside_others_is_of_the_format_too():
    front = ExamFront("exam-1", "t", 1, Fraction(5), Rules(3600))
    first = {**to_plain(front), "rules": FIRST_RULES}
    del first["has_typing"]
    content = {**to_plain(RoomObject("R1", (), {}, (front,), {})), "fronts": [first]}
    assert read_payload(RoomObject, canonical.encode(content), 1).fronts == (front,)
    for of_format, fronts in ((2, [first]), (1, [to_plain(front)]), (1, [first, to_plain(front)])):
        with refuses(Outcome.PAYLOAD, "payload"):
            read_payload(RoomObject, canonical.encode({**content, "fronts": fronts}), of_format)


@pytest.mark.parametrize("number", [1, 2])
def test_a_header_that_changed_once_is_read_in_both_formats(number, day):
    header = msgspec.structs.replace(open_log(day.sat.log, None).header, format=number)
    assert read_header(LogHeader, framed(header_bytes(header))) == header


@pytest.mark.parametrize("number", [0, 3])
def test_and_in_no_other(number, day):
    header = msgspec.structs.replace(open_log(day.sat.log, None).header, format=number)
    with refuses(Outcome.VERSION, "version"):
        read_header(LogHeader, framed(header_bytes(header)))


def test_a_document_nested_too_deep_is_refused():
    with refuses(Outcome.PAYLOAD):
        read_payload(Text, b"[" * (PAYLOAD_DEPTH + 1) + b"]" * (PAYLOAD_DEPTH + 1))


@pytest.mark.parametrize(
    ("change", "outcome", "key"),
    [
        ({"kind": Kind.REHEARSAL}, Outcome.POLICY, "context.kind"),
        ({"kind": Kind.PRACTICE, "session": "other"}, Outcome.POLICY, "context.kind"),
        ({"session": "other"}, Outcome.CONTEXT, "context.session"),
        ({"exam_file": "other"}, Outcome.CONTEXT, "context.sealing"),
        ({"level": Level.CERTIFIED}, Outcome.CONTEXT, "context.sealing"),
    ],
    ids=str,
)
def test_a_file_of_another_kind_session_sealing_or_level_is_refused(change, outcome, key):
    with refuses(outcome, key) as caught:
        check_context(msgspec.structs.replace(CONTEXT, **change), CONTEXT, "file.kcr")
    assert caught.value.where == "file.kcr"


@pytest.mark.parametrize(
    ("found", "expected", "key"),
    [
        ("s", "s-v2", "superseded"),
        ("s-v3", "s-v2", "newer-version"),
        ("s-v2", "s", "newer-version"),
        ("t", "s-v2", "session"),
    ],
)
def test_a_file_of_another_version_of_the_session_is_called_older_or_newer(found, expected, key):
    one, other = (msgspec.structs.replace(CONTEXT, session=session) for session in (found, expected))
    with refuses(Outcome.CONTEXT, f"context.{key}"):
        check_context(one, other)


def test_a_file_of_this_session_is_taken():
    check_context(msgspec.structs.replace(CONTEXT), CONTEXT)


def test_a_digest_is_the_sha_256_in_base64url():
    assert digest(b"") == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

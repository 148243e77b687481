"""Headers and documents: typed, of a known version, and of the session that is asked for."""

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
from kaochang.custody.site import SiteHeader
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import to_plain
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


def test_a_document_nested_too_deep_is_refused():
    with refuses(Outcome.PAYLOAD):
        read_payload(Text, b"[" * (PAYLOAD_DEPTH + 1) + b"]" * (PAYLOAD_DEPTH + 1))


@pytest.mark.parametrize(
    ("change", "outcome", "key"),
    [
        ({"kind": Kind.REHEARSAL}, Outcome.POLICY, "context.kind"),
        ({"kind": Kind.PRACTICE, "session": "other"}, Outcome.POLICY, "context.kind"),
        ({"session": "other"}, Outcome.CONTEXT, "context.session"),
        ({"exam_file": "other"}, Outcome.CONTEXT, "context.session"),
        ({"level": Level.CERTIFIED}, Outcome.CONTEXT, "context.session"),
    ],
    ids=str,
)
def test_a_file_of_another_kind_session_sealing_or_level_is_refused(change, outcome, key):
    with refuses(outcome, key) as caught:
        check_context(msgspec.structs.replace(CONTEXT, **change), CONTEXT, "file.kcr")
    assert caught.value.where == "file.kcr"


def test_a_file_of_this_session_is_taken():
    check_context(msgspec.structs.replace(CONTEXT), CONTEXT)


def test_a_digest_is_the_sha_256_in_base64url():
    assert digest(b"") == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

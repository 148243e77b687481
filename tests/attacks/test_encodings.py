"""Another spelling of what was signed, by whoever holds the signing key: the parser behind the signature refuses it.

The signature is right each time, so nothing but the reader's strictness stands in the way.
"""

import json
import re

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.sealing import canonical
from support.kinds import KINDS
from support.refusals import outcome_of

DEEP = (9, 33, 1_000, 100_000)


def plain_of(data):
    return json.loads(data)


def spelled(plain, **how):
    return json.dumps(plain, **{"ensure_ascii": False, "sort_keys": True, "separators": (",", ":"), **how}).encode()


def reversed_names(plain):
    if isinstance(plain, dict):
        return {name: reversed_names(plain[name]) for name in sorted(plain, reverse=True)}
    return [reversed_names(each) for each in plain] if isinstance(plain, list) else plain


def doubled(data):
    """The document with its first member again at its end."""
    name, value = next(iter(plain_of(data).items()))
    return data[:-1] + b"," + spelled(name) + b":" + spelled(value) + b"}"


SPELLINGS = {
    "spaces after commas": lambda data: spelled(plain_of(data), separators=(", ", ":")),
    "spaces after colons": lambda data: spelled(plain_of(data), separators=(",", ": ")),
    "indented": lambda data: spelled(plain_of(data), indent=1),
    "names in another order": lambda data: spelled(reversed_names(plain_of(data)), sort_keys=False),
    "escaped letters": lambda data: re.sub(rb'"([a-z])', lambda found: b'"\\u%04x' % found[1][0], data, count=1),
    "upper-case escapes": lambda data: data.replace(b'"', b'"\\u001F', 1),
    "escaped slash": lambda data: data.replace(b'"', b'"\\/', 1),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "not utf-8": lambda data: data.replace(b'"', b'"\xff', 1),
    "overlong utf-8": lambda data: data.replace(b'"', b'"\xc1\xa1', 1),
    "line feed at the end": lambda data: data + b"\n",
    "nul at the end": lambda data: data + b"\0",
    "a second document": lambda data: data + data,
    "cut before the end": lambda data: data[:-1],
    "nothing": lambda data: b"",
    "indefinite length": lambda data: b"\xbf" + data[1:-1] + b"\xff",
    "a list around it": lambda data: b"[" + data + b"]",
    "a comment": lambda data: data[:-1] + b"/**/}",
    "a comma too many": lambda data: data[:-1] + b",}",
    "single quotes": lambda data: data.replace(b'"', b"'"),
}
DOUBLES = {
    "a name twice with the same value": doubled,
    "a name twice with another value": lambda data: doubled(data).replace(b"{", b'{"format":2,', 1),
    "a name twice deeper": lambda data: data.replace(b"{", b'{"aa":{"b":1,"b":1},', 1),
}
NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "1e2", "1.0", "1.5", "-0", "01", "+1", "0x1", "9" * 5_000]
NUMBERS += [str(2**53 + 1), str(-(2**53) - 1), '"\\ud800"', '"\\udc00\\ud800"', "1_000"]


def headers(kind, change):
    return outcome_of(lambda: kind.read(kind.headed(change(kind.framed.header))))


def documents(kind, change):
    return outcome_of(lambda: kind.read(kind.holding(change(kind.document))))


@pytest.mark.attack(5)
@pytest.mark.parametrize("change", SPELLINGS.values(), ids=SPELLINGS)
def test_a_signed_header_in_another_spelling_is_refused(kind, change):
    assert headers(kind, change) is Outcome.HEADER


@pytest.mark.attack(5)
@pytest.mark.parametrize("change", SPELLINGS.values(), ids=SPELLINGS)
def test_a_sealed_document_in_another_spelling_is_refused(holder, change):
    assert documents(holder, change) is Outcome.PAYLOAD


@pytest.mark.attack(5)
def test_text_that_is_not_nfc_is_refused_in_a_header_and_kept_in_a_document(kind):
    assert headers(kind, lambda data: data.replace(b'{"', '{"e\u0301'.encode(), 1)) is Outcome.HEADER
    assert canonical.decode('{"e\u0301":1}'.encode(), nfc=False) == {"e\u0301": 1}


@pytest.mark.attack(6)
@pytest.mark.parametrize("change", DOUBLES.values(), ids=DOUBLES)
def test_a_name_twice_in_a_header_is_refused(kind, change):
    assert headers(kind, change) is Outcome.HEADER


@pytest.mark.attack(6)
@pytest.mark.parametrize("change", DOUBLES.values(), ids=DOUBLES)
def test_a_name_twice_in_a_document_is_refused(holder, change):
    assert documents(holder, change) is Outcome.PAYLOAD


def put_number(data, spelling):
    """The document with a further member of this value; where it belongs in the order, so that only it is wrong."""
    return data.replace(b"{", b'{"":' + spelling.encode() + b",", 1)


@pytest.mark.attack(7)
@pytest.mark.parametrize("spelling", NUMBERS, ids=lambda spelling: spelling[:12])
def test_what_is_no_plain_integer_or_no_text_is_refused_in_a_header(kind, spelling):
    assert headers(kind, lambda data: put_number(data, spelling)) is Outcome.HEADER


@pytest.mark.attack(7)
@pytest.mark.parametrize("spelling", NUMBERS, ids=lambda spelling: spelling[:12])
def test_what_is_no_plain_integer_or_no_text_is_refused_in_a_document(holder, spelling):
    assert documents(holder, lambda data: put_number(data, spelling)) is Outcome.PAYLOAD


def replaced_value(data, spelling):
    """The first number of a document spelled otherwise; where there is none, its first text."""
    if re.search(rb'":[0-9]', data):
        return re.sub(rb'":[0-9]+', b'":' + spelling.encode(), data, count=1)
    return re.sub(rb'":"[^"]*"', b'":' + spelling.strip('"').encode(), data, count=1)


OTHER_TYPES = ["1.0", "true", '"1"', "null", "[]", "{}"]


@pytest.mark.attack(7)
@pytest.mark.parametrize("spelling", OTHER_TYPES)
def test_another_type_where_a_number_stands_in_a_header_is_refused(kind, spelling):
    """Where the format's own number is spelled so, it is a format that nobody knows."""
    assert headers(kind, lambda data: replaced_value(data, spelling)) in {Outcome.HEADER, Outcome.VERSION}


@pytest.mark.attack(7)
@pytest.mark.parametrize("spelling", OTHER_TYPES)
def test_another_type_where_a_number_stands_in_a_document_is_refused(holder, spelling):
    assert documents(holder, lambda data: replaced_value(data, spelling)) is Outcome.PAYLOAD


BRACKETS = [(b"[", b"]"), (b'{"a":', b"}")]


def nested(data, opening, closing, levels):
    """The document with a further member this deep."""
    return data.replace(b"{", b'{"":' + opening * levels + b"1" + closing * levels + b",", 1)


@pytest.mark.attack(8)
@pytest.mark.parametrize("depth", DEEP)
@pytest.mark.parametrize(("opening", "closing"), BRACKETS, ids=["arrays", "objects"])
def test_nesting_of_any_depth_in_a_header_is_refused_without_exhausting_the_stack(kind, depth, opening, closing):
    levels = min(depth, 60_000 // len(opening + closing))
    assert headers(kind, lambda data: nested(data, opening, closing, levels)) is Outcome.HEADER


@pytest.mark.attack(8)
@pytest.mark.parametrize("depth", DEEP[1:])
@pytest.mark.parametrize(("opening", "closing"), BRACKETS, ids=["arrays", "objects"])
def test_nesting_of_any_depth_in_a_document_is_refused_without_exhausting_the_stack(holder, depth, opening, closing):
    assert documents(holder, lambda data: nested(data, opening, closing, depth)) is Outcome.PAYLOAD


@pytest.mark.attack(8)
def test_a_header_longer_than_its_kind_allows_is_refused_although_its_signature_is_right(kind):
    limit = kind.type.header_limit
    framed = kind.framed
    long = framed.header[:-1] + b" " * (limit - len(framed.header)) + b"}"
    assert len(long) == limit
    assert headers(kind, lambda _: long) is Outcome.HEADER
    oversize = kind.data[:8] + (limit + 1).to_bytes(4, "big") + long + b"}" + kind.data[12 + len(framed.header) :]
    assert outcome_of(lambda: kind.read(oversize)) is Outcome.HEADER


SUITES = [("suite", 0), ("suite", 2), ("suite", 99), ("format", 0), ("format", 3), ("format", 99)]


def with_member(data, name, value):
    return spelled({**plain_of(data), name: value})


@pytest.mark.attack(21)
@pytest.mark.parametrize(("name", "number"), SUITES)
def test_another_suite_or_format_is_a_version_nobody_here_knows(kind, name, number):
    assert headers(kind, lambda data: with_member(data, name, number)) is Outcome.VERSION


@pytest.mark.attack(21)
def test_a_suite_that_was_changed_after_signing_is_no_valid_file_either(kind):
    changed = kind.data.replace(b'"suite":1', b'"suite":2', 1)
    assert changed != kind.data
    assert outcome_of(lambda: kind.read(changed)) in {Outcome.VERSION, Outcome.SIGNATURE}


@pytest.mark.attack(22)
def test_a_member_of_a_later_program_is_refused_unless_its_writer_says_that_it_may_be_left_aside(kind):
    added = {"zz-later": {"any": ["thing"]}}
    assert headers(kind, lambda data: spelled({**plain_of(data), **added})) is Outcome.VERSION
    other = {**added, "optional": ["zz-other"]}
    assert headers(kind, lambda data: spelled({**plain_of(data), **other})) is Outcome.VERSION


@pytest.mark.attack(22)
@pytest.mark.parametrize("kind", [each for each in KINDS if each != "kcr"], indirect=True)
def test_a_member_that_may_be_left_aside_changes_nothing(kind):
    listed = {"zz-later": {"any": ["thing"]}, "optional": ["zz-later"]}
    data = kind.headed(spelled({**plain_of(kind.framed.header), **listed}))
    assert outcome_of(lambda: kind.read(data)) is Outcome.OK

"""Canonical JSON: one value, one spelling; everything else is refused with a typed outcome."""

import json
import sys

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.sealing import canonical
from support.refusals import refuses


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def test_keys_are_sorted_and_nothing_is_spent_on_spaces_or_escapes():
    plain = {"b": [1, True, None], "a": "考场\n", "": {}}
    assert canonical.encode(plain) == '{"":{},"a":"考场\\n","b":[1,true,null]}'.encode()


def test_names_stand_by_code_point_and_not_by_what_utf_16_makes_of_them():
    names = ["\U00010000", "\uffff", "\ue000", "b", "aa", "a", "", "é", "考"]
    assert list(canonical.decode(canonical.encode(dict.fromkeys(names, 1)))) == sorted(names)


def test_every_character_is_spelled_as_another_writer_of_json_spells_it():
    text = "".join(chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000)
    assert canonical.encode(text, nfc=False) == json.dumps(text, ensure_ascii=False).encode()


@pytest.mark.parametrize("plain", [{}, [], "", 0, -1, True, None, 2**53, -(2**53), {"a": [{"b": ["\x7f\x00é"]}]}])
def test_what_was_encoded_decodes_to_the_same(plain):
    decoded = canonical.decode(canonical.encode(plain))
    assert decoded == plain
    assert type(decoded) is type(plain)


@pytest.mark.parametrize(
    "spelling",
    [
        b'{"a": 1}',
        b' {"a":1}',
        b'{"a":1}\n',
        b'{"a":1}{"a":1}',
        b'{"b":1,"a":1}',
        b'{"a":"\\u8003"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u000A"}',
        b'{"a":"\\u000a"}',
        b"\xef\xbb\xbf{}",
        '{"a":1}'.encode("utf-16"),
        b"",
        b"{",
        b'{"a":1,}',
        b"'a'",
        b"\xff",
        b'"\xc0\xaf"',
    ],
)
@pytest.mark.attack(5)
def test_another_spelling_of_the_same_content_is_refused(spelling):
    with refuses(Outcome.HEADER, "canonical"):
        canonical.decode(spelling)


@pytest.mark.parametrize("spelling", [b'{"a":1,"a":1}', b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}'])
@pytest.mark.attack(6)
def test_duplicate_names_are_refused(spelling):
    with refuses(Outcome.HEADER):
        canonical.decode(spelling)


NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "1e2", "1.0", "0.5", "-0", "-0.0", "01", "+1"]
BEYOND = ["9007199254740993", "-9007199254740993", "9" * 4000, "9" * 5000]


@pytest.mark.parametrize("number", NUMBERS + BEYOND, ids=lambda number: number[:20])
@pytest.mark.attack(7)
def test_only_plain_integers_within_the_safe_range_are_numbers(number):
    with refuses(Outcome.HEADER):
        canonical.decode(b"[" + number.encode() + b"]")


@pytest.mark.parametrize("text", [b'"\\ud800"', b'"\\udc00\\ud800"', b'"\xed\xa0\x80"'])
@pytest.mark.attack(7)
def test_lone_surrogates_are_refused_also_where_text_is_free(text):
    with refuses(Outcome.HEADER):
        canonical.decode(text, nfc=False)


@pytest.mark.parametrize("spelling", ['"e\u0301"', '{"e\u0301":1}', '"\uf979"'])
def test_text_that_is_not_nfc_is_refused_in_headers_and_kept_in_payloads(spelling):
    data = spelling.encode()
    with refuses(Outcome.HEADER):
        canonical.decode(data)
    assert canonical.encode(canonical.decode(data, nfc=False), nfc=False) == data


def test_nesting_of_eight_is_read_and_of_nine_is_refused():
    assert canonical.decode(nested(8)) == [[[[[[[[]]]]]]]]
    with refuses(Outcome.HEADER):
        canonical.decode(nested(9))


def test_a_payload_may_nest_deeper_when_its_reader_says_so():
    assert canonical.decode(nested(32), depth=32)
    with refuses(Outcome.PAYLOAD):
        canonical.decode(nested(33), depth=32, outcome=Outcome.PAYLOAD)


@pytest.mark.parametrize("depth", [1_000, 100_000, 1_000_000])
@pytest.mark.parametrize("form", ["closed", "open", "objects"])
@pytest.mark.attack(8)
def test_any_depth_is_refused_without_exhausting_the_stack(depth, form):
    data = {"closed": nested(depth), "open": b"[" * depth, "objects": b'{"a":' * depth}[form]
    with refuses(Outcome.HEADER):
        canonical.decode(data, limit=len(data))


@pytest.mark.attack(8)
def test_hostile_depth_is_refused_even_where_the_program_raised_the_recursion_limit():
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(5_000)
    try:
        with refuses(Outcome.HEADER):
            canonical.decode(nested(4_000))
    finally:
        sys.setrecursionlimit(before)


def test_a_size_beyond_the_limit_is_refused_before_parsing():
    text = canonical.encode("a" * 98)
    assert canonical.decode(text, limit=100) == "a" * 98
    with refuses(Outcome.HEADER) as caught:
        canonical.decode(b"{" * 101, limit=100)
    assert caught.value.params["detail"] == "size"


@pytest.mark.parametrize("value", [b"1", b"[]", b"{}", b'""'])
def test_more_values_than_any_document_has_are_refused_before_parsing(value):
    data = b"[" + b",".join([value] * 4_000_001) + b"]"
    with refuses(Outcome.PAYLOAD) as caught:
        canonical.decode(data, outcome=Outcome.PAYLOAD, limit=len(data))
    assert caught.value.params["detail"] == "size"


def test_a_header_may_have_64_kib_unless_the_caller_says_otherwise():
    assert canonical.decode(canonical.encode("a" * 65_534)) == "a" * 65_534
    with refuses(Outcome.HEADER):
        canonical.decode(canonical.encode("a" * 65_535))


def test_the_caller_names_the_outcome():
    with refuses(Outcome.PAYLOAD):
        canonical.decode(b"{ }", outcome=Outcome.PAYLOAD)


class Number(int):
    """Equal to an integer and yet not one."""


@pytest.mark.parametrize(
    "plain", [1.0, float("nan"), b"a", (1,), {1: 2}, {"a": {None: 1}}, 2**53 + 1, Number(1), object(), {"a": {1, 2}}]
)
def test_encoding_what_is_no_plain_shape_is_a_bug(plain):
    with pytest.raises(ValueError):
        canonical.encode(plain)


def test_encoding_deeper_than_the_reader_would_take_is_a_bug():
    deep = canonical.decode(nested(9), depth=9)
    with pytest.raises(ValueError):
        canonical.encode(deep)
    assert canonical.encode(deep, depth=9) == nested(9)


@pytest.mark.parametrize("plain", ["e\u0301", {"e\u0301": 1}, ["\ud800"], {"\ud800": 1}])
def test_text_that_cannot_be_stored_is_refused_when_it_is_written(plain):
    with refuses(Outcome.HEADER, "canonical.text"):
        canonical.encode(plain)


def test_free_text_may_be_in_any_form_but_never_a_lone_surrogate():
    assert canonical.encode("e\u0301", nfc=False) == '"e\u0301"'.encode()
    with refuses(Outcome.HEADER, "canonical.text"):
        canonical.encode("\ud800", nfc=False)

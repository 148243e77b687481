"""Contexts keep purposes apart only if no two bindings can be the same bytes."""

import itertools

import pytest
from kaochang.sealing.contexts import Context, bind

DOCUMENTED = """
    exam/site-slot exam/code-slot exam/start-slot exam/room exam/photo exam/ticket-slot exam/tickets exam/index
    exam/object centre-kit/body centre-kit/slot centre-kit/share proctor-kit/body proctor-kit/slot office-key/slot
    key-file/slot backup/slot backup/index backup/object journal/key journal/row journal/link journal/recovery
    result/body manifest/notes act/response act/card act-log/notes errata/body ledger/key ledger/row
    score-packet/body scores/body receipt
"""


def test_the_strings_are_those_of_the_formats_page_for_ever():
    """A changed string makes every file that was sealed under it unreadable."""
    assert {context.value for context in Context} == {b"kaochang/v1/" + name.encode() for name in DOCUMENTED.split()}


def test_no_context_string_is_the_beginning_of_another():
    for one, other in itertools.permutations(Context, 2):
        assert not other.value.startswith(one.value)


def test_every_context_string_names_program_and_version_and_holds_no_nul():
    for context in Context:
        assert context.value.startswith(b"kaochang/v1/")
        assert b"\0" not in context.value


def test_a_binding_is_the_string_a_nul_and_each_field_behind_its_length():
    assert bind(Context.RECEIPT, b"ab", b"") == b"kaochang/v1/receipt\0\x00\x02ab\x00\x00"


def test_moving_a_byte_between_fields_changes_the_binding():
    splits = {bind(Context.EXAM_OBJECT, b"abc"[:i], b"abc"[i:]) for i in range(4)}
    splits |= {bind(Context.EXAM_OBJECT, b"abc"), bind(Context.EXAM_OBJECT), bind(Context.EXAM_OBJECT, b"")}
    assert len(splits) == 7


def test_a_field_too_long_for_its_length_is_a_bug():
    with pytest.raises(OverflowError):
        bind(Context.EXAM_OBJECT, bytes(65536))

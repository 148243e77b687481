"""Every value that travels or is stored: there and back again, with one spelling, and nothing added."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.custody import journal_log, kits, manifests, results, sealed_exam, site  # noqa: F401 - define the values
from kaochang.domain import session_reports  # noqa: F401 - defines values
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text, from_plain, text_to_bytes, to_plain
from kaochang.store import bank, centre  # noqa: F401 - define values
from kaochang.store.database import pack, unpack
from support.refusals import outcome_of
from support.values import any_of, value_classes

few = settings(max_examples=15, deadline=None)
many = settings(max_examples=150, deadline=None)

CLASSES = [kind for kind in value_classes() if kind.__module__.startswith("kaochang.")]


def by_name(kind):
    return f"{kind.__module__.removeprefix('kaochang.')}.{kind.__name__}"


def test_every_kind_of_file_has_values_here():
    names = {kind.__name__ for kind in CLASSES}
    assert {"ExamHeader", "KitHeader", "LogHeader", "ResultHeader", "ManifestHeader", "SiteHeader"} <= names
    assert {"CentreKit", "ProctorKit", "ResultBody", "Entry", "Opened", "RoomObject", "GivenScore"} <= names


@pytest.mark.parametrize("kind", CLASSES, ids=by_name)
def test_a_value_comes_back_from_its_plain_shape_and_from_a_column(kind):
    @given(any_of(kind))
    @few
    def check(value):
        assert from_plain(kind, to_plain(value)) == value
        assert unpack(kind, pack(value)) == value

    check()


@pytest.mark.parametrize("kind", CLASSES, ids=by_name)
def test_a_field_that_nobody_knows_is_refused(kind):
    @given(any_of(kind))
    @settings(max_examples=3, deadline=None)
    def check(value):
        plain = {**to_plain(value), "nobody-knows": 1}
        assert outcome_of(lambda: from_plain(kind, plain)) is Outcome.PAYLOAD

    check()


json_shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(CLASSES), json_shapes)
@many
def test_any_other_shape_is_that_value_or_refused(kind, plain):
    outcome = outcome_of(lambda: from_plain(kind, plain))
    assert outcome in (Outcome.OK, Outcome.PAYLOAD)


@given(st.binary(max_size=40))
@many
def test_bytes_have_one_spelling(data):
    text = bytes_to_text(data)
    assert re.fullmatch("[A-Za-z0-9_-]*", text)
    assert text_to_bytes(text) == data


@given(st.text(max_size=12) | st.text("ABab01-_=+/ \n", max_size=12))
@many
def test_whatever_is_read_as_bytes_is_spelled_as_they_would_be(text):
    outcome = outcome_of(lambda: text_to_bytes(text))
    assert outcome in (Outcome.OK, Outcome.HEADER)
    if outcome is Outcome.OK:
        assert bytes_to_text(text_to_bytes(text)) == text

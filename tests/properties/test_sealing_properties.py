"""What no input may ever break in sealing: round trips, one spelling for each value, and typed refusals only."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain.refusals import Outcome
from kaochang.sealing import canonical, codes, frame, kdf, keys, signatures, streams
from kaochang.sealing.frame import FileType
from support.refusals import outcome_of

few = settings(max_examples=120, deadline=None)  # a shared machine may stall for longer than any deadline
many = settings(max_examples=20_000, deadline=1_000)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text
plain_shapes = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4), max_leaves=12
)

SEED = bytes(range(32))
PUBLIC = signatures.public_of(SEED)
RESULT = frame.pack(FileType.RESULT, b'{"exam":"1"}', bytes(60), [SEED])
EXAM = frame.pack(FileType.EXAM, b'{"exam":"1"}', b"x" * 40, [SEED])
LOG = frame.pack_head(FileType.JOURNAL, b'{"exam":"1"}', [SEED]) + b"records"
FILES = (RESULT, EXAM, LOG)
REFUSALS_OF_FILES = (Outcome.FRAME, Outcome.EMPTY, Outcome.VERSION, Outcome.HEADER, Outcome.SIGNATURE)


def verified(data: bytes) -> frame.Frame:
    taken = frame.unpack(data)
    frame.verify(taken, PUBLIC)
    return taken


def covered(taken: frame.Frame) -> tuple[FileType, bytes, bytes]:
    """What the signatures vouch for: an exam's body is vouched for by its header instead."""
    return taken.type, taken.header, b"" if taken.type.signs_header_only else taken.body


GENUINE = {covered(frame.unpack(data)) for data in (RESULT, EXAM)} | {covered(frame.unpack_head(LOG)[0])}


@given(plain_shapes)
@few
def test_canonical_json_gives_back_what_it_was_given(plain):
    data = canonical.encode(plain, depth=32, nfc=False)
    assert canonical.decode(data, limit=len(data), depth=32, nfc=False) == plain


@given(st.binary(max_size=60) | text.map(str.encode) | plain_shapes.map(lambda p: repr(p).encode()))
@few
def test_whatever_canonical_json_takes_is_spelled_as_it_would_spell_it(data):
    outcome = outcome_of(lambda: canonical.decode(data))
    assert outcome in (Outcome.OK, Outcome.HEADER)
    if outcome is Outcome.OK:
        assert canonical.encode(canonical.decode(data)) == data


@given(plain_shapes, st.data())
@few
@pytest.mark.attack(64)
def test_a_changed_byte_of_canonical_json_is_refused_or_means_something_else(plain, data):
    spelled = canonical.encode(plain, depth=32, nfc=False)
    place = data.draw(st.integers(0, len(spelled) - 1))
    changed = spelled[:place] + data.draw(st.binary(max_size=3)) + spelled[place + 1 :]
    outcome = outcome_of(lambda: canonical.decode(changed, depth=32, nfc=False))
    assert outcome in (Outcome.OK, Outcome.HEADER)
    if outcome is Outcome.OK:
        assert changed == spelled or canonical.decode(changed, depth=32, nfc=False) != plain


@given(text)
@few
def test_headers_hold_nfc_text_only(value):
    if unicodedata.is_normalized("NFC", value):
        assert canonical.decode(canonical.encode(value)) == value
    else:
        assert outcome_of(lambda: canonical.encode(value)) is Outcome.HEADER


edits = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.binary(max_size=4)), min_size=1, max_size=4)


def edited(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for place, removed, put in changes:
        data = data[:place] + put + data[place + removed :]
    return data


def assert_refused_or_genuine(data: bytes) -> None:
    """An altered file is refused with a type, or what its signature vouches for is what was signed."""
    outcome = outcome_of(lambda: verified(data))
    assert outcome in REFUSALS_OF_FILES or covered(verified(data)) in GENUINE


@given(st.sampled_from(FILES), edits)
@few
@pytest.mark.attack(64)
def test_an_edited_file_is_refused_or_says_what_was_signed(data, changes):
    assert_refused_or_genuine(edited(data, changes))


@given(st.sampled_from(FILES), st.sampled_from(FILES), st.integers(0, 250), st.integers(0, 250))
@few
@pytest.mark.attack(64)
def test_a_splice_of_two_files_is_refused_or_says_what_was_signed(one, other, cut, resume):
    assert_refused_or_genuine(one[:cut] + other[resume:])


@pytest.mark.heavy
@given(st.sampled_from(FILES), edits, st.sampled_from(FILES), st.integers(0, 250), st.integers(0, 250))
@many
@pytest.mark.attack(64)
def test_many_edits_and_splices_are_refused_or_say_what_was_signed(one, changes, other, cut, resume):
    assert_refused_or_genuine(edited(one[:cut] + other[resume:], changes))


@given(
    st.sampled_from(list(FileType)), st.binary(max_size=200), st.lists(st.binary(min_size=32, max_size=32), max_size=3)
)
@few
def test_a_frame_gives_back_what_was_packed_and_each_signer_verifies(file_type, header, seeds):
    body = b"" if file_type is FileType.JOURNAL else header[::-1]
    taken = frame.unpack(frame.pack(file_type, header, body, seeds), file_type)
    assert (taken.type, taken.header, taken.body, len(taken.signatures)) == (file_type, header, body, len(seeds))
    for seed in seeds:
        frame.verify(taken, signatures.public_of(seed))


@given(
    st.binary(max_size=40_000), st.binary(max_size=40), st.sampled_from([streams.bucket, streams.blocks, streams.padme])
)
@few
def test_padded_and_sealed_data_comes_back(data, context, policy):
    sealed = streams.seal(SEED, context, streams.pad(data, policy))
    assert streams.unpad(streams.open_(SEED, context, sealed)) == data


@given(st.binary(max_size=100))
@few
def test_unpadding_refuses_or_finds_a_length_data_and_zeros(data):
    outcome = outcome_of(lambda: streams.unpad(data))
    assert outcome in (Outcome.OK, Outcome.PAYLOAD)
    if outcome is Outcome.OK:
        assert streams.pad(streams.unpad(data), lambda _: len(data)) == data


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=120))
@few
def test_bytes_that_are_no_wrap_open_to_nothing(kek, wrapped):
    assert outcome_of(lambda: kdf.unwrap(kek, wrapped, b"context")) is Outcome.CODE


@given(
    st.text(max_size=24)
    | st.lists(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), min_size=14, max_size=14).map("".join)
)
@few
def test_whatever_is_typed_is_a_code_in_normal_form_or_refused(typed):
    outcome = outcome_of(lambda: codes.normalise(typed))
    assert outcome in (Outcome.OK, Outcome.CODE)
    if outcome is Outcome.OK:
        assert codes.normalise(codes.normalise(typed)) == codes.normalise(typed)


@given(st.binary(min_size=7, max_size=7))
@few
def test_every_code_checks_group_by_group(random):
    code = codes.new_code(lambda _: random)
    assert codes.normalise(code) == code
    assert all(codes.check_group(index, group) for index, group in enumerate(code.split("-"), start=1))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=20), st.binary(max_size=20))
@few
def test_subkeys_of_different_contexts_differ(key, one, other):
    assert (keys.subkey(key, one) == keys.subkey(key, other)) == (one == other)

"""Key files and their cards."""

import msgspec
import pytest
from kaochang.custody import key_files
from kaochang.custody.envelope import header_bytes, payload_bytes, read_header
from kaochang.custody.key_files import (
    NAME_LENGTH,
    KeyCardHeader,
    KeyHeader,
    KeyRole,
    KeySeeds,
    make_key,
    open_card,
    open_key,
    pack_card,
    pack_key,
)
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.sealing import envelopes, frame, kdf, signatures, streams
from kaochang.sealing.contexts import Context, bind
from kaochang.sealing.frame import FileType
from support.refusals import flip, refuses
from support.seeded import seeded

replace = msgspec.structs.replace

PASSPHRASE = "王的口令 5521"
MADE = 1_760_000_000_000
KEY = make_key(KeyRole.OPENER, "王", seeded(1), MADE)
OTHER = make_key(KeyRole.OPENER, "李", seeded(2), MADE)
SESSION = make_key(KeyRole.SESSION, "s-1", seeded(3), MADE, {"exam": b"e" * 32, "room/R1": b"r" * 32})
PARAMS = kdf.new_params(seeded(4), kdf.MINIMUM)
CARD = pack_card(KEY)


@pytest.fixture(scope="module")
def key_file():
    return pack_key(KEY, PASSPHRASE, PARAMS)


def forged(data, seed, kind=KeyHeader, body=None, **members):
    """A file with other members in its header or another body, signed by a seed."""
    framed = frame.unpack(data)
    header = replace(read_header(kind, framed), **members)
    return frame.pack(framed.type, header_bytes(header), framed.body if body is None else body, [seed])


def test_a_key_comes_back_under_its_passphrase_only(key_file):
    assert open_key(key_file, PASSPHRASE) == KEY
    assert open_key(key_file, PASSPHRASE, KeyRole.OPENER) == KEY
    with refuses(Outcome.CODE, "passphrase.wrong"):
        open_key(key_file, PASSPHRASE + "?")


def test_a_damaged_key_file_is_told_from_a_wrong_passphrase(key_file):
    for place in (key_file.index(b'"made":') + 9, len(key_file) - 200, len(key_file) - 10):
        with refuses(Outcome.SIGNATURE):
            open_key(flip(key_file, place), PASSPHRASE)


def test_a_sessions_key_keeps_what_it_is_given_and_nothing_is_sealed_for_it():
    again = open_key(pack_key(SESSION, PASSPHRASE, PARAMS), PASSPHRASE, KeyRole.SESSION)
    assert (again, again.seed("exam"), again.seed("room/R1"), again.sealing) == (SESSION, b"e" * 32, b"r" * 32, b"")
    with refuses(Outcome.MISSING, "key-file.no-seed"):
        again.seed("room/R2")


def test_what_is_sealed_for_a_card_opens_with_the_key_and_what_the_key_signs_verifies_with_the_card():
    card = open_card(CARD, KeyRole.OPENER)
    sealed = envelopes.seal(text_to_bytes(card.sealing), b"share", b"info")
    assert envelopes.open(KEY.seed(key_files.SEALING), sealed, b"info") == b"share"
    signatures.verify(text_to_bytes(card.signing), b"said", signatures.sign(KEY.seed(key_files.SIGNING), b"said"))
    assert (card.name, card.role, card.made, card.id) == (KEY.name, KEY.role, KEY.made, KEY.id)


def test_neither_file_nor_card_nor_trace_shows_a_private_half(key_file):
    for name, seed in KEY.seeds.items():
        for data in (key_file, CARD):
            assert text_to_bytes(seed) not in data, name
            assert seed.encode() not in data, name
        assert seed not in repr(KEY)


def test_two_keys_have_nothing_in_common():
    assert not {KEY.id, *KEY.seeds.values()} & {OTHER.id, *OTHER.seeds.values()}


def test_a_key_of_another_role_is_refused_before_anything_is_derived(key_file):
    with refuses(Outcome.CERT, "key-file.role"):
        open_key(key_file, "any passphrase", KeyRole.CENTRE)
    with refuses(Outcome.CERT, "key-file.role"):
        open_card(CARD, KeyRole.CENTRE)


@pytest.mark.parametrize("name", ["", "  ", "x" * (NAME_LENGTH + 1)])
def test_a_key_has_a_holder_with_a_name(name):
    with refuses(Outcome.POLICY, "key-file.name"):
        make_key(KeyRole.OPENER, name, seeded(1), MADE)


def test_a_name_typed_in_any_unicode_form_is_kept_in_one():
    assert make_key(KeyRole.OPENER, " e\u0301 ", seeded(1), MADE).name == "\u00e9"


def test_a_key_goes_under_no_short_passphrase():
    for passphrase in ("", "1234567", "       1", "１２３４５６７"):
        with refuses(Outcome.POLICY, "passphrase.short"):
            pack_key(KEY, passphrase, PARAMS)


def test_another_keys_public_halves_cannot_be_put_into_a_file_or_card(key_file):
    mine = KEY.seed(key_files.SIGNING)
    theirs = {"signing": bytes_to_text(OTHER.signing)}
    with refuses(Outcome.SIGNATURE):
        open_key(forged(key_file, mine, **theirs), PASSPHRASE)
    with refuses(Outcome.SIGNATURE):
        open_card(forged(CARD, mine, KeyCardHeader, **theirs))


@pytest.mark.parametrize(
    "lie",
    [
        {"sealing": bytes_to_text(OTHER.sealing)},
        {"sealing": ""},
        {"role": KeyRole.SCORER},
    ],
)
def test_a_header_that_says_anything_else_than_what_is_inside_is_refused(key_file, lie):
    with refuses(Outcome.PAYLOAD, "payload"):
        open_key(forged(key_file, KEY.seed(key_files.SIGNING), **lie), PASSPHRASE)


@pytest.mark.parametrize(
    "inside",
    [
        KeySeeds(OTHER.id, KEY.role, KEY.seeds),
        KeySeeds(KEY.id, KEY.role, OTHER.seeds),
        KeySeeds(KEY.id, KEY.role, {"sealing": KEY.seeds["sealing"]}),
        KeySeeds(KEY.id, KEY.role, {**KEY.seeds, "more": ""}),
        KeySeeds(KEY.id, KEY.role, {**KEY.seeds, "signing": "AAAA"}),
    ],
)
def test_an_inside_that_is_not_the_headers_is_refused(key_file, inside):
    slot = bind(Context.KEY_FILE_SLOT, KEY.id.encode())
    kek = kdf.derive(PASSPHRASE, PARAMS, slot)
    body = streams.seal(kek, slot, streams.pad(payload_bytes(inside), streams.blocks))
    with refuses(Outcome.PAYLOAD, "payload"):
        open_key(forged(key_file, KEY.seed(key_files.SIGNING), body=body), PASSPHRASE)


def test_the_sealed_part_of_one_key_file_opens_in_no_other(key_file):
    other = pack_key(OTHER, PASSPHRASE, PARAMS)
    moved = forged(other, OTHER.seed(key_files.SIGNING), body=frame.unpack(key_file).body)
    with refuses(Outcome.CODE, "passphrase.wrong"):
        open_key(moved, PASSPHRASE)


@pytest.mark.parametrize("lie", [{"id": "short"}, {"id": "../../../../../../"}, {"name": ""}, {"made": -1}])
def test_a_header_of_another_shape_is_refused(key_file, lie):
    with refuses(Outcome.HEADER, "header"):
        open_key(forged(key_file, KEY.seed(key_files.SIGNING), **lie), PASSPHRASE)


def test_a_small_order_key_is_refused_on_a_card():
    with refuses(Outcome.CERT, "key.weak"):
        open_card(forged(CARD, KEY.seed(key_files.SIGNING), KeyCardHeader, signing=bytes_to_text(bytes(32))))


def test_a_card_carries_nothing_in_its_body():
    with refuses(Outcome.PAYLOAD):
        open_card(forged(CARD, KEY.seed(key_files.SIGNING), KeyCardHeader, body=b"more"))


def test_a_key_file_is_no_card_and_a_card_no_key_file(key_file):
    with refuses(Outcome.FRAME, "frame.other-type"):
        open_card(key_file)
    with refuses(Outcome.FRAME, "frame.other-type"):
        open_key(CARD, PASSPHRASE)


def test_a_cards_signature_is_none_of_a_key_file_with_the_same_header():
    framed = frame.unpack(CARD)
    replayed = CARD.replace(FileType.KEY_CARD.magic, FileType.KEY_FILE.magic, 1)
    assert replayed != CARD
    with refuses(Outcome.SIGNATURE):
        frame.verify(frame.unpack(replayed), text_to_bytes(read_header(KeyCardHeader, framed).signing))

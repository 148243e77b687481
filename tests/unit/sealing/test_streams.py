"""Streams are whole or refused; padding hides lengths and hides nothing else."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from kaochang.domain.refusals import Outcome
from kaochang.sealing import streams
from support.refusals import flip, refuses

KEY = b"k" * 32
CHUNK = 16 * 1024


def chunked(key: bytes, context: bytes, salt: bytes, plaintext: bytes, commit_to: bytes | None = None) -> bytes:
    """C2SP chunked encryption with SHA-512 and AES-256-GCM, written from its specification.

    `commit_to` is the attack: the commitment of another key in front of chunks that open under `key`.
    """
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    derived = HKDFExpand(SHA512(), 76, info).derive(key)
    commitment = HKDFExpand(SHA512(), 76, info).derive(commit_to or key)[44:]
    base = int.from_bytes(derived[32:44], "big")
    chunks = [
        AESGCM(derived[:32]).encrypt((base ^ i).to_bytes(12, "big"), plaintext[i * CHUNK : (i + 1) * CHUNK], None)
        for i in range(len(plaintext) // CHUNK + 1)
    ]
    return salt + commitment + b"".join(chunks)


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_stream_opens_to_what_was_sealed_and_has_the_documented_length(length):
    plaintext = bytes(range(256)) * (length // 256) + bytes(length % 256)
    sealed = streams.seal(KEY, b"context", plaintext)
    assert len(sealed) == length + 56 + 16 * (length // CHUNK + 1)
    assert streams.open_(KEY, b"context", sealed) == plaintext


@pytest.mark.parametrize("length", [0, 5, CHUNK, 2 * CHUNK + 7])
def test_an_implementation_from_the_specification_makes_streams_we_open(length):
    plaintext = b"p" * length
    assert streams.open_(KEY, b"context", chunked(KEY, b"context", b"s" * 24, plaintext)) == plaintext


@pytest.mark.parametrize("length", [0, 1, CHUNK, 3 * CHUNK + 5])
@pytest.mark.parametrize("piece", [1000, CHUNK, 10 * CHUNK])
def test_a_stream_in_pieces_is_the_same_stream(length, piece):
    def pieces(data):
        return (data[at : at + piece] for at in range(0, len(data), piece))

    plaintext = bytes(range(256)) * (length // 256) + bytes(length % 256)
    sealed = b"".join(streams.seal_pieces(KEY, b"context", pieces(plaintext)))
    assert streams.sealed_length(length) == len(sealed)
    assert streams.open_(KEY, b"context", sealed) == plaintext
    assert b"".join(streams.open_pieces(KEY, b"context", pieces(sealed))) == plaintext


@pytest.mark.parametrize("cut", [0, 40, 56, 56 + CHUNK + 16, -1])
def test_a_stream_in_pieces_that_is_cut_is_refused_at_its_end_at_the_latest(cut):
    sealed = streams.seal(KEY, b"context", bytes(2 * CHUNK))
    with refuses(Outcome.DECRYPT, "decrypt"):
        list(streams.open_pieces(KEY, b"context", [sealed[:cut]]))
    with refuses(Outcome.DECRYPT, "decrypt"):
        list(streams.open_pieces(KEY, b"other", [sealed]))


def test_another_key_or_context_does_not_open_it():
    sealed = streams.seal(KEY, b"context", b"plaintext")
    for key, context in ((b"K" * 32, b"context"), (KEY, b"contexts"), (KEY, b"")):
        with refuses(Outcome.DECRYPT, "decrypt"):
            streams.open_(key, context, sealed)


def test_every_changed_bit_and_every_cut_is_refused():
    sealed = streams.seal(KEY, b"context", b"plaintext")
    for place in range(len(sealed)):
        for bit in range(8):
            with refuses(Outcome.DECRYPT):
                streams.open_(KEY, b"context", flip(sealed, place, bit))
        with refuses(Outcome.DECRYPT):
            streams.open_(KEY, b"context", sealed[:place])
    with refuses(Outcome.DECRYPT):
        streams.open_(KEY, b"context", sealed + sealed)


@pytest.mark.parametrize("cut", [CHUNK + 16 + 56, 2 * (CHUNK + 16) + 56, 2 * (CHUNK + 16) + 56 + 8])
def test_a_long_stream_cut_at_a_chunk_hands_out_none_of_the_chunks_that_are_whole(cut):
    sealed = streams.seal(KEY, b"context", bytes(2 * CHUNK + 100))
    with refuses(Outcome.DECRYPT):
        streams.open_(KEY, b"context", sealed[:cut])


@pytest.mark.attack(15)
def test_a_stream_crafted_for_two_keys_is_refused_by_its_commitment():
    """Without commitment one slot could open to one exam under one code and to another under a second."""
    other = b"o" * 32
    crafted = chunked(KEY, b"context", b"s" * 24, b"plaintext", commit_to=other)
    for key in (KEY, other):
        with refuses(Outcome.DECRYPT):
            streams.open_(key, b"context", crafted)


def test_the_caller_names_outcome_and_sentence():
    with refuses(Outcome.CODE, "code.wrong"):
        streams.open_(KEY, b"context", b"", outcome=Outcome.CODE, refusal="code.wrong")


@pytest.mark.attack(62)
def test_two_sealings_of_one_plaintext_share_no_block():
    one, other = (streams.seal(KEY, b"context", bytes(64 * 1024)) for _ in range(2))
    blocks = [{sealed[i : i + 16] for i in range(0, len(sealed), 16)} for sealed in (one, other)]
    assert not blocks[0] & blocks[1]


@pytest.mark.attack(62)
def test_salts_never_repeat():
    salts = {streams.seal(KEY, b"context", b"")[:24] for _ in range(2_000)}
    assert len(salts) == 2_000


@pytest.mark.heavy
@pytest.mark.attack(62)
def test_a_hundred_thousand_salts_never_repeat():
    assert len({streams.seal(KEY, b"context", b"")[:24] for _ in range(100_000)}) == 100_000


@pytest.mark.parametrize("policy", [streams.bucket, streams.blocks, streams.padme])
@pytest.mark.parametrize("length", [0, 1, 2, 3, 1000, 4092, 4093, 16380, 16381, 100_000])
def test_padded_data_has_the_policy_s_size_and_comes_back(policy, length):
    data = b"x" * length
    padded = streams.pad(data, policy)
    assert len(padded) == policy(length + 4) >= length + 4
    assert streams.unpad(padded) == data


def test_data_that_ends_in_zeros_comes_back_with_them():
    assert streams.unpad(streams.pad(b"x\0\0", streams.blocks)) == b"x\0\0"


@pytest.mark.parametrize("place", [8, 9, 500, 4095])
def test_padding_that_is_not_zero_is_refused(place):
    padded = streams.pad(b"data", streams.blocks)
    with refuses(Outcome.PAYLOAD, "padding"):
        streams.unpad(flip(padded, place))


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\0", b"\0\0\0\1", b"\xff\xff\xff\xff" + bytes(100)])
def test_a_length_beyond_the_data_is_refused(data):
    with refuses(Outcome.PAYLOAD, "padding"):
        streams.unpad(data)


def test_results_fall_into_buckets_that_double():
    kib = 1024
    sizes = {streams.bucket(n) for n in range(0, 300 * kib, 501)}
    assert sizes == {16 * kib, 32 * kib, 64 * kib, 128 * kib, 256 * kib, 512 * kib}
    assert streams.bucket(16 * kib) == 16 * kib
    assert streams.bucket(16 * kib + 1) == 32 * kib


@pytest.mark.attack(58)
def test_an_empty_and_a_long_result_of_one_bucket_seal_to_the_same_size():
    empty, long = (streams.seal(KEY, b"", streams.pad(b"x" * n, streams.bucket)) for n in (0, 16_000))
    assert len(empty) == len(long)


def test_items_are_padded_to_whole_blocks_of_4_kib():
    assert [streams.blocks(n) for n in (0, 1, 4096, 4097)] == [4096, 4096, 4096, 8192]


def test_padme_grows_by_at_most_12_percent_and_leaves_few_sizes():
    lengths = range(2, 70_000)
    assert all(n <= streams.padme(n) <= n * 1.12 for n in lengths)
    assert len({streams.padme(n) for n in lengths}) < 200
    assert [streams.padme(n) for n in (0, 1, 9, 1000, 65_537)] == [0, 1, 10, 1024, 67_584]

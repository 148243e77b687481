"""Sealed byte strings under a 32-byte key, and the padding that hides how long they were.

The cipher is Cobblestone-256, the library's form of C2SP chunked encryption: AES-256-GCM chunks of 16 KiB, a random
salt per stream (so no counter can ever repeat), a commitment to the key (one ciphertext never opens under two keys),
and the context and the end bound in. A stream is longer than its plaintext by 56 bytes plus 16 for each chunk.
"""

from collections.abc import Callable, Iterable, Iterator

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from kaochang.domain.refusals import Outcome, Refusal

Sizes = Callable[[int], int]
"""A padding policy: the padded size, in bytes, for a true size."""

_PREFIX_BYTES = 4
_OVERHEAD = 56
"""Salt and commitment, in front of the chunks."""
_CHUNK = 16 * 1024
_TAG = 16
_SMALLEST_BUCKET = 16 * 1024
_BLOCK = 4 * 1024


def seal(key: bytes, context: bytes, plaintext: bytes) -> bytes:
    """`plaintext` under `key`, for `context` only (`contexts.bind`); different bytes each time."""
    encryptor = Cobblestone256Encryptor(key, context)
    return encryptor.update(plaintext) + encryptor.finalize()


def open_(
    key: bytes,
    context: bytes,
    ciphertext: bytes | memoryview,
    *,
    outcome: Outcome = Outcome.DECRYPT,
    refusal: str = "decrypt",
) -> bytes:
    """The whole plaintext, or a refusal with this outcome and key.

    Chunks come out of the library before the end is authenticated, so nothing is handed on before `finalize`.
    """
    decryptor = Cobblestone256Decryptor(key, context)
    try:
        return decryptor.update(ciphertext) + decryptor.finalize()
    except InvalidTag as error:
        raise Refusal(outcome, refusal) from error


def seal_pieces(key: bytes, context: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The stream of a plaintext that comes in pieces, for what is too long for the memory."""
    encryptor = Cobblestone256Encryptor(key, context)
    yield from map(encryptor.update, pieces)
    yield encryptor.finalize()


def open_pieces(key: bytes, context: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The plaintext of a stream that comes in pieces; refuses (DECRYPT) at the end at the latest.

    What it gives before is not authenticated to the end: keep it where nobody uses it, and only after the last piece
    let it count.
    """
    decryptor = Cobblestone256Decryptor(key, context)
    try:
        yield from map(decryptor.update, pieces)
        yield decryptor.finalize()
    except InvalidTag as error:
        raise Refusal(Outcome.DECRYPT, "decrypt") from error


def sealed_length(length: int) -> int:
    """How long the stream of a plaintext of this length is, in bytes."""
    return length + _OVERHEAD + _TAG * (length // _CHUNK + 1)


def pad(data: bytes, sizes: Sizes) -> bytes:
    """The true length (u32, big-endian), `data`, and zeros up to the size the policy gives for the two together."""
    length = _PREFIX_BYTES + len(data)
    return b"".join((len(data).to_bytes(_PREFIX_BYTES, "big"), data, bytes(sizes(length) - length)))


def padded_length(length: int, sizes: Sizes) -> int:
    """How long `pad` makes this many bytes of data."""
    return sizes(_PREFIX_BYTES + length)


def unpad(data: bytes) -> bytes:
    """What `pad` was given; refuses (PAYLOAD) a length beyond the data and any padding that is not zero.

    Zero padding is checked so that one content has one plaintext and nothing can be smuggled behind it.
    """
    length = int.from_bytes(data[:_PREFIX_BYTES], "big")
    end = _PREFIX_BYTES + length
    if len(data) < end or data[end:] != bytes(len(data) - end):
        raise Refusal(Outcome.PAYLOAD, "padding")
    return data[_PREFIX_BYTES:end]


def bucket(length: int) -> int:
    """Results: 16 KiB, then always twice as much, so that size says next to nothing about the responses."""
    size = _SMALLEST_BUCKET
    while size < length:
        size *= 2
    return size


def blocks(length: int) -> int:
    """Items and rosters: the next multiple of 4 KiB."""
    return max(-(-length // _BLOCK), 1) * _BLOCK


def padme(length: int) -> int:
    """Media: at most 12 % more, leaking only O(log log length) bits (Padmé; Nikitin and others, PoPETs 2019)."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (length + mask) & ~mask

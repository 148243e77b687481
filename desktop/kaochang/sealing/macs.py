"""Codes that prove a shared key in a few symbols: HMAC-SHA256 (RFC 2104), cut to its first bits.

Cut to 40 bits it is no signature. It is good for a code that somebody types at a PC which makes wrong tries wait.
"""

from cryptography.hazmat.primitives import constant_time, hashes, hmac

_DIGEST_BITS = 256


def first_bits(key: bytes, context: bytes, bits: int) -> int:
    """The first `bits` bits of the HMAC over a binding (`contexts.bind`), as a number."""
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(context)
    return int.from_bytes(mac.finalize(), "big") >> (_DIGEST_BITS - bits)


def fits(key: bytes, context: bytes, bits: int, number: int) -> bool:
    """Whether `number` is what `first_bits` gives, in a time that does not tell how much of it fits."""
    length = -(-bits // 8)
    expected = first_bits(key, context, bits).to_bytes(length, "big")
    return constant_time.bytes_eq(expected, number.to_bytes(length, "big"))

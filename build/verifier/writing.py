"""The other direction: frames, signatures, streams and envelopes as the page has them, with no chance of their own.

What must be random (salts, ephemeral keys) comes from the caller, so that the same call gives the same bytes for ever.
That is wrong for every real file and right for samples.
"""

import hashlib
import struct
from collections.abc import Callable, Sequence

from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base
from nacl.signing import SigningKey
from verifier.canonical import written
from verifier.frames import Document
from verifier.page import file_kinds
from verifier.primitives import CHUNK, as_text, bind, envelope_keys, pae, sha256, stream_keys

Chance = Callable[[int], bytes]
ORDER = 2**252 + 27742317777372353535851937790883648493
"""The order of edwards25519's base point, L in RFC 8032."""


def chance_of(name: str) -> Chance:
    """Bytes that look random and follow from a name."""
    drawn = 0

    def chance(count: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(f"{name}/{drawn}".encode()).digest(count)

    return chance


def public_of(seed: bytes) -> bytes:
    """The Ed25519 key of a seed."""
    return bytes(SigningKey(seed).verify_key)


def sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature."""
    return SigningKey(seed).sign(message).signature


def sign_with(seed: bytes, message: bytes, r_point: bytes) -> bytes:
    """A signature whose R is the given spelling of the neutral point: right by the equation, S being k times a."""
    scalar = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    scalar = scalar & ~7 & (2**254 - 1) | 2**254
    k = int.from_bytes(hashlib.sha512(r_point + public_of(seed) + message).digest(), "little")
    return r_point + (k * scalar % ORDER).to_bytes(32, "little")


def section(data: bytes) -> bytes:
    """[1] A section with its length."""
    return struct.pack(">I", len(data)) + data


def message_of(letter: str, head: bytes, body: bytes) -> bytes:
    """[3] What signatures of a file are over."""
    kind = file_kinds()[letter]
    return pae(kind.name, section(head) + (section(body) if kind.covers_body else b""))


def framed(letter: str, head: bytes, body: bytes, signatures: Sequence[tuple[bytes, bytes]]) -> bytes:
    """[1] A file of these parts; signatures are pairs of key id and signature."""
    block = bytes([len(signatures)]) + b"".join(key_id + signature for key_id, signature in signatures)
    return b"KCHG-%b1\n" % letter.encode() + section(head) + section(body) + section(block)


def signed(letter: str, head: bytes, body: bytes, seeds: Sequence[bytes]) -> bytes:
    """[1] [3] A file of these parts, signed by each seed."""
    message = message_of(letter, head, body)
    return framed(letter, head, body, [(sha256(public_of(seed)), sign(seed, message)) for seed in seeds])


def certificate(seed: bytes, role: str, subject: bytes, bindings: dict[str, str]) -> Document:
    """[8] A key's statement about another."""
    return certificate_of(seed, written({"role": role, "subject": as_text(subject), "bindings": bindings}))


def certificate_of(seed: bytes, payload: bytes) -> Document:
    """[8] The same over any bytes."""
    return {"payload": as_text(payload), "signature": as_text(sign(seed, pae("cert", payload)))}


def stream(key: bytes, context: bytes, plain: bytes, chance: Chance, commit_to: bytes = b"") -> bytes:
    """[4] A stream; `commit_to` is the attack that puts another key's commitment in front of it."""
    salt = chance(24)
    cipher, first, commitment = stream_keys(key, salt, context)
    if commit_to:
        commitment = stream_keys(commit_to, salt, context)[2]
    chunks = [plain[at : at + CHUNK] for at in range(0, len(plain) // CHUNK * CHUNK + 1, CHUNK)]
    sealed = (cipher.encrypt((first ^ n).to_bytes(12, "big"), chunk, b"") for n, chunk in enumerate(chunks))
    return salt + commitment + b"".join(sealed)


def envelope(
    public: bytes, info: bytes, plain: bytes, seed: bytes, aad: bytes = b"", aead: tuple[int, int] = (2, 32)
) -> bytes:
    """[4] An envelope for a public key; `seed` is the ephemeral key."""
    enc = crypto_scalarmult_base(seed)
    cipher, nonce = envelope_keys(crypto_scalarmult(seed, public), enc, public, info, aead)
    return enc + cipher.encrypt(nonce, plain, aad)


def padded(plain: bytes, least: int) -> bytes:
    """[4] True length, data, zeros; at least so many bytes, in multiples of 4 KiB."""
    size = max(least, -(-(len(plain) + 4) // 4096) * 4096)
    return section(plain).ljust(size, b"\0")


def record(sealed: bytes) -> bytes:
    """[11] A row as it stands in a journal log."""
    return section(sealed)


def link(head: bytes, sealed: bytes) -> bytes:
    """[5] The head of a journal's chain after a row."""
    return sha256(bind("journal/link", head, sha256(sealed)))

"""[3] [4] [5] The primitives: PyNaCl's curves and Argon2id, plain AES-GCM, and HKDF from HMAC; the rest from the specs.

Keys, seeds, salts and signatures are bytes here; `raw` turns the text of a document into them.
"""

import base64
import hashlib
import hmac
import re
import struct
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base
from nacl.exceptions import BadSignatureError
from nacl.exceptions import RuntimeError as NaclError
from nacl.pwhash.argon2id import kdf as argon2id
from nacl.signing import VerifyKey
from verifier.page import Refused, need

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE, PIN = (5, 5, 4), (5, 5)
"""[5] The groups of start, room and proctor codes, and of a PIN, with their check symbols."""

CHUNK = 16 * 1024
STREAM = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"

_MINUS = "\N{MINUS SIGN}"
_IGNORED = {"Pd", "Zs", "Zl", "Zp", "Cc", "Cf"}
_P = 2**255 - 19
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = {0, 1, _P - 1, _ORDER_8, _P - _ORDER_8}


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def raw(text: str, outcome: str = "HEADER") -> bytes:
    """[2] The bytes that base64url without padding stands for; every other spelling is refused."""
    need(re.fullmatch(r"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1, outcome, "not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(as_text(data) == text, outcome, "another spelling of the same bytes")
    return data


def as_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bind(context: str, *fields: bytes | str) -> bytes:
    """[6] A context string with its fields; text is in UTF-8."""
    coded = [field.encode() if isinstance(field, str) else field for field in fields]
    return b"kaochang/v1/" + context.encode() + b"\0" + b"".join(struct.pack(">H", len(f)) + f for f in coded)


def pae(name: str, payload: bytes) -> bytes:
    """[3] DSSE's pre-authentication encoding."""
    media_type = f"application/vnd.kaochang.{name}.v1".encode()
    return b"DSSEv1 %d %b %d %b" % (len(media_type), media_type, len(payload), payload)


def check_key(public: bytes) -> None:
    """[3] Refuse (CERT) what is no Ed25519 key that anybody should have."""
    y = int.from_bytes(public, "little") % 2**255
    need(len(public) == 32 and y < _P and y not in _SMALL_ORDER, "CERT", "weak key")


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """[3] Whether a signature is by this key, which must be a good one (CERT)."""
    check_key(public)
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def expand(key: bytes, info: bytes, length: int, name: str = "sha256") -> bytes:
    """HKDF-Expand (RFC 5869)."""
    made, block = b"", b""
    while len(made) < length:
        block = hmac.digest(key, block + info + bytes([len(made) // hashlib.new(name).digest_size + 1]), name)
        made += block
    return made[:length]


def subkey(key: bytes, info: bytes, salt: bytes = b"") -> bytes:
    """[5] HKDF-SHA256, 32 bytes; the salt is a room key file's where there is one."""
    return expand(hmac.digest(salt or bytes(32), key, "sha256"), info, 32)


def stream_keys(key: bytes, salt: bytes, context: bytes) -> tuple[AESGCM, int, bytes]:
    """[4] Of one stream: the cipher, the first nonce as a number, the commitment."""
    made = expand(key, STREAM + salt + context, 76, "sha512")
    return AESGCM(made[:32]), int.from_bytes(made[32:44], "big"), made[44:]


def open_stream(key: bytes, context: bytes, data: bytes, outcome: str = "DECRYPT") -> bytes:
    """[4] All of a stream, or nothing."""
    salt, commitment, sealed = data[:24], data[24:56], data[56:]
    need(len(key) == 32, outcome, "length of the key")
    cipher, first, expected = stream_keys(key, salt, context)
    need(len(salt) == 24 and hmac.compare_digest(commitment, expected), outcome, "another key or context")
    step, plain = CHUNK + 16, b""
    for number in range(len(sealed) // step + 1):
        chunk = sealed[number * step : (number + 1) * step]
        plain += _open_gcm(cipher, (first ^ number).to_bytes(12, "big"), chunk, b"", outcome)
    return plain


def _open_gcm(cipher: AESGCM, nonce: bytes, data: bytes, aad: bytes, outcome: str) -> bytes:
    try:
        return cipher.decrypt(nonce, data, aad)
    except InvalidTag as error:
        raise Refused(outcome, "AES-GCM") from error


def envelope_keys(shared: bytes, enc: bytes, public: bytes, info: bytes, aead: tuple[int, int]) -> tuple[AESGCM, bytes]:
    """RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256): cipher and first nonce. `aead` is its id and key length."""
    kem, suite = b"KEM\0\x20", b"HPKE\0\x20\0\1" + struct.pack(">H", aead[0])

    def extract(suite_id: bytes, salt: bytes, label: bytes, data: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite_id + label + data, "sha256")

    def labelled(suite_id: bytes, key: bytes, label: bytes, data: bytes, length: int) -> bytes:
        return expand(key, struct.pack(">H", length) + b"HPKE-v1" + suite_id + label + data, length)

    secret = labelled(kem, extract(kem, b"", b"eae_prk", shared), b"shared_secret", enc + public, 32)
    about = b"\0" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    secret = extract(suite, secret, b"secret", b"")
    key = labelled(suite, secret, b"key", about, aead[1])
    return AESGCM(key), labelled(suite, secret, b"base_nonce", about, 12)


def open_envelope(seed: bytes, info: bytes, data: bytes, aad: bytes = b"", aead: tuple[int, int] = (2, 32)) -> bytes:
    """[4] What was sealed for the owner of a private key; DECRYPT for anything else."""
    enc, sealed = data[:32], data[32:]
    try:
        shared = crypto_scalarmult(seed, enc)
    except (NaclError, ValueError) as error:
        raise Refused("DECRYPT", "encapsulated key") from error
    cipher, nonce = envelope_keys(shared, enc, crypto_scalarmult_base(seed), info, aead)
    return _open_gcm(cipher, nonce, sealed, aad, "DECRYPT")


def unpadded(data: bytes) -> bytes:
    """[4] What was padded."""
    length = int.from_bytes(data[:4], "big")
    need(4 + length <= len(data) and not any(data[4 + length :]), "PAYLOAD", "padding")
    return data[4 : 4 + length]


def derived(secret: str, kdf: dict[str, Any], info: bytes) -> bytes:
    """[5] The key of a code or passphrase; parameters outside the limits are refused before any work."""
    salt, memory, passes = raw(kdf["salt"]), kdf["memory_kib"], kdf["iterations"]
    lawful = 65_536 <= memory <= 1_048_576 and 3 <= passes <= 10 and kdf["lanes"] == 1 and len(salt) == 16
    need(lawful, "HEADER", "KDF parameters")
    typed = unicodedata.normalize("NFKC", secret).encode()
    return subkey(argon2id(32, typed, salt, opslimit=passes, memlimit=memory * 1024), info)


def normal_code(typed: str, groups: tuple[int, ...] = CODE) -> str:
    """[5] A typed code or PIN in its normal form; CODE where it cannot be one."""
    wide = unicodedata.normalize("NFKC", typed).upper().translate(str.maketrans("OIL", "011"))
    symbols = "".join(m for m in wide if m != _MINUS and unicodedata.category(m) not in _IGNORED)
    need(len(symbols) == sum(groups) and set(symbols) <= set(ALPHABET), "CODE", "form of the code")
    found = []
    for number, length in enumerate(groups, start=1):
        group, symbols = symbols[:length], symbols[length:]
        value = number
        for symbol in group:
            doubled = value << 1
            value = (doubled ^ 0b100101 if doubled > 31 else doubled) ^ ALPHABET.index(symbol)
        need(value == 0, "CODE", f"group {number} of the code")
        found.append(group)
    return "-".join(found)


def receipt_of(digest: bytes) -> str:
    """[5] The receipt code of a result file, by its SHA-256."""
    number = int.from_bytes(sha256(bind("receipt", digest)), "big") >> 196
    symbols = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(12)))
    return "-".join(symbols[at : at + 4] for at in (0, 4, 8))


def tree(leaves: list[bytes]) -> bytes:
    """[3] RFC 9162, section 2.1.1."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0]) if leaves else sha256(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + tree(leaves[:split]) + tree(leaves[split:]))


def is_included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """[21] RFC 9162, section 2.1.3.2, whose names these are: `leaf` is number `index`, from 0, of `size`."""
    fn, sn, r = index, size - 1, sha256(b"\0" + leaf)
    for p in proof:
        if sn <= 0 or len(p) != 32:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\1" + p + r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1" + r + p)
        fn, sn = fn >> 1, sn >> 1
    return index < size and sn == 0 and r == root

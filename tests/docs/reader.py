"""A reader of the files of an exam day, written from docs/formats.md alone: nothing of the program is imported.

PyNaCl and the standard library only. Numbers in brackets are sections of that page. A file that is not as the page says
ends in a ValueError, or in what PyNaCl raises.
"""

import base64
import hashlib
import hmac
import json
import struct
from dataclasses import dataclass

from nacl.bindings import crypto_aead_aes256gcm_decrypt as open_gcm
from nacl.signing import VerifyKey

NAMES = {"B": "exam", "K": "centre-kit", "P": "proctor-kit", "J": "journal", "R": "result", "M": "manifest"}
NAMES |= {"S": "site", "O": "office-key"}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def need(holds, what):
    if not holds:
        raise ValueError(what)


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(data):
    return hashlib.sha256(data).digest()


def document(data):
    """[2] Canonical JSON: what it says, if writing it again gives the same bytes."""
    value = json.loads(data)
    need(written(value) == data, "not canonical")
    return value


def written(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def bind(context, *fields):
    """[6]"""
    return b"kaochang/v1/" + context.encode() + b"\0" + b"".join(struct.pack(">H", len(f)) + f for f in fields)


@dataclass
class File:
    """[1] A file taken apart; `rest` is what follows the frame of a journal log."""

    letter: str
    head: bytes
    header: dict
    body: bytes
    signatures: list
    rest: bytes

    def check_signed_by(self, key):
        """[3] DSSE over the header section, and the body section where signatures cover it."""
        covered = b"".join(
            len(p).to_bytes(4, "big") + p for p in (self.head, self.body)[: 1 if self.letter in "BJ" else 2]
        )
        hinted = [signature for key_id, signature in self.signatures if key_id == sha256(key)]
        need(hinted, "no signature by this key")
        VerifyKey(key).verify(pae(NAMES[self.letter], covered), hinted[0])


def pae(name, payload):
    media_type = f"application/vnd.kaochang.{name}.v1".encode()
    return b"DSSEv1 %d %b %d %b" % (len(media_type), media_type, len(payload), payload)


def _section(data, at):
    (length,) = struct.unpack_from(">I", data, at)
    need(at + 4 + length <= len(data), "cut")
    return data[at + 4 : at + 4 + length], at + 4 + length


def take_apart(data):
    """[1] [2]"""
    need(data[:5] == b"KCHG-" and data[6:8] == b"1\n", "not ours")
    head, at = _section(data, 8)
    body, at = _section(data, at)
    block, at = _section(data, at)
    pairs = [(block[i : i + 32], block[i + 32 : i + 96]) for i in range(1, len(block), 96)]
    need(len(block) == 1 + 96 * block[0], "signatures")
    letter, header = chr(data[5]), document(head)
    need(letter == "J" or at == len(data), "something stands behind the end")
    need((header["format"], header["suite"]) == (1, 1), "version")
    return File(letter, head, header, body, pairs, data[at:])


def certified(certificate, issuer, role, bindings):
    """[8] The key that `issuer` certifies for this role and these bindings."""
    payload = raw(certificate["payload"])
    VerifyKey(issuer).verify(pae("cert", payload), raw(certificate["signature"]))
    said = document(payload)
    need((said["role"], said["bindings"]) == (role, bindings), "certified for something else")
    return raw(said["subject"])


def subkey(key, info):
    """[5] HKDF-SHA256 without salt; 32 bytes are its first block."""
    return hmac.digest(hmac.digest(bytes(32), key, "sha256"), info + b"\1", "sha256")


def open_stream(key, context, data):
    """[4]"""
    salt, commitment, sealed = data[:24], data[24:56], data[56:]
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    block = hmac.digest(key, info + b"\1", "sha512")
    derived = (block + hmac.digest(key, block + info + b"\2", "sha512"))[:76]
    need(hmac.compare_digest(derived[44:], commitment), "another key")
    first, plain, size = int.from_bytes(derived[32:44], "big"), b"", 16 * 1024 + 16
    for number in range(len(sealed) // size + 1):
        nonce = (first ^ number).to_bytes(12, "big")
        plain += open_gcm(sealed[number * size : (number + 1) * size], None, nonce, derived[:32])
    return plain


def unpadded(data):
    """[4]"""
    (length,) = struct.unpack_from(">I", data)
    need(not any(data[4 + length :]), "padding")
    return data[4 : 4 + length]


def open_exam(exam, site):
    """[9] [14] The exam key, once the office of the site file has certified it and it has signed this exam."""
    site.check_signed_by(raw(site.header["office"]))
    session = exam.header["session"]
    bindings = {"session": session["id"], "kind": session["kind"], "level": session["level"]}
    key = certified(exam.header["exam_key"], raw(site.header["office"]), "exam", bindings)
    exam.check_signed_by(key)
    need(sha256(exam.body) == raw(exam.header["body"]), "body")
    return key


def room_object(exam, site, room):
    """[9] Who sits in a room, and the public keys of their tickets."""
    slot, nonce = exam.header["rooms"][room], raw(exam.header["nonce"])
    wrapping = bind("exam/site-slot", nonce, room.encode())
    room_key = open_stream(subkey(site.body, wrapping), wrapping, raw(slot["wrapped"]))
    place = slot["object"]
    sealed = exam.body[place["offset"] : place["offset"] + place["length"]]
    need(sha256(sealed) == raw(place["sha256"]), "object")
    return document(unpadded(open_stream(room_key, bind("exam/room", nonce, room.encode()), sealed)))


def check_attempt(file, exam, ticket_keys):
    """[8] [11] [12] The chain ticket key, attempt key, signature of a result or log; and that it is of this exam."""
    identity = file.header["identity"]
    context = identity["context"]
    need(raw(context["exam_file"]) == sha256(exam.head), "another exam")
    bindings = {name: identity[name] for name in ("room", "ticket", "exam", "attempt")}
    bindings |= {name: context[name] for name in ("session", "exam_file", "kind")} | {"number": str(identity["number"])}
    ticket_key = raw(ticket_keys[identity["ticket"]])
    file.check_signed_by(certified(file.header["certificate"], ticket_key, "attempt", bindings))


def chain_head(log):
    """[5] [11] (rows, head) of a journal log."""
    identity = log.header["identity"]
    context = identity["context"]
    belongs = (context["session"].encode(), raw(context["exam_file"]))
    owner = (identity["ticket"].encode(), identity["attempt"].encode())
    head, at, rows = sha256(bind("journal/link", b"first", *belongs, *owner)), 0, 0
    while at < len(log.rest):
        row, at = _section(log.rest, at)
        head, rows = sha256(bind("journal/link", head, sha256(row))), rows + 1
    return rows, head


def tree(leaves):
    """[3] RFC 9162, section 2.1."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0]) if leaves else sha256(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + tree(leaves[:split]) + tree(leaves[split:]))


def check_manifest(manifest, exam):
    """[13] The lines of a room, once its proctor's key has signed them."""
    manifest.check_signed_by(raw(exam.header["rooms"][manifest.header["room"]]["proctor"]))
    entries = document(manifest.body)["entries"]
    need(tree([written(entry) for entry in entries]) == raw(manifest.header["root"]), "root")
    return entries


def receipt(data):
    """[5]"""
    number = int.from_bytes(sha256(bind("receipt", sha256(data))), "big") >> 196
    symbols = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(12)))
    return "-".join(symbols[at : at + 4] for at in (0, 4, 8))

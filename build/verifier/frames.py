"""[1] [2] [3] [8] Frames, signatures, documents and certificates: what is the same in all files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from verifier import canonical
from verifier.page import FileKind, file_kinds, fits, is_shaped, members, need
from verifier.primitives import check_key, is_signed, pae, raw

Document = dict[str, Any]

_BASIS = {"format": "int", "suite": "int", "optional": "[text, …]"}
_MOST_SIGNATURES = 16
_PAYLOAD_LIMIT = 64 * 1024 * 1024


@dataclass
class File:
    """[1] A file taken apart; `rest` is what follows the frame of a journal log."""

    letter: str
    kind: FileKind
    head: bytes
    body: bytes
    signatures: list[bytes]
    rest: bytes

    def is_signed_by(self, key: bytes) -> bool:
        """[3] Whether any of the signatures is by this key, which must be a good one (CERT)."""
        check_key(key)
        parts = (self.head, self.body) if self.kind.covers_body else (self.head,)
        message = pae(self.kind.name, b"".join(len(part).to_bytes(4, "big") + part for part in parts))
        return any(is_signed(key, message, each) for each in self.signatures)

    def header(self, name: str) -> Document:
        """[2] [8] The header, which must be this document."""
        value: Document = canonical.read(self.head, outcome="HEADER", depth=8, nfc=True, limit=len(self.head))
        shapes = members(name)
        lawful = isinstance(value, dict) and all(is_shaped(_BASIS[each], value.get(each)) for each in _BASIS)
        need(lawful, "HEADER", "shape")
        newest = 2 if shapes["format"] == "int 1 to 2" else 1
        need(1 <= value["format"] <= newest and value["suite"] == 1, "VERSION", "format or suite")
        unknown = value.keys() - shapes.keys()
        need(unknown <= set(value["optional"]), "VERSION", "an unknown member that may not be left aside")
        known = {each: value[each] for each in value.keys() - unknown}
        need(fits(name, known, value["format"]), "HEADER", f"not a {name}")
        return known


def payload(name: str, data: bytes, *formats: int) -> Document:
    """[2] A document that was sealed, or stands in clear behind the header; in one of these formats, else in 2."""
    value: Document = canonical.read(data, outcome="PAYLOAD", depth=32, nfc=False, limit=_PAYLOAD_LIMIT)
    need(any(fits(name, value, each) for each in formats or (2,)), "PAYLOAD", f"not a {name}")
    return value


def take_apart(data: bytes) -> File:
    """[1] Every length against the real size, in the order of the page; nothing is verified yet."""
    need(data, "EMPTY", "no bytes")
    letter = data[5:6].decode("latin-1")
    ours = data[:5] == b"KCHG-" and data[6:7].isdigit() and data[7:8] == b"\n"
    need(ours and letter in file_kinds(), "FRAME", "magic")
    need(data[6:7] == b"1", "VERSION", "major version")
    kind = file_kinds()[letter]
    head, at = _section(data, 8)
    need(len(head) <= kind.longest_header, "HEADER", "length")
    body, at = _section(data, at)
    need(letter != "J" or not body, "FRAME", "a journal log has no body")
    block, at = _section(data, at)
    need(block and block[0] <= _MOST_SIGNATURES and len(block) == 1 + 96 * block[0], "FRAME", "signatures")
    need(letter == "J" or at == len(data), "FRAME", "something stands behind the end")
    return File(letter, kind, head, body, [block[i + 32 : i + 96] for i in range(1, len(block), 96)], data[at:])


def _section(data: bytes, at: int) -> tuple[bytes, int]:
    """The section at a place, and the place after it."""
    end = at + 4 + int.from_bytes(data[at : at + 4], "big")
    need(at + 4 <= len(data) and end <= len(data), "FRAME", "length of a section")
    return data[at + 4 : end], end


def claimed(certificate: Document) -> bytes:
    """[8] The key that a certificate speaks of, whoever issued it."""
    return raw(_statement(certificate)["subject"])


def certified(certificate: Document, issuers: Sequence[bytes], role: str, bindings: dict[str, str]) -> bytes:
    """[8] The key that one of the issuers certifies for this role and these bindings; CERT for anything else."""
    message, signature = pae("cert", raw(certificate["payload"])), raw(certificate["signature"], "CERT")
    signed = any(is_signed(issuer, message, signature) for issuer in issuers)
    said, key = _statement(certificate), claimed(certificate)
    need(signed and (said["role"], said["bindings"]) == (role, bindings), "CERT", "certified for something else")
    check_key(key)
    return key


def _statement(certificate: Document) -> Document:
    data = raw(certificate["payload"])
    value: Document = canonical.read(data, outcome="CERT", depth=8, nfc=True, limit=64 * 1024)
    need(fits("CertificatePayload", value, 1), "CERT", "not a certificate's payload")
    return value

"""Attempt T1 written again: its certificate, its result and its journal log with one thing changed."""

import json
from dataclasses import replace
from typing import Any

from nacl.bindings import crypto_scalarmult_base
from verifier.canonical import written
from verifier.frames import Document
from verifier.primitives import as_text, bind, sha256
from verifier.room_files import belongs, bindings_of
from verifier.samples import Made, Plain, Sample
from verifier.writing import certificate, envelope, link, padded, public_of, record, stream

BUCKET = 16 * 1024


def certify(
    sample: Sample, identity: Document, *, role: str = "attempt", by: str = "", subject: bytes = b""
) -> Document:
    """[8] The certificate of the attempt key (or of another subject) by the identity's ticket (or by another key)."""
    issuer = sample.keys[by or f"ticket {identity['ticket']}"]
    return certificate(issuer, role, subject or public_of(sample.seed), bindings_of(identity))


def for_identity(sample: Sample, identity: Document, by: str = "") -> Document:
    """The header of an attempt that is somewhere else, its certificate fitting."""
    return sample.with_head(identity=identity, certificate=certify(sample, identity, by=by))


def moved(sample: Sample, by: str = "", **change: object) -> bytes:
    """A result or log whose identity says something else, everything else about it being right."""
    identity = sample.head["identity"] | change
    head = for_identity(sample, identity, by)
    if sample.letter == "R":
        body = sample.document("result") | {"identity": identity}
        return result_of(sample, head, written(body))
    return sample.signed(head)


def elsewhere(sample: Sample, **change: object) -> bytes:
    """The same with another context."""
    return moved(sample, context=sample.head["identity"]["context"] | change)


def result_of(sample: Sample, head: Document, plain: bytes, *, least: int = BUCKET) -> bytes:
    """[12] A result of this header and this plaintext."""
    return sealed_result(sample, head, padded(plain, least))


def sealed_result(sample: Sample, head: Document, inside: bytes) -> bytes:
    """[12] The same with what stands in the envelope given whole, padding included."""
    public = public_results_key(sample)
    info = bind("result/body", sha256(written(head)))
    return sample.signed(head, envelope(public, info, inside, sample.chance(32)))


def public_results_key(sample: Sample) -> bytes:
    """[9] The key that results are sealed for."""
    return crypto_scalarmult_base(sample.keys["results"])


def result_saying(sample: Sample, plain: bytes) -> bytes:
    """[12] A result with this plaintext under the header it has."""
    return result_of(sample, sample.head, plain)


def open_result_saying(sample: Sample, plain: bytes) -> Made:
    """The same, and the plaintext comes out."""
    return result_saying(sample, plain), {"result": plain}


def rows_of(sample: Sample) -> list[bytes]:
    """[11] The sealed rows of a log."""
    rows, at, rest = [], 0, sample.parts.rest
    while at < len(rest):
        length = int.from_bytes(rest[at : at + 4], "big")
        rows.append(rest[at + 4 : at + 4 + length])
        at += 4 + length
    return rows


def log_of(sample: Sample, rows: list[bytes], behind: bytes = b"") -> bytes:
    """[11] The log with these sealed rows."""
    end = len(sample.data) - len(sample.parts.rest)
    return sample.data[:end] + b"".join(map(record, rows)) + behind


def plain_rows(sample: Sample) -> list[bytes]:
    """[11] What the rows say: canonical objects that stand side by side in `plain`."""
    decoder, text, found = json.JSONDecoder(), sample.plain["rows"].decode(), []
    while text:
        value, end = decoder.raw_decode(text)
        found.append(written(value))
        text = text[end:]
    return found


def resealed(sample: Sample, plain: list[bytes], **how: Any) -> list[bytes]:  # noqa: ANN401 - names of the parts below
    """[11] Rows sealed anew, as the journal's owner could; `attempt`, `start` and `key` put them in another place."""
    identity = sample.head["identity"]
    attempt = how.get("attempt", identity["attempt"]).encode()
    head = sha256(bind("journal/link", b"first", *belongs(identity)))
    key, rows = how.get("key", sample.keys["journal T1"]), []
    for number, each in enumerate(plain, start=how.get("start", 1)):
        context = bind("journal/row", attempt, number.to_bytes(8, "big"), head)
        rows.append(stream(key, context, each, sample.chance))
        head = link(head, rows[-1])
    return rows


def log_saying(sample: Sample, plain: list[bytes], until: int | None = None) -> Made:
    """[11] A log of these rows, of which those before `until` come out."""
    return log_of(sample, resealed(sample, plain)), rows_out(plain[:until])


def rows_out(plain: list[bytes]) -> Plain:
    """What comes out of a log that opens so far."""
    return {"rows": b"".join(plain)}


def recovery(sample: Sample, public: bytes, info: bytes = b"") -> str:
    """[11] The journal key in an envelope for a public key."""
    info = info or bind("journal/recovery", *belongs(sample.head["identity"]))
    return as_text(envelope(public, info, sample.keys["journal T1"], sample.chance(32)))


def with_seed(sample: Sample, seed: bytes) -> Sample:
    """The sample, signed by another key from here on."""
    return replace(sample, seed=seed)

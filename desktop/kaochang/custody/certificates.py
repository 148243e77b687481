"""Certificates: one key says, under its signature, what another key is for. DSSE over canonical JSON.

A certificate never picks its own rules: the reader states the issuer, the role and every binding it expects, and a
certificate that says anything else is refused (CERT).
"""

from collections.abc import Sequence
from functools import lru_cache

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, bytes_to_text, from_plain, text_to_bytes, to_plain
from kaochang.sealing import canonical, frame, signatures

MEDIA_TYPE = "application/vnd.kaochang.cert.v1"

EXAM = "exam"
CENTRE = "centre"
ATTEMPT = "attempt"


class Certificate(Value, frozen=True):
    """As it travels in headers: the exact signed bytes and the signature, both base64url."""

    payload: str
    signature: str


class _Statement(Value, frozen=True):
    role: str
    subject: str
    bindings: dict[str, str]


def issue(issuer_seed: bytes, role: str, subject: bytes, bindings: dict[str, str]) -> Certificate:
    """The issuer's statement that `subject` (an Ed25519 public key) has this role under these bindings."""
    signatures.check_public(subject)
    payload = canonical.encode(to_plain(_Statement(role, bytes_to_text(subject), bindings)))
    signature = signatures.sign(issuer_seed, frame.pae(MEDIA_TYPE, payload))
    return Certificate(bytes_to_text(payload), bytes_to_text(signature))


def check(certificate: Certificate, issuer: bytes, role: str, bindings: dict[str, str]) -> bytes:
    """The certified public key; refuses (CERT) another issuer, role or binding, and weak keys."""
    payload = _payload_of(certificate.payload)
    try:
        signatures.verify(issuer, frame.pae(MEDIA_TYPE, payload), text_to_bytes(certificate.signature))
    except Refusal as refusal:
        raise Refusal(Outcome.CERT, "cert") from refusal
    statement = _statement_of(payload)
    if statement.role != role or statement.bindings != bindings:
        raise Refusal(Outcome.CERT, "cert")
    subject = text_to_bytes(statement.subject)
    signatures.check_public(subject)
    return subject


def check_any(certificate: Certificate, issuers: Sequence[bytes], role: str, bindings: dict[str, str]) -> bytes:
    """The certified public key, by any of these issuers: an office, and the former ones whose exams still open."""
    for issuer in issuers:
        try:
            return check(certificate, issuer, role, bindings)
        except Refusal as refusal:
            if refusal.key != "cert":
                raise
    raise Refusal(Outcome.CERT, "cert")


def subject_of(certificate: Certificate) -> bytes:
    """The key a certificate speaks of, unchecked: enough to tell a damaged file where its issuer is not at hand."""
    return text_to_bytes(_statement_of(_payload_of(certificate.payload)).subject)


@lru_cache(maxsize=1)  # whoever reads a file asks three times in a row
def _payload_of(text: str) -> bytes:
    return text_to_bytes(text)


@lru_cache(maxsize=1)  # the same
def _statement_of(payload: bytes) -> _Statement:
    """What a certificate says; CERT for anything that is no statement in its one spelling."""
    try:
        return from_plain(_Statement, canonical.decode(payload, outcome=Outcome.CERT))
    except Refusal as refusal:
        raise Refusal(Outcome.CERT, "cert") from refusal

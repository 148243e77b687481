"""A certificate says one thing about one key, and only what the reader expects is accepted."""

import pytest
from kaochang.custody import certificates
from kaochang.custody.certificates import Certificate, check, issue, subject_of
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.sealing import canonical, frame, signatures
from support.refusals import flip, refuses

ISSUER, STRANGER, SUBJECT = (bytes([at]) * 32 for at in (1, 2, 3))
PUBLIC = signatures.public_of(SUBJECT)
BINDINGS = {"session": "s", "kind": "live"}
GOOD = issue(ISSUER, certificates.EXAM, PUBLIC, BINDINGS)


def checked(certificate=GOOD, issuer=ISSUER, role=certificates.EXAM, bindings=BINDINGS):
    return check(certificate, signatures.public_of(issuer), role, bindings)


def test_the_certified_key_comes_out():
    assert checked() == PUBLIC == subject_of(GOOD)


@pytest.mark.parametrize(
    "expected",
    [
        {"issuer": STRANGER},
        {"role": certificates.ATTEMPT},
        {"bindings": {}},
        {"bindings": {"session": "s"}},
        {"bindings": {**BINDINGS, "kind": "rehearsal"}},
        {"bindings": {**BINDINGS, "room": "R1"}},
    ],
    ids=str,
)
def test_another_issuer_role_or_binding_is_refused(expected):
    with refuses(Outcome.CERT, "cert"):
        checked(**expected)


def test_every_changed_byte_of_statement_or_signature_is_refused():
    payload, signature = text_to_bytes(GOOD.payload), text_to_bytes(GOOD.signature)
    for place in range(len(payload)):
        with refuses(Outcome.CERT):
            checked(Certificate(bytes_to_text(flip(payload, place)), GOOD.signature))
    for place in range(len(signature)):
        with refuses(Outcome.CERT):
            checked(Certificate(GOOD.payload, bytes_to_text(flip(signature, place))))


def signed(statement):
    payload = canonical.encode(statement)
    signature = signatures.sign(ISSUER, frame.pae(certificates.MEDIA_TYPE, payload))
    return Certificate(bytes_to_text(payload), bytes_to_text(signature))


@pytest.mark.parametrize(
    "statement",
    [
        {},
        {"role": "exam", "subject": bytes_to_text(PUBLIC)},
        {"role": "exam", "subject": bytes_to_text(PUBLIC), "bindings": BINDINGS, "more": ""},
        {"role": "exam", "subject": 5, "bindings": BINDINGS},
        {"role": "exam", "subject": bytes_to_text(bytes(32)), "bindings": BINDINGS},
        {"role": "exam", "subject": bytes_to_text(PUBLIC[:31]), "bindings": BINDINGS},
    ],
    ids=str,
)
@pytest.mark.attack(27)
def test_a_rightly_signed_statement_of_another_shape_or_a_weak_key_is_refused(statement):
    with refuses(Outcome.CERT):
        checked(signed(statement))


@pytest.mark.parametrize("payload", [b"", b"no statement", canonical.encode({}), text_to_bytes(GOOD.payload) + b" "])
def test_what_is_no_statement_speaks_of_no_key(payload):
    with refuses(Outcome.CERT, "cert"):
        subject_of(Certificate(bytes_to_text(payload), GOOD.signature))


def test_a_rightly_signed_statement_in_another_spelling_is_refused():
    payload = text_to_bytes(GOOD.payload).replace(b":{", b": {")
    signature = signatures.sign(ISSUER, frame.pae(certificates.MEDIA_TYPE, payload))
    with refuses(Outcome.CERT, "cert"):
        checked(Certificate(bytes_to_text(payload), bytes_to_text(signature)))


@pytest.mark.attack(27)
def test_a_weak_key_is_never_certified():
    with refuses(Outcome.CERT, "key.weak"):
        issue(ISSUER, certificates.EXAM, bytes(32), BINDINGS)


def test_a_signature_made_for_another_purpose_does_not_certify():
    payload = text_to_bytes(GOOD.payload)
    for media_type in (frame.FileType.RESULT.media_type, "application/vnd.kaochang.cert.v2"):
        signature = signatures.sign(ISSUER, frame.pae(media_type, payload))
        with refuses(Outcome.CERT):
            checked(Certificate(GOOD.payload, bytes_to_text(signature)))

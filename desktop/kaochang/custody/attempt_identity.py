"""Who an attempt is: the ids in its journal log and result, and the certificate chain ticket key → attempt key."""

from typing import Annotated

import msgspec

from kaochang.custody import certificates
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import Context
from kaochang.domain.ids import AttemptId, PlainId
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, text_to_bytes


class AttemptIdentity(Value, frozen=True):
    """The ids of one attempt; `number` counts attempts of a ticket. The centre takes the first only (POLICY).

    The types are checked when a header is read (HEADER): names of files are made of these ids.
    """

    context: Context
    room: PlainId
    ticket: PlainId
    exam: PlainId
    attempt: AttemptId
    number: Annotated[int, msgspec.Meta(ge=1, le=99)]


def bindings(identity: AttemptIdentity) -> dict[str, str]:
    """What a ticket key certifies an attempt key for."""
    return {
        "session": identity.context.session,
        "exam_file": identity.context.exam_file,
        "kind": identity.context.kind.value,
        "room": identity.room,
        "ticket": identity.ticket,
        "exam": identity.exam,
        "attempt": identity.attempt,
        "number": str(identity.number),
    }


def certify(ticket_seed: bytes, attempt_public: bytes, identity: AttemptIdentity) -> Certificate:
    """The ticket key's statement that this attempt key is the attempt's."""
    return certificates.issue(ticket_seed, certificates.ATTEMPT, attempt_public, bindings(identity))


def check(certificate: Certificate, identity: AttemptIdentity, ticket_keys: dict[str, str]) -> bytes:
    """The attempt's public key, certified by the key of its own ticket; CONTEXT for a ticket not on the roster."""
    ticket_key = ticket_keys.get(identity.ticket)
    if ticket_key is None:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=identity.ticket)
    return certificates.check(certificate, text_to_bytes(ticket_key), certificates.ATTEMPT, bindings(identity))


def key_for(certificate: Certificate, identity: AttemptIdentity, ticket_keys: dict[str, str] | None) -> bytes:
    """The attempt's public key: certified where ticket keys are given, as claimed where they are not."""
    return certificates.subject_of(certificate) if ticket_keys is None else check(certificate, identity, ticket_keys)

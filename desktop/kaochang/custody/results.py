"""The result (.kcr): what a candidate handed in, sealed for the centre, signed by the attempt's own key.

The envelope's info is the hash of the header, and the ids and the attempt key stand inside again: a result cannot be
given another header, another signer or another session. Its size tells only a bucket (16 KiB, 32 KiB, …).
"""

import hashlib
from collections.abc import Iterable

import msgspec

from kaochang.custody import attempt_identity
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import SecondHeader, header_bytes, payload_bytes, read_header, read_payload
from kaochang.custody.journal_log import Opened
from kaochang.domain.attempts import Acted, AttemptState, Cause, ClosingReason, Noted, Resumed
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Response
from kaochang.domain.values import Count, Later, Span, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import codes, envelopes, frame, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType, Frame


class ResultHeader(SecondHeader, frozen=True):
    """Public part: which attempt, certified by which ticket, and where its journal ends (`head` after `rows`).

    `moves` is how often the attempt went to another PC: whoever collects two results of it sees which is the later one.
    """

    identity: AttemptIdentity
    certificate: Certificate
    head: str
    rows: Count
    moves: Later[Count] = 0


class ResultBody(Value, frozen=True):
    """What was handed in. Times in ms; `revisions` counts how often each response was changed.

    `extra` is the time that this candidate had more than others, `spent` what went into each item, `pc` the mark of the
    PC that the attempt was moved to last, "" where it was not.
    """

    identity: AttemptIdentity
    attempt_key: str
    seat: str
    client: str
    seed: str
    started: Wall
    closed: Wall
    reason: ClosingReason
    used: Span
    limit: Span
    responses: dict[str, Response]
    revisions: dict[str, Count]
    marked: tuple[str, ...]
    outages: tuple[Resumed, ...]
    acts: tuple[Acted, ...]
    notes: tuple[Noted, ...]
    head: str
    rows: Count
    extra: Later[Span] = 0
    spent: Later[dict[str, Span]] = msgspec.field(default_factory=dict)
    pc: Later[str] = ""

    @property
    def moves(self) -> tuple[Resumed, ...]:
        """Every time that the attempt went on at another PC, in order."""
        return tuple(outage for outage in self.outages if outage.cause is Cause.MOVED)


def body_of(
    identity: AttemptIdentity, opened: Opened, state: AttemptState, notes: Iterable[Noted], end: tuple[bytes, int]
) -> ResultBody:
    """What an attempt in this state hands in. `end` is the chain's head and how many rows there are.

    One that nothing closed is expired: that is what it would have come to.
    """
    head, rows = end
    return ResultBody(
        identity=identity,
        attempt_key=attempt_key_of(opened.attempt_seed),
        seat=state.seat or opened.seat,
        client=opened.client,
        seed=state.seed,
        started=state.started_wall,
        closed=state.closed_wall,
        reason=state.reason or ClosingReason.EXPIRED,
        used=state.used,
        limit=state.limit,
        responses=state.responses,
        revisions=state.revisions,
        marked=state.marked,
        outages=state.outages,
        acts=state.acts,
        notes=tuple(notes),
        head=bytes_to_text(head),
        rows=rows,
        extra=state.extra,
        spent=state.spent,
        pc=state.pc,
    )


def _info(header: bytes) -> bytes:
    return bind(Purpose.RESULT_BODY, hashlib.sha256(header).digest())


def pack_result(body: ResultBody, certificate: Certificate, attempt_seed: bytes, results_key: bytes) -> bytes:
    """The result's bytes."""
    header = header_bytes(ResultHeader(body.identity, certificate, body.head, body.rows, len(body.moves)))
    padded = streams.pad(payload_bytes(body), streams.bucket)
    return frame.pack(FileType.RESULT, header, envelopes.seal(results_key, padded, _info(header)), [attempt_seed])


def receipt_of(data: bytes) -> str:
    """The receipt code of a result file: shown, printed, and found again at the centre."""
    return codes.receipt_code(hashlib.sha256(data).digest())


def check_result(framed: Frame, ticket_keys: dict[str, str] | None) -> ResultHeader:
    """The public part of a result, signed by an attempt key that its ticket certified (None: as claimed)."""
    header = read_header(ResultHeader, framed)
    frame.verify(framed, attempt_identity.key_for(header.certificate, header.identity, ticket_keys))
    return header


def open_result(framed: Frame, header: ResultHeader, results_seed: bytes) -> ResultBody:
    """What was handed in; CONTEXT where header, signer and content do not speak of the same attempt."""
    padded = envelopes.open(results_seed, framed.body, _info(framed.header))
    body = read_payload(ResultBody, streams.unpad(padded), header.format)
    signed_by = attempt_identity.key_for(header.certificate, header.identity, None)
    inside = (body.identity, body.attempt_key, body.head, body.rows, len(body.moves))
    if inside != (header.identity, bytes_to_text(signed_by), header.head, header.rows, header.moves):
        raise Refusal(Outcome.CONTEXT, "context.result")
    return body


def attempt_key_of(attempt_seed: str) -> str:
    """The public half of an attempt key, as text."""
    return bytes_to_text(signatures.public_of(text_to_bytes(attempt_seed)))

"""[3] [8] Faults of signatures, keys, certificates and contexts, on files that are otherwise right."""

import json

from verifier.attempts import certify, elsewhere, for_identity, moved, result_of, with_seed
from verifier.canonical import written
from verifier.primitives import as_text, pae, raw, sha256
from verifier.samples import Fault, Sample
from verifier.writing import (
    ORDER,
    certificate,
    certificate_of,
    framed,
    message_of,
    public_of,
    section,
    sign,
    signed,
)

P = 2**255 - 19
ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
NEUTRAL = (1).to_bytes(32, "little")

WEAK_KEYS = {
    "the neutral point": NEUTRAL,
    "a point of order 8": ORDER_8.to_bytes(32, "little"),
    "the neutral point spelled beyond p": (P + 1).to_bytes(32, "little"),
    "33 bytes": bytes(range(33)),
}


def _message(sample: Sample) -> bytes:
    return message_of(sample.letter, sample.parts.head, sample.body)


def _key_id(sample: Sample) -> bytes:
    return sha256(public_of(sample.seed))


def _under(sample: Sample, *signatures: bytes) -> bytes:
    """The file under these signatures, whose key ids name its right key."""
    return sample.framed([(_key_id(sample), signature) for signature in signatures])


def _right(sample: Sample) -> bytes:
    return sign(sample.seed, _message(sample))


def _s_plus_l(sample: Sample) -> bytes:
    signature = _right(sample)
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    return _under(sample, signature[:32] + scalar.to_bytes(32, "little"))


def _key_id_lies(sample: Sample) -> bytes:
    return sample.framed([(sha256(sample.keys.public("exam")), _right(sample))])


def _header_only(sample: Sample) -> bytes:
    return _under(sample, sign(sample.seed, pae("result", section(sample.parts.head))))


def _without_lengths(sample: Sample) -> bytes:
    """[3] DSSE's lengths left out, so that type and payload could run into each other."""
    covered = section(sample.parts.head) + section(sample.body)
    return _under(sample, sign(sample.seed, b"DSSEv1 application/vnd.kaochang.result.v1 " + covered))


def _weak(public: bytes) -> Fault:
    words = next(words for words, key in WEAK_KEYS.items() if key == public)

    def make(sample: Sample) -> bytes:
        said = certify(sample, sample.head["identity"], subject=public)
        forged = NEUTRAL + bytes(32)
        head = written(sample.with_head(certificate=said))
        return framed(sample.letter, head, sample.body, [(sha256(public), forged)])

    return Fault("result", f"an attempt key that is {words}", "CERT", make)


def _certified(sample: Sample, said: dict[str, str]) -> bytes:
    """A result under this certificate, its content fitting."""
    head = sample.with_head(certificate=said)
    return result_of(sample, head, sample.plain["result"])


def _bindings(sample: Sample, **change: str | None) -> bytes:
    """A result whose certificate binds other things."""
    issuer, statement = sample.keys["ticket T1"], _statement(sample)
    bindings = {name: text for name, text in (statement["bindings"] | change).items() if text is not None}
    return _certified(sample, certificate(issuer, "attempt", public_of(sample.seed), bindings))


def _statement(sample: Sample) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(raw(sample.head["certificate"]["payload"]))
    return found


def _spelled(sample: Sample) -> bytes:
    payload = raw(sample.head["certificate"]["payload"]).replace(b":{", b": {")
    return _certified(sample, certificate_of(sample.keys["ticket T1"], payload))


def _other_subject(sample: Sample) -> bytes:
    """An attempt's certificate says one key and another signs."""
    return with_seed(sample, sample.chance(32)).signed()


def _own_key(sample: Sample) -> bytes:
    """Somebody with the ticket's key makes an attempt key of their own and signs what another attempt sealed."""
    mine = with_seed(sample, sample.chance(32))
    return mine.signed(for_identity(mine, sample.head["identity"]))


FAULTS = [
    Fault("result", "no signature", "SIGNATURE", lambda s: s.signed(seeds=[])),
    Fault("exam", "no signature", "SIGNATURE", lambda s: s.signed(seeds=[])),
    Fault(
        "manifest", "signed by another room's proctor", "SIGNATURE", lambda s: s.signed(seeds=[s.keys["proctor R02"]])
    ),
    Fault("result", "signature with L added to S", "SIGNATURE", _s_plus_l),
    Fault("result", "signature over the header alone", "SIGNATURE", _header_only),
    Fault(
        "result",
        "signature made for a journal log",
        "SIGNATURE",
        lambda s: _under(s, sign(s.seed, message_of("J", s.parts.head, s.body))),
    ),
    Fault("centre-kit", "letter of a proctor kit", "SIGNATURE", lambda s: s.data.replace(b"KCHG-K", b"KCHG-P")),
    Fault("result", "a wrong signature before the right one", "OK", lambda s: _under(s, bytes(64), _right(s))),
    *(_weak(public) for public in WEAK_KEYS.values()),
    Fault(
        "site",
        "an office key that is the neutral point",
        "CERT",
        lambda s: framed(
            "S", written(s.with_head(office=as_text(NEUTRAL))), s.body, [(bytes(32), NEUTRAL + bytes(32))]
        ),
    ),
    Fault(
        "result",
        "certificate by another ticket",
        "CERT",
        lambda s: _certified(s, certify(s, s.head["identity"], by="ticket T2")),
    ),
    Fault("result", "certificate for another room", "CERT", lambda s: _bindings(s, room="R02")),
    Fault("result", "certificate with a number spelled otherwise", "CERT", lambda s: _bindings(s, number="01")),
    Fault("result", "certificate with a space", "CERT", _spelled),
    Fault("result", "certificate of a key that did not sign", "SIGNATURE", _other_subject),
    Fault("result", "sealed by one attempt and signed by another of the same ticket", "DECRYPT", _own_key),
    Fault("result", "another sealing of the exam", "CONTEXT", lambda s: elsewhere(s, exam_file=as_text(sha256(b"")))),
    Fault("result", "a rehearsal", "POLICY", lambda s: elsewhere(s, kind="rehearsal")),
    Fault("result", "the ticket of somebody else in the room", "CERT", lambda s: moved(s, by="ticket T1", ticket="T2")),
    Fault("result", "a ticket that is on no roster", "CONTEXT", lambda s: moved(s, by="ticket T1", ticket="T9")),
    Fault("result", "a room in which the ticket does not sit", "CONTEXT", lambda s: moved(s, room="R02")),
    Fault("manifest", "a room of no session", "CONTEXT", lambda s: s.signed(s.with_head(room="R09"))),
    Fault(
        "centre-kit",
        "an exam key of somebody else",
        "CERT",
        lambda s: signed(
            "K", written(s.with_head(exam_key=as_text(s.keys.public("office")))), s.body, [s.keys["office"]]
        ),
    ),
    Fault(
        "site",
        "the site of another office",
        "KEYRING",
        lambda s: signed("S", written(s.with_head(office=as_text(s.keys.public("exam")))), s.body, [s.keys["exam"]]),
        {"site": "quick/site.kcx"},
    ),
]

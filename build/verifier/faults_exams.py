"""[9] [10] Faults of sealed exams in both levels, of start slots made later, and of kits for several openers.

The exams are without their filling. What is put in another object's place stands behind all others.
"""

from collections.abc import Callable
from typing import Any

from verifier.canonical import written
from verifier.frames import Document
from verifier.primitives import as_text, bind, raw, sha256
from verifier.samples import Fault, Made, Plain, Sample, changed, flipped, head_at
from verifier.writing import certificate, padded, stream

OTHER_CODE = "00001-00002-0003"


def _but(*labels: str, make: Callable[[Sample], bytes] | None = None) -> Callable[[Sample], Made]:
    """A file of which all comes out but what begins with these labels."""

    def made(sample: Sample) -> Made:
        plain = {label: data for label, data in sample.plain.items() if not label.startswith(labels)}
        return make(sample) if make else sample.data, plain

    return made


def _level(sample: Sample) -> bytes:
    """A quick exam that is called certified, with a certificate for it."""
    session = sample.head["session"] | {"level": "certified"}
    bindings = {"session": session["id"], "kind": session["kind"], "level": "certified"}
    said = certificate(sample.keys["office"], "exam", sample.keys.public("exam"), bindings)
    return sample.signed(sample.with_head(session=session, exam_key=said))


def _certified_by(issuer: str, member: str, bindings: Document) -> Callable[[Sample], bytes]:
    """A certificate in the header by somebody, for these bindings."""

    def make(sample: Sample) -> bytes:
        role, subject = member.removesuffix("_key"), sample.keys.public(member.removesuffix("_key"))
        session = sample.head["session"]
        bound = bindings or {"session": session["id"], "kind": session["kind"], "level": session["level"]}
        return sample.signed(sample.with_head(**{member: certificate(sample.keys[issuer], role, subject, bound)}))

    return make


def _with_body(sample: Sample, head: Document, body: bytes) -> bytes:
    return sample.signed(head | {"body": as_text(sha256(body))}, body)


def _flipped_medium(sample: Sample) -> bytes:
    (place,) = sample.document("index")["media"].values()
    return _with_body(sample, sample.head, flipped(sample.body, place["offset"] + 100))


def _resealed(sample: Sample, member: str, key: str, document: Document) -> bytes:
    """The exam with another object of room R01 behind all others, sealed as it should be."""
    purpose = {"object": "exam/room", "tickets": "exam/tickets"}[member]
    context = bind(purpose, raw(sample.head["nonce"]), b"R01")
    sealed = stream(sample.keys[key], context, padded(written(document), 4096), sample.chance)
    place = {"offset": len(sample.body), "length": len(sealed), "sha256": as_text(sha256(sealed))}
    return _with_body(sample, changed(sample.head, "rooms", "R01", member, to=place), sample.body + sealed)


def _secrets(sample: Sample, **change: object) -> bytes:
    return _resealed(sample, "tickets", "content", sample.document("secrets R01") | change)


def _pins_exchanged(sample: Sample) -> Made:
    """Each ticket's private key under the other's PIN: sealed for the other ticket, too."""
    document = sample.document("secrets R01")
    document["pins"] = {"T1": document["pins"]["T2"], "T2": document["pins"]["T1"]}
    plain: Plain = {label: data for label, data in sample.plain.items() if label != "seed T1"}
    return _resealed(sample, "tickets", "content", document), plain | {"secrets R01": written(document)}


def _room_of_another(sample: Sample) -> bytes:
    return _resealed(sample, "object", "room/R01", changed(sample.document("room R01"), "tickets", 0, "room", to="R02"))


def _start(**change: object) -> Callable[[Sample], bytes]:
    return lambda sample: sample.signed(sample.with_head(**change))


def _other_exam_key(sample: Sample) -> bytes:
    return sample.signed(
        sample.with_head(exam_key=as_text(sample.keys.public("office"))), seeds=[sample.keys["office"]]
    )


def _shares(sample: Sample, change: Callable[[list[Any]], list[Any]]) -> bytes:
    return sample.signed(sample.with_head(shares=change(sample.head["shares"])))


def _shares_exchanged(sample: Sample) -> bytes:
    """Two groups have each other's share."""
    shares = sample.head["shares"]
    shares[0]["wrapped"], shares[1]["wrapped"] = shares[1]["wrapped"], shares[0]["wrapped"]
    return sample.signed(sample.with_head(shares=shares))


FIRST = {"opener": ["certified/opener-1.kcy"]}

FAULTS = [
    Fault("exam", "asks for a program to come", "VERSION", head_at("minimum_client", to="9999.0")),
    Fault("exam", "a second version by its number alone", "HEADER", head_at("version", to=2)),
    Fault("exam", "a first version in the place of another", "HEADER", head_at("supersedes", to="A" * 43)),
    Fault("exam", "to be deleted before it closes", "HEADER", head_at("keep_until", to=1)),
    Fault(
        "exam",
        "two start slots in the quick level",
        "HEADER",
        lambda s: s.signed(s.with_head(start=s.head["start"] * 2)),
    ),
    Fault("exam", "called certified, and certified as that", "HEADER", _level),
    Fault("exam", "certified by itself", "CERT", _certified_by("exam", "exam_key", {})),
    Fault("exam", "a centre of another site", "CERT", _certified_by("office", "centre_key", {"site": "other"})),
    Fault(
        "exam",
        "index beyond the body",
        "FRAME",
        _but("index", "item", "medium", make=head_at("index", "offset", to=2**31)),
    ),
    Fault("exam", "a bit of a picture changed", "DECRYPT", _but("medium", make=_flipped_medium)),
    Fault("exam", "another body than the header says", "DECRYPT", _but("none", make=head_at("body", to="A" * 43))),
    Fault(
        "exam",
        "a room key under another site key",
        "KEYRING",
        _but("room R01", "photo T1", "secrets R01", make=head_at("rooms", "R01", "wrapped", to="A" * 139)),
    ),
    Fault(
        "exam",
        "the object of another room",
        "DECRYPT",
        _but(
            "room R01",
            "photo T1",
            "secrets R01",
            make=lambda s: head_at("rooms", "R01", "object", to=s.head["rooms"]["R02"]["object"])(s),
        ),
    ),
    Fault(
        "exam",
        "a ticket of another room",
        "PAYLOAD",
        _but("room R01", "photo T1", "secrets R01", make=_room_of_another),
    ),
    Fault("exam", "read with the site file of its day", "OK", lambda s: s.data, {"site": "quick/site.kcx"}),
    Fault("certified-exam", "a room key under the site key", "HEADER", head_at("rooms", "R01", "kdf", to=None)),
    Fault(
        "certified-exam",
        "without the room key file",
        "POLICY",
        _but("secrets", "seed", "index", "item", "medium"),
        {"room_key": ""},
    ),
    Fault(
        "certified-exam",
        "a room key file of another length",
        "CODE",
        _but("secrets", "seed", "index", "item", "medium"),
        {"room_key": "certified/site.kcx"},
    ),
    Fault("certified-exam", "another PIN", "CODE", _but("seed"), {"pin": "00001-00002"}),
    Fault("certified-exam", "PINs of two tickets exchanged", "CODE", _pins_exchanged),
    Fault(
        "certified-exam",
        "ticket keys without PINs",
        "PAYLOAD",
        _but("secrets", "seed", make=lambda s: _secrets(s, pins={}, seeds={"T1": "A" * 43, "T2": "A" * 43})),
    ),
    Fault("start-slots", "another sealing of the exam", "CONTEXT", head_at("context", "exam_file", to="A" * 43)),
    Fault("start-slots", "by the office instead of the exam key", "CERT", _other_exam_key),
    Fault("start-slots", "a body", "PAYLOAD", lambda s: s.signed(body=b"body")),
    Fault("start-slots", "a room twice", "HEADER", lambda s: s.signed(s.with_head(start=s.head["start"] * 2))),
    Fault(
        "start-slots",
        "a room code for no room of the exam",
        "HEADER",
        lambda s: s.signed(s.with_head(rooms={"R09": s.head["rooms"]["R01"]})),
    ),
    Fault("start-slots", "no slot", "HEADER", _start(start=[], rooms={})),
    Fault("quorum-kit", "one of two openers", "POLICY", lambda s: s.data, FIRST),
    Fault("quorum-kit", "one opener twice", "POLICY", lambda s: s.data, {"opener": FIRST["opener"] * 2}),
    Fault("quorum-kit", "an opener who is no member", "CODE", head_at("members", 2, "key", to="A" * 43)),
    Fault("quorum-kit", "shares in another order", "HEADER", lambda s: _shares(s, lambda shares: shares[::-1])),
    Fault(
        "quorum-kit",
        "a member twice",
        "HEADER",
        lambda s: s.signed(s.with_head(members=[s.head["members"][0], *s.head["members"][:2]])),
    ),
    Fault("quorum-kit", "a slot for a passphrase too", "HEADER", head_at("wrapped", to="A" * 139)),
    Fault("quorum-kit", "shares of two groups exchanged", "DECRYPT", _shares_exchanged),
]
"""One line for a fault where it fits."""

"""[5] [10] [14] Faults of what a passphrase or code opens: kits and the office key; and of the site file."""

from collections.abc import Callable

from verifier.canonical import written
from verifier.frames import Document
from verifier.primitives import as_text, bind, derived, normal_code, open_stream, raw
from verifier.samples import Fault, Made, Sample, changed
from verifier.writing import padded, stream

STEP = 16 * 1024 + 16


def _kdf(**change: object) -> Callable[[Sample], bytes]:
    """The header of a kit with other parameters of Argon2id."""
    return lambda sample: sample.signed(sample.with_head(kdf=sample.head["kdf"] | change))


class _Kit:
    """A kit's secrets: the key of its slot, and the key of its body."""

    def __init__(self, sample: Sample) -> None:
        self.sample, head = sample, sample.head
        context = head["context"]
        name = {"K": "centre-kit", "P": "proctor-kit"}[sample.letter]
        told, typed = sample.keys.told, sample.keys.typed["passphrase"]
        typed = typed if sample.letter == "K" else normal_code(told["start_code"])
        fields = (context["session"].encode(), raw(context["exam_file"]), head["room"].encode())
        self.slot, self.purpose = bind(f"{name}/slot", *fields), bind(f"{name}/body", *fields)
        self.kek = derived(typed, head["kdf"], self.slot)
        self.key = open_stream(self.kek, self.slot, raw(head["wrapped"]))

    def body(self, inside: bytes, key: bytes = b"", purpose: bytes = b"") -> bytes:
        """The kit with another body under its key."""
        sealed = stream(key or self.key, purpose or self.purpose, inside, self.sample.chance)
        return self.sample.signed(body=sealed)

    def saying(self, document: Document) -> bytes:
        """The kit holding another document."""
        return self.body(padded(written(document), 4096))

    def wrapped(self, kek: bytes = b"", slot: bytes = b"", commit_to: bytes = b"") -> bytes:
        """The kit with its key wrapped another way."""
        sealed = stream(kek or self.kek, slot or self.slot, self.key, self.sample.chance, commit_to)
        return self.sample.signed(self.sample.with_head(wrapped=as_text(sealed)))


def _chunks_swapped(sample: Sample) -> bytes:
    kit = _Kit(sample)
    sealed = stream(kit.key, kit.purpose, padded(sample.plain["kit"], 40 * 1024), sample.chance)
    head, one, two, rest = sealed[:56], sealed[56:][:STEP], sealed[56 + STEP :][:STEP], sealed[56 + 2 * STEP :]
    return sample.signed(body=head + two + one + rest)


def _cut_between_chunks(sample: Sample) -> bytes:
    kit = _Kit(sample)
    sealed = stream(kit.key, kit.purpose, padded(sample.plain["kit"], 40 * 1024), sample.chance)
    return sample.signed(body=sealed[: 56 + STEP])


def _longer(sample: Sample) -> Made:
    """A kit of three chunks, which is as good as one of one."""
    return _Kit(sample).body(padded(sample.plain["kit"], 40 * 1024)), dict(sample.plain)


def _office(sample: Sample, *path: str | int, to: object) -> bytes:
    """The office key with one private key inside that is another one."""
    slot = bind("office-key/slot", sample.head["site"].encode())
    kek = derived(sample.keys.typed["passphrase"], sample.head["kdf"], slot)
    inside = padded(written(changed(sample.document("office seeds"), *path, to=to)), 4096)
    return sample.signed(body=stream(kek, slot, inside, sample.chance))


PINNED = {"site": "quick/site-2.kcx"}


def _both(sample: Sample) -> list[bytes]:
    return [sample.keys["office-2"], sample.keys["office"]]


def _by_both(sample: Sample, **change: object) -> bytes:
    """The next site file with another header, signed as it should be."""
    return sample.signed(sample.with_head(**change), seeds=_both(sample))


FAULTS = [
    Fault("proctor-kit", "another start code", "CODE", lambda s: s.data, {"code": "00001-00002-0003"}),
    Fault("centre-kit", "one KiB less than the least memory", "HEADER", _kdf(memory_kib=65_535)),
    Fault("centre-kit", "one pass", "HEADER", _kdf(iterations=1)),
    Fault("centre-kit", "a salt of 15 bytes", "HEADER", _kdf(salt=as_text(bytes(15)))),
    Fault(
        "centre-kit",
        "the slot under another key's commitment",
        "CODE",
        lambda s: _Kit(s).wrapped(commit_to=s.chance(32)),
    ),
    Fault(
        "centre-kit",
        "the slot sealed for another purpose",
        "CODE",
        lambda s: _Kit(s).wrapped(slot=bind("proctor-kit/slot", b"", b"", b"")),
    ),
    Fault(
        "centre-kit",
        "the body under another key",
        "DECRYPT",
        lambda s: _Kit(s).body(padded(s.plain["kit"], 4096), key=s.chance(32)),
    ),
    Fault("centre-kit", "two chunks of the body swapped", "DECRYPT", _chunks_swapped),
    Fault("centre-kit", "a body of three chunks", "OK", _longer),
    Fault(
        "centre-kit",
        "a fraction that is not in lowest terms",
        "PAYLOAD",
        lambda s: _Kit(s).body(padded(s.plain["kit"].replace(b'"points":"2"', b'"points":"4/2"', 1), 4096)),
    ),
    Fault(
        "centre-kit",
        "another exam key inside",
        "CERT",
        lambda s: _Kit(s).saying(s.document("kit") | {"exam_key": as_text(s.keys.public("office"))}),
    ),
    Fault(
        "centre-kit",
        "another context inside",
        "CONTEXT",
        lambda s: _Kit(s).saying(changed(s.document("kit"), "context", "session", to="other")),
    ),
    Fault("proctor-kit", "the room of another proctor", "CODE", lambda s: s.signed(s.with_head(room="R02"))),
    Fault("site", "a site key of 31 bytes", "PAYLOAD", lambda s: s.signed(body=s.body[:-1])),
    Fault("office-key", "another private key inside", "PAYLOAD", lambda s: _office(s, "office", to="A" * 43)),
    Fault("office-key", "the key of another office", "KEYRING", lambda s: s.data, {"site": "quick/site.kcx"}),
    Fault("next-site", "the version before", "ROLLBACK", lambda s: s.keys.golden("site.kcx"), PINNED),
    Fault("next-site", "not signed by the office before", "KEYRING", lambda s: s.signed()),
    Fault("next-site", "another file before it", "KEYRING", lambda s: _by_both(s, previous="A" * 43)),
    Fault(
        "next-site", "a first version that has a former office", "HEADER", lambda s: _by_both(s, version=1, previous="")
    ),
    Fault("next-site", "a former office of small order", "CERT", lambda s: _by_both(s, former=["A" * 43])),
    Fault(
        "next-site", "no site key of the former office", "PAYLOAD", lambda s: s.signed(body=s.body[:32], seeds=_both(s))
    ),
    Fault("next-site", "two versions on, signed by both offices", "OK", lambda s: _by_both(s, version=3)),
]

"""[17] to [22] Faults of key files and cards, act logs, checkpoints, receipt lists, errata and backups."""

import json
from collections.abc import Callable
from typing import Any

from verifier.attempts import public_results_key
from verifier.canonical import written
from verifier.frames import Document
from verifier.primitives import as_text, bind, derived, open_stream, raw, sha256, tree
from verifier.samples import Fault, Made, Sample, changed, flipped, head_at
from verifier.writing import envelope, framed, padded, public_of, stream

Change = Callable[[Sample], bytes]
NEUTRAL = (1).to_bytes(32, "little")


def _seeds(*path: str | int, to: object) -> Change:
    """A key file with something else inside."""

    def make(sample: Sample) -> bytes:
        slot = bind("key-file/slot", sample.head["id"].encode())
        kek = derived(sample.keys.typed["passphrase"], sample.head["kdf"], slot)
        inside = padded(written(changed(sample.document("seeds"), *path, to=to)), 4096)
        return sample.signed(body=stream(kek, slot, inside, sample.chance))

    return make


def _weak(sample: Sample) -> bytes:
    head = written(sample.with_head(signing=as_text(NEUTRAL)))
    return framed(sample.letter, head, sample.body, [(bytes(32), NEUTRAL + bytes(32))])


def _said(*path: str | int, to: object) -> Change:
    """A clear body with something else in it, under the header that it has."""
    return lambda sample: sample.signed(body=written(changed(json.loads(sample.body), *path, to=to)))


def _entries(change: Callable[[list[Any]], object]) -> Change:
    """An act log with other entries, its root fitting."""

    def make(sample: Sample) -> bytes:
        body = json.loads(sample.body)
        change(body["entries"])
        root = as_text(tree([written(entry) for entry in body["entries"]]))
        return sample.signed(sample.with_head(root=root), written(body))

    return make


def _act_notes(sample: Sample, number: str = "2", counter: int = 2) -> bytes:
    context = sample.head["context"]
    fields = (context["session"].encode(), raw(context["exam_file"]), b"R01", b"%d" % counter)
    plain = written({"notes": {number: {"by": "监考甲", "reason": "键盘坏了"}}})
    sealed = envelope(public_results_key(sample), bind("act-log/notes", *fields), plain, sample.chance(32))
    return _said("notes", to=as_text(sealed))(sample)


def _signed_by(name: str) -> Change:
    return lambda sample: sample.signed(seeds=[sample.keys[name]])


def _receipts(change: Callable[[Document], list[Document]]) -> Change:
    def make(sample: Sample) -> bytes:
        return sample.signed(body=written({"receipts": change(json.loads(sample.body)["receipts"][0])}))

    return make


def _hash_changed(receipt: Document) -> list[Document]:
    return [receipt | {"proof": ["A" * 43, *receipt["proof"][1:]]}]


def _errata(entries: list[Document] | None = None, counter: int = 2, key: bytes = b"") -> Change:
    """Errata with other entries, for another counter or under another key."""

    def make(sample: Sample) -> bytes:
        context, said = sample.head["context"], sample.document("errata")
        fields = (context["session"].encode(), raw(context["exam_file"]), b"%d" % counter)
        inside = padded(written(said if entries is None else {"entries": entries}), 4096)
        sealed = stream(key or sample.keys["content"], bind("errata/body", *fields), inside, sample.chance)
        return sample.signed(body=sealed)

    return make


def _erratum(**change: object) -> list[Document]:
    return [{"item": "i1", "action": "withdraw", "text": "本题作废", "made": 1} | change]


def _own(sample: Sample, head: Document, body: bytes, instead: bytes = b"") -> bytes:
    """A backup with this body, or another one in its place, signed by another key of its own."""
    signing = as_text(public_of(sample.seed))
    return sample.signed(head | {"signing": signing, "body": as_text(sha256(body))}, instead or body)


def _index(sample: Sample, index: Document, gap: bytes = b"") -> bytes:
    """A backup with another index."""
    name, head = sample.head["id"].encode(), sample.head
    slot, start = bind("backup/slot", name), head["index"]["offset"]
    kek = derived(sample.keys.typed["passphrase"], head["kdf"], slot)
    key = open_stream(kek, slot, raw(head["wrapped"]))
    sealed = stream(key, bind("backup/index", name), padded(written(index), 4096), sample.chance)
    place = {"offset": start + len(gap), "length": len(sealed), "sha256": as_text(sha256(sealed))}
    return _own(sample, head | {"index": place}, sample.body[:start] + gap + sealed)


def _named(*names: str) -> Change:
    """A backup whose first files have these names."""

    def make(sample: Sample) -> bytes:
        index = sample.document("index")
        for entry, name in zip(index["files"], names, strict=False):
            entry["name"] = name
        return _index(sample, index)

    return make


def _other_hash(sample: Sample) -> Made:
    index = changed(sample.document("index"), "files", 0, "sha256", to="A" * 43)
    plain = {label: data for label, data in sample.plain.items() if label != "office/office.kco"}
    return _index(sample, index), plain | {"index": written(index)}


def _ends_early(sample: Sample) -> bytes:
    return _own(sample, sample.head, sample.body + b"\0")


FAULTS = [
    Fault("key-file", "another passphrase", "CODE", lambda s: s.data, {"passphrase": "another passphrase"}),
    Fault("key-file", "a name of 201 characters", "HEADER", head_at("name", to="名" * 201)),
    Fault("key-file", "another role inside", "PAYLOAD", _seeds("role", to="opener")),
    Fault("key-file", "another sealing key inside", "PAYLOAD", _seeds("seeds", "sealing", to="A" * 43)),
    Fault(
        "session-key", "a sealing key that the header does not name", "PAYLOAD", _seeds("seeds", "sealing", to="A" * 43)
    ),
    Fault("key-card", "a body", "PAYLOAD", lambda s: s.signed(body=b"body")),
    Fault("key-card", "a key that is the neutral point", "CERT", _weak),
    Fault("act-log", "a rehearsal", "POLICY", head_at("context", "kind", to="rehearsal")),
    Fault("act-log", "signed by another room's proctor", "SIGNATURE", _signed_by("proctor R02")),
    Fault("act-log", "a number left out", "HEADER", _entries(lambda entries: entries[1].update(number=3))),
    Fault(
        "act-log", "a room-wide code without a serial", "HEADER", _entries(lambda entries: entries[1].update(serial=0))
    ),
    Fault("act-log", "a root of other entries", "HEADER", head_at("root", to="A" * 43)),
    Fault("act-log", "a ticket of another room", "CONTEXT", _entries(lambda entries: entries[0].update(ticket="T3"))),
    Fault("act-log", "a note on an entry that is not there", "PAYLOAD", lambda s: _act_notes(s, number="3")),
    Fault("act-log", "notes of another log", "DECRYPT", lambda s: _act_notes(s, counter=1)),
    Fault("checkpoint", "another sealing of the exam", "CONTEXT", head_at("context", "exam_file", to="A" * 43)),
    Fault("checkpoint", "names another key than the one that signed", "CERT", head_at("centre_key", to="A" * 43)),
    Fault("checkpoint", "a first one with one before it", "HEADER", head_at("previous", to="A" * 43)),
    Fault("checkpoint", "a root of other entries", "HEADER", head_at("root", to="A" * 43)),
    Fault("later-checkpoint", "none before it", "HEADER", head_at("previous", to="")),
    Fault("later-checkpoint", "no larger than what it adds", "HEADER", head_at("size", to=1)),
    Fault("receipt-list", "a rehearsal", "POLICY", head_at("context", "kind", to="rehearsal")),
    Fault("receipt-list", "a ticket twice", "PAYLOAD", _receipts(lambda each: [each, each])),
    Fault(
        "receipt-list", "the receipt of another result", "PAYLOAD", _said("receipts", 0, "receipt", to="0000-0000-0000")
    ),
    Fault("receipt-list", "a hash of a proof changed", "PAYLOAD", _receipts(_hash_changed)),
    Fault(
        "receipt-list",
        "a proof one hash too short",
        "PAYLOAD",
        _receipts(lambda each: [each | {"proof": each["proof"][:-1]}]),
    ),
    Fault("receipt-list", "a place beyond the ledger", "PAYLOAD", _said("receipts", 0, "index", to=6)),
    Fault("receipt-list", "another place in the ledger", "PAYLOAD", _said("receipts", 0, "index", to=5)),
    Fault("errata", "names another key than the one that signed", "CERT", head_at("exam_key", to="A" * 43)),
    Fault("errata", "second ones with none before them", "HEADER", head_at("previous", to="")),
    Fault("errata", "sealed for another counter", "DECRYPT", _errata(counter=1)),
    Fault("errata", "an empty text", "PAYLOAD", _errata(_erratum(text=" "))),
    Fault("errata", "an item withdrawn that is not named", "PAYLOAD", _errata(_erratum(item=""))),
    Fault("backup", "another passphrase", "CODE", lambda s: s.data, {"passphrase": "another passphrase"}),
    Fault("backup", "a bit of the body changed", "DECRYPT", lambda s: _own(s, s.head, s.body, flipped(s.body, 99))),
    Fault("backup", "an index that does not end the body", "HEADER", _ends_early),
    Fault("backup", "a name that climbs", "PAYLOAD", _named("../office.kco")),
    Fault("backup", "a name of a device", "PAYLOAD", _named("keys/NUL.txt")),
    Fault("backup", "two names that differ in case alone", "PAYLOAD", _named("a.kco", "A.kco")),
    Fault("backup", "a file that is a folder too", "PAYLOAD", _named("a", "a/b")),
    Fault("backup", "a file of another hash", "DECRYPT", _other_hash),
]

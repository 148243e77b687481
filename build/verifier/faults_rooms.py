"""[13] Faults of room manifests: their lines, their tree, their notes."""

import json

from verifier.attempts import public_results_key
from verifier.canonical import written
from verifier.frames import Document
from verifier.primitives import as_text, bind, raw, tree
from verifier.samples import Fault, Sample
from verifier.writing import envelope


def _body(sample: Sample) -> Document:
    found: Document = json.loads(sample.body)
    return found


def _of_entries(sample: Sample, entries: list[Document]) -> bytes:
    """A manifest of these lines, its root fitting."""
    root = as_text(tree([written(entry) for entry in entries]))
    return sample.signed(sample.with_head(root=root), written(_body(sample) | {"entries": entries}))


def _entries(sample: Sample) -> list[Document]:
    found: list[Document] = _body(sample)["entries"]
    return found


def _notes(sample: Sample, plain: bytes, counter: int = 1, public: bytes = b"") -> bytes:
    context = sample.head["context"]
    fields = (context["session"].encode(), raw(context["exam_file"]), b"R01", b"%d" % counter)
    public = public or public_results_key(sample)
    sealed = envelope(public, bind("manifest/notes", *fields), plain, sample.chance(32))
    return sample.signed(body=written(_body(sample) | {"notes": as_text(sealed)}))


def _foreign(sample: Sample) -> bytes:
    first, second = _entries(sample)
    return _of_entries(sample, [first, second | {"ticket": "T3"}])


FAULTS = [
    Fault("manifest", "a ticket twice", "HEADER", lambda s: _of_entries(s, [*_entries(s), _entries(s)[0]])),
    Fault("manifest", "a ticket of another room", "HEADER", _foreign),
    Fault(
        "manifest",
        "lines in another order under the same root",
        "HEADER",
        lambda s: s.signed(body=written(_body(s) | {"entries": _entries(s)[::-1]})),
    ),
    Fault(
        "manifest",
        "a status that does not exist",
        "PAYLOAD",
        lambda s: _of_entries(s, [_entries(s)[0], _entries(s)[1] | {"status": "late"}]),
    ),
    Fault("manifest", "notes of another manifest", "DECRYPT", lambda s: _notes(s, b"x", counter=2)),
    Fault("manifest", "notes that are no text", "PAYLOAD", lambda s: _notes(s, b"\xff\xfe")),
]

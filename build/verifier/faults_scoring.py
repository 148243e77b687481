"""[23] [24] Faults of what a scorer elsewhere gets and gives back."""

import json
from collections.abc import Callable

from verifier.canonical import written
from verifier.frames import Document, take_apart
from verifier.judging import place_of
from verifier.primitives import bind, raw, sha256
from verifier.samples import Fault, Sample, head_at
from verifier.writing import envelope, padded, stream

OTHER, LEAST = "A" * 43, 16_384
Change = Callable[[Document], object]


def _packet(change: Change) -> Callable[[Sample], bytes]:
    """A packet with something else inside."""

    def make(sample: Sample) -> bytes:
        head, content = sample.head, sample.document("packet")
        change(content)
        card = json.loads(take_apart(sample.keys.golden("scorer.kcd")).head)
        info = bind("score-packet/body", *place_of(head["context"]), raw(head["packet"]), raw(head["scorer_key"]))
        sealed = envelope(raw(card["sealing"]), info, padded(written(content), LEAST), sample.chance(32))
        return sample.signed(head, sealed)

    return make


def _scores(change: Change, **head: object) -> Callable[[Sample], bytes]:
    """Scores with something else inside."""

    def make(sample: Sample) -> bytes:
        content, packet = sample.document("scores"), sha256(sample.keys.golden("packet.kcw"))
        change(content)
        bound = bind("scores/body", *place_of(sample.head["context"]), packet)
        sealed = stream(sample.keys["back"], bound, padded(written(content), LEAST), sample.chance)
        return sample.signed(sample.with_head(**head), sealed)

    return make


def _twice(name: str) -> Change:
    def change(content: Document) -> None:
        content[name] *= 2

    return change


def _member(name: str, at: int, **to: object) -> Change:
    return lambda content: content[name][at].update(to)


FAULTS = [
    Fault("score-packet", "a rehearsal", "POLICY", head_at("context", "kind", to="rehearsal")),
    Fault("score-packet", "another sealing of the exam", "CONTEXT", head_at("context", "exam_file", to=OTHER)),
    Fault("score-packet", "names another key than the one that signed", "CERT", head_at("centre_key", to=OTHER)),
    Fault("score-packet", "signed by the scorer", "SIGNATURE", lambda s: s.signed(seeds=[s.keys["scorer"]])),
    Fault("score-packet", "for another scorer", "CERT", head_at("scorer_key", to=OTHER)),
    Fault("score-packet", "the body of another packet", "DECRYPT", head_at("packet", to="A" * 16)),
    Fault("certified-score-packet", "the body of another day", "DECRYPT", lambda s: s.signed(body=s.body[:32] * 99)),
    Fault("score-packet", "an item twice", "PAYLOAD", _packet(_twice("items"))),
    Fault("score-packet", "a response twice", "PAYLOAD", _packet(_twice("tasks"))),
    Fault("score-packet", "a response of no item", "PAYLOAD", _packet(_member("tasks", 0, item="i99"))),
    Fault("score-packet", "a response without a third", "PAYLOAD", _packet(lambda c: c["tasks"][0].pop("third"))),
    Fault("score-packet", "without its scorer's key", "OK", lambda s: (s.data, {}), {"scorer": ""}),
    Fault("scores", "a rehearsal", "POLICY", head_at("context", "kind", to="rehearsal")),
    Fault("scores", "another sealing of the exam", "CONTEXT", head_at("context", "exam_file", to=OTHER)),
    Fault("scores", "signed by the centre", "SIGNATURE", lambda s: s.signed(seeds=[s.keys["centre"]])),
    Fault("scores", "names another key than the one that signed", "CERT", head_at("scorer_key", to=OTHER)),
    Fault("scores", "of another packet", "CONTEXT", head_at("packet", to="A" * 16)),
    Fault("scores", "of another file of the packet", "CONTEXT", head_at("packet_file", to=OTHER)),
    Fault("scores", "of another packet inside", "CONTEXT", _scores(lambda c: c.update(packet=OTHER))),
    Fault("scores", "a turn of a response twice", "PAYLOAD", _scores(_twice("marks"))),
    Fault("scores", "a turn of nought", "PAYLOAD", _scores(_member("marks", 0, turn=0))),
    Fault("scores", "a body of noise", "DECRYPT", lambda s: s.signed(body=s.chance(len(s.body)))),
    Fault("scores", "under a good signature alone", "OK", lambda s: (s.data, {}), {"packet": ""}),
]

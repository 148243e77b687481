"""[2] [8] Faults of the header under a good signature: its spelling, its values, its versions."""

import json

from verifier.canonical import written
from verifier.samples import Fault, Sample, head_at


def _spelled(sample: Sample, **how: object) -> bytes:
    """The header as another JSON writer would spell it."""
    settings = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")} | how
    return sample.signed(json.dumps(sample.head, **settings).encode())  # type: ignore[arg-type] # json's own options


def _unknown(sample: Sample, value: bytes, listed: bool = True) -> bytes:
    """A header with a member `z` that no reader knows, spelled as given."""
    head = written(sample.with_head(optional=["z"] if listed else []))
    return sample.signed(head[:-1] + b',"z":' + value + b"}")


def _backwards(sample: Sample) -> bytes:
    """The header with its names from z to a."""
    pairs = sorted(sample.head.items(), reverse=True)
    return json.dumps(dict(pairs), ensure_ascii=False, separators=(",", ":")).encode()


FAULTS = [
    Fault("result", "header with names in another order", "HEADER", lambda s: s.signed(_backwards(s))),
    Fault("manifest", "header with a name twice", "HEADER", lambda s: s.replaced(b'"suite":1', b'"suite":1,"suite":1')),
    Fault("centre-kit", "header with text as escapes", "HEADER", lambda s: _spelled(s, ensure_ascii=True)),
    Fault(
        "manifest", "header with every escape there is", "OK", lambda s: _unknown(s, b'"\\"\\\\\\n\\r\\t\\b\\f\\u001f"')
    ),
    Fault("manifest", "header with text that is not NFC", "HEADER", lambda s: _unknown(s, '"e\u0301"'.encode())),
    Fault("manifest", "header with a surrogate as an escape", "HEADER", lambda s: _unknown(s, b'"\\ud800"')),
    Fault("manifest", "header with NaN", "HEADER", lambda s: _unknown(s, b"NaN")),
    Fault("manifest", "header with minus nought", "HEADER", lambda s: _unknown(s, b"-0")),
    Fault("manifest", "header nine levels deep", "HEADER", lambda s: _unknown(s, b"[" * 8 + b"]" * 8)),
    Fault("result", "an unknown member that is not listed", "VERSION", lambda s: _unknown(s, b"1", listed=False)),
    Fault("result", "an unknown member inside a known one", "HEADER", head_at("certificate", "z", to=1)),
    Fault("manifest", "a known member listed as optional", "OK", head_at("optional", to=["root"])),
    Fault("result", "suite 2", "VERSION", head_at("suite", to=2)),
    Fault("result", "more rows than a count can say", "HEADER", head_at("rows", to=1_000_001)),
    Fault("result", "a room that would be a path", "HEADER", head_at("identity", "room", to="../R01")),
    Fault("result", "an attempt of 15 characters", "HEADER", head_at("identity", "attempt", to="a" * 15)),
    Fault("manifest", "a time beyond the year 9998", "HEADER", head_at("made", to=253_370_764_800_000)),
]
"""A member `z` stands last in every header, so that it can be put there as bytes."""

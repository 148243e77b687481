"""[1] Faults of the frame: magic, lengths, counts, ends. Nothing of such a file is ever read."""

from verifier.samples import Fault, Sample, flipped
from verifier.writing import section


def _lengths(sample: Sample, head: int | None = None, body: int | None = None) -> bytes:
    """The file with lengths that lie."""
    parts = sample.parts
    lengths = [len(parts.head) if head is None else head, len(parts.body) if body is None else body]
    after = sample.data[16 + len(parts.head) + len(parts.body) :]
    spelled = [length.to_bytes(4, "big") for length in lengths]
    return sample.data[:8] + spelled[0] + parts.head + spelled[1] + parts.body + after


def _block(sample: Sample, block: bytes) -> bytes:
    """The file with another signature section."""
    return sample.data[:8] + section(sample.parts.head) + section(sample.body) + section(block)


def _signature(sample: Sample) -> bytes:
    return sample.data[-96:]


def _long_header(sample: Sample) -> bytes:
    return sample.signed(sample.with_head(optional=["x"], x="x" * 64 * 1024))


FAULTS = [
    Fault("result", "no bytes at all", "EMPTY", lambda s: b""),
    Fault("result", "only seven bytes of the magic", "FRAME", lambda s: s.data[:7]),
    Fault("result", "magic of another program", "FRAME", lambda s: b"KCHX-" + s.data[5:]),
    Fault("result", "major version 2", "VERSION", lambda s: s.data[:6] + b"2" + s.data[7:]),
    Fault("centre-kit", "header length 2 to the 32 less one", "FRAME", lambda s: _lengths(s, head=2**32 - 1)),
    Fault("result", "body length one too few", "FRAME", lambda s: _lengths(s, body=len(s.body) - 1)),
    Fault("result", "header longer than its limit", "HEADER", _long_header),
    Fault("result", "one byte behind the end", "FRAME", lambda s: s.data + b"\0"),
    Fault("result", "two signatures counted where one stands", "FRAME", lambda s: _block(s, b"\2" + _signature(s))),
    Fault("result", "sixteen signatures, all the same", "OK", lambda s: _block(s, b"\x10" + _signature(s) * 16)),
    Fault("journal", "a body in the frame of a log", "FRAME", lambda s: s.signed(body=b"body")),
    Fault("result", "a bit of the header changed", "HEADER", lambda s: flipped(s.data, s.data.index(b'"format"'))),
]

"""[4] [11] [12] Faults inside results and journal logs: envelopes, padding, payloads, rows and their chain."""

from verifier.attempts import (
    log_of,
    log_saying,
    open_result_saying,
    plain_rows,
    public_results_key,
    recovery,
    result_saying,
    rows_of,
    rows_out,
    sealed_result,
)
from verifier.canonical import written
from verifier.primitives import bind, sha256
from verifier.samples import Fault, Made, Sample, changed, flipped
from verifier.writing import envelope, padded, section

LOW_ORDER = {
    "nought": bytes(32),
    "a point of order 8": bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
}
"""X25519 keys whose shared secret is nought with everybody."""


def _sealed_otherwise(sample: Sample, public: bytes = b"", info: bytes = b"") -> bytes:
    info = info or bind("result/body", sha256(sample.parts.head))
    public = public or public_results_key(sample)
    inside = padded(sample.plain["result"], 16 * 1024)
    return sample.signed(body=envelope(public, info, inside, sample.chance(32)))


def _low_order(words: str) -> Fault:
    """An envelope whose shared secret everybody knows."""
    enc = LOW_ORDER[words]
    return Fault(
        "result",
        f"encapsulated key that is {words}",
        "DECRYPT",
        lambda sample: sample.signed(body=enc + sample.body[32:]),
    )


def _padded_otherwise(sample: Sample, inside: bytes) -> bytes:
    return sealed_result(sample, sample.head, inside)


def _other_inside(sample: Sample, *path: str | int, to: object) -> bytes:
    return result_saying(sample, written(changed(sample.document("result"), *path, to=to)))


def _plain(sample: Sample, old: bytes, new: bytes) -> bytes:
    """The plaintext with the first place that reads `old` saying `new`."""
    plain = sample.plain["result"]
    if old not in plain:
        raise ValueError(f"{old!r} does not stand in the result")
    return plain.replace(old, new, 1)


def _said(sample: Sample, old: bytes, new: bytes) -> bytes:
    return result_saying(sample, _plain(sample, old, new))


def _decomposed(sample: Sample) -> Made:
    return open_result_saying(sample, _plain(sample, '"先安抚。"'.encode(), '"cafe\u0301"'.encode()))


def _deep(sample: Sample) -> bytes:
    return _said(sample, b'"client":', b'"a":' + b"[" * 32 + b"]" * 32 + b',"client":')


def _dropped(sample: Sample, at: int) -> Made:
    """A log without its row `at`, counted from 0; what stands before it still opens."""
    rows = rows_of(sample)
    return log_of(sample, rows[:at] + rows[at + 1 :]), rows_out(plain_rows(sample)[:at])


def _swapped(sample: Sample, at: int) -> Made:
    rows = rows_of(sample)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return log_of(sample, rows), rows_out(plain_rows(sample)[:at])


def _doubled(sample: Sample, at: int) -> Made:
    rows = rows_of(sample)
    return log_of(sample, [*rows[: at + 1], *rows[at:]]), rows_out(plain_rows(sample)[: at + 1])


def _cut(sample: Sample, count: int, behind: bytes = b"") -> Made:
    """The first rows only, and something behind them that is no row."""
    return log_of(sample, rows_of(sample)[:count], behind), rows_out(plain_rows(sample)[:count])


def _half_a_row(sample: Sample) -> Made:
    last = rows_of(sample)[-1]
    return _cut(sample, len(rows_of(sample)) - 1, section(last)[:-1])


def _changed_row(sample: Sample, at: int) -> Made:
    rows = rows_of(sample)
    rows[at] = flipped(rows[at], len(rows[at]) - 1)
    return log_of(sample, rows), rows_out(plain_rows(sample)[:at])


def _row_saying(sample: Sample, at: int, old: bytes, new: bytes) -> Made:
    """A log whose row `at` was sealed with another plaintext."""
    plain = plain_rows(sample)
    if old not in plain[at]:
        raise ValueError(f"{old!r} does not stand in row {at}")
    plain[at] = plain[at].replace(old, new, 1)
    return log_saying(sample, plain, at)


def _none_out(data: bytes) -> Made:
    return data, rows_out([])


FAULTS = [
    Fault(
        "result",
        "sealed for another purpose",
        "DECRYPT",
        lambda s: _sealed_otherwise(s, info=bind("manifest/notes", sha256(s.parts.head))),
    ),
    *(_low_order(words) for words in LOW_ORDER),
    Fault(
        "result", "a bit of the envelope changed and signed", "DECRYPT", lambda s: s.signed(body=flipped(s.body, 5000))
    ),
    Fault(
        "result",
        "true length beyond the data",
        "PAYLOAD",
        lambda s: _padded_otherwise(s, (16 * 1024).to_bytes(4, "big") + bytes(16 * 1024 - 4)),
    ),
    Fault(
        "result",
        "padding that is not nought",
        "PAYLOAD",
        lambda s: _padded_otherwise(s, flipped(padded(s.plain["result"], 16 * 1024), -1)),
    ),
    Fault("result", "content with a name twice", "PAYLOAD", lambda s: _said(s, b'"rows":', b'"rows":1,"rows":')),
    Fault("result", "content 33 levels deep", "PAYLOAD", _deep),
    Fault("result", "another ticket inside", "CONTEXT", lambda s: _other_inside(s, "identity", "ticket", to="T2")),
    Fault("journal", "last row cut by one byte", "OK", _half_a_row),
    Fault("journal", "noughts behind the last row", "OK", lambda s: _cut(s, len(rows_of(s)), bytes(4096))),
    Fault("journal", "fourth row missing", "DECRYPT", lambda s: _dropped(s, 3)),
    Fault("journal", "two rows swapped", "DECRYPT", lambda s: _swapped(s, 3)),
    Fault("journal", "a bit of a row changed", "DECRYPT", lambda s: _changed_row(s, 5)),
    Fault(
        "journal", "a row with an unknown event", "PAYLOAD", lambda s: _row_saying(s, 2, b'"responded"', b'"answered"')
    ),
    Fault(
        "journal",
        "a second row that opens the journal",
        "PAYLOAD",
        lambda s: log_saying(s, [plain_rows(s)[0], *plain_rows(s)], 1),
    ),
    Fault(
        "journal",
        "recovery for another key",
        "DECRYPT",
        lambda s: s.signed(s.with_head(recovery=recovery(s, s.keys.public("content")))),
    ),
    Fault(
        "journal",
        "recovery of another attempt",
        "DECRYPT",
        lambda s: s.signed(
            s.with_head(recovery=recovery(s, public_results_key(s), bind("journal/recovery", b"other")))
        ),
    ),
    Fault(
        "journal",
        "recovery in the other base64 alphabet",
        "HEADER",
        lambda s: s.signed(s.with_head(recovery="+/" + s.head["recovery"][2:])),
    ),
]

"""What every fuzz target is made of: an input varied, an act judged by how it ends and by how long it takes."""

import random
import time
from collections.abc import Callable

from kaochang.domain.refusals import Outcome, Refusal

Target = Callable[[bytes], None]

LONGEST_S = 1.0
"""CPU time that one input may cost."""


class BrokenPromiseError(Exception):
    """Something that must not be: what a fuzzer looks for."""


def outcome(act: Callable[[], object], allowed: set[Outcome]) -> tuple[Outcome, object]:
    """How an act ends and what it gave; anything but a typed refusal goes on as the bug it is."""
    began = time.process_time()
    try:
        ended, said = Outcome.OK, act()
    except Refusal as refusal:
        ended, said = refusal.outcome, None
        if ended not in allowed:
            raise BrokenPromiseError(f"refused as {ended!r}: {refusal}") from refusal
    spent = time.process_time() - began
    if spent > LONGEST_S:
        raise BrokenPromiseError(f"{spent:.1f} s of work")
    return ended, said


def varied(sources: list[bytes], dice: random.Random) -> bytes:
    """A seed with a few changes, or two of them spliced: what stands in for a fuzzer's own invention."""
    data = bytearray(dice.choice(sources))
    if dice.random() < 0.1:
        other = dice.choice(sources)
        data[dice.randrange(len(data) + 1) :] = other[dice.randrange(len(other) + 1) :]
    for _ in range(dice.randrange(1, 5)):
        _vary(data, dice)
    return bytes(data)


def _vary(data: bytearray, dice: random.Random) -> None:
    # Near the front as often as anywhere: that is where lengths and names stand.
    end = min(len(data), dice.choice([16, 200, len(data)]))
    at = dice.randrange(end + 1)
    match dice.randrange(7):
        case 0 if at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        case 1 if at < len(data):
            data[at] = dice.choice([0, 1, 127, 128, 255, dice.randrange(256)])
        case 2:
            del data[at : at + dice.choice([1, 2, 4, 32, 1000])]
        case 3:
            data[at:at] = dice.randbytes(dice.choice([1, 2, 4, 32]))
        case 4:
            data[at : at + 4] = dice.choice([0, 1, 2**31, 2**32 - 1, len(data), len(data) - at]).to_bytes(4, "big")
        case 5:
            start = dice.randrange(len(data) + 1)
            data[at:at] = data[start : start + dice.choice([1, 8, 96])]
        case _:
            data[at:at] = dice.choice([b'"', b"{", b"[", b":", b",", b"\\u0000", b"1e9", b"-0", b"null", b"\xff", b" "])

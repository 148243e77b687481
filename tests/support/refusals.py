"""The one way to expect a refusal, and to damage a file a little."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from kaochang.domain.refusals import Outcome, Refusal


@contextmanager
def refuses(outcome: Outcome, key: str | None = None) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expects a refusal with this outcome and, where it matters, this catalogue key."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert (caught.value.outcome, caught.value.key) == (outcome, key or caught.value.key)


def outcome_of(act: Callable[[], object]) -> Outcome:
    """How an act ends: OK, or the outcome of its refusal; anything else it raises is a bug and passes through."""
    try:
        act()
    except Refusal as refusal:
        return refusal.outcome
    return Outcome.OK


def flip(data: bytes, place: int, bit: int = 0) -> bytes:
    """`data` with one bit of one byte changed."""
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]

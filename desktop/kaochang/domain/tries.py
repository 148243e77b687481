"""Wrong tries of a code: each makes the next one wait longer, and nothing ever locks for good."""

from kaochang.domain.outages import Witness

_WAITS_S = (5, 15, 30, 60)
_FREE = 3
"""So many tries need no waiting."""


def wait_after_s(wrong: int) -> int:
    """Seconds between the last of so many wrong tries in a row and the next one: 0, 0, 0, 5, 15, 30, 60, 60 …"""
    return 0 if wrong < _FREE else _WAITS_S[min(wrong - _FREE, len(_WAITS_S) - 1)]


def wait_left_s(wrong: int, last: Witness, now: Witness) -> int:
    """Seconds still to wait, by the clock that no user sets; `last` is the reading at the last wrong try.

    A try before this start of the machine was at least as long ago as the machine is up.
    """
    same = last.boot == now.boot and now.elapsed >= last.elapsed
    waited = now.elapsed - last.elapsed if same else now.elapsed
    return max(0, -((waited - wait_after_s(wrong) * 1000) // 1000))

"""SHA-256 on a second core, while the first one reads or seals what is hashed next.

To hash a gigabyte takes about as long as everything else that is done with it. Handing over from core to core costs as
much as hashing a picture, so what is handed over should be about a `STRETCH`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

from kaochang.custody.envelope import digest
from kaochang.domain.values import bytes_to_text

STRETCH = 2 * 1024 * 1024
"""Bytes: enough to be worth handing over, and few enough to stay in a core's cache."""

T = TypeVar("T")
R = TypeVar("R")


def sha256_of(pieces: Iterable[bytes]) -> str:
    """The SHA-256, as text, of pieces one after the other, of which two at a time are in memory."""
    running = hashlib.sha256()
    _one_behind(running.update, pieces)
    return bytes_to_text(running.digest())


def digests_of(stretches: Iterable[Sequence[bytes]]) -> Iterator[str]:
    """The `digest` of everything in every stretch, in order; two stretches at a time are in memory."""
    return chain.from_iterable(_one_behind(_digests, stretches))


def _digests(stretch: Sequence[bytes]) -> list[str]:
    return [digest(each) for each in stretch]


def _one_behind(work: Callable[[T], R], values: Iterable[T]) -> list[R]:
    """What the work gives for each value, done while the next value is made.

    Whatever either side raises reaches the caller, after the thread has ended.
    """
    done: list[Future[R]] = []
    with ThreadPoolExecutor(1) as second_core:
        for value in values:
            if done:
                done[-1].result()
            done.append(second_core.submit(work, value))
    return [each.result() for each in done]

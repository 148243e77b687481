"""Work on all cores, in processes: results come in the order of the work, and only little of it is under way at a time.

Processes are started afresh on every system and never forked: what runs beside this thread, as a window, is in no state
to be copied. A process is told once what all work needs; it ends with the one that started it, even with one that was
killed.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine import allocator

S = TypeVar("S")
W = TypeVar("W")
R = TypeVar("R")

_AHEAD = 2
"""Pieces of work that wait for each process: enough that none is ever idle, few enough for the memory."""

_MOST = 8
"""Each has its own copy of the setting; and Windows waits for 61 at the most."""

_begun: list[Callable[[Any], Any]] = []
"""In a process of ours: the one function that does its work."""


def cores() -> int:
    """How many processes work at a time on this PC: no more than one that takes what they give can keep up with."""
    return min(os.cpu_count() or 1, _MOST)


def in_order(start: Callable[[S], Callable[[W], R]], setting: S, work: Iterable[W], processes: int = 1) -> Iterator[R]:
    """What `start(setting)` gives for each piece of work, in order.

    Below two processes all is done in this one. Else `start` is a function of a module, and everything can be pickled.
    IO where a process was lost.
    """
    if processes < 2:
        yield from map(start(setting), work)
        return
    method = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, method, initializer=_begin, initargs=(start, setting))
    try:
        yield from _through(pool, work, processes)
    except BrokenProcessPool as error:
        raise Refusal(Outcome.IO, "workers.lost") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _through(pool: ProcessPoolExecutor, work: Iterable[W], processes: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for number, piece in enumerate(work):
        if len(waiting) == _AHEAD * processes:
            yield waiting.popleft().result()
        waiting.append(pool.submit(_do, piece))
        if number < processes:
            allocator.trim()  # with each of the first pieces a process was started, and sent the setting as bytes
    while waiting:
        yield waiting.popleft().result()


def _begin(start: Callable[[S], Callable[[W], R]], setting: S) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal: the first one decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _begun.append(start(setting))
    allocator.trim()  # the setting came as bytes


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(piece: object) -> object:
    return _begun[0](piece)

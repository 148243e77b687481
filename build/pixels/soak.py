"""Half an hour at the window without a pause: does it always answer, and does it keep no more memory at the end?

Every action is a question from outside, several in a second, whose answer is a pixel.
"""

import itertools
import time
from collections.abc import Iterator

from figures import Figure
from pixels.memory import own
from pixels.page import WORK, Page
from pixels.times import Times

STALL_MS = 50
BLOCK = 20
WARM_UP_SHARE = 0.2
"""Of the whole time: what is only ever made once is made by then."""


def soak(page: Page, minutes: float) -> list[Figure]:
    """Uses the page for so long."""
    times, memory = Times(), []
    began = time.monotonic()
    for work in _until(began + 60 * minutes):
        page.do(work, BLOCK, times)
        if time.monotonic() - began > 60 * minutes * WARM_UP_SHARE:
            memory.append(own(page.process.pid))
    every = [taken * 1000 for kind in WORK for taken in times.seconds.get(kind, ())]
    growth = sum(memory[-5:]) / sum(memory[:5])
    print(f"{len(every)} actions in {minutes:g} min, the slowest {max(every):.1f} ms")
    print(f"memory {memory[0]:.1f} MiB after warming up, {memory[-1]:.1f} MiB at the end")
    return [
        Figure("actions that nothing answered", times.missed, "", at_most=0),
        Figure(f"stalls over {STALL_MS} ms", sum(taken > STALL_MS for taken in every), "", at_most=0),
        Figure("memory at the end, of after warming up", growth, "times", at_most=1.02),
    ]


def _until(end: float) -> Iterator[str]:
    return itertools.takewhile(lambda _: time.monotonic() < end, itertools.cycle(WORK))

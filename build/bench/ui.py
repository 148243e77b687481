"""How fast the candidate's window answers, from outside: X events go in, pixels come out, beside a bare page of Qt's.

Both pages hold the same 200 items with pictures, and take turns on displays of their own. A figure is the time from
the event to the last pixel that changes in the place looked at; what does not change in a second is a failure. Both
commit each choice durably; the window journals as in an exam, and once more with every sync of a file delayed. With
`--minutes N` it is only used for so long without a pause, and must neither stall nor grow.
"""

import os
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from figures import Figure, conclude, is_quick
from pixels.page import WORK, Page, bare, exam
from pixels.picture_session import PictureSession
from pixels.server import why_not
from pixels.slow_disk import make_slow_disk
from pixels.soak import soak
from pixels.starts import starts
from pixels.times import Times

COUNT, BLOCK, WARM_UP = (60 if is_quick() else 300), 30, 10
KINDS = {
    "click": ("option click to pixel", 25),
    "saved": ("option click to saved, durable", 25),
    "next": ("next item to pixel", 30),
    "type": ("letter to pixel", 25),
}
"""What each is called, and how many ms its p99 may take on an idle machine."""

IDLE = 0.7
"""The load below which a machine counts as idle; what is measured makes some of it by itself."""


def measure(*pages: Page) -> list[Times]:
    """Every page does every kind of work, block by block in turn."""
    for page in pages:
        for work in WORK:
            page.do(work, WARM_UP, Times())
    taken = [Times() for _ in pages]
    for work in WORK:
        for _ in range(COUNT // BLOCK):
            for page, times in zip(pages, taken, strict=True):
                page.do(work, BLOCK, times)
    return taken


def told(name: str, times: Times) -> None:
    print(name)
    for kind in times.seconds:
        print(times.of(kind).line(KINDS[kind][0]))


def beside_a_bare_page(session: PictureSession, folder: Path, *, is_idle: bool) -> tuple[Times, list[Figure]]:
    with exam(session, folder / "pc") as window, bare(session) as page:
        ours, others = measure(window, page)
    told("the exam's window", ours)
    told("a bare page", others)
    figures = [Figure("actions that nothing answered", ours.missed + others.missed, "", at_most=0)]
    for kind, (name, limit) in KINDS.items():
        own, other = ours.of(kind), others.of(kind)
        if is_idle:
            figures.append(Figure(f"{name}, p99", own.at(0.99), "ms", at_most=limit))
        for share in (0.5, 0.99):
            ratio = own.at(share) / other.at(share)
            figures.append(Figure(f"{name}, p{share * 100:.0f}, of bare", ratio, "times", at_most=2))
    return ours, figures


def on_a_slow_disk(session: PictureSession, folder: Path, fast: Times) -> list[Figure]:
    """Whatever the disk does, the candidate sees at once what was chosen; only the saved sign waits."""
    preloaded = make_slow_disk(folder)
    if not preloaded:
        print("on a slow disk: not measured, gcc is not on this machine")
        return []
    with exam(session, folder / "slow-pc", LD_PRELOAD=preloaded) as window:
        [slow] = measure(window)
    told("the exam's window, each sync of a file 50 ms later", slow)
    figures = [Figure("unanswered on a slow disk", slow.missed, "", at_most=0)]
    for kind in WORK:
        ratio = slow.of(kind).at(0.5) / fast.of(kind).at(0.5)
        figures.append(Figure(f"{KINDS[kind][0]}, slow disk, p50", ratio, "times", at_most=1.25))
    return figures


def main() -> int:
    if reason := why_not():
        print(f"not measured: {reason}")
        return 0
    is_idle = os.getloadavg()[0] < IDLE
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(dir=os.environ.get("KAOCHANG_BENCH_DIR")) as name, ExitStack() as stack:
        folder = Path(name)
        session = stack.enter_context(closing(PictureSession(folder / "session")))
        if "--minutes" in sys.argv:
            with exam(session, folder / "pc") as window:
                return conclude(soak(window, float(sys.argv[sys.argv.index("--minutes") + 1])))
        figures = starts(session, folder, with_browser=not is_quick(), count=2 if is_quick() else 9)
        ours, more = beside_a_bare_page(session, folder, is_idle=is_idle)
        figures += more
        if is_quick():
            print("on a slow disk: not measured, in a quick run")
        else:
            figures += on_a_slow_disk(session, folder, ours)
    print(f"load after: {os.getloadavg()[0]:.2f}")
    if not is_idle:
        print("the machine was not idle: only ratios are held against targets")
    return conclude(figures)


if __name__ == "__main__":
    sys.exit(main())

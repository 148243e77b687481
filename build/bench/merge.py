"""How fast a centre takes in a day: files a second from a simulated stick, end to end."""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from figures import Figure, conclude, is_quick
from kaochang.flow import centre_kit, merge, simulate
from kaochang.machine.clock import SystemClock
from kaochang.presenters.words import load_words
from kaochang.sealing import kdf
from kaochang.store.centre import Centre


def main() -> int:
    seats = 25 if is_quick() else 250
    words = load_words(ROOT / "resources/strings", "zh_CN")
    clock = SystemClock()
    with tempfile.TemporaryDirectory(dir=os.environ.get("KAOCHANG_BENCH_DIR")) as folder:
        order = simulate.SimulateOrder(2, seats, 40, 300, Path(folder) / "day", cost=kdf.MINIMUM)
        began = time.perf_counter()
        day = simulate.simulate(order, words, clock, os.urandom)
        print(f"simulated {2 * seats} attempts in {time.perf_counter() - began:.1f} s")
        kit = centre_kit.read_kit(day.kit).open(day.passphrase)
        centre = Centre(Path(folder) / "centre.db")
        began = time.perf_counter()
        count = merge.merge(centre, kit, [day.stick], clock)
        seconds = time.perf_counter() - began
        centre.close()
    return conclude(
        [
            Figure("files refused", count.refused, "files", at_most=0),
            Figure("results and logs merged", count.accepted / seconds, "files/s", at_least=100),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())

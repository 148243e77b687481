"""One merge, in a program of its own, that says how long it took. Started by the bench."""

import json
import os
import time
from pathlib import Path

from kaochang.flow import centre_kit, merge
from kaochang.machine.clock import SystemClock
from kaochang.store.centre import Centre


def merge_once(stick: str, kit: str, passphrase: str, database: str) -> None:
    opened = centre_kit.read_kit(Path(kit)).open(passphrase)
    centre = Centre(Path(database))
    began, worked = time.perf_counter(), time.process_time()
    count = merge.merge(centre, opened, [Path(stick)], SystemClock())
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked + children()
    centre.close()
    print(json.dumps({"files": count.files, "accepted": count.accepted, "seconds": seconds, "cpu": cpu}))


def children() -> float:
    """CPU seconds of the processes that this one started and that have ended."""
    told = os.times()
    return told.children_user + told.children_system

"""A merge as a program that can be killed at any moment: its clock stands still, so that every run says the same.

Started with the day's folder, the database, the number of processes, and how many files are few.
"""

import sys
from pathlib import Path

from kaochang.flow import centre_kit, ledger, merge
from kaochang.flow.ledger import Signing
from kaochang.machine import workers
from kaochang.store.centre import Centre
from support.clocks import ManualClock


def main(day, database, processes):
    merge._WORTH_PROCESSES, merge._PIECE_FILES = 1, 4
    workers.cores = lambda: int(processes)
    kit = centre_kit.read_kit(Path(day, "centre.kck")).open(Path(day, "passphrase").read_text("utf-8"))
    centre = Centre(Path(database))
    signing = Signing(ledger.signing_seed(kit, None))
    print("begun", flush=True)

    def told(done, of):
        print(done, of, flush=True)

    count, standing = ledger.merge_signed(centre, kit, [Path(day, "stick")], signing, ManualClock(), told)
    print("done", count.accepted, count.known, len(standing.entries), flush=True)
    centre.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
